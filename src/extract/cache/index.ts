/**
 * Facts kept from one run to the next. A file whose size and times are as they were is not opened; one whose content
 * is as it was is not parsed. Whatever goes wrong with the cache costs time, never facts: `problem` tells it once.
 */
import { createHash } from 'node:crypto';
import { type BigIntStats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFacts, SourceFile } from '../../model/index.js';
import { factsAt, type Kept, openStore, type Stamp, type Store, storePath, writeStore } from './store.js';

export type { Stamp } from './store.js';

/** A file changed this shortly before we looked may change again without its times telling. */
const FRESH_MS = 2_000;

export type Cache = {
  /** Facts without opening the file, when it is as it was. */
  quick(file: SourceFile): FileFacts | undefined;
  /** Facts of a file with this content, when it is known. */
  known(file: SourceFile, bytes: Buffer): FileFacts | undefined;
  /** What to know a file with this content by. */
  stamp(file: SourceFile, bytes: Buffer): Stamp;
  keep(stamp: Stamp, facts: FileFacts): void;
  /** Writes what changed; answers what went wrong with the cache in this run, if anything did. */
  close(): string | undefined;
};

export function openCache(cacheDir: string, root: string): Cache {
  const path = storePath(cacheDir, root);
  const { store, problem } = openStore(path);
  const kept: Kept[] = [];
  let isChanged = store === undefined;
  const find = (file: SourceFile) => store?.entries.get(keyOf(file));
  const hit = (stamp: Stamp, from: Store, entry: Kept['entry']): FileFacts | undefined => {
    const facts = entry === undefined ? undefined : factsAt(from, entry);
    if (facts !== undefined && entry !== undefined) kept.push({ stamp, facts, entry });
    return facts;
  };
  return {
    quick(file) {
      const entry = find(file);
      if (store === undefined || entry === undefined || entry.times === '') return undefined;
      const now = timesOf(root, file);
      return now !== undefined && now.size === entry.size && now.times === entry.times
        ? hit(entry, store, entry)
        : undefined;
    },
    known(file, bytes) {
      const entry = find(file);
      if (store === undefined || entry === undefined || entry.size !== bytes.length) return undefined;
      const stamp = stampOf(root, file, bytes);
      if (stamp.hash !== entry.hash) return undefined;
      isChanged ||= stamp.times !== entry.times;
      return hit(stamp, store, entry);
    },
    stamp: (file, bytes) => stampOf(root, file, bytes),
    keep(stamp, facts) {
      isChanged = true;
      kept.push({ stamp, facts });
    },
    close() {
      if (!isChanged && kept.length === store?.entries.size) return problem;
      try {
        writeStore(path, cacheDir, kept, store);
      } catch (error) {
        return `cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
      }
      return problem;
    },
  };
}

function keyOf(file: SourceFile): string {
  return `${file.path}\n${file.role} ${file.kind}`;
}

function timesOf(root: string, file: SourceFile): { size: number; times: string } | undefined {
  let stats: BigIntStats;
  try {
    stats = statSync(join(root, file.path), { bigint: true });
  } catch {
    return undefined;
  }
  return { size: Number(stats.size), times: `${stats.mtimeNs} ${stats.ctimeNs}` };
}

function stampOf(root: string, file: SourceFile, bytes: Buffer): Stamp {
  const hash = createHash('sha256').update(bytes).digest('base64').slice(0, 22);
  const now = timesOf(root, file);
  const isSettled = now !== undefined && now.size === bytes.length && isOld(now.times);
  return { key: keyOf(file), size: bytes.length, times: isSettled ? now.times : '', hash };
}

/** Both times, in nanoseconds, lie some seconds back. */
function isOld(times: string): boolean {
  return times.split(' ').every((time) => Date.now() - Number(time) / 1e6 > FRESH_MS);
}
