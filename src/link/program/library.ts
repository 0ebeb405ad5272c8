/**
 * What dialects say about the types of their libraries, as data: which type a call gives, which types a callback's
 * parameters have. Small texts instead of `.d.ts` files, since only handles matter:
 *
 *   'Repository<@0>'   a type of the same package; @0 is the entity named by the first argument
 *   '$0'  '$0[]'       the receiver's first type argument; an array of it
 *   'this'             the receiver, as made by this call (query builders)
 *   '#0'  '^0'  '%0'   value of the first argument; what the callback in it returns; the call's first type argument
 *   'A | B'            either
 */
import type { Evaluator } from './evaluator.js';
import type { Scope, Value } from './values.js';
import type { CallExpr, NewExpr } from './walk.js';

/** A call of a library's function, or of a member of one of its types. */
export type LibraryCall = {
  readonly ev: Evaluator;
  readonly expr: CallExpr | NewExpr;
  readonly scope: Scope;
  readonly receiver: Value;
};

/** A type text, or a function for what a text cannot say; undefined is "not known". */
export type TypeRule = string | ((call: LibraryCall) => Value | undefined);

export type LibraryType = {
  /** Type with the same members and more. */
  readonly extends?: string;
  /** Member → its type. */
  readonly members?: Readonly<Record<string, string>>;
  /** Members whose name says what they are: registries of models by name. */
  readonly memberNamed?: (ev: Evaluator, receiver: Value, name: string) => Value | undefined;
  /** Method → type of its result, promises unwrapped. `*` is every other method. */
  readonly returns?: Readonly<Record<string, TypeRule>>;
  /** Method → types of the parameters of a callback given to it. */
  readonly callbacks?: Readonly<Record<string, readonly string[]>>;
  /** What `this` is in functions put on a value of the type, by property or method: `schema.statics.x = function …`. */
  readonly thisIn?: Readonly<Record<string, (owner: Value) => Value>>;
  /** What instances are of a class given to a method of the type: `schema.loadClass(Order)`. */
  readonly instanceIn?: Readonly<Record<string, (owner: Value) => Value>>;
};

export type LibraryKnowledge = {
  /** Package names; `@scope/*` for all of a scope. */
  readonly packages: readonly string[];
  /** Package → names that mean what is said here even where the package's source is part of the repository. */
  readonly ambient?: Readonly<Record<string, readonly string[]>>;
  /** By type name. `Name.static` are the static members of a class of the library and of its subclasses. */
  readonly types: Readonly<Record<string, LibraryType>>;
  /** Exported function (or decorator) → type of its result. */
  readonly functions: Readonly<Record<string, TypeRule>>;
  /** Exported function → types of the parameters of a callback given to it. */
  readonly callbacks?: Readonly<Record<string, readonly string[]>>;
};

export type Library = {
  /** Canonical package of a specifier's package: forks and aliases give the original's name. */
  readonly canonical: (packageName: string) => string;
  readonly typeNamed: (packageName: string, name: string) => LibraryType | undefined;
  readonly functionNamed: (packageName: string, name: string) => TypeRule | undefined;
  readonly callbackOf: (packageName: string, name: string) => readonly string[] | undefined;
  /** Some dialect knows the package. */
  readonly isKnown: (packageName: string) => boolean;
  /** The name means what a dialect says of the package, whatever source there is of it. */
  readonly isAmbient: (packageName: string, name: string) => boolean;
  /** A type text, read once. */
  readonly parsed: (source: string) => TypeText;
  /** Properties and methods in which some type says what `this` is. */
  readonly slots: ReadonlySet<string>;
  /** Methods to which some type takes classes. */
  readonly classTakers: ReadonlySet<string>;
};

export type TypeText =
  | { readonly kind: 'name'; readonly name: string; readonly args: readonly TypeText[] }
  | { readonly kind: 'slot'; readonly sign: '$' | '@' | '#' | '^' | '%'; readonly index: number }
  | { readonly kind: 'this' }
  | { readonly kind: 'array'; readonly of: TypeText }
  | { readonly kind: 'union'; readonly of: readonly TypeText[] };

/** `families`: package → canonical package, for forks and `npm:` aliases. */
export function createLibrary(knowledge: readonly LibraryKnowledge[], families: ReadonlyMap<string, string>): Library {
  const exact = new Map<string, LibraryKnowledge[]>();
  const scopes: { prefix: string; knowledge: LibraryKnowledge }[] = [];
  for (const one of knowledge) {
    for (const name of one.packages) {
      if (name.endsWith('/*')) scopes.push({ prefix: name.slice(0, -1), knowledge: one });
      else exact.set(name, [...(exact.get(name) ?? []), one]);
    }
  }
  const canonicals = new Map<string, string>();
  const canonical = (name: string): string => {
    let found = canonicals.get(name);
    if (found === undefined) {
      found = canonicalPackage(name, families, exact);
      canonicals.set(name, found);
    }
    return found;
  };
  const byPackage = new Map<string, readonly LibraryKnowledge[]>();
  const of = (name: string): readonly LibraryKnowledge[] => {
    let found = byPackage.get(name);
    if (found === undefined) {
      const ofScope = scopes.filter(({ prefix }) => name.startsWith(prefix)).map((scope) => scope.knowledge);
      found = [...(exact.get(name) ?? []), ...ofScope];
      byPackage.set(name, found);
    }
    return found;
  };
  const texts = new Map<string, TypeText>();
  const first = <T>(name: string, pick: (one: LibraryKnowledge) => T | undefined): T | undefined => {
    for (const one of of(name)) {
      const found = pick(one);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    canonical,
    typeNamed: (name, type) => first(name, (one) => own(one.types, type)),
    functionNamed: (name, fn) => first(name, (one) => own(one.functions, fn)),
    isKnown: (name) => of(canonical(name)).length > 0,
    isAmbient: (name, symbol) => first(name, (one) => one.ambient && own(one.ambient, name))?.includes(symbol) === true,
    callbackOf: (name, fn) => first(name, (one) => one.callbacks && own(one.callbacks, fn)),
    parsed(source) {
      let text = texts.get(source);
      if (text === undefined) {
        text = parseTypeText(source);
        texts.set(source, text);
      }
      return text;
    },
    slots: new Set(
      knowledge.flatMap(({ types }) => Object.values(types).flatMap((type) => Object.keys(type.thisIn ?? {}))),
    ),
    classTakers: new Set(
      knowledge.flatMap(({ types }) => Object.values(types).flatMap((type) => Object.keys(type.instanceIn ?? {}))),
    ),
  };
}

/** The package itself when known, else what it is a fork of: by configuration, or a name that ends in `/<package>`. */
function canonicalPackage(
  name: string,
  families: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, unknown>,
): string {
  if (known.has(name)) return name;
  const family = families.get(name);
  if (family !== undefined) return family;
  // Deep imports: 'typeorm/repository/Repository'.
  const parts = name.split('/');
  const root = name.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] as string);
  if (root !== name && known.has(root)) return root;
  const last = parts[1];
  if (name.startsWith('@') && parts.length === 2 && last !== undefined && known.has(last)) return last;
  return name;
}

/** Own property of a table, so that `constructor` or `toString` in the analysed code find nothing. */
export function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Reads a type text. Throws on a malformed one: it is written by us. */
function parseTypeText(source: string): TypeText {
  const tokens = source.match(/[$@#^%]\d+|[A-Za-z_][\w.]*|\[\]|[<>,|?]/g) ?? [];
  let at = 0;
  const union = (): TypeText => {
    const of = [postfix()];
    while (tokens[at] === '|') {
      at++;
      of.push(postfix());
    }
    return of.length === 1 ? (of[0] as TypeText) : { kind: 'union', of };
  };
  const postfix = (): TypeText => {
    let type = atom();
    while (tokens[at] === '[]') {
      at++;
      type = { kind: 'array', of: type };
    }
    return type;
  };
  const atom = (): TypeText => {
    const token = tokens[at++];
    if (token === undefined) throw new Error(`type text ends early: ${source}`);
    const sign = token[0] as '$';
    if ('$@#^%'.includes(sign)) return { kind: 'slot', sign, index: Number(token.slice(1)) };
    if (token === 'this') return { kind: 'this' };
    const args: TypeText[] = [];
    if (tokens[at] === '<') {
      do {
        at++;
        args.push(union());
      } while (tokens[at] === ',');
      at++;
    }
    return { kind: 'name', name: token, args };
  };
  return union();
}
