/** What a saga needs that the one transaction did not: outboxes, idempotent consumers, a pending state, owners, leaks mended. */
import {
  type Evidence,
  labelOf,
  type SagaNote,
  SHARED_KERNEL,
  type Transaction,
  UNASSIGNED,
} from '../../model/index.js';
import { isCache, isOutbox } from '../journals.js';
import type { SystemView } from '../system-view.js';
import { isQueued } from './outside.js';
import type { SagaSteps } from './steps.js';

/** Places listed of one kind. */
const SHOWN = 6;

export function needsOf(
  view: SystemView,
  transaction: Transaction,
  orchestrator: string,
  { steps, pivot, hasRefusal, isCleanUp }: SagaSteps,
): SagaNote[] {
  const writers = [...new Set(steps.filter((s) => s.event !== '').map((s) => s.context))];
  const notes = journalNotes(view, transaction, writers);
  const add = (key: SagaNote['key'], values: SagaNote['values']) => notes.push({ key, values });
  const consumers = writers.filter((context) => context !== orchestrator);
  if (consumers.length > 0) add('idempotent', { contexts: consumers.join(', ') });
  const { externalCalls, published = [] } = transaction;
  const outside = externalCalls.filter((call) => !isQueued(call));
  if (outside.length > 0) add('external', { places: placesText(outside) });
  const queued = externalCalls.filter(isQueued);
  if (queued.length > 0) add('queued', { places: placesText(queued) });
  if (steps.slice(0, pivot).some((s) => s.kind === 'compensatable'))
    add('pending', { context: orchestrator, event: steps[pivot]?.event ?? '' });
  if (!hasRefusal && !isCleanUp) add('no-refusal', {});
  const leaks = transaction.accesses.filter((a) => !a.inside && a.op !== 'read' && !isCache(a.table));
  for (const [place, table] of new Map(leaks.map((a) => [`${a.path}:${a.line}`, labelOf(a.table)])))
    add('leak', { place, table });
  const ownerless = transaction.accesses.filter(
    (a) => a.op !== 'read' && a.inside && view.contextOf(a.table) === undefined,
  );
  const tables = [...new Set(ownerless.map((a) => labelOf(a.table)))].sort();
  if (tables.length > 0) add('owner', { tables: tables.join(', '), nobody: `${SHARED_KERNEL} or ${UNASSIGNED}` });
  const events = [...new Set(published.map(({ note = '', path, line }) => `${note} (${path}:${line})`))];
  if (events.length > 0) add('published', { events: events.slice(0, SHOWN).join(', ') });
  return notes;
}

function placesText(calls: readonly Evidence[]): string {
  const places = calls.map(({ path, line, note }) => `${path}:${line}${note === undefined ? '' : ` (${note})`}`);
  return places.slice(0, SHOWN).join(', ');
}

/** Every event is a row in the step's local transaction; a table that does this today only has to be divided. */
function journalNotes(view: SystemView, { accesses }: Transaction, writers: readonly string[]): SagaNote[] {
  const journals = [...new Set(accesses.map((a) => a.table))].filter((table) => view.journals.has(table));
  const outboxes = journals.filter(isOutbox);
  const logs = journals.filter((table) => !isOutbox(table));
  const caches = [...new Set(accesses.filter((a) => a.op !== 'read').map((a) => a.table))].filter(isCache);
  const contexts = writers.join(', ');
  const valuesOf = (tables: readonly string[]) => ({ tables: tables.map(labelOf).sort().join(', '), contexts });
  return [
    outboxes.length > 0 ? { key: 'outbox-there', values: valuesOf(outboxes) } : { key: 'outbox', values: { contexts } },
    ...(logs.length > 0 ? [{ key: 'own-log', values: valuesOf(logs) } as const] : []),
    ...(caches.length > 0 ? [{ key: 'own-cache', values: valuesOf(caches) } as const] : []),
  ];
}
