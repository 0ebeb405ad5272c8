/**
 * What the team itself called a part: the folder that holds most of a group and little else (`financial-statements/`).
 * Per group the folder with the highest F1 of its modules against the group's; its name is a term of the group.
 */
import { type GraphNode, labelOf, sortedBy } from '../model/index.js';
import { OPERATION_WORDS } from './layer-words.js';
import { wordsOf } from './words.js';

export type FolderName = { readonly term: string; readonly match: number };

/** Below this F1 a folder says nothing of the group. */
const LEAST_MATCH = 0.5;
const MOST_WORDS = 3;
/** Tables in Latin letters are what other tools will call the context by, too. */
const LATIN = /\p{Script=Latin}/u;

/** Per group its folder, if any; `outside` are the nodes in no group. */
export function folderNames(
  groups: readonly (readonly GraphNode[])[],
  outside: readonly GraphNode[],
  layer: ReadonlySet<string>,
): (FolderName | undefined)[] {
  const counted = groups.map(foldersIn);
  const all = new Map<string, number>();
  for (const counts of [...counted, foldersIn(outside)])
    for (const [folder, count] of counts) all.set(folder, (all.get(folder) ?? 0) + count);
  return counted.map((counts, group) => {
    const size = groups[group]!.filter((node) => node.kind === 'module').length;
    const isLatin = groups[group]!.some((node) => node.kind === 'table' && LATIN.test(node.name));
    const found = [...counts].flatMap(([folder, inside]) => {
      const match = (2 * inside) / (size + all.get(folder)!);
      const name = folder.slice(folder.lastIndexOf('/') + 1);
      const term = match < LEAST_MATCH || (isLatin && !LATIN.test(name)) ? '' : termOf(name, layer);
      return term === '' ? [] : [{ term, match, folder }];
    });
    const [best] = sortedBy(found, ({ match, folder }) => [-match, folder]);
    return best === undefined ? undefined : { term: best.term, match: best.match };
  });
}

/** Modules below each folder, at any depth. */
function foldersIn(nodes: readonly GraphNode[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    if (node.kind !== 'module') continue;
    const parts = labelOf(node.id).split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
  }
  return counts;
}

/** The words of a folder's name; none when it names a layer or an operation. */
export function termOf(folder: string, layer: ReadonlySet<string>): string {
  const words = wordsOf(folder);
  if (words.length === 0 || words.length > MOST_WORDS || OPERATION_WORDS.has(words[0]!)) return '';
  const telling = words.filter((word) => !layer.has(word));
  // `data-provider`: of words of layers alone, and together the name of a thing.
  if (telling.length === 0) return words.length === 2 ? words.join(' ') : '';
  // `payments-api`: the last word is the layer.
  return (layer.has(words.at(-1)!) ? words.slice(0, -1) : words).join(' ');
}
