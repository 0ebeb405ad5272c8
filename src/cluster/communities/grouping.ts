/**
 * From communities to contexts: tiny ones are folded into the neighbour they are coupled to most, nodes that took no
 * part (parked hubs) are put where most of their weight lies, and what nothing speaks for stays out.
 */
import {
  type Adjacency,
  adjacencyOf,
  canonical,
  membersOf,
  type Partition,
  type WeightedGraph,
} from '../graph/partition.js';

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

const LEAST_TIE = 0.6;
const LEAST_AGAINST_OWN = 1 / 3;
const MOST_OF_TARGET = 0.5;

/**
 * Joins a group to a neighbour at least twice its size that has most of its coupling to others, when that is at least a
 * third of all that holds it: categories to the products they sort. `isJoinable` says which groups may.
 */
export function joinSatellites(
  graph: WeightedGraph,
  partition: Partition,
  isJoinable: (nodes: readonly number[]) => boolean,
): number[] {
  const labels = [...partition];
  const adjacency = adjacencyOf(graph);
  const groups = membersOf(labels.map((label) => Math.max(label, -1)));
  const bySize = groups.map((_, label) => label).sort((a, b) => groups[a]!.length - groups[b]!.length || a - b);
  for (const label of bySize) {
    const nodes = groups[label]!;
    if (nodes.length === 0 || !isJoinable(nodes)) continue;
    const pull = pullOf(nodes, labels, adjacency);
    const target = strongest(pull, label);
    if (target === undefined || nodes.length > MOST_OF_TARGET * groups[target]!.length) continue;
    const own = (pull.get(label) ?? 0) / 2;
    const outside = [...pull].reduce((sum, [other, weight]) => (other === label ? sum : sum + weight), 0);
    const tie = pull.get(target)!;
    if (tie < LEAST_TIE * outside || tie < LEAST_AGAINST_OWN * (tie + own)) continue;
    for (const node of nodes) labels[node] = target;
    groups[target]!.push(...nodes);
    groups[label] = [];
  }
  return labels;
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
