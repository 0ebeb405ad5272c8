/**
 * The steps of a saga with the ways that exclude one another, as parts: a step, or a choice between arms of one branch. Steps of
 * one branch stand together; a branch of which only one arm does something is taken or not. `flowText` writes the parts as one
 * line, `A → (either B → C or D) → E`; diagrams draw them.
 */
import type { SagaStep } from './scorecard.js';

export type FlowPart =
  | { readonly kind: 'step'; readonly step: SagaStep }
  | {
      readonly kind: 'choice';
      /** `path:line-endLine` of the branch. */
      readonly at: string;
      readonly isRepeated: boolean;
      /** One an arm that does something; a single one is taken or not. */
      readonly options: readonly (readonly FlowPart[])[];
    };

export function flowParts(steps: readonly SagaStep[], depth = 0): FlowPart[] {
  const parts: FlowPart[] = [];
  for (let i = 0; i < steps.length; ) {
    const step = steps[i] as SagaStep;
    const branch = step.arms?.[depth];
    if (branch === undefined) {
      parts.push({ kind: 'step', step });
      i += 1;
      continue;
    }
    const from = i;
    while (i < steps.length && steps[i]?.arms?.[depth]?.at === branch.at) i += 1;
    const arms = new Map<number | undefined, SagaStep[]>();
    for (const one of steps.slice(from, i)) {
      const arm = one.arms?.[depth]?.arm;
      arms.set(arm, [...(arms.get(arm) ?? []), one]);
    }
    const options = [...arms.values()].map((own) => flowParts(own, depth + 1));
    parts.push({ kind: 'choice', at: branch.at, isRepeated: branch.isRepeated === true, options });
  }
  return parts;
}

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
  const sequence = (parts: readonly FlowPart[]): string =>
    parts.map((part) => (part.kind === 'step' ? spell(part.step) : choice(part))).join(' → ');
  const choice = ({ isRepeated, options }: Extract<FlowPart, { kind: 'choice' }>): string => {
    const each = isRepeated ? `${words.each} ` : '';
    const ways = options.map(sequence);
    return `(${each}${ways.length === 1 ? words.perhaps : words.either} ${ways.join(` ${words.or} `)})`;
  };
  return sequence(flowParts(steps.filter((step) => step.event !== '')));
}
