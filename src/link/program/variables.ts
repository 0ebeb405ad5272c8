/** Variables and parameters → values: what they are declared as, given, assigned, and what is put into them. */
import type { Expr, Parameter, Variable } from '../../model/index.js';
import { elementOf, valueOfCallback } from './calls.js';
import { begins, type Evaluator, NOTHING_OPEN } from './evaluator.js';
import { argumentAt, at, evaluate, keep } from './expressions.js';
import { functionScope } from './scopes.js';
import { overloadedParameter } from './signatures.js';
import { typeOf } from './type-refs.js';
import { type Placed, variableKey } from './uses.js';
import {
  best,
  constantOf,
  isSqlType,
  isStringType,
  type Scope,
  specificity,
  UNKNOWN,
  unionOf,
  type Value,
} from './values.js';
import { bare } from './walk.js';
import { forAll, isAway } from './watched-parts.js';

export function localValue(ev: Evaluator, variable: Variable, scope: Scope): Value {
  const uses = scope.file.uses();
  const key = variableKey(scope.fn, variable.name);
  const assigned = variable.isConst || variable.path ? undefined : uses.assigned.get(key);
  const isEmptyList = variable.init?.kind === 'array' && variable.init.items.length === 0;
  const pushed = isEmptyList ? (uses.pushed.get(key) ?? []) : undefined;
  if (assigned === undefined && pushed === undefined) return best(declaredValues(ev, variable, scope));
  const known = scope.cache?.get(variable);
  const { budget } = ev;
  if (typeof known === 'number') {
    // `query = query.where(…)`: inside its own assignments a variable is what it was declared as.
    if (known < budget.lowest) budget.lowest = known;
    return best(declaredValues(ev, variable, scope));
  }
  if (known !== undefined) return known;
  if (isAway(ev.watch, scope.file.path, scope.fn)) return forAll(ev.watch, () => localValue(ev, variable, scope));
  if (!begins(budget)) return UNKNOWN;
  const { depth, lowest } = budget;
  budget.lowest = NOTHING_OPEN;
  scope.cache ??= new Map();
  scope.cache.set(variable, depth);
  const value = changingValue(ev, variable, scope, assigned ?? [], pushed);
  keep(ev, variable, scope, value, depth, lowest);
  budget.depth--;
  return value;
}

/** What a variable is by its declaration, all that is assigned to it, and all that is put into its list. */
function changingValue(
  ev: Evaluator,
  variable: Variable,
  scope: Scope,
  assigned: readonly Placed[],
  pushed: readonly Placed[] | undefined,
): Value {
  const given = initialValues(ev, variable, scope);
  const later = assignedValues(ev, assigned, scope);
  // `let orders = []` says nothing beside the list assigned later.
  const isFilled = pushed !== undefined && specificity(best(later)) >= 4;
  const values = [unionOf(isFilled ? later : [...given, ...later])];
  if (pushed) values.push({ kind: 'array', element: unionOf(assignedValues(ev, pushed, scope)) });
  return best([...values, ...typeValues(ev, variable, scope)]);
}

function declaredValues(ev: Evaluator, variable: Variable, scope: Scope): Value[] {
  const given = initialValues(ev, variable, scope);
  const declared = typeValues(ev, variable, scope);
  return given.some(({ kind }) => kind === 'made') && declared.every(isSqlType) ? given : [...given, ...declared];
}

function initialValues(ev: Evaluator, variable: Variable, scope: Scope): Value[] {
  if (!variable.init) return [];
  const whole = filled(evaluate(ev, variable.init, scope), variable, scope);
  const given = at(ev, variable.isElement ? elementOf(whole) : whole, variable.path);
  return [variable.fallback ? withFallback(ev, given, variable, variable.fallback, scope) : given];
}

/** `const { include = {}, db = pool } = options`: what is given, or else the default; both with what later statements put in. */
function withFallback(ev: Evaluator, given: Value, variable: Variable, fallback: Expr, scope: Scope): Value {
  const isGiven = given.kind === 'object' || specificity(given) >= 4;
  const literal = bare(fallback);
  if (literal.kind !== 'object') return isGiven ? given : best([given, evaluate(ev, fallback, scope)]);
  const fillings = scope.file.uses().fillings.get(variableKey(scope.fn, variable.name));
  if (fillings === undefined || (isGiven && given.kind !== 'object' && given.kind !== 'external')) return given;
  const own: Value = { kind: 'object', expr: scope.file.filled(variable, literal, fillings), scope };
  return given.kind === 'object' ? unionOf([given, own]) : own;
}

function typeValues(ev: Evaluator, variable: Variable, scope: Scope): Value[] {
  return variable.type ? [at(ev, typeOf(ev, variable.type, scope), variable.path)] : [];
}

/** An object literal with what later statements put into it. */
function filled(value: Value, variable: Variable, { file, fn }: Scope): Value {
  if (value.kind !== 'object' || variable.path || value.expr !== bare(variable.init as Expr)) return value;
  const fillings = file.uses().fillings.get(variableKey(fn, variable.name));
  return fillings ? { ...value, expr: file.filled(variable, value.expr, fillings) } : value;
}

/** Assignments to a variable, each in the scope of its function as far as that can be told from here. */
function assignedValues(ev: Evaluator, placed: readonly Placed[], scope: Scope): Value[] {
  return placed
    .slice(0, 8)
    .map(({ expr, fn }) => evaluate(ev, expr, fn === scope.fn ? scope : functionScope(ev, scope.file, fn)));
}

function argumentOf(ev: Evaluator, param: Parameter, scope: Scope): Value | undefined {
  return scope.args && argumentAt(ev, scope.args, param.position, param.isRest === true);
}

/** Callers that hand on what they were not given themselves. */
const MAX_HANDED = 6;

/** Nothing is given for a parameter, nor for the optional ones that callers hand on for it (`find(where, table)` in `list(where, table?)`). */
export function isLeftOut(scope: Pick<Scope, 'args'>, { position }: Parameter): boolean {
  let args = scope.args;
  let place = position;
  for (let i = 0; i < MAX_HANDED && args !== undefined; i++) {
    if (args.exprs.slice(0, place + 1).some(({ kind }) => kind === 'spread')) return false;
    const expr: Expr | undefined = args.exprs[place];
    if (expr === undefined) return true;
    const given = bare(expr);
    const handed = given.kind === 'name' ? optionalNamed(given.name, args.scope) : undefined;
    if (handed === undefined) return false;
    args = handed.scope.args;
    place = handed.position;
  }
  return args === undefined;
}

function optionalNamed(name: string, from: Scope): { readonly position: number; readonly scope: Scope } | undefined {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    const binding = scope.file.names(scope.fn).get(name);
    if (binding === undefined) continue;
    const isOptional =
      binding.kind === 'param' && binding.param.isOptional === true && binding.param.path === undefined;
    return isOptional ? { position: binding.param.position, scope } : undefined;
  }
  return undefined;
}

export function parameterValue(ev: Evaluator, param: Parameter, scope: Scope): Value {
  const bound = isLeftOut(scope, param) ? undefined : argumentOf(ev, param, scope);
  const told = bound === undefined ? UNKNOWN : at(ev, bound, param.path);
  const given = param.fallback ? withFallback(ev, told, param, param.fallback, scope) : told;
  if (specificity(given) >= 4) return given;
  const declared = param.type ? at(ev, typeOf(ev, param.type, scope), param.path) : UNKNOWN;
  // `table: string = this.table`: which one, without an argument.
  if (bound === undefined && param.init && isStringType(declared)) {
    const initial = evaluate(ev, param.init, scope);
    if (constantOf(initial) !== undefined) return initial;
  }
  // `table: string`: which one, the caller may say by a library's value.
  const isText = isStringType(declared) || isSqlType(declared);
  if (isText && (given.kind === 'part' || given.kind === 'made')) return given;
  if (specificity(declared) >= 3) return best([given, declared]);
  const fact = scope.file.program.functions[scope.fn];
  const overloaded = fact?.overloads
    ? at(ev, overloadedParameter(ev, fact, param.position, scope), param.path)
    : UNKNOWN;
  if (specificity(overloaded) >= 3) return best([given, overloaded]);
  const contextual = at(ev, valueOfCallback(ev, scope, param.position), param.path);
  const initial = param.init ? at(ev, evaluate(ev, param.init, scope), param.path) : UNKNOWN;
  // What is given for a text may be any; for a client or a model it is one like the default.
  const isOther = bound !== undefined && constantOf(initial) !== undefined;
  return best([given, contextual, declared, isOther ? UNKNOWN : initial]);
}
