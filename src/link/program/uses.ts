/**
 * Where a file uses what it declares: which call a callback is handed to, what is assigned to a variable or field, what
 * is pushed into a list. One walk over all expressions of the file.
 */
import type { Expr, FunctionFact, Program, TypeRef } from '../../model/index.js';
import type { Binding } from './files.js';
import { type Filling, fillingsOf } from './filled-objects.js';
import { bare, type CallExpr, type NewExpr, type ObjectExpr, walk } from './walk.js';

/** An expression and the function it stands in. */
export type Placed = { readonly expr: Expr; readonly fn: number };

/** How a file uses its functions and names. */
export type Uses = {
  /** Function → the call it is an argument of. */
  readonly callbacks: ReadonlyMap<
    number,
    { readonly call: CallExpr | NewExpr; readonly position: number; readonly fn: number }
  >;
  /** Function → the object literal it is an entry of, and under which key. */
  readonly entries: ReadonlyMap<number, { readonly object: ObjectExpr; readonly key: string; readonly fn: number }>;
  /** Object literal → the call it is an argument of. */
  readonly objectArguments: ReadonlyMap<
    ObjectExpr,
    { readonly call: CallExpr | NewExpr; readonly position: number; readonly fn: number }
  >;
  /** Object literal → declared type of the variable it is the value of. */
  readonly typedObjects: ReadonlyMap<ObjectExpr, TypeRef>;
  /** Function → declared type of the variable or field it is the value of, or of what returns it. */
  readonly typedFunctions: ReadonlyMap<number, TypeRef>;
  /** `name.push(value)`, by the variable (see `variableKey`). */
  readonly pushed: ReadonlyMap<string, readonly Placed[]>;
  /** `name = value`, by the variable. */
  readonly assigned: ReadonlyMap<string, readonly Placed[]>;
  /** `this.name = value`, by the class of the function. */
  readonly fields: ReadonlyMap<number, ReadonlyMap<string, readonly Placed[]>>;
  /** `Name.prop = value`, by 'Name.prop'. */
  readonly properties: ReadonlyMap<string, readonly Placed[]>;
  /** `name.a.b = value` and `name.list.push(value)`, by the variable. */
  readonly fillings: ReadonlyMap<string, readonly Filling[]>;
  /** Constructor → its `super(…)` call. */
  readonly supers: ReadonlyMap<number, CallExpr>;
  /** Function or object literal → the property of a property it is assigned to: `schema.statics.find = function …`. */
  readonly slots: ReadonlyMap<number | ObjectExpr, Slot>;
  /** Object literal → the object literal it is an entry of, and under which key. */
  readonly nested: ReadonlyMap<ObjectExpr, { readonly object: ObjectExpr; readonly key: string; readonly fn: number }>;
};

/** `owner.slot.anything = …` or `owner.slot = …`. */
export type Slot = { readonly owner: Expr; readonly slot: string; readonly fn: number };

/** Every expression of a file with the function it stands in: bodies, returned values, defaults, field initialisers. */
export function placedExpressions(program: Program): Placed[] {
  const placed: Placed[] = [];
  program.functions.forEach((fact, fn) => {
    for (const expr of bodyOf(fact)) placed.push({ expr, fn });
  });
  placed.push(...expressionsOfClasses(program.classes));
  return placed;
}

/** Field initialisers, what classes extend, and what their decorators are given (`@Module({ imports: [...] })`). */
export function expressionsOfClasses(classes: Program['classes']): Placed[] {
  const placed: Placed[] = [];
  for (const fact of classes) {
    for (const { expression } of fact.decorators ?? [])
      if (expression.kind === 'call') for (const expr of expression.args) placed.push({ expr, fn: fact.parent });
    for (const member of fact.members) if (member.init) placed.push({ expr: member.init, fn: fact.parent });
    if (fact.extends) placed.push({ expr: fact.extends, fn: fact.parent });
  }
  return placed;
}

/** What a function evaluates, defaults of its parameters first. */
export function bodyOf(fact: FunctionFact): readonly Expr[] {
  if (!fact.params.some(hasDefault)) return fact.body;
  return [...fact.params.flatMap((param) => (param.init ? [param.init] : [])), ...fact.body];
}

function hasDefault({ init }: FunctionFact['params'][number]): boolean {
  return init !== undefined;
}

type MutableUses = {
  callbacks: Map<number, { call: CallExpr | NewExpr; position: number; fn: number }>;
  entries: Map<number, { object: ObjectExpr; key: string; fn: number }>;
  objectArguments: Map<ObjectExpr, { call: CallExpr | NewExpr; position: number; fn: number }>;
  typedObjects: Map<ObjectExpr, TypeRef>;
  typedFunctions: Map<number, TypeRef>;
  pushed: Map<string, Placed[]>;
  assigned: Map<string, Placed[]>;
  fields: Map<number, Map<string, Placed[]>>;
  properties: Map<string, Placed[]>;
  fillings: Map<string, Filling[]>;
  supers: Map<number, CallExpr>;
  slots: Map<number | ObjectExpr, Slot>;
  nested: Map<ObjectExpr, { object: ObjectExpr; key: string; fn: number }>;
};

/** A variable is its name and the function that declares it: two functions may both have a `query`. */
export function variableKey(fn: number, name: string): string {
  return `${fn}:${name}`;
}

/** The name in such a key. */
export function variableName(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

/** The function whose variable a name is when it is used in `fn`; -1 when the file declares none. */
function declaringFunction(program: Program, names: readonly ReadonlyMap<string, Binding>[], fn: number, name: string) {
  for (let at = fn; at >= 0; at = program.functions[at]?.parent ?? -1) if (names[at]?.has(name)) return at;
  return -1;
}

/** Reads the uses of a file; `names` are the declarations of each of its functions. */
export function usesOf(program: Program, names: readonly ReadonlyMap<string, Binding>[]): Uses {
  const keyOf: KeyOf = (fn, name) => variableKey(declaringFunction(program, names, fn, name), name);
  const uses: MutableUses = {
    callbacks: new Map(),
    entries: new Map(),
    objectArguments: new Map(),
    typedObjects: new Map(),
    typedFunctions: new Map(),
    pushed: new Map(),
    assigned: new Map(),
    fields: new Map(),
    properties: new Map(),
    fillings: new Map(),
    supers: new Map(),
    slots: new Map(),
    nested: new Map(),
  };
  const placed = placedExpressions(program);
  program.functions.forEach((fact, fn) => {
    for (const expr of fact.returns) {
      placed.push({ expr, fn });
      noteType(uses, expr, fact.returnType);
    }
    for (const { init, type } of fact.locals) {
      if (init) placed.push({ expr: init, fn });
      noteType(uses, init, type);
    }
  });
  for (const { members } of program.classes) for (const { init, type } of members) noteType(uses, init, type);
  for (const { expr, fn } of placed) {
    walk(expr, (part) => {
      note(program, uses, part, fn, keyOf);
      return undefined;
    });
  }
  return uses;
}

/** An object or function that is written out where a type says what it is. */
function noteType(uses: MutableUses, expr: Expr | undefined, type: TypeRef | undefined): void {
  if (expr === undefined || type === undefined) return;
  const value = bare(expr);
  if (value.kind === 'object') uses.typedObjects.set(value, type);
  if (value.kind === 'function') uses.typedFunctions.set(value.index, type);
}

type KeyOf = (fn: number, name: string) => string;

function note(program: Program, uses: MutableUses, expr: Expr, fn: number, keyOf: KeyOf): void {
  if (expr.kind === 'call' || expr.kind === 'new') {
    expr.args.forEach((arg, position) => {
      if (arg.kind === 'function') uses.callbacks.set(arg.index, { call: expr, position, fn });
      if (arg.kind === 'object') uses.objectArguments.set(arg, { call: expr, position, fn });
    });
    if (expr.kind === 'call' && expr.callee.kind === 'super') uses.supers.set(fn, expr);
    if (expr.kind === 'call') notePush(uses, expr, fn, keyOf);
  } else if (expr.kind === 'object') {
    for (const entry of expr.entries) {
      if (entry.value.kind === 'function') uses.entries.set(entry.value.index, { object: expr, key: entry.key, fn });
      if (entry.value.kind === 'object') uses.nested.set(entry.value, { object: expr, key: entry.key, fn });
    }
  } else if (expr.kind === 'assign') noteAssignment(program, uses, expr, fn, keyOf);
  if (expr.kind === 'call' || expr.kind === 'assign') noteFillings(uses, expr, fn, keyOf);
}

function noteFillings(uses: MutableUses, expr: Expr, fn: number, keyOf: KeyOf): void {
  const filled = fillingsOf(expr);
  if (filled === undefined) return;
  const key = keyOf(fn, filled.name);
  for (const filling of filled.fillings) append(uses.fillings, key, filling);
}

function notePush(uses: MutableUses, { callee, args }: CallExpr, fn: number, keyOf: KeyOf): void {
  if (callee.kind !== 'member' || callee.name !== 'push' || callee.object.kind !== 'name') return;
  const key = keyOf(fn, callee.object.name);
  for (const arg of args) append(uses.pushed, key, { expr: arg, fn });
}

function noteAssignment(
  program: Program,
  uses: MutableUses,
  { target, value }: Extract<Expr, { kind: 'assign' }>,
  fn: number,
  keyOf: KeyOf,
): void {
  const placed = { expr: value, fn };
  if (target.kind === 'name') append(uses.assigned, keyOf(fn, target.name), placed);
  if (target.kind !== 'member') return;
  noteSlot(uses, target, bare(value), fn);
  if (target.object.kind === 'name') append(uses.properties, `${target.object.name}.${target.name}`, placed);
  if (target.object.kind !== 'this') return;
  const owner = ownerClass(program, fn);
  const fields = uses.fields.get(owner) ?? new Map<string, Placed[]>();
  uses.fields.set(owner, fields);
  append(fields, target.name, placed);
}

function noteSlot(uses: MutableUses, target: Extract<Expr, { kind: 'member' }>, value: Expr, fn: number): void {
  if (value.kind === 'object') uses.slots.set(value, { owner: target.object, slot: target.name, fn });
  const { object } = target;
  if (value.kind !== 'function' || object.kind !== 'member') return;
  uses.slots.set(value.index, { owner: object.object, slot: object.name, fn });
}

/** Class whose member the function is, or is written in; -1 for none. */
export function ownerClass(program: Program, fn: number): number {
  let at = fn;
  while (at > 0) {
    const fact = program.functions[at];
    if (fact === undefined) return -1;
    if (fact.ownerClass >= 0) return fact.ownerClass;
    at = fact.parent;
  }
  return -1;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
