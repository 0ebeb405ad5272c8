/**
 * Evidence → the one weighted graph that is clustered. Structure is damped at hubs, w / sqrt(degree × degree)^damping
 * and once more at what a large part of the code uses (hubs.ts), since an edge to what everybody uses says little;
 * likeness of names is added, scaled so that its total is a given share of the total of structure. Both are weak alone:
 * layered code has its structure between layers, and names can be chosen badly.
 */
import type { Evidence } from './evidence.js';
import { hubFactors } from './hubs.js';
import { likeness } from './likeness.js';
import { type WeightedGraph, weightedGraph } from './partition.js';
import { inSteps } from './steps.js';
import type { EvidenceWeights } from './weights.js';

export function couplingOf(evidence: Evidence, weights: EvidenceWeights): WeightedGraph {
  const structure = damped(evidence, weights.damping).edges;
  const alike = likeness(evidence, weights);
  const structureTotal = structure.reduce((sum, edge) => sum + edge.weight, 0);
  const alikeTotal = alike.reduce((sum, [, , cosine]) => sum + cosine, 0);
  const scale =
    alikeTotal === 0 ? 0 : structureTotal === 0 ? 1 : inSteps((weights.names * structureTotal) / alikeTotal);
  return weightedGraph(evidence.ids.length, [
    ...structure.map((edge) => [edge.from, edge.to, edge.weight] as const),
    ...alike.map(([a, b, cosine]) => [a, b, cosine * scale] as const),
  ]);
}

function damped(evidence: Evidence, exponent: number): WeightedGraph {
  const { structure } = evidence;
  const factors = hubFactors(evidence);
  const degree = new Float64Array(structure.size);
  for (const edge of structure.edges) {
    degree[edge.from]! += 1;
    degree[edge.to]! += 1;
  }
  const edges = structure.edges.map((edge) => {
    const between = Math.sqrt(degree[edge.from]! * degree[edge.to]!) ** exponent;
    return { ...edge, weight: (factors[edge.from]! * factors[edge.to]! * edge.weight) / between };
  });
  return { size: structure.size, edges };
}
