/** Declared type → value of that type. Promises are unwrapped: whether something is awaited does not matter here. */
import type { TypeParam, TypeRef } from '../../model/index.js';
import { callFunction, elementOf } from './calls.js';
import { instanceOfClass } from './classes.js';
import { begins, type Evaluator, type Resolution } from './evaluator.js';
import { nameValue } from './expressions.js';
import type { ProgramFile, TypeDeclaration } from './files.js';
import { libraryCallback } from './library-calls.js';
import { memberOf } from './members.js';
import { boundTypes, childScope, moduleScope, withTypes } from './scopes.js';
import { alternatives, constantOf, external, type Scope, text, UNKNOWN, unionOf, type Value } from './values.js';
import { forAll } from './watched-parts.js';

/** Types that say the same as their first argument. */
export const TRANSPARENT: ReadonlySet<string> = new Set([
  'Promise',
  'PromiseLike',
  'Awaited',
  'Readonly',
  'Partial',
  'Required',
  'NonNullable',
  'Pick',
  'Omit',
  'Exclude',
  'Extract',
  'ThisType',
  'NoInfer',
  'Observable',
]); // prettier-ignore
/** Types whose elements are their first argument. */
export const ARRAYS: ReadonlySet<string> = new Set([
  'Array',
  'ReadonlyArray',
  'Iterable',
  'AsyncIterable',
  'AsyncGenerator',
  'Generator',
]);

export type Ref = Extract<TypeRef, { kind: 'ref' }>;

export function typeOf(ev: Evaluator, type: TypeRef, scope: Scope): Value {
  const { budget } = ev;
  if (!begins(budget)) return UNKNOWN;
  const value = evaluateKind(ev, type, scope);
  budget.depth--;
  return value;
}

function evaluateKind(ev: Evaluator, type: TypeRef, scope: Scope): Value {
  switch (type.kind) {
    case 'ref':
      return refValue(ev, type, scope);
    case 'array':
      return { kind: 'array', element: typeOf(ev, type.of, scope) };
    case 'tuple': {
      const items = type.of.map((one) => typeOf(ev, one, scope));
      return { kind: 'array', element: unionOf(items), items };
    }
    case 'union':
      return chosen(unionOf(type.of.map((one) => typeOf(ev, one, scope))));
    case 'intersection':
      return { kind: 'both', of: type.of.map((one) => typeOf(ev, one, scope)) };
    case 'string':
      return text(type.value);
    case 'typeof':
      return dottedValue(ev, type.name, scope);
    case 'import':
      return importType(ev, type, scope);
    case 'object':
      return { kind: 'shape', name: '', file: scope.file, members: type.members, bases: [], scope };
    case 'function':
      return { kind: 'signature', params: type.params, returns: type.returns, scope };
    case 'indexed':
      return indexedType(ev, type, scope);
    default:
      return UNKNOWN;
  }
}

/** `Order['lines']`, `Loaves[0]`, `Parameters<typeof bake>[0]`. */
function indexedType(ev: Evaluator, { object, index }: Extract<TypeRef, { kind: 'indexed' }>, scope: Scope): Value {
  const key = constantOf(typeOf(ev, index, scope));
  const place = key !== undefined && /^\d+$/.test(key) ? Number(key) : undefined;
  const callee = place === undefined ? undefined : calleeOfParameters(object, scope);
  if (callee && place !== undefined) return parameterType(ev, callee, place, scope);
  const value = typeOf(ev, object, scope);
  if (key === undefined) return elementOf(value);
  if (place === undefined) return memberOf(ev, value, key);
  return value.kind === 'array' ? (value.items?.[place] ?? value.element) : elementOf(value);
}

/** `F` of the language's `Parameters<F>`. */
function calleeOfParameters(type: TypeRef, { file }: Scope): TypeRef | undefined {
  const isOwn = type.kind !== 'ref' || file.types.has(type.name) || file.imports.has(type.name);
  return !isOwn && type.name === 'Parameters' ? type.args[0] : undefined;
}

/** What a function takes; of a library's function that takes a callback, `Parameters<Client['$transaction']>[0]`, what that takes. */
function parameterType(ev: Evaluator, callee: TypeRef, place: number, scope: Scope): Value {
  const taking = callee.kind === 'indexed' ? calleeOfParameters(callee.object, scope) : undefined;
  for (const one of taking ? alternatives(typeOf(ev, taking, scope)) : []) {
    const given = libraryCallback(ev, one, undefined, place);
    if (given.kind !== 'unknown') return given;
  }
  const fn = typeOf(ev, callee, scope);
  if (fn.kind === 'signature') return fn.params[place] ? typeOf(ev, fn.params[place], fn.scope) : UNKNOWN;
  if (fn.kind !== 'function') return UNKNOWN;
  const { params = [] } = fn.file.program.functions[fn.index] ?? {};
  const type = params.find((one) => one.position === place && one.path === undefined)?.type;
  return type ? typeOf(ev, type, childScope(ev, fn.scope, fn.index)) : UNKNOWN;
}

/** Literals up to which all of them may be meant. */
const FEW = 3;

/** A long `'loaves' | 'orders' | …` as a type is a string of which only a value says which one it is: never all of them. */
function chosen(value: Value): Value {
  if (value.kind !== 'union' || value.of.length <= FEW) return value;
  return value.of.every((one) => constantOf(one) !== undefined) ? external('string') : value;
}

function refValue(ev: Evaluator, { name, args }: Ref, scope: Scope): Value {
  if (name === 'this') return scope.self ?? UNKNOWN;
  const bound = typeParameter(name, scope);
  if (bound) return bound;
  const values = () => args.map((arg) => typeOf(ev, arg, scope));
  if (args[0] !== undefined && !scope.file.types.has(name) && !scope.file.imports.has(name)) {
    if (TRANSPARENT.has(name)) return typeOf(ev, args[0], scope);
    if (ARRAYS.has(name)) return { kind: 'array', element: typeOf(ev, args[0], scope) };
    if (name === 'Record') return { kind: 'record', element: args[1] ? typeOf(ev, args[1], scope) : UNKNOWN };
    if (name === 'ReturnType') return returnOf(ev, typeOf(ev, args[0], scope));
    if (name === 'InstanceType') return instanceOfClass(typeOf(ev, args[0], scope), []) ?? UNKNOWN;
  }
  if (name.includes('.') && !scope.file.types.has(name)) {
    const written = importedInside(name, scope.file) ?? name;
    if (written.includes('.')) return qualifiedType(ev, written, values(), scope);
    return namedType(ev, scope.file, written, values(), scope);
  }
  return namedType(ev, scope.file, name, values(), scope);
}

/** `acme/sdk.Knex` is the `Knex` that `declare module 'acme/sdk'` imports. */
function importedInside(name: string, { path, imports }: ProgramFile): string | undefined {
  if (!path.endsWith('.d.ts')) return undefined;
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const inside = name.slice(dot + 1);
    if (imports.has(inside.split('.')[0] as string) && !imports.has(name.slice(0, dot))) return inside;
  }
  return undefined;
}

/** A type parameter in scope: bound by a call or a class, or unbound. */
function typeParameter(name: string, scope: Scope): Value | undefined {
  // Bound ones first: the scope of a class repeats the function around it, whose parameters a call may bind.
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const bound = at.types?.get(name);
    if (bound) return bound;
  }
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const own: TypeParam | undefined = at.file.program.functions[at.fn]?.typeParams?.find((one) => one.name === name);
    if (own) {
      return {
        kind: 'param',
        name,
        ...(own.constraint === undefined ? {} : { constraint: own.constraint }),
        scope: at,
      };
    }
  }
  return undefined;
}

/** A type by its name in a file: alias, interface, class, enum, import, or one of the language. */
function namedType(
  ev: Evaluator,
  file: ProgramFile,
  name: string,
  args: readonly Value[],
  scope: Scope | undefined,
): Value {
  const declared = file.types.get(name);
  if (declared) return declaredType(ev, file, declared, args);
  const imported = file.imports.get(name);
  if (imported && !scopeBinds(file, name)) return importedType(ev, file, imported.specifier, imported.imported, args);
  const value = nameValue(ev, name, scope ?? moduleScope(ev, file));
  if (value.kind === 'enum') return external('enum');
  if (value.kind === 'import' && value.package === '') return external(name, args);
  return instanceOfClass(value, args) ?? UNKNOWN;
}

function scopeBinds(file: ProgramFile, name: string): boolean {
  return file.names(0).has(name);
}

function declaredType(ev: Evaluator, file: ProgramFile, type: TypeDeclaration, args: readonly Value[]): Value {
  const outer = moduleScope(ev, file);
  const params = type.typeParams ?? [];
  if (params.length === 0) {
    const known = ev.memo.types.get(type);
    if (known === 'being found') {
      ev.budget.unfinishedTypes++;
      return UNKNOWN;
    }
    if (known) return known;
    ev.memo.types.set(type, 'being found');
  }
  const scope = params.length === 0 ? outer : withTypes(outer, boundTypes(ev, params, args, outer));
  const value: Value =
    type.kind === 'alias'
      ? named(
          forAll(ev.watch, () => typeOf(ev, type.type, scope)),
          type,
          file,
        )
      : { kind: 'shape', name: type.name, file, members: type.members, bases: type.extends ?? [], scope };
  if (params.length === 0) ev.memo.types.set(type, value);
  return value;
}

/** `type Film = { title: string }` is as good a name as an interface's. */
function named(value: Value, alias: TypeDeclaration, file: ProgramFile): Value {
  return value.kind === 'shape' && value.name === '' && value.file === file ? { ...value, name: alias.name } : value;
}

function importedType(
  ev: Evaluator,
  from: ProgramFile,
  specifier: string,
  name: string,
  args: readonly Value[],
): Value {
  const resolution = ev.resolve.imported(from.path, specifier, name);
  return resolvedType(
    ev,
    resolution.kind === 'missing' ? { kind: 'package', package: specifier, name } : resolution,
    name,
    args,
  );
}

function resolvedType(ev: Evaluator, resolution: Resolution, name: string, args: readonly Value[]): Value {
  if (resolution.kind === 'missing') return UNKNOWN;
  if (resolution.kind === 'file') {
    const file = ev.files.get(resolution.path);
    return file ? namedType(ev, file, resolution.name, args, undefined) : UNKNOWN;
  }
  return { kind: 'external', package: ev.library.canonical(resolution.package), name: resolution.name || name, args };
}

function importType(ev: Evaluator, type: Extract<TypeRef, { kind: 'import' }>, scope: Scope): Value {
  const args = type.args.map((arg) => typeOf(ev, arg, scope));
  return importedType(ev, scope.file, type.specifier, type.name, args);
}

/** `Prisma.TransactionClient`, `schema.Order`, `Namespace.Type`. */
function qualifiedType(ev: Evaluator, name: string, args: readonly Value[], scope: Scope): Value {
  const [head = '', ...rest] = name.split('.');
  const imported = scope.file.imports.get(head);
  const last = rest.at(-1) ?? '';
  if (imported === undefined) {
    const value = dottedValue(ev, name, scope);
    return instanceOfClass(value, args) ?? (value.kind === 'unknown' ? UNKNOWN : external('enum'));
  }
  const resolution = ev.resolve.imported(scope.file.path, imported.specifier, imported.imported);
  if (resolution.kind === 'file') {
    if (resolution.name === '*') {
      return resolvedType(ev, ev.resolve.exported(resolution.path, last), last, args);
    }
    if (resolution.name.endsWith('.*')) {
      const inside = [resolution.name.slice(0, -2), ...rest].join('.');
      return resolvedType(ev, { ...resolution, name: inside }, last, args);
    }
    const value = dottedValue(ev, name, scope);
    return value.kind === 'text' ? external('enum') : (instanceOfClass(value, args) ?? UNKNOWN);
  }
  const packageName = ev.library.canonical(resolution.kind === 'package' ? resolution.package : imported.specifier);
  // What the package calls it: a file in between may pass on the whole package under a name.
  const first = resolution.kind === 'package' && resolution.name !== '' ? resolution.name : imported.imported;
  const isWhole = first === '*' || first === 'default';
  return { kind: 'external', package: packageName, name: (isWhole ? rest : [first, ...rest]).join('.'), args };
}

function dottedValue(ev: Evaluator, name: string, scope: Scope): Value {
  const [head = '', ...rest] = name.split('.');
  const first = head === 'this' ? (scope.self ?? UNKNOWN) : nameValue(ev, head, scope);
  return rest.reduce<Value>((value, part) => memberOf(ev, value, part), first);
}

/** What calling a value of function type gives. */
function returnOf(ev: Evaluator, value: Value): Value {
  if (value.kind === 'signature') return typeOf(ev, value.returns, value.scope);
  if (value.kind === 'function') return callFunction(ev, value, undefined, undefined);
  return UNKNOWN;
}
