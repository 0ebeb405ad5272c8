/** A saga as a sequence diagram: steps in order with their events, and the compensations when a step fails. */
import type { Analysis, Saga } from '../model/index.js';
import { mermaidText } from './mermaid-text.js';

/** One diagram a text is all that Mermaid reads: the saga of `focus` (a transaction id or its end), else the longest. */
export function sequenceDiagram(analysis: Analysis, focus: string | undefined): string {
  const named = analysis.sagas.filter(
    ({ transaction }) => focus === undefined || transaction === focus || transaction.endsWith(focus),
  );
  const saga = [...named].sort((a, b) => b.steps.length - a.steps.length)[0];
  if (!saga) return 'sequenceDiagram\n  participant P1 as no transaction writes in more than one context\n';
  const others = analysis.sagas
    .filter((each) => each !== saga)
    .map(({ transaction }) => `%% not drawn (--focus): ${comment(transaction)}`);
  return [...others, diagram(saga)].join('\n');
}

function comment(text: string): string {
  return text.replace(/[\r\n{}]+/g, ' ');
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
    `%% ${comment(saga.transaction)}: ${saga.style}`,
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
