/** What a run leaves for the next, in the cache folder: whole results, by a key of all that they depend on. */
import type { ExtractOptions } from './extract/index.js';
import { asData, type Form, type Kept, keptResults } from './kept/index.js';
import type { History, Project } from './model/index.js';
import { readHistory } from './scan/index.js';

type RememberOptions = { readonly extract?: ExtractOptions; readonly onStage?: (stage: string) => void };

export type Remembering<T> = {
  /** Undefined: nothing is kept. */
  readonly kept: Kept<T> | undefined;
  /** Stands for all that the result depends on; undefined when that is not known, or the result is not to last. */
  readonly key: () => string | undefined;
  readonly make: (last: () => T | undefined) => Promise<T>;
  /** What else is to be asked of a result with that key. */
  readonly isStill?: (known: T) => boolean;
  /** Instead of `make`. */
  readonly onKnown?: () => void;
  readonly onStage?: ((stage: string) => void) | undefined;
};

/**
 * The result of the last run when nothing that it depends on is different; else a new one, kept for the next run. The
 * key is asked for again after the work: files may have changed meanwhile. `make` may begin with the last result.
 */
export async function remembered<T>(given: Remembering<T>): Promise<T> {
  const { kept, key, make, isStill = () => true, onKnown = () => {}, onStage = () => {} } = given;
  if (kept === undefined) return make(() => undefined);
  const before = key();
  const known = before === undefined ? undefined : kept.read(before);
  if (known !== undefined && isStill(known)) {
    onKnown();
    return known;
  }
  const result = await make(kept.last);
  const after = key();
  if (after !== undefined) {
    onStage('keep');
    kept.write(after, result);
  }
  return result;
}

/** The last result, when it rests on the same but for the contents of the files. */
export function onSameBasis<T extends { readonly basis: string | undefined }>(
  last: () => T | undefined,
  basis: string | undefined,
): T | undefined {
  const known = basis === undefined ? undefined : last();
  return known?.basis === basis ? known : undefined;
}

/** Results of a kind in the cache folder; undefined without one. What is wrong with them is told as a diagnostic. */
export function keptIn<T, H>(kind: string, root: string, { extract }: RememberOptions, form: Form<T, H>) {
  const { cacheDir, onCacheProblem } = extract ?? {};
  if (cacheDir === undefined) return undefined;
  const tell = (problem: string): void =>
    onCacheProblem?.({
      code: 'MSA106',
      severity: 'warning',
      path: '',
      line: 0,
      message: `The cache of results ${problem}.`,
    });
  return keptResults<T, H>(kind, cacheDir, root, tell, form);
}

/** Results that are plain data. */
export function keptData<T>(kind: string, root: string, options: RememberOptions): Kept<T> | undefined {
  return keptIn(kind, root, options, asData<T>());
}

/** Commits do not change: they are read again when there is a new one, or another file to look for. */
export async function rememberedHistory(
  root: string,
  project: Project,
  past: string | undefined,
  options: RememberOptions,
  keyOf: (parts: readonly unknown[]) => string | undefined,
): Promise<History> {
  const key = keyOf([past, project.prefix ?? '', project.files.map(({ path }) => path)]);
  const kept = key === undefined ? undefined : keptData<History>('history', root, options);
  let isLasting = true;
  const read = async (): Promise<History> => {
    const history = await readHistory(root, project);
    isLasting = history.available && history.isBroken !== true;
    return history;
  };
  // Git reads its log while the files are parsed: no stage of its own begins here.
  return remembered({ kept, key: () => (isLasting ? key : undefined), make: read });
}

/** The project without the sizes of its files. */
export function namesOnly(project: Project) {
  return { ...project, files: project.files.map(({ path, role, kind }) => [path, role, kind]) };
}
