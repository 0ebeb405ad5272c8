/**
 * A context round a single table is rarely one: `refunds` is a part of orders, `revisions` of documents, and a service
 * for each table is a distributed database. Such a group joins the neighbour it leans on, if it leans on one.
 */
import type { GraphNode } from '../model/index.js';
import { isDomainTable } from './bookkeeping.js';
import { pullOf, strongest } from './grouping.js';
import { adjacencyOf, membersOf, type Partition, type WeightedGraph } from './partition.js';

/** Of all coupling to others, what the neighbour has at least. */
const LEAST_SHARE = 0.25;
/** And of what it would have by chance, given how much either is coupled at all. */
const LEAST_LIFT = 0.8;

/**
 * Smallest first; into the neighbour with the most coupling among those of its size and more. With path evidence a group
 * stays apart from what shares no package with it: there the team has drawn the line.
 */
export function joinEntityServices(
  graph: WeightedGraph,
  nodes: readonly GraphNode[],
  partition: Partition,
  usePathEvidence: boolean,
): number[] {
  const labels = [...partition];
  const adjacency = adjacencyOf(graph);
  const groups = membersOf(labels.map((label) => Math.max(label, -1)));
  const volume = volumesOf(graph, labels, groups.length);
  const total = volume.reduce((sum, one) => sum + one, 0);
  const packages = groups.map((group) => packagesOf(group, nodes));
  const bySize = groups.map((_, label) => label).sort((a, b) => groups[a]!.length - groups[b]!.length || a - b);
  for (const label of bySize) {
    const group = groups[label]!;
    if (!isRoundOneTable(group, nodes)) continue;
    const pull = pullOf(group, labels, adjacency);
    pull.delete(label);
    const outside = [...pull.values()].reduce((sum, weight) => sum + weight, 0);
    const isLeantOn = (other: number, tie: number) =>
      groups[other]!.length >= group.length &&
      tie >= LEAST_SHARE * outside &&
      tie * total >= LEAST_LIFT * volume[label]! * volume[other]! &&
      (!usePathEvidence || [...packages[label]!].some((one) => packages[other]!.has(one)));
    const target = strongest(new Map([...pull].filter(([other, tie]) => isLeantOn(other, tie))));
    if (target === undefined) continue;
    for (const node of group) labels[node] = target;
    for (const one of packages[label]!) packages[target]!.add(one);
    groups[target]!.push(...group);
    volume[target]! += volume[label]!;
    groups[label] = [];
  }
  return labels;
}

/** Tables of pairs belong to the table they join. */
function isRoundOneTable(group: readonly number[], nodes: readonly GraphNode[]): boolean {
  const tables = group.map((node) => nodes[node]!).filter(isDomainTable);
  return (
    tables.length > 0 && tables.filter((node) => node.kind === 'table' && node.tableKind !== 'junction').length <= 1
  );
}

function volumesOf(graph: WeightedGraph, labels: Partition, count: number): number[] {
  const volume = new Array<number>(count).fill(0);
  for (const { from, to, weight } of graph.edges) {
    if (labels[from]! < 0 || labels[to]! < 0) continue;
    volume[labels[from]!]! += weight;
    volume[labels[to]!]! += weight;
  }
  return volume;
}

function packagesOf(group: readonly number[], nodes: readonly GraphNode[]): Set<string> {
  return new Set(
    group.flatMap((node) => {
      const one = nodes[node]!;
      return one.kind === 'module' ? [one.package] : [];
    }),
  );
}
