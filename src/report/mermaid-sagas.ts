/** A saga as a sequence diagram: steps in order with their events, and the compensations when a step fails. */
import { type Analysis, type Saga, UserError } from '../model/index.js';
import { mermaidComment, mermaidText } from './mermaid-text.js';
import type { ReportOptions } from './options.js';

/** One diagram a text is all that Mermaid reads: the saga of `focus` (a transaction id or its end), else the longest. */
export function sequenceDiagram(analysis: Analysis, { focus, onNote = () => {} }: ReportOptions): string {
  const named = analysis.sagas.filter(
    ({ transaction, contexts }) =>
      focus === undefined || transaction === focus || transaction.endsWith(focus) || contexts.includes(focus),
  );
  if (focus !== undefined && named.length === 0) {
    throw new UserError(
      'MSA035',
      `no saga is called "${focus}"`,
      'Name a transaction of the report, as path#Class.method or its end, or a context.',
    );
  }
  const saga = [...named].sort((a, b) => b.steps.length - a.steps.length)[0];
  if (!saga)
    return 'sequenceDiagram\n  participant P1 as monolith\n  Note over P1: no transaction writes in more than one context\n';
  const others = analysis.sagas.filter((each) => each !== saga).map(({ transaction }) => transaction);
  if (others.length > 0) onNote(`left out: ${others.length} of ${analysis.sagas.length} sagas; draw one with --focus`);
  return [...others.map((each) => mermaidComment(`not drawn (--focus): ${each}`)), diagram(saga)].join('\n');
}

function diagram(saga: Saga): string {
  const ids = new Map(saga.contexts.map((context, i) => [context, `P${i + 1}`]));
  const id = (context: string): string => ids.get(context) ?? 'P1';
  const pivot = saga.steps.findIndex(({ kind }) => kind === 'pivot');
  const undone = saga.steps
    .slice(0, pivot < 0 ? saga.steps.length : pivot)
    .filter(({ compensation }) => compensation !== '');
  const orchestrator = id(saga.orchestrator);
  const lines = [
    mermaidComment(`${saga.transaction}: ${saga.style}`),
    'sequenceDiagram',
    ...saga.contexts.map((context) => `  participant ${id(context)} as ${mermaidText(context)}`),
    ...saga.steps.flatMap((step) => [
      `  ${orchestrator}->>${id(step.context)}: ${mermaidText(step.action)} (${step.kind})`,
      ...(step.event === '' || id(step.context) === orchestrator
        ? []
        : [`  ${id(step.context)}-->>${orchestrator}: ${mermaidText(step.event)}`]),
    ]),
    ...(undone.length === 0
      ? []
      : [
          '  alt a step up to the pivot fails',
          ...[...undone]
            .reverse()
            .map((step) => `    ${orchestrator}->>${id(step.context)}: ${mermaidText(step.compensation)}`),
          '  end',
        ]),
  ];
  return `${lines.join('\n')}\n`;
}
