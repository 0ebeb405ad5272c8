/** What the next store is written with. */
import type { FileFacts } from '../../model/index.js';
import { bodiesOf, outlineOf } from '../outline.js';
import { createEncoder, type Tables } from './codec.js';
import type { Stamp } from './stamp.js';
import { type Contents, type Entry, factsAt, type Kept, type Store, writeStore } from './store.js';

/** Facts of a file, and what it was when they were made. */
export type Known = { readonly stamp: Stamp; readonly facts: FileFacts };

export type Target = {
  readonly add: (known: Known) => void;
  /** Facts that the store before has, as they lie there. `stamp`: what the file is now. */
  readonly take: (entry: Entry, stamp?: Stamp) => void;
  readonly has: (key: string) => boolean;
  /** Throws what the disk throws. */
  readonly write: (path: string) => void;
};

/** With the tables of the store before, until they have grown by half with strings that may be used no more. */
export function openTarget(store: Store | undefined, contents: Contents | undefined): Target {
  const isGrown = contents !== undefined && contents.tables.strings.length > (store?.fresh ?? 0) * 1.5 + 1000;
  const before = store === undefined || isGrown ? undefined : contents;
  const tables: Tables = before?.tables ?? { strings: [], shapes: [] };
  const encoder = createEncoder(tables);
  const kept = new Map<string, Kept>();
  const add = ({ stamp, facts }: Known): void =>
    void kept.set(stamp.key, { stamp, chunk: encoder.encode([outlineOf(facts), bodiesOf(facts)]) });
  return {
    add,
    take: (entry, stamp = entry) => {
      const { offset, length, key } = entry;
      if (kept.has(key)) return;
      if (before !== undefined) {
        kept.set(key, { stamp, chunk: before.bytes.subarray(offset, offset + length) });
        return;
      }
      const facts = contents === undefined ? undefined : factsAt(contents, entry, false);
      if (facts === undefined) throw new RangeError('damaged');
      add({ stamp, facts });
    },
    has: (key) => kept.has(key),
    write: (path) => {
      const fresh = before === undefined ? tables.strings.length : (store?.fresh ?? 0);
      writeStore(path, [...kept.values()], tables, fresh);
    },
  };
}
