/** What a call gives: own functions by their declared or returned values, classes by `new`, libraries by their data. */
import type { Expr } from '../../model/index.js';
import { builtinCallback, builtinResult } from './builtins.js';
import { type Evaluator, within } from './evaluator.js';
import { argumentAt, evaluate } from './expressions.js';
import { inferTypes } from './infer-types.js';
import { libraryCallback, libraryResult } from './library-calls.js';
import { superMember } from './members.js';
import { callScope, childScope } from './scopes.js';
import { overloadedParameter, overloadedResult, overloadFor } from './signatures.js';
import { typeOf } from './type-refs.js';
import {
  type Arguments,
  alternatives,
  best,
  classFact,
  isStringType,
  type Scope,
  specificity,
  UNKNOWN,
  unionOf,
  type Value,
  type ValueOf,
} from './values.js';
import type { CallExpr, NewExpr } from './walk.js';
import { bare } from './walk.js';
import { valueOfWritten } from './written.js';

/** A call as written, for type arguments and library data; absent when a function is only asked for its result. */
export type Site = { readonly expr: CallExpr | NewExpr; readonly scope: Scope };

export function callValue(ev: Evaluator, expr: CallExpr | NewExpr, scope: Scope): Value {
  const builtin = expr.kind === 'call' ? builtinResult(ev, expr, scope) : undefined;
  if (builtin) return builtin;
  const callee = calleeOf(ev, expr, scope);
  return unionOf(alternatives(callee).map((one) => resultOf(ev, one, { expr, scope })));
}

/** The value called; the one place that is asked for a call's target. */
export function calleeOf(ev: Evaluator, expr: CallExpr | NewExpr, scope: Scope): Value {
  const callee = bare(expr.callee);
  if (callee.kind === 'super') return UNKNOWN;
  if (callee.kind === 'member' && callee.object.kind === 'super') return superMember(ev, scope, callee.name);
  return evaluate(ev, callee, scope);
}

function resultOf(ev: Evaluator, callee: Value, site: Site): Value {
  const { expr, scope } = site;
  switch (callee.kind) {
    case 'function':
      return callFunction(ev, callee, { exprs: expr.args, scope }, site);
    case 'signature':
      return promisedResult(ev, callee, site);
    case 'class':
      return expr.kind === 'new' ? constructed(ev, callee, site) : UNKNOWN;
    case 'both':
      return best(callee.of.map((one) => resultOf(ev, one, site)));
    case 'import':
    case 'part':
    case 'made':
    case 'external':
      return libraryResult(ev, callee, site);
    default:
      return UNKNOWN;
  }
}

/** What a signature promises; `resolve<OrderService>('orders')` of one that gives what it is asked for says so itself. */
function promisedResult(ev: Evaluator, callee: ValueOf<'signature'>, { expr, scope }: Site): Value {
  const promised = typeOf(ev, callee.returns, callee.scope);
  const [asked, ...others] = expr.typeArgs ?? [];
  if (asked === undefined || others.length > 0) return promised;
  // `T` of the signature itself is bound nowhere.
  const isOwn = promised.kind === 'external' && promised.package === '' && /^(?:[A-Z]|T[A-Z]\w*)$/.test(promised.name);
  return isOwn || specificity(promised) <= 1 ? typeOf(ev, asked, scope) : promised;
}

function constructed(ev: Evaluator, { of }: ValueOf<'class'>, { expr, scope }: Site): Value {
  const fact = classFact(of);
  const made = expr.args.length === 0 ? {} : { made: { exprs: expr.args, scope } };
  const params = fact.typeParams ?? [];
  if (expr.typeArgs && expr.typeArgs.length > 0) {
    return { kind: 'instance', of, args: expr.typeArgs.map((type) => typeOf(ev, type, scope)), ...made };
  }
  const init = fact.members.find((one) => one.kind === 'constructor')?.function;
  const found = new Map<string, Value>();
  if (params.length > 0 && init !== undefined) {
    infer(ev, of.scope, init, { exprs: expr.args, scope }, new Set(params.map((one) => one.name)), found);
  }
  return { kind: 'instance', of, args: params.map((one) => found.get(one.name) ?? UNKNOWN), ...made };
}

/** The result of an own function: what it declares when that says enough, else what it returns for these arguments. */
export function callFunction(
  ev: Evaluator,
  fn: ValueOf<'function'>,
  args: Arguments | undefined,
  site: Site | undefined,
): Value {
  const fact = fn.file.program.functions[fn.index];
  if (fact === undefined) return UNKNOWN;
  const inner = followedScope(ev, fn, args, site);
  const declared = fact.returnType ? typeOf(ev, fact.returnType, inner) : UNKNOWN;
  if (specificity(declared) >= 4 && !isOpen(ev, declared)) return declared;
  const promised = fact.overloads ? overloadedResult(ev, fact, args, inner) : UNKNOWN;
  if (specificity(promised) >= 4) return promised;
  const key = fn.file.keyOf(fn.index);
  const begun = ev.budget.active.get(key);
  if (begun !== undefined) {
    ev.budget.lowest = Math.min(ev.budget.lowest, begun);
    return declared;
  }
  ev.budget.active.set(key, ev.budget.depth);
  try {
    const returned = within(ev, UNKNOWN, () => unionOf(fact.returns.map((expr) => evaluate(ev, expr, inner))));
    const isMore = returned.kind === 'object' || isStringType(declared);
    return isMore ? best([returned, declared]) : best([declared, returned]);
  } finally {
    ev.budget.active.delete(key);
  }
}

/** What rows look like (`{ id: number }`, `z.infer<typeof Loaf>`), where a class or a name would tell the table. */
function isDocument(ev: Evaluator, value: Value): boolean {
  if (value.kind === 'both' || value.kind === 'union') return value.of.every((one) => isDocument(ev, one));
  if (value.kind !== 'external') return ['shape', 'record', 'import', 'unknown'].includes(value.kind);
  const isHandle = ev.library.typeNamed(value.package, value.name) !== undefined;
  return value.made === undefined && (!isHandle || value.args.every((one) => isDocument(ev, one)));
}

/** A declared result that a body may say more of: strings, shapes, and a library's types for data (`Prisma.OrderWhereInput`). */
export function isOpen(ev: Evaluator, value: Value): boolean {
  if (isStringType(value)) return true;
  if (value.kind === 'external') {
    // `Model<IUser>`: the body may tell which of the models with such documents.
    if (value.args.length > 0 && value.args.every((one) => isDocument(ev, one))) return value.package !== '';
    const type = ev.library.typeNamed(value.package, value.name);
    if (type === undefined) return value.name.includes('.');
    // `Collection`: a handle of which only its making tells the name.
    return type.members === undefined && Object.keys(type.returns ?? {}).length === 0;
  }
  if (value.kind === 'both') return value.of.some((one) => isOpen(ev, one));
  return value.kind === 'shape' || value.kind === 'record';
}

/** The function's scope for one call: parameters and type parameters bound. */
export function followedScope(
  ev: Evaluator,
  fn: ValueOf<'function'>,
  args: Arguments | undefined,
  site: Site | undefined,
): Scope {
  const fact = fn.file.program.functions[fn.index]!;
  const params = overloadFor(fact, args)?.typeParams ?? fact.typeParams ?? [];
  if (args === undefined || (fact.params.length === 0 && params.length === 0))
    return childScope(ev, fn.scope, fn.index);
  const found = new Map<string, Value>();
  params.forEach((param, index) => {
    const type = site?.expr.typeArgs?.[index];
    if (type && site) found.set(param.name, typeOf(ev, type, site.scope));
  });
  const open = params.filter((param) => !found.has(param.name)).map((param) => param.name);
  if (open.length > 0) infer(ev, fn.scope, fn.index, args, new Set(open), found);
  return callScope(ev, fn.scope, fn.index, args, found.size === 0 ? undefined : found);
}

function infer(
  ev: Evaluator,
  outer: Scope,
  fn: number,
  args: Arguments,
  names: ReadonlySet<string>,
  found: Map<string, Value>,
): void {
  for (const param of outer.file.program.functions[fn]?.params ?? []) {
    if (param.type === undefined || param.path !== undefined) continue;
    const given = argumentAt(ev, args, param.position, param.isRest === true);
    if (given) inferTypes(ev, param.type, given, names, found);
  }
  overloadFor(outer.file.program.functions[fn]!, args)?.params.forEach((type, position) => {
    const given = argumentAt(ev, args, position, false);
    if (given) inferTypes(ev, type, given, names, found);
  });
}

/** The value of a callback's parameter, told by the call that the callback is handed to. */
export function valueOfCallback(ev: Evaluator, scope: Scope, position: number): Value {
  const { file, fn, parent } = scope;
  const user = file.uses().callbacks.get(fn);
  if (parent === undefined) return UNKNOWN;
  if (user === undefined) return valueOfWritten(ev, scope, parent, position);
  if (user.fn !== parent.fn) return UNKNOWN;
  const { call } = user;
  const builtin = call.kind === 'call' ? builtinCallback(ev, call, parent, position) : undefined;
  if (builtin) return builtin;
  const callees = alternatives(calleeOf(ev, call, parent));
  return unionOf(
    callees.map((callee) => {
      if (callee.kind === 'function')
        return ownCallback(ev, callee, { expr: call, scope: parent }, user.position, position);
      if (callee.kind === 'signature') {
        const type = callee.params[user.position];
        return type?.kind === 'function' && type.params[position]
          ? typeOf(ev, type.params[position], callee.scope)
          : UNKNOWN;
      }
      return libraryCallback(ev, callee, { expr: call, scope: parent }, position);
    }),
  );
}

/** From the declared type of the parameter that takes the callback, else from how the function calls it. */
function ownCallback(ev: Evaluator, fn: ValueOf<'function'>, site: Site, argument: number, position: number): Value {
  const fact = fn.file.program.functions[fn.index];
  const param = fact?.params.find((one) => one.position === argument && one.path === undefined);
  if (param === undefined) return UNKNOWN;
  const inner = followedScope(ev, fn, { exprs: site.expr.args, scope: site.scope }, site);
  const own = param.type ? typeOf(ev, param.type, inner) : UNKNOWN;
  const declared = fact?.overloads ? unionOf([overloadedParameter(ev, fact, argument, inner), own]) : own;
  for (const one of alternatives(declared)) {
    if (one.kind !== 'signature') continue;
    const type = one.params[position];
    const value = type ? typeOf(ev, type, one.scope) : UNKNOWN;
    if (specificity(value) >= 3) return value;
  }
  const calls = callsOfParameter(fn, param.name);
  return unionOf(calls.map((call) => (call.args[position] ? evaluate(ev, call.args[position], inner) : UNKNOWN)));
}

/** Calls of a function-valued parameter within the function itself. */
function callsOfParameter(fn: ValueOf<'function'>, name: string): CallExpr[] {
  const calls: CallExpr[] = [];
  const stack: Expr[] = [...(fn.file.program.functions[fn.index]?.body ?? [])];
  while (stack.length > 0 && calls.length < 4) {
    const expr = stack.pop()!;
    if (expr.kind === 'call' && expr.callee.kind === 'name' && expr.callee.name === name) calls.push(expr);
    if (expr.kind === 'await' || expr.kind === 'cast' || expr.kind === 'assign') stack.push(expr.value);
    else if (expr.kind === 'parts') stack.push(...expr.parts);
  }
  return calls;
}

/** One of many: element of an array, a Set, a Map's values. */
export function elementOf(value: Value): Value {
  switch (value.kind) {
    case 'array':
    case 'record':
      return value.element;
    case 'external':
      // A library's list or query, gone through: its first type argument is what it is of.
      return (value.package === '' ? value.args.at(-1) : value.args[0]) ?? UNKNOWN;
    case 'union':
      return unionOf(value.of.map(elementOf));
    case 'param':
      return UNKNOWN;
    default:
      return UNKNOWN;
  }
}
