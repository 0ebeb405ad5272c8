/**
 * The store of a project's facts: one file in the cache folder. Read whole, written whole to a temporary file that is
 * then renamed, so that two runs at once, or one killed, leave a whole store. Anything odd about it (other format,
 * other build, truncated, garbled) is a miss.
 *
 *     msa-map facts 1 <build>\n
 *     <crc32> <bytes of strings> <bytes of shapes> <bytes of index> <bytes of facts>\n
 *     strings (JSON) · shapes (JSON) · index (JSON) · facts (codec)
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import type { FileFacts } from '../../model/index.js';
import { createEncoder, decode, type Tables } from './codec.js';

const FORMAT = 'msa-map facts 1';

/** What a file was when its facts were made. */
export type Stamp = {
  /** Path, role and kind: what facts depend on besides the bytes. */
  readonly key: string;
  readonly size: number;
  /** Times of change in ms; '' when the file was too fresh for them to be trusted. */
  readonly times: string;
  readonly hash: string;
};

export type Entry = Stamp & { readonly offset: number };

export type Store = {
  readonly tables: Tables;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly bytes: Uint8Array;
  /** Lengths of the tables when they were last made anew; they only grow until then. */
  readonly fresh: number;
};

export type OpenResult = { readonly store?: Store; readonly problem?: string };

/** File of a project's store; named by its root, so that projects may share a cache folder. */
export function storePath(cacheDir: string, root: string): string {
  return join(cacheDir, `facts-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.bin`);
}

/** Never throws: what cannot be read is a problem to report, a store of another build is just a miss. */
export function openStore(path: string): OpenResult {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? {} : { problem: `cannot be read (${code})` };
  }
  try {
    return parseStore(file);
  } catch {
    return { problem: 'is damaged' };
  }
}

function parseStore(file: Buffer): OpenResult {
  const first = file.indexOf(10);
  const second = file.indexOf(10, first + 1);
  if (first < 0 || second < 0) return { problem: 'is damaged' };
  const magic = file.toString('latin1', 0, first);
  if (!magic.startsWith('msa-map facts ')) return { problem: 'is not a cache of this tool' };
  if (magic !== `${FORMAT} ${buildStamp()}`) return {};
  const [checksum, ...lengths] = file
    .toString('latin1', first + 1, second)
    .split(' ')
    .map(Number);
  const content = file.subarray(second + 1);
  const total = lengths.reduce((sum, n) => sum + n, 0);
  if (lengths.length !== 4 || total !== content.length || crc32(content) !== checksum) return { problem: 'is damaged' };
  const sections: Buffer[] = [];
  let at = 0;
  for (const length of lengths) {
    sections.push(content.subarray(at, at + length));
    at += length;
  }
  const [strings, shapes, index, bytes] = sections as [Buffer, Buffer, Buffer, Buffer];
  const { fresh, entries } = JSON.parse(index.toString()) as { fresh: number; entries: Entry[] };
  const tables = { strings: JSON.parse(strings.toString()), shapes: JSON.parse(shapes.toString()) } as Tables;
  return { store: { tables, entries: new Map(entries.map((e) => [e.key, e])), bytes, fresh } };
}

/** Facts of an entry; undefined when the store turns out to be damaged after all. */
export function factsAt(store: Store, entry: Entry): FileFacts | undefined {
  try {
    return decode(store.tables, store.bytes, entry.offset) as FileFacts;
  } catch {
    return undefined;
  }
}

export type Kept = { readonly stamp: Stamp; readonly facts: FileFacts; readonly entry?: Entry };

/** Writes the facts of all files. Those already stored are copied as they are. Throws what the disk throws. */
export function writeStore(path: string, cacheDir: string, kept: readonly Kept[], previous: Store | undefined): void {
  const isGrown = previous !== undefined && previous.tables.strings.length > previous.fresh * 1.5 + 1000;
  const base = isGrown ? undefined : previous;
  const tables: Tables = base?.tables ?? { strings: [], shapes: [] };
  const encoder = createEncoder(tables);
  const entries: Entry[] = [];
  const chunks: Uint8Array[] = [];
  const ends = base === undefined ? undefined : endsOf(base);
  let offset = 0;
  for (const { stamp, facts, entry } of kept) {
    const chunk =
      base !== undefined && entry !== undefined
        ? base.bytes.subarray(entry.offset, ends?.get(entry.offset))
        : encoder.encode(facts);
    entries.push({ key: stamp.key, size: stamp.size, times: stamp.times, hash: stamp.hash, offset });
    chunks.push(chunk);
    offset += chunk.length;
  }
  const fresh = base?.fresh ?? tables.strings.length;
  const sections = [tables.strings, tables.shapes, { fresh, entries }].map((part) => Buffer.from(JSON.stringify(part)));
  writeWhole(path, cacheDir, [...sections, Buffer.concat(chunks)]);
}

/** Where each entry's bytes end: where the next begins. */
function endsOf(store: Store): Map<number, number> {
  const offsets = [...store.entries.values()].map((e) => e.offset).sort((a, b) => a - b);
  return new Map(offsets.map((offset, i) => [offset, offsets[i + 1] ?? store.bytes.length]));
}

function writeWhole(path: string, cacheDir: string, sections: readonly Buffer[]): void {
  const content = Buffer.concat(sections);
  const head = `${FORMAT} ${buildStamp()}\n${[crc32(content), ...sections.map((s) => s.length)].join(' ')}\n`;
  makeFolder(cacheDir);
  const ignore = join(cacheDir, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  sweep(cacheDir, basename(path));
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, Buffer.concat([Buffer.from(head), content]));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Step by step: `recursive: true` never returns where a parent is there and says that it is not (`/proc`). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have been faster.
    if (!existsSync(path)) throw error;
  }
}

/** What killed runs left half-written. A temporary file of a run that still writes is left alone. */
function sweep(cacheDir: string, name: string): void {
  for (const other of readdirSync(cacheDir)) {
    const pid = other.startsWith(`${name}.`)
      ? /^(\d+)-[0-9a-f]{8}\.tmp$/.exec(other.slice(name.length + 1))?.[1]
      : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(cacheDir, other), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Stands for the code that makes facts: facts of another build of the tool are not to be trusted. */
function buildStamp(): string {
  const hash = createHash('sha256');
  const own = fileURLToPath(new URL('..', import.meta.url));
  for (const folder of ['', 'code', 'signals', 'cache'])
    for (const name of readdirSync(join(own, folder)).sort()) {
      const { size, mtimeMs } = statSync(join(own, folder, name));
      hash.update(`${folder}/${name} ${size} ${mtimeMs}\n`);
    }
  return hash.digest('hex').slice(0, 16);
}
