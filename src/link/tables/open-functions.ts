/** Which functions depend on what a subclass or a caller gives: they are read again in the context of each. */
import type { ClassMember, Expr, Parameter } from '../../model/index.js';
import {
  bare,
  bodyOf,
  type ClassValue,
  childScope,
  classFact,
  classKey,
  constantOf,
  type Evaluator,
  evaluate,
  followedScope,
  isLeftOut,
  isStringType,
  memberOf,
  moduleScope,
  type ProgramFile,
  readingItself,
  type Scope,
  subclassesOf,
  typeOf,
  type Value,
  type ValueOf,
  walk,
} from '../program/index.js';
import type { GraphNode } from './graph-node.js';
import { tablesOf } from './homes.js';
import type { Call, Node } from './nodes.js';

/** Functions that are open themselves, read what a subclass has another value of (`static table = 'loaves'`), or hand their `this` or parameters to one that is. */
export function openFunctions(ev: Evaluator, nodes: ReadonlyMap<string, GraphNode>, read: Read): Set<string> {
  const open = new Set<string>();
  const callers = new Map<string, string[]>();
  for (const node of nodes.values()) {
    if (node.isOpen || readsOverridden(ev, node, read) || hangsOnDefault(ev, node, read)) open.add(node.key);
    for (const call of node.calls) {
      if (!readingItself(ev.watch, node.file, node.fn, () => dependsOnContext(node, call))) continue;
      const callee = call.callee.file.keyOf(call.callee.index);
      const list = callers.get(callee);
      if (list) list.push(node.key);
      else callers.set(callee, [node.key]);
    }
  }
  const queue = [...open];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const caller of callers.get(next) ?? []) {
      if (open.has(caller)) continue;
      open.add(caller);
      queue.push(caller);
    }
  }
  return open;
}

/** What a function does in a scope. */
export type Read = (file: ProgramFile, fn: number, scope: Scope) => Node;

/** Most classes below that are asked whether what they have otherwise makes it another table. */
const MOST_ASKED = 6;

/** A method takes something of `this` that its class has a value of and a class below another, by which it touches another table. */
function readsOverridden(ev: Evaluator, { file, fn, sites }: GraphNode, read: Read): boolean {
  const fact = file.program.functions[fn];
  if (sites.length === 0 || fact === undefined || fact.ownerClass < 0) return false;
  const of = { file, index: fact.ownerClass, scope: moduleScope(ev, file) };
  const isStatic = fact.isStatic === true;
  const own = classFact(of).members.filter((one) => (one.isStatic === true) === isStatic && hasValue(one));
  if (own.length === 0) return false;
  const taken = own.filter(({ name }) => takesOfThis(file, fn, name));
  if (taken.length === 0) return false;
  const other = subclassesOf(ev, classKey(of)).filter((one) => taken.some(({ name }) => hasOwn(one, name, isStatic)));
  return other.slice(0, MOST_ASKED).some((below) => {
    const self: Value = isStatic ? { kind: 'class', of: below } : { kind: 'instance', of: below, args: [] };
    const method = memberOf(ev, self, fact.name);
    if (method.kind !== 'function' || method.file !== file || method.index !== fn) return false;
    return tablesOf(read(file, fn, childScope(ev, method.scope, fn)).sites) !== tablesOf(sites);
  });
}

/** A default names the table, `list(table = 'loaves')`: a caller may name another. */
function hangsOnDefault(ev: Evaluator, { file, fn, scope, sites }: GraphNode, read: Read): boolean {
  const params = sites.length === 0 ? [] : (file.program.functions[fn]?.params ?? []);
  const defaults = params.filter((one) => mayNameTable(ev, one, scope) && one.init !== undefined);
  if (defaults.length === 0 || scope.parent === undefined) return false;
  const exprs = params.map((): Expr => ({ kind: 'literal', text: 'null' }));
  const callee = { kind: 'function', file, index: fn, scope: scope.parent } as const;
  const given = followedScope(ev, callee, { exprs, scope: moduleScope(ev, file) }, undefined);
  return tablesOf(read(file, fn, given).sites) !== tablesOf(sites);
}

/** A parameter for a text that callers may leave out. */
function mayNameTable(ev: Evaluator, { init, isOptional, path, type }: Parameter, scope: Scope): boolean {
  if (path !== undefined || (init === undefined && isOptional !== true)) return false;
  if (type !== undefined) return isStringType(typeOf(ev, type, scope));
  return init !== undefined && constantOf(evaluate(ev, init, scope)) !== undefined;
}

/** A call gives a text for a parameter that others leave out: what the function does without it says nothing of this call. */
export function givesOptional(ev: Evaluator, { file, index, scope }: ValueOf<'function'>, call: Call): boolean {
  const { args: exprs } = call.link;
  const args = { exprs, scope: call.chain.scope };
  return (file.program.functions[index]?.params ?? []).some(
    (one) => one.position < exprs.length && mayNameTable(ev, one, scope) && !isLeftOut({ args }, one),
  );
}

function hasValue({ kind, init }: ClassMember): boolean {
  return kind === 'getter' || (kind === 'field' && init !== undefined);
}

function hasOwn(of: ClassValue, name: string, isStatic: boolean): boolean {
  const fact = classFact(of);
  if (fact.members.some((one) => one.name === name && (one.isStatic === true) === isStatic && hasValue(one)))
    return true;
  return isStatic && of.file.uses().properties.has(`${fact.name}.${name}`);
}

function takesOfThis(file: ProgramFile, fn: number, name: string): boolean {
  let isTaken = false;
  for (const inner of file.inside(fn)) {
    const fact = file.program.functions[inner];
    for (const expr of fact ? bodyOf(fact) : []) {
      walk(expr, (part) => {
        if (part.kind === 'member' && part.object.kind === 'this' && part.name === name) isTaken = true;
        return undefined;
      });
    }
  }
  return isTaken;
}

/** The call is on `this`, on or with a parameter of the function, or on what is made of one (`new Shelf(model)`). */
export function dependsOnContext(node: Node, { chain, link }: Call): boolean {
  const { root, file } = chain;
  if (root.kind === 'this' || root.kind === 'super') return true;
  const names = file.names(node.fn);
  const isParam = (arg: Expr) => arg.kind === 'name' && names.get(arg.name)?.kind === 'param';
  if (isParam(root) || link.args.some(isParam)) return true;
  const binding = root.kind === 'name' ? names.get(root.name) : undefined;
  const made = binding?.kind === 'local' && binding.variable.init ? bare(binding.variable.init) : undefined;
  return (made?.kind === 'new' || made?.kind === 'call') && made.args.some(isParam);
}
