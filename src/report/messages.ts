/**
 * The words of the readable reports, per language. `{name}` is filled in; `{name|one|many}` is the word that goes with
 * that number. Both tables have the same keys by type.
 */
import { printable } from '../model/index.js';

export type Language = 'en' | 'ko';

const en = {
  modules: 'modules',
  tables: 'tables',
  size: '{modules} {modules|module|modules}, {tables} {tables|table|tables}',
  contexts: 'Contexts',
  context: 'context',
  pilotHead: 'Extract first: {context}',
  pilotWhy: 'the pilot: every gate passes',
  noPilot: 'No context passes every gate of a pilot',
  reason: '{name} {score}: mostly {term}',
  nearest: 'Nearest is {context}: {gates}',
  standingSame: 'Rank 1 of the order and the pilot are one: {first} ({quadrant}).',
  standingPilot:
    'Rank 1 of the order is {first} ({firstQuadrant}): beginning with it, the whole programme calls back least. The pilot is {pilot}, rank {rank} ({quadrant}), because {first} fails a gate: {failed}.',
  standingNone:
    'Rank 1 of the order is {first} ({firstQuadrant}): beginning with it, the whole programme calls back least. It is no pilot: {failed}.',
  orderHead: 'Order of extraction',
  wave: 'wave {n}',
  callbacks:
    'calls back into the monolith: {ours} of the weight between contexts (least coupled first: {naive}, random: {random})',
  exact: 'exact',
  gap: 'at most {gap} above the best possible',
  sensitivity: 'with weights moved by 20 %: rank 1 holds in {rank1}, the pilot in {pilot} of {draws} draws',
  cohesion: 'cohesion',
  impact: 'impact',
  difficulty: 'difficulty',
  quadrant: 'quadrant',
  blast: 'blast',
  quickWin: 'quick win',
  strategic: 'strategic',
  fillIn: 'fill in',
  leave: 'leave',
  kernel: 'Shared kernel: {modules} {modules|module|modules}, {tables} {tables|table|tables}',
  composition: '{count} composition {count|root|roots} among them: {names}',
  plusTests: '+ {count} {count|test|tests}',
  unassigned: 'in no context: {count}',
  sharedTables: 'Tables written by more than one context',
  owner: 'owner {owner}',
  liesIn: 'it lies in {context}',
  alsoWritten: 'also written by {others}',
  cycles: 'Cycles between contexts',
  cut: 'cut {count} {count|edge|edges}: {first}',
  allReach: '{count} contexts all reach one another: {names}',
  loopsHead: 'short cycles, {count} in all, the firmest first (edges each way):',
  cutAll: 'to open all of them, cut {count} {count|edge|edges} of {pairs} {pairs|relation|relations}:',
  cutPair: '{from} → {to}  {count} {count|edge|edges}, {where}',
  whatIf: 'What if',
  whatIfMove: '{nodes} {nodes|node|nodes} of {glob} in {context}',
  before: 'before',
  after: 'after',
  crossing: 'weight between contexts',
  inCycles: 'contexts in cycles',
  cutEdges: 'edges to cut',
  spanning: 'Transactions that write in more than one context',
  comesBack: 'today the code comes back to {context} at {places}, after {over}; one visit is proposed',
  readAgain: 'today {context} is read again at {places}, after {over}; one read is proposed',
  needs: 'Needs',
  locks: 'Semantic locks',
  blind: 'Blind spots',
  imports: '{unresolved} of {total} imports unresolved ({share})',
  dataCalls: '{unresolved} of {total} data calls unresolved ({share})',
  skipped: '{count} {count|file|files} skipped',
  noGit: 'no git history: {why}; churn is unknown, not zero',
  unread: '{stores} {count|is|are} used, but what reads and writes {count|it|them} is not looked for',
  proxies: 'impact rests on proxies ({terms}); say what matters in msa-map.config.json',
  stability: 'stability {stability}, modularity {modularity} (baseline, plain Louvain on the imports alone: {plain})',
  relations: 'Relations',
  sweep: 'Finer and coarser maps',
  resolution: 'resolution',
  sensitivityOfRank: 'with weights moved by 20 %: rank 1 holds in {rank1} of {draws} draws',
  shared: 'Tables used by more than one context',
  next: 'Next',
  more: 'and {count} more',
  none: 'none',
} as const;

type Messages = Readonly<Record<keyof typeof en, string>>;

const ko: Messages = {
  modules: '모듈',
  tables: '테이블',
  size: '모듈 {modules}개, 테이블 {tables}개',
  contexts: '컨텍스트',
  context: '컨텍스트',
  pilotHead: '먼저 분리할 것: {context}',
  pilotWhy: '파일럿: 모든 조건을 통과함',
  noPilot: '파일럿 조건을 모두 통과하는 컨텍스트가 없음',
  reason: '{name} {score}: 주로 {term}',
  nearest: '가장 가까운 것은 {context}: {gates}',
  standingSame: '순서의 1위와 파일럿이 같음: {first} ({quadrant}).',
  standingPilot:
    '순서의 1위는 {first} ({firstQuadrant}): 여기서 시작하면 전체 일정에서 모놀리스로 되돌아가는 호출이 가장 적음. 파일럿은 {rank}위 {pilot} ({quadrant}): {first}은(는) 조건을 통과하지 못함: {failed}.',
  standingNone:
    '순서의 1위는 {first} ({firstQuadrant}): 여기서 시작하면 전체 일정에서 모놀리스로 되돌아가는 호출이 가장 적음. 파일럿은 아님: {failed}.',
  orderHead: '분리 순서',
  wave: '{n}차',
  callbacks: '모놀리스로 되돌아가는 호출: 컨텍스트 사이 가중치의 {ours} (결합도 낮은 순: {naive}, 무작위: {random})',
  exact: '정확한 해',
  gap: '최적보다 최대 {gap} 높음',
  sensitivity: '가중치를 20 % 흔들 때: 1순위 유지 {rank1}, 파일럿 유지 {pilot} ({draws}회)',
  cohesion: '응집도',
  impact: '영향',
  difficulty: '난이도',
  quadrant: '사분면',
  blast: '파급',
  quickWin: '빠른 성과',
  strategic: '전략적',
  fillIn: '틈새',
  leave: '유지',
  kernel: '공유 커널: 모듈 {modules}개, 테이블 {tables}개',
  composition: '그중 조립 루트 {count}개: {names}',
  plusTests: '+ 테스트 {count}개',
  unassigned: '소속 없음: {count}',
  sharedTables: '둘 이상의 컨텍스트가 쓰는 테이블',
  owner: '소유 {owner}',
  liesIn: '{context}에 속함',
  alsoWritten: '함께 쓰는 곳: {others}',
  cycles: '컨텍스트 사이 순환',
  cut: '끊을 의존 {count}개: {first}',
  allReach: '컨텍스트 {count}개가 서로 모두 이어짐: {names}',
  loopsHead: '짧은 순환 {count}개, 단단한 것부터 (방향별 의존 수):',
  cutAll: '모두 끊으려면 관계 {pairs}개의 의존 {count}개:',
  cutPair: '{from} → {to}  {count}개, {where}',
  whatIf: '만약',
  whatIfMove: '{glob}의 노드 {nodes}개를 {context}(으)로',
  before: '전',
  after: '후',
  crossing: '컨텍스트 사이 비중',
  inCycles: '순환에 든 컨텍스트',
  cutEdges: '끊을 의존',
  spanning: '둘 이상의 컨텍스트에 쓰는 트랜잭션',
  comesBack: '현재 코드는 {over} 뒤에 {places}에서 {context}(으)로 돌아옴; 한 번의 방문으로 제안함',
  readAgain: '현재 {over} 뒤에 {places}에서 {context}을(를) 다시 읽음; 한 번 읽기로 제안함',
  needs: '필요한 것',
  locks: '의미적 잠금',
  blind: '보이지 않는 부분',
  imports: 'import {total}개 중 {unresolved}개 미해석 ({share})',
  dataCalls: '데이터 호출 {total}개 중 {unresolved}개 미해석 ({share})',
  skipped: '건너뛴 파일 {count}개',
  noGit: 'git 이력 없음: {why}; 변경 빈도는 0이 아니라 알 수 없음',
  unread: '{stores} 사용 중이나 이에 대한 접근은 찾지 않음',
  proxies: '영향은 대리 지표({terms})에 근거함; msa-map.config.json에 실제 중요도를 적으십시오',
  stability: '안정성 {stability}, 모듈성 {modularity} (import만의 Louvain {plain})',
  relations: '관계',
  sweep: '더 세밀하거나 거친 지도',
  resolution: '해상도',
  sensitivityOfRank: '가중치를 20 % 흔들 때: 1순위 유지 {rank1} ({draws}회)',
  shared: '둘 이상의 컨텍스트가 사용하는 테이블',
  next: '다음',
  more: '외 {count}개',
  none: '없음',
};

const TABLES: Readonly<Record<Language, Messages>> = { en, ko };

export type Say = (key: keyof typeof en, values?: Readonly<Record<string, string | number>>) => string;

/** Values are names from the analysed code: what a terminal would obey in them is made visible. */
export function speak(language: Language): Say {
  const messages = TABLES[language];
  return (key, values = {}) =>
    messages[key].replace(/\{(\w+)(?:\|(\w+)\|(\w+))?\}/g, (_whole, name: string, one?: string, many?: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : '';
      return printable(String((one === undefined ? value : Number(value) === 1 ? one : many) ?? ''));
    });
}
