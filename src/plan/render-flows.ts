/** Sections 5 to 7: transactions and sagas, events, entry points. */
import { type FlowWords, flowText, type Saga, type SagaStep, sagaNoteText, sagaReasonText } from '../model/index.js';
import type { Dossier } from './dossier.js';
import { cell, code, list, table } from './markdown.js';
import { shortName } from './plan-view.js';
import type { Pen } from './render-context.js';

export function renderTransactions(dossier: Dossier, pen: Pen): string[] {
  const { say } = pen;
  const rows = dossier.compositions.map(
    (c) => `${code(c.transaction)} (${pen.places([c])}): ${c.reads.map(code).join(', ')}`,
  );
  const sagas = dossier.sagas.slice(0, pen.limit.rows);
  const rest = dossier.sagas.length - sagas.length;
  return [
    ...pen.heading(1, say('transactions')),
    say('local', { count: dossier.localTransactions }),
    '',
    ...(rows.length > 0 ? pen.heading(2, say('composition')) : []),
    ...list(rows, pen.limit),
    ...sagas.flatMap((saga) => renderSaga(saga, pen)),
    ...(rest > 0 ? [`_${pen.limit.more(rest)}_`, ''] : []),
  ];
}

function renderSaga(saga: Saga, pen: Pen): string[] {
  const { say } = pen;
  const writing = saga.steps.filter((step) => step.event !== '');
  const rows = saga.steps.map((step, i) => [
    `${i + 1}${wayText(step, pen)}`,
    cell(step.context),
    say(`stepKind.${step.kind}`),
    step.tables.map((t) => code(shortName(t))).join(', '),
    step.event === '' ? '' : eventText(step, pen),
    step.failureEvent === '' ? '' : code(step.failureEvent),
    step.compensationEvent === undefined ? '' : code(step.compensationEvent),
    pen.places(step.evidence, 2),
  ]);
  const head = [
    say('step'),
    say('context'),
    say('kind'),
    say('table'),
    say('event'),
    say('failure'),
    say('compensation'),
    say('places'),
  ];
  const writers = [...new Set(writing.map((step) => step.context))];
  return [
    ...pen.heading(2, say('sagaTitle', { transaction: code(saga.transaction) })),
    `${say('sagaStyle', {
      style: say(saga.style),
      orchestrator: cell(saga.orchestrator),
      complexity: saga.complexity,
      writers: writers.length,
    })} ${cell(saga.why ? sagaReasonText(saga.why, saga.led, pen.language) : saga.reason)}.`,
    '',
    ...table(head, rows, { ...pen.limit, rows: 30 }),
    ...foldedLines(saga, pen),
    say('happy', { events: flowText(saga.steps, flowWords(say), (step) => code(step.event)) }),
    '',
    ...failurePath(saga, pen),
    ...(saga.semanticLocks.length > 0
      ? [say('locks', { tables: saga.semanticLocks.map((t) => code(shortName(t))).join(', ') }), '']
      : []),
    ...list((saga.noted?.map((note) => sagaNoteText(note, pen.language)) ?? saga.needs).map(cell), pen.limit),
  ];
}

/** ` (either, at a.ts:12-20)`: the step is taken on one of several ways. */
function wayText({ arms }: SagaStep, { say }: Pen): string {
  if (arms === undefined) return '';
  return ` (${arms.map(({ at, arm }) => say('way', { way: String.fromCharCode(65 + (arm % 26)), at: code(at) })).join(', ')})`;
}

/** What the saga does in one visit and the code in several. */
function foldedLines({ steps }: Saga, pen: Pen): string[] {
  const lines = steps.flatMap(({ context, folded }, i) =>
    folded === undefined
      ? []
      : [
          pen.say(folded.isReadOnly ? 'foldedRead' : 'folded', {
            step: String(i + 1),
            context: cell(context),
            places: pen.places(folded.at, 2),
            over: folded.over.map(cell).join(', '),
          }),
        ],
  );
  return lines.length === 0 ? [] : list(lines, pen.limit);
}

/** With the name that the code publishes it under today. */
function eventText({ event, publishedAs }: SagaStep, { say }: Pen): string {
  return publishedAs === undefined ? code(event) : `${code(event)} (${say('today', { name: code(publishedAs) })})`;
}

function flowWords(say: Pen['say']): FlowWords {
  return { either: say('either'), or: say('or'), each: say('forEach'), perhaps: say('perhaps') };
}

/** `PAYMENT_FAILED`: the compensations in reverse order. */
function failurePath(saga: Saga, { say }: Pen): string[] {
  const pivots = saga.steps.filter((step) => step.kind === 'pivot');
  const undone = saga.steps.flatMap((step) => step.compensationEvent ?? []).reverse();
  if (pivots.length === 0 || undone.length === 0) return [];
  return [
    say('unhappy', {
      failed: pivots.map((pivot) => code(pivot.failureEvent)).join(` ${say('or')} `),
      undone: undone.map(code).join(' → '),
    }),
    '',
  ];
}

export function renderEvents({ events }: Dossier, pen: Pen): string[] {
  const { say } = pen;
  const rows = events.map((e) => [
    code(e.name),
    say(`role.${e.role}`),
    say(`origin.${e.origin}`),
    e.with.map(cell).join(', '),
  ]);
  return [
    ...pen.heading(1, say('events')),
    ...(rows.length === 0
      ? [say('none'), '']
      : table([say('event'), say('role'), say('origin'), say('with')], rows, pen.limit)),
  ];
}

export function renderEntryPoints({ entryPoints }: Dossier, pen: Pen): string[] {
  const { say } = pen;
  const rows = entryPoints.map((e) => [
    cell(e.kind),
    code(e.verb === e.name ? e.name : `${e.verb} ${e.name}`.trim()),
    pen.places([e.place]),
  ]);
  return [
    ...pen.heading(1, say('entries')),
    ...(rows.length === 0
      ? [say('none'), '']
      : [say('entriesLine'), '', ...table([say('kind'), say('name'), say('place')], rows, pen.limit)]),
  ];
}
