/**
 * The map of a graph that differs from the one it was made of in imports of tests and other code beside the running system.
 * Those couple nothing: only the tests are placed anew, and all else stays. Not for a what-if, which counts their imports.
 */
import {
  type Config,
  type ContextMap,
  compareText,
  SHARED_KERNEL,
  type SystemGraph,
  UNASSIGNED,
} from '../model/index.js';
import { unclustered, withTests } from './naming/tests.js';
import { pinsOf } from './placing/declared.js';

export function withTestsAgain(map: ContextMap, graph: SystemGraph, config: Config): ContextMap {
  const tests = new Set(graph.nodes.flatMap((node) => (node.kind === 'module' && node.role === 'test' ? node.id : [])));
  const others = map.assignments.filter(({ node }) => !tests.has(node));
  const pins = pinsOf(graph, config);
  const contextOf = withTests(graph, new Map(others.map(({ node, context }) => [node, context])), pins);
  const placed = new Map<string, string[]>();
  for (const [node, context] of contextOf) {
    const known = placed.get(context);
    if (known === undefined) placed.set(context, [node]);
    else known.push(node);
  }
  const nodesIn = (context: string) => (placed.get(context) ?? []).sort(compareText);
  const modulesIn = (context: string) => nodesIn(context).filter((id) => id.startsWith('module:'));
  return {
    ...map,
    contexts: map.contexts.map((context) => ({ ...context, modules: modulesIn(context.id) })),
    sharedKernel: { ...map.sharedKernel, modules: modulesIn(SHARED_KERNEL) },
    unassigned: nodesIn(UNASSIGNED),
    assignments: map.assignments.map((one) => {
      const context = contextOf.get(one.node)!;
      return context === one.context ? one : unclustered(one.node, context, pins.get(one.node) === context);
    }),
  };
}
