/**
 * Why a relation between contexts has its pattern, as a key with values, and the words for it in English and Korean. The relation
 * holds the English text as well (`reason`).
 */
import { filled } from './filled.js';

const ENGLISH = {
  'shared-kernel': 'each writes tables of the other',
  partnership: 'both depend on each other about as much, or the boundary is wrong',
  'acl-one': 'everything goes through {module}',
  'acl-many': 'everything goes through {count} modules that translate: {module} and others',
  'open-host': '{count} contexts use it, here through {surface}',
  'conformist-tables': 'downstream uses upstream tables as they are',
  'conformist-types': 'downstream uses upstream types as they are',
  'conformist-both': 'downstream uses upstream tables and types as they are',
  'conformist-keys': 'tables of downstream refer to tables of upstream by foreign keys',
  'customer-supplier': 'downstream calls upstream, and nothing calls back',
  'mostly-there': 'downstream calls upstream; {share} of the weight between them goes this way',
  events: 'downstream hears events of upstream',
  transactions: 'transactions of downstream reach tables of upstream',
} as const;

export type RelationNoteKey = keyof typeof ENGLISH;

const KOREAN: Readonly<Record<RelationNoteKey, string>> = {
  'shared-kernel': '서로 상대의 테이블에 씀',
  partnership: '서로 비슷하게 의존하거나, 경계가 잘못됨',
  'acl-one': '모두 {module}을(를) 거침',
  'acl-many': '모두 변환하는 모듈 {count}개를 거침: {module} 등',
  'open-host': '컨텍스트 {count}개가 사용하며, 여기서는 {surface}을(를) 통함',
  'conformist-tables': '하류가 상류의 테이블을 그대로 사용함',
  'conformist-types': '하류가 상류의 타입을 그대로 사용함',
  'conformist-both': '하류가 상류의 테이블과 타입을 그대로 사용함',
  'conformist-keys': '하류의 테이블이 외래 키로 상류의 테이블을 참조함',
  'customer-supplier': '하류가 상류를 호출하며, 되부르는 것은 없음',
  'mostly-there': '하류가 상류를 호출함; 둘 사이 가중치의 {share}이(가) 이 방향',
  events: '하류가 상류의 이벤트를 받음',
  transactions: '하류의 트랜잭션이 상류의 테이블에 닿음',
};

export type RelationNote = { readonly key: RelationNoteKey; readonly values: Readonly<Record<string, string>> };

export function relationNoteText({ key, values }: RelationNote, language: 'en' | 'ko'): string {
  return filled(language === 'ko' ? KOREAN[key] : ENGLISH[key], values);
}

/** The reason of a relation in the reader's language; of one saved by an older version the English text. */
export function relationReason(
  { why, reason }: { readonly why?: RelationNote; readonly reason: string },
  language: 'en' | 'ko',
): string {
  return why === undefined ? reason : relationNoteText(why, language);
}
