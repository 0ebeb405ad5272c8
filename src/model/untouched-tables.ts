/**
 * Declared tables that no code which runs was seen to read or write: they are no longer used, or used in a way that is not
 * read. Either way the owner and the extraction of such a table rest on nothing but its name, which every report says.
 */
import { besideRuntime, isAccessEdge, type SystemGraph } from './graph.js';

/** Ids, in the order of the graph. What only joins or details another table is reached through that one. */
export function untouchedTables(graph: Pick<SystemGraph, 'nodes' | 'edges'>): string[] {
  const beside = besideRuntime(graph);
  const touched = new Set<string>();
  for (const edge of graph.edges) {
    if (isAccessEdge(edge) && edge.kind !== 'ddl' && !beside.has(edge.from)) touched.add(edge.to);
  }
  return graph.nodes.flatMap((node) =>
    node.kind === 'table' && (node.tableKind === 'table' || node.tableKind === 'collection') && !touched.has(node.id)
      ? [node.id]
      : [],
  );
}
