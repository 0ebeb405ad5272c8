/**
 * Transactions of one function are known by their order (`place`, `place~2`, `place~3`). When one comes or goes, the numbers of those
 * behind it change: which is which is found by what they tie together, in the same order, so that the one that came is the one
 * that is reported.
 */
import { type BaselineEntry, sortedBy, type ViolationKey } from '../model/index.js';
import type { Candidate } from './rules/candidate.js';

/** Pairs of transactions that are compared in one function. */
const MOST = 10_000;

type Tied<T> = { readonly id: string; readonly ties: ReadonlyMap<string, T> };

/** Candidates that an accepted entry stands for, of functions whose transactions are other ones than in the baseline. */
export function matchRenumbered(
  candidates: readonly Candidate[],
  baseline: readonly BaselineEntry[],
): Map<Candidate, BaselineEntry> {
  const before = byFunction(baseline, (entry) => entry);
  const result = new Map<Candidate, BaselineEntry>();
  for (const [name, now] of before.size === 0 ? [] : byFunction(candidates, ({ key }) => key)) {
    const then = before.get(name) ?? [];
    const isSame = then.length === now.length && then.every(({ id }, i) => id === now[i]!.id);
    if (isSame || then.length * now.length > MOST) continue;
    for (const [old, one] of aligned(then, now))
      for (const [tie, candidate] of one.ties) {
        const entry = old.ties.get(tie);
        if (entry !== undefined) result.set(candidate, entry);
      }
  }
  return result;
}

/** What is left of a function's ties on both sides (its transactions changed places), one for one. */
export function matchWithin(
  candidates: readonly Candidate[],
  open: readonly BaselineEntry[],
): Map<Candidate, BaselineEntry> {
  const keyOf = (key: ViolationKey) => `${functionOf(key)} ${tieOf(key)}`;
  const waiting = new Map<string, BaselineEntry[]>();
  for (const entry of open) {
    if (entry.kind !== 'transaction') continue;
    const key = keyOf(entry);
    waiting.set(key, [...(waiting.get(key) ?? []), entry]);
  }
  const result = new Map<Candidate, BaselineEntry>();
  for (const candidate of waiting.size === 0 ? [] : candidates) {
    const entry = waiting.get(keyOf(candidate.key))?.shift();
    if (entry !== undefined) result.set(candidate, entry);
  }
  return result;
}

function functionOf(key: ViolationKey): string {
  return key.from.replace(/~\d+$/, '');
}

function tieOf(key: ViolationKey): string {
  return JSON.stringify([key.rule, key.fromContext, key.toContext, key.to]);
}

/** The transactions of each function in their order, with what each ties to another context. */
function byFunction<T>(all: readonly T[], keyOf: (one: T) => ViolationKey): Map<string, Tied<T>[]> {
  const found = new Map<string, Map<string, Map<string, T>>>();
  for (const one of all) {
    const key = keyOf(one);
    if (key.kind !== 'transaction') continue;
    const name = functionOf(key);
    const ids = found.get(name) ?? new Map<string, Map<string, T>>();
    const ties = ids.get(key.from) ?? new Map<string, T>();
    ties.set(tieOf(key), one);
    found.set(name, ids.set(key.from, ties));
  }
  const orderOf = (id: string) => Number(/~(\d+)$/.exec(id)?.[1] ?? 1);
  return new Map(
    [...found].map(([name, ids]) => [
      name,
      sortedBy(
        [...ids].map(([id, ties]) => ({ id, ties })),
        ({ id }) => [orderOf(id)],
      ),
    ]),
  );
}

/** Pairs in the same order on both sides that have the most ties in common; of as good ones the first. */
function aligned<A, B>(then: readonly Tied<A>[], now: readonly Tied<B>[]): (readonly [Tied<A>, Tied<B>])[] {
  const best = Array.from({ length: then.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  const alike = then.map((old) => now.map((one) => likeness(old, one)));
  for (let i = then.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      best[i]![j] = Math.max(best[i + 1]![j]!, best[i]![j + 1]!, best[i + 1]![j + 1]! + alike[i]![j]!);
  const pairs: (readonly [Tied<A>, Tied<B>])[] = [];
  let [i, j] = [0, 0];
  while (i < then.length && j < now.length) {
    const both = alike[i]![j]!;
    if (both > 0 && best[i]![j] === best[i + 1]![j + 1]! + both) pairs.push([then[i++]!, now[j++]!]);
    else if (best[i]![j] === best[i]![j + 1]) j++;
    else i++;
  }
  return pairs;
}

/** Ties in common, and half of one more when there are no others. */
function likeness<A, B>(old: Tied<A>, one: Tied<B>): number {
  const common = [...one.ties.keys()].filter((tie) => old.ties.has(tie)).length;
  return common > 0 && common === old.ties.size && common === one.ties.size ? common + 0.5 : common;
}
