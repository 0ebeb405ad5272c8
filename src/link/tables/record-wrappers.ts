/**
 * Methods around an active record's own: `order.saveWithContext()` of a base class of all records, or an own `findByPk` in
 * place of the library's. To call one is to touch the table, as it is to call `save` or `findByPk` itself; so the
 * access is the caller's, not the record's file's, which only inherits what others may call. The same holds of a
 * repository's methods that stand in place of the library's: a `create` that adds the user and calls `super.create`.
 */
import type { AccessKind, TableNode } from '../../model/index.js';
import { type Chain, classFact, type Evaluator, lineageOf } from '../program/index.js';
import type { CallGraph, GraphNode } from './graph-node.js';
import type { Site } from './nodes.js';

export type RecordAccesses = {
  /** What a function touches by calling such methods, by node key. */
  readonly of: ReadonlyMap<string, readonly Site[]>;
  /** Inherited methods of records: their accesses are their callers' alone. */
  readonly inherited: ReadonlySet<string>;
};

/** Methods that call one another on the way to the library's. */
const MAX_DEPTH = 5;

/** `methods` are the names each technology knows. */
export function recordAccesses(
  ev: Evaluator,
  graph: CallGraph,
  tables: readonly TableNode[],
  methods: ReadonlyMap<string, ReadonlySet<string>>,
): RecordAccesses {
  const models = new Map<string, Set<string>>();
  for (const { id, models: names, declaredAt } of tables) {
    for (const { path } of declaredAt) for (const name of names) add(models, `${path}#${name}`, id);
  }
  const wrappers = new Map<string, Wrapper>();
  for (const node of graph.nodes.values()) {
    const wrapper = asWrapper(ev, node, models, methods);
    if (wrapper) wrappers.set(node.key, wrapper);
  }
  addOverrides(graph, wrappers);
  const of = new Map<string, Site[]>();
  for (const node of graph.nodes.values()) {
    if (wrappers.get(node.key)?.isInherited) continue;
    const found = called(node, graph.nodes, wrappers);
    if (found.length > 0) of.set(node.key, found);
  }
  const inherited = [...wrappers].filter(([, { isInherited }]) => isInherited).map(([key]) => key);
  return { of, inherited: new Set(inherited) };
}

type Wrapper = { readonly tables: ReadonlySet<string>; readonly isInherited: boolean };

/** A method of a record's class: inherited from an own base class, or in place of the library's of that name. */
function asWrapper(
  ev: Evaluator,
  { file, fn, scope, because, sites }: GraphNode,
  models: ReadonlyMap<string, ReadonlySet<string>>,
  methods: ReadonlyMap<string, ReadonlySet<string>>,
): Wrapper | undefined {
  const { self } = scope;
  const fact = file.program.functions[fn];
  const stands = sites.filter(
    (site) => isSuperCall(site.chain, fact?.name) && methods.get(site.technology)?.has(fact!.name),
  );
  if (stands.length > 0)
    return { tables: new Set(stands.map(({ table }) => table)), isInherited: because?.note === 'base class' };
  if (self === undefined || (self.kind !== 'instance' && self.kind !== 'class')) return undefined;
  if (fact === undefined || fact.ownerClass < 0 || fact.kind === 'constructor') return undefined;
  const tables = models.get(`${self.of.file.path}#${classFact(self.of).name}`);
  if (tables === undefined) return undefined;
  if (because?.note === 'base class') return { tables, isInherited: true };
  if (self.of.file !== file || self.of.index !== fact.ownerClass) return undefined;
  const base = lineageOf(ev, { kind: 'instance', of: self.of, args: [] }).at(-1);
  const isLibrarys = sites.some(({ technology }) => methods.get(technology)?.has(fact.name));
  return base?.kind === 'library' && isLibrarys ? { tables, isInherited: false } : undefined;
}

/** `super.create(…)`, which may be awaited, within a method of that name. */
function isSuperCall({ root, links }: Chain, name: string | undefined): boolean {
  return root.kind === 'super' && name !== undefined && links[0]?.name === name;
}

/** Overrides of overrides: `create` that calls the `super.create` of an own class which calls the library's. */
function addOverrides({ nodes }: CallGraph, wrappers: Map<string, Wrapper>): void {
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const before = wrappers.size;
    for (const { key, file, fn, because, targets } of nodes.values()) {
      if (wrappers.has(key)) continue;
      const name = file.program.functions[fn]?.name;
      const above = targets.find(({ call }) => isSuperCall(call.chain, name));
      const wrapper = above && wrappers.get(above.key);
      if (wrapper) wrappers.set(key, { ...wrapper, isInherited: because?.note === 'base class' });
    }
    if (wrappers.size === before) return;
  }
}

/** Accesses of the wrappers that a function calls, at its own lines. */
function called(node: GraphNode, nodes: CallGraph['nodes'], wrappers: ReadonlyMap<string, Wrapper>): Site[] {
  const sites = new Map<string, Site>();
  for (const { key, call } of node.targets) {
    const wrapper = wrappers.get(key);
    const target = nodes.get(key);
    if (wrapper === undefined || target === undefined) continue;
    for (const site of within(target, wrapper, nodes, wrappers, MAX_DEPTH)) {
      const { line } = call.link;
      sites.set(`${site.table} ${site.op} ${line}`, { ...site, joined: false, line, chain: call.chain, via: [] });
    }
  }
  return [...sites.values()];
}

/** What a wrapper does to its own table, itself or by others of the same record. */
function within(
  node: GraphNode,
  { tables }: Wrapper,
  nodes: CallGraph['nodes'],
  wrappers: ReadonlyMap<string, Wrapper>,
  depth: number,
): Site[] {
  const own = node.sites.filter((site) => tables.has(site.table) && !site.joined && site.via.length === 0);
  if (depth === 0) return own;
  const further = node.targets.flatMap(({ key }) => {
    const target = nodes.get(key);
    const wrapper = wrappers.get(key);
    const isSame = target !== undefined && target !== node && wrapper?.tables === tables;
    return isSame ? within(target, wrapper, nodes, wrappers, depth - 1) : [];
  });
  const byOp = new Map<AccessKind, Site>();
  for (const site of [...own, ...further]) if (!byOp.has(site.op)) byOp.set(site.op, site);
  return [...byOp.values()];
}

function add<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}
