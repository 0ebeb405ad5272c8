/** The words of pictures in the report's language. `{name}` is filled in; `{name|one|many}` is the word that goes with that number. */
import type { Language } from '../messages.js';

const ENGLISH = {
  contextMap: '{project}: context map',
  order: '{project}: order of extraction',
  tables: '{project}: tables',
  graph: '{project}: modules and tables',
  modules: '{n} {n|module|modules}',
  tableCount: '{n} {n|table|tables}',
  writes: '{n} {n|write|writes}',
  othersWrite: 'others write {tables}',
  isNew: 'new: {label}',
  arrows: 'An arrow points from the context that depends to the one it depends on; the number counts its dependencies.',
  judged: 'Red, bold: new violations; amber, dashed: accepted ones; grey: allowed',
  upward: 'Red, dashed: against the order of the others, closes a cycle',
  pilot: 'green: extract first',
  shared: 'orange: table with several writers',
  ownedBy: 'owned by {owner}',
  writesOne: 'writes',
  writesMany: 'writes, {n} files',
  scores: 'impact {impact}, difficulty {difficulty}',
  wave: 'wave {n}',
  roads: 'An arrow points from what should leave first to what then calls it over the network instead of calling back.',
  after: 'after',
  keysTo: 'keys to',
  roadmap:
    'Waves in their order. "after" names what should leave first, because a step would call back into the monolith for it.',
  catalog:
    'Tables by the context that owns them; "keys to" names what their foreign keys lead to. Orange: several contexts write it.',
  graphArrows:
    'An arrow points from the one that depends to the one it depends on; bold: write, dashed: type only or event, dotted: foreign key, red: writes a table of another context.',
  noWay: 'No way leads from the first to the second.',
  shortest: 'Only the shortest ways, of {n} {n|step|steps}; {all} modules and tables lie on some way.',
  impactEase: '{project}: impact and ease',
  hard: 'hard to extract',
  easy: 'easy to extract',
  lowImpact: 'low impact',
  highImpact: 'high impact',
  quickWin: 'quick win',
  strategic: 'strategic',
  leave: 'leave',
  fillIn: 'fill in',
  some: ' ({n} of {all})',
  lastLeftOut: 'left out: the last {n} of {all} contexts by rank',
  pointsMoved: 'moved: {n} of {all} points, up or down by at most {by}, so that names do not overlap',
  fewerArrows: 'left out: {n} of {all} arrows, the lightest; those drawn carry {share} % of the weight',
  fewerBoxes: 'left out: {n} of {all} boxes, the least connected',
} as const;

type Key = keyof typeof ENGLISH;

const KOREAN: Readonly<Record<Key, string>> = {
  contextMap: '{project}: 컨텍스트 지도',
  order: '{project}: 추출 순서',
  tables: '{project}: 테이블',
  graph: '{project}: 모듈과 테이블',
  modules: '모듈 {n}개',
  tableCount: '테이블 {n}개',
  writes: '쓰기 {n}건',
  othersWrite: '다른 쪽도 씀: {tables}',
  isNew: '신규: {label}',
  arrows: '화살표는 의존하는 컨텍스트에서 의존받는 컨텍스트로 향하며, 숫자는 의존의 수입니다.',
  judged: '빨강, 굵게: 새 위반; 주황, 파선: 수용된 위반; 회색: 허용',
  upward: '빨강, 파선: 다른 순서를 거슬러 순환을 만듦',
  pilot: '초록: 먼저 추출',
  shared: '주황: 여러 컨텍스트가 쓰는 테이블',
  ownedBy: '소유자 {owner}',
  writesOne: '쓰기',
  writesMany: '쓰기, 파일 {n}개',
  scores: '영향 {impact}, 난이도 {difficulty}',
  wave: '{n}차',
  roads: '화살표는 먼저 나가야 할 것에서, 그 뒤 되부르기 대신 네트워크로 그것을 호출할 것으로 향합니다.',
  after: '선행',
  keysTo: '참조',
  roadmap: '차수 순서. "선행"은 먼저 나가야 할 것: 그렇지 않으면 그 단계가 모놀리스를 되부릅니다.',
  catalog: '소유한 컨텍스트별 테이블; "참조"는 외래 키가 가리키는 곳. 주황: 여러 컨텍스트가 씀.',
  graphArrows:
    '화살표는 의존하는 쪽에서 의존받는 쪽으로 향합니다. 굵게: 쓰기, 파선: 타입만 또는 이벤트, 점선: 외래 키, 빨강: 다른 컨텍스트의 테이블에 쓰기.',
  noWay: '첫째에서 둘째로 가는 길이 없습니다.',
  shortest: '가장 짧은 길({n}단계)만 표시; 어떤 길이든 그 위에 있는 모듈과 테이블은 {all}개입니다.',
  impactEase: '{project}: 영향과 용이성',
  hard: '분리가 어려움',
  easy: '분리가 쉬움',
  lowImpact: '영향 작음',
  highImpact: '영향 큼',
  quickWin: '빠른 성과',
  strategic: '전략적',
  leave: '유지',
  fillIn: '틈새',
  some: ' ({all}개 중 {n}개)',
  lastLeftOut: '생략: 컨텍스트 {all}개 중 순위가 낮은 {n}개',
  pointsMoved: '이동: 이름이 겹치지 않도록 점 {all}개 중 {n}개를 위아래로 최대 {by}만큼 옮김',
  fewerArrows: '생략: 화살표 {all}개 중 가장 가벼운 {n}개; 그린 것이 가중치의 {share} %를 차지',
  fewerBoxes: '생략: 상자 {all}개 중 연결이 가장 적은 {n}개',
};

export type Words = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

/** Names are put in as they are: who draws makes them safe. */
export function pictureWords(language: Language = 'en'): Words {
  const texts: Readonly<Record<Key, string>> = language === 'ko' ? KOREAN : ENGLISH;
  return (key, values = {}) =>
    texts[key].replace(/\{(\w+)(?:\|(\w+)\|(\w+))?\}/g, (_whole, name: string, one?: string, many?: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : '';
      return String((one === undefined ? value : Number(value) === 1 ? one : many) ?? '');
    });
}
