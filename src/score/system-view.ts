/**
 * Graph and map, joined once for every part of the score: which context each node lies in, who owns each table, which
 * accesses count, and the weight of calls between contexts. Shared-kernel and unassigned nodes are in no context: what
 * they do is neither internal nor external to one.
 */
import {
  type AccessEdge,
  type Aside,
  type ContextMap,
  contextOfNode,
  countedAccesses,
  isAccessEdge,
  isModuleEdge,
  type ModuleEdge,
  type ModuleNode,
  SHARED_KERNEL,
  type SystemGraph,
  type TableEdge,
  type Transaction,
  UNASSIGNED,
  withMembership,
} from '../model/index.js';
import { findJournals, isCache } from './journals.js';
import { findAsides } from './libraries.js';

/** An access of code of one context to a table that a context owns. */
export type OwnedAccess = {
  readonly by: string;
  readonly owner: string;
  readonly weight: number;
  readonly edge: AccessEdge;
};

export type SystemView = {
  readonly graph: SystemGraph;
  readonly map: ContextMap;
  /** Context ids, sorted; a context's index in `calls`. */
  readonly contexts: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Context of a module, owner of a table; undefined for shared kernel and unassigned. */
  readonly contextOf: (node: string) => string | undefined;
  readonly hasTables: boolean;
  /** Tables by the context that owns them. */
  readonly ownership: ReadonlyMap<string, ContextMap['ownership']>;
  /** Runtime modules of each context. */
  readonly modules: ReadonlyMap<string, readonly ModuleNode[]>;
  /** Entry points of each context that has any. */
  readonly entryPoints: ReadonlyMap<string, number>;
  /** Runtime dependencies between modules that both lie in a context. */
  readonly moduleEdges: readonly { readonly from: string; readonly to: string; readonly edge: ModuleEdge }[];
  /** Those of `moduleEdges` that lead into or out of a context, by the context, in the same order. */
  readonly borders: ReadonlyMap<string, SystemView['moduleEdges']>;
  readonly accesses: readonly OwnedAccess[];
  /** Modules that those accesses are in. */
  readonly touching: ReadonlySet<string>;
  /** Foreign keys between tables that two contexts own. */
  readonly crossingKeys: readonly { readonly from: string; readonly to: string; readonly edge: TableEdge }[];
  /** Transactions of runtime code; those of tests and seeds say nothing of the running system. */
  readonly transactions: readonly Transaction[];
  /** Tables that every service gets a copy of its own of: outbox, audit log. */
  readonly journals: ReadonlySet<string>;
  /** Contexts that are no services, and what they are instead. */
  readonly libraries: ReadonlyMap<string, Aside>;
  /** `calls[i][j]`: weight of what context i needs of context j: imports, accesses. 0 on the diagonal, 0 for libraries. */
  readonly calls: readonly (readonly number[])[];
};

/**
 * Event flows are left out: a consumer does not call its publisher. Type imports are no coupling at run time. Re-exports
 * are only names: an import through a barrel is an edge to the module that declares, so the barrel itself needs nothing.
 */
export function isRuntimeCall(edge: ModuleEdge): boolean {
  return edge.kind !== 'type-import' && edge.kind !== 'event' && edge.kind !== 're-export';
}

export function buildView(
  graph: SystemGraph,
  map: ContextMap,
  writeWeight: number,
  valued: ReadonlySet<string> = new Set(),
): SystemView {
  const contexts = map.contexts.map((context) => context.id);
  const indexOf = new Map(contexts.map((id, index) => [id, index]));
  const contextOf = contextLookup(map, indexOf);
  const runtime = new Set(
    graph.nodes.flatMap((node) => (node.kind === 'module' && node.role === 'runtime' ? [node.id] : [])),
  );
  const moduleEdges = graph.edges.filter(isModuleEdge).flatMap((edge) => {
    // A test, a seed or a script couples nothing that runs.
    if (!runtime.has(edge.from) || !runtime.has(edge.to)) return [];
    const from = contextOf(edge.from);
    const to = contextOf(edge.to);
    return isRuntimeCall(edge) && from !== undefined && to !== undefined ? [{ from, to, edge }] : [];
  });
  const accesses = countedAccesses(graph.edges.filter(isAccessEdge).filter((edge) => runtime.has(edge.from))).flatMap(
    (edge) => {
      const by = contextOf(edge.from);
      const owner = contextOf(edge.to);
      const weight = edge.weight * (edge.kind === 'read' ? 1 : writeWeight);
      return by !== undefined && owner !== undefined ? [{ by, owner, weight, edge }] : [];
    },
  );
  const byOf = (some: readonly OwnedAccess[]) => new Set(some.map((access) => access.by));
  const writing = byOf(accesses.filter(({ edge }) => edge.kind !== 'read'));
  const libraries = findAsides(graph, map, contextOf, valued, {
    reading: byOf(accesses),
    writing,
    coupled: new Set(
      [...moduleEdges.map(({ from, to }) => [from, to]), ...accesses.map(({ by, owner }) => [by, owner])]
        .filter(([a, b]) => a !== b)
        .flat()
        .filter((id) => id !== undefined),
    ),
  });
  const transactions = runtimeTransactions(graph);
  const calls = contexts.map(() => contexts.map(() => 0));
  const add = (from: string, to: string, weight: number) => {
    if (from !== to && !libraries.has(from) && !libraries.has(to))
      (calls[indexOf.get(from)!] as number[])[indexOf.get(to)!]! += weight;
  };
  for (const { from, to, edge } of moduleEdges) add(from, to, edge.weight);
  for (const { by, owner, weight } of accesses) add(by, owner, weight);
  return {
    graph,
    map,
    contexts,
    indexOf,
    contextOf,
    hasTables: graph.nodes.some((node) => node.kind === 'table'),
    ownership: ownershipOf(map),
    modules: modulesOf(graph, contexts, contextOf),
    entryPoints: entryPointsOf(graph, contextOf),
    moduleEdges,
    borders: bordersOf(moduleEdges),
    accesses,
    touching: new Set(accesses.map(({ edge }) => edge.from)),
    crossingKeys: crossingKeysOf(graph, contextOf),
    transactions,
    journals: findJournals(transactions, graph.edges.filter(isAccessEdge), contextOf),
    libraries,
    calls,
  };
}

/** A journal, or a cache: each service keeps its own, so no transaction spans two contexts because of it. */
export function isEveryonesOwn({ journals }: Pick<SystemView, 'journals'>, table: string): boolean {
  return journals.has(table) || isCache(table);
}

function ownershipOf({ ownership }: ContextMap): Map<string, ContextMap['ownership'][number][]> {
  const owned = new Map<string, ContextMap['ownership'][number][]>();
  for (const one of ownership) {
    const known = owned.get(one.owner);
    if (known === undefined) owned.set(one.owner, [one]);
    else known.push(one);
  }
  return owned;
}

function entryPointsOf(
  { entryPoints }: SystemGraph,
  contextOf: (node: string) => string | undefined,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { module } of entryPoints) {
    const context = contextOf(module);
    if (context !== undefined) counts.set(context, (counts.get(context) ?? 0) + 1);
  }
  return counts;
}

/** The edges that lead into or out of each context. */
export function bordersOf(edges: SystemView['moduleEdges']): Map<string, SystemView['moduleEdges'][number][]> {
  const borders = new Map<string, SystemView['moduleEdges'][number][]>();
  for (const one of edges) {
    if (one.from === one.to) continue;
    for (const context of [one.from, one.to]) {
      const known = borders.get(context);
      if (known === undefined) borders.set(context, [one]);
      else known.push(one);
    }
  }
  return borders;
}

function crossingKeysOf({ edges }: SystemGraph, contextOf: (node: string) => string | undefined) {
  return edges.flatMap((edge) => {
    if (edge.kind !== 'foreign-key') return [];
    const from = contextOf(edge.from);
    const to = contextOf(edge.to);
    return from === undefined || to === undefined || from === to ? [] : [{ from, to, edge }];
  });
}

function contextLookup(map: ContextMap, known: ReadonlyMap<string, number>): (node: string) => string | undefined {
  const byNode = contextOfNode(map);
  // The owner decides for a table: a shared table may be clustered with one context and written most by another.
  for (const { table, owner } of map.ownership) byNode.set(table, owner);
  return (node) => {
    const context = byNode.get(node);
    return context !== undefined && context !== SHARED_KERNEL && context !== UNASSIGNED && known.has(context)
      ? context
      : undefined;
  };
}

function modulesOf(graph: SystemGraph, contexts: readonly string[], contextOf: (node: string) => string | undefined) {
  const result = new Map<string, ModuleNode[]>(contexts.map((id) => [id, []]));
  for (const node of graph.nodes) {
    if (node.kind !== 'module' || node.role !== 'runtime') continue;
    const context = contextOf(node.id);
    if (context !== undefined) result.get(context)?.push(node);
  }
  return result;
}

function runtimeTransactions(graph: SystemGraph): Transaction[] {
  const others = new Set(
    graph.nodes.flatMap((node) => (node.kind === 'module' && node.role !== 'runtime' ? [node.path] : [])),
  );
  return graph.transactions.filter((transaction) => !others.has(transaction.path)).map(withMembership);
}
