/**
 * Nodes → the terms that may name them: single words and pairs of neighbouring words of table names, file names, folders
 * and entry points, each with its share. Many names speak for a term, so no single file decides a name.
 */
import { type AccessEdge, type EntryPoint, type GraphNode, labelOf } from '../model/index.js';
import { isBookkeeping } from './bookkeeping.js';
import { stemOf } from './vocabulary.js';
import { wordsOf } from './words.js';

/** Term → weight; a pair is two words with a space between. */
export type Support = ReadonlyMap<string, number>;

export type Naming = {
  readonly entryPoints: readonly EntryPoint[];
  /** By the module they are in. */
  readonly accesses: ReadonlyMap<string, readonly AccessEdge[]>;
  /** Words that never name a context. */
  readonly layer: ReadonlySet<string>;
};

/** Tables weigh by how much the context uses each; folders are what the team itself called this part. */
const SHARES = { tables: 0.55, files: 0.2, folders: 0.2, entries: 0.05 } as const;
/** A table name begins with its subject: in `promo_coupons`, the later word counts half. */
const LATER_WORD = 0.5;
/** A table called by one word (`cart`) is what others are about (`cart_discounts`). */
const ROOT_TABLE = 1.3;
const FOLDER_COUNT = 0.5;

/** Share of each term among the group's tables, files, folders and entry points, 0..1. */
export function supportOf(nodes: readonly GraphNode[], naming: Naming, places: EntryPointPlaces): Support {
  const ids = new Set(nodes.map((node) => node.id));
  const use = new Map<string, number>();
  for (const id of ids)
    for (const { to } of naming.accesses.get(id) ?? []) if (ids.has(to)) use.set(to, (use.get(to) ?? 0) + 1);
  const tables = tally(naming.layer, LATER_WORD);
  const files = tally(naming.layer);
  const folders = tally(naming.layer);
  const entries = tally(naming.layer);
  for (const node of nodes) {
    if (isBookkeeping(node)) continue;
    if (node.kind === 'table') {
      const isRoot = wordsOf(node.name).filter((word) => !naming.layer.has(word)).length === 1;
      const weight = (node.tableKind === 'junction' ? 0.5 : 1) * (isRoot ? ROOT_TABLE : 1);
      tables.add([node.name], weight * Math.sqrt(1 + (use.get(node.id) ?? 0)));
      continue;
    }
    files.add([fileOf(node)], 1);
    folders.add([folderOf(node, naming.layer)], 1);
  }
  for (const entry of entryPointsIn(ids, naming, places)) entries.add(entry.name.split('/'), 1);
  const support = new Map<string, number>();
  for (const [found, share] of [
    [tables, SHARES.tables],
    [files, SHARES.files],
    [folders, SHARES.folders],
    [entries, SHARES.entries],
  ] as const) {
    for (const [term, part] of found.shares()) support.set(term, (support.get(term) ?? 0) + share * part);
  }
  return support;
}

/** Module → places of its entry points in the list of all. */
export type EntryPointPlaces = ReadonlyMap<string, readonly number[]>;

export function placesOf(entryPoints: readonly EntryPoint[]): EntryPointPlaces {
  const places = new Map<string, number[]>();
  for (const [at, { module }] of entryPoints.entries()) {
    const known = places.get(module);
    if (known === undefined) places.set(module, [at]);
    else known.push(at);
  }
  return places;
}

/** In the order of all. */
function entryPointsIn(ids: ReadonlySet<string>, { entryPoints }: Naming, places: EntryPointPlaces): EntryPoint[] {
  const found = [...ids].flatMap((id) => places.get(id) ?? []).sort((a, b) => a - b);
  return found.map((at) => entryPoints[at]!);
}

/** Counts of terms among file, folder and table names: how specific a term is to a group. */
export function occurrencesOf(nodes: readonly GraphNode[], layer: ReadonlySet<string>): Support {
  const found = tally(layer);
  for (const node of nodes) {
    if (node.kind === 'table') found.add([node.name], 2);
    else {
      found.add([fileOf(node)], 1);
      found.add([folderOf(node, layer)], FOLDER_COUNT);
    }
  }
  return found.counts;
}

export function fileOf(node: GraphNode): string {
  return stemOf(labelOf(node.id).split('/').at(-1) ?? '');
}

/** The nearest folder that is not called by a layer: `inventory` of `src/modules/inventory/entities/stock.entity.ts`. */
export function folderOf(node: GraphNode, layer: ReadonlySet<string>): string {
  const folders = labelOf(node.id).split('/').slice(0, -1).reverse();
  return folders.find((folder) => wordsOf(folder).some((word) => !layer.has(word))) ?? '';
}

type Tally = {
  readonly counts: Map<string, number>;
  readonly add: (names: readonly string[], weight: number) => void;
  readonly shares: () => [string, number][];
};

/** Each term once per call of `add`; a word after the first counts `later`. */
function tally(layer: ReadonlySet<string>, later = 1): Tally {
  const counts = new Map<string, number>();
  let total = 0;
  return {
    counts,
    add(names, weight) {
      total += weight;
      const terms = new Map<string, number>();
      const raise = (term: string, value: number) => terms.set(term, Math.max(value, terms.get(term) ?? 0));
      for (const name of names) {
        const all = wordsOf(name);
        const words = all.filter((word) => !layer.has(word));
        // `search_queries`: nothing but words of layers and operations, and together the name of a thing.
        if (words.length === 0 && all.length === 2 && later < 1) raise(all.join(' '), 1);
        words.forEach((word, i) => {
          raise(word, i === 0 ? 1 : later);
          if (i > 0 && words[i - 1] !== word) raise(`${words[i - 1]} ${word}`, i === 1 ? 1 : later);
        });
      }
      for (const [term, value] of terms) counts.set(term, (counts.get(term) ?? 0) + weight * value);
    },
    shares: () => [...counts].map(([term, count]) => [term, count / total]),
  };
}
