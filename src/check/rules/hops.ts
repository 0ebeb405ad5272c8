/**
 * The dependencies between contexts at runtime, for rules about contexts as wholes. A hop A → B holds every import,
 * table access and foreign key from A to B; type-only imports and events do not bind at runtime and only declare.
 */
import { compareText, type GraphEdge, isAccessEdge, isModuleEdge, isTableEdge } from '../../model/index.js';
import { type Case, crossing, isRuntime } from './candidate.js';

export type Hop = {
  readonly from: string;
  readonly to: string;
  /** Every edge; and those that bind at runtime. */
  readonly edges: readonly GraphEdge[];
  readonly binding: readonly GraphEdge[];
};

/** Hops by `from to`, context ids have no spaces. */
export function readHops({ graph, placement }: Case): Map<string, Hop> {
  const hops = new Map<string, { from: string; to: string; edges: GraphEdge[]; binding: GraphEdge[] }>();
  for (const edge of graph.edges) {
    if (!isTableEdge(edge) && !isRuntime(placement, edge.from)) continue;
    if (isAccessEdge(edge) && !edge.direct) continue;
    if (edge.kind === 'reference') continue;
    const ends = crossing(placement, edge.from, edge.to);
    if (ends === undefined) continue;
    const id = hopId(ends.from, ends.to);
    let hop = hops.get(id);
    if (hop === undefined) {
      hop = { ...ends, edges: [], binding: [] };
      hops.set(id, hop);
    }
    hop.edges.push(edge);
    const binds = isModuleEdge(edge) ? edge.kind !== 'type-import' && edge.kind !== 'event' : isAccessEdge(edge);
    if (binds) hop.binding.push(edge);
  }
  const order = (a: GraphEdge, b: GraphEdge) =>
    compareText(a.from, b.from) || compareText(a.to, b.to) || compareText(a.kind, b.kind);
  for (const hop of hops.values()) {
    hop.edges.sort(order);
    hop.binding.sort(order);
  }
  return hops;
}

export function hopId(from: string, to: string): string {
  return `${from} ${to}`;
}
