/**
 * From communities to contexts: tiny ones are folded into the neighbour they are coupled to most, nodes that took no
 * part (parked hubs) are put where most of their weight lies, and what nothing speaks for stays out.
 */
import { type Adjacency, adjacencyOf, canonical, membersOf, type Partition, type WeightedGraph } from './partition.js';

/** Communities smaller than this are folded. */
export const LEAST_MEMBERS = 3;

/** Folds communities below the least size, smallest first; one without any neighbour is dissolved into -1. */
export function foldTiny(graph: WeightedGraph, partition: Partition, least = LEAST_MEMBERS): number[] {
  const labels = [...partition];
  const adjacency = adjacencyOf(graph);
  const members = membersOf(labels);
  const small = members.map((_, label) => label).filter((label) => members[label]!.length < least);
  small.sort((a, b) => members[a]!.length - members[b]!.length || a - b);
  for (const label of small) {
    const nodes = members[label]!;
    if (nodes.length === 0 || nodes.length >= least) continue;
    const target = strongest(pullOf(nodes, labels, adjacency), label);
    if (target === undefined && nodes.length > 1) continue;
    for (const node of nodes) labels[node] = target ?? -1;
    if (target !== undefined) members[target]!.push(...nodes);
    members[label] = [];
  }
  return canonical(labels);
}

/** Coupling weight of some nodes to each community around them. */
export function pullOf(nodes: readonly number[], labels: Partition, adjacency: Adjacency): Map<number, number> {
  const pull = new Map<number, number>();
  for (const node of nodes) {
    for (let i = adjacency.start[node]!; i < adjacency.start[node + 1]!; i++) {
      const label = labels[adjacency.neighbour[i]!]!;
      if (label >= 0) pull.set(label, (pull.get(label) ?? 0) + adjacency.weight[i]!);
    }
  }
  return pull;
}

/** The community with the most weight, the lowest number on a tie; `except` left out. */
export function strongest(pull: ReadonlyMap<number, number>, except = -1): number | undefined {
  let best: number | undefined;
  for (const [label, weight] of [...pull].sort((a, b) => a[0] - b[0])) {
    if (label !== except && (best === undefined || weight > pull.get(best)!)) best = label;
  }
  return best;
}
