/**
 * The words of each node that may tell its context: of the file name, of identifiers, of folders, of the table and its
 * models. Layer and operation words are left out, unless a table of this system is called by that very word.
 */
import { type GraphNode, labelOf, type ModuleNode, type TableNode } from '../../model/index.js';
import { layerWordsFor } from '../words/layer-words.js';
import { onceEach } from '../words/once-each.js';
import { type TableNames, tableNamesOf } from '../words/table-names.js';
import { wordsOf } from '../words/words.js';
import type { EvidenceWeights } from './weights.js';

/** Word → weight. */
export type Bag = ReadonlyMap<string, number>;

export type Vocabulary = {
  readonly bags: readonly Bag[];
  /** Layer and operation words of this system. */
  readonly layer: ReadonlySet<string>;
  readonly tableNames: TableNames;
};

export function vocabularyOf(
  nodes: readonly GraphNode[],
  weights: EvidenceWeights,
  usePathEvidence: boolean,
): Vocabulary {
  const tables = nodes.filter((node) => node.kind === 'table');
  const tableNames = tableNamesOf(nodes, stemOf);
  const { layer, noise } = layerWordsFor(tables.map((node) => wordsOf(tableNames.of(node))));
  const folder = usePathEvidence ? weights.path : 0;
  const without = (left: ReadonlySet<string>) => onceEach((name) => wordsOf(name).filter((word) => !left.has(word)));
  const words = { telling: without(layer), ofCode: without(noise) };
  return {
    layer,
    tableNames,
    bags: nodes.map((node) =>
      node.kind === 'module'
        ? moduleBag(node, weights, folder, words)
        : tableBag(node, tableNames.of(node), weights, layer),
    ),
  };
}

type WordsOfNames = Readonly<Record<'telling' | 'ofCode', (name: string) => readonly string[]>>;

function moduleBag(
  node: ModuleNode,
  weights: EvidenceWeights,
  folderWeight: number,
  { telling, ofCode }: WordsOfNames,
): Bag {
  const bag = new Map<string, number>();
  const add = (word: string, weight: number) => bag.set(word, (bag.get(word) ?? 0) + weight);
  const segments = labelOf(node.id).split('/');
  const file = stemOf(segments.pop() ?? '');
  const total = node.words.reduce((sum, [, count]) => sum + count, 0);
  for (const [name, count] of node.words) {
    for (const word of ofCode(name)) add(word, (weights.identifier * (1 + Math.log(count))) / (1 + Math.log(total)));
  }
  telling(file).forEach((word, i) => {
    add(word, weights.fileName * (i === 0 ? weights.firstWord : 1));
  });
  if (folderWeight > 0) {
    for (const segment of segments) for (const word of telling(segment)) add(word, folderWeight);
  }
  return bag;
}

function tableBag(node: TableNode, spoken: string, weights: EvidenceWeights, layer: ReadonlySet<string>): Bag {
  const bag = new Map<string, number>();
  for (const name of [spoken, ...node.models]) {
    wordsOf(name)
      .filter((word) => !layer.has(word))
      .forEach((word, i) => {
        bag.set(word, weights.tableName * (i === 0 ? weights.firstWord : 1));
      });
  }
  return bag;
}

/** File name without its last extension; `::` and other separators of foreign ids stay. */
export function stemOf(file: string): string {
  return file.replace(/\.[cm]?[jt]sx?$/, '');
}
