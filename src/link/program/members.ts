/** Members of values: through class heritage for a concrete `this`, interfaces, objects, modules, enums, libraries. */
import type { ClassMember, Expr } from '../../model/index.js';
import { baseOf, constructorArguments, lineageOf } from './classes.js';
import { type Ancestor, begins, type Evaluator, NOTHING_OPEN } from './evaluator.js';
import { bindingValue, evaluate } from './expressions.js';
import { shapeMember } from './interfaces.js';
import { libraryMember } from './library-calls.js';
import { mappedMember } from './mapped-objects.js';
import { moduleMember } from './module-members.js';
import { callScope, childScope, classScope, functionScope } from './scopes.js';
import { typeOf } from './type-refs.js';
import { ownerClass } from './uses.js';
import {
  best,
  classFact,
  constantOf,
  isStringType,
  type Scope,
  specificity,
  text,
  UNKNOWN,
  unionOf,
  type Value,
  type ValueOf,
} from './values.js';
import { forAll } from './watched-parts.js';

export function memberOf(ev: Evaluator, value: Value, name: string): Value {
  if (!REMEMBERED.has(value.kind)) return asked(ev, value, name);
  const names = ev.memo.members.get(value);
  const known = names?.get(name);
  if (known !== undefined) return known;
  const { budget } = ev;
  const { lowest, unfinishedTypes } = budget;
  budget.lowest = NOTHING_OPEN;
  const member = forAll(ev.watch, () => asked(ev, value, name));
  // As for expressions: an answer that rests on one that is still being found further out is not kept.
  if (budget.lowest <= budget.depth) {
    if (lowest < budget.lowest) budget.lowest = lowest;
    return member;
  }
  budget.lowest = lowest;
  if (budget.unfinishedTypes > unfinishedTypes) return member;
  if (names !== undefined) names.set(name, member);
  else ev.memo.members.set(value, new Map([[name, member]]));
  return member;
}

/** Found through other declarations, and asked for again and again. */
const REMEMBERED: ReadonlySet<Value['kind']> = new Set(['instance', 'shape', 'both', 'union']);

function asked(ev: Evaluator, value: Value, name: string): Value {
  if (!begins(ev.budget)) return UNKNOWN;
  const member = find(ev, value, name);
  ev.budget.depth--;
  return member;
}

function find(ev: Evaluator, value: Value, name: string): Value {
  switch (value.kind) {
    case 'instance':
      return instanceMember(ev, value, name);
    case 'class':
      return classMember(ev, value, name);
    case 'object':
      return objectMember(ev, value, name);
    case 'mapped':
      return mappedMember(ev, value, name);
    case 'shape':
      return shapeMember(ev, value, name);
    case 'module':
      return moduleMember(ev, value, name);
    case 'enum':
      return enumMember(ev, value, name);
    case 'union':
      return unionOf(value.of.map((one) => memberOf(ev, one, name)));
    case 'both':
      return best(value.of.map((one) => memberOf(ev, one, name)));
    case 'param':
      return value.constraint ? memberOf(ev, typeOf(ev, value.constraint, value.scope), name) : UNKNOWN;
    case 'function':
      return functionMember(ev, value, name);
    case 'record':
      return value.element;
    case 'import':
      return importMember(value, name);
    case 'external':
    case 'part':
    case 'made':
    case 'array':
    case 'text':
      return libraryMember(ev, value, name);
    default:
      return UNKNOWN;
  }
}

function importMember(value: ValueOf<'import'>, name: string): Value {
  const isWhole = value.name === '*' || value.name === 'default' || value.name === '';
  return { kind: 'import', package: value.package, name: isWhole ? name : `${value.name}.${name}` };
}

/** `this.x`, `order.x`: nearest class first; then what the library says of its base class. */
function instanceMember(ev: Evaluator, self: ValueOf<'instance'>, name: string): Value {
  const values: Value[] = [];
  for (const ancestor of lineageOf(ev, self)) {
    if (ancestor.kind === 'library') {
      const member = memberOf(ev, ancestor.value, name);
      // A library method called on an own subclass: the receiver that matters is the subclass.
      values.push(member.kind === 'part' ? { kind: 'part', object: self, name } : member);
      continue;
    }
    const found = ownMember(ev, self, ancestor, name, false);
    if (found && specificity(found) >= 3) return found;
    if (found) values.push(found);
  }
  return best(values);
}

/** `super.name`: what the classes above the one that the code stands in have, for the `this` of the call. */
export function superMember(ev: Evaluator, scope: Scope, name: string): Value {
  const { self } = scope;
  if (self?.kind !== 'instance' && self?.kind !== 'class') return UNKNOWN;
  const isStatic = self.kind === 'class';
  const owner = ownerClass(scope.file.program, scope.fn);
  const lineage = lineageOf(ev, isStatic ? { kind: 'instance', of: self.of, args: [] } : self);
  const at = lineage.findIndex((one) => one.kind === 'own' && one.of.file === scope.file && one.of.index === owner);
  for (const ancestor of lineage.slice(at + 1)) {
    const found =
      ancestor.kind === 'library'
        ? ({ kind: 'part', object: self, name } as const)
        : ownMember(ev, self, ancestor, name, isStatic);
    if (found) return found;
  }
  return UNKNOWN;
}

/** A field, getter or method of one class of the lineage; undefined when it has none of the name. */
function ownMember(
  ev: Evaluator,
  self: ValueOf<'instance'> | ValueOf<'class'>,
  { of, types }: Extract<Ancestor, { kind: 'own' }>,
  name: string,
  isStatic: boolean,
): Value | undefined {
  const fact = classFact(of);
  const scope = classScope(ev, of, self, types);
  const member = fact.members.find(
    (one) =>
      one.name === name && one.kind !== 'setter' && one.kind !== 'constructor' && (one.isStatic === true) === isStatic,
  );
  if (member?.kind === 'method') return methodValue(member, scope);
  if (member?.kind === 'getter') return getterValue(ev, member, scope);
  const values: Value[] = [];
  if (member?.init) values.push(evaluate(ev, member.init, scope));
  if (!isStatic && self.kind === 'instance') values.push(...assignedToField(ev, self, of.index, scope, name));
  if (member?.type) values.push(typeOf(ev, member.type, scope));
  if (member === undefined && values.length === 0) return undefined;
  return best(values);
}

function methodValue(member: ClassMember, scope: Scope): Value {
  return member.function === undefined
    ? member.type?.kind === 'function'
      ? { kind: 'signature', params: member.type.params, returns: member.type.returns, scope }
      : UNKNOWN
    : { kind: 'function', file: scope.file, index: member.function, scope };
}

function getterValue(ev: Evaluator, member: ClassMember, scope: Scope): Value {
  if (member.function === undefined) return member.type ? typeOf(ev, member.type, scope) : UNKNOWN;
  const fact = scope.file.program.functions[member.function];
  const inner = childScope(ev, scope, member.function);
  const declared = fact?.returnType ? typeOf(ev, fact.returnType, inner) : UNKNOWN;
  // `get tableName(): string { return 'loaves' }`: which string, the body says.
  const isString = isStringType(declared);
  if (specificity(declared) >= 4 && !isString) return declared;
  const returned = unionOf((fact?.returns ?? []).map((expr) => evaluate(ev, expr, inner)));
  return best(isString ? [returned, declared] : [declared, returned]);
}

/** Constructor parameters that are fields, and `this.x = …` in the class, with `super(…)` arguments bound. */
function assignedToField(
  ev: Evaluator,
  self: ValueOf<'instance'>,
  classIndex: number,
  scope: Scope,
  name: string,
): Value[] {
  const { file } = scope;
  const values: Value[] = [];
  const init = file.program.classes[classIndex]?.members.find((one) => one.kind === 'constructor')?.function;
  const inner = () => {
    const args = constructorArguments(ev, self, { file, index: classIndex });
    return args ? callScope(ev, scope, init as number, args, undefined) : childScope(ev, scope, init as number);
  };
  if (init !== undefined) {
    const param = file.program.functions[init]?.params.find((one) => one.isField && fieldName(one.name) === name);
    if (param) values.push(bindingValue(ev, { kind: 'param', param }, inner()));
  }
  for (const { expr, fn } of file.uses().fields.get(classIndex)?.get(name) ?? []) {
    const place = fn === init ? inner() : scopeOfMember(ev, scope, fn);
    values.push(evaluate(ev, expr, place));
  }
  return values;
}

/** A function of the class, or written inside one, with this `this`. */
function scopeOfMember(ev: Evaluator, scope: Scope, fn: number): Scope {
  const chain: number[] = [];
  for (let at = fn; at > 0; at = scope.file.program.functions[at]?.parent ?? -1) {
    chain.push(at);
    if ((scope.file.program.functions[at]?.ownerClass ?? -1) >= 0) {
      return chain.reverse().reduce((outer, index) => childScope(ev, outer, index), scope);
    }
  }
  return functionScope(ev, scope.file, fn);
}

/** Statics, own and inherited. */
function classMember(ev: Evaluator, value: ValueOf<'class'>, name: string): Value {
  if (name === 'prototype') return { kind: 'instance', of: value.of, args: [] };
  const values: Value[] = [];
  for (const ancestor of lineageOf(ev, { kind: 'instance', of: value.of, args: [] })) {
    if (ancestor.kind === 'library') {
      values.push(libraryMember(ev, value, name));
      continue;
    }
    const found = ownMember(ev, value, ancestor, name, true) ?? assignedStatic(ev, ancestor, name);
    if (found && specificity(found) >= 3) return found;
    if (found) values.push(found);
  }
  if (values.length === 0 && name === 'name') return text(classFact(value.of).name);
  return values.length === 0 && baseOf(ev, value.of) === undefined ? UNKNOWN : best(values);
}

/** `Order.tableName = 'orders'` beside the class. */
function assignedStatic(ev: Evaluator, { of }: Extract<Ancestor, { kind: 'own' }>, name: string): Value | undefined {
  const placed = of.file.uses().properties.get(`${classFact(of).name}.${name}`);
  return placed && best(placed.map(({ expr, fn }) => evaluate(ev, expr, functionScope(ev, of.file, fn))));
}

function objectMember(ev: Evaluator, { expr, scope }: ValueOf<'object'>, name: string): Value {
  const spread: Value[] = [];
  for (let i = expr.entries.length - 1; i >= 0; i--) {
    const entry = expr.entries[i]!;
    if (entry.key === '...') {
      const found = memberOf(ev, evaluate(ev, entry.value, scope), name);
      if (specificity(found) >= 3) return found;
      spread.push(found);
    } else if (entry.key === name || (entry.computed && constantOf(evaluate(ev, entry.computed, scope)) === name)) {
      return entryValue(ev, entry.value, scope);
    }
  }
  return best(spread);
}

/** A getter in an object literal is what it returns. */
function entryValue(ev: Evaluator, value: Expr, scope: Scope): Value {
  if (value.kind !== 'function') return evaluate(ev, value, scope);
  const fact = scope.file.program.functions[value.index];
  if (fact?.kind !== 'getter') return evaluate(ev, value, scope);
  const inner = childScope(ev, scope, value.index);
  return unionOf(fact.returns.map((expr) => evaluate(ev, expr, inner)));
}

function enumMember(ev: Evaluator, { fact, scope }: ValueOf<'enum'>, name: string): Value {
  const member = fact.members.find((one) => one.name === name);
  return member?.value ? evaluate(ev, member.value, scope) : UNKNOWN;
}

function functionMember(ev: Evaluator, value: ValueOf<'function'>, name: string): Value {
  if (name === 'call' || name === 'apply' || name === 'bind') return value;
  const fact = value.file.program.functions[value.index];
  const placed = value.file.uses().properties.get(`${fact?.name}.${name}`) ?? [];
  return best(placed.map(({ expr, fn }) => evaluate(ev, expr, functionScope(ev, value.file, fn))));
}

/** A parameter that shadows a name of the file is spelled `db#2`; the field it makes is still `db`. */
function fieldName(parameter: string): string {
  const at = parameter.indexOf('#', 1);
  return at < 0 ? parameter : parameter.slice(0, at);
}
