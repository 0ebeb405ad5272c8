/**
 * Hubs: modules that a large part of the code depends on. On graphs of 150 nodes and more their edges count less the
 * further they are above a limit, since they glue everything together. Less, and not nothing: a module just above the
 * limit must not change the map when one more file uses it. Tables are no hubs: who shares a table belongs together.
 * Smaller graphs keep their hubs, where removing them was measured to hurt.
 */
import type { Evidence } from './evidence.js';
import { inSteps } from './steps.js';

const LEAST_NODES = 150;
const TIMES_MEAN = 3;
const LEAST_SHARE = 0.02;
const EXPONENT = 2;

/** Factor on the edges of each node, in (0, 1]: (limit / dependants)². */
export function hubFactors({ nodes, fanIn }: Pick<Evidence, 'nodes' | 'fanIn'>): number[] {
  if (nodes.length < LEAST_NODES) return nodes.map(() => 1);
  const mean = fanIn.reduce((sum, count) => sum + count, 0) / nodes.length;
  const limit = inSteps(Math.max(TIMES_MEAN * mean, LEAST_SHARE * nodes.length));
  return nodes.map((node, i) => (node.kind === 'module' ? Math.min(1, limit / fanIn[i]!) ** EXPONENT : 1));
}
