/**
 * Names people would choose: the words and word pairs that many of a context's tables, files, folders and entry points
 * carry, and few outside it. Score of a term = its share of all that (terms.ts) × the share of its whole occurrence that
 * lies inside. A name is a noun: a word that only ever says what kind of thing another is (`scheduled`, `mock`) is named
 * with that thing (`scheduled-task`, `mock-server`). Terms are given out greedily, strongest claim first, each once.
 */
import { compareText, type GraphNode, sortedBy } from '../model/index.js';
import { type FolderName, folderNames } from './folder-names.js';
import { NOISE_WORDS, TECHNICAL_WORDS } from './layer-words.js';
import { spellingOf } from './spelling.js';
import { fileOf, type Naming, occurrencesOf, placesOf, type Support, supportOf } from './terms.js';
import { wordsOf } from './words.js';

export type Named = { readonly id: string; readonly name: string; readonly terms: readonly string[] };

export type NamingInput = Naming & {
  readonly groups: readonly (readonly GraphNode[])[];
  readonly outside: readonly GraphNode[];
  /** Name of the whole system: what every part of it could be called says nothing of one. */
  readonly system: string;
  /** Words that tables run together (singular) → their words. */
  readonly apart?: ReadonlyMap<string, readonly string[]>;
  /** Ids and names that some groups have already. */
  readonly reserved: ReadonlyMap<number, { readonly id: string; readonly name: string }>;
};

const MOST_TERMS = 6;
/** A pair is a name of its own when its words hardly occur apart: "sales channel", not "order item". */
const PAIR_TOGETHER = 0.7;
const PAIR_BONUS = 1.2;
const PAIR_MALUS = 0.1;
const TECHNICAL_MALUS = 0.3;
const SYSTEM_MALUS = 0.1;
/** A word that nearly always follows another inside the group is named with it: "rate" becomes "tax rate". */
const QUALIFIED_SHARE = 0.75;
/**
 * A word that ends a name less often than this says what kind of thing another is. Not a fifth: about there lie the nouns
 * that are mostly followed by one thing (`tax`: `tax_rate`; `payment`: `payment_method`), and one file would rename them.
 */
const LEAST_AS_NOUN = 1 / 6;
/** Share of its names in which the thing follows. */
const FOLLOWED_SHARE = 0.5;
/** The same for a pair of words, which is a name more often. */
const PAIR_FOLLOWED = 0.8;
/** What ends like this says what kind of thing the next word is. */
const ADJECTIVE = /^(?:custom|new|old)$|(?:ed|al|ive|ous|able|ible)$/;
const LEAST_ABBREVIATION = 3;
const TABLE_WEIGHT = 2;
/** Score of the folder that is the group, at a perfect match; and the match from which on it counts. */
const FOLDER_SCORE = 0.9;
const FOLDER_EXPONENT = 1.5;
const FOLDER_FROM = 0.5;

type Claim = { readonly group: number; readonly term: string; readonly score: number };

/** One name per group, in the order of the groups; ids are unique. */
export function nameGroups(input: NamingInput): Named[] {
  const { groups, reserved, layer } = input;
  const counts = [...groups, input.outside].map((nodes) => occurrencesOf(nodes, layer));
  const places = placesOf(input.entryPoints);
  const supports = groups.map((nodes) =>
    unabbreviated(
      supportOf(nodes, input, places),
      occurrencesOf(
        nodes.filter((node) => node.kind === 'module'),
        layer,
      ),
    ),
  );
  const everywhere = totalOf(counts);
  const system = new Set(wordsOf(input.system));
  const folders = folderNames(groups, input.outside, layer);
  const claims = supports.map((support, group) =>
    withFolder(claimsOf(group, support, counts[group]!, everywhere, system), group, folders[group], system),
  );
  const spell = spellingOf([...groups.flat(), ...input.outside], input.entryPoints, input.apart);
  const chosen = new Map<number, string>();
  const taken = new Set([...reserved.values()].map((name) => name.id));
  for (const { group, term } of sortedBy(claims.flat(), (c) => [-c.score, c.group, c.term])) {
    if (chosen.has(group) || reserved.has(group)) continue;
    const full = asNoun(term, groups[group]!, layer);
    const candidates = full === term ? [qualified(term, groups[group]!, counts[group]!, input.accesses)] : [full];
    const free = [...candidates, term].find((name) => !taken.has(spell(name)));
    if (free === undefined) continue;
    chosen.set(group, spell(free));
    taken.add(spell(free));
  }
  return groups.map((nodes, group) => {
    const terms = claims[group]!.filter((claim) => !claim.term.includes(' ')).slice(0, MOST_TERMS);
    const kept = reserved.get(group);
    const id = kept?.id ?? chosen.get(group) ?? fallbackSlug(nodes, taken);
    return { id, name: kept?.name ?? titleOf(id), terms: terms.map((claim) => claim.term) };
  });
}

/** `scheduled` of `scheduled_task_record` → "scheduled task"; a term that is a noun here comes back as it is. */
function asNoun(term: string, nodes: readonly GraphNode[], layer: ReadonlySet<string>): string {
  let asLast = 0;
  let asFirst = 0;
  const followers = new Map<string, number>();
  const names = nodes.filter((node) => node.kind === 'table').map((node) => wordsOf(node.name).join(' '));
  for (const node of nodes) {
    const words = subjectWords(node, layer, names);
    const at = startOf(term, words);
    const weight = node.kind === 'table' ? TABLE_WEIGHT : 1;
    if (at < 0) continue;
    const next = words[at + term.split(' ').length];
    if (next === undefined) asLast += weight;
    else {
      asFirst += weight;
      followers.set(next, (followers.get(next) ?? 0) + weight);
    }
  }
  const [best] = sortedBy(followers, ([word, count]) => [-count, word]);
  // A pair is a name already, unless it never ends one: "personal access" of `personal_access_token`.
  const isNoun = term.includes(' ') ? asLast > 0 : asLast >= LEAST_AS_NOUN * (asLast + asFirst);
  const least = term.includes(' ') ? PAIR_FOLLOWED : FOLLOWED_SHARE;
  return !isNoun && best !== undefined && best[1] >= least * asFirst ? `${term} ${best[0]}` : term;
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
function qualified(term: string, nodes: readonly GraphNode[], inside: Support, accesses: Naming['accesses']): string {
  if (term.includes(' ')) return term;
  const before = new Map<string, number>();
  let all = 0;
  const use = NOISE_WORDS.has(term) ? usesOf(nodes, accesses) : undefined;
  for (const node of nodes) {
    const words = node.kind === 'table' ? wordsOf(node.name) : [];
    const at = words.lastIndexOf(term);
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
    if (pair.endsWith(` ${term}`) && count >= QUALIFIED_SHARE * inside.get(term)!) return pair;
  }
  return term;
}

/** How often modules of the group touch each of its tables. */
function usesOf(nodes: readonly GraphNode[], accesses: Naming['accesses']): Map<string, number> {
  const use = new Map<string, number>();
  for (const { id } of nodes) for (const { to } of accesses.get(id) ?? []) use.set(to, (use.get(to) ?? 0) + 1);
  return use;
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

/** What speaks for `pay` speaks for `payment`, where the files of the group write it out more often. */
function unabbreviated(support: Support, inFiles: Support): Support {
  const result = new Map(support);
  const words = [...support.keys()].filter((term) => !term.includes(' ')).sort(compareText);
  words.forEach((short, i) => {
    if (short.length < LEAST_ABBREVIATION) return;
    const longer: string[] = [];
    for (let next = i + 1; next < words.length && words[next]!.startsWith(short); next++) longer.push(words[next]!);
    const full = longer.filter((word) => (inFiles.get(word) ?? 0) > (inFiles.get(short) ?? 0));
    if (full.length !== 1) return;
    result.set(full[0]!, result.get(full[0]!)! + result.get(short)!);
    result.delete(short);
  });
  return result;
}

function totalOf(supports: readonly Support[]): Support {
  const total = new Map<string, number>();
  for (const support of supports) {
    for (const [term, count] of support) total.set(term, (total.get(term) ?? 0) + count);
  }
  return total;
}

function claimsOf(
  group: number,
  support: Support,
  inside: Support,
  everywhere: Support,
  system: ReadonlySet<string>,
): Claim[] {
  const claims = [...support].map(([term, share]) => {
    const all = everywhere.get(term);
    // A term of entry points only occurs in no name; it counts, but not as specific.
    const specific = all === undefined ? 0.5 : (inside.get(term) ?? 0) / all;
    const technical = TECHNICAL_WORDS.has(term) ? TECHNICAL_MALUS : 1;
    const ofAll = system.has(term) ? SYSTEM_MALUS : 1;
    return { group, term, score: share * specific * pairFactor(term, everywhere) * technical * ofAll };
  });
  return sortedBy(claims, (claim) => [-claim.score, claim.term]);
}

/** With the folder that is the group as one claim more: a name of several words that the team itself chose. */
function withFolder(
  claims: readonly Claim[],
  group: number,
  folder: FolderName | undefined,
  system: ReadonlySet<string>,
): Claim[] {
  if (folder === undefined) return [...claims];
  const { term, match } = folder;
  const words = term.split(' ');
  const malus = words.every((word) => TECHNICAL_WORDS.has(word)) ? TECHNICAL_MALUS : 1;
  const ofAll = words.every((word) => system.has(word)) ? SYSTEM_MALUS : 1;
  const clear = ((match - FOLDER_FROM) / (1 - FOLDER_FROM)) ** FOLDER_EXPONENT;
  const score = FOLDER_SCORE * clear * malus * ofAll;
  const known = claims.find((claim) => claim.term === term);
  const merged = { group, term, score: score + (known?.score ?? 0) };
  return sortedBy([...claims.filter((claim) => claim !== known), merged], (claim) => [-claim.score, claim.term]);
}

function pairFactor(term: string, everywhere: Support): number {
  const [first, second] = term.split(' ');
  if (second === undefined) return 1;
  const together = (everywhere.get(term) ?? 0) / Math.max(1, everywhere.get(first!) ?? 0, everywhere.get(second) ?? 0);
  return together > PAIR_TOGETHER ? PAIR_BONUS : PAIR_MALUS;
}

/** For a group whose words are all taken: its smallest member's last name, made unique by a number. */
function fallbackSlug(nodes: readonly GraphNode[], taken: Set<string>): string {
  const smallest = nodes.map(fileOf).sort(compareText)[0] ?? '';
  const words = wordsOf(smallest);
  const stem = words.length === 0 ? 'context' : words.join('-');
  let slug = stem;
  for (let i = 2; taken.has(slug); i++) slug = `${stem}-${i}`;
  taken.add(slug);
  return slug;
}

/** `sales-channels` → Sales Channels. */
export function titleOf(slug: string): string {
  const upper = (_: string, dash: string, letter: string) => `${dash === '' ? '' : ' '}${letter.toUpperCase()}`;
  return slug.replace(/(^|-)(\p{L})/gu, upper);
}
