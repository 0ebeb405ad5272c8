/**
 * What a saga says about itself, as keys with values, and the words for them in English and Korean. The saga holds the English
 * text as well (`reason`, `needs`).
 */
import { filled } from './filled.js';

const ENGLISH = {
  'many-writers': '{count} contexts write: one place must know how far it is',
  parted: 'the way parts at {at}: one place must know which was taken',
  'writes-again': '{context} writes again after the others: it waits for their reply',
  'needs-reply': 'what is read from {context} is needed before the next write',
  'outside-refuses': 'the last step calls an outside party, and its refusal must undo the first',
  'one-direction': "two contexts write, in one direction ({order}): the second follows the first's event",
  'leads-begun': '{context} leads, which begins it: complexity {cost} (led by {other}: {otherCost})',
  'leads-near':
    '{context} leads, which begins it: complexity {cost} (led by {other}: {otherCost}, no clear advantage: more than half)',
  'leads-cheaper': '{context} leads, clearly cheaper: complexity {cost} (led by {other}, which begins it: {otherCost})',
  'outbox-there':
    "the outbox is already there ({tables}): {contexts} each keep one of their own, each event a row written in the step's local transaction",
  outbox: "outbox table in {contexts}: each event is a row written in the step's local transaction",
  'own-log': 'a log of its own like {tables} in each of {contexts}',
  'own-cache': '{tables}: a cache, of which each service keeps its own; nothing in it has to be undone',
  idempotent: 'idempotent consumers in {contexts}: store the id of each message that was worked off',
  external:
    'external call inside the transaction, idempotency key needed: {places}; make it a step of its own, outside of any database transaction',
  queued:
    'jobs put in a queue inside the transaction: {places}; a rollback does not take them back, so queue them by the outbox, after the commit',
  pending: 'a pending state in {context} that others can see until {event} is in',
  'clean-up':
    'nothing here can be refused, so nothing is undone: each of {contexts} removes its own when it hears of it, and tries again until it has',
  'no-refusal':
    'neither a name nor a call to outside tells which step can be refused (what the code throws is not read): check it; the last write is taken as the pivot',
  leak: 'mend the leak at {place}: {table} is written outside of the transaction already',
  owner: 'an owner for {tables} (now {nobody})',
  published: 'published in this transaction today: {events}',
} as const;

export type SagaNoteKey = keyof typeof ENGLISH;

const KOREAN: Readonly<Record<SagaNoteKey, string>> = {
  'many-writers': '{count}개 컨텍스트가 쓰므로 어디까지 진행됐는지 한 곳이 알아야 함',
  parted: '{at}에서 길이 갈리므로 어느 쪽을 택했는지 한 곳이 알아야 함',
  'writes-again': '{context}이(가) 다른 컨텍스트 뒤에 다시 쓰므로 응답을 기다려야 함',
  'needs-reply': '{context}에서 읽은 값이 다음 쓰기에 필요함',
  'outside-refuses': '마지막 단계가 외부를 호출하며, 거절되면 첫 단계를 되돌려야 함',
  'one-direction': '두 컨텍스트가 한 방향으로 씀({order}): 둘째가 첫째의 이벤트를 따름',
  'leads-begun': '시작하는 {context}이(가) 주도: 복잡도 {cost} ({other}이(가) 주도하면 {otherCost})',
  'leads-near':
    '시작하는 {context}이(가) 주도: 복잡도 {cost} ({other}이(가) 주도하면 {otherCost}, 절반을 넘으므로 뚜렷한 이점 없음)',
  'leads-cheaper': '훨씬 저렴한 {context}이(가) 주도: 복잡도 {cost} (시작하는 {other}이(가) 주도하면 {otherCost})',
  'outbox-there':
    '아웃박스가 이미 있음({tables}): {contexts}이(가) 각자 하나씩 두고, 이벤트는 단계의 로컬 트랜잭션 안에서 행으로 기록',
  outbox: '{contexts}에 아웃박스 테이블: 이벤트는 단계의 로컬 트랜잭션 안에서 행으로 기록',
  'own-log': '{contexts} 각각에 {tables} 같은 자체 로그',
  'own-cache': '{tables}은(는) 캐시: 서비스마다 자체 캐시를 두며, 되돌릴 것이 없음',
  idempotent: '{contexts}에 멱등 소비자: 처리한 메시지의 id를 저장',
  external: '트랜잭션 안의 외부 호출 {places}: 멱등 키를 주고, 데이터베이스 트랜잭션 밖의 독립 단계로 뺄 것',
  queued: '트랜잭션 안에서 큐에 넣는 작업: {places}. 롤백해도 취소되지 않으므로, 커밋 후 아웃박스로 큐에 넣을 것',
  'clean-up':
    '거절될 수 있는 단계가 없으므로 되돌릴 것도 없음: {contexts}이(가) 이벤트를 들으면 각자 자기 것을 지우고, 될 때까지 다시 시도',
  pending: '{event}이(가) 올 때까지 {context}에 남들이 볼 수 있는 대기 상태',
  'no-refusal':
    '이름으로도 외부 호출로도 어느 단계가 거절될 수 있는지 알 수 없음(코드가 던지는 예외는 읽지 않음): 확인할 것. 마지막 쓰기를 피벗으로 봄',
  leak: '{place}의 누수를 고칠 것: {table}을(를) 이미 트랜잭션 밖에서 쓰고 있음',
  owner: '{tables}의 소유자 (지금은 {nobody})',
  published: '이 트랜잭션에서 지금 발행되는 이벤트: {events}',
};

export type SagaNote = { readonly key: SagaNoteKey; readonly values: Readonly<Record<string, string>> };

export function sagaNoteText({ key, values }: SagaNote, language: 'en' | 'ko'): string {
  return filled(language === 'ko' ? KOREAN[key] : ENGLISH[key], values);
}

/** Why it is led or not, then why by this context. */
export function sagaReasonText(why: SagaNote, led: SagaNote | undefined, language: 'en' | 'ko'): string {
  return [why, ...(led === undefined ? [] : [led])].map((note) => sagaNoteText(note, language)).join('; ');
}
