/**
 * Whether a term is a noun by itself. A word that only ever says what kind of thing another is (`scheduled`, `mock`) is
 * named with that thing (`scheduled-task`, `mock-server`), and one that nearly always follows another with that one
 * (`tax-rate`).
 */
import { type AccessEdge, type GraphNode, sortedBy } from '../../model/index.js';
import { isDomainTable } from '../graph/bookkeeping.js';
import { NOISE_WORDS } from '../words/layer-words.js';
import { wordsOf } from '../words/words.js';
import { usesOf } from './table-weights.js';
import { fileOf, type Support } from './terms.js';

/** A word that nearly always follows another inside the group is named with it: "rate" becomes "tax rate". */
const QUALIFIED_SHARE = 0.75;
/**
 * A word that ends a name less often than this says what kind of thing another is. Not a fifth or a sixth: about there lie
 * the nouns that are mostly followed by one thing (`tax`: `tax_rate`; `payment`: `payment_method`; `user`: `user_group`), and
 * one file would rename them.
 */
const LEAST_AS_NOUN = 1 / 7;
/** The same where the tables say it in one way only: `market_data`. */
const LEAST_BESIDE_TABLE = 1 / 3;
/** Share of its names in which the thing follows. */
const FOLLOWED_SHARE = 0.5;
/** The same for a pair of words, which is a name more often. */
const PAIR_FOLLOWED = 0.8;
/** What ends like this says what kind of thing the next word is. */
const ADJECTIVE = /^(?:custom|new|old)$|(?:ed|al|ive|ous|able|ible)$/;
const TABLE_WEIGHT = 2;

/** What is said of so many things that have tables of their own, and of little else, is no thing (`popular_posts`, `popular_tags`). */
const LEAST_SAID = 3;
const MOSTLY_SAID = 0.5;

/**
 * `scheduled` of `scheduled_task_record` → "scheduled task"; a term that is a noun here comes back as it is. `things` are the
 * names of all tables of the system.
 */
export function asNoun(
  term: string,
  nodes: readonly GraphNode[],
  layer: ReadonlySet<string>,
  things: ReadonlySet<string> = new Set(),
): string {
  const tables = nodes.filter((node) => node.kind === 'table').map((node) => wordsOf(node.name));
  const names = tables.map((words) => words.join(' '));
  const inTables = usageOf(
    term,
    tables.map((words) => ({ words, weight: 1 })),
  );
  const inAll = usageOf(
    term,
    nodes.map((node) => ({
      words: subjectWords(node, layer, names),
      weight: node.kind === 'table' ? TABLE_WEIGHT : 1,
    })),
  );
  const { best } = inAll;
  if (best === undefined) return term;
  const said = saidOf(term, names, things);
  if (said !== undefined) return `${term} ${said}`;
  // A pair is a name already, unless it never ends one.
  if (term.includes(' ')) return inAll.asLast === 0 && best.share >= PAIR_FOLLOWED ? `${term} ${best.word}` : term;
  // `translated_strings`: of what kind a thing is, and the tables say which.
  if (ADJECTIVE.test(term) && inTables.isOne && inTables.asLast === 0)
    return asNoun(`${term} ${inTables.best!.word}`, nodes, layer);
  const least = isWholeName(`${term} ${best.word}`, names) ? LEAST_BESIDE_TABLE : LEAST_AS_NOUN;
  if (inAll.asLast >= least || best.share < FOLLOWED_SHARE) return term;
  return asNoun(`${term} ${best.word}`, nodes, layer);
}

/** The thing with a table of its own that an adjective is said of, the shortest of several; nothing for a noun. */
function saidOf(term: string, tables: readonly string[], things: ReadonlySet<string>): string | undefined {
  const begun = tables.filter((name) => name.startsWith(`${term} `)).map((name) => name.slice(term.length + 1));
  const said = begun.filter((rest) => things.has(rest));
  const isNoun = things.has(term) || tables.some((name) => name.endsWith(` ${term}`));
  if (isNoun || said.length < LEAST_SAID || said.length < MOSTLY_SAID * begun.length) return undefined;
  return sortedBy(said, (thing) => [thing.split(' ').length, thing])[0];
}

type Usage = {
  /** Share of the names with the term that end with it. */
  readonly asLast: number;
  /** The word that follows most, and its share of those that go on; whether it is the only one. */
  readonly best: { readonly word: string; readonly share: number } | undefined;
  readonly isOne: boolean;
};

function usageOf(
  term: string,
  names: readonly { readonly words: readonly string[]; readonly weight: number }[],
): Usage {
  let asLast = 0;
  let asFirst = 0;
  const followers = new Map<string, number>();
  for (const { words, weight } of names) {
    const at = startOf(term, words);
    if (at < 0) continue;
    const next = words[at + term.split(' ').length];
    if (next === undefined) asLast += weight;
    else {
      asFirst += weight;
      followers.set(next, (followers.get(next) ?? 0) + weight);
    }
  }
  const [best] = sortedBy(followers, ([word, count]) => [-count, word]);
  return {
    asLast: asLast === 0 ? 0 : asLast / (asLast + asFirst),
    best: best === undefined ? undefined : { word: best[0], share: best[1] / asFirst },
    isOne: followers.size === 1,
  };
}

/** A table is called so, and none has the first word without the second. */
function isWholeName(pair: string, tables: readonly string[]): boolean {
  const [first] = pair.split(' ');
  const has = (name: string, part: string) => ` ${name} `.includes(` ${part} `);
  return tables.includes(pair) && tables.every((name) => has(name, pair) || !has(name, first!));
}

/** Where the words of the term begin in a name, or -1. */
function startOf(term: string, words: readonly string[]): number {
  const wanted = term.split(' ');
  return words.findIndex((_, at) => wanted.every((word, i) => words[at + i] === word));
}

/**
 * What the word is said of: `key` is "api key" when the tables, or nearly all names, say which key; a word of the
 * language (`class`) is named with the table that is used most.
 */
export function qualified(
  term: string,
  nodes: readonly GraphNode[],
  inside: Support,
  accesses: ReadonlyMap<string, readonly AccessEdge[]>,
  system: ReadonlySet<string>,
): string {
  if (
    term.includes(' ') ||
    nodes.some((node) => node.kind === 'table' && isDomainTable(node) && wordsOf(node.name).join(' ') === term)
  )
    return term;
  const before = new Map<string, number>();
  let all = 0;
  const use = NOISE_WORDS.has(term) ? usesOf(nodes, accesses) : undefined;
  for (const node of nodes) {
    const words = node.kind === 'table' ? wordsOf(node.name) : [];
    const at = words.indexOf(term);
    if (at < 0) continue;
    const weight = use === undefined ? 1 : 1 + (use.get(node.id) ?? 0);
    all += weight;
    if (at > 0) before.set(words[at - 1]!, (before.get(words[at - 1]!) ?? 0) + weight);
  }
  const least = use === undefined ? QUALIFIED_SHARE : 1 / 3;
  for (const [word, count] of sortedBy(before, ([name, count]) => [-count, name]))
    if (count >= least * all) return `${word} ${term}`;
  if (all > 0) return term;
  for (const [pair, count] of sortedBy(inside, ([name]) => [name])) {
    if (system.has(pair.split(' ')[0]!)) continue;
    if (pair.endsWith(` ${term}`) && count >= QUALIFIED_SHARE * inside.get(term)!) return pair;
  }
  return term;
}

/** Words of a name without the layer at its end: mock, server of `mock-server.service.ts` and `MockServerService.ts`. */
function subjectWords(node: GraphNode, layer: ReadonlySet<string>, tables: readonly string[]): string[] {
  if (node.kind === 'table') return wordsOf(node.name);
  const [first = '', ...suffixes] = fileOf(node).split('.');
  const words = wordsOf(first);
  // `CustomView.ts` is about `custom_views` and no view of something custom.
  const isOfTable =
    ADJECTIVE.test(words.at(-2) ?? '') && tables.some((name) => name.includes(words.slice(-2).join(' ')));
  if (suffixes.length === 0 && words.length > 1 && layer.has(words.at(-1)!) && !isOfTable) words.pop();
  return words;
}
