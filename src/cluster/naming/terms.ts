/**
 * Nodes → the terms that may name them: single words and pairs of neighbouring words of table names, file names, folders
 * and entry points, each with its share. Many names speak for a term, so no single file decides a name.
 */
import { type AccessEdge, type EntryPoint, type GraphNode, labelOf } from '../../model/index.js';
import { isBookkeeping } from '../graph/bookkeeping.js';
import { stemOf } from '../graph/vocabulary.js';
import { OPERATION_WORDS } from '../words/layer-words.js';
import { partsOf, wordsOf } from '../words/words.js';
import { type Referrers, tableWeights } from './table-weights.js';

/** Term → weight; a pair is two words with a space between. */
export type Support = ReadonlyMap<string, number>;

export type GroupSupport = {
  /** Share of each term among a group's names, 0..1. */
  readonly terms: Support;
  /** The most that one term has of its tables. */
  readonly unity: number;
  /** Words that are operations elsewhere, and here what the group is about. */
  readonly subjects: ReadonlySet<string>;
};

export type Naming = {
  readonly entryPoints: readonly EntryPoint[];
  /** By the module they are in. */
  readonly accesses: ReadonlyMap<string, readonly AccessEdge[]>;
  readonly referrers?: Referrers;
  /** Modules that took no part in clustering and follow others: the front end. */
  readonly following?: ReadonlySet<string>;
  /** Words that never name a context. */
  readonly layer: ReadonlySet<string>;
};

/** Code is mostly in Latin letters, whatever its tables are called. */
const LATIN = /\p{Script=Latin}/u;
const FOREIGN = /[^\p{Script=Latin}/]/u;
const NO_REFERRERS: Referrers = new Map();

/** Tables weigh by table-weights.ts; folders are what the team itself called this part. */
const SHARES = { tables: 0.55, files: 0.2, folders: 0.2, entries: 0.05 } as const;
/** A table name begins with its subject: in `promo_coupons`, the later word counts half. */
const LATER_WORD = 0.5;
/** What only follows the back end says little of why it is one context: `cohorts/` of the screens that show its events. */
const FOLLOWING = 0.25;
const FOLDER_COUNT = 0.5;
/**
 * Share of a group's modules with a term in their paths, below which its tables speak less for it, down to the least: one table of
 * sessions is not what fifty modules of notifications are about.
 */
const BORNE_OUT = 0.2;
/** As many modules more that would bear it: few modules prove little. */
const BENEFIT = 2;
const LEAST_BORNE = 0.3;
/** Share of a group's modules with a word in their paths, from which on an operation is what the group is about. */
const LEAST_SPOKEN = 1 / 3;
/** Shorter ones (`new`, `all`, `has`) are never a subject. */
const LEAST_LETTERS = 5;

/** Share of each term among the group's tables, files, folders and entry points, 0..1. */
export function supportOf(nodes: readonly GraphNode[], naming: Naming, places: EntryPointPlaces): GroupSupport {
  const ids = new Set(nodes.map((node) => node.id));
  const subjects = subjectsOf(nodes);
  const layer = without(naming.layer, subjects);
  const weights = tableWeights(nodes, naming.accesses, naming.referrers ?? NO_REFERRERS, layer);
  const tables = tally(layer, LATER_WORD);
  const files = tally(layer);
  const folders = tally(layer);
  const entries = tally(layer);
  for (const node of nodes) {
    if (isBookkeeping(node)) continue;
    if (node.kind === 'table') {
      tables.add([node.name], weights.get(node.id)!);
      continue;
    }
    const weight = weightOf(node, naming);
    files.add([fileOf(node)], weight);
    folders.add([folderOf(node, naming.layer)], weight);
  }
  for (const entry of entryPointsIn(ids, naming, places)) entries.add(entry.name.split('/'), 1);
  const borne = borneBy(nodes, naming);
  const ofTables = tables.shares().map(([term, part]): [string, number] => [term, part * borne(term)]);
  const support = new Map<string, number>();
  for (const [term, part] of ofTables) support.set(term, SHARES.tables * part);
  for (const [found, share] of [
    [files, SHARES.files],
    [folders, SHARES.folders],
    [entries, SHARES.entries],
  ] as const) {
    for (const [term, part] of found.shares()) support.set(term, (support.get(term) ?? 0) + share * part);
  }
  const unity = Math.max(0, ...ofTables.map(([, part]) => part));
  return { terms: support, unity, subjects };
}

/**
 * How far the modules of a group bear out a term of its tables, run together or not (`apikey`, `api-keys`): 0.3 to 1. What lies
 * in a folder of another script (`프로모션/`) may well say the same.
 */
function borneBy(nodes: readonly GraphNode[], naming: Naming): (term: string) => number {
  const paths = nodes.flatMap((node) => {
    const letters = labelOf(node.id)
      .toLowerCase()
      .replace(/[^\p{L}/]/gu, '');
    return node.kind === 'module'
      ? [{ letters, isForeign: FOREIGN.test(letters), weight: weightOf(node, naming) }]
      : [];
  });
  const all = paths.reduce((sum, { weight }) => sum + weight, 0);
  return (term) => {
    if (all === 0 || !LATIN.test(term)) return 1;
    // `category` in `categories`: a plural may change the last letter.
    const letters = term.replace(/ /g, '').replace(/y$/, '');
    const found = paths.reduce(
      (sum, path) => (path.isForeign || path.letters.includes(letters) ? sum + path.weight : sum),
      0,
    );
    return Math.min(1, Math.max(LEAST_BORNE, (found + BENEFIT) / (BORNE_OUT * all + BENEFIT)));
  };
}

/** Operations that a table begins with and much of the code speaks of: `search` of `search_index_item` in `search-plugin/`. */
function subjectsOf(nodes: readonly GraphNode[]): Set<string> {
  const firsts = new Set(nodes.flatMap((node) => (node.kind === 'table' ? wordsOf(node.name).slice(0, 1) : [])));
  const modules = nodes.filter((node) => node.kind === 'module').map((node) => new Set(wordsOf(labelOf(node.id))));
  const isSpoken = (word: string) =>
    modules.filter((words) => words.has(word)).length >= LEAST_SPOKEN * modules.length && modules.length > 0;
  return new Set(
    [...firsts].filter((word) => OPERATION_WORDS.has(word) && word.length >= LEAST_LETTERS && isSpoken(word)),
  );
}

function without(words: ReadonlySet<string>, some: ReadonlySet<string>): ReadonlySet<string> {
  return some.size === 0 ? words : new Set([...words].filter((word) => !some.has(word)));
}

/** How much the names of a module say. */
export function weightOf(node: GraphNode, { following }: Naming): number {
  return following?.has(node.id) === true ? FOLLOWING : 1;
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
        // `ai`: too short to be evidence, and the whole name of a table.
        if (all.length === 0 && later < 1) for (const part of partsOf(name).slice(0, 1)) raise(part, 1);
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
