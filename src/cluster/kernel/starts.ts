/**
 * Where a process begins (`main.ts`, `server.ts`): nobody imports it, it touches no table itself, nothing outside asks it, and it sets
 * up parts of two contexts and more, or what wires all of them. It belongs to none of them, and neither does what only such modules set up and
 * that bears a technical name (error reporting, API documentation).
 */
import { isModuleEdge, labelOf, type SystemGraph } from '../../model/index.js';
import type { Evidence } from '../graph/evidence.js';
import type { Partition } from '../graph/partition.js';
import { isTechnicalName } from './shared-kernel.js';

const START = /^(?:main|server|index|app|bootstrap|start|www|worker)(?:\.[cm]?[jt]s)$/i;
const LEAST_CONTEXTS = 2;

export type Starts = { readonly roots: ReadonlySet<number>; readonly serving: ReadonlySet<number> };

/** Node numbers; `labels` are the contexts, below 0 for none; `touching` those that touch a table, `themselves` without others; `wiring` are the composition roots. */
export function startsOf(
  graph: SystemGraph,
  evidence: Evidence,
  labels: Partition,
  touching: ReadonlySet<number>,
  themselves: ReadonlySet<number>,
  wiring: ReadonlySet<number>,
): Starts {
  const { nodes, ids, indexOf, vocabulary } = evidence;
  const users = nodes.map(() => new Set<number>());
  const uses = nodes.map(() => new Set<number>());
  for (const edge of graph.edges) {
    const [from, to] = [indexOf.get(edge.from), indexOf.get(edge.to)];
    if (from === undefined || to === undefined || from === to || !isModuleEdge(edge)) continue;
    if (edge.kind === 'type-import' || edge.kind === 'event') continue;
    users[to]!.add(from);
    if (edge.kind !== 're-export') uses[from]!.add(to);
  }
  const asked = new Set(graph.entryPoints.flatMap(({ module, kind }) => (kind === 'cli' ? [] : [module])));
  const isTechnical = (i: number) => isTechnicalName(labelOf(ids[i]!), vocabulary.layer);
  const begins = nodes.flatMap((node, i) =>
    node.kind === 'module' && START.test(node.path.split('/').at(-1)!) && users[i]!.size === 0 && isTechnical(i)
      ? [i]
      : [],
  );
  const contextsOf = (some: Iterable<number>) =>
    new Set([...some].map((i) => labels[i]!).filter((label) => label >= 0));
  const setsUpSeveral = (i: number) =>
    contextsOf(uses[i]!).size >= LEAST_CONTEXTS || [...uses[i]!].some((used) => wiring.has(used));
  const roots = new Set(begins.filter((i) => !themselves.has(i) && !asked.has(ids[i]!) && setsUpSeveral(i)));
  const serving = new Set<number>();
  const isApart = (i: number) => roots.has(i) || wiring.has(i) || serving.has(i) || begins.includes(i);
  for (let isGrowing = roots.size > 0; isGrowing; ) {
    isGrowing = false;
    nodes.forEach((node, i) => {
      if (node.kind !== 'module' || labels[i]! < 0 || isApart(i) || touching.has(i) || !isTechnical(i)) return;
      const from = [...users[i]!];
      if (!from.some((user) => roots.has(user) || serving.has(user)) || !from.every(isApart)) return;
      serving.add(i);
      isGrowing = true;
    });
  }
  return { roots, serving };
}
