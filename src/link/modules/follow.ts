/**
 * Follows a name through the modules, with a stack of its own (chains may be thousands of files long) and a set of
 * places already asked (cycles of `export *` end there). A module's own exports win over its `export *`; among several
 * `export *` the first that leads to a declaration wins. Linear in the modules asked.
 */
import type { FileFacts } from '../../model/index.js';
import { type ImportEntry, type ModuleTable, tableOf } from './module-table.js';
import type { Resolve } from './resolve.js';
import { createStarIndexes, extend, type StarIndex, type Tables, type Trail } from './star-index.js';
import type { Step, Symbols, SymbolTarget } from './symbols.js';

type Place = { readonly path: string; readonly name: string; readonly via: Trail };

type World = {
  readonly tables: Tables;
  readonly resolve: Resolve;
  readonly indexOf: (path: string) => StarIndex | undefined;
};

/** The resolver of names over all files of the project. */
export function createSymbols(facts: readonly FileFacts[], resolve: Resolve): Symbols {
  const files = new Map(facts.map((file) => [file.path, file]));
  return symbolsOf((path) => files.get(path), resolve);
}

/** The same over files that are looked up when a name leads to them. */
export function symbolsOf(factsOf: (path: string) => FileFacts | undefined, resolve: Resolve): Symbols {
  const tables = tablesOf(factsOf);
  const world: World = { tables, resolve, indexOf: createStarIndexes({ tables, resolve }) };
  const byPath = new Map<string, Map<string, SymbolTarget>>();
  const resolveExport = (path: string, name: string): SymbolTarget => {
    let known = byPath.get(path);
    if (known === undefined) {
      known = new Map();
      byPath.set(path, known);
    }
    let target = known.get(name);
    if (target === undefined) {
      target = follow(world, path, name);
      known.set(name, target);
    }
    return target;
  };
  return {
    resolveExport,
    resolveImport: (path, local) => {
      const entry = world.tables.get(path)?.imports.get(local);
      if (entry === undefined) return undefined;
      const resolution = resolve(path, entry.specifier);
      if (resolution.kind === 'external')
        return { kind: 'external', package: resolution.package, name: entry.imported };
      if (resolution.kind === 'unresolved') return resolution;
      const isWhole = entry.imported === '*' && (entry.form === 'require' || entry.form === 'import-equals');
      return resolveExport(resolution.path, isWhole && world.tables.get(resolution.path)?.whole ? '=' : entry.imported);
    },
    resolveFile: (path, specifier) => {
      const resolution = resolve(path, specifier);
      return resolution.kind === 'file' ? resolution.path : undefined;
    },
  };
}

function tablesOf(factsOf: (path: string) => FileFacts | undefined): Tables {
  const known = new Map<string, ModuleTable | undefined>();
  return {
    get: (path) => {
      if (known.has(path)) return known.get(path);
      const facts = factsOf(path);
      const table = facts === undefined ? undefined : tableOf(facts);
      known.set(path, table);
      return table;
    },
  };
}

/** `=` asks for the whole of a CommonJS module, `*` for the namespace. */
function follow(world: World, path: string, name: string): SymbolTarget {
  const quick = walkTo(world, path, name, true);
  if (quick.target !== undefined) return quick.target;
  // The first place in the index was a dead end: another `export *` may still lead on.
  const slow = quick.usedIndex ? walkTo(world, path, name, false) : quick;
  return slow.target ?? slow.fallback ?? { kind: 'unresolved', reason: `no export named "${name}"`, path };
}

type Walked = { readonly target?: SymbolTarget; readonly fallback?: SymbolTarget; readonly usedIndex: boolean };

function walkTo(world: World, path: string, name: string, isIndexed: boolean): Walked {
  const asked = new Set<string>();
  const stack: Place[] = [{ path, name, via: undefined }];
  let fallback: SymbolTarget | undefined;
  let usedIndex = false;
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    const key = `${place.path}\0${place.name}`;
    if (asked.has(key)) continue;
    asked.add(key);
    const answer = askModule(world, place, isIndexed);
    if (answer.kind === 'found') return { target: answer.target, usedIndex };
    usedIndex ||= answer.usedIndex === true;
    if (answer.fallback !== undefined) fallback ??= answer.fallback;
    for (let i = answer.next.length - 1; i >= 0; i--) stack.push(answer.next[i] as Place);
  }
  return { usedIndex, ...(fallback === undefined ? {} : { fallback }) };
}

type Answer =
  | { readonly kind: 'found'; readonly target: SymbolTarget }
  | {
      readonly kind: 'next';
      readonly next: readonly Place[];
      readonly fallback?: SymbolTarget;
      readonly usedIndex?: true;
    };

function askModule(world: World, place: Place, isIndexed: boolean): Answer {
  const { path, name, via } = place;
  const table = world.tables.get(path);
  if (table === undefined || name === '*') return found({ kind: 'namespace', path, via: stepsOf(via) });
  const entry = name === '=' ? undefined : table.named.get(name);
  if (entry?.kind === 'local') return askLocal(world, table, path, entry.local, entry.line, via);
  if (entry !== undefined) {
    return askElsewhere(world, path, entry.specifier, entry.kind === 'from' ? entry.imported : '*', entry.line, via);
  }
  if (table.whole !== undefined && (name === '=' || name === 'default')) {
    return askLocal(world, table, path, table.whole.local, table.whole.line, via);
  }
  if (table.whole !== undefined) return found({ kind: 'declared', path, local: name, via: stepsOf(via) });
  if (name === 'default') return { kind: 'next', next: [], ...defaultOfCommonJs(table, path, via) };
  const index = isIndexed && table.stars.length > 0 ? world.indexOf(path) : undefined;
  return index === undefined ? askStars(world, table, place) : askIndex(index, place);
}

/** A local name given away is a declaration of this file, or an import that is passed on. */
function askLocal(world: World, table: ModuleTable, path: string, local: string, line: number, via: Trail): Answer {
  const imported = table.imports.get(local);
  if (imported === undefined || table.shadowed.has(local) || !isPassedOn(world, path, imported)) {
    return found({ kind: 'declared', path, local, via: stepsOf(via) });
  }
  return askElsewhere(world, path, imported.specifier, imported.imported, line, via);
}

/** What a call gives is a variable of this file, except for CommonJS that hands a file of ours on. */
function isPassedOn({ resolve }: World, path: string, { form, specifier }: ImportEntry): boolean {
  if (form === 'dynamic-import') return false;
  if (form !== 'require') return true;
  return /\.(?:cjs|jsx?)$/.test(path) && resolve(path, specifier).kind === 'file';
}

function askElsewhere(world: World, path: string, specifier: string, name: string, line: number, via: Trail): Answer {
  const resolution = world.resolve(path, specifier);
  if (resolution.kind === 'external') return found({ kind: 'external', package: resolution.package, name });
  if (resolution.kind === 'unresolved') {
    return { kind: 'next', next: [], fallback: { ...resolution, path } };
  }
  return { kind: 'next', next: [{ path: resolution.path, name, via: extend(via, { path, line }) }] };
}

function askIndex({ places, package: first }: StarIndex, { name, via }: Place): Answer {
  const place = places.get(name);
  if (place !== undefined) {
    const joined = stepsOf(place.via).reduce(extend, via);
    return { kind: 'next', next: [{ path: place.path, name, via: joined }], usedIndex: true };
  }
  return {
    kind: 'next',
    next: [],
    ...(first === undefined ? {} : { fallback: { kind: 'external', package: first, name } }),
  };
}

function askStars(world: World, table: ModuleTable, { path, name, via }: Place): Answer {
  const next: Place[] = [];
  let fallback: SymbolTarget | undefined;
  for (const { specifier, line } of table.stars) {
    const resolution = world.resolve(path, specifier);
    if (resolution.kind === 'file') next.push({ path: resolution.path, name, via: extend(via, { path, line }) });
    else if (resolution.kind === 'external') fallback ??= { kind: 'external', package: resolution.package, name };
  }
  return { kind: 'next', next, ...(fallback === undefined ? {} : { fallback }) };
}

/** A module without a default export, imported by default: CommonJS seen as a whole, if it has no ES exports to speak of. */
function defaultOfCommonJs(table: ModuleTable, path: string, via: Trail): { fallback?: SymbolTarget } {
  const isScript = /\.(?:c?js|cjs|jsx|d\.ts|d\.cts)$/.test(path) || table.named.size === 0;
  return isScript ? { fallback: { kind: 'namespace', path, via: stepsOf(via) } } : {};
}

function found(target: SymbolTarget): Answer {
  return { kind: 'found', target };
}

/** The barrels passed, in the order met. */
function stepsOf(via: Trail): Step[] {
  const steps: Step[] = [];
  for (let at = via; at !== undefined; at = at.before) steps.push(at.step);
  return steps.reverse();
}
