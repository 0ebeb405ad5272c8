/**
 * One last look at single nodes: what many runs agree on may still leave a node in a group that hardly holds it (it came
 * with a neighbour that is in the shared kernel now, or the runs never agreed on it). Such a node goes to the group that
 * pulls it clearly more, when modularity, too, gains by that; all at once, so that no order matters.
 */

import type { Adjacency, Partition, WeightedGraph } from '../graph/partition.js';
import { pullOf, strongest } from './grouping.js';

const CLEARLY_MORE = 1.5;

export function settle(graph: WeightedGraph, pull: Adjacency, partition: Partition, resolution: number): number[] {
  const degree = new Float64Array(graph.size);
  for (const { from, to, weight } of graph.edges) {
    degree[from]! += weight;
    degree[to]! += weight;
  }
  const total = degree.reduce((sum, value) => sum + value, 0);
  const volume = new Map<number, number>();
  partition.forEach((label, node) => {
    volume.set(label, (volume.get(label) ?? 0) + degree[node]!);
  });
  return partition.map((label, node) => {
    if (label < 0) return label;
    const pulls = pullOf([node], partition, pull);
    const own = pulls.get(label) ?? 0;
    if (own === 0) return strongest(pulls) ?? label;
    const expected = (resolution * degree[node]!) / total;
    let best = label;
    let most = own - expected * (volume.get(label)! - degree[node]!);
    for (const [other, weight] of [...pulls].sort((a, b) => a[0] - b[0])) {
      const gain = weight - expected * volume.get(other)!;
      if (other === label || weight < CLEARLY_MORE * own || gain <= most) continue;
      best = other;
      most = gain;
    }
    return best;
  });
}
