import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callbacksOf, costOf, exactOrder, type OrderProblem } from '../../src/score/order/linear-order.js';
import { lowerBound, searchOrder } from '../../src/score/order/local-search.js';
import { prerequisites, waves } from '../../src/score/order/waves.js';
import { seededRandom } from '../../src/score/random.js';

const problem = (min: number, max: number) =>
  fc.integer({ min, max }).chain((k) =>
    fc.record<OrderProblem>({
      calls: fc
        .array(fc.array(fc.oneof(fc.constant(0), fc.nat(20)), { minLength: k, maxLength: k }), {
          minLength: k,
          maxLength: k,
        })
        .map((m) => m.map((row, i) => row.map((v, j) => (i === j ? 0 : v)))),
      priority: fc.array(fc.double({ min: 0.05, max: 3, noNaN: true }), { minLength: k, maxLength: k }),
      lambda: fc.constantFrom(0, 0.5, 2),
    }),
  );

function bruteForce(p: OrderProblem): number {
  let best = Number.POSITIVE_INFINITY;
  const visit = (order: number[], rest: number[]) => {
    if (rest.length === 0) best = Math.min(best, costOf(p, order));
    for (const item of rest)
      visit(
        [...order, item],
        rest.filter((x) => x !== item),
      );
  };
  visit(
    [],
    p.calls.map((_, i) => i),
  );
  return best;
}

function randomProblem(k: number, seed: number): OrderProblem {
  const random = seededRandom(seed);
  const calls = Array.from({ length: k }, (_, i) =>
    Array.from({ length: k }, (__, j) => (i === j || random() < 0.5 ? 0 : Math.round(random() * 20))),
  );
  return { calls, priority: Array.from({ length: k }, () => 0.2 + random()), lambda: 0.5 };
}

describe('the extraction order', () => {
  it('lets the context that is called leave before the one that calls it', () => {
    expect(
      exactOrder({
        calls: [
          [0, 3],
          [1, 0],
        ],
        priority: [1, 1],
        lambda: 0,
      }).order,
    ).toEqual([1, 0]);
    expect(
      callbacksOf(
        [
          [0, 3],
          [1, 0],
        ],
        [1, 0],
      ),
    ).toBe(1);
  });
  it('lets what matters leave first where calls do not decide', () => {
    expect(
      exactOrder({
        calls: [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ],
        priority: [1, 3, 2],
        lambda: 0.5,
      }).order,
    ).toEqual([1, 2, 0]);
  });
  it('is exact: no permutation of up to 8 contexts costs less', () => {
    fc.assert(
      fc.property(problem(1, 6), (p) => Math.abs(exactOrder(p).cost - bruteForce(p)) < 1e-9),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(problem(7, 8), (p) => Math.abs(exactOrder(p).cost - bruteForce(p)) < 1e-9),
      { numRuns: 2 },
    );
  });
  it('comes within 5 % of the exact order by local search at 12 to 16 contexts, and never below its lower bound', () => {
    for (const [k, seeds] of [
      [12, 12],
      [14, 4],
      [16, 2],
    ] as const) {
      for (let seed = 1; seed <= seeds; seed++) {
        const p = randomProblem(k, seed);
        const exact = exactOrder(p).cost;
        const found = searchOrder(p, 1);
        expect(found.cost).toBeLessThanOrEqual(exact * 1.05);
        expect(found.cost).toBeGreaterThanOrEqual(exact - 1e-9);
        expect(lowerBound(p)).toBeLessThanOrEqual(exact + 1e-9);
      }
    }
  });
  it('orders 60 contexts, each once, the same on every run', () => {
    const p = randomProblem(60, 3);
    const found = searchOrder(p, 1);
    expect([...found.order].sort((a, b) => a - b)).toEqual(p.calls.map((_, i) => i));
    expect(searchOrder(p, 1)).toEqual(found);
    expect(found.isExact).toBe(false);
  });
  it('puts contexts that do not need one another into one wave, up to its size', () => {
    const calls = [
      [0, 0, 0],
      [0, 0, 0],
      [5, 0, 0],
    ];
    const needs = prerequisites(calls, [0, 1, 2]);
    expect(needs).toEqual([[], [], [0]]);
    expect(waves([0, 1, 2], needs, 4)).toEqual([1, 1, 2]);
    expect(waves([0, 1, 2], [[], [], []], 1)).toEqual([1, 2, 3]);
  });
});
