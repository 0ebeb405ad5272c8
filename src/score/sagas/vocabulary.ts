/**
 * The words of each context in one transaction: its name and the tables it writes there. `OrderService.capturePayment`
 * lies in orders, but its object belongs to payments: its verb says nothing of what orders does.
 */
import { labelOf } from '../../model/index.js';
import { singular, splitWords } from './verbs.js';

export type Vocabulary = {
  /** The words name something of another context, and nothing of this one. */
  readonly isForeign: (context: string, words: readonly string[]) => boolean;
};

export function readVocabulary(written: Iterable<{ readonly context: string; readonly table: string }>): Vocabulary {
  const words = new Map<string, Set<string>>();
  for (const { context, table } of written) {
    const known = words.get(context) ?? new Set(splitWords(context).map(singular));
    for (const word of splitWords(labelOf(table)).map(singular)) known.add(word);
    words.set(context, known);
  }
  return {
    isForeign: (context, object) =>
      !object.some((word) => words.get(context)?.has(word)) &&
      object.some((word) => [...words].some(([other, known]) => other !== context && known.has(word))),
  };
}
