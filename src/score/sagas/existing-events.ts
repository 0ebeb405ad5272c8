/** Events that the code publishes already, beside the name that a step would give its own. */
import { moduleId, sortedBy } from '../../model/index.js';
import type { Run } from './fold.js';
import type { Named, Surroundings } from './naming.js';
import { functionsOf, lastPart, primaryWrite, wordsOf } from './run-words.js';
import { singular, splitWords, verbOfWord } from './verbs.js';

/** The name of an event that the code publishes in the step's own functions, or in its context's, when it says the same. */
export function existingEvent({ run, verb, noun, or }: Named, around: Surroundings): string | undefined {
  // One event cannot say which of two things was done.
  if (or !== undefined) return undefined;
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
