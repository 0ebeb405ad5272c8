/**
 * Evidence → the one weighted graph that is clustered. Structure is damped at hubs, w / sqrt(degree × degree)^damping, since an
 * edge to what everybody uses says little; likeness of names is added, scaled so that its total is a given share of the
 * total of structure. Both are weak alone: layered code has its structure between layers, and names can be chosen badly.
 */
import type { Evidence } from './evidence.js';
import { likeness } from './likeness.js';
import { type WeightedGraph, weightedGraph } from './partition.js';
import type { EvidenceWeights } from './weights.js';

/** `parked`: nodes whose edges are left out of the clustering (see hubs.ts). */
export function couplingOf(evidence: Evidence, weights: EvidenceWeights, parked: ReadonlySet<number>): WeightedGraph {
  const structure = damped(evidence, weights.damping).edges.filter(
    (edge) => !parked.has(edge.from) && !parked.has(edge.to),
  );
  const alike = likeness(evidence, weights).filter(([a, b]) => !parked.has(a) && !parked.has(b));
  const structureTotal = structure.reduce((sum, edge) => sum + edge.weight, 0);
  const alikeTotal = alike.reduce((sum, [, , cosine]) => sum + cosine, 0);
  const scale = alikeTotal === 0 ? 0 : structureTotal === 0 ? 1 : (weights.names * structureTotal) / alikeTotal;
  return weightedGraph(evidence.ids.length, [
    ...structure.map((edge) => [edge.from, edge.to, edge.weight] as const),
    ...alike.map(([a, b, cosine]) => [a, b, cosine * scale] as const),
  ]);
}

function damped({ structure }: Evidence, exponent: number): WeightedGraph {
  const degree = new Float64Array(structure.size);
  for (const edge of structure.edges) {
    degree[edge.from]! += 1;
    degree[edge.to]! += 1;
  }
  const edges = structure.edges.map((edge) => {
    const hub = Math.sqrt(degree[edge.from]! * degree[edge.to]!);
    return { ...edge, weight: edge.weight / hub ** exponent };
  });
  return { size: structure.size, edges };
}
