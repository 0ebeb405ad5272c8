/** graph + map + history + config → Scorecard and sagas: what to extract first, and why. */
import type { Config, ContextMap, History, Saga, Scorecard, SystemGraph } from '../model/index.js';

/** Measured traffic, as read from the files that the config names; routes and tables as spelled there. */
export type Traffic = {
  readonly routes: readonly { readonly route: string; readonly requests: number }[];
  readonly tables: readonly { readonly table: string; readonly reads: number; readonly writes: number }[];
};

export function score(
  _graph: SystemGraph,
  _map: ContextMap,
  _history: History,
  _config: Config,
  _traffic?: Traffic,
): { scorecard: Scorecard; sagas: Saga[] } {
  return {
    scorecard: {
      entries: [],
      order: {
        callbacksShare: 0,
        naiveCallbacksShare: 0,
        randomCallbacksShare: 0,
        isExact: true,
        gap: 0,
        naive: [],
        sensitivity: { rank1Held: 0, pilotHeld: 0, draws: 0 },
      },
      pilot: '',
      pilotNote: '',
      notes: [],
    },
    sagas: [],
  };
}
