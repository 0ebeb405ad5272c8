/**
 * Object literals that later statements fill: `where.customer = { … }`, `options.relations.push('lines')`. The variable
 * is read as one literal with those entries, whether or not their statements run.
 */
import type { Expr, ObjectEntry } from '../../model/index.js';
import { bare, type ObjectExpr } from './walk.js';

/** One statement: the path below the variable, and what is put there. */
export type Filling = { readonly path: readonly string[]; readonly value: Expr; readonly isPush: boolean };

const PUSHES = new Set(['push', 'unshift']);
/** Levels below the variable that are followed. */
const MAX_DEPTH = 4;

/** The variable that an assignment or a `push` fills, and how; undefined for other expressions. */
export function fillingsOf(expr: Expr): { readonly name: string; readonly fillings: readonly Filling[] } | undefined {
  if (expr.kind === 'assign') {
    const target = pathOf(expr.target);
    if (target === undefined || target.path.length === 0) return undefined;
    return { name: target.name, fillings: [{ path: target.path, value: expr.value, isPush: false }] };
  }
  if (expr.kind !== 'call' || expr.callee.kind !== 'member' || !PUSHES.has(expr.callee.name)) return undefined;
  const target = pathOf(expr.callee.object);
  if (target === undefined || target.path.length === 0) return undefined;
  return { name: target.name, fillings: expr.args.map((value) => ({ path: target.path, value, isPush: true })) };
}

/** `where.customer['name']` as the variable and ['customer', 'name']. */
function pathOf(expr: Expr): { name: string; path: string[] } | undefined {
  const path: string[] = [];
  let at = bare(expr);
  while (path.length <= MAX_DEPTH) {
    if (at.kind === 'name') return { name: at.name, path: path.reverse() };
    if (at.kind === 'member') {
      path.push(at.name);
      at = bare(at.object);
    } else if (at.kind === 'index' && at.index.kind === 'string') {
      path.push(at.index.value);
      at = bare(at.object);
    } else return undefined;
  }
  return undefined;
}

export function filledObject(object: ObjectExpr, fillings: readonly Filling[]): ObjectExpr {
  const entries = [...object.entries];
  const byKey = new Map<string, Filling[]>();
  for (const filling of fillings) {
    const key = filling.path[0] as string;
    byKey.set(key, [...(byKey.get(key) ?? []), filling]);
  }
  for (const [key, own] of byKey) {
    const at = entries.findLastIndex((entry) => entry.key === key);
    const entry = filledEntry(key, entries[at], own, object.line);
    if (at < 0) entries.push(entry);
    else entries[at] = entry;
  }
  return { ...object, entries };
}

function filledEntry(key: string, before: ObjectEntry | undefined, fillings: readonly Filling[], line: number) {
  const set = fillings.filter(({ path, isPush }) => path.length === 1 && !isPush).map(({ value }) => value);
  const options = [...(before ? [before.value] : []), ...set].filter((one) => !isNothing(one));
  const pushed = fillings.filter(({ path, isPush }) => path.length === 1 && isPush).map(({ value }) => value);
  const below = fillings
    .filter(({ path }) => path.length > 1)
    .map((filling) => ({ ...filling, path: filling.path.slice(1) }));
  if (pushed.length > 0) {
    const at = options.findIndex((one) => bare(one).kind === 'array');
    const list = bare(options[at] ?? NONE);
    const items = list.kind === 'array' ? list.items : [];
    options.splice(Math.max(at, 0), at < 0 ? 0 : 1, { kind: 'array', items: [...items, ...pushed] });
  }
  if (below.length > 0) {
    const at = options.findIndex((one) => bare(one).kind === 'object');
    const inner = bare(options[at] ?? NONE);
    const object: ObjectExpr = inner.kind === 'object' ? inner : { kind: 'object', entries: [], line };
    options.splice(Math.max(at, 0), at < 0 ? 0 : 1, filledObject(object, below));
  }
  const [only] = options;
  const value: Expr = options.length === 1 && only ? only : { kind: 'either', options };
  return { key, value, line: before?.line ?? lineOf(value) ?? line };
}

const NONE: Expr = { kind: 'array', items: [] };

/** `{}`, `[]` and `undefined` before they are filled. */
function isNothing(expr: Expr): boolean {
  const inner = bare(expr);
  return inner.kind === 'name' && inner.name === 'undefined';
}

function lineOf(expr: Expr): number | undefined {
  return 'line' in expr ? expr.line : undefined;
}
