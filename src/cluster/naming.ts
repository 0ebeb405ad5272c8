/**
 * Names people would choose: the words and word pairs that many of a context's tables, file names and entry points
 * carry, and few outside it. Tables count half, weighed by how much the context uses each; files and entry points the
 * rest. Score of a term = its share of all that × the share of its whole occurrence that lies inside. No single file
 * decides a name, so names survive small changes. Terms are given out greedily, strongest claim first, each once.
 */
import { type AccessEdge, compareText, type EntryPoint, type GraphNode, labelOf, sortedBy } from '../model/index.js';
import { TECHNICAL_WORDS } from './layer-words.js';
import { stemOf } from './vocabulary.js';
import { singular, wordsOf } from './words.js';

export type Named = { readonly id: string; readonly name: string; readonly terms: readonly string[] };

export type NamingInput = {
  readonly groups: readonly (readonly GraphNode[])[];
  readonly outside: readonly GraphNode[];
  readonly entryPoints: readonly EntryPoint[];
  readonly accesses: readonly AccessEdge[];
  /** Words that never name a context. */
  readonly layer: ReadonlySet<string>;
  /** Ids and names that some groups have already. */
  readonly reserved: ReadonlyMap<number, { readonly id: string; readonly name: string }>;
};

const SHARES = { tables: 0.5, files: 0.35, entries: 0.15 } as const;
const FOLDER_COUNT = 0.5;
const MOST_TERMS = 6;
/** A pair is a name of its own when its words hardly occur apart: "sales channel", not "order item". */
const PAIR_TOGETHER = 0.7;
const PAIR_BONUS = 1.2;
const PAIR_MALUS = 0.1;
const TECHNICAL_MALUS = 0.3;
const PLURAL_SHARE = 4;
const TABLE_FORM = 3;
/** A word that nearly always follows another inside the group is named with it: "rate" becomes "tax rate". */
const QUALIFIED_SHARE = 0.75;

type Support = ReadonlyMap<string, number>;
type Claim = { readonly group: number; readonly term: string; readonly score: number };

/** One name per group, in the order of the groups; ids are unique. */
export function nameGroups(input: NamingInput): Named[] {
  const { groups, reserved } = input;
  const supports = groups.map((nodes) => supportOf(nodes, input));
  const counts = [...groups, input.outside].map((nodes) => occurrencesOf(nodes, input.layer));
  const everywhere = totalOf(counts);
  const claims = supports.map((support, group) => claimsOf(group, support, counts[group]!, everywhere));
  const surface = surfaceForms([...groups.flat(), ...input.outside]);
  const chosen = new Map<number, string>();
  const taken = new Set([...reserved.values()].map((name) => name.id));
  for (const { group, term } of sortedBy(claims.flat(), (c) => [-c.score, c.group, c.term])) {
    if (chosen.has(group) || reserved.has(group)) continue;
    const free = [qualified(term, counts[group]!), term].find((name) => !taken.has(slugOf(name, surface)));
    if (free === undefined) continue;
    chosen.set(group, free);
    taken.add(slugOf(free, surface));
  }
  return groups.map((nodes, group) => {
    const terms = claims[group]!.filter((claim) => !claim.term.includes(' ')).slice(0, MOST_TERMS);
    const kept = reserved.get(group);
    const term = chosen.get(group);
    const id = kept?.id ?? (term === undefined ? fallbackSlug(nodes, taken) : slugOf(term, surface));
    return { id, name: kept?.name ?? titleOf(id), terms: terms.map((claim) => claim.term) };
  });
}

function qualified(term: string, inside: Support): string {
  if (term.includes(' ')) return term;
  for (const [pair, count] of inside) {
    if (pair.endsWith(` ${term}`) && count >= QUALIFIED_SHARE * inside.get(term)!) return pair;
  }
  return term;
}

/** Share of each term among the group's tables, files and entry points, 0..1. */
function supportOf(nodes: readonly GraphNode[], input: NamingInput): Support {
  const ids = new Set(nodes.map((node) => node.id));
  const use = new Map<string, number>();
  for (const access of input.accesses) {
    if (ids.has(access.from) && ids.has(access.to)) use.set(access.to, (use.get(access.to) ?? 0) + 1);
  }
  const tables = new Tally(input.layer);
  const files = new Tally(input.layer);
  const entries = new Tally(input.layer);
  for (const node of nodes) {
    if (node.kind === 'table') {
      tables.add([node.name], (node.tableKind === 'junction' ? 0.5 : 1) * Math.sqrt(1 + (use.get(node.id) ?? 0)));
      continue;
    }
    files.add([fileOf(node)], 1);
  }
  for (const entry of input.entryPoints) if (ids.has(entry.module)) entries.add(entry.name.split('/'), 1);
  const support = new Map<string, number>();
  for (const [tally, share] of [
    [tables, SHARES.tables],
    [files, SHARES.files],
    [entries, SHARES.entries],
  ] as const) {
    for (const [term, part] of tally.shares()) support.set(term, (support.get(term) ?? 0) + share * part);
  }
  return support;
}

/** Counts of terms among file, folder and table names: how specific a term is to a group. */
function occurrencesOf(nodes: readonly GraphNode[], layer: ReadonlySet<string>): Support {
  const tally = new Tally(layer);
  for (const node of nodes) {
    if (node.kind === 'table') tally.add([node.name], 2);
    else {
      tally.add([fileOf(node)], 1);
      tally.add([labelOf(node.id).split('/').at(-2) ?? ''], FOLDER_COUNT);
    }
  }
  return tally.counts;
}

function fileOf(node: GraphNode): string {
  return stemOf(labelOf(node.id).split('/').at(-1) ?? '');
}

/** Terms of names: single words and pairs of neighbouring words, each once per name. */
class Tally {
  readonly counts = new Map<string, number>();
  private total = 0;
  constructor(private readonly layer: ReadonlySet<string>) {}

  add(names: readonly string[], weight: number): void {
    this.total += weight;
    const terms = new Set<string>();
    for (const name of names) {
      const words = wordsOf(name).filter((word) => !this.layer.has(word));
      words.forEach((word, i) => {
        terms.add(word);
        if (i > 0 && words[i - 1] !== word) terms.add(`${words[i - 1]} ${word}`);
      });
    }
    for (const term of terms) this.counts.set(term, (this.counts.get(term) ?? 0) + weight);
  }

  shares(): [string, number][] {
    return [...this.counts].map(([term, count]) => [term, count / this.total]);
  }
}

function totalOf(supports: readonly Support[]): Support {
  const total = new Map<string, number>();
  for (const support of supports) {
    for (const [term, count] of support) total.set(term, (total.get(term) ?? 0) + count);
  }
  return total;
}

function claimsOf(group: number, support: Support, inside: Support, everywhere: Support): Claim[] {
  const claims = [...support].map(([term, share]) => {
    const all = everywhere.get(term);
    // A term of entry points only occurs in no name; it counts, but not as specific.
    const specific = all === undefined ? 0.5 : (inside.get(term) ?? 0) / all;
    const technical = TECHNICAL_WORDS.has(term) ? TECHNICAL_MALUS : 1;
    return { group, term, score: share * specific * pairFactor(term, everywhere) * technical };
  });
  return sortedBy(claims, (claim) => [-claim.score, claim.term]);
}

function pairFactor(term: string, everywhere: Support): number {
  const [first, second] = term.split(' ');
  if (second === undefined) return 1;
  const together = (everywhere.get(term) ?? 0) / Math.max(1, everywhere.get(first!) ?? 0, everywhere.get(second) ?? 0);
  return together > PAIR_TOGETHER ? PAIR_BONUS : PAIR_MALUS;
}

/** Word → the form people write: plural when it has at least a fourth of the weight; tables and folders weigh more. */
function surfaceForms(nodes: readonly GraphNode[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  const count = (name: string, weight: number) => {
    for (const part of name.split(/[^\p{L}]+|(?<=\p{Ll})(?=\p{Lu})/u)) {
      const form = part.toLowerCase();
      const forms = counts.get(singular(form)) ?? new Map<string, number>();
      counts.set(singular(form), forms);
      forms.set(form, (forms.get(form) ?? 0) + weight);
    }
  };
  for (const node of nodes) {
    if (node.kind === 'table') count(node.name, TABLE_FORM);
    else count(fileOf(node), 1);
  }
  const folders = nodes
    .filter((node) => node.kind === 'module')
    .map((node) => labelOf(node.id).split('/').at(-2) ?? '');
  for (const folder of new Set(folders)) count(folder, TABLE_FORM);
  const surface = new Map<string, string>();
  for (const [word, forms] of counts) {
    const [plural] = sortedBy(
      [...forms].filter(([form]) => form !== word),
      ([form, weight]) => [-weight, form],
    );
    if (plural !== undefined && plural[1] * PLURAL_SHARE >= (forms.get(word) ?? 0)) surface.set(word, plural[0]);
  }
  return surface;
}

function slugOf(term: string, surface: ReadonlyMap<string, string>): string {
  const words = term.split(' ');
  const last = words.pop()!;
  return [...words, surface.get(last) ?? last].join('-');
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
