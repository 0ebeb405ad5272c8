/**
 * Objects made of another object's entries: `Object.fromEntries(Object.entries(ovens).map(([name, build]) => [name, build(db)]))`,
 * the same by `reduce`, `mapValues(ovens, (build) => build(db))`. What a member is, the callback says for that one entry.
 */
import type { Expr } from '../../model/index.js';
import { callFunction } from './calls.js';
import type { Evaluator } from './evaluator.js';
import { evaluate } from './expressions.js';
import { memberOf } from './members.js';
import { type Scope, UNKNOWN, type Value, type ValueOf } from './values.js';
import type { CallExpr } from './walk.js';

/** What a callback that goes through an object is handed: its entries as pairs, its keys, its values. */
export type Handed = 'entries' | 'keys' | 'values';

/** A list of an object's entries, before or after each went through a callback. */
export type EntriesOf = {
  readonly handed: Handed;
  readonly expr: Expr;
  readonly scope: Scope;
  readonly fn?: ValueOf<'function'>;
};

/** `Object.fromEntries(list)`. */
export function fromEntries(list: Value): Value | undefined {
  const of = list.kind === 'array' ? list.entriesOf : undefined;
  return of?.fn && { kind: 'mapped', of, fn: of.fn, gives: 'pair' };
}

/** `Object.entries(ovens).reduce((all, [name, build]) => ({ ...all, [name]: build(db) }), {})`. */
export function reducedEntries(list: ValueOf<'array'>, fn: Value): Value | undefined {
  return list.entriesOf && list.entriesOf.fn === undefined && fn.kind === 'function'
    ? { kind: 'mapped', of: list.entriesOf, fn, gives: 'object' }
    : undefined;
}

/** `mapValues(ovens, (build, name) => build(db))` of lodash and its like. */
export function mappedValues(ev: Evaluator, expr: CallExpr, scope: Scope): Value | undefined {
  if (evaluate(ev, expr.callee, scope).kind !== 'import') return undefined;
  const [object, callback] = expr.args;
  const fn = callback && evaluate(ev, callback, scope);
  return object && fn?.kind === 'function'
    ? { kind: 'mapped', of: { handed: 'values', expr: object, scope }, fn, gives: 'value' }
    : undefined;
}

export function mappedMember(ev: Evaluator, { of, fn, gives }: ValueOf<'mapped'>, name: string): Value {
  const source = evaluate(ev, of.expr, of.scope);
  if (source.kind !== 'object' && source.kind !== 'module') return UNKNOWN;
  const value: Expr = { kind: 'member', object: of.expr, name };
  if (memberOf(ev, source, name).kind === 'unknown') return UNKNOWN;
  const key: Expr = { kind: 'string', value: name };
  const handed: Expr[] = {
    entries: [{ kind: 'array', items: [key, value] } as const],
    keys: [key],
    values: [value, key],
  }[of.handed];
  const exprs = gives === 'object' ? [NOTHING, ...handed] : handed;
  const result = callFunction(ev, fn, { exprs, scope: of.scope }, undefined);
  if (gives === 'value') return result;
  if (gives === 'object') return result.kind === 'object' ? memberOf(ev, result, name) : UNKNOWN;
  return result.kind === 'array' ? (result.items?.[1] ?? UNKNOWN) : UNKNOWN;
}

const NOTHING: Expr = { kind: 'name', name: 'undefined' };
