/** A transaction: its accesses in order with context and line, leaks and external calls, and the saga it would become. */
import { type Analysis, contextOfNode, labelOf } from '../model/index.js';
import type { Explanation } from './index.js';
import { sections } from './places.js';

export function explainTransaction(analysis: Analysis, id: string): Explanation {
  const transaction = analysis.transactions.find((each) => each.id === id);
  const saga = analysis.sagas.find((each) => each.transaction === id);
  const contextOf = contextOfNode(analysis.contextMap);
  const place = (access: NonNullable<typeof transaction>['accesses'][number]) => ({
    path: access.path,
    line: access.line,
    text: `${access.op} ${labelOf(access.table)} (${contextOf.get(access.table) ?? 'unassigned'})${access.via.length > 0 ? ` through ${access.via.join(' → ')}` : ''}`,
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
        lines:
          saga?.steps.map(
            (step) =>
              `${step.context}: ${step.action} [${step.kind}] → ${step.event}${step.compensation === '' ? '' : `; undo: ${step.compensation}`}`,
          ) ?? [],
      },
    ),
  };
}
