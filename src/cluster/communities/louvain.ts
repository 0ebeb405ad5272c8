/**
 * Louvain (graphology-communities-louvain) on a weighted graph. The library's result depends on the order in which it
 * visits nodes, so that order is one source of variety between runs: nodes are visited by the hash of (seed, node name),
 * and the library's own random start is off. The other source is doubt about the evidence: each run may leave out a
 * share of the edges, chosen by the hash of (seed, names of both ends). So a run depends on names and weights alone,
 * never on input order, and adding or removing one node leaves the order, and the edges left out, as they were for all
 * others: small changes of the code make small changes of the map.
 */
import { UndirectedGraph } from 'graphology';
import louvainLibrary from 'graphology-communities-louvain';
import { canonical, type Partition, type WeightedEdge, type WeightedGraph } from '../graph/partition.js';

// The package's types describe an ES default export; what Node gives for this CommonJS module is the function itself.
const louvainCommunities = louvainLibrary as unknown as typeof louvainLibrary.default;

export type Run = (graph: WeightedGraph, seed: number, resolution: number) => Partition;

/** Runs on graphs over the same nodes; `names` are the node names in node order. */
export function louvainRuns(names: readonly string[]): Run {
  return (graph, seed, resolution) => {
    const communities = louvainCommunities(viewOf(graph, visitingOrder(names, seed)), {
      resolution,
      randomWalk: false,
      // The queue of the fast moves carries one difference on to all; rounds in the given order do so less, and cost less.
      fastLocalMoves: false,
      getEdgeWeight: 'weight',
    });
    return canonical(names.map((_, node) => communities[node] ?? -1));
  };
}

/**
 * What the library reads of a graph, given straight from our arrays: building its own graph costs ten times a run.
 * It asks for order, size, degrees, and one walk over nodes and edges.
 */
function viewOf(graph: WeightedGraph, order: readonly number[]): UndirectedGraph {
  const { size } = graph;
  const edges = FULL.has(graph.edges.length) ? withOneSplit(graph.edges) : graph.edges;
  const degree = degreesOf(size, edges);
  const value = <T>(of: T) => ({ value: of });
  return Object.create(new UndirectedGraph({ allowSelfLoops: false }), {
    order: value(size),
    size: value(edges.length),
    selfLoopCount: value(0),
    undirectedDegreeWithoutSelfLoops: value((node: number) => degree[node]),
    forEachNode: value((visit: (node: number) => void) => {
      for (const node of order) visit(node);
    }),
    forEachEdge: value((visit: (edge: number, attributes: object, from: number, to: number) => void) => {
      for (let i = 0; i < edges.length; i++) visit(i, edges[i]!, edges[i]!.from, edges[i]!.to);
    }),
  });
}

function degreesOf(size: number, edges: WeightedGraph['edges']): Int32Array {
  const degree = new Int32Array(size);
  for (let i = 0; i < edges.length; i++) {
    const { from, to } = edges[i]!;
    degree[from]! += 1;
    degree[to]! += 1;
  }
  return degree;
}

/**
 * Numbers of edges at which the library's table of neighbours (two entries an edge) just outgrows the integers it indexes
 * it with: graphology-indices 0.17 takes 8 bits for 256 entries and then needs to write 256. The last node loses its
 * edges, weights are no longer symmetric, and a run may never end.
 */
const FULL = new Set([2 ** 7, 2 ** 15, 2 ** 31]);

/** The same graph with one edge more: the first one as two halves. */
function withOneSplit(edges: WeightedGraph['edges']): WeightedGraph['edges'] {
  const [first, ...rest] = edges;
  if (first === undefined) return edges;
  const half = { ...first, weight: first.weight / 2 };
  return [half, half, ...rest];
}

/** Of many runs, one: the seed of all, and its number, from 0. */
export type RunNumber = { readonly seed: number; readonly run: number };

/**
 * A share of the graph's edges left out, by hash; seed and names decide, not position. Runs take turns: at a quarter, of
 * each four runs every edge is out of one, so that the mean of all hangs less on what happened to be drawn.
 */
export function thinned(
  graph: WeightedGraph,
  hashes: Uint32Array,
  { seed, run }: RunNumber,
  share: number,
): WeightedGraph {
  if (share <= 0) return graph;
  const turns = Math.floor(1 / share);
  const draw = Math.imul(seed + Math.floor(run / turns), 0x9e3779b1);
  const from = (run % turns) * share * 2 ** 32;
  const to = from + share * 2 ** 32;
  const edges: WeightedEdge[] = [];
  for (const edge of graph.edges) {
    const hash = mixed((Math.imul(hashes[edge.from]!, 31) ^ hashes[edge.to]! ^ draw) >>> 0);
    if (hash < from || hash >= to) edges.push(edge);
  }
  return { size: graph.size, edges };
}

/** One hash per name, for `thinned`. */
export function hashesOf(names: readonly string[]): Uint32Array {
  return Uint32Array.from(names, (name) => hashOf(name, 0));
}

/** More than nodes there are. */
const NUMBERS = 2 ** 21;

function visitingOrder(names: readonly string[], seed: number): number[] {
  // 32 bits of hash, 21 of number: exact, and sorted without a function to ask.
  const keys = new Float64Array(names.length);
  for (let node = 0; node < names.length; node++) keys[node] = hashOf(names[node]!, seed) * NUMBERS + node;
  const order: number[] = [];
  for (const key of keys.sort()) order.push(key % NUMBERS);
  return order;
}

/** FNV-1a over code units, started from the seed and mixed at the end (murmur3 finaliser); 32 bits, unsigned. */
export function hashOf(text: string, seed: number): number {
  let hash = (2166136261 ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0;
  return mixed(hash);
}

function mixed(start: number): number {
  let hash = start;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
