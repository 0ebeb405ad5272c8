/** Words for terms, gates and remedies of the scorecard, by language. What is a sentence in it is English already. */
import type { Gate, Score, Term } from './scorecard.js';

type Language = 'en' | 'ko';

const TERMS: ReadonlyMap<string, readonly [name: string, basis: string]> = new Map([
  ['cross', ['경계 통과', '경계를 넘는 import 가중치의 비율']],
  ['data', ['데이터 얽힘', '남의 테이블 접근과 남의 자기 테이블 접근의 비율 (쓰기는 읽기의 3배)']],
  ['tx', ['걸친 트랜잭션', '다른 곳에도 쓰는 트랜잭션의 비율']],
  ['size', ['크기', '모듈 수; 1 - exp(-모듈 / 20)']],
  ['cycle', ['순환', '양방향 결합의 비율']],
  ['churn', ['변경 빈도', '최근 변경 중 이 컨텍스트의 몫']],
  ['hotspots', ['핫스폿', '변경 x 줄 수 중 이 컨텍스트의 몫']],
  ['fixes', ['버그 수정', '최근 변경 중 수정 커밋의 비율']],
  ['authors', ['작성자', '이 컨텍스트를 고친 작성자의 비율']],
  ['entryPoints', ['진입점', '전체 진입점 중 이 컨텍스트의 몫']],
  ['traffic', ['트래픽', '측정된 트래픽 중 이 컨텍스트의 몫']],
  ['impact', ['영향', '설정 파일에 적은 값']],
  ['timeCriticality', ['시간 긴급도', '설정 파일에 적은 값']],
  ['riskReduction', ['위험 감소', '설정 파일에 적은 값']],
  ['neutral', ['중립', '가치를 알 수 없어 평균으로 봄']],
]);

const TOO_EASY = '배우기에는 너무 쉬움. 코드를 바꿀 것은 없으니 배포 연습으로 삼거나 이웃과 함께 분리할 것';

/** Names of a remedy written out. */
const NAMED = 2;

const GATES: ReadonlyMap<string, readonly [name: string, remedy: string]> = new Map([
  ['cross-share', ['경계 통과 비율', '경계를 넘는 import를 이벤트나 자체 데이터 사본으로 바꿀 것']],
  ['transactions', ['트랜잭션', '걸친 트랜잭션을 모놀리스 안에서 먼저 사가로 나눌 것']],
  ['blast-radius', ['장애 파급', '앞에 부패 방지 계층을 두어 닿는 모듈을 줄일 것']],
  ['difficulty', ['난이도', '가장 큰 난이도 항목부터 낮출 것']],
  ['size', ['크기', '너무 크면 나누고, 너무 작으면 가장 많이 부르는 컨텍스트와 합칠 것']],
  ['own-table', ['자체 테이블', '쓰는 곳이 하나인 테이블을 하나 이상 만들 것']],
]);

/** Where the id of a term is no word. */
const ENGLISH: ReadonlyMap<string, string> = new Map([
  ['cross', 'imports across the border'],
  ['data', 'shared data'],
  ['tx', 'spanning transactions'],
  ['cycle', 'two-way coupling'],
  ['entryPoints', 'entry points'],
  ['timeCriticality', 'time criticality'],
  ['riskReduction', 'risk reduction'],
]);

export function termName({ name }: Pick<Term, 'name'>, language: Language): string {
  return (language === 'ko' ? TERMS.get(name)?.[0] : ENGLISH.get(name)) ?? name;
}

export function termBasis(term: Term, language: Language): string {
  return language === 'ko' ? (TERMS.get(term.name)?.[1] ?? term.reason) : term.reason;
}

export function gateName(gate: Gate, language: Language): string {
  return language === 'ko' ? (GATES.get(gate.name)?.[0] ?? gate.name) : gate.name;
}

/** Limits are numbers with a comparison; the words around them go. */
export function gateLimit(gate: Gate, language: Language): string {
  if (language === 'en') return gate.limit;
  const numbers = gate.limit.match(/\d+(\.\d+)?/g) ?? [];
  if (numbers.length >= 2) return numbers.join(' ~ ');
  return `${gate.limit.includes('>=') ? '>=' : '<='} ${numbers[0] ?? ''}${gate.limit.includes('median') ? ' (중앙값)' : ''}`;
}

export function gateRemedy(gate: Gate, language: Language): string {
  if (gate.passed || language === 'en') return gate.remedy;
  const isTooEasy =
    gate.name === 'difficulty' && gate.value !== null && gate.value < Number(/\d+(\.\d+)?/.exec(gate.limit)?.[0]);
  const remedy = isTooEasy ? TOO_EASY : (GATES.get(gate.name)?.[1] ?? gate.remedy);
  const { targets = [] } = gate;
  const rest = targets.length - NAMED;
  if (targets.length === 0) return remedy;
  return `${remedy}: ${targets.slice(0, NAMED).join(', ')}${rest > 0 ? ` 외 ${rest}개` : ''}`;
}

/** The term that adds most to a score, in words: `churn, 12 of 80 commits`. */
export function mainTerm(score: Score, language: Language): string {
  const [first] = [...score.terms].sort((a, b) => b.value * b.weight - a.value * a.weight);
  return first === undefined ? '' : `${termName(first, language)}, ${termBasis(first, language)}`;
}

/** `cross-share 0.47 (<= 0.35 …)`, for each gate that fails. */
export function failedGates(gates: readonly Gate[], language: Language): string[] {
  return gates
    .filter((gate) => !gate.passed)
    .map((gate) => {
      const value = gate.value === null ? '?' : gateValue(gate);
      return `${gateName(gate, language)} ${value} (${gateLimit(gate, language)})`;
    });
}

/** The value with two digits after the point, or as many as tell it from its limit: 0.352 is more than 0.35. */
export function gateValue({ value, limit }: Pick<Gate, 'value' | 'limit'>): string {
  if (value === null) return 'unknown';
  const limits = (limit.match(/\d+(\.\d+)?/g) ?? []).map(Number);
  for (let scale = 100; ; scale *= 10) {
    const rounded = Math.round(value * scale) / scale;
    if (scale >= 1e6 || !limits.includes(rounded) || limits.includes(value)) return String(rounded);
  }
}
