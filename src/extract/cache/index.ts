/**
 * Facts kept from one run to the next. A file whose size and times are as they were is not opened; one whose content
 * is as it was is not parsed. Whatever goes wrong with the cache costs time, never facts: `close` tells it once.
 *
 * There are two stores: of all files, and of the few that were saved since that was written. What the second says of a
 * file comes before what the first says; both know what a file held when it said so, so any two of them fit together.
 */
import { rmSync } from 'node:fs';
import type { FileFacts, SourceFile } from '../../model/index.js';
import { mentioned } from './mentioned.js';
import { fileOf, keyOf, type Stamp, stampOf, timesOf } from './stamp.js';
import { type Contents, type Entry, factsAt, openStore, type Store, type StoreKind, storePath } from './store.js';
import { type Known, openTarget, type Target } from './target.js';

export type { Stamp } from './stamp.js';

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
  /** Leaves in the stores what was not asked for; else it is taken for facts of files that are gone. */
  retain(): void;
  keep(stamp: Stamp, facts: FileFacts): void;
  /** Writes what changed, when asked to; answers what went wrong with the cache in this run, if anything did. */
  close(isWritten: boolean): string | undefined;
};

/** With more files than this in the second store all are written to the first. */
const MAX_RECENT = 50;

type Hit = { readonly stamp: Stamp; readonly entry: Entry; readonly from: Store };

/** Facts of the run before, by path and stamp. Never throws: a cache that cannot be used is a miss, and says so once. */
export function openCache(cacheDir: string, root: string, kind: StoreKind = 'facts'): Cache {
  const paths = { all: storePath(cacheDir, root, kind), recent: storePath(cacheDir, root, `${kind}-recent`) };
  const { store, problem } = openStore(paths.all);
  const { store: recent, problem: trouble } = store === undefined ? {} : openStore(paths.recent);
  const stores = [recent, store].filter((one) => one !== undefined);
  const hits = new Map<string, Hit>();
  const fresh = new Map<string, Known>();
  let target: Target | undefined;
  let isDamaged = false;
  let isRetained = false;
  const contents = (from: Store): Contents | undefined => {
    const found = from.contents();
    isDamaged ||= found === undefined;
    return found;
  };
  const entryOf = (key: string): Entry | undefined => recent?.entries.get(key) ?? store?.entries.get(key);
  const holding = (key: string, hash: string) => stores.find(({ entries }) => entries.get(key)?.hash === hash);
  const factsIn = (from: Store, key: string, isOutline: boolean): FileFacts | undefined => {
    const found = contents(from);
    return found === undefined ? undefined : factsAt(found, from.entries.get(key) as Entry, isOutline);
  };
  const toAll = (): Target => {
    target ??= openTarget(store, store && contents(store));
    for (const known of fresh.values()) target.add(known);
    fresh.clear();
    return target;
  };
  const isAsked = (key: string): boolean => hits.has(key) || fresh.has(key);
  const close = (): void => {
    const moved = [...hits.values()].filter(({ stamp, entry }) => stamp.times !== entry.times);
    const isAll = isRetained || stores.every(({ entries }) => [...entries.keys()].every(isAsked));
    if (target === undefined && isAll && moved.length + fresh.size === 0) return;
    const changed = new Set([...moved.map(({ entry }) => entry.key), ...fresh.keys()]);
    const stay = [...(recent?.entries.values() ?? [])].filter(({ key }) => !changed.has(key));
    const isFew = store !== undefined && target === undefined && stay.length + changed.size <= MAX_RECENT;
    if (isFew && isAll && !isDamaged) writeRecent(stay, moved);
    else writeAll();
  };
  const writeRecent = (stay: readonly Entry[], moved: readonly Hit[]): void => {
    const next = openTarget(recent, recent && contents(recent));
    for (const entry of stay) next.take(entry);
    for (const hit of moved) next.add({ stamp: hit.stamp, facts: wholeFacts(hit) });
    for (const known of fresh.values()) next.add(known);
    next.write(paths.recent);
  };
  const writeAll = (): void => {
    const all = toAll();
    if (isRetained) retainAll();
    for (const { stamp, entry, from } of hits.values()) {
      if (from === store) all.take(entry, stamp);
      else all.add({ stamp, facts: wholeFacts({ entry, from }) });
    }
    all.write(paths.all);
    rmSync(paths.recent, { force: true });
  };
  const wholeFacts = ({ entry, from }: Pick<Hit, 'entry' | 'from'>): FileFacts => {
    const facts = factsIn(from, entry.key, false);
    if (facts === undefined) throw new RangeError('damaged');
    return facts;
  };
  const retainAll = (): void => {
    for (const from of stores)
      for (const [key, entry] of from.entries)
        if (!hits.has(key) && target?.has(key) !== true) hits.set(key, { stamp: entry, entry, from });
  };
  return {
    hasStore: store !== undefined,
    quick(file, times) {
      const entry = entryOf(keyOf(file));
      if (entry === undefined || entry.times === '') return undefined;
      const now = times === undefined ? timesOf(root, file) : { size: file.size, times };
      return now !== undefined && now.size === entry.size && now.times === entry.times ? entry : undefined;
    },
    stamp: (file, bytes) => stampOf(root, file, bytes),
    facts(stamp, isOutline) {
      const from = holding(stamp.key, stamp.hash);
      const entry = from?.entries.get(stamp.key);
      if (from === undefined || entry === undefined || entry.size !== stamp.size) return undefined;
      const facts = factsIn(from, stamp.key, isOutline);
      if (facts !== undefined) hits.set(entry.key, { stamp, entry, from });
      return facts;
    },
    earlier(key, hash, isOutline) {
      const from = holding(key, hash);
      return from === undefined ? undefined : factsIn(from, key, isOutline);
    },
    has: (stamp) => stamp !== undefined && holding(stamp.key, stamp.hash) !== undefined,
    mentions(text, except) {
      const newer = new Set([...except, ...[...(recent?.entries.keys() ?? [])].map(fileOf)]);
      if (stores.length === 0) return true;
      return stores.some((from) => {
        const found = contents(from);
        return (
          found === undefined || mentioned(found, [...from.entries.values()], text, from === recent ? except : newer)
        );
      });
    },
    retain() {
      isRetained = true;
    },
    keep(stamp, facts) {
      if (target === undefined) fresh.set(stamp.key, { stamp, facts });
      else target.add({ stamp, facts });
      if (store === undefined || fresh.size > MAX_RECENT) toAll();
    },
    close(isWritten) {
      let wrong = problem ?? trouble;
      try {
        if (isWritten) close();
      } catch (error) {
        wrong ??= isDamaged
          ? undefined
          : `cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
      }
      for (const one of stores) one.close();
      return wrong ?? (isDamaged ? 'is damaged' : undefined);
    },
  };
}
