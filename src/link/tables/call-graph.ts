/**
 * Functions of all files → who calls whom, with what each does to tables. A function whose tables depend on its arguments, on its
 * subclass or on what a factory is given is open: it is read anew for each such call, as a node of its own within the function, so
 * that a wrapper's access counts for the table its caller means. Contexts per function and wrappers within wrappers are bounded;
 * what stays open beyond that is told as unresolved, never guessed.
 */
import type { Evaluator, ProgramFile, Scope, Value, ValueOf } from '../program/index.js';
import {
  alternatives,
  childScope,
  classFact,
  classKey,
  classScope,
  followedScope,
  functionScope,
  lineageOf,
  moduleScope,
  readingItself,
  subclassesOf,
} from '../program/index.js';
import { contextKey, given, isGiven } from './context-keys.js';
import { type CallGraph, type GraphNode, graphNode, keyOf } from './graph-node.js';
import { homeOf, isOfItsFile, tablesOf } from './homes.js';
import { type Call, isInline, type Node, type Reader, readersByName, readNode, type TableIds } from './nodes.js';
import { givesOptional, openFunctions } from './open-functions.js';

/** Wrappers around wrappers that are followed. */
const MAX_NESTING = 5;
/** Contexts of any function, and calls that are read in all of one's contexts: a small wrapper may have thousands of callers. */
const MIN_CONTEXTS = 400;
const MAX_CALLS_READ = 24_000;

export function buildCallGraph(ev: Evaluator, readers: readonly Reader[], ids: TableIds): CallGraph {
  const byName = readersByName(readers);
  const read = (file: ProgramFile, fn: number, scope: Scope) => readNode(byName, ids, file, fn, scope, ev);
  const nodes = new Map<string, GraphNode>();
  for (const file of ev.files.values()) {
    file.program.functions.forEach((_, fn) => {
      if (isInline(file, fn)) return;
      const key = keyOf(file, fn);
      const own = readingItself(ev.watch, file, fn, () => read(file, fn, functionScope(ev, file, fn)));
      nodes.set(key, graphNode(own, key, { home: file.path }));
    });
  }
  const open = openFunctions(ev, nodes, read);
  const contexts: Contexts = {
    ev,
    read,
    nodes,
    open,
    counts: new Map(),
    crowded: new Set(),
    settled: new Set(),
    stillOpen: new Set(),
    tables: new Map(),
  };
  inheritedContexts(contexts);
  // Those in a context are linked as they are made.
  for (const node of [...nodes.values()])
    if (node.targets.length === 0 && node.hooked.length === 0) linkCalls(contexts, node, 0);
  madeContexts(contexts);
  for (const [key, node] of nodes)
    if (isOfItsFile(node, ev, contexts.tables.get(keyOf(node.file, node.fn))))
      nodes.set(key, graphNode(node, key, { home: node.file.path }, node));
  for (const key of contexts.crowded) {
    const { file, unresolved } = nodes.get(key)!;
    for (const { line } of unresolved) contexts.settled.delete(`${file.path}:${line}`);
  }
  return { nodes, settled: contexts.settled };
}

type Contexts = {
  readonly ev: Evaluator;
  readonly read: (file: ProgramFile, fn: number, scope: Scope) => Node;
  readonly nodes: Map<string, GraphNode>;
  readonly open: ReadonlySet<string>;
  readonly counts: Map<string, number>;
  /** Functions with more contexts than are read. */
  readonly crowded: Set<string>;
  readonly settled: Set<string>;
  /** Contexts that need the arguments of the call as well. */
  readonly stillOpen: Set<string>;
  /** Tables that a function's callers gave it, a set per combination. */
  readonly tables: Map<string, Set<string>>;
};

/** Open methods of base classes, once for each concrete class below that does not override them. */
function inheritedContexts(contexts: Contexts): void {
  const { ev, nodes, open } = contexts;
  for (const key of [...open]) {
    const node = nodes.get(key);
    if (node === undefined) continue;
    const { file, fn } = node;
    const owner = file.program.functions[fn]?.ownerClass ?? -1;
    if (owner < 0) continue;
    const of = { file, index: owner, scope: moduleScope(ev, file) };
    for (const below of subclassesOf(ev, classKey(of))) {
      if (classFact(below).isAbstract) continue;
      const name = file.program.functions[fn]?.name ?? '';
      const isStatic = file.program.functions[fn]?.isStatic === true;
      const self: Value = isStatic ? { kind: 'class', of: below } : { kind: 'instance', of: below, args: [] };
      for (const value of alternatives(memberFunction(ev, self, name, owner, file, fn))) {
        if (value.kind === 'function') contextNode(contexts, value, undefined, 0);
      }
    }
  }
}

/**
 * Functions written in a factory to which a caller alone tells the table (`const remove = buildRemove(pool, 'loaves')`,
 * `configureTexts({ Texts })`), called or not: they are handed out to whoever asks. What names a table by itself is the
 * factory's.
 */
function madeContexts(contexts: Contexts): void {
  const { ev, nodes, open } = contexts;
  const untold = new Map<string, number[]>();
  for (const key of open) {
    const node = nodes.get(key);
    const parent = node?.file.program.functions[node.fn]?.parent ?? 0;
    if (node === undefined || parent <= 0 || node.unresolved.length === 0 || node.sites.length > 0) continue;
    const maker = keyOf(node.file, parent);
    untold.set(maker, [...(untold.get(maker) ?? []), node.fn]);
  }
  if (untold.size === 0) return;
  for (const node of [...nodes.values()]) {
    for (const { callee, link, chain } of node.calls) {
      const written = untold.get(keyOf(callee.file, callee.index));
      if (written === undefined || link.expr.kind === 'tagged') continue;
      const site = { expr: link.expr, scope: chain.scope };
      const scope = followedScope(ev, callee, { exprs: link.args, scope: chain.scope }, site);
      for (const index of written)
        contextNode(contexts, { kind: 'function', file: callee.file, index, scope }, undefined, 0);
    }
  }
}

/** The method as the subclass has it; nothing when it overrides it. Constructors are inherited by running. */
function memberFunction(
  ev: Evaluator,
  self: ValueOf<'instance'> | ValueOf<'class'>,
  name: string,
  owner: number,
  file: ProgramFile,
  fn: number,
): Value {
  const unknown: Value = { kind: 'unknown' };
  for (const ancestor of lineageOf(ev, { kind: 'instance', of: self.of, args: [] })) {
    if (ancestor.kind !== 'own') break;
    const isOwner = ancestor.of.file === file && ancestor.of.index === owner;
    if (isOwner) return { kind: 'function', file, index: fn, scope: classScope(ev, ancestor.of, self, ancestor.types) };
    if (
      name !== 'constructor' &&
      classFact(ancestor.of).members.some((member) => member.name === name && member.function !== undefined)
    ) {
      return unknown;
    }
  }
  return unknown;
}

/** Finds the node each call leads to, making contexts for open callees. */
function linkCalls(contexts: Contexts, node: GraphNode, depth: number): void {
  for (const call of node.calls) {
    const key = targetOf(contexts, call, depth);
    if (key !== undefined) node.targets.push({ key, call });
  }
  for (const hook of node.hooks) {
    addCallback(contexts, hook.call.callee, depth);
    const key = targetOf(contexts, hook.call, depth);
    if (key !== undefined) node.hooked.push({ ...hook, key });
  }
}

/** `Order.addHook('afterCreate', async () => …)`, `schema.static('closeAll', function …)`: written inside a call, so no node of its own as yet. */
function addCallback(contexts: Contexts, callee: ValueOf<'function'>, depth: number): void {
  const key = keyOf(callee.file, callee.index);
  if (contexts.nodes.has(key) || depth >= MAX_NESTING) return;
  const node = makeNode(contexts, key, callee, functionScope(contexts.ev, callee.file, callee.index));
  linkCalls(contexts, node, depth + 1);
}

function targetOf(contexts: Contexts, call: Call, depth: number): string | undefined {
  const { callee } = call;
  const key = keyOf(callee.file, callee.index);
  if (isInline(callee.file, callee.index)) addCallback(contexts, callee, depth);
  if (!contexts.open.has(key)) return contexts.nodes.has(key) ? key : undefined;
  return (depth < MAX_NESTING ? contextNode(contexts, callee, call, depth) : undefined) ?? key;
}

/** The node of an open function in the context of one call (or of one subclass): first by `this` alone. */
function contextNode(
  contexts: Contexts,
  callee: ValueOf<'function'>,
  call: Call | undefined,
  depth: number,
): string | undefined {
  const { ev, nodes } = contexts;
  const base = keyOf(callee.file, callee.index);
  const selfKey = `${base}|${contextKey(ev, callee.scope)}`;
  let node = nodes.get(selfKey);
  if (node === undefined) {
    if (!admit(contexts, base)) return undefined;
    node = makeNode(contexts, selfKey, callee, childScope(ev, callee.scope, callee.index));
    settle(contexts, node, depth);
  }
  if (call === undefined) return selfKey;
  if (!contexts.stillOpen.has(selfKey) && !givesOptional(ev, callee, call)) return selfKey;
  if (callee.file.program.functions[callee.index]?.params.length === 0) return selfKey;
  const args = { exprs: call.link.args, scope: call.chain.scope };
  const argsKey = `${selfKey}|${given(ev, args)}`;
  if (!nodes.has(argsKey)) {
    if (call.link.expr.kind === 'tagged' || !admit(contexts, base)) return selfKey;
    const scope = followedScope(ev, callee, args, { expr: call.link.expr, scope: call.chain.scope });
    settle(contexts, makeNode(contexts, argsKey, callee, scope, selfKey), depth);
  }
  return argsKey;
}

/** Follows a context's calls, and notes whether something in it is still not told. */
function settle(contexts: Contexts, node: GraphNode, depth: number): void {
  linkCalls(contexts, node, depth + 1);
  const { stillOpen } = contexts;
  if (node.isOpen || node.targets.some((target) => stillOpen.has(target.key))) stillOpen.add(node.key);
}

/** Beyond the bound a function's remaining callers are left open, and what it does not tell is told. */
function admit({ counts, nodes, crowded }: Contexts, base: string): boolean {
  const count = (counts.get(base) ?? 0) + 1;
  counts.set(base, count);
  if (count <= MIN_CONTEXTS) return true;
  const calls = nodes.get(base)?.calls.length ?? 0;
  const isAdmitted = count <= MAX_CALLS_READ / (calls + 1);
  if (!isAdmitted) crowded.add(base);
  return isAdmitted;
}

function makeNode(
  contexts: Contexts,
  key: string,
  callee: ValueOf<'function'>,
  scope: Scope,
  within?: string,
): GraphNode {
  const { nodes, settled } = contexts;
  const read = contexts.read(callee.file, callee.index, scope);
  const alone = nodes.get(keyOf(callee.file, callee.index));
  // What only the call's arguments tell (`executor.result('INSERT …')`), whoever made the object did not.
  const isOfCall = within !== undefined && nodes.get(within)?.sites.length === 0;
  const isUntold = !isOfCall && alone?.sites.length === 0 && (alone.unresolved.length > 0 || read.sites.length > 0);
  const home = homeOf(contexts.ev, callee, isUntold);
  const node = graphNode(read, key, home, { within });
  nodes.set(key, node);
  if (read.sites.length > 0 && isGiven(scope)) {
    const base = keyOf(callee.file, callee.index);
    contexts.tables.set(base, (contexts.tables.get(base) ?? new Set()).add(tablesOf(read.sites)));
  }
  const open = new Set(read.unresolved.map((one) => one.line));
  for (const one of alone?.unresolved ?? []) {
    if (!open.has(one.line)) settled.add(`${callee.file.path}:${one.line}`);
  }
  return node;
}
