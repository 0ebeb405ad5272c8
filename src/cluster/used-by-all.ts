/**
 * Modules that say nothing of the business and that everybody uses: a request context, a base model, the constants of all
 * events. No table is touched, no word of the name is in the name of a table, no feature is wired, and the users lie in
 * many contexts, none with a large part of them. Left in a context, such a module would be what all others depend on.
 */
import { isModuleEdge, labelOf, type SystemGraph } from '../model/index.js';
import { featureTest } from './composition.js';
import type { Evidence } from './evidence.js';
import type { Partition } from './partition.js';
import { stemOf } from './vocabulary.js';
import { wordsOf } from './words.js';

/** Contexts that use it: at least these, and this share of all; and the most of its users that may lie in one. */
const LEAST_USING = 4;
const WIDELY = 0.25;
const MOST_OF_USERS = 0.4;

/** Node numbers; `labels` are the contexts as clustered, below 0 for none; `touching` those that touch a table. */
export function usedByAll(
  graph: SystemGraph,
  evidence: Evidence,
  labels: Partition,
  touching: ReadonlySet<number>,
): number[] {
  const { nodes, ids, vocabulary } = evidence;
  const tables = nodes.filter((node) => node.kind === 'table');
  const business = new Set(tables.flatMap((node) => wordsOf(vocabulary.tableNames.of(node))));
  if (business.size === 0) return [];
  const contexts = new Set(labels.filter((label) => label >= 0)).size;
  const isOfFeature = featureTest(graph, evidence);
  const users = usersOf(graph, evidence);
  return nodes.flatMap((node, i) => {
    if (node.kind !== 'module' || touching.has(i)) return [];
    const counts = countsOf(users[i]!, labels);
    const all = counts.reduce((sum, count) => sum + count, 0);
    if (counts.length < Math.max(LEAST_USING, WIDELY * contexts) || Math.max(...counts) > MOST_OF_USERS * all)
      return [];
    const isBusiness = tellingWords(ids[i]!, vocabulary.layer).some((word) => business.has(word));
    return isBusiness || isOfFeature(i) ? [] : [i];
  });
}

/** Words of the file's name that are of no layer; of its folder when it has none (`orders/types.ts`). */
function tellingWords(id: string, layer: ReadonlySet<string>): string[] {
  const segments = labelOf(id).split('/');
  const telling = (name: string) => wordsOf(name).filter((word) => !layer.has(word));
  const own = telling(stemOf(segments.pop() ?? ''));
  return own.length > 0 ? own : telling(segments.pop() ?? '');
}

function usersOf(graph: SystemGraph, { nodes, indexOf }: Evidence): Set<number>[] {
  const users = nodes.map(() => new Set<number>());
  for (const edge of graph.edges) {
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    if (isModuleEdge(edge) && from !== undefined && to !== undefined && from !== to) users[to]!.add(from);
  }
  return users;
}

/** How many of the nodes lie in each context. */
function countsOf(nodes: Iterable<number>, labels: Partition): number[] {
  const counts = new Map<number, number>();
  for (const node of nodes) {
    const label = labels[node]!;
    if (label >= 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts.values()];
}
