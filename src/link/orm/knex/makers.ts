/**
 * Own functions that hand out a table's bare query: `const loaves = (db: Knex) => db('loaves')`, entries of
 * `const tables = { loaves: (db) => db<Loaf>('loaves') }`, `protected query() { return this.db(this.table) }`. They touch
 * nothing themselves; each call of one is where a query starts. A function whose callers never go on with the query
 * (`all() { return db('loaves') }`) is an access like any other.
 */
import type { Expr } from '../../../model/index.js';
import {
  alternatives,
  bare,
  chainsOf,
  forAll,
  type Link,
  linksBehind,
  type Scope,
  type Value,
} from '../../program/index.js';
import type { World } from '../world.js';
import { isClient } from './library.js';

export type Makers = {
  /** The function only hands out a query. */
  readonly isMaker: (file: Scope['file'], fn: number) => boolean;
  /** The link that names the table, behind a call of a maker. */
  readonly madeBy: (link: Link, scope: Scope, callees: readonly Value[]) => { link: Link; scope: Scope } | undefined;
  /** The same for a getter: `get table() { return this.db('loaves') }`, `this.table.where(…)`. */
  readonly gotBy: (link: Link, scope: Scope) => { link: Link; scope: Scope } | undefined;
};

/** `isQuery`: whether a method of that name goes on with a query. */
export function createMakers(world: World, isQuery: (name: string) => boolean): Makers {
  let names: Names | undefined;
  const known = new Map<string, boolean>();
  const read = (file: Scope['file'], fn: number): boolean => {
    const fact = file.program.functions[fn];
    const [only, ...others] = fact?.returns ?? [];
    if (fact === undefined || fact.name === '' || only === undefined || others.length > 0) return false;
    // One call and nothing else: of a handle with the table, or of another maker.
    const call = bare(only);
    if (call.kind !== 'call' || call.args.length === 0 || call.args.length > 2) return false;
    const callee = bare(call.callee);
    if (spelled(callee) === undefined) return false;
    names ??= namesOf(world, isQuery);
    const isGiven = callee.kind === 'name' && fact.params.some((param) => param.name === callee.name);
    return names.followed.has(fact.name) || (isGiven && !names.called.has(fact.name));
  };
  const isMaker = (file: Scope['file'], fn: number): boolean => {
    const key = file.keyOf(fn);
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, false);
    const found = forAll(file.watch, () => read(file, fn));
    known.set(key, found);
    return found;
  };
  return {
    isMaker,
    madeBy(link, scope, callees) {
      if (!callees.some((one) => one.kind === 'function' && isMaker(one.file, one.index))) return undefined;
      for (const value of alternatives(world.value(link.expr, scope))) {
        if (isClient(value)) continue;
        const behind = linksBehind(world.ev, value).at(-1);
        if (behind === undefined || value.kind !== 'external' || value.made?.expr !== behind.link.expr) continue;
        if (namesTable(world, behind)) return behind;
      }
      return undefined;
    },
    gotBy({ receiver }, scope) {
      const got = receiver && bare(receiver);
      if (got?.kind !== 'member') return undefined;
      for (const value of alternatives(world.value(got, scope))) {
        const behind = linksBehind(world.ev, value).at(-1);
        if (behind === undefined || value.kind !== 'external' || value.made?.expr !== behind.link.expr) continue;
        const { file, fn } = behind.scope;
        if (file.program.functions[fn]?.kind === 'getter' && isMaker(file, fn)) return behind;
      }
      return undefined;
    },
  };
}

/** `knex('loaves')`, `knex.from('loaves')`; `knex.with('recent', …)` names what is none. */
function namesTable(world: World, { link: { name, expr }, scope }: { link: Link; scope: Scope }): boolean {
  if (expr.kind !== 'call') return false;
  return /^(?:from|into|table)$/.test(name) || alternatives(world.value(expr.callee, scope)).some(isClient);
}

/** A name, or names with dots between: nothing else is called on the way. */
function spelled(callee: Expr): Expr | undefined {
  let at = callee;
  while (at.kind === 'member') at = bare(at.object);
  return at.kind === 'name' || at.kind === 'this' ? at : undefined;
}

type Names = { readonly called: ReadonlySet<string>; readonly followed: ReadonlySet<string> };

/** Names of what is called, and of those calls that a method of a query follows. */
function namesOf(world: World, isQuery: (name: string) => boolean): Names {
  const called = new Set<string>();
  const followed = new Set<string>();
  for (const file of world.ev.files.values()) {
    for (const { links } of chainsOf(file)) {
      links.forEach(({ name }, at) => {
        called.add(name);
        const next = links[at + 1];
        if (next !== undefined && isQuery(next.name)) followed.add(name);
      });
    }
  }
  return { called, followed };
}
