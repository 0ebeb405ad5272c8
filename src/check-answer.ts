/**
 * What `check` says, kept whole by the graph that it judged, with the map, the baseline and the options: a run that finds
 * these as they were judges nothing and renders nothing, and the texts go from the cache to the reader as they are. Which
 * answer it is, is kept by the contents of the files, so that a run that finds nothing changed needs no graph.
 */
import { type CheckGraphOptions, openToCheck } from './check-graph.js';
import type { Judged } from './check-kept.js';
import { type Form, type Parts, resultKey } from './kept/index.js';
import type { SystemGraph } from './model/index.js';
import { keptData, keptIn, remembered } from './remember.js';

/** `quoted`: files whose lines are shown. */
export type Answer<T> = Parts<T> & { readonly quoted: readonly string[] };

/** With what the quoted files held. */
type KeptAnswer<T> = Answer<T> & { readonly held: readonly (string | undefined)[] };

/**
 * `given`: all that the answer rests on besides the code, as plain data; undefined when it is not to be kept.
 */
export async function answered<T>(
  root: string,
  options: CheckGraphOptions,
  given: readonly unknown[] | undefined,
  make: (graph: SystemGraph) => Promise<Answer<T>>,
): Promise<Parts<T>> {
  const { onStage } = options;
  const { key, judged, hashOf, close } = await openToCheck(root, options);
  const names = given === undefined ? undefined : keptData<string | undefined>('answer-key', root, options);
  if (names === undefined || given === undefined) return make((await judged()).graph());
  let found: Judged | undefined;
  const graph = async (): Promise<Judged> => {
    found ??= await judged();
    return found;
  };
  const name = await remembered<string | undefined>({
    kept: names,
    key: () => resultKey([key(), ...given]),
    make: async () => resultKey([(await graph()).text().key, ...given]),
  });
  const answer = await remembered<KeptAnswer<T>>({
    kept: keptIn('answer', root, options, asAnswer<T>()),
    key: () => name,
    isStill: ({ quoted, held }) => quoted.length === 0 || isSame(held, quoted.map(hashOf())),
    make: async () => {
      const { graph: judge } = await graph();
      onStage?.('check');
      const made = await make(judge());
      return { ...made, held: made.quoted.length === 0 ? [] : made.quoted.map(hashOf()) };
    },
    onStage,
  });
  if (found === undefined) close();
  return answer;
}

/** A file of which nothing is known is not the same. */
function isSame(held: readonly (string | undefined)[], now: readonly (string | undefined)[]): boolean {
  return now.every((hash, i) => hash !== undefined && hash === held[i]);
}

function asAnswer<T>(): Form<KeptAnswer<T>, Omit<KeptAnswer<T>, 'texts'>> {
  return {
    toParts: ({ texts, ...head }) => ({ head, texts }),
    fromParts: ({ head, texts }) => ({ ...head, texts }),
  };
}
