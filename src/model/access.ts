/**
 * Accesses counted where they are made. What a module reaches through a function that touches the table itself is that
 * function's access: calling `stock.reserve()` is no write into the tables of stock. Each place has a chain of its own, so one
 * edge may be the module's own at one line and another module's at the next.
 */
import { type AccessEdge, viaAt } from './graph.js';
import { moduleId } from './node-ids.js';

/** The edges with the places that are the module's own; those without any are left out. `ddl` is no access at run time. */
export function countedAccesses(accesses: Iterable<AccessEdge>): AccessEdge[] {
  const edges = [...accesses].filter((edge) => edge.kind !== 'ddl');
  const made = new Set(edges.map((edge) => `${edge.from} ${edge.to} ${edge.kind}`));
  const isPassed = (edge: AccessEdge, step: string) => {
    const module = moduleOfStep(step);
    return module !== edge.from && made.has(`${module} ${edge.to} ${edge.kind}`);
  };
  return edges.flatMap((edge) => ownPlaces(edge, (via) => !via.some((step) => isPassed(edge, step))) ?? []);
}

/** The edge with the places whose chain is wanted; undefined when there is none. A direct edge is wanted whole. */
export function ownPlaces(edge: AccessEdge, isWanted: (via: readonly string[]) => boolean): AccessEdge | undefined {
  if (edge.direct) return edge;
  if (edge.evidence.length === 0) return isWanted(edge.via) ? edge : undefined;
  const evidence = edge.evidence.filter((place) => isWanted(viaAt(edge, place)));
  if (evidence.length === edge.evidence.length) return edge;
  if (evidence.length === 0) return undefined;
  // The shortest chain may be one of those left out.
  const via = evidence.map((place) => viaAt(edge, place)).reduce((a, b) => (b.length < a.length ? b : a));
  const { places: _, ...rest } = edge;
  return { ...rest, via, evidence: evidence.map((place) => ({ ...place, via: viaAt(edge, place) })) };
}

/** Module id of a step of a chain, `path#Class.method`. */
export function moduleOfStep(step: string): string {
  const hash = step.indexOf('#');
  return moduleId(hash < 0 ? step : step.slice(0, hash));
}
