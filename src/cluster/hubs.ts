/**
 * Hubs: modules that a large part of the code depends on. On graphs of 150 nodes and more their edges are left out of
 * the clustering (parked), since they glue everything together; afterwards each is put where its weight and name pull
 * it, or in the shared kernel. Tables are never parked: who shares a table belongs together. Smaller graphs keep their
 * hubs, where removing them was measured to hurt.
 */
import type { Evidence } from './evidence.js';

const LEAST_NODES = 150;
const TIMES_MEAN = 3;
const LEAST_SHARE = 0.02;

export function parkedHubs(evidence: Evidence): Set<number> {
  const { nodes, fanIn } = evidence;
  if (nodes.length < LEAST_NODES) return new Set();
  const mean = fanIn.reduce((sum, count) => sum + count, 0) / nodes.length;
  const limit = Math.max(TIMES_MEAN * mean, LEAST_SHARE * nodes.length);
  return new Set(nodes.flatMap((node, i) => (node.kind === 'module' && fanIn[i]! > limit ? [i] : [])));
}
