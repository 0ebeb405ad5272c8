/**
 * How alike two partitions of the same elements are. Elements are matched by key; those in only one of the two are
 * left out by `ari` and `nmi`. Formulas and directions as in the literature named at each function.
 */
import type { Partition } from '../graph/partition.js';

export type Labels = ReadonlyMap<string, string>;

type Contingency = {
  readonly cells: readonly number[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly n: number;
};

/** Adjusted Rand index (Hubert & Arabie 1985): 1 for equal, about 0 by chance. Two trivial equal partitions give 1. */
export function ari(a: Labels, b: Labels): number {
  return adjustedRand(contingency(a, b));
}

/** The same for two partitions of the same nodes, each community with a number. */
export function ariOfPartitions(a: Partition, b: Partition): number {
  const cells = new Map<number, number>();
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  const raise = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let node = 0; node < a.length; node++) {
    raise(cells, a[node]! * a.length + b[node]!);
    raise(rows, a[node]!);
    raise(columns, b[node]!);
  }
  const countsOf = (counts: ReadonlyMap<number, number>) => [...counts.values()];
  return adjustedRand({ n: a.length, cells: countsOf(cells), rows: countsOf(rows), columns: countsOf(columns) });
}

function adjustedRand({ cells, rows, columns, n }: Contingency): number {
  const pairs = (x: number) => (x * (x - 1)) / 2;
  const index = sum(cells.map(pairs));
  const rowPairs = sum(rows.map(pairs));
  const columnPairs = sum(columns.map(pairs));
  const all = pairs(n);
  const expected = all === 0 ? 0 : (rowPairs * columnPairs) / all;
  const best = (rowPairs + columnPairs) / 2;
  return best === expected ? 1 : (index - expected) / (best - expected);
}

/** Mutual information over the mean of the two entropies (arithmetic mean), 0..1; 1 when both are one cluster. */
export function nmi(a: Labels, b: Labels): number {
  const table = contingency(a, b);
  const h = (counts: readonly number[]) => -sum(counts.map((x) => (x / table.n) * Math.log(x / table.n)));
  const mean = (h(table.rows) + h(table.columns)) / 2;
  return mean === 0 ? 1 : (h(table.rows) + h(table.columns) - h(table.cells)) / mean;
}

/**
 * MoJoFM (Wen & Tzerpos 2004), 0..100, from `found` to `truth`: 1 - mno(found, truth) / max mno(., truth). A truth
 * element that `found` does not have counts as one of a single extra "unobserved" cluster.
 */
export function mojoFm(found: Labels, truth: Labels): number {
  const complete = new Map(
    [...truth.keys()].map((key) => [key, found.has(key) ? `c ${found.get(key)}` : 'unobserved']),
  );
  const most = maxMoveJoin(truth);
  return most === 0 ? 100 : 100 * (1 - moveJoin(complete, truth) / most);
}

/** Moves and joins that turn `a` into `b`: (n - sum of best overlaps) + (clusters of a - matched clusters of b). */
function moveJoin(a: Labels, b: Labels): number {
  const overlaps = new Map<string, Map<string, number>>();
  for (const [key, left] of a) {
    const row = overlaps.get(left) ?? new Map<string, number>();
    overlaps.set(left, row);
    const right = b.get(key)!;
    row.set(right, (row.get(right) ?? 0) + 1);
  }
  let kept = 0;
  const candidates: string[][] = [];
  for (const row of overlaps.values()) {
    const best = Math.max(...row.values());
    kept += best;
    candidates.push([...row].filter(([, count]) => count === best).map(([right]) => right));
  }
  return a.size - kept + (overlaps.size - maximumMatching(candidates));
}

/** Size of a maximum matching of rows to distinct candidates (augmenting paths). */
function maximumMatching(candidates: readonly (readonly string[])[]): number {
  const rowOf = new Map<string, number>();
  const augment = (row: number, seen: Set<string>): boolean => {
    for (const candidate of candidates[row]!) {
      if (seen.has(candidate)) continue;
      seen.add(candidate);
      const holder = rowOf.get(candidate);
      if (holder === undefined || augment(holder, seen)) {
        rowOf.set(candidate, row);
        return true;
      }
    }
    return false;
  };
  return candidates.reduce((size, _, row) => size + (augment(row, new Set()) ? 1 : 0), 0);
}

/** n - g0, where g0 grows by one for every truth cluster size, ascending, that exceeds it. */
function maxMoveJoin(truth: Labels): number {
  const sizes = [...countBy(truth.values()).values()].sort((x, y) => x - y);
  let groups = 0;
  for (const size of sizes) if (size > groups) groups++;
  return truth.size - groups;
}

function contingency(a: Labels, b: Labels): Contingency {
  const keys = [...a.keys()].filter((key) => b.has(key));
  return {
    n: keys.length,
    cells: [...countBy(keys.map((key) => JSON.stringify([a.get(key), b.get(key)]))).values()],
    rows: [...countBy(keys.map((key) => a.get(key)!)).values()],
    columns: [...countBy(keys.map((key) => b.get(key)!)).values()],
  };
}

function countBy(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
