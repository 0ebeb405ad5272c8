/**
 * Names people would choose: the words and word pairs that many of a context's tables, file names and entry points
 * carry, and few outside it. Score of a term = support inside × share of all support that lies inside, so that no single
 * file decides a name. Terms are given out greedily, strongest claim first, each to one context.
 */
import { compareText, type EntryPoint, type GraphNode, labelOf, sortedBy } from '../model/index.js';
import { TECHNICAL_WORDS } from './layer-words.js';
import { singular, wordsOf } from './words.js';

export type Named = { readonly id: string; readonly name: string; readonly terms: readonly string[] };

const TABLE_SUPPORT = 2;
const FILE_SUPPORT = 1;
const FOLDER_SUPPORT = 0.5;
const ENTRY_SUPPORT = 0.5;
const MOST_TERMS = 6;

type Claim = { readonly group: number; readonly term: string; readonly score: number };

/** One name per group, in the order of the groups. `groupOf` gives the group of a node id. */
export function nameGroups(
  groups: readonly (readonly GraphNode[])[],
  outside: readonly GraphNode[],
  entryPoints: readonly EntryPoint[],
  reserved: ReadonlyMap<number, { id: string; name: string }>,
  layer: ReadonlySet<string>,
): Named[] {
  const support = groups.map((nodes) => supportOf(nodes, entryPointsOf(nodes, entryPoints), layer));
  const everywhere = totalOf([...support, supportOf(outside, [], layer)]);
  const claims = support.map((terms, group) => claimsOf(group, terms, everywhere));
  const surface = surfaceForms([...groups.flat(), ...outside]);
  const chosen = new Map<number, string>();
  const taken = new Set([...reserved.values()].map((name) => name.id));
  for (const claim of sortedBy(claims.flat(), (c) => [-c.score, c.group, c.term])) {
    const slug = slugOf(claim.term, surface);
    if (chosen.has(claim.group) || reserved.has(claim.group) || taken.has(slug)) continue;
    chosen.set(claim.group, claim.term);
    taken.add(slug);
  }
  return groups.map((nodes, group) => {
    const terms = claims[group]!.filter((claim) => !claim.term.includes(' ')).slice(0, MOST_TERMS);
    const kept = reserved.get(group);
    const term = chosen.get(group);
    const id = kept?.id ?? (term === undefined ? fallbackSlug(nodes, taken) : slugOf(term, surface));
    return { id, name: kept?.name ?? titleOf(id), terms: terms.map((claim) => claim.term) };
  });
}

/** Support of single words and of pairs of neighbouring words (`sales channel`). */
function supportOf(
  nodes: readonly GraphNode[],
  entries: readonly EntryPoint[],
  layer: ReadonlySet<string>,
): Map<string, number> {
  const support = new Map<string, number>();
  const add = (name: string, weight: number) => {
    const words = wordsOf(name).filter((word) => !layer.has(word));
    const terms = new Set([...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)]);
    for (const term of terms) support.set(term, (support.get(term) ?? 0) + weight);
  };
  for (const node of nodes) {
    if (node.kind === 'table') {
      add(node.name, TABLE_SUPPORT);
      continue;
    }
    const segments = labelOf(node.id).split('/');
    add((segments.pop() ?? '').replace(/\.[cm]?[jt]sx?$/, ''), FILE_SUPPORT);
    add(segments.pop() ?? '', FOLDER_SUPPORT);
  }
  for (const entry of entries) add(entry.name, ENTRY_SUPPORT);
  return support;
}

function entryPointsOf(nodes: readonly GraphNode[], entryPoints: readonly EntryPoint[]): EntryPoint[] {
  const ids = new Set(nodes.map((node) => node.id));
  return entryPoints.filter((entry) => ids.has(entry.module));
}

function totalOf(supports: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const support of supports) {
    for (const [term, weight] of support) total.set(term, (total.get(term) ?? 0) + weight);
  }
  return total;
}

function claimsOf(
  group: number,
  support: ReadonlyMap<string, number>,
  everywhere: ReadonlyMap<string, number>,
): Claim[] {
  const claims = [...support].map(([term, weight]) => {
    const [first, second] = term.split(' ');
    // A pair is a name of its own only when its words hardly occur apart: "sales channel", not "order item".
    const isPair = second !== undefined;
    const apart = isPair ? Math.min(weight / support.get(first!)!, weight / support.get(second)!) : 1;
    const factor = !isPair ? 1 : apart > 0.7 ? 1.2 : 0.1;
    const technical = TECHNICAL_WORDS.has(term) ? 0.3 : 1;
    return { group, term, score: weight * (weight / everywhere.get(term)!) * factor * technical };
  });
  return sortedBy(claims, (claim) => [-claim.score, claim.term]);
}

/** Word → the form people write: plural when tables or folders have the plural at least half as often as the singular. */
function surfaceForms(nodes: readonly GraphNode[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const node of nodes) {
    const names = node.kind === 'table' ? [node.name] : labelOf(node.id).split('/').slice(-2);
    for (const name of names) {
      for (const part of name.split(/[^\p{L}]+|(?<=\p{Ll})(?=\p{Lu})/u)) {
        const form = part.toLowerCase();
        const forms = counts.get(singular(form)) ?? new Map<string, number>();
        counts.set(singular(form), forms);
        forms.set(form, (forms.get(form) ?? 0) + 1);
      }
    }
  }
  const surface = new Map<string, string>();
  for (const [word, forms] of counts) {
    const plurals = sortedBy(
      [...forms].filter(([form]) => form !== word),
      ([form, count]) => [-count, form],
    );
    const plural = plurals[0];
    if (plural !== undefined && plural[1] * 2 >= (forms.get(word) ?? 0)) surface.set(word, plural[0]);
  }
  return surface;
}

function slugOf(term: string, surface: ReadonlyMap<string, string>): string {
  const words = term.split(' ');
  const last = words.pop()!;
  return [...words, surface.get(last) ?? last].join('-');
}

/** For a group whose words are all taken: its smallest member's last folder or name, made unique by a number. */
function fallbackSlug(nodes: readonly GraphNode[], taken: Set<string>): string {
  const smallest = nodes.map((node) => labelOf(node.id)).sort(compareText)[0] ?? 'context';
  const words = wordsOf(
    smallest
      .split('/')
      .pop()!
      .replace(/\.\w+$/, ''),
  );
  const stem = words.length === 0 ? 'context' : words.join('-');
  let slug = stem;
  for (let i = 2; taken.has(slug); i++) slug = `${stem}-${i}`;
  taken.add(slug);
  return slug;
}

/** `sales-channels` → Sales Channels. */
export function titleOf(slug: string): string {
  return slug.replace(
    /(^|-)(\p{L})/gu,
    (_, dash: string, letter: string) => `${dash === '' ? '' : ' '}${letter.toUpperCase()}`,
  );
}
