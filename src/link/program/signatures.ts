/**
 * What callers see of a function: its overloads where it has some, else itself. The body's own parameters are often
 * `any` then, and only the overloads say what they are.
 */
import type { FunctionFact, Overload, TypeRef } from '../../model/index.js';
import type { Evaluator } from './evaluator.js';
import { boundTypes, withTypes } from './scopes.js';
import { typeOf } from './type-refs.js';
import { type Arguments, type Scope, specificity, UNKNOWN, unionOf, type Value } from './values.js';

/** What the overloads say a parameter is. */
export function overloadedParameter(ev: Evaluator, fact: FunctionFact, position: number, scope: Scope): Value {
  const values = (fact.overloads ?? []).map((one) => typed(ev, one, one.params[position], scope));
  return unionOf(values.filter((one) => specificity(one) >= 3));
}

/** What the overload that fits the number of arguments says a call gives. */
export function overloadedResult(ev: Evaluator, fact: FunctionFact, args: Arguments | undefined, scope: Scope): Value {
  const fitting = overloadFor(fact, args);
  return fitting ? typed(ev, fitting, fitting.returns, scope) : UNKNOWN;
}

export function overloadFor(fact: FunctionFact, args: Arguments | undefined): Overload | undefined {
  const { overloads } = fact;
  return overloads?.find((one) => one.params.length >= (args?.exprs.length ?? 0)) ?? overloads?.[0];
}

/** A type of an overload; its type parameters that nothing binds are their defaults. */
function typed(ev: Evaluator, { typeParams }: Overload, type: TypeRef | undefined, scope: Scope): Value {
  if (type === undefined) return UNKNOWN;
  const open = (typeParams ?? []).filter((one) => !scope.types?.has(one.name));
  if (open.length === 0) return typeOf(ev, type, scope);
  return typeOf(ev, type, withTypes(scope, new Map([...boundTypes(ev, open, [], scope), ...(scope.types ?? [])])));
}
