/**
 * What `check` says, kept whole: a run that finds code, map, baseline and options as they were judges nothing and renders
 * nothing, and the texts go from the cache to the reader as they are.
 */
import { type CheckGraphOptions, openToCheck } from './check-graph.js';
import { keptParts, type Parts, resultKey } from './kept/index.js';
import type { SystemGraph } from './model/index.js';
import { problemTeller } from './remember.js';

/**
 * `given`: all that the answer rests on besides the code, as plain data; undefined when it is not to be kept. The key is
 * asked for again after the work: files may have changed meanwhile.
 */
export async function answered<T>(
  root: string,
  options: CheckGraphOptions,
  given: readonly unknown[] | undefined,
  make: (graph: SystemGraph) => Promise<Parts<T>>,
): Promise<Parts<T>> {
  const { extract = {}, onStage = () => {} } = options;
  const { key, graph, close } = await openToCheck(root, options);
  const { cacheDir } = extract;
  if (cacheDir === undefined || given === undefined) return make(await graph());
  const kept = keptParts<T>('answer', cacheDir, root, problemTeller(extract));
  const ofAnswer = () => resultKey([key(), ...given]);
  const before = ofAnswer();
  const known = before === undefined ? undefined : kept.read(before);
  if (known !== undefined) {
    close();
    return known;
  }
  const judged = await graph();
  const after = ofAnswer();
  onStage('check');
  const answer = await make(judged);
  if (after !== undefined) {
    onStage('keep');
    kept.write(after, answer);
  }
  return answer;
}
