/**
 * A step that does one thing on the one arm of a branch and another on the other: `archiveOrder` or `deleteOrder`. The name of
 * either would be untrue half of the time, so the step bears both.
 */
import { areExclusive } from './arms.js';
import type { Run } from './fold.js';
import { BY_CHANGE, changeBy, functionsOf, primaryWrite } from './run-words.js';
import { readVerb, VERBS, type VerbName } from './verbs.js';

export type Doing = { readonly verb: VerbName; readonly word: string };

/** An update is what any of them may be called, a notice is none of the business. */
const VAGUE: readonly VerbName[] = ['update', 'notice'];

/** What is done to the same table where the step's own verb is not; undefined when one function's verb covers both. */
export function otherDoing(
  run: Run,
  own: Doing & { readonly by: string },
  speakers: readonly string[],
): Doing | undefined {
  const primary = primaryWrite(run, own);
  if (primary === undefined || VAGUE.includes(own.verb)) return undefined;
  const ownWay = new Set(functionsOf({ accesses: [primary] }).map(({ name }) => name));
  for (const other of run.accesses) {
    if (other.op === 'read' || other.table !== primary.table) continue;
    if (!areExclusive(other.arms ?? [], primary.arms ?? [])) continue;
    const way = functionsOf({ accesses: [other] }).map(({ name }) => name);
    // `cancelOrder` that deletes on one arm cancels on both.
    if (way.includes(own.by) && readVerb(own.by)?.verb === own.verb) continue;
    const said = way
      .filter((name) => speakers.includes(name) && !ownWay.has(name))
      .map((name) => readVerb(name))
      .find((reading) => reading !== undefined);
    const change = changeBy(other);
    const verb = said?.verb ?? (change === undefined ? undefined : BY_CHANGE[change]);
    if (verb !== undefined && verb !== own.verb && !VAGUE.includes(verb))
      return { verb, word: said?.word ?? VERBS[verb].words[0] ?? verb };
  }
  return undefined;
}
