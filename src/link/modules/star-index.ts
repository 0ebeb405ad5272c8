/**
 * What a barrel gives through `export *`, by name, for barrels that are asked often: one walk over everything it reaches
 * instead of one walk per name. A barrel over thousands of files asked for thousands of names stays linear.
 */
import type { ModuleTable } from './module-table.js';
import type { Resolve } from './resolve.js';
import type { Step } from './symbols.js';

/** The barrels passed so far, latest first; beyond `MAX_STEPS` the rest is left out. */
export type Trail = { readonly step: Step; readonly before: Trail; readonly depth: number } | undefined;

export type StarIndex = {
  /** The module that has the name itself, and the way to it from the barrel. */
  readonly places: ReadonlyMap<string, { readonly path: string; readonly via: Trail }>;
  /** The first package that is passed on whole: the answer for names found nowhere. */
  readonly package?: string;
};

type World = { readonly tables: Tables; readonly resolve: Resolve };

/** Of a module by its path. */
export type Tables = { readonly get: (path: string) => ModuleTable | undefined };

const MAX_STEPS = 20;
/** Questions before an index pays, and entries of all indexes together (memory). */
const MIN_QUESTIONS = 8;
const MAX_ENTRIES = 2_000_000;

export function extend(via: Trail, step: Step): Trail {
  const depth = (via?.depth ?? 0) + 1;
  return depth > MAX_STEPS ? via : { step, before: via, depth };
}

/** Gives the index of a barrel, or undefined while walking is as good. */
export function createStarIndexes(world: World): (path: string) => StarIndex | undefined {
  const questions = new Map<string, number>();
  const indexes = new Map<string, StarIndex | undefined>();
  let entries = 0;
  return (path) => {
    if (indexes.has(path)) return indexes.get(path);
    const count = (questions.get(path) ?? 0) + 1;
    questions.set(path, count);
    if (count < MIN_QUESTIONS || entries > MAX_ENTRIES) return undefined;
    const index = buildIndex(world, path);
    entries += index?.places.size ?? 0;
    indexes.set(path, index);
    return index;
  };
}

/** Depth-first in the order of the `export *` lines, as following a single name goes. */
function buildIndex({ tables, resolve }: World, path: string): StarIndex | undefined {
  const places = new Map<string, { path: string; via: Trail }>();
  const seen = new Set<string>();
  const stack: { path: string; via: Trail }[] = [{ path, via: undefined }];
  let first: string | undefined;
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    if (seen.has(place.path)) continue;
    seen.add(place.path);
    const table = tables.get(place.path);
    // A module that is one value answers to every name: no index can list that.
    if (table === undefined || table.whole !== undefined) return undefined;
    if (place.path !== path) {
      for (const name of table.named.keys()) if (name !== 'default' && !places.has(name)) places.set(name, place);
    }
    for (let i = table.stars.length - 1; i >= 0; i--) {
      const { specifier, line } = table.stars[i] as { specifier: string; line: number };
      const resolution = resolve(place.path, specifier);
      if (resolution.kind === 'file') {
        stack.push({ path: resolution.path, via: extend(place.via, { path: place.path, line }) });
      } else if (resolution.kind === 'external') first ??= resolution.package;
    }
  }
  return { places, ...(first === undefined ? {} : { package: first }) };
}
