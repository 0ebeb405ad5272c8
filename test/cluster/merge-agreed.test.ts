import { describe, expect, it } from 'vitest';
import { mergeAgreed } from '../../src/cluster/communities/merge-agreed.js';
import { weightedGraph } from '../../src/cluster/graph/partition.js';

/** Bread 0-1, cake 2-3, oven 4-5: neighbours in a row, `between` them a weight against 11 inside each. */
const inARow = (between: number) =>
  weightedGraph(6, [
    [0, 1, 11],
    [1, 2, between],
    [2, 3, 11],
    [3, 4, between],
    [4, 5, 11],
  ]);
/** An eighth of what bread has goes to the cake: as usual. */
const graph = inARow(3);
const fine = [0, 0, 1, 1, 2, 2];
const breadWithCake = [0, 0, 0, 0, 1, 1];
const cakeWithOven = [0, 0, 1, 1, 1, 1];
const apart = [0, 0, 1, 1, 2, 2];

describe('joining what most runs keep together', () => {
  it('joins two groups that two of three runs join, and leaves the third where one run put it', () => {
    expect(mergeAgreed(graph, fine, [breadWithCake, breadWithCake, cakeWithOven], 0.5)).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it('joins nothing that fewer runs agree on than asked for', () => {
    expect(mergeAgreed(graph, fine, [breadWithCake, cakeWithOven, apart], 0.5)).toEqual(fine);
    expect(mergeAgreed(graph, fine, [breadWithCake, cakeWithOven, apart], 0.3)[2]).toBe(0);
  });

  it('joins what is tied more than usual where only half of the runs do, and parts what is tied less', () => {
    const twoMinds = [breadWithCake, apart];
    expect(mergeAgreed(graph, fine, twoMinds, 0.6)).toEqual(fine);
    expect(mergeAgreed(inARow(6), fine, twoMinds, 0.6)).toEqual(breadWithCake);
    expect(mergeAgreed(graph, fine, twoMinds, 0.45)).toEqual(breadWithCake);
    expect(mergeAgreed(inARow(1), fine, twoMinds, 0.45)).toEqual(fine);
  });

  it('joins what all runs keep together and parts what none does, whatever the tie', () => {
    expect(mergeAgreed(inARow(0.1), fine, [breadWithCake], 0.6)).toEqual(breadWithCake);
    expect(mergeAgreed(inARow(100), fine, [apart], 0.6)).toEqual(fine);
  });

  it('leaves groups apart that no edge connects, whatever the runs say', () => {
    const islands = weightedGraph(4, [
      [0, 1, 1],
      [2, 3, 1],
    ]);
    expect(mergeAgreed(islands, [0, 0, 1, 1], [[0, 0, 0, 0]], 0.5)).toEqual([0, 0, 1, 1]);
  });
});
