/**
 * What a step does to what, and the name of its event. A telling verb of a function on the way (reserve, charge, publish) says
 * most. Else the code's own statements decide: an insert creates, an update updates, a delete deletes, and the noun is the table's.
 * An event that the code publishes in these very functions, of this thing and this verb, is named beside it.
 */
import {
  type EventFlow,
  labelOf,
  moduleId,
  sortedBy,
  type Transaction,
  type TransactionAccess,
} from '../../model/index.js';
import type { Run } from './fold.js';
import {
  isNoted,
  isVerb,
  readVerb,
  singular,
  splitWords,
  usualVerb,
  VERBS,
  type VerbName,
  verbOfWord,
} from './verbs.js';
import type { Vocabulary } from './vocabulary.js';

/** Last words of table names that only say that it has rows. */
const ROW = /^(item|level|record|row|entry|info|data|detail|transaction|master|hold|table)$/;

/** Words of a class name that say what layer it is, not what it is about. */
const LAYER =
  /^(service|services|repository|repo|manager|controller|resolver|handler|use|case|usecase|store|dao|model|entity|module|provider|gateway|client|helper|util|command|query|action|processor|worker|api|impl|base|abstract|modifier|calculator|builder|factory|creator|updater|finder|loader|validator|strategy|merger|mutation|interactor|listener|subscriber|task|job|admin|shop|default|internal)$/;

const GENERIC: readonly VerbName[] = ['create', 'update', 'delete', 'notice'];
const BY_CHANGE = { insert: 'create', update: 'update', delete: 'delete' } as const;

export type Named = {
  readonly run: Run;
  readonly context: string;
  readonly verb: VerbName;
  readonly word: string;
  readonly noun: string;
  readonly by: string;
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
  if (fits(rest)) return rest.join(' ');
  const cls = splitWords(by.slice(0, Math.max(0, by.lastIndexOf('.'))))
    .filter((word) => !LAYER.test(word) && !isVerb(word) && !/.{3}ed$/.test(word))
    .map(singular);
  const isAbout = isTelling || rest.length === 0;
  if (isAbout && (fits(cls) || (cls.length === 1 && (isTelling ? own : table).some((word) => isAkin(word, cls[0]!)))))
    return cls.join(' ');
  return isTelling ? tableNoun(primary?.table ?? run.context) : undefined;
}

/** Only the context's own functions speak for it: `Document.publish` says nothing of the permissions it writes. */
function ownFunctions(run: Run, { home, contextOf }: Surroundings, opener: string): string[] {
  return functionsOf(run)
    .filter((f) => (f.name === opener ? run.context === home : contextOf(moduleId(f.path)) === run.context))
    .map((f) => f.name);
}

/** Outermost first: the function by which the context is entered is the command that the saga will send. */
function functionsOf(run: Pick<Run, 'accesses'>): { path: string; name: string }[] {
  return run.accesses
    .filter((access) => access.op !== 'read')
    .flatMap((access) => [...access.via.map(viaStep), { path: access.path, name: access.function ?? '' }])
    .filter((f) => f.name !== '');
}

/**
 * The write that the step is about: one that does what the function says; else a row that comes into being, else one that stays;
 * of equals the one named like the context.
 */
function primaryWrite(run: Run, reading?: Pick<Reading, 'verb'>): TransactionAccess | undefined {
  const writes = run.accesses.filter((access) => access.op !== 'read');
  const context = wordsOf(run.context).join(' ');
  const pools = [
    writes.filter((access) => reading !== undefined && mayDo(access, reading.verb)),
    writes.filter((access) => changeBy(access) === 'insert'),
    writes.filter((access) => changeBy(access) !== 'delete'),
    writes,
  ];
  const pool = pools.find((one) => one.length > 0) ?? [];
  return pool.find((access) => wordsOf(lastPart(access.table)).join(' ') === context) ?? pool[0];
}

/** A `save` may create and may update. */
function mayDo(access: TransactionAccess, verb: VerbName): boolean {
  const change = changeBy(access);
  return change === undefined ? verb === 'create' || verb === 'update' : BY_CHANGE[change] === verb;
}

function changeBy(access: TransactionAccess | undefined): TransactionAccess['change'] {
  return access?.op === 'delete' ? 'delete' : access?.change;
}

/**
 * Names are unique within a saga. A second `save` of the same thing by the same verb is an update (an order is created once,
 * then its state changes); of what is still the same the function says more (`adjustFreeShipping`: FREE_SHIPPING_ADJUSTED), or the
 * table, or another table that is written; last, a number.
 */
export function distinct(named: readonly (Named | undefined)[], vocabulary: Vocabulary): (Named | undefined)[] {
  const seen = new Map<string, number>();
  const keyOf = (step: Named) => `${step.done ?? step.verb} ${step.noun}`;
  return named.map((step) => {
    if (step === undefined) return undefined;
    const primary = primaryWrite(step.run);
    const update = { ...step, verb: 'update' as const, word: 'update' };
    const table = { ...step, noun: tableNoun(primary?.table ?? step.context) };
    // A second entry in a history is no update of the first.
    const isSaid = changeBy(primary) !== undefined || step.verb === 'notice';
    const plain = isSaid ? [step, table] : [step, update, { ...update, noun: table.noun }];
    const others = tablesOf(step.run, true).map((name) => ({ ...update, noun: wordsOf(lastPart(name)).join(' ') }));
    const options = [...plain, ...operations(step, vocabulary), ...others];
    const chosen = options.find((option) => !seen.has(keyOf(option))) ?? (isSaid ? step : update);
    const nth = (seen.get(keyOf(chosen)) ?? 0) + 1;
    seen.set(keyOf(chosen), nth);
    return { ...chosen, nth };
  });
}

/** What the functions on the way are called, the one that writes first: `setShippingAddress` → SHIPPING_ADDRESS_SET. */
function operations(step: Named, vocabulary: Vocabulary): Named[] {
  return functionsOf(step.run)
    .reverse()
    .flatMap(({ name }): Named[] => {
      const [first = '', ...rest] = splitWords(name.slice(name.lastIndexOf('.') + 1));
      const reading = readVerb(name);
      if (reading === undefined || reading.word !== first || reading.rest.length === 0) return [];
      // `Collection.updateDocument` writes collections: an event of that name would speak of documents.
      const object = rest.slice(0, reading.rest.length);
      if (vocabulary.isForeign(step.context, reading.rest) || object.length > 4) return [];
      return [{ ...step, verb: reading.verb, word: first, noun: object.join(' '), done: participle(first) }];
    });
}

/** `adjust` → ADJUSTED, `set` → SET, `apply` → APPLIED. */
function participle(verb: string): string {
  const irregular: Readonly<Record<string, string>> = {
    set: 'set',
    put: 'put',
    make: 'made',
    send: 'sent',
    pay: 'paid',
    hold: 'held',
    write: 'written',
    submit: 'submitted',
    drop: 'dropped',
    ship: 'shipped',
    transfer: 'transferred',
  };
  const past = Object.hasOwn(irregular, verb)
    ? irregular[verb]
    : verb.endsWith('e')
      ? `${verb}d`
      : /[^aeiou]y$/.test(verb)
        ? `${verb.slice(0, -1)}ied`
        : `${verb}ed`;
  return (past ?? verb).toUpperCase();
}

/** The name of an event that the code publishes in the step's own functions, or in its context's, when it says the same. */
export function existingEvent({ run, verb, noun }: Named, around: Surroundings): string | undefined {
  const nouns = new Set([...noun.split(' '), ...wordsOf(lastPart(primaryWrite(run)?.table ?? noun))]);
  const matches = publishedBy(run, around).flatMap((name) => {
    // `onOrderCreating` comes before; what came of it is another event.
    const words = splitWords(name).filter((word) => !/^(?:events?|on)$/.test(word));
    if (words.some((word) => /.{3}ing$/.test(word)) || !words.some((word) => nouns.has(singular(word)))) return [];
    const said = words.map((word) => verbOfWord(word)).find((one) => one !== undefined);
    if (said === verb || (verb === 'notice' && said === 'create')) return [{ name, rank: words.some(isPast) ? 0 : 1 }];
    // `OrderEvent`: of the thing, whatever happened to it.
    return said === undefined && words.every((word) => nouns.has(singular(word))) ? [{ name, rank: 2 }] : [];
  });
  return sortedBy(matches, (one) => [one.rank, one.name])[0]?.name;
}

function isPast(word: string): boolean {
  return /(?:ed|aid|ent|ade)$/.test(word);
}

/** Events of the run's functions first; then those of the context's modules in this transaction. */
function publishedBy(run: Run, { transaction, home, contextOf, events }: Surroundings): string[] {
  const functions = new Set(functionsOf(run).map(({ path, name }) => `${path}#${name}`));
  if (run.context === home) functions.add(transaction.id.replace(/~\d+$/, ''));
  if (transaction.published !== undefined)
    return transaction.published.flatMap((one) =>
      one.note !== undefined &&
      (functions.has(`${one.path}#${one.function ?? ''}`) || contextOf(moduleId(one.path)) === run.context)
        ? [one.note]
        : [],
    );
  return events.flatMap(({ name, publishers }) =>
    publishers.some((place) => functions.has(`${place.path}#${place.function ?? ''}`)) ? [name] : [],
  );
}

function openerOf({ id }: Transaction): string {
  return id.slice(id.indexOf('#') + 1).replace(/~\d+$/, '');
}

/** `stock_levels` → stock: what the table holds, without the word for a row of it. */
function tableNoun(table: string): string {
  const words = wordsOf(lastPart(table));
  while (words.length > 1 && ROW.test(words.at(-1)!)) words.pop();
  return words.join(' ');
}

function wordsOf(text: string): string[] {
  return splitWords(text).map(singular);
}

/** `pay` and `payment`: one begins with the other. */
function isAkin(a: string, b: string): boolean {
  return a.length >= 3 && b.length >= 3 && (a.startsWith(b) || b.startsWith(a));
}

export function tablesOf(run: Run, onlyWritten = false): string[] {
  return [...new Set(run.accesses.filter((a) => !onlyWritten || a.op !== 'read').map((a) => a.table))];
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
