/**
 * Contexts that are libraries, not services: they own no table, touch none, let nothing in from outside and take part in no
 * event, in a system that has tables. A package goes along with every service that imports it, so calls into it never
 * cross a network: it is ranked last, and its imports count as neither coupling nor call-backs of the others.
 */
import { type ContextMap, moduleId, type SystemGraph } from '../model/index.js';

export function findLibraries(
  graph: SystemGraph,
  map: ContextMap,
  contextOf: (node: string) => string | undefined,
  /** Contexts whose code reads or writes tables. */
  usesData: ReadonlySet<string>,
): Set<string> {
  const active = new Set<string | undefined>(usesData);
  for (const { owner } of map.ownership) active.add(owner);
  for (const entry of graph.entryPoints) active.add(contextOf(entry.module));
  for (const flow of graph.events) {
    for (const { path } of [...flow.publishers, ...flow.consumers]) active.add(contextOf(moduleId(path)));
  }
  for (const { path } of graph.transactions) active.add(contextOf(moduleId(path)));
  const isDeclared = new Set(map.assignments.filter((a) => a.isDeclared).map((a) => a.context));
  const hasTables = graph.nodes.some((node) => node.kind === 'table');
  // A context that the user declared is one, whatever it holds.
  const libraries = map.contexts.filter((c) => c.tables.length === 0 && !active.has(c.id) && !isDeclared.has(c.id));
  return new Set(hasTables && map.source !== 'declared' ? libraries.map((c) => c.id) : []);
}
