/** A transaction: its accesses in order with context and line, leaks and external calls, and the saga it would become. */
import {
  type Analysis,
  type Arm,
  contextOfNode,
  flowText,
  labelOf,
  type SagaStep,
  sagaNoteText,
  sagaReasonText,
} from '../model/index.js';
import type { Explanation } from './index.js';
import { sections } from './places.js';
import type { Words } from './words.js';

export function explainTransaction(analysis: Analysis, id: string, words: Words): Explanation {
  const { say, language } = words;
  const transaction = analysis.transactions.find((each) => each.id === id);
  const saga = analysis.sagas.find((each) => each.transaction === id);
  const contextOf = contextOfNode(analysis.contextMap);
  const place = (access: NonNullable<typeof transaction>['accesses'][number]) => ({
    path: access.path,
    line: access.line,
    text: `${access.op} ${labelOf(access.table)} (${contextOf.get(access.table) ?? 'unassigned'})${way(access.arms, words)}${access.via.length > 0 ? ` ${say('through {places}', { places: access.via.join(' → ') })}` : ''}`,
  });
  return {
    subject: id,
    kind: say('transaction'),
    sections: sections(
      {
        title: say('Scope'),
        lines: transaction
          ? [
              `${transaction.mechanism}, membership by ${transaction.membership}, ${transaction.path}:${transaction.line}-${transaction.endLine}`,
            ]
          : [],
      },
      {
        title: say('Inside'),
        lines: [],
        places: transaction?.accesses.filter(({ inside }) => inside).map(place) ?? [],
      },
      {
        title: say('Leaks: called in the scope, but outside the transaction'),
        lines: [],
        places: each(transaction?.accesses.filter(({ inside }) => !inside).map(place) ?? []),
      },
      {
        title: say('External calls inside'),
        lines: [],
        places:
          transaction?.externalCalls.map(({ path, line, note }) => ({
            path,
            line,
            text: note ?? say('external call'),
          })) ?? [],
      },
      {
        title: saga
          ? say('Saga: {style}, {orchestrator} ({reason})', {
              style: saga.style,
              orchestrator: saga.orchestrator,
              reason: saga.why === undefined ? saga.reason : sagaReasonText(saga.why, saga.led, language),
            })
          : say('Saga'),
        lines: saga?.steps.map(
          (step) =>
            `${step.context}: ${step.action} [${step.kind}]${way(step.arms, words)}${step.event === '' ? '' : ` → ${step.event}`}${step.compensation === '' ? '' : `; ${say('undo: {what}', { what: step.compensation })}`}`,
        ) ?? [say('none: what it writes lies in one context, or is a log or queue of which each service gets its own')],
      },
      {
        title: say('Taken together, which is a proposal'),
        lines: saga?.steps.flatMap((step) => againLine(step, words)) ?? [],
      },
      { title: say('Events in order'), lines: saga ? [flowText(saga.steps)] : [] },
      {
        title: say('What the saga needs'),
        lines: saga?.noted?.map((note) => sagaNoteText(note, language)) ?? saga?.needs ?? [],
      },
    ),
  };
}

/** A function that is called three times on one way leaks at the same place each time. */
function each<P extends { readonly path: string; readonly line: number; readonly text: string }>(
  places: readonly P[],
): P[] {
  return [...new Map(places.map((place) => [`${place.path}:${place.line} ${place.text}`, place])).values()];
}

/** Where the code comes back to a context that the saga visits once. */
function againLine({ context, folded }: SagaStep, { say }: Words): string[] {
  if (folded === undefined) return [];
  const places = folded.at.map(({ path, line }) => `${path}:${line}`).join(', ');
  const text = folded.isReadOnly
    ? '{context}: read again at {places}, after {over}'
    : '{context}: written again at {places}, after {over}';
  return [say(text, { context, places, over: folded.over.join(', ') })];
}

/** ` (way A at src/a.ts:12-20)`: taken only on that arm of the branch. */
function way(arms: readonly Arm[] | undefined, { say }: Words): string {
  if (arms === undefined || arms.length === 0) return '';
  return ` (${arms.map(({ at, arm }) => say('way {letter} at {at}', { letter: String.fromCharCode(65 + (arm % 26)), at })).join(', ')})`;
}
