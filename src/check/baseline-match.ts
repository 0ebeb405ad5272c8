/**
 * Candidates against the baseline. Identity is the key. What is left over on both sides may be the same debt under a
 * new name: when the file (table, transaction) an entry names is gone, one candidate with the same rule, contexts and
 * other end takes its place and is reported as moved. One entry stands for one candidate, so a swap or a copy is new.
 */
import { type BaselineEntry, type SystemGraph, sortedBy, type ViolationKey } from '../model/index.js';
import { matchRenumbered, matchWithin } from './renumbered.js';
import type { Candidate } from './rules/candidate.js';
import { hopsOfCycle } from './rules/cycles.js';
import { hopId } from './rules/hops.js';

export type BaselineMatch = {
  /** The entry that accepts a candidate. */
  readonly entryOf: ReadonlyMap<Candidate, BaselineEntry>;
  readonly moved: readonly { readonly entry: BaselineEntry; readonly now: ViolationKey }[];
  readonly stale: readonly BaselineEntry[];
};

export function matchBaseline(
  candidates: readonly Candidate[],
  baseline: readonly BaselineEntry[],
  graph: SystemGraph,
): BaselineMatch {
  const open = new Map(baseline.map((entry) => [keyText(entry), entry]));
  const entryOf = new Map<Candidate, BaselineEntry>();
  const renumbered = matchRenumbered(candidates, baseline);
  const numbered = new Set(renumbered.values());
  for (const candidate of open.size === 0 ? [] : candidates) {
    const same = open.get(keyText(candidate.key));
    const entry = renumbered.get(candidate) ?? (same !== undefined && numbered.has(same) ? undefined : same);
    if (entry !== undefined) entryOf.set(candidate, entry);
  }
  for (const entry of entryOf.values()) open.delete(keyText(entry));
  const exists = open.size === 0 ? new Set<string>() : existing(graph);
  const gone = [...open.values()].filter((e) => !exists.has(e.from) || !exists.has(e.to));
  const moved = matchMoved(
    candidates.filter((c) => !entryOf.has(c)),
    gone,
    exists,
  );
  for (const candidate of candidates) {
    const entry = entryOf.has(candidate) || moved.has(candidate) ? undefined : lessThan(candidate.key, open);
    if (entry !== undefined) moved.set(candidate, entry);
  }
  const accepted = new Set(moved.values());
  const left = candidates.filter((one) => !entryOf.has(one) && !moved.has(one));
  const waiting = [...open.values()].filter((one) => !accepted.has(one));
  for (const [candidate, entry] of matchWithin(left, waiting)) moved.set(candidate, entry);
  for (const [candidate, entry] of renumbered) if (candidate.key.from !== entry.from) moved.set(candidate, entry);
  for (const [candidate, entry] of moved) {
    entryOf.set(candidate, entry);
    open.delete(keyText(entry));
  }
  for (const [candidate, entry] of knownCycles(candidates, baseline, entryOf)) entryOf.set(candidate, entry);
  return {
    entryOf,
    moved: sortedBy(
      [...moved].map(([{ key }, entry]) => ({ entry, now: key })),
      ({ now }) => keysOf(now),
    ),
    stale: sortedBy(open.values(), keysOf),
  };
}

/**
 * A file that reads a table by itself and in joins is one accepted read. When its own reads are gone and the joins are left, that
 * is what remains of the debt, and none that came.
 */
function lessThan(key: ViolationKey, open: ReadonlyMap<string, BaselineEntry>): BaselineEntry | undefined {
  return key.rule === 'join-across' ? open.get(keyText({ ...key, rule: 'foreign-read', kind: 'read' })) : undefined;
}

/** Pairs of contexts, `from to`, of which the baseline knows a dependency. */
export function knownHops(baseline: readonly BaselineEntry[]): Set<string> {
  return new Set(
    baseline.flatMap((e) => (e.rule === 'context-cycle' ? hopsOfCycle(e.from) : [hopId(e.fromContext, e.toContext)])),
  );
}

export function keyText(key: ViolationKey): string {
  return JSON.stringify(keysOf(key));
}

export function keysOf(key: ViolationKey): string[] {
  return [key.rule, key.fromContext, key.toContext, key.from, key.to, key.kind];
}

/** Everything a key can name in the graph as it is now. */
function existing(graph: SystemGraph): Set<string> {
  const names = new Set<string>(['']);
  for (const node of graph.nodes) names.add(node.kind === 'module' ? node.path : node.id);
  for (const transaction of graph.transactions) names.add(transaction.id);
  return names;
}

/** Three rounds, the surest first: only `from` is gone, only `to` is gone, both are gone and kept their file names. */
function matchMoved(
  candidates: readonly Candidate[],
  gone: readonly BaselineEntry[],
  exists: ReadonlySet<string>,
): Map<Candidate, BaselineEntry> {
  const result = new Map<Candidate, BaselineEntry>();
  const taken = new Set<BaselineEntry>();
  const rounds: { applies: (e: BaselineEntry) => boolean; keyOf: (k: ViolationKey) => string }[] = [
    {
      applies: (e) => !exists.has(e.from) && e.rule !== 'context-cycle',
      keyOf: (k) => part(k, fileName(k.from), k.to),
    },
    { applies: (e) => !exists.has(e.from) && e.rule !== 'context-cycle', keyOf: (k) => part(k, inside(k), k.to) },
    { applies: (e) => !exists.has(e.to) && e.rule !== 'context-cycle', keyOf: (k) => part(k, k.from, fileName(k.to)) },
    { applies: (e) => !exists.has(e.to) && e.rule !== 'context-cycle', keyOf: (k) => part(k, k.from, '') },
    {
      applies: (e) => !exists.has(e.from) && !exists.has(e.to) && e.rule !== 'context-cycle',
      keyOf: (k) => part(k, fileName(k.from), fileName(k.to)),
    },
  ];
  for (const { applies, keyOf } of rounds) {
    const byKey = new Map<string, BaselineEntry[]>();
    for (const entry of sortedBy(gone.filter(applies), keysOf)) {
      const key = keyOf(entry);
      byKey.set(key, [...(byKey.get(key) ?? []), entry]);
    }
    for (const candidate of byKey.size === 0 ? [] : candidates) {
      if (result.has(candidate)) continue;
      const entry = byKey.get(keyOf(candidate.key))?.find((e) => !taken.has(e));
      if (entry === undefined) continue;
      result.set(candidate, entry);
      taken.add(entry);
    }
  }
  return result;
}

function part(key: ViolationKey, from: string, to: string): string {
  return JSON.stringify([key.rule, key.fromContext, key.toContext, from, to, key.kind]);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What must stay when a file is renamed: the function of a transaction, the folder of what has no other end, else nothing. */
function inside(key: ViolationKey): string {
  if (key.kind === 'transaction') return key.from.slice(key.from.lastIndexOf('#'));
  return key.to === '' ? key.from.slice(0, key.from.lastIndexOf('/') + 1) : '';
}

/** Cycles that are not listed themselves but consist of hops of accepted cycles. */
function knownCycles(
  candidates: readonly Candidate[],
  baseline: readonly BaselineEntry[],
  entryOf: ReadonlyMap<Candidate, BaselineEntry>,
): Map<Candidate, BaselineEntry> {
  const byHop = new Map<string, BaselineEntry>();
  for (const entry of sortedBy(baseline, keysOf)) {
    if (entry.rule !== 'context-cycle') continue;
    for (const hop of hopsOfCycle(entry.from)) if (!byHop.has(hop)) byHop.set(hop, entry);
  }
  const result = new Map<Candidate, BaselineEntry>();
  for (const candidate of candidates) {
    if (candidate.key.rule !== 'context-cycle' || entryOf.has(candidate)) continue;
    const entries = hopsOfCycle(candidate.key.from).map((hop) => byHop.get(hop));
    if (entries.every((entry) => entry !== undefined)) result.set(candidate, entries[0]!);
  }
  return result;
}
