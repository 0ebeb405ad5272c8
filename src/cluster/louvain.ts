/**
 * Louvain (graphology-communities-louvain) on a weighted graph, many runs on one built graph. The library's result
 * depends on the order in which it visits nodes, so that order is the source of variety between runs: nodes are visited
 * by the hash of (seed, node name), and the library's own random start is off. So a run depends on names and weights
 * alone, never on input order, and adding or removing one node leaves the order of all others as it was: small changes
 * of the code make small changes of the map.
 */
import { UndirectedGraph } from 'graphology';
import louvainLibrary from 'graphology-communities-louvain';
import { canonical, type Partition, type WeightedGraph } from './partition.js';

// The package's types describe an ES default export; what Node gives for this CommonJS module is the function itself.
const louvainCommunities = louvainLibrary as unknown as typeof louvainLibrary.default;

export type Run = (seed: number, resolution: number) => Partition;

/** Builds the library's graph once, which costs ten times a run; `names` are the node names in node order. */
export function louvainRuns(graph: WeightedGraph, names: readonly string[]): Run {
  const built = new UndirectedGraph({ allowSelfLoops: false });
  for (let node = 0; node < graph.size; node++) built.addNode(node);
  for (const { from, to, weight } of graph.edges) built.addEdge(from, to, { weight });
  return (seed, resolution) => {
    const order = visitingOrder(names, seed);
    // A view of the same graph that lists its nodes in another order: the only thing that differs between runs.
    const forEachNode = (visit: (node: string) => void) => {
      for (const node of order) visit(String(node));
    };
    const view: UndirectedGraph = Object.create(built, { forEachNode: { value: forEachNode } });
    const communities = louvainCommunities(view, { resolution, randomWalk: false, getEdgeWeight: 'weight' });
    return canonical(names.map((_, node) => communities[node] ?? -1));
  };
}

function visitingOrder(names: readonly string[], seed: number): number[] {
  const hashes = Float64Array.from(names, (name, node) => hashOf(name, seed) * 2 ** 20 + (node & 0xfffff));
  return [...hashes.keys()].sort((a, b) => hashes[a]! - hashes[b]!);
}

/** FNV-1a over code units, started from the seed and mixed at the end (murmur3 finaliser); 32 bits, unsigned. */
export function hashOf(text: string, seed: number): number {
  let hash = (2166136261 ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
