/**
 * What a step does to what, and the name of its event. A telling verb of a function on the way (reserve, charge, publish) says
 * most. Else the code's own statements decide: an insert creates, an update updates, a delete deletes, and the noun is the table's.
 */
import { type EventFlow, moduleId, type Transaction, type TransactionAccess } from '../../model/index.js';
import type { Run } from './fold.js';
import { type Doing, otherDoing } from './other-arm.js';
import {
  BY_CHANGE,
  changeBy,
  functionsOf,
  isPart,
  lastPart,
  primaryWrite,
  tableNoun,
  tablesOf,
  wordsOf,
} from './run-words.js';
import { isNoted, isVerb, readVerb, singular, splitWords, usualVerb, VERBS, type VerbName } from './verbs.js';
import type { Vocabulary } from './vocabulary.js';

/** Words of a class name that say what layer it is, not what it is about. */
const LAYER =
  /^(service|services|repository|repo|manager|controller|resolver|handler|use|case|usecase|store|dao|model|entity|module|provider|gateway|client|helper|util|command|query|action|processor|worker|api|impl|base|abstract|modifier|calculator|builder|factory|creator|updater|finder|loader|validator|strategy|merger|mutation|interactor|listener|subscriber|task|job|admin|shop|default|internal)$/;

const GENERIC: readonly VerbName[] = ['create', 'update', 'delete', 'notice'];

export type Named = {
  readonly run: Run;
  readonly context: string;
  readonly verb: VerbName;
  readonly word: string;
  readonly noun: string;
  readonly by: string;
  /** What it does instead on another arm of a branch. */
  readonly or?: Doing;
  /** In place of the verb's usual word in the event. */
  readonly done?: string;
  /** 2 for the second step of one name, and so on. */
  readonly nth: number;
};

/** Where names come from: the transaction, the context it stands in, who owns what, words of each context, known events. */
export type Surroundings = {
  readonly transaction: Transaction;
  readonly home: string | undefined;
  readonly contextOf: (node: string) => string | undefined;
  readonly vocabulary: Vocabulary;
  readonly events: readonly EventFlow[];
};

type Reading = {
  readonly verb: VerbName;
  readonly word: string;
  readonly rest: readonly string[];
  readonly by: string;
};

export function nameRun(run: Run, around: Surroundings): Named {
  const named = nameByOneArm(run, around);
  const or = otherDoing(run, named, ownFunctions(run, around, openerOf(around.transaction)));
  if (or === undefined) return named;
  return { ...named, or, done: `${VERBS[named.verb].done}_OR_${VERBS[or.verb].done}` };
}

function nameByOneArm(run: Run, around: Surroundings): Named {
  const opener = openerOf(around.transaction);
  const own = wordsOf(run.context).concat(tablesOf(run, true).flatMap((table) => wordsOf(lastPart(table))));
  const eligible = ownFunctions(run, around, opener);
  const readings = eligible.flatMap((by): Reading[] => {
    const reading = readVerb(by);
    if (reading === undefined) return [];
    const isForeign = around.vocabulary.isForeign(run.context, reading.rest);
    return [isForeign ? { verb: 'update', word: 'update', rest: [], by } : { ...reading, by }];
  });
  const primary = primaryWrite(run, readings[0]);
  const onTheWay = new Set(primary === undefined ? [] : functionsOf({ accesses: [primary] }).map((f) => f.name));
  const telling =
    readings.find((r) => VERBS[r.verb].refusal > 0) ??
    readings.find((r) => !GENERIC.includes(r.verb) && onTheWay.has(r.by));
  // `payment_sessions` are no payments: the table must be of the thing itself.
  const thing = tableNoun(primary?.table ?? run.context)
    .split(' ')
    .slice(-1);
  const usual = eligible.length === 0 ? usualVerb(thing, readVerb(opener)?.verb) : undefined;
  const by = telling?.by ?? readings[0]?.by ?? eligible[0] ?? functionsOf(run)[0]?.name ?? '';
  const named = { run, context: run.context, by, nth: 1 };
  if (telling !== undefined)
    return { ...named, verb: telling.verb, word: telling.word, noun: thingOf(run, telling, own, primary, true) };
  if (usual !== undefined && changeBy(primary) !== 'delete')
    return {
      ...named,
      verb: usual,
      word: VERBS[usual].words[0] ?? usual,
      noun: tableNoun(primary?.table ?? run.context),
    };
  return { ...named, ...plainName(run, readings, own, primary) };
}

/** By the statement when it says what it does; by the function when that is about the same thing. */
function plainName(
  run: Run,
  readings: readonly Reading[],
  own: readonly string[],
  primary: TransactionAccess | undefined,
): Pick<Named, 'verb' | 'word' | 'noun'> {
  const reading = readings.find((one) => one.verb !== 'notice') ?? readings[0];
  const change = changeBy(primary);
  const said = reading === undefined ? undefined : thingOf(run, reading, own, primary, false);
  // A row of `account_transactions` is no account: what is created or deleted is named in full.
  const noun = said ?? wordsOf(lastPart(primary?.table ?? run.context)).join(' ');
  const isAboutObject = said !== undefined || (reading !== undefined && reading.rest.length === 0);
  const asRead = reading !== undefined && (isAboutObject || reading.verb === 'update') ? reading.verb : 'update';
  // Marked as gone by an update: what the function calls removing.
  const isSoft = change === 'update' && reading?.verb === 'delete' && isAboutObject;
  const plain = change === undefined || isSoft ? asRead : BY_CHANGE[change];
  const isNote = plain === 'create' && (isNoted(noun) || (change === undefined && reading?.verb === 'notice'));
  const verb = isNote || (plain === 'notice' && isNoted(noun)) ? 'notice' : plain === 'notice' ? 'create' : plain;
  const word = reading !== undefined && reading.verb === verb ? reading.word : wordFor(verb);
  return { verb, word, noun };
}

function wordFor(verb: VerbName): string {
  return VERBS[verb].words[0] ?? verb;
}

/**
 * The function's object, or its class's, when it is a word of this context (for a plain verb: of the table written); else, for
 * a telling verb, the table. Undefined when a plain verb speaks of something else.
 */
function thingOf(
  run: Run,
  reading: Reading,
  own: readonly string[],
  primary: TransactionAccess | undefined,
  isTelling: true,
): string;
function thingOf(
  run: Run,
  reading: Reading,
  own: readonly string[],
  primary: TransactionAccess | undefined,
  isTelling: boolean,
): string | undefined;
function thingOf(
  run: Run,
  { rest, by }: Reading,
  own: readonly string[],
  primary: TransactionAccess | undefined,
  isTelling: boolean,
): string | undefined {
  const table = primary === undefined ? own : wordsOf(lastPart(primary.table));
  const fits = (words: readonly string[]) =>
    words.length > 0 && words.length <= 3 && words.some((word) => (isTelling ? own : table).includes(word));
  if (fits(rest)) return inFull(rest, run, table).join(' ');
  const cls = splitWords(by.slice(0, Math.max(0, by.lastIndexOf('.'))))
    .filter((word) => !LAYER.test(word) && !isVerb(word) && !/.{3}ed$/.test(word))
    .map(singular);
  const isAbout = isTelling || rest.length === 0;
  if (isAbout && (fits(cls) || (cls.length === 1 && (isTelling ? own : table).some((word) => isAkin(word, cls[0]!)))))
    return cls.join(' ');
  return isTelling ? tableNoun(primary?.table ?? run.context) : undefined;
}

/** `upsertLines` that writes tax lines: of a lone word for a part, the table knows of what. */
function inFull(words: readonly string[], run: Run, table: readonly string[]): readonly string[] {
  const [only = '', ...more] = words;
  const isWeak = more.length === 0 && isPart(only) && !wordsOf(run.context).includes(only);
  return isWeak && table.length > 1 && table.includes(only) ? table : words;
}

/** Only the context's own functions speak for it: `Document.publish` says nothing of the permissions it writes. */
function ownFunctions(run: Run, { home, contextOf }: Surroundings, opener: string): string[] {
  return functionsOf(run)
    .filter((f) => (f.name === opener ? run.context === home : contextOf(moduleId(f.path)) === run.context))
    .map((f) => f.name);
}

/** `pay` and `payment`: one begins with the other. */
function isAkin(a: string, b: string): boolean {
  return a.length >= 3 && b.length >= 3 && (a.startsWith(b) || b.startsWith(a));
}

function openerOf({ id }: Transaction): string {
  return id.slice(id.indexOf('#') + 1).replace(/~\d+$/, '');
}
