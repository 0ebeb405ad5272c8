/**
 * A partition of nodes 0..n-1 as an array of community numbers, and the small weighted graph it is made on. Numbers,
 * not ids: the algorithms below run on 50,000 nodes. Communities are numbered by their smallest member, so that equal
 * partitions are equal arrays.
 */

/** community[node]; -1 for a node that takes no part. */
export type Partition = readonly number[];

/** Undirected; each pair at most once, `from < to`, weight > 0; sorted by from, to. */
export type WeightedEdge = { readonly from: number; readonly to: number; readonly weight: number };

export type WeightedGraph = { readonly size: number; readonly edges: readonly WeightedEdge[] };

/** Sums weights per unordered pair; drops loops and weights that are not above 0. */
export function weightedGraph(
  size: number,
  pairs: Iterable<readonly [a: number, b: number, weight: number]>,
): WeightedGraph {
  const low: number[] = [];
  const high: number[] = [];
  const weights: number[] = [];
  for (const [a, b, weight] of pairs) {
    if (a === b || !(weight > 0)) continue;
    low.push(Math.min(a, b));
    high.push(Math.max(a, b));
    weights.push(weight);
  }
  const edges: { from: number; to: number; weight: number }[] = [];
  // Weights of a pair are added in the order given: a sum in another order is another sum.
  for (const at of orderOfPairs(size, low, high)) {
    const last = edges.at(-1);
    if (last !== undefined && last.from === low[at] && last.to === high[at]) last.weight += weights[at]!;
    else edges.push({ from: low[at]!, to: high[at]!, weight: weights[at]! });
  }
  return { size, edges };
}

/**
 * Positions of the pairs (low[i], high[i]), sorted by low, then by high, equals in the order given. Sorted by counting:
 * a table of pairs by one number each takes several times as long.
 */
export function orderOfPairs(size: number, low: readonly number[], high: readonly number[]): Int32Array {
  const given = Int32Array.from(high.keys());
  return sortedByCount(size, low, sortedByCount(size, high, given));
}

function sortedByCount(size: number, keys: readonly number[], order: Int32Array): Int32Array {
  const next = new Int32Array(size + 1);
  for (const key of keys) next[key + 1]! += 1;
  for (let i = 0; i < size; i++) next[i + 1]! += next[i]!;
  const sorted = new Int32Array(order.length);
  for (const at of order) sorted[next[keys[at]!]!++] = at;
  return sorted;
}

/** Renumbers communities by their smallest member; negative labels stay. */
export function canonical(partition: Partition): number[] {
  const numbers = new Map<number, number>();
  return partition.map((label) => {
    if (label < 0) return label;
    const known = numbers.get(label);
    if (known !== undefined) return known;
    numbers.set(label, numbers.size);
    return numbers.size - 1;
  });
}

/** Members per community, by community number; nodes that take no part are in none. */
export function membersOf(partition: Partition): number[][] {
  const members: number[][] = [];
  partition.forEach((label, node) => {
    if (label < 0) return;
    while (members.length <= label) members.push([]);
    members[label]!.push(node);
  });
  return members;
}

/** Neighbours as flat arrays: those of node i are at start[i] .. start[i+1]. */
export type Adjacency = {
  readonly start: Int32Array;
  readonly neighbour: Int32Array;
  readonly weight: Float64Array;
};

export function adjacencyOf(graph: WeightedGraph): Adjacency {
  const start = new Int32Array(graph.size + 1);
  for (const edge of graph.edges) {
    start[edge.from + 1]! += 1;
    start[edge.to + 1]! += 1;
  }
  for (let i = 0; i < graph.size; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const neighbour = new Int32Array(graph.edges.length * 2);
  const weight = new Float64Array(graph.edges.length * 2);
  const add = (from: number, to: number, between: number) => {
    const at = next[from]!++;
    neighbour[at] = to;
    weight[at] = between;
  };
  for (const edge of graph.edges) {
    add(edge.from, edge.to, edge.weight);
    add(edge.to, edge.from, edge.weight);
  }
  return { start, neighbour, weight };
}

/** Splits every community into its connected components (Traag 2019: Louvain may leave communities disconnected). */
export function splitByComponent(graph: WeightedGraph, partition: Partition): number[] {
  const { start, neighbour } = adjacencyOf(graph);
  const component = new Array<number>(graph.size).fill(-1);
  let count = 0;
  for (let root = 0; root < graph.size; root++) {
    if (component[root] !== -1 || partition[root]! < 0) continue;
    const stack = [root];
    component[root] = count;
    while (stack.length > 0) {
      const node = stack.pop()!;
      for (let i = start[node]!; i < start[node + 1]!; i++) {
        const other = neighbour[i]!;
        if (component[other] !== -1 || partition[other] !== partition[root]) continue;
        component[other] = count;
        stack.push(other);
      }
    }
    count++;
  }
  return component;
}

/** Newman modularity, Q = sum_c [ W_in(c)/m - gamma (deg(c)/2m)^2 ]; 0 for a graph without edges. */
export function modularity(graph: WeightedGraph, partition: Partition, resolution = 1): number {
  const degree = new Map<number, number>();
  let total = 0;
  let inside = 0;
  for (const { from, to, weight } of graph.edges) {
    const a = partition[from]!;
    const b = partition[to]!;
    if (a < 0 || b < 0) continue;
    total += weight;
    if (a === b) inside += weight;
    degree.set(a, (degree.get(a) ?? 0) + weight);
    degree.set(b, (degree.get(b) ?? 0) + weight);
  }
  if (total === 0) return 0;
  let expected = 0;
  for (const sum of degree.values()) expected += (sum / (2 * total)) ** 2;
  return inside / total - resolution * expected;
}
