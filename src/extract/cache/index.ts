/**
 * Facts kept from one run to the next. A file whose size and times are as they were is not opened; one whose content
 * is as it was is not parsed. Whatever goes wrong with the cache costs time, never facts: `close` tells it once.
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFacts, SourceFile } from '../../model/index.js';
import { bodiesOf, outlineOf } from '../outline.js';
import { createEncoder, type Encoder, type Tables } from './codec.js';
import { mentioned } from './mentioned.js';
import {
  type Contents,
  type Entry,
  factsAt,
  type Kept,
  openStore,
  type Stamp,
  type Store,
  type StoreKind,
  storePath,
  writeStore,
} from './store.js';

export type { Stamp } from './store.js';

/** A file changed this shortly before we looked may change again without its times telling. */
const FRESH_MS = 2_000;

export type Cache = {
  /** Whether an earlier run left anything. */
  readonly hasStore: boolean;
  /** What the file is known by, without opening it, when it is as it was. `times`: when they are known already. */
  quick(file: SourceFile, times: string | undefined): Stamp | undefined;
  /** What to know a file with this content by. */
  stamp(file: SourceFile, bytes: Buffer): Stamp;
  /** Facts of a file with that content, when they are known. */
  facts(stamp: Stamp, isOutline: boolean): FileFacts | undefined;
  /** Facts that an earlier run kept of a file as it was then. */
  earlier(key: string, hash: string, isOutline: boolean): FileFacts | undefined;
  /** Whether the store has facts of a file with that content. */
  has(stamp: Stamp | undefined): boolean;
  /** Whether the facts kept of any other file hold the text, in whatever case; also when that cannot be told. */
  mentions(text: string, except: ReadonlySet<string>): boolean;
  /** Leaves everything in the store but what is known of these files, by the keys of their stamps. */
  retain(except: ReadonlySet<string>): void;
  keep(stamp: Stamp, facts: FileFacts): void;
  /** Writes what changed, when asked to; answers what went wrong with the cache in this run, if anything did. */
  close(isWritten: boolean): string | undefined;
};

/** Facts of the run before, by path and stamp. Never throws: a cache that cannot be used is a miss, and says so once. */
export function openCache(cacheDir: string, root: string, kind: StoreKind = 'facts'): Cache {
  const path = storePath(cacheDir, root, kind);
  const { store, problem } = openStore(path);
  const hits = new Map<string, { stamp: Stamp; entry: Entry }>();
  const kept = new Map<string, Kept>();
  let isDamaged = false;
  let isMoved = false;
  let target: Target | undefined;
  const contents = (): Contents | undefined => {
    const found = store?.contents();
    isDamaged ||= store !== undefined && found === undefined;
    return found;
  };
  return {
    hasStore: store !== undefined,
    quick(file, times) {
      const entry = store?.entries.get(keyOf(file));
      if (entry === undefined || entry.times === '') return undefined;
      const now = times === undefined ? timesOf(root, file) : { size: file.size, times };
      return now !== undefined && now.size === entry.size && now.times === entry.times ? entry : undefined;
    },
    stamp: (file, bytes) => stampOf(root, file, bytes),
    facts(stamp, isOutline) {
      const entry = store?.entries.get(stamp.key);
      if (entry === undefined || entry.size !== stamp.size || entry.hash !== stamp.hash) return undefined;
      const from = contents();
      const facts = from === undefined ? undefined : factsAt(from, entry, isOutline);
      if (facts === undefined) return undefined;
      isMoved ||= stamp.times !== entry.times;
      hits.set(entry.key, { stamp, entry });
      return facts;
    },
    earlier(key, hash, isOutline) {
      const entry = store?.entries.get(key);
      const from = entry?.hash === hash ? contents() : undefined;
      return entry === undefined || from === undefined ? undefined : factsAt(from, entry, isOutline);
    },
    has: (stamp) => stamp !== undefined && store?.entries.get(stamp.key)?.hash === stamp.hash,
    mentions(text, except) {
      const from = contents();
      return from === undefined || mentioned(from, [...(store?.entries.values() ?? [])], text, except);
    },
    retain(except) {
      for (const [key, entry] of store?.entries ?? [])
        if (!hits.has(key) && !except.has(fileOf(key))) hits.set(key, { stamp: entry, entry });
    },
    keep(stamp, facts) {
      target ??= openTarget(store, contents());
      kept.set(stamp.key, { stamp, chunk: target.encoder.encode([outlineOf(facts), bodiesOf(facts)]) });
    },
    close(isWritten) {
      let trouble = problem ?? (isDamaged ? 'is damaged' : undefined);
      const isSame = kept.size === 0 && !isMoved && hits.size === store?.entries.size;
      if (isWritten && !isSame) {
        try {
          target ??= openTarget(store, contents());
          const { copy, tables, fresh } = target;
          const all = [
            ...[...hits.values()].map(({ stamp, entry }) => ({ stamp, chunk: copy(entry) })),
            ...kept.values(),
          ];
          writeStore(path, all, tables, fresh());
        } catch (error) {
          trouble ??= `cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
        }
      }
      store?.close();
      return trouble;
    },
  };
}

/** What the next store is written with. */
type Target = {
  readonly tables: Tables;
  readonly encoder: Encoder;
  readonly fresh: () => number;
  /** Bytes of facts that are already stored. */
  readonly copy: (entry: Entry) => Uint8Array;
};

/** The tables of the store before, until they have grown by half with strings that may be used no more. */
function openTarget(store: Store | undefined, contents: Contents | undefined): Target {
  const before = contents?.tables.strings.length ?? 0;
  if (store !== undefined && contents !== undefined && before <= store.fresh * 1.5 + 1000) {
    const { tables, bytes } = contents;
    const copy = ({ offset, length }: Entry) => bytes.subarray(offset, offset + length);
    return { tables, encoder: createEncoder(tables), fresh: () => store.fresh, copy };
  }
  const tables: Tables = { strings: [], shapes: [] };
  const encoder = createEncoder(tables);
  const copy = (entry: Entry): Uint8Array => {
    const facts = contents === undefined ? undefined : factsAt(contents, entry, false);
    if (facts === undefined) throw new RangeError('damaged');
    return encoder.encode([outlineOf(facts), bodiesOf(facts)]);
  };
  return { tables, encoder, fresh: () => tables.strings.length, copy };
}

/** Of all entries of a file the part of the key that they share. */
function fileOf(key: string): string {
  return key.slice(0, key.indexOf('\n'));
}

function keyOf(file: SourceFile): string {
  return `${file.path}\n${file.role} ${file.kind}`;
}

function timesOf(root: string, file: SourceFile): { size: number; times: string } | undefined {
  try {
    const { size, mtimeMs, ctimeMs } = statSync(join(root, file.path));
    return { size, times: `${mtimeMs} ${ctimeMs}` };
  } catch {
    return undefined;
  }
}

function stampOf(root: string, file: SourceFile, bytes: Buffer): Stamp {
  const hash = createHash('sha256').update(bytes).digest('base64').slice(0, 22);
  const now = timesOf(root, file);
  const isSettled = now !== undefined && now.size === bytes.length && isOld(now.times);
  return { key: keyOf(file), size: bytes.length, times: isSettled ? now.times : '', hash };
}

/** Both times, in milliseconds, lie some seconds back. */
function isOld(times: string): boolean {
  return times.split(' ').every((time) => Date.now() - Number(time) > FRESH_MS);
}
