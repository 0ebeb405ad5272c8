/**
 * A context round a single table is rarely one: `refunds` is a part of orders, `revisions` of documents, and a service
 * for each table is a distributed database. Such a group joins the neighbour it leans on, if it leans on one. A handful of
 * files that keep tables and that nobody asks from outside (an entity of statistics and the job that fills it) joins the
 * neighbour it is coupled to most, whichever that is: there would be nothing to call.
 */
import { type GraphNode, sortedBy } from '../../model/index.js';
import { isDomainTable } from '../graph/bookkeeping.js';
import { adjacencyOf, membersOf, type Partition, type WeightedGraph } from '../graph/partition.js';
import { pullOf, strongest } from './grouping.js';

/** Of all coupling to others, what the neighbour has at least. */
const LEAST_SHARE = 0.38;
/** And of what it would have by chance, given how much either is coupled at all. */
const LEAST_LIFT = 0.8;
/** Modules that a group needs to stand alone when it is asked for nothing. */
const LEAST_UNASKED = 5;

/**
 * Smallest first; into the neighbour with the most coupling among those of its size and more. With path evidence a group
 * stays apart from what is in another package: there the team has drawn the line. `asked` are the modules that the outside
 * asks, left out when too few are known to tell anything.
 */
export function joinEntityServices(
  graph: WeightedGraph,
  nodes: readonly GraphNode[],
  partition: Partition,
  usePathEvidence: boolean,
  asked?: ReadonlySet<number>,
): number[] {
  const labels = [...partition];
  const adjacency = adjacencyOf(graph);
  const groups = membersOf(labels.map((label) => Math.max(label, -1)));
  const volume = volumesOf(graph, labels, groups.length);
  const total = volume.reduce((sum, one) => sum + one, 0);
  const packages = groups.map((group) => packageOf(group, nodes));
  const bySize = groups.map((_, label) => label).sort((a, b) => groups[a]!.length - groups[b]!.length || a - b);
  for (const label of bySize) {
    const group = groups[label]!;
    const isUnasked = asked !== undefined && isHandful(group, nodes) && !group.some((node) => asked.has(node));
    if (!isUnasked && !isRoundOneTable(group, nodes)) continue;
    const pull = pullOf(group, labels, adjacency);
    pull.delete(label);
    const outside = [...pull.values()].reduce((sum, weight) => sum + weight, 0);
    const isLeantOn = (other: number, tie: number) =>
      groups[other]!.length >= group.length &&
      (isUnasked || (tie >= LEAST_SHARE * outside && tie * total >= LEAST_LIFT * volume[label]! * volume[other]!)) &&
      (!usePathEvidence || packages[label] === packages[other]);
    const target = strongest(new Map([...pull].filter(([other, tie]) => isLeantOn(other, tie))));
    if (target === undefined) continue;
    for (const node of group) labels[node] = target;
    groups[target]!.push(...group);
    volume[target]! += volume[label]!;
    groups[label] = [];
  }
  return labels;
}

/** Tables, and fewer modules than a context that is asked for nothing needs. */
function isHandful(group: readonly number[], nodes: readonly GraphNode[]): boolean {
  const modules = group.filter((node) => nodes[node]!.kind === 'module').length;
  return modules > 0 && modules < LEAST_UNASKED && group.some((node) => isDomainTable(nodes[node]!));
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

/** The package of most of its modules. */
function packageOf(group: readonly number[], nodes: readonly GraphNode[]): string | undefined {
  const counts = new Map<string, number>();
  for (const at of group) {
    const node = nodes[at]!;
    if (node.kind === 'module') counts.set(node.package, (counts.get(node.package) ?? 0) + 1);
  }
  return sortedBy([...counts], ([name, count]) => [-count, name])[0]?.[0];
}
