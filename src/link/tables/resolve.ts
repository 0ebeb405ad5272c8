/** The module linker's symbols as the evaluator asks for them. */

import type { Symbols, SymbolTarget } from '../modules/index.js';
import type { Library, Resolution, Resolve } from '../program/index.js';

export function resolverOf(symbols: Symbols, { isAmbient }: Pick<Library, 'isAmbient'>): Resolve {
  return {
    imported(from, specifier, name) {
      if (isAmbient(specifier, name)) return { kind: 'package', package: specifier, name };
      const path = symbols.resolveFile(from, specifier);
      if (path === undefined) return { kind: 'package', package: specifier, name };
      return name === '*' ? { kind: 'file', path, name: '*' } : resolution(symbols.resolveExport(path, name));
    },
    exported: (path, name) => resolution(symbols.resolveExport(path, name)),
  };
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
