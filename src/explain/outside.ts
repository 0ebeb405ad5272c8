/** What lies in no context: the shared kernel, or what is unassigned; who uses it most, and what it leans on itself. */
import {
  type Analysis,
  besideRuntime,
  contextOfNode,
  isRuntimeEdge,
  labelOf,
  SHARED_KERNEL,
  sortedBy,
  type UNASSIGNED,
} from '../model/index.js';
import type { Explanation } from './index.js';
import { sections } from './places.js';
import type { Words } from './words.js';

const SHOWN = 40;
const CONTEXTS = 20;

export function explainOutside(
  analysis: Analysis,
  id: typeof SHARED_KERNEL | typeof UNASSIGNED,
  words: Words,
): Explanation {
  const { say, count } = words;
  const { sharedKernel, unassigned } = analysis.contextMap;
  const isKernel = id === SHARED_KERNEL;
  const beside = besideRuntime(analysis.graph);
  const members = (isKernel ? [...sharedKernel.modules, ...sharedKernel.tables] : unassigned).filter(
    (node) => !beside.has(node),
  );
  const users = usersOf(analysis, id);
  const screens = new Set(sharedKernel.frontEnd ?? []);
  const kernelOnly = isKernel ? members.filter((node) => !screens.has(node)) : members;
  const byUse = sortedBy(kernelOnly, (node) => [-(users.get(node)?.size ?? 0), node]);
  return {
    subject: id,
    kind: say('context'),
    sections: sections(
      {
        title: say('What it is'),
        lines: [
          say(
            isKernel
              ? 'code that many contexts use or that only wires them together: no candidate for a service; each service takes what it needs along, as a package or a copy'
              : 'nothing ties it to a context: no import, table or name that any of them shares enough of',
          ),
          `${count(members.filter(isModule).length, 'module')}${screens.size > 0 && isKernel ? say(' ({n} of them screens and widgets of no one context)', { n: screens.size }) : ''}, ${count(members.filter((node) => !isModule(node)).length, 'table')}`,
        ],
      },
      {
        title: say('Composition roots: they wire contexts together'),
        lines: isKernel ? shortened((sharedKernel.composition ?? []).map(labelOf), words) : [],
      },
      { title: say('Depends on (contexts, edges that run)'), lines: dependedOn(analysis, id, words) },
      {
        title: say('Members, those that most contexts use first'),
        lines: shortened(
          byUse.map(
            (node) =>
              `${labelOf(node)}  (${say('used by {contexts}', { contexts: count(users.get(node)?.size ?? 0, 'context') })})`,
          ),
          words,
        ),
      },
    ),
  };
}

function isModule(node: string): boolean {
  return node.startsWith('module:');
}

/** Contexts that use each node that lies in `id`. */
function usersOf({ contextMap, graph }: Analysis, id: string): Map<string, Set<string>> {
  const contextOf = contextOfNode(contextMap);
  const real = new Set(contextMap.contexts.map((context) => context.id));
  const beside = besideRuntime(graph);
  const users = new Map<string, Set<string>>();
  for (const edge of graph.edges) {
    const from = contextOf.get(edge.from);
    if (contextOf.get(edge.to) !== id || from === undefined || !real.has(from) || beside.has(edge.from)) continue;
    users.set(edge.to, (users.get(edge.to) ?? new Set()).add(from));
  }
  return users;
}

/** A kernel that leans on contexts is none yet: these edges turn into calls of services. */
function dependedOn({ contextMap, graph }: Analysis, id: string, words: Words): string[] {
  const contextOf = contextOfNode(contextMap);
  const real = new Set(contextMap.contexts.map((context) => context.id));
  const beside = besideRuntime(graph);
  const counts = new Map<string, number>();
  for (const edge of graph.edges) {
    const to = contextOf.get(edge.to);
    if (contextOf.get(edge.from) !== id || to === undefined || !real.has(to)) continue;
    if (isRuntimeEdge(edge) && !beside.has(edge.from)) counts.set(to, (counts.get(to) ?? 0) + 1);
  }
  const lines = sortedBy(counts, ([to, edges]) => [-edges, to]).map(([to, edges]) => `${to}: ${edges}`);
  return shortened(lines, words, CONTEXTS);
}

function shortened(lines: readonly string[], { say }: Words, most = SHOWN): string[] {
  const rest = lines.length - most;
  return rest > 0 ? [...lines.slice(0, most), say('and {n} more', { n: rest })] : [...lines];
}
