/**
 * Schema modules: one file that declares the tables of many contexts (`db/schema.ts`, a migration kept among the
 * sources). Whoever uses one of its tables imports it, which the access to the table says already; in any one context
 * it would tie all others to that context. It is split when its tables are, so it belongs to none.
 */
import type { SystemGraph } from '../../model/index.js';
import { isBookkeeping } from '../graph/bookkeeping.js';
import type { Evidence } from '../graph/evidence.js';
import type { Partition } from '../graph/partition.js';

const LEAST_CONTEXTS = 3;
/** Of the tables it declares, the most that one context may hold. */
const MOST_OF_ONE = 0.5;

/** Node numbers; `labels` are the contexts as clustered, below 0 for none. */
export function schemaModules(graph: SystemGraph, { indexOf }: Evidence, labels: Partition): Set<number> {
  const declared = new Map<number, number[]>();
  for (const node of graph.nodes) {
    const table = indexOf.get(node.id);
    if (node.kind !== 'table' || table === undefined || isBookkeeping(node)) continue;
    for (const path of new Set(node.declaredAt.map((place) => place.path))) {
      const module = indexOf.get(`module:${path}`);
      if (module !== undefined) declared.set(module, [...(declared.get(module) ?? []), labels[table]!]);
    }
  }
  return new Set([...declared].flatMap(([module, contexts]) => (isOfNoOne(contexts) ? [module] : [])));
}

function isOfNoOne(contexts: readonly number[]): boolean {
  const counts = new Map<number, number>();
  for (const context of contexts) if (context >= 0) counts.set(context, (counts.get(context) ?? 0) + 1);
  return counts.size >= LEAST_CONTEXTS && Math.max(...counts.values()) <= MOST_OF_ONE * contexts.length;
}
