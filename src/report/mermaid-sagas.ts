/**
 * A saga as a sequence diagram: steps in order with their events, ways that exclude one another as `alt`, and the compensations
 * when a step fails.
 */
import { type Analysis, type FlowPart, flowParts, type Saga, type SagaStep, UserError } from '../model/index.js';
import { actionText, compensationText, kindWord } from './kind-words.js';
import { mermaidComment, mermaidText } from './mermaid-text.js';
import { type Language, type Say, speak } from './messages.js';
import type { ReportOptions } from './options.js';
import { comesBack } from './saga-text.js';

/** One diagram a text is all that Mermaid reads: the saga of `focus` (a transaction id or its end), else the longest. */
export function sequenceDiagram(
  analysis: Analysis,
  { focus, language = 'en', onNote = () => {} }: ReportOptions,
): string {
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
  if (!saga) return `sequenceDiagram\n  participant P1 as monolith\n  Note over P1: ${speak(language)('noSaga')}\n`;
  const others = analysis.sagas.filter((each) => each !== saga).map(({ transaction }) => transaction);
  if (others.length > 0) onNote(`left out: ${others.length} of ${analysis.sagas.length} sagas; draw one with --focus`);
  return [
    ...others.map((each) => mermaidComment(`not drawn (--focus): ${each}`)),
    diagram(saga, speak(language), language),
  ].join('\n');
}

function diagram(saga: Saga, say: Say, language: Language): string {
  const ids = new Map(saga.contexts.map((context, i) => [context, `P${i + 1}`]));
  const id = (context: string): string => ids.get(context) ?? 'P1';
  const orchestrator = id(saga.orchestrator);
  const call = (step: SagaStep): string[] => [
    `${orchestrator}->>${id(step.context)}: ${mermaidText(actionText(step, language))} (${kindWord(step.kind, language)})`,
    ...(step.event === '' || id(step.context) === orchestrator
      ? []
      : [`${id(step.context)}-->>${orchestrator}: ${mermaidText(step.event)}`]),
    ...(step.folded === undefined ? [] : [`Note over ${id(step.context)}: ${mermaidText(comesBack(step, say))}`]),
  ];
  const undo = (step: SagaStep): string[] => [
    `${orchestrator}->>${id(step.context)}: ${mermaidText(compensationText(step, language))}`,
  ];
  const undone = saga.steps.filter(({ compensation }) => compensation !== '').reverse();
  const lines = [
    ...saga.contexts.map((context) => `participant ${id(context)} as ${mermaidText(context)}`),
    ...drawn(flowParts(saga.steps), say, call),
    ...(undone.length === 0 ? [] : framed(`opt ${say('stepFails')}`, indented(drawn(flowParts(undone), say, undo)))),
  ];
  const head = [mermaidComment(`${saga.transaction}: ${saga.style}`), 'sequenceDiagram'];
  return `${[...head, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}

/** Arms that exclude one another as `alt … else`, steps that are taken or not as `opt`, in a `loop` when passed repeatedly. */
function drawn(parts: readonly FlowPart[], say: Say, write: (step: SagaStep) => string[]): string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'step') return write(part.step);
    const [first = [], ...others] = part.options.map((option) => drawn(option, say, write));
    const choice = framed(
      `${others.length === 0 ? 'opt' : 'alt'} ${mermaidText(part.at)}`,
      [first, ...others].flatMap((lines, i) => (i === 0 ? indented(lines) : ['else', ...indented(lines)])),
    );
    return part.isRepeated ? framed(`loop ${say('forEach')}`, indented(choice)) : choice;
  });
}

function framed(opening: string, lines: readonly string[]): string[] {
  return [opening, ...lines, 'end'];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
