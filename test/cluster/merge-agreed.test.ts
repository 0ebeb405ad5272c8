import { describe, expect, it } from 'vitest';
import { mergeAgreed } from '../../src/cluster/merge-agreed.js';
import { weightedGraph } from '../../src/cluster/partition.js';

/** Bread 0-1, cake 2-3, oven 4-5: neighbours in a row. */
const graph = weightedGraph(6, [
  [0, 1, 1],
  [1, 2, 1],
  [2, 3, 1],
  [3, 4, 1],
  [4, 5, 1],
]);
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

  it('leaves groups apart that no edge connects, whatever the runs say', () => {
    const islands = weightedGraph(4, [
      [0, 1, 1],
      [2, 3, 1],
    ]);
    expect(mergeAgreed(islands, [0, 0, 1, 1], [[0, 0, 0, 0]], 0.5)).toEqual([0, 0, 1, 1]);
  });
});
