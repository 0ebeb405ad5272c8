/**
 * Groups without the substance of a context: no table of their own in a system that has tables, and too few members, or
 * hardly a tie inside. What is left over from many runs looks like this (a parser here, an export there); such groups
 * come and go with single files. Each member joins the group that pulls it most.
 */

import { type Adjacency, membersOf, type Partition, type WeightedGraph } from '../graph/partition.js';
import { pullOf, strongest } from './grouping.js';

/** Members that a group without a table needs: a hundredth of the system, within these. */
const LEAST = { from: 4, to: 12, share: 0.01 } as const;
/** Weight inside / (inside + outside), of structure alone. */
const LEAST_COHESION = 0.15;
/** Members × cohesion, as a share of the least members: few that hardly hold together are no context, though each would do. */
const LEAST_HELD = 0.35;
const ROUNDS = 3;

export function dissolveWeak(
  structure: WeightedGraph,
  pull: Adjacency,
  partition: Partition,
  isTable: (node: number) => boolean,
): number[] {
  const labels = [...partition];
  if (!labels.some((_, node) => isTable(node))) return labels;
  const least = Math.min(LEAST.to, Math.max(LEAST.from, LEAST.share * labels.length));
  const weak = new Set<number>();
  const cohesion = cohesionOf(structure, labels);
  membersOf(labels.map((label) => Math.max(label, -1))).forEach((nodes, label) => {
    if (nodes.length === 0 || nodes.some(isTable)) return;
    const held = cohesion(label);
    if (nodes.length < least || held < LEAST_COHESION || nodes.length * held < LEAST_HELD * least) weak.add(label);
  });
  let homeless = labels.flatMap((label, node) => (weak.has(label) ? [node] : []));
  for (const node of homeless) labels[node] = -1;
  // Those next to a group first, then those next to these.
  for (let round = 0; round < ROUNDS && homeless.length > 0; round++) {
    const targets = homeless.map((node) => strongest(pullOf([node], labels, pull)));
    homeless.forEach((node, i) => {
      labels[node] = targets[i] ?? -1;
    });
    homeless = homeless.filter((node) => labels[node] === -1);
  }
  return labels;
}

function cohesionOf(structure: WeightedGraph, labels: Partition): (label: number) => number {
  const inside = new Map<number, number>();
  const all = new Map<number, number>();
  const add = (map: Map<number, number>, label: number, weight: number) =>
    map.set(label, (map.get(label) ?? 0) + weight);
  for (const { from, to, weight } of structure.edges) {
    const [a, b] = [labels[from]!, labels[to]!];
    add(all, a, weight);
    if (a === b) add(inside, a, weight);
    else add(all, b, weight);
  }
  return (label) => (inside.get(label) ?? 0) / (all.get(label) ?? 1);
}
