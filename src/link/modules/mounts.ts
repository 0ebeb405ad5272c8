/**
 * What the routes of a file are called from outside: the paths at which other files hang its router, outermost first
 * (`app.use('/api', routes)` here, `routes.use('/orders', orders)` there). A router that is hung in several places keeps
 * the path it has in its own file: which one is meant is not known.
 */
import type { EntryPointFact, FileFacts, MountFact } from '../../model/index.js';
import { textBehind } from './events.js';
import type { Symbols } from './symbols.js';

/** Mounts on the way out; no application nests deeper, and a circle ends here. */
const DEEPEST = 16;

type Mount = { readonly path: string; readonly from: string; readonly onto: string };

/** The full path of a route of a file. */
export function mountedPaths(
  facts: readonly FileFacts[],
  symbols: Symbols,
): (path: string, entry: EntryPointFact) => string {
  const files = new Map(facts.map((file) => [file.path, file]));
  // `/${ORDERS}`: a constant that another file declares.
  const filled = (file: string, text: string) =>
    text.includes('/${')
      ? joined([text.replace(/\$\{([^}]+)\}/g, (hole, name: string) => textBehind(file, name, symbols, files) ?? hole)])
      : text;
  const mounts = mountsByFile(facts, symbols, filled);
  return (path, entry) => {
    if (entry.kind !== 'http') return entry.name;
    const own = filled(path, entry.name);
    const parts: string[] = [];
    let at: Mount | undefined = mountOf(mounts.get(path), entry.router);
    for (let depth = 0; at !== undefined && depth < DEEPEST; depth++) {
      if (at.path !== '') parts.push(at.path);
      at = mountOf(mounts.get(at.from), at.onto);
    }
    return parts.length === 0 ? own : joined([...parts.reverse(), own]);
  };
}

/** Per file and local name ('' for the file as a whole) the places where it is hung. */
function mountsByFile(
  facts: readonly FileFacts[],
  symbols: Symbols,
  filled: (file: string, text: string) => string,
): Map<string, Map<string, Mount[]>> {
  const files = new Map<string, Map<string, Mount[]>>();
  for (const { path: from, mounts = [] } of facts)
    for (const { path, onto, mounted } of mounts) {
      const target = targetOf(from, mounted, symbols);
      if (target === undefined || target.path === from) continue;
      const names = files.get(target.path) ?? new Map<string, Mount[]>();
      files.set(target.path, names);
      names.set(target.local, [...(names.get(target.local) ?? []), { path: filled(from, path), from, onto }]);
    }
  return files;
}

function targetOf(
  from: string,
  mounted: MountFact['mounted'],
  symbols: Symbols,
): { path: string; local: string } | undefined {
  if ('specifier' in mounted) {
    const path = symbols.resolveFile(from, mounted.specifier);
    return path === undefined ? undefined : { path, local: '' };
  }
  const target = symbols.resolveImport(from, mounted.local);
  if (target?.kind === 'declared') return { path: target.path, local: target.local };
  return target?.kind === 'namespace' ? { path: target.path, local: '' } : undefined;
}

/**
 * Of a router that the module holds: the places of that name, or of the file as a whole (`module.exports = router`). Of one
 * that a function makes or is given (a plugin): the places of whatever the file exports.
 */
function mountOf(names: ReadonlyMap<string, readonly Mount[]> | undefined, router = ''): Mount | undefined {
  const places = router === '' ? [...(names?.values() ?? [])].flat() : (names?.get(router) ?? names?.get('') ?? []);
  const [first] = places;
  const isOne = places.every(
    ({ path, from, onto }) => path === first?.path && from === first.from && onto === first.onto,
  );
  return isOne ? first : undefined;
}

function joined(parts: readonly string[]): string {
  return `/${parts.join('/')}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
}
