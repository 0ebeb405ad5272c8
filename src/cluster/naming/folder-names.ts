/**
 * What the team itself called a part: the folder that holds most of a group and little else (`financial-statements/`).
 * Per group the folder with the highest F1 of its modules against the group's; its name is a term of the group. Folders
 * of one name are counted together, too: `api/src/chat`, `types/src/chat` and `web/chat` are one part. What begins the
 * name of a whole family of folders (`api-plugin-orders`, `api-plugin-carts`, …) and tells nothing is left off.
 */
import { type GraphNode, labelOf, sortedBy } from '../../model/index.js';
import { OPERATION_WORDS } from '../words/layer-words.js';
import { onceEach } from '../words/once-each.js';
import { wordsOf } from '../words/words.js';

export type FolderName = { readonly term: string; readonly match: number };

/** What folders are judged by. */
export type FolderWords = {
  readonly layer: ReadonlySet<string>;
  /** Words of the name of the whole system. */
  readonly system: ReadonlySet<string>;
  /** Weight of a module, from 0 to 1. */
  readonly weightOf: (node: GraphNode) => number;
};

/** Below this F1 a folder says nothing of the group. */
const LEAST_MATCH = 0.5;
const MOST_WORDS = 3;
/** Folders side by side whose names begin alike, from which on they are a family. */
const LEAST_FAMILY = 4;
/** Tables in Latin letters are what other tools will call the context by, too. */
const LATIN = /\p{Script=Latin}/u;

/** Per group its folder, if any; `outside` are the nodes in no group. */
export function folderNames(
  groups: readonly (readonly GraphNode[])[],
  outside: readonly GraphNode[],
  by: FolderWords,
): (FolderName | undefined)[] {
  const families = familiesOf([...groups.flat(), ...outside]);
  const nameOf = onceEach((folder) => termOf(folder, by, families));
  const keysOf = onceEach((folder) => {
    const around = foldersAround(folder);
    const names = around.map(nameOf).filter((name) => name !== '');
    return [...around, ...new Set(names.map((name) => `${TOGETHER}${name}`))];
  });
  const counted = groups.map((nodes) => foldersIn(nodes, by, keysOf));
  const all = new Map<string, number>();
  for (const counts of [...counted, foldersIn(outside, by, keysOf)])
    for (const [folder, count] of counts) all.set(folder, (all.get(folder) ?? 0) + count);
  return counted.map((counts, group) => {
    const modules = groups[group]!.filter((node) => node.kind === 'module');
    const size = modules.reduce((sum, node) => sum + by.weightOf(node), 0);
    const isLatin = groups[group]!.some((node) => node.kind === 'table' && LATIN.test(node.name));
    const found = [...counts].flatMap(([folder, inside]) => {
      const match = (2 * inside) / (size + all.get(folder)!);
      if (match < LEAST_MATCH) return [];
      const term = folder.startsWith(TOGETHER) ? folder.slice(TOGETHER.length) : nameOf(folder);
      return term === '' || (isLatin && !LATIN.test(term)) ? [] : [{ term, match, folder }];
    });
    const [best] = sortedBy(found, ({ match, folder }) => [-match, folder]);
    return best === undefined ? undefined : { term: best.term, match: best.match };
  });
}

/** Before the term of folders that are counted together; no path begins with it. */
const TOGETHER = '//';

/** Modules below each folder, at any depth, and below all folders of one name; `keysOf` the innermost folder of a module. */
function foldersIn(
  nodes: readonly GraphNode[],
  { weightOf }: FolderWords,
  keysOf: (folder: string) => readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    if (node.kind !== 'module') continue;
    const weight = weightOf(node);
    for (const key of keysOf(folderOf(node))) counts.set(key, (counts.get(key) ?? 0) + weight);
  }
  return counts;
}

/** Path of the folder that a module lies in; empty at the top. */
function folderOf({ id }: GraphNode): string {
  const path = labelOf(id);
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A folder and those that it lies in, outermost first. */
function foldersAround(folder: string): string[] {
  if (folder === '') return [];
  const parts = folder.split('/');
  return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
}

/** Beginnings, of all words but the last, that several folders of one parent share. */
function familiesOf(nodes: readonly GraphNode[]): Set<string> {
  const members = new Map<string, number>();
  const innermost = new Set(nodes.flatMap((node) => (node.kind === 'module' ? [folderOf(node)] : [])));
  for (const folder of new Set([...innermost].flatMap(foldersAround))) {
    for (const family of beginningsOf(folder)) members.set(family, (members.get(family) ?? 0) + 1);
  }
  return new Set([...members].flatMap(([family, count]) => (count >= LEAST_FAMILY ? [family] : [])));
}

/** Parent and first words, the fewest words first. */
function beginningsOf(folder: string): string[] {
  const at = folder.lastIndexOf('/') + 1;
  const words = wordsOf(folder.slice(at));
  return words.slice(1).map((_, i) => `${folder.slice(0, at)}${words.slice(0, i + 1).join(' ')}`);
}

/** The words of a folder's name; none when it names a layer or an operation. */
function termOf(folder: string, { layer, system }: FolderWords, families: ReadonlySet<string>): string {
  const all = wordsOf(folder.slice(folder.lastIndexOf('/') + 1));
  const first = beginningsOf(folder).findLastIndex((family, i) => {
    const isTelling = (word: string) => !layer.has(word) && !system.has(word);
    return families.has(family) && !all.slice(0, i + 1).some(isTelling);
  });
  const words = all.slice(first + 1);
  if (words.length === 0 || words.length > MOST_WORDS || OPERATION_WORDS.has(words[0]!)) return '';
  const telling = words.filter((word) => !layer.has(word));
  // `data-provider`: of words of layers alone, and together the name of a thing.
  if (telling.length === 0) return words.length === 2 ? words.join(' ') : '';
  // `payments-api`: the last word is the layer.
  return (layer.has(words.at(-1)!) ? words.slice(0, -1) : words).join(' ');
}
