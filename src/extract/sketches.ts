/**
 * Facts for a reader of imports alone, in two steps: every file by its tokens, where these suffice; then, of the files
 * that it asks for, outlines by parsing. Few files need the second step, and the parser is loaded for the first of them.
 */
import type { FileFacts, SourceFile } from '../model/index.js';
import type { Stamp } from './cache/index.js';
import type { Run } from './index.js';
import { thinOutlineOf } from './outline.js';
import { plainFacts } from './plain-facts.js';
import { createReader, type ReadBytes } from './read-facts.js';
import { sketchOf } from './sketch/index.js';
import { createInterner, type Intern } from './sketch/intern.js';

export type Sketches = {
  /** Of every file, by path. Those with `isSketch` were read by tokens. */
  readonly facts: readonly FileFacts[];
  /** Outlines of files that were read by tokens, by path. */
  readonly outlines: (paths: ReadonlySet<string>) => Promise<ReadonlyMap<string, FileFacts>>;
  /** Keeps what was read for the next run. */
  readonly close: () => void;
};

/** What a few changed files say, and on demand all others. */
export type Changes = {
  readonly changed: readonly { readonly before: FileFacts; readonly after: FileFacts }[];
  readonly factsOf: (path: string) => FileFacts | undefined;
  readonly outlines: Sketches['outlines'];
  /** False when the store has lost some of what it had: then everything is to be read again. */
  readonly isWhole: () => boolean;
  readonly close: () => void;
};

/** More changed files than this are read with all others. */
const MAX_CHANGED = 50;

/** Reading leaves the event loop a turn this often: Ctrl-C is heard and progress drawn. */
const TURN_MS = 50;

type Parser = typeof import('./file-facts.js');

type Reading = {
  readonly run: Run;
  readonly read: ReadBytes;
  readonly intern: Intern;
  parser: Parser | undefined;
  turned: number;
};

export async function readSketches(run: Run, close: (isWritten: boolean) => void): Promise<Sketches> {
  const reading = readingOf(run);
  const facts: FileFacts[] = [];
  for (const i of run.files.keys()) {
    facts.push(await sketchAt(reading, i));
    run.options.onProgress?.(i + 1, run.files.length);
  }
  return { facts, outlines: (paths) => readOutlines(reading, paths), close: () => close(true) };
}

/** `hashes` has a place for each file, as `run.files` has. */
export async function readChanges(
  run: Run,
  hashes: readonly string[],
  close: (isWritten: boolean) => void,
): Promise<Changes | undefined> {
  const { cache, files, stamps } = run;
  if (cache === undefined || hashes.length !== files.length) return undefined;
  const places = [...files.keys()].filter((i) => stamps[i]?.hash !== hashes[i]);
  if (places.length > MAX_CHANGED) return undefined;
  const reading = readingOf(run);
  const found = new Map<string, FileFacts>();
  const changed: { before: FileFacts; after: FileFacts }[] = [];
  for (const i of places) {
    const before = cache.earlier(stamps[i]?.key ?? '', hashes[i] as string, true);
    if (before === undefined) return undefined;
    const after = await sketchAt(reading, i);
    changed.push({ before, after });
    found.set(after.path, after);
  }
  let isWhole = true;
  const stampOf = new Map(files.map((file, i) => [file.path, stamps[i]]));
  const factsOf = (path: string): FileFacts | undefined => {
    const stamp = stampOf.get(path);
    const known = found.get(path) ?? (stamp === undefined ? undefined : cache.facts(stamp, true));
    isWhole &&= known !== undefined || stamp === undefined;
    if (known !== undefined) found.set(path, known);
    return known;
  };
  return {
    changed,
    factsOf,
    outlines: (paths) => readOutlines(reading, paths),
    isWhole: () => isWhole,
    close: () => {
      cache.retain();
      close(true);
    },
  };
}

function readingOf(run: Run): Reading {
  const { root } = run;
  return { run, read: createReader(root), intern: createInterner(), parser: undefined, turned: Date.now() };
}

async function turn(reading: Reading): Promise<void> {
  if (Date.now() - reading.turned <= TURN_MS) return;
  await new Promise(setImmediate);
  reading.turned = Date.now();
}

async function sketchAt(reading: Reading, i: number): Promise<FileFacts> {
  const { run } = reading;
  const stamp = run.stamps[i];
  const known = stamp === undefined ? undefined : run.cache?.facts(stamp, true);
  if (known !== undefined) return known;
  await turn(reading);
  const file = run.files[i] as SourceFile;
  const bytes = reading.read(file);
  if (!Buffer.isBuffer(bytes)) return bytes;
  const now = run.cache?.stamp(file, bytes);
  const plain = plainFacts(file, bytes);
  const found = plain.facts ?? (plain.notes.length > 0 ? undefined : sketchOf(file, plain.text, reading.intern));
  const facts = found ?? (await parse(reading, file, bytes, true));
  run.stamps[i] = now;
  if (now !== undefined) run.cache?.keep(now, facts);
  return facts;
}

/** A file of which there is a sketch has no events: the sketch says so. */
async function parse(reading: Reading, file: SourceFile, bytes: Buffer, hasEvents: boolean): Promise<FileFacts> {
  reading.parser ??= await import('./file-facts.js');
  return thinOutlineOf(reading.parser.fileFacts(file, bytes, { words: false, signals: hasEvents }));
}

async function readOutlines(reading: Reading, paths: ReadonlySet<string>): Promise<Map<string, FileFacts>> {
  const { run } = reading;
  const found = new Map<string, FileFacts>();
  for (const [i, file] of run.files.entries()) {
    if (!paths.has(file.path)) continue;
    const stamp = wholeStamp(run.stamps[i]);
    const known = stamp === undefined ? undefined : run.cache?.facts(stamp, true);
    if (known !== undefined) {
      found.set(file.path, known);
      continue;
    }
    await turn(reading);
    const bytes = reading.read(file);
    const facts = Buffer.isBuffer(bytes) ? await parse(reading, file, bytes, false) : bytes;
    if (Buffer.isBuffer(bytes)) {
      const now = wholeStamp(run.cache?.stamp(file, bytes));
      if (now !== undefined) run.cache?.keep(now, facts);
    }
    found.set(file.path, facts);
  }
  return found;
}

/** Outlines are kept beside the sketches of the same files. */
function wholeStamp(stamp: Stamp | undefined): Stamp | undefined {
  return stamp === undefined ? undefined : { ...stamp, key: `${stamp.key} whole` };
}
