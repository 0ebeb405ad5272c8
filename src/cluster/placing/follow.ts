/**
 * Puts modules of the front end with the context they talk to: by imports, types and names they share with it, and by the
 * same of what stands around them. Label propagation (Zhu, Ghahramani & Lafferty 2003) on the coupling graph, the
 * clustered nodes fixed: each of the others has the mean of its neighbours' shares, a little less with every step away.
 * What many contexts share (a table widget) or what is far from all (a landing page) follows none.
 */
import { type Adjacency, adjacencyOf, type Partition, type WeightedGraph } from '../graph/partition.js';

const ROUNDS = 16;
/** What one step passes on. */
const PASSED_ON = 0.85;
/** How much must reach a module at all; and of that, the part that one context must have beyond what it has of all. */
const LEAST_REACHED = 0.2;
const LEAST_BEYOND = 0.3;
/** Of a node that follows nobody. */
const NO_ROW = -1;

export type Followed = { readonly labels: number[]; readonly share: readonly number[] };

/** Labels with the followers placed, the others as they were; a follower that follows none gets `none`. */
export function follow(
  graph: WeightedGraph,
  labels: Partition,
  followers: ReadonlySet<number>,
  none: number,
): Followed {
  const adjacency = adjacencyOf(graph);
  const contexts = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const order = [...followers].sort((a, b) => a - b);
  const rowOf = new Int32Array(graph.size).fill(NO_ROW);
  order.forEach((node, row) => {
    rowOf[node] = row;
  });
  let shares = new Float64Array(order.length * contexts);
  for (let round = 0; round < ROUNDS; round++) shares = spread(adjacency, labels, order, rowOf, shares, contexts);
  const usual = usualShares(shares, contexts);
  const result = [...labels];
  const share = labels.map(() => 0);
  order.forEach((node, row) => {
    const own = shares.subarray(row * contexts, (row + 1) * contexts);
    const reached = sumOf(own);
    const best = own.reduce((top, value, label) => (value > (own[top] ?? 0) ? label : top), 0);
    const part = reached === 0 ? 0 : own[best]! / reached;
    const isClear = reached >= LEAST_REACHED && part - usual[best]! >= LEAST_BEYOND * (1 - usual[best]!);
    result[node] = isClear ? best : none;
    share[node] = isClear ? part : 0;
  });
  return { labels: result, share };
}

function spread(
  { start, neighbour, weight }: Adjacency,
  labels: Partition,
  order: readonly number[],
  rowOf: Int32Array,
  before: Float64Array,
  contexts: number,
): Float64Array<ArrayBuffer> {
  const after = new Float64Array(before.length);
  order.forEach((node, row) => {
    const at = row * contexts;
    let all = 0;
    for (let i = start[node]!; i < start[node + 1]!; i++) {
      const other = neighbour[i]!;
      const between = weight[i]!;
      const from = rowOf[other]!;
      if (from === NO_ROW) {
        const label = labels[other]!;
        if (label < 0) continue;
        after[at + label]! += between;
      } else {
        const row = from * contexts;
        for (let label = 0; label < contexts; label++) after[at + label]! += between * before[row + label]!;
      }
      all += between;
    }
    if (all > 0) for (let label = 0; label < contexts; label++) after[at + label]! *= PASSED_ON / all;
  });
  return after;
}

/** Mean part of each context in what reaches a follower. */
function usualShares(shares: Float64Array, contexts: number): number[] {
  const usual = Array.from({ length: contexts }, () => 0);
  const rows = contexts === 0 ? 0 : shares.length / contexts;
  for (let row = 0; row < rows; row++) {
    const own = shares.subarray(row * contexts, (row + 1) * contexts);
    const reached = sumOf(own);
    if (reached > 0) for (let label = 0; label < contexts; label++) usual[label]! += own[label]! / reached / rows;
  }
  return usual;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
