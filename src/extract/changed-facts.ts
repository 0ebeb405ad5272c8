/** What the few files that changed since an earlier run said then, as long as the store still has it, and say now. */
import type { FileFacts } from '../model/index.js';
import type { Run } from './index.js';
import { outlineOf } from './outline.js';

export type ChangedFacts = {
  /** Whether the facts of any other file hold the text, in whatever case and as part of whatever; true when not known. */
  readonly isAsked: (name: string) => boolean;
  /** Of all files, as they are now, without the bodies of functions; undefined when they are not all known. */
  readonly outlines: () => readonly FileFacts[] | undefined;
  /** Of one that did not change; undefined when it is not known, or no file of the project. */
  readonly outlineOf: (path: string) => FileFacts | undefined;
  /** Of all files, as they are now; undefined when they are not all known. What is read for it is not read again. */
  readonly whole: () => readonly FileFacts[] | undefined;
  readonly changed: readonly { readonly before: FileFacts; readonly after: FileFacts }[];
  /** Keeps them, with the facts of all other files, for the next run. */
  readonly keep: () => void;
};

/** With more changed files than this all of them are looked at together. */
const MAX_CHANGED = 50;

/** Facts before by the place in `run.files`. `hashes` has a place for each. */
export function changedSince({ cache, files, stamps, options }: Run, hashes: readonly string[]) {
  if (cache === undefined || hashes.length !== files.length) return undefined;
  const places = [...files.keys()].filter((i) => stamps[i]?.hash !== hashes[i]);
  if (places.length > MAX_CHANGED) return undefined;
  const found = new Map<number, FileFacts>();
  for (const i of places) {
    const before = cache.earlier(stamps[i]?.key ?? '', hashes[i] as string, options.isOutline === true);
    if (before === undefined) return undefined;
    found.set(i, before);
  }
  return found;
}

/** The files at these places have been read. */
export function changedFactsOf(run: Run, before: ReadonlyMap<number, FileFacts>, close: () => void): ChangedFacts {
  const changed = [...before].map(([i, was]) => ({ before: was, after: run.facts[i] as FileFacts }));
  const paths = new Set(changed.map(({ after }) => after.path));
  const places = new Map<string, number>();
  const placeOf = (path: string) => {
    if (places.size === 0) for (const [i, file] of run.files.entries()) places.set(file.path, i);
    return places.get(path);
  };
  const isStored = run.files.every((_, i) => before.has(i) || run.cache?.has(run.stamps[i]) === true);
  return {
    changed,
    isAsked: (name) => !isStored || run.cache?.mentions(name, paths) !== false,
    outlines: () => {
      const now = new Map([...before.keys()].map((i) => [i, outlineOf(run.facts[i] as FileFacts)]));
      const all = run.files.map((_, i) => now.get(i) ?? storedOutline(run, i));
      return all.every((facts) => facts !== undefined) ? all : undefined;
    },
    outlineOf: (path) => {
      const i = placeOf(path);
      return i === undefined ? undefined : storedOutline(run, i);
    },
    whole: () => {
      if (run.options.isOutline === true) return undefined;
      for (const [i, stamp] of run.stamps.entries()) {
        const facts = run.facts[i] ?? (stamp && run.cache?.facts(stamp, false));
        if (facts === undefined) return undefined;
        if (run.facts[i] === undefined) run.found++;
        run.facts[i] = facts;
      }
      return run.facts as readonly FileFacts[];
    },
    keep: () => {
      run.cache?.retain();
      close();
    },
  };
}

function storedOutline({ cache, stamps }: Run, i: number): FileFacts | undefined {
  const stamp = stamps[i];
  return stamp === undefined ? undefined : cache?.facts(stamp, true);
}
