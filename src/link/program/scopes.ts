/** Scopes: the module's, a class's for a concrete `this`, a function's. Memoised, so that their caches are shared. */
import type { FunctionFact, TypeParam } from '../../model/index.js';
import { boundThis } from './bound-this.js';
import type { Evaluator } from './evaluator.js';
import { evaluate } from './expressions.js';
import type { ProgramFile } from './files.js';
import { givenThis } from './given-this.js';
import { typeOf } from './type-refs.js';
import { type Arguments, type ClassValue, classFact, classKey, type Scope, type Value, valueKey } from './values.js';
import { forAll } from './watched-parts.js';

/** One shape for all scopes: they are made by the ten thousand. */
export function scopeOf(
  file: ProgramFile,
  fn: number,
  parent: Scope | undefined,
  self: Value | undefined,
  args: Arguments | undefined,
  types: ReadonlyMap<string, Value> | undefined,
): Scope {
  return { file, fn, parent, self, args, types, cache: undefined, children: undefined, classes: undefined };
}

export function moduleScope(ev: Evaluator, file: ProgramFile): Scope {
  let scope = ev.memo.modules.get(file.path);
  if (scope === undefined) {
    scope = scopeOf(file, 0, undefined, undefined, undefined, undefined);
    ev.memo.modules.set(file.path, scope);
  }
  return scope;
}

/** The scope of a function that nobody calls in particular: `this` is an instance of its own class. */
export function functionScope(ev: Evaluator, file: ProgramFile, fn: number): Scope {
  // Outermost first, without recursion: functions may nest thousands deep.
  const chain: number[] = [];
  let at = fn;
  let known: Scope | undefined;
  while (at > 0 && known === undefined) {
    known = ev.memo.functions.get(file)?.[at];
    if (known) break;
    chain.push(at);
    at = file.program.functions[at]?.parent ?? -1;
  }
  let scope = known ?? moduleScope(ev, file);
  if (chain.length === 0) return scope;
  let all = ev.memo.functions.get(file);
  if (all === undefined) {
    all = [];
    ev.memo.functions.set(file, all);
  }
  for (const index of chain.reverse()) {
    const outer = scope;
    scope = forAll(ev.watch, () => childScope(ev, memberParent(ev, outer, index), index));
    all[index] = scope;
  }
  return scope;
}

/** For a member of a class: the scope of that class around it. */
export function memberParent(ev: Evaluator, outer: Scope, fn: number): Scope {
  const fact = outer.file.program.functions[fn];
  return fact === undefined || fact.ownerClass < 0
    ? outer
    : ownClassScope(ev, outer, fact.ownerClass, fact.isStatic === true);
}

/** A class written in `outer`, with an instance of itself (or itself) as `this`. */
export function ownClassScope(ev: Evaluator, outer: Scope, index: number, isStatic: boolean): Scope {
  // Each method asks for it; those of the static side are kept below zero.
  const place = isStatic ? ~index : index;
  let scope = outer.classes?.get(place);
  if (scope === undefined) {
    scope = forAll(ev.watch, () => madeClassScope(ev, outer, index, isStatic));
    outer.classes ??= new Map();
    outer.classes.set(place, scope);
  }
  return scope;
}

function madeClassScope(ev: Evaluator, outer: Scope, index: number, isStatic: boolean): Scope {
  const of: ClassValue = { file: outer.file, index, scope: outer };
  const types = ownTypes(of);
  const self: Value = isStatic ? { kind: 'class', of } : { kind: 'instance', of, args: [...types.values()] };
  return classScope(ev, of, self, types);
}

/** The type parameters of a class, unbound. */
export function ownTypes(of: ClassValue): Map<string, Value> {
  return unboundTypes(classFact(of).typeParams ?? [], of.scope);
}

function unboundTypes(params: readonly TypeParam[], scope: Scope): Map<string, Value> {
  return new Map(
    params.map((param) => [
      param.name,
      {
        kind: 'param',
        name: param.name,
        ...(param.constraint === undefined ? {} : { constraint: param.constraint }),
        scope,
      },
    ]),
  );
}

/** Type parameters bound to arguments; a missing one is its default, else unbound. */
export function boundTypes(
  ev: Evaluator,
  params: readonly TypeParam[],
  args: readonly Value[],
  scope: Scope,
): Map<string, Value> {
  const types = unboundTypes(params, scope);
  params.forEach((param, index) => {
    const arg = args[index];
    if (arg !== undefined && arg.kind !== 'unknown') types.set(param.name, arg);
    else if (param.default) types.set(param.name, typeOf(ev, param.default, withTypes(scope, types)));
  });
  return types;
}

/** Names of the class's surroundings, with `this` and the class's type parameters bound. */
export function classScope(ev: Evaluator, of: ClassValue, self: Value, types: ReadonlyMap<string, Value>): Scope {
  const known = ev.memo.classScopesBySelf.get(self)?.get(types);
  if (known !== undefined && known.parent === of.scope) return known;
  const bound = [...types.values()].map((value) => valueKey(value)).join(',');
  const key = `${classKey(of)}|${valueKey(self)}|${bound}|${of.scope.args === undefined ? '' : scopeId(ev, of.scope)}`;
  let scope = ev.memo.classScopes.get(key);
  if (scope === undefined) {
    scope = scopeOf(of.scope.file, of.scope.fn, of.scope, self, of.scope.args, types);
    ev.memo.classScopes.set(key, scope);
  }
  if (of.scope.args === undefined) {
    const byTypes = ev.memo.classScopesBySelf.get(self);
    if (byTypes === undefined) ev.memo.classScopesBySelf.set(self, new Map([[types, scope]]));
    else byTypes.set(types, scope);
  }
  return scope;
}

/** Tells apart the scopes of one function followed from several calls. */
function scopeId(ev: Evaluator, scope: Scope): string {
  const { args } = scope;
  if (args === undefined) return '';
  return args.exprs.map((expr) => valueKey(evaluate(ev, expr, args.scope))).join(',');
}

/** The scope of a function written inside `parent`, its parameters unbound. */
export function childScope(ev: Evaluator, parent: Scope, fn: number): Scope {
  let scope = parent.children?.get(fn);
  if (scope === undefined) {
    scope = forAll(ev.watch, () => callScope(ev, parent, fn, undefined, undefined));
    parent.children ??= new Map();
    parent.children.set(fn, scope);
  }
  return scope;
}

/** The scope of one call of a function. */
export function callScope(
  ev: Evaluator,
  parent: Scope,
  fn: number,
  args: Arguments | undefined,
  types: ReadonlyMap<string, Value> | undefined,
): Scope {
  const fact = parent.file.program.functions[fn];
  const self = (fact && objectSelf(ev, parent, fn, fact)) ?? parent.self;
  return scopeOf(parent.file, fn, parent, self, args, types);
}

/** `this` in a method of an object literal: the object, or what a call like `Repository.extend({…})` makes of it. */
function objectSelf(ev: Evaluator, parent: Scope, fn: number, fact: FunctionFact): Value | undefined {
  if (fact.kind === 'arrow' || fact.ownerClass >= 0) return undefined;
  const given = givenThis(ev, parent, fn) ?? (parent.parent === undefined ? boundThis(ev, parent.file, fn) : undefined);
  if (given) return given;
  const uses = parent.file.uses();
  const entry = uses.entries.get(fn);
  if (entry === undefined || entry.fn !== parent.fn) return undefined;
  const user = uses.objectArguments.get(entry.object);
  const made = user && evaluate(ev, user.call, parent);
  return made?.kind === 'both' ? made : { kind: 'object', expr: entry.object, scope: parent };
}

/** The same scope with more type parameters bound. */
export function withTypes(scope: Scope, types: ReadonlyMap<string, Value>): Scope {
  return scopeOf(scope.file, scope.fn, scope, scope.self, scope.args, types);
}
