/**
 * Objects that carry a transaction's handle in their fields. `service.withTransaction(tx)` gives a clone of the service whose
 * methods work on `tx`; `new Store(tx)` a store on it; a wrapper may put it on `this` while its callback runs
 * (`this.atomic(async (tx) => …)`). In the methods of such an object `this.<field>`, and getters that answer with one, are
 * handles. Other objects that it holds are not: calling them leaves the transaction.
 */
import type { Expr } from '../../model/index.js';
import { bare, classFact, type Evaluator, lineageOf, type ProgramFile, walk } from '../program/index.js';
import type { CallGraph, GraphNode } from './graph-node.js';
import { handleNames, mentions, within } from './handles.js';
import type { Call } from './nodes.js';

/** Functions between the call that is given the handle and the one that keeps it (`withTx → new Store → super`). */
const MAX_DEPTH = 3;

/**
 * `this.<field>` names that hold a handle in what the function makes or changes when it is given one in `given`, without
 * getters. Empty when it keeps none.
 */
function keptFields(graph: CallGraph, maker: GraphNode, given: ReadonlySet<string>, depth = 0): Set<string> {
  const { file, fn } = maker;
  const inside = within(file, fn);
  const names = handleNames(file, [...inside], given);
  const fields = new Set([...names].filter((name) => name.startsWith('this.')));
  for (const param of file.program.functions[fn]?.params ?? [])
    if (param.isField && names.has(param.name)) fields.add(`this.${param.name}`);
  for (const index of inside) {
    for (const expr of file.program.functions[index]?.body ?? []) {
      walk(expr, (part) => {
        for (const field of fieldsSetBy(part, names)) fields.add(field);
        return undefined;
      });
    }
  }
  // `return new Store(tx)`, `super(tx)`: what is made keeps it.
  for (const { key, call } of depth < MAX_DEPTH ? maker.targets : []) {
    const target = graph.nodes.get(key);
    if (target === undefined || !isMaking(call, target)) continue;
    const passed = passedHandles(target, call, names);
    if (passed.size > 0) for (const field of keptFields(graph, target, passed, depth + 1)) fields.add(field);
  }
  return fields;
}

/** `clone.manager = tx`, `Object.assign(clone, { manager: tx })`. */
function fieldsSetBy(expr: Expr, names: ReadonlySet<string>): string[] {
  if (expr.kind === 'assign' && expr.target.kind === 'member' && mentions(expr.value, names))
    return expr.value.kind === 'await' ? [] : [`this.${expr.target.name}`];
  if (expr.kind !== 'call' || expr.callee.kind !== 'member' || expr.callee.name !== 'assign') return [];
  return expr.args.flatMap((arg) =>
    arg.kind === 'object'
      ? arg.entries.flatMap(({ key, value }) => (mentions(value, names) ? [`this.${key}`] : []))
      : [],
  );
}

function isMaking({ link, chain }: Call, target: GraphNode): boolean {
  const isConstructor = target.file.program.functions[target.fn]?.kind === 'constructor';
  return isConstructor && (link.kind === 'new' || chain.root.kind === 'super');
}

/** The fields and the getters of the class of `node` that answer with one of them. */
export function withGetters(ev: Evaluator, node: GraphNode, fields: ReadonlySet<string>): Set<string> {
  const names = new Set(fields);
  if (fields.size === 0) return names;
  const { self } = node.scope;
  const owner = node.file.program.functions[node.fn]?.ownerClass ?? -1;
  const of = self?.kind === 'instance' ? self.of : { file: node.file, index: owner, scope: node.scope };
  if (self?.kind !== 'instance' && owner < 0) return names;
  const getters: { name: string; returns: readonly Expr[] }[] = [];
  for (const ancestor of lineageOf(ev, { kind: 'instance', of, args: [] })) {
    if (ancestor.kind !== 'own') break;
    for (const member of classFact(ancestor.of).members) {
      if (member.kind !== 'getter' || member.function === undefined) continue;
      const fact = ancestor.of.file.program.functions[member.function];
      if (fact) getters.push({ name: `this.${member.name}`, returns: fact.returns });
    }
  }
  // A getter may answer with another one.
  for (let round = 0; round < 2; round++)
    for (const { name, returns } of getters) if (returns.some((one) => mentions(one, names))) names.add(name);
  return names;
}

/**
 * Handle fields of the object that a call is made on, when an own function made it from the handle; undefined when it is the
 * library's own derivation (`manager.withRepository(x)`), where all of `this` is on the handle.
 */
export function receiverFields(
  graph: CallGraph,
  caller: GraphNode,
  receiver: Expr,
  handles: ReadonlySet<string>,
): Set<string> | undefined {
  let made: Set<string> | undefined;
  const targets = [...around(graph, caller)].flatMap((node) => node.targets);
  for (const expr of makersOf(caller.file, caller.fn, receiver, handles)) {
    for (const { key, call } of targets) {
      const target = call.link.expr === expr ? graph.nodes.get(key) : undefined;
      if (target === undefined) continue;
      made ??= new Set();
      for (const field of keptFields(graph, target, passedHandles(target, call, handles))) made.add(field);
    }
  }
  return made;
}

/** The function and those it is written in. */
function* around(graph: CallGraph, node: GraphNode): Generator<GraphNode> {
  yield node;
  const { file } = node;
  for (let at = file.program.functions[node.fn]?.parent ?? -1; at >= 0; at = file.program.functions[at]?.parent ?? -1) {
    const outer = graph.nodes.get(file.keyOf(at));
    if (outer) yield outer;
  }
}

/** Calls in the receiver that are given a handle, and those in the initialisers of the names it is made of. */
function makersOf(file: ProgramFile, fn: number, receiver: Expr, handles: ReadonlySet<string>): Expr[] {
  const found: Expr[] = [];
  const seen = new Set<string>();
  const stack: Expr[] = [receiver];
  for (let at = stack.pop(); at !== undefined && found.length < 20; at = stack.pop()) {
    walk(at, (part) => {
      if ((part.kind === 'call' || part.kind === 'new') && part.args.some((arg) => mentions(arg, handles)))
        found.push(part);
      if (part.kind === 'name' && handles.has(part.name) && !seen.has(part.name)) {
        seen.add(part.name);
        const init = localInit(file, fn, part.name);
        if (init) stack.push(init);
      }
      return undefined;
    });
  }
  return found;
}

/** In the function, in what is written inside it, or in those around it. */
function localInit(file: ProgramFile, fn: number, name: string): Expr | undefined {
  const around: number[] = [];
  for (let at = file.program.functions[fn]?.parent ?? -1; at >= 0; at = file.program.functions[at]?.parent ?? -1)
    around.push(at);
  for (const index of [...within(file, fn), ...around]) {
    const local = file.program.functions[index]?.locals.find((one) => one.name === name);
    if (local?.init) return local.init;
  }
  return undefined;
}

/** Parameters of the callee that are given a handle; of an object pattern those whose entry is one. */
export function passedHandles(target: GraphNode, { link }: Call, handles: ReadonlySet<string>): Set<string> {
  return handlesGiven(target, link.args, handles);
}

export function handlesGiven(target: GraphNode, args: readonly Expr[], handles: ReadonlySet<string>): Set<string> {
  const names = new Set<string>();
  const params = target.file.program.functions[target.fn]?.params ?? [];
  args.forEach((given, position) => {
    const arg = bare(given);
    if (!mentions(arg, handles)) return;
    const entries = arg.kind === 'object' && arg.entries.every((one) => one.key !== '...') ? arg.entries : undefined;
    const isGiven = (path: readonly string[] | undefined) =>
      entries === undefined ||
      path === undefined ||
      path[0] === '...' ||
      entries.some((one) => one.key === path[0] && mentions(one.value, handles));
    for (const param of params) {
      const isPlace = param.position === position || (param.isRest && position > param.position);
      if (isPlace && isGiven(param.path)) names.add(param.name);
    }
  });
  return names;
}
