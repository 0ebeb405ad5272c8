/**
 * How a term is spelled as a name: in the one form that this system uses for its tables (`orders`, or `order`), for all
 * contexts alike. A form that nobody writes is not made up: a system in the plural still has `stock` and `inventory`,
 * and one in the singular has `settings`.
 */
import { type EntryPoint, type GraphNode, labelOf, sortedBy } from '../../model/index.js';
import { singular, wordsOf } from '../words/words.js';
import { fileOf } from './terms.js';

export type Spelling = (term: string) => string;

/** A singular that is rarer than this against its plural is hardly a word of this system. */
const LEAST_SINGULAR = 0.15;
const TABLE_COUNT = 3;

/** Slug of a term: words joined by a dash. */
export function spellingOf(
  nodes: readonly GraphNode[],
  entryPoints: readonly EntryPoint[],
  apart: ReadonlyMap<string, readonly string[]> = new Map(),
): Spelling {
  const { forms, before } = formsOf(nodes, entryPoints);
  const isPlural = usesPlurals(nodes);
  const sorted = (counts: ReadonlyMap<string, number> | undefined) =>
    sortedBy(counts ?? [], ([form, count]) => [-count, form]);
  const written = (word: string) => sorted(forms.get(word));
  // `action_classes` beside a table of `actions`: before another word, as it is written there.
  const asFirst = (word: string) => (sorted(before.get(word))[0] ?? written(word)[0])?.[0] ?? word;
  const asNoun = (word: string) => {
    const plural = written(word).find(([form]) => form !== word);
    const one = forms.get(word)?.get(word) ?? 0;
    if (plural === undefined) return word;
    if (isPlural) return plural[0];
    return one < LEAST_SINGULAR * plural[1] ? plural[0] : word;
  };
  return (term) => {
    const words = term.split(' ');
    const last = words.pop()!;
    return [...words.map(asFirst), asNoun(last)]
      .map((word) => {
        const before = apart.get(singular(word))?.slice(0, -1) ?? [];
        return [...before, word.slice(before.join('').length)].join('-');
      })
      .join('-');
  };
}

/** Word (singular) → the forms it is written in, with their counts. */
type Forms = Map<string, Map<string, number>>;

/** Of all words, and of those before another word; tables and folders count more than files. */
function formsOf(nodes: readonly GraphNode[], entryPoints: readonly EntryPoint[]): { forms: Forms; before: Forms } {
  const all: Forms = new Map();
  const before: Forms = new Map();
  const add = (to: Forms, form: string, weight: number) => {
    const forms = to.get(singular(form)) ?? new Map<string, number>();
    to.set(singular(form), forms);
    forms.set(form, (forms.get(form) ?? 0) + weight);
  };
  const count = (name: string, weight: number) => {
    const words = writtenWords(name);
    for (const form of words) add(all, form, weight);
    for (const form of words.slice(0, -1)) add(before, form, weight);
  };
  const folders = new Set<string>();
  for (const node of nodes) {
    if (node.kind === 'table') count(node.name, TABLE_COUNT);
    else {
      count(fileOf(node), 1);
      for (const folder of labelOf(node.id).split('/').slice(0, -1)) folders.add(folder);
    }
  }
  for (const folder of folders) count(folder, TABLE_COUNT);
  for (const entry of entryPoints) count(entry.name, 1);
  return { forms: all, before };
}

/** Whether most table names end in a plural; without tables, most folders. */
function usesPlurals(nodes: readonly GraphNode[]): boolean {
  const tables = nodes.filter((node) => node.kind === 'table').map((node) => node.name);
  const folders = new Set(nodes.map((node) => labelOf(node.id).split('/').at(-2) ?? ''));
  let plurals = 0;
  let nouns = 0;
  for (const name of tables.length > 0 ? tables : folders) {
    const last = writtenWords(name).pop();
    if (last === undefined || wordsOf(last).length === 0 || !/\p{Script=Latin}/u.test(last)) continue;
    nouns++;
    if (singular(last) !== last) plurals++;
  }
  return plurals * 2 > nouns;
}

function writtenWords(name: string): string[] {
  return name.split(/[^\p{L}]+|(?<=\p{Ll})(?=\p{Lu})/u).flatMap((part) => (part === '' ? [] : [part.toLowerCase()]));
}
