/** Which functions depend on what a subclass or a caller gives: they are read again in the context of each. */
import type { ClassMember, Expr } from '../../model/index.js';
import {
  bare,
  bodyOf,
  type ClassValue,
  classFact,
  classKey,
  type Evaluator,
  moduleScope,
  subclassesOf,
  walk,
} from '../program/index.js';
import type { GraphNode } from './call-graph.js';
import type { Call, Node } from './nodes.js';

/** Functions that are open themselves, read what a subclass has another value of (`static table = 'loaves'`), or hand their `this` or parameters to one that is. */
export function openFunctions(ev: Evaluator, nodes: ReadonlyMap<string, GraphNode>): Set<string> {
  const open = new Set<string>();
  const callers = new Map<string, string[]>();
  for (const node of nodes.values()) {
    if (node.isOpen || readsOverridden(ev, node)) open.add(node.key);
    for (const call of node.calls) {
      if (!dependsOnContext(node, call)) continue;
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

/** A method touches a table and takes something of `this` that its class has a value of, and a class below another. */
function readsOverridden(ev: Evaluator, { file, fn, sites }: GraphNode): boolean {
  const fact = file.program.functions[fn];
  if (sites.length === 0 || fact === undefined || fact.ownerClass < 0) return false;
  const of = { file, index: fact.ownerClass, scope: moduleScope(ev, file) };
  const isStatic = fact.isStatic === true;
  const own = classFact(of).members.filter((one) => (one.isStatic === true) === isStatic && hasValue(one));
  if (own.length === 0) return false;
  const below = subclassesOf(ev, classKey(of));
  const overridden = own.filter(({ name }) => below.some((one) => hasOwn(one, name, isStatic)));
  if (overridden.length === 0) return false;
  const names = new Set(overridden.map(({ name }) => name));
  for (const inner of file.inside(fn)) {
    for (const expr of bodyOf(file.program.functions[inner] ?? fact)) if (takesOfThis(expr, names)) return true;
  }
  return false;
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

function takesOfThis(expr: Expr, names: ReadonlySet<string>): boolean {
  let isTaken = false;
  walk(expr, (part) => {
    if (part.kind === 'member' && part.object.kind === 'this' && names.has(part.name)) isTaken = true;
    return undefined;
  });
  return isTaken;
}

/** The call is on `this`, on or with a parameter of the function, or on what is made of one (`new Shelf(model)`). */
function dependsOnContext(node: Node, { chain, link }: Call): boolean {
  const { root, file } = chain;
  if (root.kind === 'this' || root.kind === 'super') return true;
  const names = file.names(node.fn);
  const isParam = (arg: Expr) => arg.kind === 'name' && names.get(arg.name)?.kind === 'param';
  if (isParam(root) || link.args.some(isParam)) return true;
  const binding = root.kind === 'name' ? names.get(root.name) : undefined;
  const made = binding?.kind === 'local' && binding.variable.init ? bare(binding.variable.init) : undefined;
  return (made?.kind === 'new' || made?.kind === 'call') && made.args.some(isParam);
}
