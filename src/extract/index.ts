/** files → FileFacts: what each file says, as written. The only stage that parses (ts-morph's compiler). */
import { createHash } from 'node:crypto';
import { compareText, type Diagnostic, type FileFacts, type Project, type SourceFile } from '../model/index.js';
import { type Cache, openCache, type Stamp } from './cache/index.js';
import { type ChangedFacts, changedFactsOf, changedSince } from './changed-facts.js';
import { warning } from './empty-facts.js';
import { outlineOf } from './outline.js';
import { type Pool, startPool, workersFor } from './pool.js';
import { readBytes } from './read-facts.js';
import { type Changes, readChanges, readSketches, type Sketches } from './sketches.js';

export type ExtractOptions = {
  /** Threads that parse, this one among them; when left out, decided by the bytes to parse and the cores. */
  readonly jobs?: number;
  /** Folder to keep facts in from run to run; nothing is kept when it is left out. */
  readonly cacheDir?: string | undefined;
  readonly onProgress?: (done: number, total: number) => void;
  /** Told when the cache could not be used. Facts are the same with and without it. */
  readonly onCacheProblem?: (diagnostic: Diagnostic) => void;
  /** Without the bodies of functions, which only tables and calls are read from: `program` then says what is declared. */
  readonly isOutline?: boolean;
  /** For a run that asks for `sketches`: they have a cache of their own. */
  readonly isSketch?: boolean;
  /** Times of files by path, as `scan` has seen them. */
  readonly times?: ReadonlyMap<string, string>;
};

export type { ChangedFacts } from './changed-facts.js';
export type { Changes, Sketches } from './sketches.js';

/** The files of a project, before anything is parsed. */
export type Sources = {
  /** Stands for what all files hold; undefined when a run before left nothing to know that by, or a file cannot be read. */
  readonly key: () => string | undefined;
  /** Facts of every file, by path; to be asked once. A file that cannot be read has a diagnostic instead of facts. */
  readonly facts: () => Promise<FileFacts[]>;
  /** The same, read by tokens where they suffice; to be asked once, instead of `facts`. Close it when done. */
  readonly sketches: () => Promise<Sketches>;
  readonly paths: readonly string[];
  /** The content of each of the paths, in short, as far as it is known. */
  readonly hashes: () => readonly string[];
  /** What changed since the files had these hashes; undefined when it is too much, or not known any more. */
  readonly changes: (hashes: readonly string[]) => Promise<Changes | undefined>;
  /** The same with whole facts, before `facts` are asked for; `keep` ends a run that then needs no others. */
  readonly changedFacts: (hashes: readonly string[]) => Promise<ChangedFacts | undefined>;
  /** For a run that needs no facts. */
  readonly close: () => void;
};

/** Parsing leaves the event loop a turn this often: Ctrl-C is heard and progress drawn. */
const TURN_MS = 50;

/** What one run works with. `stamps` and `facts` have a place for each of `files`; `found` counts the facts. */
export type Run = {
  readonly root: string;
  readonly files: readonly SourceFile[];
  readonly stamps: (Stamp | undefined)[];
  /** Handed over at the end: nothing here holds on to them. */
  facts: (FileFacts | undefined)[];
  readonly cache: Cache | undefined;
  readonly options: ExtractOptions;
  isSurveyed: boolean;
  found: number;
};

/** Facts of every file of the project, by path. A file that cannot be read has a diagnostic instead of facts. */
export function extract(root: string, project: Project, options: ExtractOptions = {}): Promise<FileFacts[]> {
  return openSources(root, project, options).facts();
}

/** Opens a project below `root` (absolute) for reading. Nothing is parsed before it is asked for. */
export function openSources(root: string, project: Project, options: ExtractOptions = {}): Sources {
  const files = [...project.files].sort((a, b) => compareText(a.path, b.path));
  const kind = options.isSketch === true ? 'modules' : 'facts';
  const cache = options.cacheDir === undefined ? undefined : openCache(options.cacheDir, root, kind);
  const run: Run = { root, files, stamps: [], facts: [], cache, options, isSurveyed: false, found: 0 };
  return {
    key: () => {
      survey(run);
      return keyOf(run);
    },
    facts: () => readAll(run),
    sketches: () => {
      survey(run);
      return readSketches(run, (isWritten) => close(run, isWritten));
    },
    paths: files.map(({ path }) => path),
    hashes: () => run.files.map((_, i) => run.stamps[i]?.hash ?? ''),
    changes: (hashes) => readChanges(run, hashes, (isWritten) => close(run, isWritten)),
    changedFacts: async (hashes) => {
      const changed = changedSince(run, hashes);
      if (changed === undefined) return undefined;
      await readHere(run, [...changed.keys()]);
      return changedFactsOf(run, changed, () => close(run, true));
    },
    close: () => close(run, false),
  };
}

async function readAll(run: Run): Promise<FileFacts[]> {
  survey(run);
  for (const [i, stamp] of run.stamps.entries()) {
    if (stamp === undefined || run.facts[i] !== undefined) continue;
    const facts = run.cache?.facts(stamp, run.options.isOutline === true);
    if (facts !== undefined) found(run, i, facts);
  }
  const left = missing(run);
  const workers = workersFor(
    run.options.jobs,
    left.map((i) => run.files[i] as SourceFile),
  );
  if (workers > 0) await readWithWorkers(run, left, workers);
  await readHere(run, missing(run));
  close(run, true);
  const { facts } = run;
  run.facts = [];
  return facts as FileFacts[];
}

function close({ cache, options }: Run, isWritten: boolean): void {
  const problem = cache?.close(isWritten);
  if (problem !== undefined) options.onCacheProblem?.(warning('MSA106', '', `The cache of facts ${problem}.`));
}

/** What each file is now, as far as an earlier run knows the project. Files with new times are read, to tell by content. */
function survey(run: Run): void {
  const { root, files, stamps, cache } = run;
  if (run.isSurveyed || cache === undefined || !cache.hasStore) return;
  run.isSurveyed = true;
  for (const [i, file] of files.entries()) {
    stamps[i] = cache.quick(file, run.options.times?.get(file.path));
    if (stamps[i] !== undefined) continue;
    const bytes = readBytes(root, file);
    if (Buffer.isBuffer(bytes)) stamps[i] = cache.stamp(file, bytes);
  }
}

function keyOf({ files, stamps }: Run): string | undefined {
  const contents: string[] = [];
  for (const i of files.keys()) {
    const stamp = stamps[i];
    if (stamp === undefined) return undefined;
    contents.push(stamp.key, stamp.hash);
  }
  return createHash('sha256').update(contents.join('\n')).digest('hex');
}

function missing({ files, facts }: Run): number[] {
  return [...files.keys()].filter((i) => facts[i] === undefined);
}

function found(run: Run, i: number, facts: FileFacts): void {
  run.facts[i] = facts;
  run.found++;
  run.options.onProgress?.(run.found, run.files.length);
}

/** New facts of a file: kept whole for other runs, given as this one asked for them. */
function made(run: Run, i: number, stamp: Stamp | undefined, facts: FileFacts): void {
  if (stamp !== undefined) run.cache?.keep(stamp, facts);
  run.stamps[i] = stamp;
  found(run, i, run.options.isOutline === true ? outlineOf(facts) : facts);
}

/**
 * Loading the parser takes longer than everything else of a run that finds all facts in the cache, so it is loaded
 * for the first file that needs it.
 */
async function readHere(run: Run, places: Iterable<number>): Promise<void> {
  let parser: typeof import('./file-facts.js') | undefined;
  let turned = Date.now();
  for (const i of places) {
    if (Date.now() - turned > TURN_MS) {
      await new Promise(setImmediate);
      turned = Date.now();
    }
    const file = run.files[i] as SourceFile;
    const bytes = readBytes(run.root, file);
    if (Buffer.isBuffer(bytes)) {
      parser ??= await import('./file-facts.js');
      made(run, i, run.cache?.stamp(file, bytes), parser.fileFacts(file, bytes));
    } else made(run, i, undefined, bytes);
  }
}

/** Leaves out what the workers could not do. A file that changes meanwhile is read again by the next run. */
async function readWithWorkers(run: Run, places: readonly number[], count: number): Promise<void> {
  const files = places.map((i) => run.files[i] as SourceFile);
  const work = { root: run.root, files, isKept: run.cache !== undefined };
  const pool = startPool(work, count, (at, facts, stamp) => made(run, places[at] as number, stamp, facts));
  await readHere(run, taken(pool, places));
  await pool.finish();
}

/** One batch is taken when the one before is done. */
function* taken({ take }: Pool, places: readonly number[]): Generator<number> {
  for (let batch = take(); batch !== undefined; batch = take())
    for (let at = batch[0]; at < batch[1]; at++) yield places[at] as number;
}
