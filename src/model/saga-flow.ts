/**
 * The events of a saga as one line, with the ways that exclude one another: `A → (either B → C or D) → E`. Steps of one branch
 * stand together; steps on arms of which the others do nothing are taken or not: `(perhaps B)`.
 */
import type { SagaStep } from './scorecard.js';

export type FlowWords = {
  readonly either: string;
  readonly or: string;
  readonly each: string;
  readonly perhaps: string;
};

const ENGLISH: FlowWords = { either: 'either', or: 'or', each: 'for each:', perhaps: 'perhaps' };

/** `spell` writes one step; by default its event. Steps without an event (reads) are left out. */
export function flowText(
  steps: readonly SagaStep[],
  words: FlowWords = ENGLISH,
  spell: (step: SagaStep) => string = (step) => step.event,
): string {
  return sequence(
    steps.filter((step) => step.event !== ''),
    0,
    words,
    spell,
  ).join(' → ');
}

function sequence(
  steps: readonly SagaStep[],
  depth: number,
  words: FlowWords,
  spell: (step: SagaStep) => string,
): string[] {
  const parts: string[] = [];
  for (let i = 0; i < steps.length; ) {
    const arm = steps[i]?.arms?.[depth];
    if (arm === undefined) {
      parts.push(spell(steps[i] as SagaStep));
      i += 1;
      continue;
    }
    const from = i;
    while (i < steps.length && steps[i]?.arms?.[depth]?.at === arm.at) i += 1;
    parts.push(choice(steps.slice(from, i), depth, words, spell));
  }
  return parts;
}

function choice(
  steps: readonly SagaStep[],
  depth: number,
  words: FlowWords,
  spell: (step: SagaStep) => string,
): string {
  const arms = [...new Set(steps.map((step) => step.arms?.[depth]?.arm))];
  const options = arms.map((arm) =>
    sequence(
      steps.filter((step) => step.arms?.[depth]?.arm === arm),
      depth + 1,
      words,
      spell,
    ).join(' → '),
  );
  const each = steps[0]?.arms?.[depth]?.isRepeated ? `${words.each} ` : '';
  if (options.length === 1) return `(${each}${words.perhaps} ${options[0]})`;
  return `(${each}${words.either} ${options.join(` ${words.or} `)})`;
}
