/**
 * Table names with their words apart. Some technologies run them together (`myinfohashes` of the Mongoose model
 * `MyInfoHash`), and a word that occurs once is no evidence and no name. The words come from the model's name, or from a
 * file that is called the same (`aggregatedfacttables`, `AggregatedFactTableModel.ts`).
 */
import { compareText, type GraphNode, labelOf, type TableNode } from '../../model/index.js';
import { layerWordsFor } from './layer-words.js';
import { partsOf, singular, wordsOf } from './words.js';

export type TableNames = {
  /** Name of the table, its words apart with underscores where all of them tell something. */
  readonly of: (node: TableNode) => string;
  /** Run-together word, singular → its words. */
  readonly apart: ReadonlyMap<string, readonly string[]>;
};

const MOST_WORDS = 5;
const LEAST_LETTERS = 7;
/** Shorter parts (`my`, `ai`) stay with the next one. */
const LEAST_PART = 3;

export function tableNamesOf(nodes: readonly GraphNode[], stemOf: (file: string) => string): TableNames {
  const tables = nodes.filter((node) => node.kind === 'table');
  const wanted = new Set(tables.flatMap(({ name }) => partsOf(name).filter(isLong).map(singular)));
  const apart = wanted.size === 0 ? new Map<string, readonly string[]>() : sequencesOf(nodes, stemOf, wanted);
  const { layer } = layerWordsFor(tables.map(({ name }) => wordsOf(separated(name, apart))));
  return {
    // A name with a layer word in it stays together, or it would lose that word (`featureflags` → flags).
    of: ({ name }) => {
      const long = partsOf(name).filter((part) => apart.has(singular(part)));
      const words = long.flatMap((part) => apart.get(singular(part))!);
      return long.length > 0 && !words.some((word) => layer.has(singular(word))) ? separated(name, apart) : name;
    },
    apart,
  };
}

function isLong(part: string): boolean {
  return part.length >= LEAST_LETTERS && /^\p{Script=Latin}+$/u.test(part);
}

function separated(name: string, apart: ReadonlyMap<string, readonly string[]>): string {
  return partsOf(name)
    .map((part) => {
      const words = apart.get(singular(part));
      if (words === undefined) return part;
      const before = words.slice(0, -1);
      return [...before, part.slice(before.join('').length)].join('_');
    })
    .join('_');
}

/** The words that models and files write apart, for each wanted word; the first by code unit when there are several. */
function sequencesOf(
  nodes: readonly GraphNode[],
  stemOf: (file: string) => string,
  wanted: ReadonlySet<string>,
): Map<string, readonly string[]> {
  const apart = new Map<string, readonly string[]>();
  const add = (name: string) => {
    const parts = glued(partsOf(name));
    for (let count = 2; count <= Math.min(MOST_WORDS, parts.length); count++) {
      const words = parts.slice(0, count);
      const joined = singular(words.join(''));
      const known = apart.get(joined);
      if (!wanted.has(joined) || (known !== undefined && compareText(known.join(' '), words.join(' ')) <= 0)) continue;
      apart.set(joined, words);
    }
  };
  for (const node of nodes) {
    if (node.kind === 'table') for (const model of node.models) add(model);
    else add(stemOf(labelOf(node.id).split('/').at(-1) ?? ''));
  }
  return apart;
}

function glued(parts: readonly string[]): string[] {
  const result: string[] = [];
  let short = '';
  for (const part of parts) {
    if (short.length + part.length < LEAST_PART) short += part;
    else {
      result.push(short + part);
      short = '';
    }
  }
  if (short !== '' && result.length > 0) result[result.length - 1] += short;
  return result;
}
