/** Steps of one saga that would bear one name: what tells them apart. */
import type { Named } from './naming.js';
import { changeBy, functionsOf, lastPart, primaryWrite, tableNoun, tablesOf, wordsOf } from './run-words.js';
import { readVerb, splitWords } from './verbs.js';
import type { Vocabulary } from './vocabulary.js';

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
    const { or: _or, done: _done, ...oneArmed } = step;
    const update = { ...oneArmed, verb: 'update' as const, word: 'update' };
    const table = { ...step, noun: tableNoun(primary?.table ?? step.context) };
    // A second entry in a history is no update of the first.
    const isSaid = changeBy(primary) !== undefined || step.verb === 'notice';
    const plain = isSaid ? [step, table] : [step, update, { ...update, noun: table.noun }];
    const isFree = (option: Named) => !seen.has(keyOf(option));
    const chosen =
      plain.find(isFree) ??
      operations(step, vocabulary).find(isFree) ??
      otherTables(step, update).find(isFree) ??
      (isSaid ? step : update);
    const nth = (seen.get(keyOf(chosen)) ?? 0) + 1;
    seen.set(keyOf(chosen), nth);
    return { ...chosen, nth };
  });
}

/** Another table that is written. */
function otherTables(step: Named, update: Named): Named[] {
  return tablesOf(step.run, true).map((name) => ({ ...update, noun: wordsOf(lastPart(name)).join(' ') }));
}

/** What the functions on the way are called, the one that writes first: `setShippingAddress` → SHIPPING_ADDRESS_SET. */
function operations({ or: _or, ...oneArmed }: Named, vocabulary: Vocabulary): Named[] {
  return functionsOf(oneArmed.run)
    .reverse()
    .flatMap(({ name }): Named[] => {
      const [first = '', ...rest] = splitWords(name.slice(name.lastIndexOf('.') + 1));
      const reading = readVerb(name);
      if (reading === undefined || reading.word !== first || reading.rest.length === 0) return [];
      // `Collection.updateDocument` writes collections: an event of that name would speak of documents.
      const object = rest.slice(0, reading.rest.length);
      if (vocabulary.isForeign(oneArmed.context, reading.rest) || object.length > 4) return [];
      return [{ ...oneArmed, verb: reading.verb, word: first, noun: object.join(' '), done: participle(first) }];
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
