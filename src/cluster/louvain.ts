/**
 * One run of Louvain (graphology-communities-louvain) on a weighted graph. The library's result depends on the order
 * in which nodes are inserted, so the order itself is the source of variety between runs: nodes are visited by the hash
 * of (seed, node name), and the library's own random start is off. So a run depends on names and weights alone, never
 * on input order, and adding or removing one node leaves the order of all others as it was: small changes of the code
 * make small changes of the map.
 */
import { UndirectedGraph } from 'graphology';
import louvainLibrary from 'graphology-communities-louvain';
import { canonical, type Partition, type WeightedGraph } from './partition.js';

// The package's types describe an ES default export; what Node gives for this CommonJS module is the function itself.
const louvainCommunities = louvainLibrary as unknown as typeof louvainLibrary.default;

export function louvain(graph: WeightedGraph, names: readonly string[], seed: number, resolution: number): Partition {
  const order = visitingOrder(names, seed);
  const library = new UndirectedGraph({ allowSelfLoops: false });
  for (const node of order) library.addNode(String(node));
  const rank = new Int32Array(graph.size);
  order.forEach((node, i) => {
    rank[node] = i;
  });
  const edges = graph.edges.map((edge) => {
    const isForward = rank[edge.from]! < rank[edge.to]!;
    return isForward ? { a: edge.from, b: edge.to, w: edge.weight } : { a: edge.to, b: edge.from, w: edge.weight };
  });
  edges.sort((x, y) => rank[x.a]! - rank[y.a]! || rank[x.b]! - rank[y.b]!);
  for (const { a, b, w } of edges) library.addEdge(String(a), String(b), { weight: w });
  const communities = louvainCommunities(library, { resolution, randomWalk: false, getEdgeWeight: 'weight' });
  return canonical(names.map((_, node) => communities[String(node)] ?? -1));
}

function visitingOrder(names: readonly string[], seed: number): number[] {
  const hashes = names.map((name) => hashOf(name, seed));
  return names.map((_, node) => node).sort((a, b) => hashes[a]! - hashes[b]! || (names[a]! < names[b]! ? -1 : 1));
}

/** FNV-1a over code units, started from the seed and mixed at the end (murmur3 finaliser); 32 bits, unsigned. */
export function hashOf(text: string, seed: number): number {
  let hash = (2166136261 ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
