/**
 * Evidence → the one weighted graph that is clustered. Structure is damped at hubs, w / sqrt(degree × degree)^damping
 * and once more at what a large part of the code uses (hubs.ts), since an edge to what everybody uses says little;
 * likeness of names is added, scaled so that its total is a given share of the total of structure. Both are weak alone:
 * layered code has its structure between layers, and names can be chosen badly.
 */
import type { Evidence } from './evidence.js';
import { hubFactors } from './hubs.js';
import { type Likeness, likeness } from './likeness.js';
import type { WeightedEdge, WeightedGraph } from './partition.js';
import { inSteps } from './steps.js';
import type { EvidenceWeights } from './weights.js';

export function couplingOf(evidence: Evidence, weights: EvidenceWeights): WeightedGraph {
  const structure = damped(evidence, weights.damping);
  const alike = likeness(evidence, weights);
  const structureTotal = structure.edges.reduce((sum, edge) => sum + edge.weight, 0);
  const alikeTotal = alike.cosine.reduce((sum, cosine) => sum + cosine, 0);
  const scale =
    alikeTotal === 0 ? 0 : structureTotal === 0 ? 1 : inSteps((weights.names * structureTotal) / alikeTotal);
  return withLikeness(structure, alike, scale);
}

function damped(evidence: Evidence, exponent: number): WeightedGraph {
  const { structure } = evidence;
  const factors = hubFactors(evidence);
  const degree = new Float64Array(structure.size);
  for (const edge of structure.edges) {
    degree[edge.from]! += 1;
    degree[edge.to]! += 1;
  }
  const edges = structure.edges.map(({ from, to, weight }) => {
    const between = Math.sqrt(degree[from]! * degree[to]!) ** exponent;
    return { from, to, weight: (factors[from]! * factors[to]! * weight) / between };
  });
  return { size: structure.size, edges };
}

/** Both are sorted, so that they need but be gone along side by side. */
function withLikeness({ size, edges }: WeightedGraph, { low, high, cosine }: Likeness, scale: number): WeightedGraph {
  const sums: WeightedEdge[] = [];
  const add = (from: number, to: number, weight: number) => {
    if (weight > 0) sums.push({ from, to, weight });
  };
  let at = 0;
  const addUpTo = (from: number, to: number) => {
    for (; at < low.length && (low[at]! < from || (low[at] === from && high[at]! < to)); at++)
      add(low[at]!, high[at]!, cosine[at]! * scale);
  };
  for (const { from, to, weight } of edges) {
    addUpTo(from, to);
    const isAlike = low[at] === from && high[at] === to;
    add(from, to, isAlike ? weight + cosine[at]! * scale : weight);
    if (isAlike) at += 1;
  }
  addUpTo(size, size);
  return { size, edges: sums };
}
