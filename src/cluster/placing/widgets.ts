/**
 * Screens and widgets that came to follow a context though they say nothing of it: a card among forty other widgets that
 * happens to be used on the pages of roles, a page of an error or a list of translations that nothing imports and that imports nothing. They
 * follow none, unless a word of their own name is one of that context's tables or back end.
 */
import { type GraphNode, labelOf } from '../../model/index.js';
import type { Evidence } from '../graph/evidence.js';
import type { Partition } from '../graph/partition.js';
import { wordsOf } from '../words/words.js';

/** Modules of a folder, and the share of them that follow none, which make it one of widgets. */
const LEAST_IN_FOLDER = 5;
const NEARLY_ALL = 0.8;
/** Names that frameworks give: the folder says what it is. */
const BY_FOLDER = /^(?:index|page|layout|route|main|screen|view|\[.*\]|_.*)$/i;

/** Of the followers (`front`), those that shall follow none; `none` is the label of those that do not. */
export function strayWidgets(
  { nodes, structure, vocabulary }: Evidence,
  labels: Partition,
  front: ReadonlySet<number>,
  none: number,
): Set<number> {
  const tied = new Set(structure.edges.flatMap(({ from, to }) => [from, to]));
  const folders = new Map<string, { all: number; none: number }>();
  for (const i of front) {
    const count = folders.get(folderOf(nodes[i]!)) ?? { all: 0, none: 0 };
    folders.set(folderOf(nodes[i]!), { all: count.all + 1, none: count.none + Number(labels[i] === none) });
  }
  const isAmongWidgets = (i: number) => {
    const count = folders.get(folderOf(nodes[i]!))!;
    return count.all >= LEAST_IN_FOLDER && count.none >= NEARLY_ALL * count.all;
  };
  const said = new Map<number, Set<string>>();
  const wordsIn = (label: number) => {
    const known = said.get(label) ?? new Set<string>();
    said.set(label, known);
    return known;
  };
  const telling = (name: string) => wordsOf(name).filter((word) => !vocabulary.layer.has(word));
  nodes.forEach((node, i) => {
    if (labels[i]! < 0 || front.has(i)) return;
    const names = node.kind === 'table' ? [vocabulary.tableNames.of(node)] : labelOf(node.id).split('/').slice(-2);
    for (const word of names.flatMap(telling)) wordsIn(labels[i]!).add(word);
  });
  return new Set(
    [...front].filter((i) => {
      if (labels[i] === none || (tied.has(i) && !isAmongWidgets(i))) return false;
      return !nameOf(nodes[i]!, telling).some((word) => wordsIn(labels[i]!).has(word));
    }),
  );
}

function folderOf(node: GraphNode): string {
  return labelOf(node.id).split('/').slice(0, -1).join('/');
}

/**
 * Telling words of the file's name up to its first dot; of the folder's where the framework names the file, or where it has words
 * and none that tells (`new.tsx`).
 */
function nameOf(node: GraphNode, telling: (name: string) => readonly string[]): readonly string[] {
  const names = labelOf(node.id).split('/');
  const file = names.pop()!.replace(/(?<=.)\..*$/, '');
  const own = telling(file);
  if (own.length > 0 && !BY_FOLDER.test(file)) return own;
  const isSilent = BY_FOLDER.test(file) || wordsOf(file).length > 0;
  return isSilent ? telling(names.findLast((name) => !BY_FOLDER.test(name)) ?? '') : [];
}
