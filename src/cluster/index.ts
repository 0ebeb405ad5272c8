/** SystemGraph → ContextMap: candidate bounded contexts of modules and tables together. */
import type { Config, ContextMap, SystemGraph } from '../model/index.js';

export type ClusterOptions = {
  readonly seed?: number;
  readonly resolution?: number;
  /** Folder closeness as weak evidence; default true. */
  readonly usePathEvidence?: boolean;
  /** Names are kept from here by largest overlap. */
  readonly previous?: ContextMap | undefined;
  readonly sweep?: boolean;
  /** What-if: glob → context id. */
  readonly moves?: readonly { readonly glob: string; readonly context: string }[];
};

export function cluster(_graph: SystemGraph, _config: Config, _options: ClusterOptions = {}): ContextMap {
  return {
    source: 'clustered',
    contexts: [],
    sharedKernel: { modules: [], tables: [] },
    unassigned: [],
    assignments: [],
    ownership: [],
    relations: [],
    cycles: [],
    cycleCuts: [],
    metrics: {
      modularity: 0,
      stability: 0,
      plainModularity: 0,
      sm: 0,
      icp: 0,
      ifn: 0,
      ned: 0,
      turboMQ: 0,
      tableEntropy: 0,
      bcp: null,
    },
    resolution: 1,
    seed: 1,
    notes: [],
  };
}
