/**
 * Folded runs → the steps of a saga, with events by name (`naming.ts`). Kinds after Richardson: writes before the pivot are
 * compensatable, the pivot is the last step that the business or an outside party can refuse (else the last write that is not a
 * mere notice), what follows is retriable. Reads need no compensation. The evidence of a writing step is its writes.
 */
import { labelOf, type SagaStep, type Transaction, type TransactionAccess } from '../../model/index.js';
import type { SystemView } from '../system-view.js';
import { areExclusive } from './arms.js';
import { distinct } from './distinct-names.js';
import { existingEvent } from './existing-events.js';
import { isReadOnly, type Run } from './fold.js';
import { type Named, nameRun, type Surroundings } from './naming.js';
import { changeBy, tablesOf } from './run-words.js';
import { VERBS } from './verbs.js';
import { readVocabulary } from './vocabulary.js';

export type SagaSteps = {
  readonly steps: readonly SagaStep[];
  readonly pivot: number;
  readonly hasRefusal: boolean;
  /** Things are removed, and nobody can refuse it. */
  readonly isCleanUp: boolean;
};

/** `home` is the context that the transaction stands in: its opening function speaks for that one, not for tables of others. */
export function buildSteps(
  runs: readonly Run[],
  transaction: Transaction,
  home: string | undefined,
  view: Pick<SystemView, 'contextOf' | 'graph'>,
): SagaSteps {
  const vocabulary = readVocabulary(
    runs.flatMap((run) => tablesOf(run, true).map((table) => ({ context: run.context, table }))),
  );
  const { contextOf } = view;
  const around: Surroundings = { transaction, home, contextOf, vocabulary, events: view.graph.events };
  const named = distinct(
    runs.map((run) => (isReadOnly(run) ? undefined : nameRun(run, around))),
    vocabulary,
  );
  const hasRefusal = named.some((step) => step !== undefined && refusal(step) > 0);
  const isCleanUp = !hasRefusal && removesMostly(runs);
  // What nobody can refuse is never undone: it is tried again until it is done.
  const pivot = isCleanUp ? runs.findIndex((run) => !isReadOnly(run)) : findPivot(named);
  const taken = new Set<string>();
  const steps = runs.map((run, i): SagaStep => {
    const step = named[i];
    if (step === undefined) return readStep(run);
    const known = existingEvent(step, around);
    const event = known !== undefined && !taken.has(known) ? known : undefined;
    if (event !== undefined) taken.add(event);
    return writeStep(step, kindOf(runs, i, pivot), event);
  });
  return { steps, pivot, hasRefusal, isCleanUp };
}

/** Nothing comes into being, most that write do nothing but remove, and nothing is looked up any more that might forbid it. */
function removesMostly(runs: readonly Run[]): boolean {
  const begun = runs.slice(runs.findIndex((run) => !isReadOnly(run)));
  if (begun.some(isReadOnly)) return false;
  const writing = runs.filter((run) => !isReadOnly(run)).map((run) => run.accesses.filter(({ op }) => op !== 'read'));
  const removing = writing.filter((writes) => writes.every((one) => changeBy(one) === 'delete'));
  const isKept = (one: TransactionAccess) => ['update', 'delete'].includes(changeBy(one) ?? '');
  return writing.every((writes) => writes.every(isKept)) && 2 * removing.length > writing.length;
}

function findPivot(named: readonly (Named | undefined)[]): number {
  const last = named.findLastIndex((step) => step !== undefined && refusal(step) > 0);
  if (last >= 0) return last;
  const lastWrite = named.findLastIndex((step) => step !== undefined && !isNotice(step));
  return lastWrite >= 0 ? lastWrite : named.findLastIndex((step) => step !== undefined);
}

/** On a way that excludes the pivot's, the last write of that way takes its place. */
function kindOf(runs: readonly Run[], i: number, pivot: number): 'compensatable' | 'pivot' | 'retriable' {
  if (i >= pivot) return i === pivot ? 'pivot' : 'retriable';
  const arms = runs[i]?.arms ?? [];
  const isLast = runs.slice(i + 1, pivot + 1).every((later) => isReadOnly(later) || areExclusive(later.arms, arms));
  return isLast ? 'pivot' : 'compensatable';
}

/** A payment is refused by somebody outside, whatever the function that makes it is called. */
function refusal({ run, verb, noun }: Named): number {
  if (run.callsOut || (verb === 'create' && /\b(payment|charge|refund)$/.test(noun))) return 2;
  return VERBS[verb].refusal;
}

function isNotice({ verb }: Named): boolean {
  return 'isNotice' in VERBS[verb];
}

function readStep(run: Run): SagaStep {
  const tables = tablesOf(run);
  return {
    context: run.context,
    kind: 'read',
    action: `read ${tables.map(labelOf).join(', ')}`,
    tables,
    compensation: '',
    event: '',
    failureEvent: '',
    evidence: placesOf(run.accesses),
    ...(run.arms.length === 0 ? {} : { arms: run.arms }),
    ...foldedNote(run),
  };
}

function writeStep(step: Named, kind: 'compensatable' | 'pivot' | 'retriable', existing: string | undefined): SagaStep {
  const verb = VERBS[step.verb];
  const noun = step.noun.toUpperCase().replaceAll(' ', '_');
  const nth = step.nth === 1 ? '' : `_${step.nth}`;
  const { run } = step;
  const isUndone = kind === 'compensatable' && verb.undo !== '';
  const reads = run.accesses.filter((access) => access.op === 'read');
  return {
    context: step.context,
    kind,
    action: `${wordsText(step)} ${step.noun}: ${changesText(run)}${step.by === '' ? '' : ` (${step.by})`}`,
    tables: tablesOf(run, true),
    compensation: isUndone ? compensationsText(step) : '',
    event: `${noun}_${step.done ?? verb.done}${nth}`,
    failureEvent:
      kind === 'retriable'
        ? ''
        : `${noun}_${step.done === undefined ? verb.failed : `${wordsText(step).toUpperCase().replaceAll(' ', '_')}_FAILED`}${nth}`,
    ...(isUndone ? { compensationEvent: `${noun}_${undoneText(step)}${nth}` } : {}),
    ...(existing === undefined ? {} : { publishedAs: existing }),
    evidence: placesOf(run.accesses.filter((access) => access.op !== 'read')),
    ...(reads.length === 0 ? {} : { reads: placesOf(reads) }),
    ...(run.arms.length === 0 ? {} : { arms: run.arms }),
    ...foldedNote(run),
  };
}

function foldedNote({ folded }: Run): Pick<SagaStep, 'folded'> {
  if (folded === undefined) return {};
  return { folded: { at: placesOf(folded.visits), over: folded.over, isReadOnly: folded.isReadOnly } };
}

/**
 * `insert orders, order_lines; update carts`: what is done to which tables, as far as the statements tell. Of a branch inside
 * the context: `insert orders; either insert refunds or update payments`.
 */
function changesText({ accesses }: Run): string {
  const writes = accesses.filter((access) => access.op !== 'read');
  const at = innerBranch(writes);
  if (at === undefined) return statements(writes);
  const armOf = (access: TransactionAccess) => access.arms?.find((arm) => arm.at === at)?.arm;
  const arms = [...new Set(writes.map(armOf))].filter((arm) => arm !== undefined);
  const onArm = (arm: number) => writes.filter((access) => armOf(access) === arm);
  // What every arm does is done anyway.
  const isEverywhere = (one: TransactionAccess) => arms.every((arm) => onArm(arm).some((other) => isSame(one, other)));
  const always = writes.filter((access) => armOf(access) === undefined || isEverywhere(access));
  const ways = arms.map((arm) => statements(onArm(arm).filter((access) => !always.some((one) => isSame(one, access)))));
  const either = ways.filter((way) => way !== '');
  const choice = either.length === arms.length ? `either ${either.join(' or ')}` : `perhaps ${either.join(' or ')}`;
  return [statements(always), ...(either.length > 0 ? [choice] : [])].filter((text) => text !== '').join('; ');
}

function isSame(a: TransactionAccess, b: TransactionAccess): boolean {
  return a.table === b.table && a.op === b.op && a.change === b.change;
}

/** The first branch on whose arms different things are done; one that is passed again and again parts nothing. */
function innerBranch(writes: readonly TransactionAccess[]): string | undefined {
  const done = new Map<string, Map<number, Set<string>>>();
  for (const { arms = [], table, op, change } of writes)
    for (const { at, arm, isRepeated } of arms) {
      if (isRepeated) continue;
      const byArm = done.get(at) ?? new Map<number, Set<string>>();
      byArm.set(arm, (byArm.get(arm) ?? new Set()).add(`${op} ${change ?? ''} ${table}`));
      done.set(at, byArm);
    }
  for (const [at, byArm] of done) {
    const texts = new Set([...byArm.values()].map((set) => [...set].sort().join()));
    if (byArm.size > 1 && texts.size > 1) return at;
  }
  return undefined;
}

function statements(writes: readonly TransactionAccess[]): string {
  const groups = new Map<string, Set<string>>();
  for (const { table, op, change } of writes) {
    const word = op === 'delete' ? 'delete' : (change ?? 'write');
    groups.set(word, (groups.get(word) ?? new Set()).add(labelOf(table)));
  }
  return [...groups].map(([word, tables]) => `${word} ${[...tables].join(', ')}`).join('; ');
}

/** `archive or delete`. */
function wordsText({ word, or }: Named): string {
  return or === undefined ? word : `${word} or ${or.word}`;
}

function undoneText({ verb, or }: Named): string {
  const other = or === undefined ? '' : VERBS[or.verb].undone;
  return other === '' || other === VERBS[verb].undone ? VERBS[verb].undone : `${VERBS[verb].undone}_OR_${other}`;
}

/** The way back of each arm. */
function compensationsText(step: Named): string {
  const one = compensationText(step, VERBS[step.verb].undo);
  const undo = step.or === undefined ? '' : VERBS[step.or.verb].undo;
  return undo === '' ? one : `${one}; or ${compensationText({ ...step, ...step.or }, undo)}`;
}

function compensationText({ verb, noun }: Named, undo: string): string {
  if (verb === 'create') return `${undo} ${noun}: mark it rejected, do not delete the row`;
  if (verb === 'delete') return `${undo} ${noun}: delete softly, purge only after the pivot`;
  if (verb === 'update') return `${undo} ${noun}: keep the former values, or write the semantic inverse`;
  return `${undo} ${noun}`;
}

/** Each place once: a query that joins four tables is one. */
function placesOf(accesses: readonly TransactionAccess[]): { path: string; line: number }[] {
  const places = new Map(accesses.map(({ path, line }) => [`${path}:${line}`, { path, line }]));
  return [...places.values()];
}
