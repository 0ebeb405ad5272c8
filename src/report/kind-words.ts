/**
 * Words of the data model (patterns, kinds of steps and of edges, statements of a step) in Korean. In English they are their own
 * names. A step is said in words of the code (`cancel order`), and those stay; what the tool says round them does not.
 */
import type { FlowWords, SagaStep } from '../model/index.js';
import type { Language } from './messages.js';

export const KIND_WORDS: readonly (readonly [word: string, korean: string])[] = [
  ['conformist', '순응자'],
  ['acl', '부패 방지 계층'],
  ['open-host', '오픈 호스트'],
  ['partnership', '파트너십'],
  ['shared-kernel', '공유 커널'],
  ['customer-supplier', '고객-공급자'],
  ['orchestration', '오케스트레이션'],
  ['choreography', '코레오그래피'],
  ['compensatable', '보상 가능'],
  ['pivot', '피벗'],
  ['retriable', '재시도 가능'],
  ['import', 'import'],
  ['type-import', '타입 import'],
  ['dynamic-import', '동적 import'],
  ['require', 'require'],
  ['re-export', '재수출'],
  ['event', '이벤트'],
  ['read', '읽기'],
  ['write', '쓰기'],
  ['insert', '삽입'],
  ['update', '갱신'],
  ['delete', '삭제'],
  ['foreign-key', '외래 키'],
];

const KOREAN: ReadonlyMap<string, string> = new Map(KIND_WORDS);

export function kindWord(kind: string, language: Language): string {
  return (language === 'ko' ? KOREAN.get(kind) : undefined) ?? kind;
}

const CHOICES: ReadonlyMap<string, string> = new Map([
  ['either', '둘 중 하나:'],
  ['perhaps', '경우에 따라:'],
  ['or', '또는'],
]);

const WAYS_BACK: readonly (readonly [english: string, korean: string])[] = [
  ['mark it rejected, do not delete the row', '거절됨으로 표시하고 행은 지우지 않음'],
  ['delete softly, purge only after the pivot', '논리 삭제하고, 피벗 뒤에만 완전히 지움'],
  ['keep the former values, or write the semantic inverse', '이전 값을 보관하거나, 의미상 반대를 기록'],
];

/** `cancel order: 갱신 orders; 삽입 order_log (OrderService.cancel)`. */
export function actionText({ action, kind }: SagaStep, language: Language): string {
  if (language === 'en') return action;
  if (kind === 'read') return action.replace(/^read\b/, '읽기');
  const at = action.indexOf(': ') + 2;
  const statements = action
    .slice(at)
    .replaceAll(
      /(^|; | or )(either |perhaps )?(insert|update|delete|write) /g,
      (_whole, before: string, choice = '', verb: string) =>
        `${before.replace('or', CHOICES.get('or')!)}${choice === '' ? '' : `${CHOICES.get(choice.trim())} `}${kindWord(verb, language)} `,
    );
  return `${action.slice(0, at)}${statements}`;
}

export function compensationText({ compensation }: SagaStep, language: Language): string {
  if (language === 'en') return compensation;
  return WAYS_BACK.reduce(
    (text, [english, korean]) => text.replaceAll(`: ${english}`, `: ${korean}`),
    compensation,
  ).replaceAll('; or ', '; 또는 ');
}

export function flowWords(language: Language): FlowWords | undefined {
  if (language === 'en') return undefined;
  return { either: '둘 중 하나:', or: '또는', each: '각각에 대해:', perhaps: '경우에 따라' };
}
