/** The counts of a relation in words. */
import type { RelationCounts } from '../../model/index.js';
import type { Language } from '../messages.js';

const WORDS: readonly (readonly [kind: keyof RelationCounts, one: string, many: string, korean: string])[] = [
  ['import', 'import', 'imports', 'import'],
  ['type-import', 'type', 'types', '타입'],
  ['read', 'read', 'reads', '읽기'],
  ['write', 'write', 'writes', '쓰기'],
  ['foreign-key', 'key', 'keys', '외래 키'],
  ['transaction', 'transaction', 'transactions', '트랜잭션'],
  ['event', 'event', 'events', '이벤트'],
];

/** `12 imports, 3 reads, 1 write`: only what there is. */
export function countsLabel(edges: RelationCounts, language: Language = 'en'): string {
  return WORDS.filter(([kind]) => edges[kind] > 0)
    .map(([kind, one, many, korean]) =>
      language === 'ko' ? `${korean} ${edges[kind]}개` : `${edges[kind]} ${edges[kind] === 1 ? one : many}`,
    )
    .join(', ');
}

export function edgeCount(edges: RelationCounts): number {
  return WORDS.reduce((sum, [kind]) => sum + edges[kind], 0);
}
