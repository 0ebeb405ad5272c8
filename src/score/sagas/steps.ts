/**
 * Folded runs → the steps of a saga, with events by name. A step's verb comes from the functions on the way to its
 * writes, the one by which its context is entered first; the noun from that function's name, the context or the table. Kinds after
 * Richardson: writes before the pivot are compensatable, the pivot is the last step that the business or an outside party
 * can refuse (else the last write that is not a mere notice), what follows is retriable. Reads need no compensation.
 */
import { labelOf, moduleId, type SagaStep, type Transaction } from '../../model/index.js';
import { isReadOnly, type Run } from './fold.js';
import { isNoted, isVerb, readVerb, singular, splitWords, usualVerb, VERBS, type VerbName } from './verbs.js';
import { readVocabulary, type Vocabulary } from './vocabulary.js';

/** Last words of table names that only say that it has rows. */
const ROW = /^(item|level|record|row|entry|info|data|detail|transaction|master|hold|table)$/;

/** Words of a class name that say what layer it is, not what it is about. */
const LAYER =
  /^(service|services|repository|repo|manager|controller|resolver|handler|use|case|usecase|store|dao|model|entity|module|provider|gateway|client|helper|util|command|query|action|processor|worker|api|impl|base|abstract|modifier|calculator|builder|factory|creator|updater|finder|loader|validator|strategy|merger|mutation|interactor|listener|subscriber|task|job|admin|shop|default|internal)$/;

type Named = {
  readonly run: Run;
  readonly context: string;
  readonly verb: VerbName;
  readonly word: string;
  readonly noun: string;
  readonly by: string;
  /** 2 for the second step of one name, and so on. */
  readonly nth: number;
};

export type SagaSteps = { readonly steps: readonly SagaStep[]; readonly pivot: number; readonly hasRefusal: boolean };

/** `homeFunction` opens the transaction: its verb speaks for the context `home`, not for tables of others it writes. */
export function buildSteps(
  runs: readonly Run[],
  transaction: Transaction,
  home: string | undefined,
  contextOf: (node: string) => string | undefined,
): SagaSteps {
  const vocabulary = readVocabulary(
    runs.flatMap((run) => tablesOf(run, true).map((table) => ({ context: run.context, table }))),
  );
  const named = distinct(
    runs.map((run) => (isReadOnly(run) ? undefined : nameRun(run, transaction, home, contextOf, vocabulary))),
  );
  const pivot = findPivot(named);
  const steps = runs.map((run, i): SagaStep => {
    const step = named[i];
    if (step === undefined) return readStep(run);
    return writeStep(step, i < pivot ? 'compensatable' : i === pivot ? 'pivot' : 'retriable');
  });
  return { steps, pivot, hasRefusal: named.some((step) => step !== undefined && refusal(step) > 0) };
}

/**
 * Names are unique within a saga. A second write of the same thing by the same verb is an update (an order is created once,
 * then its state changes); of a second update the table is the name; what is still the same gets a number.
 */
function distinct(named: readonly (Named | undefined)[]): (Named | undefined)[] {
  const seen = new Map<string, number>();
  const keyOf = (step: Named) => `${step.verb} ${step.noun}`;
  return named.map((step) => {
    if (step === undefined) return undefined;
    const update = { ...step, verb: 'update' as const, word: 'update' };
    const options = [step, update, { ...update, noun: tableNoun(step.run) }];
    const chosen = options.find((option) => !seen.has(keyOf(option))) ?? update;
    const nth = (seen.get(keyOf(chosen)) ?? 0) + 1;
    seen.set(keyOf(chosen), nth);
    return { ...chosen, nth };
  });
}

function findPivot(named: readonly (Named | undefined)[]): number {
  const last = named.findLastIndex((step) => step !== undefined && refusal(step) > 0);
  if (last >= 0) return last;
  const lastWrite = named.findLastIndex((step) => step !== undefined && !isNotice(step));
  return lastWrite >= 0 ? lastWrite : named.findLastIndex((step) => step !== undefined);
}

/** A payment is refused by somebody outside, whatever the function that makes it is called. */
function refusal({ run, verb, noun }: Named): number {
  if (run.callsOut || (verb === 'create' && /\b(payment|charge|refund)\b/.test(noun))) return 2;
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
    evidence: evidenceOf(run),
  };
}

function writeStep(step: Named, kind: 'compensatable' | 'pivot' | 'retriable'): SagaStep {
  const verb = VERBS[step.verb];
  const noun = step.noun.toUpperCase().replaceAll(' ', '_');
  const nth = step.nth === 1 ? '' : `_${step.nth}`;
  const tables = tablesOf(step.run, true);
  const isUndone = kind === 'compensatable' && verb.undo !== '';
  return {
    context: step.context,
    kind,
    action: `${step.word} ${step.noun}: write ${tables.map(labelOf).join(', ')}${step.by === '' ? '' : ` (${step.by})`}`,
    tables,
    compensation: isUndone ? compensationText(step, verb.undo) : '',
    event: `${noun}_${verb.done}${nth}`,
    failureEvent: kind === 'retriable' ? '' : `${noun}_${verb.failed}${nth}`,
    ...(isUndone ? { compensationEvent: `${noun}_${verb.undone}${nth}` } : {}),
    evidence: evidenceOf(step.run),
  };
}

function compensationText({ verb, noun }: Named, undo: string): string {
  if (verb === 'create') return `${undo} ${noun}: mark it rejected, do not delete the row`;
  if (verb === 'delete') return `${undo} ${noun}: delete softly, purge only after the pivot`;
  if (verb === 'update') return `${undo} ${noun}: keep the former values, or write the semantic inverse`;
  return `${undo} ${noun}`;
}

/**
 * The verb and noun of a run. A telling verb on the way (reserve, charge) says more than the save() that carries it out; a
 * verb whose object is something else (`OrderService.addItem`) is an update of the thing named by the class. Only a run
 * written by the opening function itself, in another context's tables, gets the verb that is usual for such a table.
 */
function nameRun(
  run: Run,
  transaction: Transaction,
  home: string | undefined,
  contextOf: (node: string) => string | undefined,
  vocabulary: Vocabulary,
): Named {
  const opener = transaction.id.slice(transaction.id.indexOf('#') + 1).replace(/~\d+$/, '');
  const own = [...splitWords(run.context), ...tablesOf(run, true).flatMap((t) => splitWords(lastPart(t)))].map(
    singular,
  );
  const writes = run.accesses.filter((a) => a.op !== 'read');
  const functions = writes
    .flatMap((a) => [...a.via.map(viaStep), { path: a.path, name: a.function ?? '' }])
    .filter((f) => f.name !== '');
  // Outermost first: the function by which the context is entered is the command that the saga will send.
  // Only the context's own functions speak for it: `Document.publish` says nothing of the permissions it writes.
  const eligible = functions
    .filter((f) => (f.name === opener ? run.context === home : contextOf(moduleId(f.path)) === run.context))
    .map((f) => f.name);
  const readings = eligible.flatMap((f) => {
    const reading = readVerb(f);
    if (reading === undefined) return [];
    const isForeign = vocabulary.isForeign(run.context, reading.rest);
    return [isForeign ? { verb: 'update' as const, word: 'update', rest: [], by: f } : { ...reading, by: f }];
  });
  const best = tellingReading(readings);
  const by = best?.by ?? eligible[0] ?? '';
  const { noun, isObject } = nounOf(run, by, best?.rest ?? [], own);
  const verb = verbOf(
    best,
    isObject,
    noun,
    eligible.length === 0 ? usualVerb(own, readVerb(opener)?.verb) : undefined,
    writes,
  );
  const word = best?.verb === verb ? best.word : (VERBS[verb].words[0] ?? verb);
  return { run, context: run.context, verb, word, noun, by: by === '' ? (functions[0]?.name ?? '') : by, nth: 1 };
}

/** A step that somebody can refuse tells most, then what is done to the thing itself; a note of it only when nothing else. */
function tellingReading<T extends Reading>(readings: readonly T[]): T | undefined {
  const isNote = (r: Reading) => r.verb === 'notice' || isNoted(r.rest.join(' '));
  return readings.find((r) => VERBS[r.verb].refusal > 0) ?? readings.find((r) => !isNote(r)) ?? readings[0];
}

type Reading = { readonly verb: VerbName; readonly rest: readonly string[] };

function verbOf(
  best: Reading | undefined,
  isObject: boolean,
  noun: string,
  usual: VerbName | undefined,
  writes: Run['accesses'],
): VerbName {
  if (usual !== undefined) return usual;
  const read = best?.verb ?? (writes.every((a) => a.op === 'delete') ? 'delete' : 'update');
  const isOfPart = best !== undefined && best.rest.length > 0 && !isObject && (read === 'create' || read === 'delete');
  if (read !== 'delete' && isNoted(noun)) return 'notice';
  return isOfPart ? 'update' : read;
}

/** The function's object, or its class's, when that is a word of this context or its tables; else table or context. */
function nounOf(
  run: Run,
  by: string,
  rest: readonly string[],
  own: readonly string[],
): { noun: string; isObject: boolean } {
  const isOwn = (words: readonly string[]) =>
    words.length > 0 && words.length <= 3 && words.some((word) => own.includes(word));
  if (isOwn(rest)) return { noun: rest.join(' '), isObject: true };
  const cls = splitWords(by.slice(0, Math.max(0, by.lastIndexOf('.'))))
    .filter((word) => !LAYER.test(word) && !isVerb(word) && !/.{3}ed$/.test(word))
    .map(singular);
  if (isOwn(cls) || (cls.length === 1 && own.some((word) => isAkin(word, cls[0]!))))
    return { noun: cls.join(' '), isObject: false };
  return { noun: tableNoun(run), isObject: false };
}

/** `stock_levels` → stock: what the table holds, without the word for a row of it. */
function tableNoun(run: Run): string {
  const words = splitWords(lastPart(tablesOf(run, true)[0] ?? run.context)).map(singular);
  while (words.length > 1 && ROW.test(words.at(-1)!)) words.pop();
  return words.join(' ');
}

/** `pay` and `payment`: one begins with the other. */
function isAkin(a: string, b: string): boolean {
  return a.length >= 3 && b.length >= 3 && (a.startsWith(b) || b.startsWith(a));
}

function tablesOf(run: Run, onlyWritten = false): string[] {
  return [...new Set(run.accesses.filter((a) => !onlyWritten || a.op !== 'read').map((a) => a.table))];
}

function evidenceOf(run: Run): { path: string; line: number }[] {
  return run.accesses.map(({ path, line }) => ({ path, line }));
}

/** `src/stock.ts#Stock.reserve` as path and name. */
function viaStep(step: string): { path: string; name: string } {
  const hash = step.indexOf('#');
  return { path: step.slice(0, Math.max(0, hash)), name: step.slice(hash + 1) };
}

function lastPart(table: string): string {
  const label = labelOf(table);
  return label.slice(label.lastIndexOf('.') + 1);
}
