/**
 * Composition roots: modules that wire contexts together and belong to none (the app module, `main.ts`, an index of
 * routes, a DI container, the list of all entities). Told by structure, never by name: it depends on many contexts,
 * none of which holds half of what it uses; it touches no table itself; next to nobody depends on it but other roots; it does
 * not call into most of what it imports, as a service that orchestrates does; and it wires nothing that bears its own
 * name, as the module of a feature does (`orders.module.ts`). Left in a context, one such module would close a cycle
 * with every other. So would a loader, which fills the tables of many contexts, is imported by nobody and asked for nothing:
 * one that puts test data or a first set of rows into the database.
 */
import { isAccessEdge, isModuleEdge, labelOf, type SystemGraph } from '../../model/index.js';
import type { Evidence } from '../graph/evidence.js';
import type { Partition } from '../graph/partition.js';
import { stemOf } from '../graph/vocabulary.js';
import { TECHNICAL_WORDS } from '../words/layer-words.js';
import { wordsOf } from '../words/words.js';

const LEAST_CONTEXTS = 3;
/** Share of all contexts that it reaches; of what it uses, the most that one context may hold. */
const LEAST_REACH = 1 / 3;
const MOST_OF_ONE = 0.5;
/** Dependants it may have for each module it depends on. */
const DEPENDANTS = 0.1;
/** A list of everything may be used by many, when it reaches this share of all contexts. */
const WIDE_REACH = 0.6;
const WIDE_CONTEXTS = 5;
/** Calls of methods into this share of the contexts it reaches make it an orchestrating service. */
const ORCHESTRATES = 0.5;
/** Contexts whose tables a loader fills, in a system of many. */
const MANY_LOADED = 8;

type Uses = {
  readonly out: readonly ReadonlySet<number>[];
  readonly into: readonly ReadonlySet<number>[];
  readonly called: readonly ReadonlySet<number>[];
};

/** Node numbers; `labels` are the contexts as clustered, below 0 for none; `touching` those that touch a table themselves. */
export function compositionRoots(
  graph: SystemGraph,
  evidence: Evidence,
  labels: Partition,
  touching: ReadonlySet<number>,
): Set<number> {
  const contexts = new Set(labels.filter((label) => label >= 0)).size;
  const uses = usesOf(graph, evidence);
  const wires = evidence.nodes.flatMap((node, i) =>
    node.kind === 'module' &&
    !touching.has(i) &&
    isWiring(i, uses, labels, contexts) &&
    namesakes(i, uses, evidence).length === 0
      ? [i]
      : [],
  );
  const roots = new Set<number>(loaders(graph, evidence, labels, uses));
  // A root may be used by roots: main.ts by nobody, app.module.ts by main.ts.
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const node of wires) {
      if (roots.has(node)) continue;
      const dependants = [...uses.into[node]!].filter((other) => !roots.has(other)).length;
      const reached = contextsOf(uses.out[node]!, labels).size;
      const isWide = reached >= Math.max(WIDE_CONTEXTS, WIDE_REACH * contexts);
      if (!isWide && dependants > Math.max(1, DEPENDANTS * uses.out[node]!.size)) continue;
      roots.add(node);
      isGrowing = true;
    }
  }
  return roots;
}

/** Modules that nobody imports or asks and that write tables in a third of the contexts, none of which holds half of them. */
function loaders(graph: SystemGraph, { indexOf }: Evidence, labels: Partition, uses: Uses): number[] {
  const contexts = new Set(labels.filter((label) => label >= 0)).size;
  const asked = new Set(graph.entryPoints.flatMap(({ module, kind }) => (kind === 'cli' ? [] : [module])));
  const written = new Map<number, Set<number>>();
  for (const edge of graph.edges) {
    const [from, to] = [indexOf.get(edge.from), indexOf.get(edge.to)];
    if (from === undefined || to === undefined || !isAccessEdge(edge) || !edge.direct || edge.kind !== 'write')
      continue;
    if (uses.into[from]!.size === 0 && !asked.has(edge.from))
      written.set(from, (written.get(from) ?? new Set<number>()).add(to));
  }
  return [...written].flatMap(([node, tables]) => {
    const reached = contextsOf(tables, labels);
    const isWide = reached.size >= Math.max(LEAST_CONTEXTS, Math.min(MANY_LOADED, LEAST_REACH * contexts));
    return isWide && Math.max(...reached.values()) <= MOST_OF_ONE * tables.size ? [node] : [];
  });
}

/** The modules that a module imports and that bear its own name, as the module of a feature imports the feature. */
export function namesakesOf(graph: SystemGraph, evidence: Evidence): (node: number) => readonly number[] {
  const uses = usesOf(graph, evidence);
  return (node) => namesakes(node, uses, evidence);
}

function isWiring(node: number, uses: Uses, labels: Partition, contexts: number): boolean {
  const reached = contextsOf(uses.out[node]!, labels);
  if (reached.size < Math.max(LEAST_CONTEXTS, LEAST_REACH * contexts)) return false;
  const all = [...reached.values()].reduce((sum, count) => sum + count, 0);
  if (Math.max(...reached.values()) > MOST_OF_ONE * all) return false;
  return contextsOf(uses.called[node]!, labels).size < ORCHESTRATES * reached.size;
}

/** What it imports that has a business word of its name, or of its folder when its own name has none. */
function namesakes(node: number, uses: Uses, { ids, vocabulary }: Evidence): number[] {
  const telling = (name: string) =>
    wordsOf(stemOf(name)).filter((word) => !vocabulary.layer.has(word) && !TECHNICAL_WORDS.has(word));
  const names = labelOf(ids[node]!).split('/');
  const file = telling(names.pop()!);
  const own = new Set(file.length > 0 ? file : telling(names.pop() ?? ''));
  if (own.size === 0) return [];
  return [...uses.out[node]!].filter((other) =>
    telling(labelOf(ids[other]!).split('/').pop()!).some((word) => own.has(word)),
  );
}

function contextsOf(nodes: Iterable<number>, labels: Partition): Map<number, number> {
  const counts = new Map<number, number>();
  for (const node of nodes) {
    const label = labels[node]!;
    if (label >= 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

/** Runtime imports between modules, and calls of methods of another module's classes. */
function usesOf(graph: SystemGraph, { nodes, indexOf }: Evidence): Uses {
  const sets = () => nodes.map(() => new Set<number>());
  const uses = { out: sets(), into: sets(), called: sets() };
  for (const edge of graph.edges) {
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    if (!isModuleEdge(edge) || edge.kind === 'type-import' || edge.kind === 'event') continue;
    if (from === undefined || to === undefined || from === to) continue;
    uses.out[from]!.add(to);
    uses.into[to]!.add(from);
  }
  for (const call of graph.calls) {
    const from = indexOf.get(call.from);
    const to = indexOf.get(call.to);
    if (from !== undefined && to !== undefined && call.callee.includes('.')) uses.called[from]!.add(to);
  }
  return uses;
}
