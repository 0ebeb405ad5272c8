/**
 * One last look at tables: what many runs agree on may leave a table with a neighbour that leans on it (`products` with
 * the reviews of products), when the whole of the code that writes it came to lie elsewhere. A table goes to the group
 * that has most of the places that write it, where that group pulls it more than its own does, too. The only table of a group
 * stays: what is left would be named after nothing.
 */
import { isAccessEdge, placeCount, type SystemGraph } from '../../model/index.js';
import { isDomainTable } from '../graph/bookkeeping.js';
import type { Evidence } from '../graph/evidence.js';
import type { Adjacency, Partition } from '../graph/partition.js';
import { pullOf, strongest } from './grouping.js';

/** Of the places that write a table, what one group has at least. */
const MOSTLY = 0.5;

/** Tables are looked at all at once, so that no order matters. */
export function settleTables(graph: SystemGraph, evidence: Evidence, pull: Adjacency, labels: Partition): number[] {
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
    const pulls = pullOf([node], labels, pull);
    return (pulls.get(most) ?? 0) > (pulls.get(label) ?? 0) ? most : label;
  });
}

/** Per table and group the places that write it directly. */
function writesOf(graph: SystemGraph, { indexOf }: Evidence, labels: Partition): Map<number, Map<number, number>> {
  const writes = new Map<number, Map<number, number>>();
  for (const edge of graph.edges) {
    if (!isAccessEdge(edge) || !edge.direct || (edge.kind !== 'write' && edge.kind !== 'delete')) continue;
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    if (from === undefined || to === undefined || labels[from]! < 0) continue;
    const counts = writes.get(to) ?? new Map<number, number>();
    writes.set(to, counts.set(labels[from]!, (counts.get(labels[from]!) ?? 0) + Math.max(1, placeCount(edge))));
  }
  return writes;
}
