/**
 * What `link` gives: ONE graph of modules and tables. Every edge points from the one that depends to the one depended
 * on (downstream → upstream) and carries evidence. Node ids are `module:<path>` and `table:<schema.name>`.
 */
import type { Coverage, Drift } from './coverage.js';
import type { Diagnostic } from './diagnostics.js';
import type { EntryPointKind } from './facts.js';
import type { Role } from './project.js';

/** A place in the code. `function` is the enclosing `Class.method` or function when there is one. */
export type Evidence = {
  readonly path: string;
  readonly line: number;
  readonly function?: string;
  /** Why this place is evidence, when it is not the plain one: `barrel`, `base class`, `eager relation` … */
  readonly note?: string;
  /**
   * On an indirect access edge: the chain of functions called from this place, where it is another than the edge's `via`.
   * On an import edge whose lines take several ways: the barrels this line goes through; empty when it names the module itself.
   */
  readonly via?: readonly string[];
};

export type ModuleNode = {
  readonly id: string;
  readonly kind: 'module';
  readonly path: string;
  readonly role: Role;
  readonly lines: number;
  /** Workspace package it lies in; '' when none. */
  readonly package: string;
  /** Words with counts for naming and similarity (see `FileFacts.words`). */
  readonly words: readonly (readonly [word: string, count: number])[];
};

export type TableKind = 'table' | 'view' | 'collection' | 'junction' | 'child';

export type TableNode = {
  readonly id: string;
  readonly kind: 'table';
  readonly name: string;
  /** Absent when the technology has none or it is unknown. */
  readonly schema?: string;
  /** Logical database when the repository has several (`tenant`, `system`); absent for the only one. */
  readonly database?: string;
  readonly tableKind: TableKind;
  /** Ids of the technologies that declare or use it, sorted. */
  readonly technology: readonly string[];
  /** Model or class names mapped to it, sorted. */
  readonly models: readonly string[];
  readonly declaredAt: readonly Evidence[];
  /** How the name was found: `explicit`, `default` (the ORM's naming rule), `convention` (lower confidence), `sql`. */
  readonly naming: 'explicit' | 'default' | 'convention' | 'sql';
  /** Declared in models, in migrations or SQL only, or mentioned only by queries. */
  readonly source: 'model' | 'migration' | 'query';
};

export type GraphNode = ModuleNode | TableNode;

/** Kinds of dependency between modules. `runtime` coupling is every kind but `type-import`. */
export type ModuleEdgeKind = 'import' | 'type-import' | 'dynamic-import' | 'require' | 're-export' | 'event';
export type AccessKind = 'read' | 'write' | 'delete' | 'ddl';
export type TableEdgeKind = 'foreign-key' | 'reference';
export type Confidence = 'exact' | 'typed' | 'convention';

export type ModuleEdge = {
  readonly from: string;
  readonly to: string;
  readonly kind: ModuleEdgeKind;
  /** Exported names used, sorted; event names for `event` (consumer → publisher). `*` for a whole namespace. */
  readonly symbols: readonly string[];
  /** Sum over symbols of 1 + log2(uses), uses >= 1; 1 for a side-effect import (CONTEXTS: measured best transform). */
  readonly weight: number;
  /** The import lines (note `unused` when nothing imported there is used); a barrel that was seen through has the note `barrel`. */
  readonly evidence: readonly Evidence[];
  /** Also: the class is injected through a constructor, or extended/implemented. Sorted. */
  readonly traits: readonly ('injection' | 'inheritance')[];
};

export type AccessEdge = {
  readonly from: string;
  readonly to: string;
  readonly kind: AccessKind;
  /** The file holds the ORM, driver or SQL call itself. */
  readonly direct: boolean;
  /** Every place only joins, includes or populates the table. */
  readonly joined: boolean;
  /**
   * For `direct: false`: the chain of functions from the caller to the call, as `path#Class.method`; the shortest when places
   * differ. What holds at one place is `viaAt(edge, evidence)`.
   */
  readonly via: readonly string[];
  readonly confidence: Confidence;
  readonly weight: number;
  readonly evidence: readonly Evidence[];
  /** Places there are, when `evidence` does not list them all. */
  readonly places?: number;
};

export type TableEdge = {
  readonly from: string;
  readonly to: string;
  readonly kind: TableEdgeKind;
  readonly columns: readonly string[];
  readonly weight: number;
  readonly evidence: readonly Evidence[];
};

export type GraphEdge = ModuleEdge | AccessEdge | TableEdge;

/** How one module depends on another. */
export const MODULE_EDGE_KINDS = [
  'import',
  'type-import',
  'dynamic-import',
  'require',
  're-export',
  'event',
] as const satisfies readonly ModuleEdgeKind[];

/** What a module does to a table. */
export const ACCESS_KINDS = ['read', 'write', 'delete', 'ddl'] as const satisfies readonly AccessKind[];

/** How one table names another: by a constraint of the database, or by convention alone. */
export const TABLE_EDGE_KINDS = ['foreign-key', 'reference'] as const satisfies readonly TableEdgeKind[];

/** From module to module. */
export function isModuleEdge(edge: GraphEdge): edge is ModuleEdge {
  return (MODULE_EDGE_KINDS as readonly string[]).includes(edge.kind);
}

/** From module to table. */
export function isAccessEdge(edge: GraphEdge): edge is AccessEdge {
  return (ACCESS_KINDS as readonly string[]).includes(edge.kind);
}

/** A graph with nothing in it: what a maker of graphs does not know stays as it is here. */
export const EMPTY_GRAPH: SystemGraph = {
  name: '',
  nodes: [],
  edges: [],
  calls: [],
  transactions: [],
  entryPoints: [],
  events: [],
  drift: [],
  coverage: {
    files: 0,
    parsed: 0,
    skipped: [],
    imports: { resolved: 0, external: 0, unresolved: 0 },
    dataAccess: { resolved: 0, unresolved: 0 },
    unresolvedImports: [],
    unresolvedAccess: [],
  },
  diagnostics: [],
};

/** Ids of modules that do not run in production: tests, migrations, seeds, scripts. They couple no contexts. */
export function besideRuntime({ nodes }: Pick<SystemGraph, 'nodes'>): Set<string> {
  return new Set(nodes.flatMap((node) => (node.kind === 'module' && node.role !== 'runtime' ? [node.id] : [])));
}

/** Needed while the program runs, in the file itself: what closes a cycle between contexts. Types and schema changes do not. */
export function isRuntimeEdge(edge: GraphEdge): boolean {
  return (
    (isModuleEdge(edge) && edge.kind !== 'type-import') || (isAccessEdge(edge) && edge.kind !== 'ddl' && edge.direct)
  );
}

/** From table to table. */
export function isTableEdge(edge: GraphEdge): edge is TableEdge {
  return (TABLE_EDGE_KINDS as readonly string[]).includes(edge.kind);
}
/** A call in the file itself that changes rows of the table. */
export function isDirectWrite(edge: GraphEdge): boolean {
  return isAccessEdge(edge) && edge.direct && (edge.kind === 'write' || edge.kind === 'delete');
}

/** A function of another module called from this one: what the seam between two contexts consists of. */
export type CallEdge = {
  readonly from: string;
  readonly to: string;
  /** `Class.method` or function called, and the function that calls it. */
  readonly callee: string;
  readonly caller: string;
  readonly lines: readonly number[];
};

export type TransactionAccess = {
  readonly table: string;
  readonly op: AccessKind;
  readonly path: string;
  readonly line: number;
  /** False for a leak: called inside the scope, but on a handle outside the transaction. */
  readonly inside: boolean;
  readonly function?: string;
  /** Functions called from the scope to get here, outermost first; empty when the call stands in the scope itself. */
  readonly via: readonly string[];
  /** What a write does to rows, when the call says so; a `save` may do either. */
  readonly change?: 'insert' | 'update' | 'delete';
  /** Where the way parts before this access, outermost first; left out when it happens on every way. */
  readonly arms?: readonly Arm[];
};

/** One arm of a branch: two accesses with the same `at` and another `arm` do not happen for the same thing. */
export type Arm = {
  /** `path:line-endLine` of the branch; with `#2` … when its function runs several times in the transaction. */
  readonly at: string;
  readonly arm: number;
  /** The branch is passed again and again (a loop): both arms may run in one transaction, for different things. */
  readonly isRepeated?: true;
};

export type Transaction = {
  /** `<path>#<Class.method>`, with `~2` … when a function opens several; stable when lines move. */
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  /** `typeorm.transaction`, `prisma.$transaction`, `@Transactional` … */
  readonly mechanism: string;
  readonly membership: 'handle' | 'ambient' | 'region';
  /** In execution order as far as the source order tells. */
  readonly accesses: readonly TransactionAccess[];
  /** Calls out of the process inside the scope (HTTP clients, queues, mail), by line. */
  readonly externalCalls: readonly Evidence[];
  /** Events published inside the scope, as named there (`note`), in order. Left out when there are none. */
  readonly published?: readonly Evidence[];
  /** Rolled back on every way, never committed: a dry run, which writes nothing in the end. */
  readonly rollsBack?: true;
};

export type EntryPoint = {
  readonly id: string;
  readonly kind: EntryPointKind;
  readonly verb: string;
  /** Full route or name as far as it can be composed. */
  readonly name: string;
  readonly module: string;
  readonly handler: string;
  readonly line: number;
  /** Last line of a handler that stands inline: what it calls stands between. */
  readonly endLine?: number;
};

export type EventFlow = {
  readonly name: string;
  readonly mechanism: string;
  readonly publishers: readonly Evidence[];
  readonly consumers: readonly Evidence[];
};

export type SystemGraph = {
  readonly name: string;
  /** Modules first, then tables, each by id. */
  readonly nodes: readonly GraphNode[];
  /** By from, to, kind. */
  readonly edges: readonly GraphEdge[];
  readonly calls: readonly CallEdge[];
  readonly transactions: readonly Transaction[];
  readonly entryPoints: readonly EntryPoint[];
  readonly events: readonly EventFlow[];
  readonly drift: readonly Drift[];
  readonly coverage: Coverage;
  readonly diagnostics: readonly Diagnostic[];
  /** Files with accesses whose line is counted within a text of several lines: how far below the line where it begins, at most. */
  readonly counted?: readonly (readonly [path: string, below: number])[];
  /** Where that was watched: which texts and plain values of a file's facts, in turn, linking has read (`r`) and which not (`-`). */
  readonly readTexts?: readonly (readonly [path: string, marks: string])[];
  /** Where that was watched: which parts of each function, and which of its names, others have read while linking. */
  readonly exposed?: readonly (readonly [path: string, parts: string, names: string])[];
};

/** The chain of functions from one place of an access edge to the call that touches the table; empty when it stands there. */
export function viaAt(edge: AccessEdge, place: Evidence): readonly string[] {
  return place.via ?? edge.via;
}

/** How many places an edge has, listed or not. */
export function placeCount(edge: GraphEdge): number {
  return isAccessEdge(edge) ? (edge.places ?? edge.evidence.length) : edge.evidence.length;
}

/** Lines to change for the edge to be gone: its import lines or data calls, 1 or more; not the barrels in between. */
export function changingPlaces(edge: GraphEdge): number {
  const through = edge.evidence.filter(({ note }) => note === 'barrel').length;
  return Math.max(1, placeCount(edge) - through);
}
