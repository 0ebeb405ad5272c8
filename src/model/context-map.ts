/** What `cluster` gives: candidate bounded contexts of modules and tables, who owns which table, how contexts relate. */
import type { Evidence } from './graph.js';
import type { RelationNote } from './relation-words.js';

export type BoundedContext = {
  /** Slug of the name, unique; a stable key for config, baseline and diagrams. */
  readonly id: string;
  readonly name: string;
  /** Node ids, sorted. */
  readonly modules: readonly string[];
  readonly tables: readonly string[];
  /** Most telling words first. */
  readonly terms: readonly string[];
  /** Mean over members of the share of consensus runs that put the member here; 0..1. 1 for declared contexts. */
  readonly confidence: number;
  /** Internal edge weight / (internal + crossing edge weight); 0..1; 0 when there is none. */
  readonly cohesion: number;
  /** Afferent, efferent: modules outside that depend on it, modules outside that it depends on; Ce / (Ca + Ce). */
  readonly ca: number;
  readonly ce: number;
  readonly instability: number;
};

export type Assignment = {
  readonly node: string;
  /** Context id, `shared-kernel`, or `unassigned`. */
  readonly context: string;
  /** Share of consensus runs in which the node stood with the majority of its context; 1 when declared. */
  readonly confidence: number;
  /** Next best context by edge weight, and how far behind: (best - second) / (best + second); 1 when there is none. */
  readonly second: string;
  readonly margin: number;
  readonly isDeclared: boolean;
};

export type Ownership = {
  readonly table: string;
  /** Context id that owns the table (who writes most; declared wins), or `shared-kernel`. */
  readonly owner: string;
  readonly reason: string;
  /** Contexts with their count of accessing places, most first. */
  readonly writers: readonly { readonly context: string; readonly count: number }[];
  readonly readers: readonly { readonly context: string; readonly count: number }[];
  /** Two or more contexts write it / use it at all. */
  readonly isSharedWrite: boolean;
  readonly isShared: boolean;
};

export type RelationPattern =
  | 'conformist'
  | 'acl'
  | 'open-host'
  | 'partnership'
  | 'shared-kernel'
  | 'customer-supplier';

/** Counts of edges from downstream to upstream by kind. `write` includes deletes; `import` every runtime kind. */
export type RelationCounts = {
  readonly import: number;
  readonly 'type-import': number;
  readonly read: number;
  readonly write: number;
  readonly 'foreign-key': number;
  readonly transaction: number;
  readonly event: number;
};

export type Relation = {
  readonly downstream: string;
  readonly upstream: string;
  readonly pattern: RelationPattern;
  readonly reason: string;
  /** `reason` as a key with values, for other languages. */
  readonly why?: RelationNote;
  readonly edges: RelationCounts;
  readonly weight: number;
};

/** A cycle between contexts, with the cheapest set of module and table edges whose removal opens it. */
export type ContextCycle = {
  /** Contexts that all reach one another (strongly connected component). */
  readonly contexts: readonly string[];
  readonly cut: readonly {
    readonly from: string;
    readonly to: string;
    readonly kind: string;
    readonly weight: number;
    readonly fromContext?: string;
    readonly toContext?: string;
    /** Where it is in the code; the first few places. */
    readonly evidence?: readonly Evidence[];
  }[];
  /** The short cycles in it (two or three contexts), those that hold most first: where to look. At most a hundred of `loopCount`. */
  readonly loops?: readonly ContextLoop[];
  readonly loopCount?: number;
  /** Of three and more contexts: what to cut first, step by step until no cycle is left. Greedy: in all it may cut more than `cut`. */
  readonly steps?: readonly CycleStep[];
};

/**
 * A step of opening a large cycle: relations whose removal takes contexts out of it. To cut a relation is to cut every runtime edge
 * from the one context to the other; `places` are the lines that say so: imports and data calls.
 */
export type CycleStep = {
  /** Contexts that lie on no cycle any more once this step is done. */
  readonly frees: readonly string[];
  /** The contexts that come apart from the others by it, whether or not they still form a cycle of their own. */
  readonly apart: readonly string[];
  readonly cut: readonly {
    readonly from: string;
    readonly to: string;
    readonly edges: number;
    readonly places: number;
  }[];
  readonly places: number;
  /** Contexts in each cycle that is left after it, the largest first; empty after the last step. */
  readonly left: readonly number[];
};

/** `contexts[i]` depends on `contexts[i + 1]`, the last on the first, by `edges[i]` edges of weight `weights[i]`. */
export type ContextLoop = {
  readonly contexts: readonly string[];
  readonly edges: readonly number[];
  readonly weights: readonly number[];
};

/** What a map looks like in figures, for comparing two. */
export type MapFigures = {
  readonly contexts: number;
  /** Contexts that lie on a cycle, and edges to cut for none to be left. */
  readonly inCycles: number;
  readonly cutEdges: number;
  /** Edges between contexts / all edges between placed nodes, by weight; 0..1. */
  readonly crossing: number;
  readonly metrics: ClusterMetrics;
};

export type ClusterMetrics = {
  /** Newman modularity at resolution 1 on the undirected projection. */
  readonly modularity: number;
  /** Median ARI between consensus runs with different seeds and orders. */
  readonly stability: number;
  /** Modularity of plain Louvain on file imports: the baseline. */
  readonly plainModularity: number;
  readonly sm: number;
  readonly icp: number;
  readonly ifn: number;
  readonly ned: number;
  readonly turboMQ: number;
  readonly tableEntropy: number;
  /** null when there is no entry point. */
  readonly bcp: number | null;
};

export type ContextMap = {
  readonly source: 'clustered' | 'declared' | 'mixed';
  /** By id. */
  readonly contexts: readonly BoundedContext[];
  readonly sharedKernel: {
    readonly modules: readonly string[];
    readonly tables: readonly string[];
    /** Those of the modules that only wire contexts together: app module, main, index of routes, container. */
    readonly composition?: readonly string[];
    /** Those of the modules that are screens and widgets of no one context; absent when the front end was clustered, or there is none. */
    readonly frontEnd?: readonly string[];
  };
  /** Node ids in no context: tests, scripts, unconnected modules. */
  readonly unassigned: readonly string[];
  readonly assignments: readonly Assignment[];
  readonly ownership: readonly Ownership[];
  readonly relations: readonly Relation[];
  /** Context ids of each cycle (strongly connected component), and what to cut. */
  readonly cycles: readonly (readonly string[])[];
  readonly cycleCuts: readonly ContextCycle[];
  readonly metrics: ClusterMetrics;
  readonly resolution: number;
  readonly seed: number;
  /** Declared modules that fit another context better; warnings such as the resolution limit. */
  readonly notes: readonly string[];
  /** Only with --move: what was asked, and the figures without and with it. */
  readonly whatIf?: {
    readonly moves: readonly { readonly glob: string; readonly context: string; readonly nodes: number }[];
    readonly before: MapFigures;
    readonly after: MapFigures;
  };
  /** Only with --sweep. */
  readonly sweep?: readonly {
    readonly resolution: number;
    readonly contexts: number;
    readonly modularity: number;
    readonly stability: number;
  }[];
};

/** Stands where the id of a context stands, for what everybody may use. */
export const SHARED_KERNEL = 'shared-kernel';

/** The same for what lies in no context. */
export const UNASSIGNED = 'unassigned';

/** Context id of every node of the map, `shared-kernel` and `unassigned` included. */
export function contextOfNode(map: ContextMap): Map<string, string> {
  const result = new Map<string, string>();
  for (const context of map.contexts) {
    for (const id of context.modules) result.set(id, context.id);
    for (const id of context.tables) result.set(id, context.id);
  }
  for (const id of [...map.sharedKernel.modules, ...map.sharedKernel.tables]) result.set(id, SHARED_KERNEL);
  for (const id of map.unassigned) result.set(id, UNASSIGNED);
  return result;
}
