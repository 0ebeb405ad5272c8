/**
 * One last look at tables: what many runs agree on may leave a table with a neighbour that leans on it (`products` with
 * the reviews of products), when the whole of the code that writes it came to lie elsewhere. A table goes to the group
 * that has most of the places that insert or update it, where that group pulls it more than its own does, too, or where its
 * own writes it nowhere. The only table of a group stays: what is left would be named after nothing. Tables of a group
 * without any code go to the code that uses them: there is nothing else to call such a group a context for.
 */
import { isAccessEdge, placeCount, type SystemGraph } from '../../model/index.js';
import { isDomainTable } from '../graph/bookkeeping.js';
import type { Evidence } from '../graph/evidence.js';
import { type Adjacency, membersOf, type Partition } from '../graph/partition.js';
import { pullOf, strongest } from './grouping.js';

/** Of the places that write a table, what one group has at least. */
const MOSTLY = 0.5;
/** Places that write it, from which on a group that has none of them does not keep the table. */
const SEVERAL = 3;

/** Tables are looked at all at once, so that no order matters. */
export function settleTables(graph: SystemGraph, evidence: Evidence, pull: Adjacency, found: Partition): number[] {
  const labels = withCode(graph, evidence, pull, found);
  const writes = writesOf(graph, evidence, labels);
  const tables = new Map<number, number>();
  labels.forEach((label, node) => {
    if (isDomainTable(evidence.nodes[node]!)) tables.set(label, (tables.get(label) ?? 0) + 1);
  });
  return labels.map((label, node) => {
    const writers = writes.get(node);
    if (label < 0 || writers === undefined || tables.get(label) === 1) return label;
    const most = strongest(writers)!;
    const all = [...writers.values()].reduce((sum, count) => sum + count, 0);
    if (most === label || writers.get(most)! <= MOSTLY * all) return label;
    if (all >= SEVERAL && !writers.has(label)) return most;
    const pulls = pullOf([node], labels, pull);
    return (pulls.get(most) ?? 0) > (pulls.get(label) ?? 0) ? most : label;
  });
}

/** Groups of tables that only code of other groups touches join the one of these that pulls them most. */
function withCode(graph: SystemGraph, { nodes, indexOf }: Evidence, pull: Adjacency, labels: Partition): number[] {
  const groups = membersOf(labels.map((label) => Math.max(label, -1)));
  const users = new Map<number, Set<number>>();
  for (const edge of graph.edges) {
    const [from, to] = [indexOf.get(edge.from), indexOf.get(edge.to)];
    if (from === undefined || to === undefined || !isAccessEdge(edge) || !edge.direct || edge.kind === 'ddl') continue;
    const label = labels[from]!;
    if (label >= 0) users.set(labels[to]!, (users.get(labels[to]!) ?? new Set<number>()).add(label));
  }
  const homes = new Map<number, number>();
  groups.forEach((members, label) => {
    const using = users.get(label);
    if (using === undefined || members.some((node) => nodes[node]!.kind === 'module')) return;
    const near = [...pullOf(members, labels, pull)].filter(([other]) => using.has(other));
    const home = strongest(new Map(near));
    if (home !== undefined) homes.set(label, home);
  });
  return labels.map((label) => homes.get(label) ?? label);
}

/** Per table and group the places that insert or update it directly; what is deleted may be cleaned up by anybody. */
function writesOf(graph: SystemGraph, { indexOf }: Evidence, labels: Partition): Map<number, Map<number, number>> {
  const writes = new Map<number, Map<number, number>>();
  for (const edge of graph.edges) {
    if (!isAccessEdge(edge) || !edge.direct || edge.kind !== 'write') continue;
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    if (from === undefined || to === undefined || labels[from]! < 0) continue;
    const counts = writes.get(to) ?? new Map<number, number>();
    writes.set(to, counts.set(labels[from]!, (counts.get(labels[from]!) ?? 0) + Math.max(1, placeCount(edge))));
  }
  return writes;
}
