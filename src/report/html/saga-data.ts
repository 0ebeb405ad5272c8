/**
 * Sagas as the page draws them: the steps as rows in order, with a row where ways part, one where the other way begins and one
 * where they have met again, each with the depth it stands at.
 */
import { type FlowPart, flowParts, labelOf, type Saga, type SagaStep } from '../../model/index.js';
import { actionText, compensationText } from '../kind-words.js';
import { type Language, type Say, speak } from '../messages.js';
import { comesBack, sagaNeeds, sagaReason, sagaSpan } from '../saga-text.js';

/** Number of a path in the page's list. */
type PathNumber = (path: string) => number;

type Pen = { readonly numberOf: PathNumber; readonly say: Say; readonly language: Language };

export type SagaRow =
  | {
      readonly mark: 'either' | 'perhaps' | 'or' | 'then';
      readonly at: string;
      readonly isRepeated: boolean;
      readonly depth: number;
    }
  | (Omit<SagaStep, 'evidence' | 'reads' | 'folded'> & {
      readonly evidence: readonly number[];
      /** Where the code comes back to the context today; '' when it does not. */
      readonly again: string;
      readonly depth: number;
    });

export function sagaData(saga: Saga, numberOf: PathNumber, language: Language): Readonly<Record<string, unknown>> {
  const say = speak(language);
  const { why: _why, led: _led, noted: _noted, ...rest } = saga;
  return {
    ...rest,
    span: sagaSpan(saga, say),
    reason: sagaReason(saga, language),
    needs: sagaNeeds(saga, language),
    steps: rowsOf(flowParts(saga.steps), 0, { numberOf, say, language }),
  };
}

function rowsOf(parts: readonly FlowPart[], depth: number, pen: Pen): SagaRow[] {
  return parts.flatMap((part, i): SagaRow[] => {
    if (part.kind === 'step') return [stepRow(part.step, depth, pen)];
    const { at, isRepeated, options } = part;
    const mark = (word: 'either' | 'perhaps' | 'or' | 'then') => ({ mark: word, at, isRepeated, depth });
    const ways = options.flatMap((option, way) => [
      mark(way > 0 ? 'or' : options.length === 1 ? 'perhaps' : 'either'),
      ...rowsOf(option, depth + 1, pen),
    ]);
    return parts[i + 1]?.kind === 'step' ? [...ways, mark('then')] : ways;
  });
}

function stepRow({ reads: _reads, ...step }: SagaStep, depth: number, { numberOf, say, language }: Pen): SagaRow {
  const { folded: _folded, ...shown } = step;
  const evidence = step.evidence.flatMap(({ path, line }) => [numberOf(path), line]);
  return {
    ...shown,
    action: actionText(step, language),
    compensation: compensationText(step, language),
    tables: step.tables.map(labelOf),
    evidence,
    again: comesBack(step, say),
    depth,
  };
}
