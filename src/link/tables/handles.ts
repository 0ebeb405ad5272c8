/**
 * Which calls use a transaction's handle: those on it, on something derived from it (`em.getRepository(X)`,
 * `new Store(tx)`), and those that are given it. Results of awaited queries are data, not handles. A handle kept in a field
 * (`this.manager = tx`) is spelled `this.manager`; `this` is an object that the library itself derived from the handle.
 */
import type { Expr } from '../../model/index.js';
import { bare, type Chain, type ProgramFile, pushParts } from '../program/index.js';

/** Names of the handle and of what is derived from it, in a function and the callbacks within. */
export function handleNames(file: ProgramFile, functions: readonly number[], first: Iterable<string>): Set<string> {
  const names = new Set(first);
  const given = new Set(names);
  if (names.size === 0) return names;
  for (const fn of functions) {
    for (const name of builderNames(file, fn, names)) names.add(name);
    for (const { name, init, isElement } of file.program.functions[fn]?.locals ?? []) {
      if (init && !isElement && !isAwaited(init) && mentions(init, names)) names.add(name);
    }
    for (const expr of file.program.functions[fn]?.body ?? []) {
      const assigned = assignedHandle(expr, names, given);
      if (assigned !== undefined) names.add(assigned);
      // `order.useTransaction(trx)`: the record carries the handle from here on.
      const call = bare(expr);
      if (call.kind !== 'call' || call.callee.kind !== 'member' || call.callee.name !== 'useTransaction') continue;
      const { object } = call.callee;
      if (object.kind === 'name' && call.args.some((arg) => mentions(arg, names))) names.add(object.name);
    }
  }
  return names;
}

/** What a query answered, also as another type or a part of it: `(await tx.loaves.find()) as Loaf[]`, `(await …).rows[0]`. */
export function isAwaited(expr: Expr): boolean {
  let at = expr;
  while (at.kind === 'cast' || at.kind === 'member' || at.kind === 'index')
    at = at.kind === 'cast' ? at.value : at.object;
  return at.kind === 'await';
}

/** Array methods: their callbacks are given data, also when the array's name was taken for a handle. */
const OF_ARRAYS =
  /^(?:map|forEach|flatMap|reduce|reduceRight|filter|some|every|find|findIndex|sort|then|catch|finally)$/;

/** `query.where((eb) => eb.exists(eb.selectFrom('x')))`: what a builder on the handle gives to its callbacks is on it too. */
function builderNames(file: ProgramFile, fn: number, names: ReadonlySet<string>): string[] {
  const user = file.uses().callbacks.get(fn);
  const callee = user?.call.callee;
  if (callee?.kind !== 'member' || OF_ARRAYS.test(callee.name) || !mentions(callee.object, names)) return [];
  return (file.program.functions[fn]?.params ?? []).map((one) => one.name);
}

/** `this.manager = tx`, `trx = given`, `ctx.transaction = tx`: what the handle is kept in. */
function assignedHandle(expr: Expr, names: ReadonlySet<string>, given: ReadonlySet<string>): string | undefined {
  if (expr.kind !== 'assign' || isAwaited(expr.value) || !mentions(expr.value, names)) return undefined;
  const { target, value } = expr;
  if (target.kind === 'name') return target.name;
  if (target.kind !== 'member') return undefined;
  if (target.object.kind === 'this') return `this.${target.name}`;
  // `ctx.state.transaction = tx`: whoever is given `ctx` from here on has the handle.
  if (value.kind !== 'name' || !given.has(value.name)) return undefined;
  let root: Expr = target.object;
  while (root.kind === 'member') root = root.object;
  return root.kind === 'name' ? root.name : undefined;
}

/** Some part of the expression is one of the names; functions written inside have their own turn. */
export function mentions(expr: Expr, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  const stack: Expr[] = [expr];
  for (let i = 0; stack.length > 0 && i < 2000; i++) {
    const at = stack.pop() as Expr;
    if (at.kind === 'name' && names.has(at.name)) return true;
    if (at.kind === 'this' && names.has('this')) return true;
    if (at.kind === 'member' && at.object.kind === 'this' && names.has(`this.${at.name}`)) return true;
    pushParts(stack, at);
  }
  return false;
}

/** The chain is called on a handle or given one. */
export function usesHandle(chain: Chain, names: ReadonlySet<string>): boolean {
  const receiver = chain.links[0]?.receiver;
  if (mentions(bare(chain.root), names) || (receiver !== undefined && mentions(receiver, names))) return true;
  return chain.links.some((link) => link.args.some((arg) => mentions(arg, names)));
}

/** The function and what is written inside it. */
export function within(file: ProgramFile, fn: number): ReadonlySet<number> {
  return file.inside(fn);
}
