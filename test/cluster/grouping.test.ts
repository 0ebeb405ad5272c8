import { describe, expect, it } from 'vitest';
import { joinSatellites } from '../../src/cluster/communities/grouping.js';
import { weightedGraph } from '../../src/cluster/graph/partition.js';

/** Products 0-5, categories 6-7, orders 8-11. */
const labels = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2];
const shop = (toProducts: number, toOrders: number) =>
  weightedGraph(12, [
    [0, 1, 1],
    [6, 7, 2],
    [8, 9, 1],
    [6, 0, toProducts],
    [7, 8, toOrders],
  ]);

describe('a small group beside a large one', () => {
  it('joins it when most of its ties to others go there', () => {
    expect(joinSatellites(shop(2, 0.5), labels, () => true).slice(6, 8)).toEqual([0, 0]);
  });

  it('stays apart when its ties go two ways, when it holds together by itself, and when it may not join', () => {
    expect(joinSatellites(shop(2, 2), labels, () => true)).toEqual(labels);
    expect(joinSatellites(shop(0.5, 0), labels, () => true)).toEqual(labels);
    expect(joinSatellites(shop(2, 0.5), labels, () => false)).toEqual(labels);
  });

  it('never takes in a group more than half its size', () => {
    const even = [0, 0, 0, 3, 3, 3, 1, 1, 2, 2, 2, 2];
    expect(joinSatellites(shop(2, 0.5), even, () => true)).toEqual(even);
  });
});
