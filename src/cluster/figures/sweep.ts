/** The map at other resolutions, to see whether the chosen one sits on a plateau: contexts, modularity, stability. */
import type { ContextMap } from '../../model/index.js';
import { consensus } from '../communities/consensus.js';
import { foldTiny } from '../communities/grouping.js';
import { membersOf, modularity } from '../graph/partition.js';
import type { Placement } from '../placing/place.js';

export const RESOLUTIONS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;
/** Fewer runs than for the map itself: the sweep shows a trend. */
const RUNS = 10;

export function sweep({ clustered, seed }: Placement): NonNullable<ContextMap['sweep']> {
  const { graph, evidence } = clustered;
  return RESOLUTIONS.map((resolution) => {
    const { partition, stability } = consensus(graph, evidence.ids, seed, resolution, RUNS);
    const folded = foldTiny(graph, partition);
    const contexts = membersOf(folded).length;
    return { resolution, contexts, modularity: modularity(evidence.structure, folded), stability };
  });
}
