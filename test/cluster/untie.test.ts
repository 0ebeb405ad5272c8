import { describe, expect, it } from 'vitest';
import { stronglyConnected } from '../../src/cluster/figures/strongly-connected.js';
import { type Bond, untyingSteps } from '../../src/cluster/figures/untie.js';
import type { CycleStep } from '../../src/model/index.js';

type Places = Readonly<Record<string, Readonly<Record<string, number>>>>;

function bondsOf(places: Places): Map<string, Map<string, Bond>> {
  const row = (to: Readonly<Record<string, number>>) =>
    new Map(Object.entries(to).map(([name, count]) => [name, { edges: 1, places: count }]));
  return new Map(Object.entries(places).map(([from, to]) => [from, row(to)]));
}

function untie(places: Places): CycleStep[] {
  return untyingSteps(Object.keys(places).sort(), bondsOf(places));
}

describe('what to cut first in a large cycle', () => {
  it('frees first what one line holds, and says how large the rest is', () => {
    const steps = untie({
      bakery: { oven: 5, flour: 4, kiosk: 8 },
      flour: { bakery: 6 },
      kiosk: { bakery: 1 },
      oven: { bakery: 7, flour: 3 },
    });
    expect(steps[0]).toEqual({
      frees: ['kiosk'],
      apart: ['kiosk'],
      cut: [{ from: 'kiosk', to: 'bakery', edges: 1, places: 1 }],
      places: 1,
      left: [3],
    });
    expect(steps.at(-1)?.left).toEqual([]);
  });

  it('counts two contexts that one line frees for more than one that one line frees', () => {
    const steps = untie({
      bakery: { oven: 9, flour: 9, till: 2 },
      flour: { bakery: 9, oven: 9 },
      oven: { bakery: 9, flour: 9 },
      till: { ledger: 5, bakery: 1 },
      ledger: { till: 6, bakery: 1 },
    });
    expect(steps[0]).toMatchObject({ frees: [], apart: ['ledger', 'till'], places: 2, left: [3, 2] });
    expect(steps[1]).toMatchObject({ frees: ['ledger', 'till'], places: 5, left: [3] });
  });

  it('leaves no cycle, cuts nothing that closes none, and tells each step as it is, whatever the graph', () => {
    const next = numbers(7);
    for (let round = 0; round < 30; round++) {
      const names = Array.from({ length: 3 + (next() % 9) }, (_, i) => `shop${String(i).padStart(2, '0')}`);
      const places: Record<string, Record<string, number>> = {};
      names.forEach((name, i) => {
        places[name] = { [names[(i + 1) % names.length]!]: 1 + (next() % 5) };
        for (const other of names) if (other !== name && next() % 4 === 0) places[name]![other] = 1 + (next() % 9);
      });
      expectExact(names, places, untie(places));
    }
  });
});

function expectExact(names: readonly string[], places: Places, steps: readonly CycleStep[]): void {
  const left = new Map(names.map((name) => [name, new Set(Object.keys(places[name]!))]));
  const cycles = () => stronglyConnected(names, (name) => [...left.get(name)!]).filter((part) => part.length > 1);
  for (const { cut, frees, left: sizes, places: count } of steps) {
    const before = cycles();
    for (const { from, to, places: own } of cut) {
      expect(own).toBe(places[from]![to]);
      expect(before.some((part) => part.includes(from) && part.includes(to))).toBe(true);
      left.get(from)!.delete(to);
    }
    const after = cycles();
    expect(after.map((part) => part.length).sort((a, b) => b - a)).toEqual(sizes);
    const tied = new Set(after.flat());
    expect([...new Set(before.flat())].filter((name) => !tied.has(name)).sort()).toEqual([...frees]);
    expect(cut.reduce((sum, one) => sum + one.places, 0)).toBe(count);
    // Any one of them put back closes a cycle through it again.
    for (const { from, to } of cut) {
      left.get(from)!.add(to);
      expect(cycles().some((part) => part.includes(from) && part.includes(to))).toBe(true);
      left.get(from)!.delete(to);
    }
  }
  expect(cycles()).toEqual([]);
}

/** The same numbers on every machine. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state >> 8;
  };
}
