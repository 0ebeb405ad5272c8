/**
 * Access to tables of another context. An access is judged in the module that holds the query. When the query stands in
 * generic code of no context (a `save(entity, data)` in the shared kernel) that names no table itself, it is judged in
 * the caller that chose the table; when it stands in code of a context, the caller used that context's code, which the
 * import rules judge.
 */
import {
  type AccessEdge,
  type Evidence,
  isAccessEdge,
  labelOf,
  moduleOfStep,
  ownPlaces,
  type RuleId,
  SHARED_KERNEL,
  type SystemGraph,
  UNASSIGNED,
  viaAt,
} from '../../model/index.js';
import type { Placement } from '../placement.js';
import { relationKindOf } from '../relations.js';
import { type Candidate, type Case, crossing, isRuntime, ownPlacesFirst } from './candidate.js';

export function judgeTables({ graph, placement, relations, isOn }: Case): Candidate[] {
  const result = new Map<string, Candidate>();
  const direct = directAccesses(graph);
  for (const any of graph.edges) {
    if (!isAccessEdge(any) || !isRuntime(placement, any.from)) continue;
    const edge = ownPlaces(any, (via) => isOwnQuery(any, via, placement, direct));
    if (edge === undefined) continue;
    const ends = crossing(placement, edge.from, edge.to);
    const kind = relationKindOf(edge);
    if (ends === undefined || kind === undefined) continue;
    const rule: RuleId = kind === 'write' ? 'foreign-write' : kind === 'join' ? 'join-across' : 'foreign-read';
    if (!isOn(rule) || relations.allows(ends.from, ends.to, kind)) continue;
    const candidate = accessCandidate(edge, rule, kind === 'join' ? 'join' : edge.kind, ends);
    const id = JSON.stringify(candidate.key);
    const known = result.get(id);
    // A direct and an indirect access of one kind are one violation.
    const evidence = known === undefined ? candidate.evidence : [...known.evidence, ...candidate.evidence];
    result.set(id, { ...candidate, evidence });
  }
  return [...result.values()];
}

/** Module and table ids of every access that stands in the module itself. */
function directAccesses(graph: SystemGraph): Set<string> {
  const result = new Set<string>();
  for (const edge of graph.edges) if (isAccessEdge(edge) && edge.direct) result.add(`${edge.from} ${edge.to}`);
  return result;
}

/** Every function on the way lies in no context, and names no table itself. */
function isOwnQuery(
  edge: AccessEdge,
  via: readonly string[],
  placement: Placement,
  direct: ReadonlySet<string>,
): boolean {
  return via.every((step) => {
    const module = moduleOfStep(step);
    const context = placement.contextOfPath(labelOf(module));
    const isNobodys = context === SHARED_KERNEL || context === UNASSIGNED;
    return isNobodys && !direct.has(`${module} ${edge.to}`);
  });
}

const VERB: Readonly<Record<AccessEdge['kind'], string>> = {
  read: 'reads',
  write: 'writes to',
  delete: 'deletes from',
  ddl: 'changes the shape of',
};

function accessCandidate(edge: AccessEdge, rule: RuleId, kind: string, ends: { from: string; to: string }): Candidate {
  const verb = kind === 'join' ? 'joins' : VERB[edge.kind];
  return {
    key: { rule, fromContext: ends.from, toContext: ends.to, from: labelOf(edge.from), to: edge.to, kind },
    evidence: ownPlacesFirst(withChains(edge), edge.from),
    symbols: [],
    message: `${ends.from} ${verb} the table ${labelOf(edge.to)} of ${ends.to}: ${labelOf(edge.from)}`,
  };
}

/** Each place of an indirect access with the functions called from there on: what a finding shows beside the place. */
function withChains(edge: AccessEdge): Evidence[] {
  return edge.evidence.map((place) => {
    const via = viaAt(edge, place);
    return via.length === 0 ? place : { ...place, via };
  });
}
