/**
 * Where code lies that took no part in clustering. Tests go where they are declared, else where most of what they import lies;
 * other roles are in no context.
 */
import { type Assignment, SHARED_KERNEL, type SystemGraph, sortedBy, UNASSIGNED } from '../../model/index.js';

/** `runtime` with the modules that it does not hold; `pins` are the declared contexts. */
export function withTests(
  graph: SystemGraph,
  runtime: ReadonlyMap<string, string>,
  pins: ReadonlyMap<string, string>,
): Map<string, string> {
  const pulls = new Map<string, Map<string, number>>();
  for (const edge of graph.edges) {
    const context = runtime.get(edge.to);
    if (runtime.has(edge.from) || context === undefined || context === UNASSIGNED) continue;
    const pull = pulls.get(edge.from) ?? new Map<string, number>();
    pulls.set(edge.from, pull);
    pull.set(context, (pull.get(context) ?? 0) + edge.weight);
  }
  const result = new Map(runtime);
  for (const node of graph.nodes) {
    if (result.has(node.id) || node.kind !== 'module') continue;
    const best = sortedBy(pulls.get(node.id) ?? [], ([context, weight]) => [
      context === SHARED_KERNEL ? 1 : 0,
      -weight,
      context,
    ])[0];
    result.set(node.id, (node.role === 'test' ? (pins.get(node.id) ?? best?.[0]) : undefined) ?? UNASSIGNED);
  }
  return result;
}

/** What is said of a node that was not clustered: nothing pulls it. */
export function unclustered(node: string, context: string, isDeclared: boolean): Assignment {
  return { node, context, confidence: isDeclared ? 1 : 0, second: '', margin: 1, isDeclared };
}
