/** A pair of contexts of which one depends on the other although the map declares no relation. Once per pair. */
import { SHARED_KERNEL } from '../../model/index.js';
import { type Candidate, type Case, ownPlacesFirst } from './candidate.js';
import type { Hop } from './hops.js';

/** Enough to see what it is about; the rules on edges list every place. */
const EVIDENCE_SHOWN = 5;

export function judgeRelations({ relations, isOn }: Case, hops: ReadonlyMap<string, Hop>): Candidate[] {
  if (!isOn('undeclared-relation')) return [];
  return [...hops.values()]
    .filter((hop) => hop.from !== SHARED_KERNEL && !relations.isDeclared(hop.from, hop.to))
    .map((hop) => ({
      key: {
        rule: 'undeclared-relation',
        fromContext: hop.from,
        toContext: hop.to,
        from: hop.from,
        to: hop.to,
        kind: 'relation',
      },
      evidence: hop.edges
        .flatMap((edge) => ownPlacesFirst(edge.evidence, edge.from).slice(0, 1))
        .slice(0, EVIDENCE_SHOWN),
      symbols: [],
      message: `${hop.from} depends on ${hop.to} in ${hop.edges.length} ${hop.edges.length === 1 ? 'place' : 'places'}, and the context map declares no such relation`,
    }));
}
