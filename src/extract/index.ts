/** files → FileFacts: what each file says, as written. The only stage that parses (ts-morph's compiler). */
import { type Diagnostic, type FileFacts, type Project, type SourceFile, sortedBy } from '../model/index.js';
import { type Cache, openCache, type Stamp } from './cache/index.js';
import { warning } from './empty-facts.js';
import { factsFromWorkers, workersFor } from './pool.js';
import { readBytes } from './read-facts.js';

export type ExtractOptions = {
  /** Workers to use; when left out, decided by the number of files and cores. */
  readonly jobs?: number;
  /** Folder to keep facts in from run to run; nothing is kept when it is left out. */
  readonly cacheDir?: string | undefined;
  readonly onProgress?: (done: number, total: number) => void;
  /** Told when the cache could not be used. Facts are the same with and without it. */
  readonly onCacheProblem?: (diagnostic: Diagnostic) => void;
};

/** Parsing leaves the event loop a turn this often: Ctrl-C is heard and progress drawn. */
const TURN_MS = 50;

/** What one run works with. `facts` has a place for each of `files`; `found` counts those that are filled. */
type Run = {
  readonly root: string;
  readonly files: readonly SourceFile[];
  readonly facts: (FileFacts | undefined)[];
  readonly cache: Cache | undefined;
  readonly options: ExtractOptions;
  found: number;
};

/** Facts of every file of the project, by path. A file that cannot be read has a diagnostic instead of facts. */
export async function extract(root: string, project: Project, options: ExtractOptions = {}): Promise<FileFacts[]> {
  const files = sortedBy(project.files, (file) => [file.path]);
  const cache = options.cacheDir === undefined ? undefined : openCache(options.cacheDir, root);
  const facts = files.map((file) => cache?.quick(file));
  const run: Run = { root, files, facts, cache, options, found: 0 };
  run.found = files.length - missing(run).length;
  const workers = workersFor(options.jobs, files.length - run.found);
  if (workers > 1) await readInWorkers(run, workers);
  await readHere(run);
  const problem = cache?.close();
  if (problem !== undefined) options.onCacheProblem?.(warning('MSA106', '', `The cache of facts ${problem}.`));
  return run.facts as FileFacts[];
}

function missing({ files, facts }: Run): number[] {
  return [...files.keys()].filter((i) => facts[i] === undefined);
}

function found(run: Run, i: number, facts: FileFacts): void {
  run.facts[i] = facts;
  run.found++;
  run.options.onProgress?.(run.found, run.files.length);
}

/**
 * Loading the parser takes longer than everything else of a run that finds all facts in the cache, so it is loaded
 * for the first file that needs it.
 */
async function readHere(run: Run): Promise<void> {
  let parser: typeof import('./file-facts.js') | undefined;
  let turned = Date.now();
  for (const i of missing(run)) {
    if (Date.now() - turned > TURN_MS) {
      await new Promise(setImmediate);
      turned = Date.now();
    }
    const file = run.files[i] as SourceFile;
    const bytes = readBytes(run.root, file);
    const known = Buffer.isBuffer(bytes) ? run.cache?.known(file, bytes) : bytes;
    if (known !== undefined) {
      found(run, i, known);
      continue;
    }
    parser ??= await import('./file-facts.js');
    const facts = parser.fileFacts(file, bytes as Buffer);
    run.cache?.keep(run.cache.stamp(file, bytes as Buffer), facts);
    found(run, i, facts);
  }
}

/** Leaves to `readHere` what the workers could not do. A file that changes meanwhile is read again by the next run. */
async function readInWorkers(run: Run, workers: number): Promise<void> {
  const asked: number[] = [];
  const stamps = new Map<number, Stamp>();
  for (const i of missing(run)) {
    const file = run.files[i] as SourceFile;
    if (run.cache !== undefined) {
      const bytes = readBytes(run.root, file);
      if (!Buffer.isBuffer(bytes)) continue;
      const known = run.cache.known(file, bytes);
      if (known !== undefined) {
        found(run, i, known);
        continue;
      }
      stamps.set(i, run.cache.stamp(file, bytes));
    }
    asked.push(i);
  }
  const before = run.found;
  const tell = (done: number) => run.options.onProgress?.(before + done, run.files.length);
  const files = asked.map((i) => run.files[i] as SourceFile);
  const made = await factsFromWorkers(run.root, files, workers, tell).catch(() => undefined);
  for (const [at, facts] of made?.entries() ?? []) {
    const i = asked[at] as number;
    const stamp = stamps.get(i);
    if (stamp !== undefined) run.cache?.keep(stamp, facts);
    run.facts[i] = facts;
    run.found++;
  }
}
