/** The counts of a relation in words. */
import type { RelationCounts } from '../../model/index.js';

const WORDS: readonly (readonly [keyof RelationCounts, string, string])[] = [
  ['import', 'import', 'imports'],
  ['type-import', 'type', 'types'],
  ['read', 'read', 'reads'],
  ['write', 'write', 'writes'],
  ['foreign-key', 'key', 'keys'],
  ['transaction', 'transaction', 'transactions'],
  ['event', 'event', 'events'],
];

/** `12 imports, 3 reads, 1 write`: only what there is. */
export function countsLabel(edges: RelationCounts): string {
  return WORDS.filter(([kind]) => edges[kind] > 0)
    .map(([kind, one, many]) => `${edges[kind]} ${edges[kind] === 1 ? one : many}`)
    .join(', ');
}

export function edgeCount(edges: RelationCounts): number {
  return WORDS.reduce((sum, [kind]) => sum + edges[kind], 0);
}
