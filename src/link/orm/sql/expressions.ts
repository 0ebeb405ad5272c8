/**
 * Names of common table expressions: what `with('recent', …)` of a query builder or `WITH recent AS (…)` of an SQL text
 * introduces is no table. Two scopes:
 *   - lexical: in the chain that introduces it, in callbacks given to its later calls, and in the body of a recursive
 *     one. There it hides even a table of its name. The body of a plain `with('loaves', …)` still means the table.
 *   - by file, and the files it imports or that import it: builders and fragments are passed around. There a name is
 *     hidden only when nothing declares a table of it.
 */
import type { Expr } from '../../../model/index.js';
import {
  bare,
  bodyOf,
  type CallExpr,
  type Chain,
  chainsToSearch,
  constantOf,
  expose,
  expressionsOfClasses,
  forAll,
  type Link,
  type PlainChain,
  type ProgramFile,
  placed,
  quietly,
  type Scope,
  walk,
} from '../../program/index.js';
import type { World } from '../world.js';

export type Expressions = {
  /** The name means an expression of the query here, not a table. */
  readonly hides: (chain: Chain, name: string) => boolean;
  /** The same by lexical scope alone, for what names a table by its very form. */
  readonly hidesHere: (chain: Chain, name: string) => boolean;
};

const WITH = /^with(?:Recursive|Materialized|NotMaterialized|RecursiveMaterialized)?$/;
/** `recent AS (SELECT …`, wherever it stands in a text; what is created as a view or table has the same look. */
const IN_TEXT =
  /(\b(?:table|view|exists)\s+)?(?<![\w$."])"?([A-Za-z_][\w$]*)"?\s*(?:\([^()]*\)\s*)?\bas\s+(?:(?:not\s+)?materialized\s*)?\(\s*(?:select|insert|update|delete|values|with)\b/gi;

/** `isDeclared`: a model or migration has a table of the name. `rename` is what a plugin does to names of builders. */
export function createExpressions(
  world: World,
  isDeclared: (name: string) => boolean,
  rename: (name: string) => string = (name) => name,
): Expressions {
  const own = new Map<string, ReadonlySet<string>>();
  const around = new Map<string, ReadonlySet<string>>();
  let importers: ReadonlyMap<string, readonly string[]> | undefined;
  const ownNames = (file: ProgramFile): ReadonlySet<string> => {
    let names = own.get(file.path);
    if (names === undefined) {
      names = forAll(file.watch, () => namesIn(world, file, rename));
      own.set(file.path, names);
    }
    return names;
  };
  const namesAround = (file: ProgramFile): ReadonlySet<string> => {
    let names = around.get(file.path);
    if (names === undefined) {
      importers ??= importersOf(world);
      const near = [...importedFiles(world, file), ...(importers.get(file.path) ?? [])];
      names = new Set(
        [file.path, ...near].flatMap((path) => {
          const one = world.ev.files.get(path);
          return one ? [...ownNames(one)] : [];
        }),
      );
      around.set(file.path, names);
    }
    return names;
  };
  const hidesHere = (chain: Chain, name: string) => lexicalNames(world, chain, rename).has(name);
  return {
    hidesHere,
    hides(chain, name) {
      if (hidesHere(chain, name)) return true;
      return !isDeclared(name) && namesAround(chain.file).has(name);
    },
  };
}

/** Tables that `.sql` files and `createTable` calls build; dialects that ask list 'createTable' as declaring call. */
export function builtTables(world: World): ReadonlySet<string> {
  const created = ['createTable', 'createTableIfNotExists'].flatMap((name) =>
    world
      .calls(name)
      .flatMap((chain) =>
        chain.links.flatMap((link) => (link.name === name ? (world.constant(link.args[0], chain.scope) ?? []) : [])),
      ),
  );
  return new Set([...created, ...world.migrated().map(({ table }) => table.name)]);
}

/** Introduced by the chain itself, or by the chains that the chain's callbacks are given to. */
function lexicalNames(world: World, chain: Chain, rename: (name: string) => string): Set<string> {
  const names = new Set<string>();
  const add = (link: Pick<Link, 'name' | 'args'>, scope: Scope): void => {
    const name = WITH.test(link.name) ? introduced(world, link.args, scope) : undefined;
    if (name !== undefined) names.add(rename(name));
  };
  for (const link of chain.links) add(link, chain.scope);
  const uses = chain.file.uses();
  let scope: Scope | undefined = chain.scope;
  while (scope !== undefined && scope.fn > 0) {
    const user = uses.callbacks.get(scope.fn);
    const outer: Scope | undefined = scope.parent;
    if (user && outer && user.call.kind === 'call') {
      const own = named(user.call);
      if (own?.name === 'withRecursive') add(own, outer);
      for (const link of callsBelow(user.call)) add(link, outer);
    }
    scope = outer;
  }
  return names;
}

function named(call: CallExpr): Pick<Link, 'name' | 'args'> | undefined {
  const callee = bare(call.callee);
  return callee.kind === 'member' ? { name: callee.name, args: call.args } : undefined;
}

/** The calls that a call stands on: for `db.with(…).selectFrom(fn)` seen from `selectFrom`, that is `with`. */
function callsBelow(call: CallExpr): Pick<Link, 'name' | 'args'>[] {
  const found: Pick<Link, 'name' | 'args'>[] = [];
  let at: Expr = bare(call.callee);
  while (at.kind === 'member' || at.kind === 'call') {
    if (at.kind === 'call') {
      const link = named(at);
      if (link) found.push(link);
      at = bare(at.callee);
    } else at = bare(at.object);
  }
  return found;
}

/** `with('recent', …)`, `with('recent(id, at)', …)`, `with((cte) => cte('recent').materialized(), …)`. */
function introduced(world: World, args: readonly Expr[], scope: Scope): string | undefined {
  const [first] = args;
  if (first === undefined || args.length < 2) return undefined;
  const value = world.value(first, scope);
  const name =
    value.kind === 'function' ? builtName(value.file.program.functions[value.index]?.returns[0]) : constantOf(value);
  return name?.replace(/\(.*$/s, '').trim();
}

function builtName(expr: Expr | undefined): string | undefined {
  let at = expr && bare(expr);
  while (at?.kind === 'call' || at?.kind === 'member') {
    if (at.kind === 'call' && at.callee.kind === 'name')
      return at.args[0]?.kind === 'string' ? at.args[0].value : undefined;
    at = bare(at.kind === 'call' ? at.callee : at.object);
  }
  return undefined;
}

function namesIn(world: World, file: ProgramFile, rename: (name: string) => string): Set<string> {
  const names = new Set<string>();
  const introduces = (chain: PlainChain): boolean => chain.links.some((link) => WITH.test(link.name));
  for (const plain of chainsToSearch(file)) {
    if (!introduces(plain)) continue;
    expose(file.program.functions[plain.fn]);
    const chain = placed(world.ev, plain);
    for (const link of chain.links) {
      const name = WITH.test(link.name) ? introduced(world, link.args, chain.scope) : undefined;
      if (name !== undefined && name !== '') names.add(rename(name));
    }
  }
  const namesInTexts = (exprs: readonly Expr[]): string[] => exprs.flatMap((expr) => textNames(expr));
  for (const fact of file.program.functions) {
    const { body, locals, returns } = quietly(file.watch, () => ({
      body: bodyOf(fact),
      locals: fact.locals,
      returns: fact.returns,
    }));
    const found = namesInTexts([...body, ...locals.flatMap(({ init }) => init ?? []), ...returns]);
    if (found.length > 0) expose(fact);
    for (const name of found) names.add(name);
  }
  for (const name of namesInTexts(expressionsOfClasses(file.program.classes).map(({ expr }) => expr))) names.add(name);
  return names;
}

/** Names that the texts in an expression give to queries. */
function textNames(expr: Expr): string[] {
  const names: string[] = [];
  const read = (text: string): void => {
    if (!/\bas\b/i.test(text)) return;
    for (const [, created, name] of text.matchAll(IN_TEXT)) if (created === undefined && name) names.push(name);
  };
  walk(expr, (part) => {
    if (part.kind === 'string') read(part.value);
    else if (part.kind === 'template' || part.kind === 'tagged') read(part.texts.join('x'));
    return undefined;
  });
  return names;
}

function importedFiles(world: World, file: ProgramFile): string[] {
  const found = new Set<string>();
  for (const { specifier, imported } of file.imports.values()) {
    const target = world.ev.resolve.imported(file.path, specifier, imported);
    if (target.kind === 'file' && target.path !== file.path) found.add(target.path);
  }
  return [...found];
}

function importersOf(world: World): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of world.ev.files.values()) {
    for (const path of importedFiles(world, file)) {
      const list = found.get(path);
      if (list) list.push(file.path);
      else found.set(path, [file.path]);
    }
  }
  return found;
}
