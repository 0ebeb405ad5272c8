/**
 * What an expression or a declared type may be, as far as facts tell: the abstract values of the evaluator. Types and
 * values share one domain, since `private orders: Repository<Order>` and `this.orders = ds.getRepository(Order)` say
 * the same thing. Library code is never read: what comes from it stays a term (`import`, `part`, `made`) until a
 * dialect gives it a type (`external`).
 */
import type { ClassFact, EnumFact, Expr, TypeMember, TypeRef, Variable } from '../../model/index.js';
import type { ProgramFile } from './files.js';
import type { EntriesOf } from './mapped-objects.js';

/** Where an expression is evaluated: a function of a file, with what is bound around it. */
export type Scope = {
  readonly file: ProgramFile;
  /** Index of the function whose names are visible first. */
  readonly fn: number;
  readonly parent: Scope | undefined;
  /** What `this` is. */
  readonly self: Value | undefined;
  /** Arguments bound to the function's parameters, when it is followed from one call. */
  readonly args: Arguments | undefined;
  readonly types: ReadonlyMap<string, Value> | undefined;
  /** Memo, made with its first entry; a number is the depth at which the value is being looked for. */
  cache: Map<Expr | Variable, Value | number> | undefined;
  /** The scopes of the functions written inside this one, made when there is one. */
  children: Map<number, Scope> | undefined;
  /** Those of the classes written inside it, see `ownClassScope`. */
  classes: Map<number, Scope> | undefined;
};

/** An expression with the scope it was written in. */
export type Thunk = { readonly expr: Expr; readonly scope: Scope };
export type Arguments = { readonly exprs: readonly Expr[]; readonly scope: Scope };

/** A class as a value. The scope tells what a class written inside a function closes over (mixins, factories). */
export type ClassValue = { readonly file: ProgramFile; readonly index: number; readonly scope: Scope };

/** The library call that made a value. */
export type Made = Thunk;

export type Value =
  | { readonly kind: 'unknown' }
  /** String. `texts` is one longer than `holes`; a constant has no holes. */
  | { readonly kind: 'text'; readonly texts: readonly string[]; readonly holes: readonly Thunk[] }
  | { readonly kind: 'class'; readonly of: ClassValue }
  | {
      readonly kind: 'instance';
      readonly of: ClassValue;
      readonly args: readonly Value[];
      /** Arguments of the `new` that made it. */
      readonly made?: Arguments;
    }
  /** A symbol exported by a package, or by a file that is not there. `name` is dotted below a namespace. */
  | { readonly kind: 'import'; readonly package: string; readonly name: string }
  /** An instance of a package's type; package '' is the language's own (Map, Date, Array …). */
  | {
      readonly kind: 'external';
      readonly package: string;
      readonly name: string;
      readonly args: readonly Value[];
      readonly made?: Made;
    }
  /** Member of a library value of which no dialect knows the type. */
  | { readonly kind: 'part'; readonly object: Value; readonly name: string }
  /** Result of calling (or constructing) such a value. */
  | { readonly kind: 'made'; readonly callee: Value; readonly made: Made }
  /** Namespace import of an own file; of what is declared in it under names that begin with `within`, where that is said. */
  | { readonly kind: 'module'; readonly file: ProgramFile; readonly within?: string }
  | { readonly kind: 'function'; readonly file: ProgramFile; readonly index: number; readonly scope: Scope }
  | {
      readonly kind: 'signature';
      readonly params: readonly TypeRef[];
      readonly returns: TypeRef;
      readonly scope: Scope;
    }
  | { readonly kind: 'object'; readonly expr: Expr & { readonly kind: 'object' }; readonly scope: Scope }
  /** Interface or object type. `name` is '' for a literal type. */
  | {
      readonly kind: 'shape';
      readonly name: string;
      readonly file: ProgramFile;
      readonly members: readonly TypeMember[];
      readonly bases: readonly TypeRef[];
      readonly scope: Scope;
    }
  | {
      readonly kind: 'array';
      readonly element: Value;
      readonly items?: readonly Value[];
      /** The object that the list has the entries of. */
      readonly entriesOf?: EntriesOf;
    }
  /** An object with a member for each entry of another; `fn` tells it as a pair, an object or the value itself. */
  | {
      readonly kind: 'mapped';
      readonly of: EntriesOf;
      readonly fn: ValueOf<'function'>;
      readonly gives: 'pair' | 'object' | 'value';
    }
  /** `Record<string, X>` and index signatures. */
  | { readonly kind: 'record'; readonly element: Value }
  | { readonly kind: 'enum'; readonly fact: EnumFact; readonly scope: Scope }
  | { readonly kind: 'union'; readonly of: readonly Value[] }
  /** All at once: intersection types, `Object.assign`, `Repository.extend`. The first that has a member wins. */
  | { readonly kind: 'both'; readonly of: readonly Value[] }
  /** A type parameter that nothing binds here. */
  | { readonly kind: 'param'; readonly name: string; readonly constraint?: TypeRef; readonly scope: Scope };

export type ValueOf<K extends Value['kind']> = Extract<Value, { readonly kind: K }>;

export const UNKNOWN: Value = { kind: 'unknown' };

/** Most alternatives kept of a union; more say nothing any more. */
const MAX_UNION = 64;

export function text(value: string): ValueOf<'text'> {
  return { kind: 'text', texts: [value], holes: [] };
}

/** The string when it is constant. */
export function constantOf(value: Value): string | undefined {
  return value.kind === 'text' && value.holes.length === 0 ? value.texts[0] : undefined;
}

export function external(name: string, args: readonly Value[] = [], packageName = ''): ValueOf<'external'> {
  return { kind: 'external', package: packageName, name, args };
}

export function classFact(of: ClassValue): ClassFact {
  return of.file.program.classes[of.index] as ClassFact;
}

export function classKey(of: ClassValue): string {
  return of.file.keyOf(of.index);
}

/** Flattened, without doubles and unknowns; the only alternative itself when there is one. */
export function unionOf(values: readonly Value[]): Value {
  if (values.length === 0) return UNKNOWN;
  // Most often one of them says something.
  let only: Value | undefined;
  for (const value of values) {
    if (value.kind === 'unknown' || value === only) continue;
    if (only !== undefined) return mergedUnion(values);
    only = value;
  }
  return only ?? UNKNOWN;
}

function mergedUnion(values: readonly Value[]): Value {
  const seen = new Map<string, Value>();
  for (const value of values) {
    for (const one of value.kind === 'union' ? value.of : [value]) {
      if (one.kind === 'unknown') continue;
      // An inherited method of two objects, `breads ?? new Shelf('loaves')`, is one for each.
      const of = one.kind === 'function' ? one.scope.self : undefined;
      const key = of === undefined ? valueKey(one) : `${valueKey(one)} of ${valueKey(of)}`;
      if (!seen.has(key)) seen.set(key, one);
    }
  }
  const of = [...seen.values()].slice(0, MAX_UNION);
  if (of.length === 0) return UNKNOWN;
  return of.length === 1 ? (of[0] as Value) : { kind: 'union', of };
}

export function alternatives(value: Value): readonly Value[] {
  return value.kind === 'union' ? value.of : value.kind === 'unknown' ? [] : [value];
}

/** Identity for memos and for leaving out doubles. Values made in different places by the same code are the same. */
export function valueKey(value: Value, depth = 0): string {
  if (depth > 4) return '…';
  const list = (values: readonly Value[]) => values.map((one) => valueKey(one, depth + 1)).join(',');
  switch (value.kind) {
    case 'unknown':
      return '?';
    case 'text':
      return `"${value.texts.join('\0')}"`;
    case 'class':
      return `class ${classKey(value.of)}`;
    case 'instance':
      return `${classKey(value.of)}<${list(value.args)}>${value.made ? madeKey(value.made.exprs[0], value.made.scope) : ''}`;
    case 'import':
      return `import ${value.package}.${value.name}`;
    case 'external':
      return `${value.package}.${value.name}<${list(value.args)}>`;
    case 'part':
      return `${valueKey(value.object, depth + 1)}.${value.name}`;
    case 'made':
      return `${valueKey(value.callee, depth + 1)}()${madeKey(value.made.expr, value.made.scope)}`;
    case 'module':
      return `module ${value.file.path} ${value.within ?? ''}`;
    case 'function':
      return `fn ${value.file.keyOf(value.index)}`;
    case 'object':
      return `object ${value.scope.file.path}:${value.scope.file.idOf(value.expr)}`;
    case 'shape':
      return `shape ${value.file.path}#${value.name}:${value.members[0]?.line ?? 0}`;
    case 'array':
      return `${valueKey(value.element, depth + 1)}[]`;
    case 'mapped':
      return `mapped ${valueKey(value.fn)} ${value.of.scope.file.path}:${value.of.scope.file.idOf(value.of.expr)}`;
    case 'record':
      return `record ${valueKey(value.element, depth + 1)}`;
    case 'enum':
      return `enum ${value.scope.file.path}#${value.fact.name}`;
    case 'union':
      return `(${value.of.map((one) => valueKey(one, depth + 1)).join('|')})`;
    case 'both':
      return `(${value.of.map((one) => valueKey(one, depth + 1)).join('&')})`;
    case 'param':
      return `param ${value.scope.file.path}:${value.name}`;
    case 'signature':
      return `signature ${value.params.length}`;
  }
}

/** Calls up to which it matters where a function that makes something was called from. */
const MAX_CALLS = 3;

/** Where it is made; in a function that is followed with a call's arguments, also by which call. */
function madeKey(expr: Expr | undefined, scope: Scope, calls = MAX_CALLS): string {
  if (expr === undefined) return '';
  const place = `@${scope.file.path}:${'line' in expr ? expr.line : scope.file.idOf(expr)}`;
  const { args } = scope;
  return args === undefined || calls === 0 ? place : `${place}${madeKey(args.exprs[0], args.scope, calls - 1)}`;
}

/** How much a value says, to choose between a declared type and what is assigned: 0 nothing … 5 all. */
export function specificity(value: Value): number {
  switch (value.kind) {
    case 'unknown':
      return 0;
    case 'param':
      return 1;
    case 'union':
      return Math.max(...value.of.map(specificity));
    case 'both':
      return Math.max(...value.of.map(specificity));
    case 'external':
      if (value.name === 'object' || value.name === 'Object' || value.name === 'Function') return 1;
      if (value.args.some((arg) => specificity(arg) <= 1)) return 2;
      // Made here and now says more than a declared type: which model, not only what its documents look like.
      return value.made === undefined || value.args.length === 0 ? 4 : 5;
    case 'shape':
    case 'signature':
      return 3;
    case 'array':
    case 'record':
      return specificity(value.element) >= 3 ? 4 : 2;
    case 'part':
    case 'made':
      return 2;
    default:
      return 4;
  }
}

/** The language's `string`, as declared: which one, a value may say. */
export function isStringType(value: Value): boolean {
  return value.kind === 'external' && value.package === '' && value.name === 'string';
}

/** `Prisma.Sql`, drizzle's `SQL`, `RawBuilder`: SQL, as declared; which, what made it says. */
export function isSqlType(value: Value): boolean {
  if (value.kind !== 'external') return false;
  return /^(?:sql|sqlfragment|sqlsqltoken|querysqltoken|fragmentsqltoken|rawbuilder)$/i.test(
    value.name.slice(value.name.lastIndexOf('.') + 1),
  );
}

/** The value that says most; of equals the first. */
export function best(values: Iterable<Value>): Value {
  let winner: Value = UNKNOWN;
  for (const value of values) if (specificity(value) > specificity(winner)) winner = value;
  return winner;
}
