/**
 * One file's program with the look-ups that evaluation needs: which declaration a name means in a function, where a
 * callback is handed to, what is assigned to a variable or field. Built once per file, the costly part on first use.
 */
import type {
  EnumFact,
  Expr,
  FileFacts,
  FunctionFact,
  InterfaceFact,
  Parameter,
  Program,
  Role,
  TypeAlias,
  TypeRef,
  Variable,
} from '../../model/index.js';
import { type Filling, filledObject, fillingsOf } from './filled-objects.js';
import { bare, type CallExpr, type NewExpr, type ObjectExpr, walk } from './walk.js';

export type Binding =
  | { readonly kind: 'param'; readonly param: Parameter }
  | { readonly kind: 'local'; readonly variable: Variable }
  | { readonly kind: 'function'; readonly index: number }
  | { readonly kind: 'class'; readonly index: number }
  | { readonly kind: 'enum'; readonly fact: EnumFact };

export type ImportedName = { readonly specifier: string; readonly imported: string };
export type TypeDeclaration =
  | ({ readonly kind: 'interface' } & InterfaceFact)
  | ({ readonly kind: 'alias' } & TypeAlias);

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
  /** `name.push(value)`. */
  readonly pushed: ReadonlyMap<string, readonly Placed[]>;
  /** `name = value`. */
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

export type ProgramFile = {
  readonly path: string;
  readonly role: Role;
  readonly facts: FileFacts;
  readonly program: Program;
  readonly imports: ReadonlyMap<string, ImportedName>;
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly names: (fn: number) => ReadonlyMap<string, Binding>;
  readonly uses: () => Uses;
  /** A variable's object literal with its later entries, made once. */
  readonly filled: (variable: Variable, object: ObjectExpr, fillings: readonly Filling[]) => ObjectExpr;
  /** A number for an expression, the same within one run. */
  readonly idOf: (expr: Expr) => number;
};

export function programFile(facts: FileFacts, role: Role): ProgramFile {
  const program = facts.program ?? { functions: [], classes: [], interfaces: [], types: [], enums: [] };
  let names: ReadonlyMap<string, Binding>[] | undefined;
  let uses: Uses | undefined;
  const ids = new Map<Expr, number>();
  const filledObjects = new Map<Variable, ObjectExpr>();
  return {
    path: facts.path,
    role,
    facts,
    program,
    imports: importedNames(facts),
    types: new Map<string, TypeDeclaration>([
      ...program.types.map((type) => [type.name, { kind: 'alias', ...type }] as const),
      ...program.interfaces.map((type) => [type.name, { kind: 'interface', ...type }] as const),
    ]),
    names(fn) {
      names ??= bindings(program);
      return names[fn] ?? new Map();
    },
    uses() {
      uses ??= usesOf(program);
      return uses;
    },
    filled(variable, object, fillings) {
      const made = filledObjects.get(variable) ?? filledObject(object, fillings);
      filledObjects.set(variable, made);
      return made;
    },
    idOf(expr) {
      const id = ids.get(expr) ?? ids.size;
      ids.set(expr, id);
      return id;
    },
  };
}

function importedNames(facts: FileFacts): Map<string, ImportedName> {
  const names = new Map<string, ImportedName>();
  for (const fact of facts.imports) {
    if (fact.form === 'export-from' || !fact.isLiteral) continue;
    for (const { local, imported } of fact.bindings) names.set(local, { specifier: fact.specifier, imported });
  }
  return names;
}

function bindings(program: Program): Map<string, Binding>[] {
  const all = program.functions.map((fact) => {
    const names = new Map<string, Binding>();
    for (const param of fact.params) names.set(param.name, { kind: 'param', param });
    for (const variable of fact.locals) {
      const before = names.get(variable.name);
      // `var x; var x = 1`: the one that says something.
      if (before?.kind === 'local' && (before.variable.init || !variable.init)) continue;
      names.set(variable.name, { kind: 'local', variable });
    }
    return names;
  });
  program.functions.forEach((fact, index) => {
    const outer = all[fact.parent];
    if (isDeclaration(fact) && outer && !outer.has(fact.name)) outer.set(fact.name, { kind: 'function', index });
  });
  program.classes.forEach((fact, index) => {
    const outer = all[fact.parent];
    if (fact.name !== '' && outer && !outer.has(fact.name)) outer.set(fact.name, { kind: 'class', index });
  });
  for (const fact of program.enums) all[0]?.set(fact.name, { kind: 'enum', fact });
  return all;
}

function isDeclaration(fact: FunctionFact): boolean {
  return fact.kind === 'function' && fact.name !== '' && fact.ownerClass < 0 && fact.parent >= 0;
}

/** Every expression of a file with the function it stands in: bodies, returned values, defaults, field initialisers. */
export function placedExpressions(program: Program): Placed[] {
  const placed: Placed[] = [];
  program.functions.forEach((fact, fn) => {
    for (const expr of bodyOf(fact)) placed.push({ expr, fn });
  });
  for (const fact of program.classes) {
    for (const member of fact.members) if (member.init) placed.push({ expr: member.init, fn: fact.parent });
    if (fact.extends) placed.push({ expr: fact.extends, fn: fact.parent });
  }
  return placed;
}

/** What a function evaluates, defaults of its parameters first. */
export function bodyOf(fact: FunctionFact): readonly Expr[] {
  const defaults = fact.params.flatMap((param) => (param.init ? [param.init] : []));
  return defaults.length === 0 ? fact.body : [...defaults, ...fact.body];
}

type MutableUses = {
  callbacks: Map<number, { call: CallExpr | NewExpr; position: number; fn: number }>;
  entries: Map<number, { object: ObjectExpr; key: string; fn: number }>;
  objectArguments: Map<ObjectExpr, { call: CallExpr | NewExpr; position: number; fn: number }>;
  typedObjects: Map<ObjectExpr, TypeRef>;
  pushed: Map<string, Placed[]>;
  assigned: Map<string, Placed[]>;
  fields: Map<number, Map<string, Placed[]>>;
  properties: Map<string, Placed[]>;
  fillings: Map<string, Filling[]>;
  supers: Map<number, CallExpr>;
  slots: Map<number | ObjectExpr, Slot>;
  nested: Map<ObjectExpr, { object: ObjectExpr; key: string; fn: number }>;
};

function usesOf(program: Program): Uses {
  const uses: MutableUses = {
    callbacks: new Map(),
    entries: new Map(),
    objectArguments: new Map(),
    typedObjects: new Map(),
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
    for (const expr of fact.returns) placed.push({ expr, fn });
    for (const { init, type } of fact.locals) {
      if (init) placed.push({ expr: init, fn });
      const object = init && bare(init);
      if (object?.kind === 'object' && type) uses.typedObjects.set(object, type);
    }
  });
  for (const { expr, fn } of placed) {
    walk(expr, (part) => {
      note(program, uses, part, fn);
      return undefined;
    });
  }
  return uses;
}

function note(program: Program, uses: MutableUses, expr: Expr, fn: number): void {
  if (expr.kind === 'call' || expr.kind === 'new') {
    expr.args.forEach((arg, position) => {
      if (arg.kind === 'function') uses.callbacks.set(arg.index, { call: expr, position, fn });
      if (arg.kind === 'object') uses.objectArguments.set(arg, { call: expr, position, fn });
    });
    if (expr.kind === 'call' && expr.callee.kind === 'super') uses.supers.set(fn, expr);
    if (expr.kind === 'call') notePush(uses, expr, fn);
  } else if (expr.kind === 'object') {
    for (const entry of expr.entries) {
      if (entry.value.kind === 'function') uses.entries.set(entry.value.index, { object: expr, key: entry.key, fn });
      if (entry.value.kind === 'object') uses.nested.set(entry.value, { object: expr, key: entry.key, fn });
    }
  } else if (expr.kind === 'assign') noteAssignment(program, uses, expr, fn);
  const filled = fillingsOf(expr);
  for (const filling of filled?.fillings ?? []) append(uses.fillings, filled?.name as string, filling);
}

function notePush(uses: MutableUses, { callee, args }: CallExpr, fn: number): void {
  if (callee.kind !== 'member' || callee.name !== 'push' || callee.object.kind !== 'name') return;
  for (const arg of args) append(uses.pushed, callee.object.name, { expr: arg, fn });
}

function noteAssignment(
  program: Program,
  uses: MutableUses,
  { target, value }: Extract<Expr, { kind: 'assign' }>,
  fn: number,
): void {
  const placed = { expr: value, fn };
  if (target.kind === 'name') append(uses.assigned, target.name, placed);
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
