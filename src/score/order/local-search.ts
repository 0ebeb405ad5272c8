/**
 * Orders for more contexts than the exact programme can hold: insertion search (sifting: take one item out, put it back
 * at its best place, until nothing improves) from several starts, and a lower bound to say how far off it can be.
 *
 * Bound on call-backs: every pair pays at least min(W[i][j], W[j][i]); of what is left, every directed triangle must pay
 * its smallest edge once (triangles are packed greedily, each edge's rest shrinking). Bound on places: by priority.
 */
import { seededRandom, shuffled } from '../random.js';
import { costOf, type OrderProblem, type OrderSolution, placeCost, totalCalls } from './linear-order.js';

const RESTARTS = 12;

export function searchOrder(problem: OrderProblem, seed: number, start?: readonly number[]): OrderSolution {
  const random = seededRandom(seed);
  const items = problem.calls.map((_, i) => i);
  const starts = start !== undefined ? [start] : [byPriority(problem), byOutflow(problem)];
  if (start === undefined) for (let i = 0; i < RESTARTS; i++) starts.push(shuffled(items, random));
  let best: { order: number[]; cost: number } | undefined;
  for (const from of starts) {
    const order = sift(problem, from);
    const cost = costOf(problem, order);
    if (best === undefined || cost < best.cost - 1e-12) best = { order, cost };
  }
  const { order, cost } = best!;
  return { order, cost, isExact: false, bound: start === undefined ? Math.min(cost, lowerBound(problem)) : 0 };
}

/** Repeats passes of best insertion until a pass changes nothing. */
function sift(problem: OrderProblem, start: readonly number[]): number[] {
  const total = totalCalls(problem.calls) || 1;
  const unit = problem.lambda / problem.calls.length / (problem.priority.reduce((a, b) => a + b, 0) || 1);
  const order = [...start];
  for (let improved = true; improved; ) {
    improved = false;
    for (let item = 0; item < order.length; item++) {
      const move = bestInsertion(problem, order, item, total, unit);
      if (move === undefined) continue;
      order.splice(order.indexOf(item), 1);
      order.splice(move, 0, item);
      improved = true;
    }
  }
  return order;
}

/** Place (in the order without the item) that lowers the cost most; undefined when none does. Walks both ways once. */
function bestInsertion(
  { calls, priority }: OrderProblem,
  order: readonly number[],
  item: number,
  total: number,
  unit: number,
): number | undefined {
  const at = order.indexOf(item);
  let best = -1e-12;
  let place: number | undefined;
  let delta = 0;
  // Passing `other` swaps a neighbouring pair: one call direction is won, the other lost, and both change places.
  for (let p = at - 1; p >= 0; p--) {
    const other = order[p]!;
    delta += (calls[item]![other]! - calls[other]![item]!) / total + unit * (priority[other]! - priority[item]!);
    if (delta < best) [best, place] = [delta, p];
  }
  delta = 0;
  for (let p = at + 1; p < order.length; p++) {
    const other = order[p]!;
    delta += (calls[other]![item]! - calls[item]![other]!) / total + unit * (priority[item]! - priority[other]!);
    if (delta < best) [best, place] = [delta, p];
  }
  return place;
}

function byPriority({ priority }: OrderProblem): number[] {
  return priority.map((_, i) => i).sort((a, b) => priority[b]! - priority[a]! || a - b);
}

/** Contexts that call out little and are called much leave first (Becker's ratio). */
function byOutflow({ calls }: OrderProblem): number[] {
  const ratio = calls.map((row, i) => {
    const out = row.reduce((a, b) => a + b, 0);
    const back = calls.reduce((sum, other) => sum + other[i]!, 0);
    return (out + 1) / (back + 1);
  });
  return calls.map((_, i) => i).sort((a, b) => ratio[a]! - ratio[b]! || a - b);
}

export function lowerBound(problem: OrderProblem): number {
  const places = byPriority(problem).reduce((sum, item, t) => sum + placeCost(problem, item, t), 0);
  const total = totalCalls(problem.calls);
  return places + (total === 0 ? 0 : callbackBound(problem.calls) / total);
}

function callbackBound(calls: readonly (readonly number[])[]): number {
  const k = calls.length;
  let bound = 0;
  const rest = calls.map((row) => [...row]);
  for (let i = 0; i < k; i++) {
    for (let j = i + 1; j < k; j++) {
      const both = Math.min(rest[i]![j]!, rest[j]![i]!);
      bound += both;
      rest[i]![j]! -= both;
      rest[j]![i]! -= both;
    }
  }
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      for (let c = 0; c < k && rest[a]![b]! > 0; c++) {
        const least = Math.min(rest[a]![b]!, rest[b]![c]!, rest[c]![a]!);
        if (least <= 0) continue;
        bound += least;
        rest[a]![b]! -= least;
        rest[b]![c]! -= least;
        rest[c]![a]! -= least;
      }
    }
  }
  return bound;
}
