/**
 * Which calls use a transaction's handle: those on it, on something derived from it (`em.getRepository(X)`,
 * `new Store(tx)`), and those that are given it. Results of awaited queries are data, not handles.
 */
import type { Expr } from '../../model/index.js';
import { bare, type Chain, childrenOf, type ProgramFile } from '../program/index.js';

/** Names of the handle and of what is derived from it, in a function and the callbacks within. */
export function handleNames(file: ProgramFile, functions: readonly number[], first: Iterable<string>): Set<string> {
  const names = new Set(first);
  for (const fn of functions) {
    for (const { name, init, isElement } of file.program.functions[fn]?.locals ?? []) {
      if (init && !isElement && init.kind !== 'await' && derives(init, names)) names.add(name);
    }
    // `order.useTransaction(trx)`: the record carries the handle from here on.
    for (const expr of file.program.functions[fn]?.body ?? []) {
      const call = bare(expr);
      if (call.kind !== 'call' || call.callee.kind !== 'member' || call.callee.name !== 'useTransaction') continue;
      const { object } = call.callee;
      if (object.kind === 'name' && call.args.some((arg) => mentions(arg, names))) names.add(object.name);
    }
  }
  return names;
}

/** `em.getRepository(X)`, `repo.withRepository(em)`, `new Store(tx)`, `em`, `tx ?? this.db`. */
function derives(expr: Expr, names: ReadonlySet<string>): boolean {
  return mentions(expr, names);
}

/** Some part of the expression is one of the names; functions written inside have their own turn. */
export function mentions(expr: Expr, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  const stack: Expr[] = [expr];
  for (let i = 0; stack.length > 0 && i < 2000; i++) {
    const at = stack.pop() as Expr;
    if (at.kind === 'name' && names.has(at.name)) return true;
    stack.push(...childrenOf(at));
  }
  return false;
}

/** The chain is called on a handle or given one. */
export function usesHandle(chain: Chain, names: ReadonlySet<string>): boolean {
  if (mentions(bare(chain.root), names)) return true;
  return chain.links.some((link) => link.args.some((arg) => mentions(arg, names)));
}
