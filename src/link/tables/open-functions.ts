/** Which functions depend on what a subclass or a caller gives: they are read again in the context of each. */
import type { ClassMember, Expr } from '../../model/index.js';
import {
  bare,
  bodyOf,
  type ClassValue,
  childScope,
  classFact,
  classKey,
  type Evaluator,
  memberOf,
  moduleScope,
  type ProgramFile,
  readingItself,
  type Scope,
  subclassesOf,
  type Value,
  walk,
} from '../program/index.js';
import type { GraphNode } from './call-graph.js';
import { tablesOf } from './homes.js';
import type { Call, Node } from './nodes.js';

/** Functions that are open themselves, read what a subclass has another value of (`static table = 'loaves'`), or hand their `this` or parameters to one that is. */
export function openFunctions(ev: Evaluator, nodes: ReadonlyMap<string, GraphNode>, read: Read): Set<string> {
  const open = new Set<string>();
  const callers = new Map<string, string[]>();
  for (const node of nodes.values()) {
    if (node.isOpen || readsOverridden(ev, node, read)) open.add(node.key);
    for (const call of node.calls) {
      if (!readingItself(ev.watch, node.file, node.fn, () => dependsOnContext(node, call))) continue;
      const callee = `${call.callee.file.path}#${call.callee.index}`;
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
