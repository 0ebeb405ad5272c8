/**
 * One file's program with the look-ups that evaluation needs: which declaration a name means in a function, and how the
 * file uses it (uses.ts). Built once per file, the costly part on first use.
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
  Variable,
} from '../../model/index.js';
import type { PlainChain } from './chains.js';
import { type Filling, filledObject } from './filled-objects.js';
import type { Giving } from './given-classes.js';
import type { PutOn } from './put-on.js';
import { type Uses, usesOf } from './uses.js';
import type { ObjectExpr } from './walk.js';
import { exposeName, type PartsWatch, quietly } from './watched-parts.js';

export type Binding =
  | { readonly kind: 'param'; readonly param: Parameter }
  | { readonly kind: 'local'; readonly variable: Variable }
  | { readonly kind: 'function'; readonly index: number }
  | { readonly kind: 'class'; readonly index: number }
  | { readonly kind: 'enum'; readonly fact: EnumFact };

export type ImportedName = {
  readonly specifier: string;
  readonly imported: string;
  /** `import x = require('…')`: what the module gives away as a whole. */
  readonly isAsked?: true;
};
export type TypeDeclaration =
  | ({ readonly kind: 'interface' } & InterfaceFact)
  | ({ readonly kind: 'alias' } & TypeAlias);

/** Names that a function declares. */
export type Names = Pick<ReadonlyMap<string, Binding>, 'get' | 'has'>;

export type ProgramFile = {
  readonly path: string;
  readonly role: Role;
  readonly facts: FileFacts;
  readonly program: Program;
  readonly watch?: PartsWatch | undefined;
  readonly imports: ReadonlyMap<string, ImportedName>;
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly names: (fn: number) => Names;
  /** Whether `Shop` is a namespace of the file: names in it are spelled `Shop.bake`. */
  readonly isNamespace: (name: string) => boolean;
  readonly uses: () => Uses;
  /** A variable's object literal with its later entries, made once. */
  readonly filled: (variable: Variable, object: ObjectExpr, fillings: readonly Filling[]) => ObjectExpr;
  /** `path#3`, of a function or class: made once, since it is asked for far more often than there are any. */
  readonly keyOf: (index: number) => string;
  /** A number for an expression, the same within one run. */
  readonly idOf: (expr: Expr) => number;
  /** Callbacks, by the function they are written in. */
  readonly inlined: () => ReadonlyMap<number, readonly number[]>;
  /** A function and all that is written inside it. */
  readonly inside: (fn: number) => ReadonlySet<number>;
  /** Filled by `memberPutOn` and `givingsOf`. */
  readonly putOn: { byName?: ReadonlyMap<string, readonly PutOn[]>; givings?: readonly Giving[] };
  /** Filled by `chainsOfFunction`. */
  readonly chains: (readonly PlainChain[] | undefined)[];
  /** Those of the whole file, and the classes of which fields are made with something. */
  readonly allChains: { list?: readonly PlainChain[]; classes?: readonly number[] };
  /** Filled by `calledParameters`. */
  readonly called: Map<number, readonly string[]>;
};

export function programFile(facts: FileFacts, role: Role, watch?: PartsWatch): ProgramFile {
  const program = facts.program ?? { functions: [], classes: [], interfaces: [], types: [], enums: [] };
  let names: ReadonlyMap<string, Binding>[] | undefined;
  let uses: Uses | undefined;
  let namespaces: ReadonlySet<string> | undefined;
  let inlined: ReadonlyMap<number, readonly number[]> | undefined;
  const insides = new Map<number, ReadonlySet<number>>();
  const ids = new Map<Expr, number>();
  const keys: (string | undefined)[] = [];
  const filledObjects = new Map<Variable, ObjectExpr>();
  return {
    path: facts.path,
    role,
    facts,
    program,
    watch,
    imports: importedNames(facts),
    types: new Map<string, TypeDeclaration>([
      ...program.types.map((type) => [type.name, { kind: 'alias', ...type }] as const),
      ...program.interfaces.map((type) => [type.name, { kind: 'interface', ...type }] as const),
    ]),
    names(fn) {
      names ??= quietly(watch, () => bindings(program));
      const own = names[fn] ?? NO_NAMES;
      return watch === undefined ? own : watched(own, program.functions[fn]);
    },
    isNamespace(name) {
      namespaces ??= quietly(watch, () => namespacesOf(program));
      return namespaces.has(name);
    },
    uses() {
      if (uses !== undefined) return uses;
      const known = names ?? quietly(watch, () => bindings(program));
      names = known;
      uses = quietly(watch, () => usesOf(program, known));
      return uses;
    },
    filled(variable, object, fillings) {
      const made = filledObjects.get(variable) ?? filledObject(object, fillings);
      filledObjects.set(variable, made);
      return made;
    },
    keyOf(index) {
      let key = keys[index];
      if (key === undefined) {
        key = `${facts.path}#${index}`;
        keys[index] = key;
      }
      return key;
    },
    idOf(expr) {
      const id = ids.get(expr) ?? ids.size;
      ids.set(expr, id);
      return id;
    },
    inlined() {
      inlined ??= callbacksByFunction(program, this.uses());
      return inlined;
    },
    inside(fn) {
      const found = insides.get(fn) ?? writtenInside(program, fn);
      insides.set(fn, found);
      return found;
    },
    putOn: {},
    chains: [],
    allChains: {},
    called: new Map(),
  };
}

const NO_NAMES: Names = new Map();

/** A parameter is outside of the function: whoever asks for another name asks what is declared inside. */
function watched(own: Names, fact: FunctionFact | undefined): Names {
  const look = (name: string): Binding | undefined => {
    const found = own.get(name);
    if (found?.kind !== 'param') exposeName(fact, name);
    return found;
  };
  return { get: look, has: (name) => look(name) !== undefined };
}

function namespacesOf({ functions, classes, enums }: Program): Set<string> {
  const found = new Set<string>();
  for (const { name } of [...functions.slice(1), ...(functions[0]?.locals ?? []), ...classes, ...enums])
    for (let dot = name.indexOf('.', 1); dot > 0; dot = name.indexOf('.', dot + 1)) found.add(name.slice(0, dot));
  return found;
}

function callbacksByFunction(program: Program, { callbacks }: Uses): Map<number, number[]> {
  const inlined = new Map<number, number[]>();
  for (const fn of callbacks.keys()) {
    const parent = program.functions[fn]?.parent ?? 0;
    const known = inlined.get(parent);
    if (known === undefined) inlined.set(parent, [fn]);
    else known.push(fn);
  }
  return inlined;
}

function writtenInside({ functions }: Program, fn: number): Set<number> {
  const inside = new Set([fn]);
  for (let i = fn + 1; i < functions.length; i++) if (inside.has(functions[i]!.parent)) inside.add(i);
  return inside;
}

function importedNames(facts: FileFacts): Map<string, ImportedName> {
  const names = new Map<string, ImportedName>();
  for (const fact of facts.imports) {
    if (fact.form === 'export-from' || !fact.isLiteral) continue;
    const asked = fact.form === 'import-equals' ? ({ isAsked: true } as const) : {};
    for (const { local, imported } of fact.bindings)
      names.set(local, { specifier: fact.specifier, imported, ...asked });
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
