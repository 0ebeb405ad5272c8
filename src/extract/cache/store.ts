/**
 * The store of a project's facts: one file in the cache folder. Written whole to a temporary file that is then renamed,
 * so that two runs at once, or one killed, leave a whole store. The index says what is there; the facts themselves are
 * read when the first is asked for. Anything odd (other format, other build, truncated, garbled) is a miss.
 *
 *     msa-map facts 3 <build>\n
 *     <crc32 of index> <crc32 of the rest> <bytes of index> <bytes of strings> <bytes of shapes> <bytes of facts>\n
 *     index (JSON) · strings (JSON) · shapes (JSON) · facts (codec: per file its outline and its bodies)
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { cachePath, ownBuild, writeCacheFile } from '../../disk/index.js';
import type { FileFacts } from '../../model/index.js';
import { type Bodies, withBodies } from '../outline.js';
import { decode, type Tables } from './codec.js';
import type { Stamp } from './stamp.js';

const FORMAT = 'msa-map facts 3';
/** Both lines of the head fit in here. */
const MAX_HEAD = 256;

/** Where in the store the facts lie. */
export type Entry = Stamp & { readonly offset: number; readonly length: number };

export type Contents = {
  readonly tables: Tables;
  readonly bytes: Uint8Array;
};

export type Store = {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Number of strings when the tables were last made anew; they only grow until then. */
  readonly fresh: number;
  /** Reads the facts; undefined when they are damaged. */
  readonly contents: () => Contents | undefined;
  readonly close: () => void;
};

export type OpenResult = { readonly store?: Store; readonly problem?: string };

const DAMAGED: OpenResult = { problem: 'is damaged' };

/** What a store holds: facts of all files, or what linking modules alone needs of them. */
export type StoreKind = 'facts' | 'modules';

/** File of a project's store; named by its root, so that projects may share a cache folder. */
export function storePath(cacheDir: string, root: string, kind: StoreKind | `${StoreKind}-recent`): string {
  return cachePath(cacheDir, kind, root, 'bin');
}

/** Never throws: what cannot be read is a problem to report, a store of another build is just a miss. */
export function openStore(path: string): OpenResult {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? {} : { problem: `cannot be read (${code})` };
  }
  let result: OpenResult;
  try {
    result = readIndex(file);
  } catch {
    result = DAMAGED;
  }
  if (result.store === undefined) closeSync(file);
  return result;
}

function readIndex(file: number): OpenResult {
  const head = readAt(file, 0, Math.min(MAX_HEAD, fstatSync(file).size));
  const first = head.indexOf(10);
  const second = head.indexOf(10, first + 1);
  if (first < 0 || second < 0) return DAMAGED;
  const magic = head.toString('latin1', 0, first);
  if (!magic.startsWith('msa-map facts ')) return { problem: 'is not a cache of this tool' };
  if (magic !== `${FORMAT} ${buildStamp()}`) return {};
  const numbers = head
    .toString('latin1', first + 1, second)
    .split(' ')
    .map(Number);
  const [indexSum, restSum, ...lengths] = numbers as [number, number, ...number[]];
  const total = lengths.reduce((sum, n) => sum + n, second + 1);
  if (lengths.length !== 4 || total !== fstatSync(file).size) return DAMAGED;
  const index = readAt(file, second + 1, lengths[0] as number);
  if (crc32(index) !== indexSum) return DAMAGED;
  const { fresh, entries } = JSON.parse(index.toString()) as { fresh: number; entries: Entry[] };
  const start = second + 1 + index.length;
  let contents: Contents | undefined;
  let isRead = false;
  return {
    store: {
      entries: new Map(entries.map((e) => [e.key, e])),
      fresh,
      contents: () => {
        if (!isRead) contents = readContents(file, start, total - start, restSum, lengths.slice(1));
        isRead = true;
        return contents;
      },
      close: () => closeSync(file),
    },
  };
}

function readContents(file: number, start: number, length: number, sum: number, lengths: readonly number[]) {
  try {
    const rest = readAt(file, start, length);
    if (crc32(rest) !== sum) return undefined;
    const [strings, shapes] = lengths as [number, number];
    const parse = (from: number, to: number): unknown => JSON.parse(rest.toString('utf8', from, to));
    const tables = { strings: parse(0, strings), shapes: parse(strings, strings + shapes) } as Tables;
    return { tables, bytes: rest.subarray(strings + shapes) };
  } catch {
    return undefined;
  }
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, bytes, done, length - done, position + done);
    if (count === 0) throw new RangeError('truncated');
    done += count;
  }
  return bytes;
}

/** Facts of an entry, or its outline; undefined when the store turns out to be damaged after all. */
export function factsAt({ tables, bytes }: Contents, { offset }: Entry, isOutline: boolean): FileFacts | undefined {
  try {
    if (isOutline) return decode(tables, bytes, offset, true) as FileFacts;
    const [outline, bodies] = decode(tables, bytes, offset) as [FileFacts, Bodies];
    return withBodies(outline, bodies);
  } catch {
    return undefined;
  }
}

/** Facts of one file, as they are written. */
export type Kept = { readonly stamp: Stamp; readonly chunk: Uint8Array };

/** Writes the facts of all files. Throws what the disk throws. */
export function writeStore(path: string, kept: readonly Kept[], tables: Tables, fresh: number): void {
  const entries: Entry[] = [];
  let offset = 0;
  for (const { stamp, chunk } of kept) {
    const { key, size, times, hash } = stamp;
    entries.push({ key, size, times, hash, offset, length: chunk.length });
    offset += chunk.length;
  }
  const [index, strings, shapes] = [{ fresh, entries }, tables.strings, tables.shapes].map((part) =>
    Buffer.from(JSON.stringify(part)),
  ) as [Buffer, Buffer, Buffer];
  const rest = Buffer.concat([strings, shapes, ...kept.map(({ chunk }) => chunk)]);
  const numbers = [crc32(index), crc32(rest), index.length, strings.length, shapes.length, offset];
  writeCacheFile(path, [Buffer.from(`${FORMAT} ${buildStamp()}\n${numbers.join(' ')}\n`), index, rest]);
}

/** Facts of another build of the tool are not to be trusted. */
function buildStamp(): string {
  return createHash('sha256').update(ownBuild('facts')).digest('hex').slice(0, 16);
}
