/** What dialects do alike with a chain: ask each link in turn, look for the handle a method is called on, and for options that a caller tells. */
import type { Expr } from '../../model/index.js';
import {
  alternatives,
  bare,
  type Chain,
  calleeOf,
  hangsOnCaller,
  type Link,
  type Scope,
  type Value,
} from '../program/index.js';
import type { Access, Finding } from './dialect.js';
import type { World } from './world.js';

/** The findings of all links as one; undefined when no link is the dialect's. The first thing not told stands for all. */
export function findingOfLinks({ links }: Chain, read: (link: Link) => Finding | undefined): Finding | undefined {
  const accesses: Access[] = [];
  let unresolved: Finding['unresolved'];
  let isOurs = false;
  let isOpen = false;
  for (const link of links) {
    const found = read(link);
    if (found === undefined) continue;
    isOurs = true;
    accesses.push(...found.accesses);
    unresolved ??= found.unresolved;
    isOpen ||= found.isOpen === true;
  }
  return isOurs ? { accesses, ...(unresolved ? { unresolved } : {}), ...(isOpen ? { isOpen } : {}) } : undefined;
}

export type Called<H> = { readonly handle: H; readonly receiver: Value };

/**
 * The library's handle that a method is called on; undefined when the method is not the library's: an own method of
 * that name gives a function, not a part of the handle.
 */
export function calledHandle<H>(
  world: World,
  link: Link,
  scope: Scope,
  asHandle: (value: Value) => H | undefined,
): Called<H> | undefined {
  if (link.expr.kind === 'tagged') return undefined;
  for (const callee of alternatives(calleeOf(world.ev, link.expr, scope))) {
    if (callee.kind !== 'part') continue;
    for (const receiver of alternatives(callee.object)) {
      for (const one of receiver.kind === 'both' ? receiver.of : [receiver]) {
        const handle = asHandle(one);
        if (handle) return { handle, receiver };
      }
    }
  }
  return undefined;
}

/**
 * Whether a caller tells some of the options, and with them what is loaded beside the table: `findMany({ where, include })`,
 * `findAll(query)`, `findAll({ ...query, transaction })` of a parameter. `names` are the options that load something.
 */
export function isToldByCaller({ file, fn }: Chain, argument: Expr | undefined, names: ReadonlySet<string>): boolean {
  if (argument === undefined) return false;
  const options = bare(argument);
  const parts =
    options.kind === 'object'
      ? options.entries.filter(({ key }) => key === '...' || names.has(key))
      : [{ value: options }];
  return parts.some(({ value }) => bare(value).kind === 'name' && hangsOnCaller(file, fn, value));
}
