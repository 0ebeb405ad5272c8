/** The module linker's symbols as the evaluator asks for them. */

import type { FileFacts } from '../../model/index.js';
import type { Symbols, SymbolTarget } from '../modules/index.js';
import type { Library, Resolution, Resolve } from '../program/index.js';

export function resolverOf(
  symbols: Symbols,
  { isAmbient, isKnown }: Pick<Library, 'isAmbient' | 'isKnown'>,
  facts: readonly FileFacts[],
): Resolve {
  const declared = declaredModules(facts);
  const imported = (from: string, specifier: string, name: string): Resolution => {
    if (isAmbient(specifier, name)) return { kind: 'package', package: specifier, name };
    const path = symbols.resolveFile(from, specifier);
    const inside = `${specifier}.${name}`;
    const declarations = isKnown(specifier) ? [] : (declared.get(inside) ?? []);
    // With a path (`paths` that lead to the declaration itself) only when the module is declared there.
    const declaring = path === undefined ? nearestTo(from, declarations) : declarations.find((one) => one === path);
    if (declaring !== undefined) return { kind: 'file', path: declaring, name: inside };
    if (path === undefined) return { kind: 'package', package: specifier, name };
    return name === '*' ? { kind: 'file', path, name: '*' } : resolution(symbols.resolveExport(path, name));
  };
  // A file asks what a name means each time that it uses it: by file, specifier and name.
  const known = new Map<string, Map<string, Map<string, Resolution>>>();
  return {
    imported(from, specifier, name) {
      const specifiers = entryOf(known, from, () => new Map<string, Map<string, Resolution>>());
      const names = entryOf(specifiers, specifier, () => new Map<string, Resolution>());
      return entryOf(names, name, () => imported(from, specifier, name));
    },
    exported: (path, name) => resolution(symbols.resolveExport(path, name)),
  };
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/**
 * Names that `declare module 'acme/sdk' { … }` declares, as `acme/sdk.Store`, each with its files; `acme/sdk.*` is the whole. No
 * file of the repository has that module, so its types are all that is known of it.
 */
function declaredModules(facts: readonly FileFacts[]): ReadonlyMap<string, readonly string[]> {
  const declared = new Map<string, string[]>();
  const add = (name: string, path: string) => {
    const paths = declared.get(name);
    if (paths === undefined) declared.set(name, [path]);
    else if (paths.at(-1) !== path) paths.push(path);
  };
  for (const { path, program } of facts) {
    if (program === undefined || !path.endsWith('.d.ts')) continue;
    const [top] = program.functions;
    const names = [...program.types, ...program.interfaces, ...program.classes, ...(top?.locals ?? [])];
    for (const { name } of names) {
      if (!name.includes('.')) continue;
      add(name, path);
      for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) add(`${name.slice(0, dot)}.*`, path);
    }
  }
  return declared;
}

/** Of several declarations the one with the most folders in common; the first of those. */
function nearestTo(from: string, paths: readonly string[]): string | undefined {
  const folders = from.split('/');
  let nearest: string | undefined;
  let most = -1;
  for (const path of paths) {
    const parts = path.split('/');
    const differs = parts.findIndex((part, index) => part !== folders[index]);
    if (differs > most) {
      nearest = path;
      most = differs;
    }
  }
  return nearest;
}

function resolution(target: SymbolTarget): Resolution {
  switch (target.kind) {
    case 'declared':
      return { kind: 'file', path: target.path, name: target.local === '' ? 'export=' : target.local };
    case 'namespace':
      return { kind: 'file', path: target.path, name: '*' };
    case 'external':
      return { kind: 'package', package: target.package, name: target.name };
    case 'unresolved':
      return { kind: 'missing' };
  }
}
