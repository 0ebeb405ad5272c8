/**
 * From terms to ranks: priority = impact / (0.2 + 0.8 difficulty), the order that trades call-backs against priority, and
 * how stable both are. The sensitivity test moves every weight by up to 20 % in seeded draws and counts how often the
 * first of the order and the pilot stay the same.
 */
import type { ExtractionOrder, Gate, Score } from '../model/index.js';
import {
  callbacksOf,
  EXACT_LIMIT,
  exactOrder,
  type OrderProblem,
  type OrderSolution,
  totalCalls,
} from './order/linear-order.js';
import { searchOrder } from './order/local-search.js';
import { choosePilot, FIT_WEIGHTS, type PilotFacts } from './pilot.js';
import { seededRandom } from './random.js';
import type { SystemView } from './system-view.js';
import type { Weights } from './weights.js';

const SEED = 1;
const SPREAD = 0.2;
/** Each draw solves the order again: fewer draws where that is slow. */
const DRAWS = { small: 200, large: 100 } as const;

export type Candidate = {
  readonly context: string;
  readonly impact: Score;
  readonly difficulty: Score;
  readonly gates: readonly Gate[];
  readonly pilotFacts: PilotFacts;
};

export function priorityOf(impact: number, difficulty: number): number {
  return impact / (0.2 + 0.8 * difficulty);
}

export function solveOrder(problem: OrderProblem): OrderSolution {
  if (problem.calls.length === 0) return { order: [], cost: 0, isExact: true, bound: 0 };
  return problem.calls.length <= EXACT_LIMIT ? exactOrder(problem) : searchOrder(problem, SEED);
}

/** The problem over `services`, indices of candidates; its own indices count within that list. */
export function orderProblem(
  view: SystemView,
  candidates: readonly Candidate[],
  services: readonly number[],
  lambda: number,
): OrderProblem {
  return {
    calls: services.map((i) => services.map((j) => view.calls[i]![j]!)),
    priority: services.map((i) => priorityOf(candidates[i]!.impact.score, candidates[i]!.difficulty.score)),
    lambda,
  };
}

/** The order's figures beside the usual advice and chance. A random order leaves half of all calls on average. */
export function describeOrder(
  view: SystemView,
  candidates: readonly Candidate[],
  services: readonly number[],
  solution: OrderSolution,
  pilot: string,
  weights: Weights,
): ExtractionOrder {
  const { calls } = orderProblem(view, candidates, services, 0);
  const total = totalCalls(calls);
  const share = (order: readonly number[]) => (total === 0 ? 0 : callbacksOf(calls, order) / total);
  const naive = leastCoupledFirst(calls);
  return {
    callbacksShare: share(solution.order),
    naiveCallbacksShare: share(naive),
    randomCallbacksShare: total === 0 ? 0 : 0.5,
    isExact: solution.isExact,
    gap: solution.isExact || solution.bound <= 0 ? 0 : (solution.cost - solution.bound) / solution.bound,
    naive: naive.map((i) => view.contexts[services[i]!]!),
    sensitivity: sensitivity(view, candidates, services, solution, pilot, weights),
  };
}

/** "Least coupled first", the usual advice, for comparison. */
function leastCoupledFirst(calls: readonly (readonly number[])[]): number[] {
  const coupling = calls.map((row, i) => row.reduce((sum, out, j) => (i === j ? sum : sum + out + calls[j]![i]!), 0));
  return calls.map((_, i) => i).sort((a, b) => coupling[a]! - coupling[b]! || a - b);
}

function sensitivity(
  view: SystemView,
  candidates: readonly Candidate[],
  services: readonly number[],
  base: OrderSolution,
  pilot: string,
  weights: Weights,
): ExtractionOrder['sensitivity'] {
  const k = services.length;
  if (k === 0) return { rank1Held: 0, pilotHeld: 0, draws: 0 };
  const draws = k <= 12 ? DRAWS.small : DRAWS.large;
  const random = seededRandom(SEED);
  let rank1 = 0;
  let held = 0;
  for (let draw = 0; draw < draws; draw++) {
    const moved = candidates.map((c) => moveWeights(c, random, weights));
    const problem = orderProblem(view, moved, services, weights['order.priority'] * factor(random));
    const solution = base.isExact ? exactOrder(problem) : searchOrder(problem, SEED, base.order);
    if (solution.order[0] === base.order[0]) rank1 += 1;
    const fit = FIT_WEIGHTS.map((weight) => weight * factor(random));
    const chosen = choosePilot(
      services.map((i) => ({ facts: moved[i]!.pilotFacts, gates: moved[i]!.gates })),
      fit,
    );
    if (chosen.pilot === pilot) held += 1;
  }
  return { rank1Held: rank1 / draws, pilotHeld: held / draws, draws };
}

function moveWeights(candidate: Candidate, random: () => number, weights: Weights): Candidate {
  const impact = moveTerms(candidate.impact, random);
  const difficulty = moveTerms(candidate.difficulty, random);
  const d = difficulty.score;
  const isMedium = d >= weights['pilot.minDifficulty'] && d <= weights['pilot.maxDifficulty'];
  const gates = candidate.gates.map((g) => (g.name === 'difficulty' ? { ...g, value: d, passed: isMedium } : g));
  const pilotFacts = { ...candidate.pilotFacts, difficulty: d, impact: impact.score };
  return { ...candidate, impact, difficulty, gates, pilotFacts };
}

function moveTerms(score: Score, random: () => number): Score {
  const terms = score.terms.map((t) => ({ ...t, weight: t.weight * factor(random) }));
  const total = terms.reduce((sum, t) => sum + t.weight, 0) || 1;
  return { score: terms.reduce((sum, t) => sum + (t.value * t.weight) / total, 0), terms };
}

function factor(random: () => number): number {
  return 1 + SPREAD * (2 * random() - 1);
}
