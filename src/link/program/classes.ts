/**
 * Class heritage with type arguments carried along: `class OrderRepo extends BaseRepo<Order>` gives BaseRepo with
 * T = Order. The base may be any expression (mixins, factories), a library's class ends the line.
 */
import type { Ancestor, Evaluator } from './evaluator.js';
import { evaluate } from './expressions.js';
import { givenBase } from './given-classes.js';
import { boundTypes, moduleScope, scopeOf, withTypes } from './scopes.js';
import { typeOf } from './type-refs.js';
import {
  type Arguments,
  alternatives,
  type ClassValue,
  classFact,
  classKey,
  type Value,
  type ValueOf,
  valueKey,
} from './values.js';
import { forAll } from './watched-parts.js';

const MAX_LINEAGE = 40;

/** The value after `extends`; undefined for a class without a base. */
export function baseOf(ev: Evaluator, of: ClassValue): Value | undefined {
  const { extends: base } = classFact(of);
  return base && evaluate(ev, base, of.scope);
}

/** The instance's classes, nearest first, own type parameters bound; a library's class comes last. */
export function lineageOf(ev: Evaluator, self: ValueOf<'instance'>): readonly Ancestor[] {
  const isShared = self.of.scope.args === undefined;
  const same = isShared ? ev.memo.lineagesBySelf.get(self) : undefined;
  if (same) return same;
  const key = isShared ? valueKey(self) : '';
  const known = isShared ? ev.memo.lineages.get(key) : undefined;
  if (known) {
    ev.memo.lineagesBySelf.set(self, known);
    return known;
  }
  const lineage = forAll(ev.watch, () => ancestorsOf(ev, self));
  if (isShared) {
    ev.memo.lineages.set(key, lineage);
    ev.memo.lineagesBySelf.set(self, lineage);
  }
  return lineage;
}

function ancestorsOf(ev: Evaluator, self: ValueOf<'instance'>): readonly Ancestor[] {
  const lineage: Ancestor[] = [];
  const seen = new Set<string>();
  let at: Value | undefined = self;
  while (at?.kind === 'instance' && lineage.length < MAX_LINEAGE && !seen.has(valueKey(at))) {
    seen.add(valueKey(at));
    const of: ClassValue = at.of;
    const types = boundTypes(ev, classFact(of).typeParams ?? [], at.args, of.scope);
    lineage.push({ kind: 'own', of, types });
    const bases = baseInstances(ev, of, types);
    for (const extra of bases.slice(1)) if (extra.kind === 'external') lineage.push({ kind: 'library', value: extra });
    at = bases[0];
  }
  if (at !== undefined && at.kind !== 'instance') lineage.push({ kind: 'library', value: at });
  return lineage;
}

/** Instances of what a class extends: one, or several for a mixin that joins classes. */
function baseInstances(ev: Evaluator, of: ClassValue, types: ReadonlyMap<string, Value>): Value[] {
  const fact = classFact(of);
  const base = baseOf(ev, of);
  if (base === undefined) return givenBase(ev, of) ?? [];
  const args = (fact.extendsArgs ?? []).map((arg) => typeOf(ev, arg, withTypes(of.scope, types)));
  const parts = base.kind === 'both' ? base.of : alternatives(base);
  return parts.flatMap((one) => instanceOfClass(mixedInto(ev, one) ?? one, args) ?? []);
}

/** `extends AuditMixin(OrderRepository, options)` with a library's mixin: a class below the one that it is given. */
function mixedInto(ev: Evaluator, base: Value): Value | undefined {
  if (base.kind !== 'made' || base.callee.kind !== 'import' || !/mixin/i.test(base.callee.name)) return undefined;
  const { expr, scope } = base.made;
  for (const arg of 'args' in expr ? expr.args : []) {
    const value = evaluate(ev, arg, scope);
    if (value.kind === 'class' || value.kind === 'import') return value.kind === 'class' ? value : undefined;
  }
  return undefined;
}

/** An instance of a class value, own or a library's. */
export function instanceOfClass(value: Value, args: readonly Value[]): Value | undefined {
  switch (value.kind) {
    case 'class':
      return { kind: 'instance', of: value.of, args };
    case 'import':
      return { kind: 'external', package: value.package, name: value.name, args };
    case 'part':
    case 'made':
      return value;
    case 'external':
      return value.args.length > 0 ? value : { ...value, args };
    default:
      return undefined;
  }
}

/**
 * What the constructor of one class of the lineage is given: the `new` that made the instance, or the `super(…)` of
 * the class below, or what that one is given when it has no constructor. For 'library': the class from a package at
 * the end of the line. Undefined when nobody says.
 */
export function constructorArguments(
  ev: Evaluator,
  self: ValueOf<'instance'>,
  of: Pick<ClassValue, 'file' | 'index'> | 'library',
): Arguments | undefined {
  const own = lineageOf(ev, self).filter((one) => one.kind === 'own');
  let args: Arguments | undefined = self.made;
  for (const { of: at, types } of own) {
    if (of !== 'library' && at.file === of.file && at.index === of.index) return args;
    const fn = classFact(at).members.find((one) => one.kind === 'constructor')?.function;
    if (fn === undefined) continue;
    const call = at.file.uses().supers.get(fn);
    if (call === undefined) return undefined;
    const scope = scopeOf(at.scope.file, at.scope.fn, at.scope, self, at.scope.args, types);
    args = { exprs: call.args, scope: scopeOf(scope.file, fn, scope, self, args ?? scope.args, types) };
  }
  return of === 'library' ? args : undefined;
}

/** Own classes below each class (by `classKey`), and implementing each interface (by `path#Name`). Built once. */
export function subclassesOf(ev: Evaluator, key: string): readonly ClassValue[] {
  ev.memo.subclasses ??= forAll(ev.watch, () => allSubclasses(ev));
  return ev.memo.subclasses.get(key) ?? [];
}

function allSubclasses(ev: Evaluator): Map<string, ClassValue[]> {
  const found = new Map<string, ClassValue[]>();
  for (const file of ev.files.values()) {
    file.program.classes.forEach((fact, index) => {
      if (fact.parent !== 0) return;
      const of: ClassValue = { file, index, scope: moduleScope(ev, file) };
      const keys = new Set<string>();
      for (const one of lineageOf(ev, { kind: 'instance', of, args: [] }).slice(1)) {
        if (one.kind === 'own') keys.add(classKey(one.of));
      }
      for (const type of fact.implements ?? []) {
        for (const one of alternatives(typeOf(ev, type, of.scope))) {
          if (one.kind === 'shape') keys.add(`${one.file.path}#${one.name}`);
          if (one.kind === 'instance') keys.add(classKey(one.of));
        }
      }
      for (const key of keys) found.set(key, [...(found.get(key) ?? []), of]);
    });
  }
  return found;
}
