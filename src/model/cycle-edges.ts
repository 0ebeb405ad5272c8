/** The edges that close cycles between contexts, by relation, and what it takes for one context to leave its cycle. */
import type { Analysis } from './analysis.js';
import { type ContextCycle, contextOfNode } from './context-map.js';
import { besideRuntime, changingPlaces, type GraphEdge, isRuntimeEdge } from './graph.js';

export type EdgesBetween = (from: string, to: string) => readonly GraphEdge[];

/** The runtime edges of runtime modules from one context to another, as cycles and their steps count them. */
export function runtimeEdgesBetween({ contextMap, graph }: Pick<Analysis, 'contextMap' | 'graph'>): EdgesBetween {
  const contextOf = contextOfNode(contextMap);
  const beside = besideRuntime(graph);
  const found = new Map<string, GraphEdge[]>();
  for (const edge of graph.edges) {
    const [from, to] = [contextOf.get(edge.from), contextOf.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    if (!isRuntimeEdge(edge) || beside.has(edge.from) || beside.has(edge.to)) continue;
    const key = `${from}\n${to}`;
    const list = found.get(key);
    if (list === undefined) found.set(key, [edge]);
    else list.push(edge);
  }
  return (from, to) => found.get(`${from}\n${to}`) ?? [];
}

export type WayOut = { readonly edges: readonly GraphEdge[]; readonly places: number; readonly relations: number };

/**
 * What has to be cut for a context to leave its cycle while all else stays: all that it needs of the others in it, or all that
 * they need of it. Every one of those edges lies on a cycle, so nothing less will do on that side.
 */
export function waysOut(
  { contexts }: ContextCycle,
  context: string,
  between: EdgesBetween,
): { own: WayOut; others: WayOut } {
  const wayOf = (sides: readonly (readonly GraphEdge[])[]): WayOut => {
    const edges = sides.flat();
    const places = edges.reduce((sum, edge) => sum + changingPlaces(edge), 0);
    return { edges, places, relations: sides.filter((side) => side.length > 0).length };
  };
  const rest = contexts.filter((other) => other !== context);
  return {
    own: wayOf(rest.map((other) => between(context, other))),
    others: wayOf(rest.map((other) => between(other, context))),
  };
}

/** The edge with most places, of equals the heaviest: where to look first. */
export function heaviestEdge(edges: readonly GraphEdge[]): GraphEdge | undefined {
  return [...edges].sort((a, b) => changingPlaces(b) - changingPlaces(a) || b.weight - a.weight)[0];
}
