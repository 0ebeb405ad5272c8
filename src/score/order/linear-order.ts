/**
 * The linear ordering problem: in which order do K contexts leave the monolith, so that few calls go back into it and
 * what matters leaves early?
 *
 *   cost(π) = Σ_{i before j} W[i][j] / ΣW  +  λ Σ_t (t / K) P[π_t] / ΣP        t = 1 … K
 *
 * W[i][j] is the weight of calls of i into j: while i is out and j still inside, they are call-backs. P is a priority
 * (impact over difficulty); counting places as t / K keeps that term within 0..1 for any K. Both terms are additive, so
 * that a dynamic programme over sets is exact: O(2^K K) time with row sums, fine to K = 16.
 * Worked example: W = [[0,3],[1,0]], λ = 0. Order 0,1 leaves 3 call-backs, order 1,0 leaves 1 of 4: the share is 0.25.
 */
export type OrderProblem = {
  readonly calls: readonly (readonly number[])[];
  readonly priority: readonly number[];
  readonly lambda: number;
};

export type OrderSolution = {
  readonly order: readonly number[];
  readonly cost: number;
  readonly isExact: boolean;
  /** Lower bound of the cost; equals the cost when exact. */
  readonly bound: number;
};

export const EXACT_LIMIT = 16;

export function totalCalls(calls: readonly (readonly number[])[]): number {
  let sum = 0;
  for (let i = 0; i < calls.length; i++) for (let j = 0; j < calls.length; j++) if (i !== j) sum += calls[i]![j]!;
  return sum;
}

/** Weight of calls from a context that is out into one that is still inside, over the whole order. */
export function callbacksOf(calls: readonly (readonly number[])[], order: readonly number[]): number {
  let sum = 0;
  for (let a = 0; a < order.length; a++) {
    for (let b = a + 1; b < order.length; b++) sum += calls[order[a]!]![order[b]!]!;
  }
  return sum;
}

export function costOf(problem: OrderProblem, order: readonly number[]): number {
  const total = totalCalls(problem.calls);
  const placed = order.reduce((sum, item, t) => sum + placeCost(problem, item, t), 0);
  return (total === 0 ? 0 : callbacksOf(problem.calls, order) / total) + placed;
}

/** Cost of standing at place `t` (0-based). */
export function placeCost({ priority, lambda }: OrderProblem, item: number, t: number): number {
  const total = priority.reduce((a, b) => a + b, 0);
  return total === 0 ? 0 : (lambda * (t + 1) * priority[item]!) / priority.length / total;
}

/** Exact for up to 16 contexts. Ties go to the smaller index at each place, so that the result is one and the same. */
export function exactOrder(problem: OrderProblem): OrderSolution {
  const k = problem.calls.length;
  const total = totalCalls(problem.calls) || 1;
  const size = 1 << k;
  const best = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const last = new Int8Array(size).fill(-1);
  const into = callsIntoRest(problem.calls, total);
  const placed = problem.calls.map((_, item) => problem.calls.map((__, t) => placeCost(problem, item, t)));
  best[0] = 0;
  for (let mask = 0; mask < size - 1; mask++) {
    const t = popCount(mask);
    for (let i = 0; i < k; i++) {
      if (mask & (1 << i)) continue;
      const next = mask | (1 << i);
      const cost = best[mask]! + into[i]![next]! + placed[i]![t]!;
      if (cost < best[next]! - 1e-12) {
        best[next] = cost;
        last[next] = i;
      }
    }
  }
  const order: number[] = [];
  for (let mask = size - 1; mask > 0; mask &= ~(1 << last[mask]!)) order.unshift(last[mask]!);
  const cost = costOf(problem, order);
  return { order, cost, isExact: true, bound: cost };
}

/** `result[i][mask]`: share of calls of i into contexts outside `mask`; each from the mask without its lowest bit. */
function callsIntoRest(calls: readonly (readonly number[])[], total: number): Float64Array[] {
  const size = 1 << calls.length;
  return calls.map((row, i) => {
    const rest = new Float64Array(size);
    rest[0] = row.reduce((sum, value, j) => (j === i ? sum : sum + value), 0) / total;
    for (let mask = 1; mask < size; mask++) {
      const low = 31 - Math.clz32(mask & -mask);
      rest[mask] = rest[mask & (mask - 1)]! - (low === i ? 0 : row[low]! / total);
    }
    return rest;
  });
}

function popCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
