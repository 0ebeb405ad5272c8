/** A transaction: its accesses in order with context and line, leaks and external calls, and the saga it would become. */
import { type Analysis, type Arm, contextOfNode, flowText, labelOf, type SagaStep } from '../model/index.js';
import type { Explanation } from './index.js';
import { sections } from './places.js';

export function explainTransaction(analysis: Analysis, id: string): Explanation {
  const transaction = analysis.transactions.find((each) => each.id === id);
  const saga = analysis.sagas.find((each) => each.transaction === id);
  const contextOf = contextOfNode(analysis.contextMap);
  const place = (access: NonNullable<typeof transaction>['accesses'][number]) => ({
    path: access.path,
    line: access.line,
    text: `${access.op} ${labelOf(access.table)} (${contextOf.get(access.table) ?? 'unassigned'})${way(access.arms)}${access.via.length > 0 ? ` through ${access.via.join(' → ')}` : ''}`,
  });
  return {
    subject: id,
    kind: 'transaction',
    sections: sections(
      {
        title: 'Scope',
        lines: transaction
          ? [
              `${transaction.mechanism}, membership by ${transaction.membership}, ${transaction.path}:${transaction.line}-${transaction.endLine}`,
            ]
          : [],
      },
      { title: 'Inside', lines: [], places: transaction?.accesses.filter(({ inside }) => inside).map(place) ?? [] },
      {
        title: 'Leaks: called in the scope, but outside the transaction',
        lines: [],
        places: transaction?.accesses.filter(({ inside }) => !inside).map(place) ?? [],
      },
      {
        title: 'External calls inside',
        lines: [],
        places:
          transaction?.externalCalls.map(({ path, line, note }) => ({ path, line, text: note ?? 'external call' })) ??
          [],
      },
      {
        title: saga ? `Saga: ${saga.style}, ${saga.orchestrator} (${saga.reason})` : 'Saga',
        lines: saga?.steps.map(
          (step) =>
            `${step.context}: ${step.action} [${step.kind}]${way(step.arms)}${step.event === '' ? '' : ` → ${step.event}`}${step.compensation === '' ? '' : `; undo: ${step.compensation}`}`,
        ) ?? ['none: what it writes lies in one context, or is a log or queue of which each service gets its own'],
      },
      {
        title: 'Taken together, which is a proposal',
        lines: saga?.steps.flatMap(againLine) ?? [],
      },
      { title: 'Events in order', lines: saga ? [flowText(saga.steps)] : [] },
      { title: 'What the saga needs', lines: saga?.needs ?? [] },
    ),
  };
}

/** Where the code comes back to a context that the saga visits once. */
function againLine({ context, folded }: SagaStep): string[] {
  if (folded === undefined) return [];
  const places = folded.at.map(({ path, line }) => `${path}:${line}`).join(', ');
  return [
    `${context}: ${folded.isReadOnly ? 'read again' : 'written again'} at ${places}, after ${folded.over.join(', ')}`,
  ];
}

/** ` (way A at src/a.ts:12-20)`: taken only on that arm of the branch. */
function way(arms: readonly Arm[] | undefined): string {
  if (arms === undefined || arms.length === 0) return '';
  return ` (${arms.map(({ at, arm }) => `way ${String.fromCharCode(65 + (arm % 26))} at ${at}`).join(', ')})`;
}
