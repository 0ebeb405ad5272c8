/**
 * Sagas as the page draws them: the steps as rows in order, with a row where ways part, one where the other way begins and one
 * where they have met again, each with the depth it stands at.
 */
import { type Evidence, type FlowPart, flowParts, labelOf, type Saga, type SagaStep } from '../../model/index.js';

/** Number of a path in the page's list. */
type PathNumber = (path: string) => number;

export type SagaRow =
  | {
      readonly mark: 'either' | 'perhaps' | 'or' | 'then';
      readonly at: string;
      readonly isRepeated: boolean;
      readonly depth: number;
    }
  | (Omit<SagaStep, 'evidence' | 'reads'> & { readonly evidence: readonly number[]; readonly depth: number });

export function sagaData(saga: Saga, numberOf: PathNumber): Readonly<Record<string, unknown>> {
  return { ...saga, steps: rowsOf(flowParts(saga.steps), 0, numberOf) };
}

function rowsOf(parts: readonly FlowPart[], depth: number, numberOf: PathNumber): SagaRow[] {
  return parts.flatMap((part, i): SagaRow[] => {
    if (part.kind === 'step') return [stepRow(part.step, depth, numberOf)];
    const { at, isRepeated, options } = part;
    const mark = (word: 'either' | 'perhaps' | 'or' | 'then') => ({ mark: word, at, isRepeated, depth });
    const ways = options.flatMap((option, way) => [
      mark(way > 0 ? 'or' : options.length === 1 ? 'perhaps' : 'either'),
      ...rowsOf(option, depth + 1, numberOf),
    ]);
    return parts[i + 1]?.kind === 'step' ? [...ways, mark('then')] : ways;
  });
}

function stepRow({ evidence, reads: _reads, ...step }: SagaStep, depth: number, numberOf: PathNumber): SagaRow {
  const places = (list: readonly Pick<Evidence, 'path' | 'line'>[]) =>
    list.flatMap(({ path, line }) => [numberOf(path), line]);
  return { ...step, tables: step.tables.map(labelOf), evidence: places(evidence), depth };
}
