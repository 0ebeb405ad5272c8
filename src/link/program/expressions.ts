/** Expression → value: names through scopes and imports, members, calls, strings. */
import type { Expr, Variable } from '../../model/index.js';
import { callValue, elementOf } from './calls.js';
import { begins, type Evaluator, NOTHING_OPEN } from './evaluator.js';
import type { Binding, ProgramFile } from './files.js';
import { memberOf } from './members.js';
import { asGiven, askedModule, requiredValue } from './required.js';
import { moduleScope } from './scopes.js';
import { concatenated, templateValue } from './texts.js';
import { typeOf } from './type-refs.js';
import {
  best,
  constantOf,
  type Scope,
  specificity,
  text,
  UNKNOWN,
  unionOf,
  type Value,
  type ValueOf,
} from './values.js';
import { localValue, parameterValue } from './variables.js';
import { forAll, isAway } from './watched-parts.js';

export function evaluate(ev: Evaluator, expr: Expr, scope: Scope): Value {
  if (expr.kind === 'string') return text(expr.value);
  if (expr.kind === 'this') return scope.self ?? UNKNOWN;
  const known = scope.cache?.get(expr);
  const { budget } = ev;
  if (typeof known === 'number') {
    // A value that depends on itself is unknown inside.
    if (known < budget.lowest) budget.lowest = known;
    return UNKNOWN;
  }
  if (known !== undefined) return known;
  if (isAway(ev.watch, scope.file.path, scope.fn)) return forAll(ev.watch, () => evaluate(ev, expr, scope));
  if (!begins(budget)) return UNKNOWN;
  const { depth, lowest } = budget;
  budget.lowest = NOTHING_OPEN;
  scope.cache ??= new Map();
  scope.cache.set(expr, depth);
  const value = evaluateKind(ev, expr, scope);
  keep(ev, expr, scope, value, depth, lowest);
  budget.depth--;
  return value;
}

/** Remembers, unless the answer rests on one that is still being found further out. */
export function keep(
  ev: Evaluator,
  key: Expr | Variable,
  scope: Scope,
  value: Value,
  depth: number,
  lowest: number,
): void {
  const { budget } = ev;
  if (budget.lowest < depth) {
    scope.cache?.delete(key);
    if (lowest < budget.lowest) budget.lowest = lowest;
  } else {
    scope.cache?.set(key, value);
    budget.lowest = lowest;
  }
}

function evaluateKind(ev: Evaluator, expr: Expr, scope: Scope): Value {
  switch (expr.kind) {
    case 'name':
      return nameValue(ev, expr.name, scope);
    case 'member':
      return memberOf(ev, evaluate(ev, expr.object, scope), expr.name);
    case 'index':
      return (
        itemAt(evaluate(ev, expr.object, scope), expr.index) ??
        indexValue(ev, evaluate(ev, expr.object, scope), evaluate(ev, expr.index, scope))
      );
    case 'call':
      return askedModule(ev, expr, scope) ?? callValue(ev, expr, scope);
    case 'new':
      return callValue(ev, expr, scope);
    case 'await':
    case 'spread':
      return evaluate(ev, expr.value, scope);
    case 'cast':
      return castValue(ev, expr, scope);
    case 'either':
      return eitherValue(ev, expr, scope);
    case 'assign':
      return evaluate(ev, expr.value, scope);
    case 'template':
      return templateValue(ev, expr.texts, expr.holes, scope);
    case 'concat':
      return concatenated(ev, expr.parts, scope);
    case 'object':
      return { kind: 'object', expr, scope };
    case 'array':
      return arrayValue(ev, expr.items, scope);
    case 'function':
      return { kind: 'function', file: scope.file, index: expr.index, scope };
    case 'class':
      return { kind: 'class', of: { file: scope.file, index: expr.index, scope } };
    case 'tagged':
      return { kind: 'made', callee: evaluate(ev, expr.tag, scope), made: { expr, scope } };
    default:
      return UNKNOWN;
  }
}

/** `table || this.table`: where the first is known to be a text, what follows is not asked for. */
function eitherValue(ev: Evaluator, { options, inOrder }: Expr & { kind: 'either' }, scope: Scope): Value {
  const values: Value[] = [];
  for (const option of options) {
    const value = evaluate(ev, option, scope);
    values.push(value);
    if (inOrder && constantOf(value)) break;
  }
  return unionOf(values);
}

/** `x as unknown as T` says T; `x as const` and `x as any` say x. */
function castValue(ev: Evaluator, expr: Expr & { kind: 'cast' }, scope: Scope): Value {
  const value = evaluate(ev, expr.value, scope);
  // `(yield* Ledger) as LedgerShape<Pool>`: what is handed over for a class that stands for a service is not the class.
  const isHandedOver = value.kind === 'class' && expr.value.kind === 'await';
  if (!isHandedOver && ['text', 'object', 'function', 'class'].includes(value.kind)) return value;
  const type = typeOf(ev, expr.type, scope);
  // `model as unknown as Model<Order>`: the same handle with another entity, and which it is, its making says best.
  if (isHandle(value) && type.kind === 'external' && type.package === value.package && type.name === value.name)
    return value;
  return specificity(type) >= 3 ? type : best([value, type]);
}

function isHandle(value: Value): value is ValueOf<'external'> {
  return value.kind === 'external' && value.package !== '' && value.made !== undefined && value.args.length > 0;
}

function arrayValue(ev: Evaluator, items: readonly Expr[], scope: Scope): Value {
  const values = items.slice(0, 200).map((item) => {
    const value = evaluate(ev, item, scope);
    return item.kind === 'spread' ? elementOf(value) : value;
  });
  const isPlain = items.every((item) => item.kind !== 'spread');
  return { kind: 'array', element: unionOf(values), ...(isPlain ? { items: values } : {}) };
}

/** `tables[0]` of a list that is written out. */
function itemAt(list: Value, index: Expr): Value | undefined {
  if (list.kind !== 'array' || index.kind !== 'literal' || !/^\d+$/.test(index.text)) return undefined;
  return list.items?.[Number(index.text)];
}

function indexValue(ev: Evaluator, object: Value, index: Value): Value {
  const key = constantOf(index);
  if (key !== undefined) return memberOf(ev, object, key);
  if (object.kind === 'array' || object.kind === 'record') return object.element;
  if (index.kind === 'union') {
    const keys = index.of.map(constantOf).filter((one) => one !== undefined);
    if (keys.length === index.of.length) return unionOf(keys.map((one) => memberOf(ev, object, one)));
  }
  if (object.kind === 'object' && object.expr.entries.length <= 60) {
    return unionOf(object.expr.entries.map((entry) => evaluate(ev, entry.value, object.scope)));
  }
  return UNKNOWN;
}

/** What a name means here: innermost function first, then the file's imports, then the language. */
export function nameValue(ev: Evaluator, name: string, scope: Scope): Value {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const binding = at.file.names(at.fn).get(name);
    if (binding) return requiredValue(ev, binding, at.file) ?? bindingValue(ev, binding, at);
  }
  const imported = scope.file.imports.get(name);
  if (imported) {
    const value = importedValue(ev, scope.file, imported.specifier, imported.imported);
    return imported.isAsked ? asGiven(ev, value) : value;
  }
  return name === 'undefined' ? UNKNOWN : { kind: 'import', package: '', name };
}

export function bindingValue(ev: Evaluator, binding: Binding, scope: Scope): Value {
  switch (binding.kind) {
    case 'param':
      return parameterValue(ev, binding.param, scope);
    case 'local':
      return localValue(ev, binding.variable, scope);
    case 'function':
      return { kind: 'function', file: scope.file, index: binding.index, scope };
    case 'class':
      return { kind: 'class', of: { file: scope.file, index: binding.index, scope: declaringScope(ev, scope) } };
    case 'enum':
      return { kind: 'enum', fact: binding.fact, scope };
  }
}

/** A module's class is the same class from wherever it is seen; `scope` may carry a `this` that it does not close over. */
function declaringScope(ev: Evaluator, scope: Scope): Scope {
  return scope.fn === 0 ? moduleScope(ev, scope.file) : scope;
}

/** The value given for a parameter; undefined when a spread hides which one it is. */
export function argumentAt(
  ev: Evaluator,
  args: NonNullable<Scope['args']>,
  position: number,
  isRest: boolean,
): Value | undefined {
  const before = args.exprs.slice(0, position + 1);
  if (before.some((expr) => expr.kind === 'spread')) return undefined;
  if (isRest) return arrayValue(ev, args.exprs.slice(position), args.scope);
  const expr = args.exprs[position];
  return expr && evaluate(ev, expr, args.scope);
}

/** Follows a destructuring path into a value. */
export function at(ev: Evaluator, value: Value, path: readonly string[] | undefined): Value {
  let current = value;
  for (const step of path ?? []) {
    // A rest element still has what the whole has.
    if (step.endsWith('...')) return current;
    current =
      current.kind === 'array' ? (current.items?.[Number(step)] ?? current.element) : memberOf(ev, current, step);
  }
  return current;
}

/** What `import { name } from 'specifier'` gives. */
export function importedValue(ev: Evaluator, from: ProgramFile, specifier: string, name: string): Value {
  const resolution = ev.resolve.imported(from.path, specifier, name);
  if (resolution.kind === 'file') return exportedValue(ev, resolution.path, resolution.name);
  const packageName = resolution.kind === 'package' ? resolution.package : specifier;
  const symbol = resolution.kind === 'package' ? resolution.name : name;
  return { kind: 'import', package: ev.library.canonical(packageName), name: symbol };
}

/** A file's top-level name as a value; '*' is the whole module. */
export function exportedValue(ev: Evaluator, path: string, name: string): Value {
  const file = ev.files.get(path);
  if (file === undefined) return UNKNOWN;
  if (name === '*') return { kind: 'module', file };
  if (name.endsWith('.*')) return { kind: 'module', file, within: name.slice(0, -1) };
  const scope = moduleScope(ev, file);
  const binding = file.names(0).get(name);
  if (binding) return bindingValue(ev, binding, scope);
  const imported = file.imports.get(name);
  if (imported) return importedValue(ev, file, imported.specifier, imported.imported);
  return file.isNamespace(name) ? { kind: 'module', file, within: `${name}.` } : UNKNOWN;
}
