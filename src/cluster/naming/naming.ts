/**
 * Names people would choose: the words and word pairs that many of a context's tables, files, folders and entry points
 * carry, and few outside it. Score of a term = its share of all that (terms.ts) × the share of its whole occurrence that
 * lies inside. A name is a noun: a word that only ever says what kind of thing another is (`scheduled`, `mock`) is named
 * with that thing (`scheduled-task`, `mock-server`). Terms are given out greedily, strongest claim first, each once.
 */
import { compareText, type GraphNode, sortedBy } from '../../model/index.js';
import { wordsOf } from '../words/words.js';
import { claimsOf, totalOf } from './claims.js';
import { folderNames } from './folder-names.js';
import { asNoun, qualified } from './nouns.js';
import { spellingOf } from './spelling.js';
import { fileOf, type Naming, occurrencesOf, placesOf, type Support, supportOf, weightOf } from './terms.js';

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
const LEAST_ABBREVIATION = 3;
/** One name per group, in the order of the groups; ids are unique. */
export function nameGroups(input: NamingInput): Named[] {
  const { groups, reserved, layer } = input;
  const counts = [...groups, input.outside].map((nodes) => occurrencesOf(nodes, layer));
  const places = placesOf(input.entryPoints);
  const everywhere = totalOf(counts);
  const system = new Set(wordsOf(input.system));
  const folders = folderNames(groups, input.outside, { layer, system, weightOf: (node) => weightOf(node, input) });
  const supports = groups.map((nodes) => supportOf(nodes, input, places));
  const claims = groups.map((nodes, group) => {
    const found = supports[group]!;
    const inFiles = occurrencesOf(
      nodes.filter((node) => node.kind === 'module'),
      layer,
    );
    const support = { ...found, terms: unabbreviated(found.terms, inFiles) };
    const inside = counts[group]!;
    return claimsOf({ group, nodes, support, inside, everywhere, folder: folders[group] }, { layer, system });
  });
  const spell = spellingOf([...groups.flat(), ...input.outside], input.entryPoints, input.apart);
  const things = thingsOf([...groups.flat(), ...input.outside]);
  const chosen = new Map<number, string>();
  const taken = new Set([...reserved.values()].map((name) => name.id));
  for (const { group, term } of sortedBy(claims.flat(), (c) => [-c.score, c.group, c.term])) {
    if (chosen.has(group) || reserved.has(group)) continue;
    const full = supports[group]!.subjects.has(term) ? term : asNoun(term, groups[group]!, layer, things);
    const candidates =
      full === term ? [qualified(term, groups[group]!, counts[group]!, input.accesses, system)] : [full];
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

/** Names of all tables, words apart and singular. */
function thingsOf(nodes: readonly GraphNode[]): Set<string> {
  return new Set(nodes.flatMap((node) => (node.kind === 'table' ? [wordsOf(node.name).join(' ')] : [])));
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
