/** What a run leaves for the next, in the cache folder: whole results, by a key of all that they depend on. */
import type { ExtractOptions, Sources } from './extract/index.js';
import { type Kept, keptResults } from './kept/index.js';
import type { History, Project } from './model/index.js';
import { readHistory } from './scan/index.js';

type RememberOptions = { readonly extract?: ExtractOptions; readonly onStage?: (stage: string) => void };

/**
 * The result of the last run when nothing that it depends on is different; else a new one, kept for the next run. The
 * key is asked for again after the work: files may have changed meanwhile. `make` may begin with the last result, when
 * that rests on the same but for the contents of the files (`basis`).
 */
export async function remembered<T extends { readonly basis: string | undefined }>(
  kind: string,
  root: string,
  { extract = {}, onStage = () => {} }: RememberOptions,
  sources: Sources,
  key: () => string | undefined,
  make: (last: (basis: string | undefined) => T | undefined) => Promise<T>,
): Promise<T> {
  const { cacheDir } = extract;
  if (cacheDir === undefined) return make(() => undefined);
  const kept = keptIn<T>(kind, cacheDir, root, extract);
  const before = key();
  const found = before === undefined ? undefined : kept.read(before);
  if (found !== undefined) {
    sources.close();
    return found;
  }
  const result = await make((basis) => {
    const last = basis === undefined ? undefined : kept.last();
    return last?.basis === basis ? last : undefined;
  });
  const after = key();
  if (after !== undefined) {
    onStage('keep');
    kept.write(after, result);
  }
  return result;
}

/** Commits do not change: they are read again when there is a new one, or another file to look for. */
export async function rememberedHistory(
  root: string,
  project: Project,
  past: string | undefined,
  { extract = {} }: RememberOptions,
  keyOf: (parts: readonly unknown[]) => string | undefined,
): Promise<History> {
  const { cacheDir } = extract;
  const key = keyOf([past, project.prefix ?? '', project.files.map(({ path }) => path)]);
  if (cacheDir === undefined || key === undefined) return readHistory(root, project);
  const kept = keptIn<History>('history', cacheDir, root, extract);
  const known = kept.read(key);
  if (known !== undefined) return known;
  const history = await readHistory(root, project);
  if (history.available && history.isBroken !== true) kept.write(key, history);
  return history;
}

/** The project without the sizes of its files. */
export function namesOnly(project: Project) {
  return { ...project, files: project.files.map(({ path, role, kind }) => [path, role, kind]) };
}

/** Results of a kind in the cache folder; what is wrong with them is told as a diagnostic. */
function keptIn<T>(kind: string, cacheDir: string, root: string, options: ExtractOptions): Kept<T> {
  return keptResults(kind, cacheDir, root, problemTeller(options));
}

export function problemTeller({ onCacheProblem }: ExtractOptions): (problem: string) => void {
  return (problem) =>
    onCacheProblem?.({
      code: 'MSA106',
      severity: 'warning',
      path: '',
      line: 0,
      message: `The cache of results ${problem}.`,
    });
}
