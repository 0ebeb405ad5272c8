/**
 * How strongly each term claims to be the name of a group: its share of the group's tables, files, folders and entry
 * points (terms.ts) × the share of its whole occurrence that lies inside. Who keeps the table that is called by the very
 * word (`game` of `game`, `game_save`) may claim it, however often other names have it (`game_stat`).
 */
import { type GraphNode, sortedBy } from '../../model/index.js';
import { isDomainTable } from '../graph/bookkeeping.js';
import { NOISE_WORDS, TECHNICAL_WORDS, WEAK_WORDS } from '../words/layer-words.js';
import { wordsOf } from '../words/words.js';
import type { FolderName } from './folder-names.js';
import type { GroupSupport, Support } from './terms.js';

export type Claim = { readonly group: number; readonly term: string; readonly score: number };

/** A pair is a name of its own when its words hardly occur apart: "sales channel", not "order item". */
const PAIR_TOGETHER = 0.7;
const PAIR_BONUS = 1.2;
const PAIR_MALUS = 0.1;
const TECHNICAL_MALUS = 0.3;
/** The same when a table is called so: `translations` may be the business of a system. */
const TECHNICAL_ROOT_MALUS = 0.6;
const SYSTEM_MALUS = 0.1;
/** `invited`, `preserved`: what was done with the thing, not the thing. */
const PARTICIPLE = /^.{2,}[^e]ed$/;
const WEAK_MALUS = 0.3;
/** How specific the word is, at the least, to the group that has the table of that name. */
const ROOT_SPECIFIC = 0.8;
/** Who keeps no table gives way to one who does. */
const WITHOUT_TABLE = 0.25;
/** Score of the folder that is the group, at a perfect match; and the match from which on it counts. */
const FOLDER_SCORE = 0.9;
/**
 * How much less a match counts that is not perfect: little where the tables have no word in common (`auth/` with
 * `otp_logs` and `refresh_tokens`), much where they have.
 */
const FOLDER_EXPONENT = { least: 0.75, beyond: 0.75 } as const;
const FOLDER_FROM = 0.5;

export function totalOf(supports: readonly Support[]): Support {
  const total = new Map<string, number>();
  for (const support of supports) {
    for (const [term, count] of support) total.set(term, (total.get(term) ?? 0) + count);
  }
  return total;
}

export type Claimant = {
  readonly group: number;
  readonly nodes: readonly GraphNode[];
  readonly support: GroupSupport;
  /** Counts of terms in the group, and in all groups and outside. */
  readonly inside: Support;
  readonly everywhere: Support;
  readonly folder: FolderName | undefined;
};

/** Words that tell less than others in one system: of its layers, and of its own name. */
export type Untelling = { readonly layer: ReadonlySet<string>; readonly system: ReadonlySet<string> };

/** Strongest first. */
export function claimsOf(claimant: Claimant, words: Untelling): Claim[] {
  const { group, nodes, support, inside, everywhere } = claimant;
  const roots = new Set([...rootsOf(nodes, words.layer), ...support.subjects]);
  const isOwner = nodes.some(isDomainTable);
  const claims = [...support.terms].map(([term, share]) => {
    const all = everywhere.get(term);
    const isRoot = roots.has(term);
    // A term of entry points only occurs in no name; it counts, but not as specific.
    const found = all === undefined ? 0.5 : (inside.get(term) ?? 0) / all;
    const specific = isRoot ? Math.max(ROOT_SPECIFIC, found) : found;
    const technical = !TECHNICAL_WORDS.has(term) ? 1 : isRoot ? TECHNICAL_ROOT_MALUS : TECHNICAL_MALUS;
    const isOfAll = !isRoot && term.split(' ').some((word) => words.system.has(word));
    const ofAll = isOfAll ? SYSTEM_MALUS : 1;
    const isWeak = PARTICIPLE.test(term) || WEAK_WORDS.has(term.split(' ')[0]!) || (!isOwner && NOISE_WORDS.has(term));
    const weak = isWeak ? WEAK_MALUS : 1;
    return { group, term, score: share * specific * pairFactor(term, everywhere, roots) * technical * ofAll * weak };
  });
  const all = withFolder(claims, claimant, words.system).map((claim) => ({
    ...claim,
    score: (isOwner ? 1 : WITHOUT_TABLE) * claim.score,
  }));
  return sortedBy(all, (claim) => [-claim.score, claim.term]);
}

/** With the folder that is the group as one claim more: a name of several words that the team itself chose. */
function withFolder(
  claims: readonly Claim[],
  { group, folder, support }: Claimant,
  system: ReadonlySet<string>,
): readonly Claim[] {
  if (folder === undefined) return claims;
  const { term, match } = folder;
  const words = term.split(' ');
  const isTechnical = words.every((word) => TECHNICAL_WORDS.has(word));
  const malus = isTechnical ? TECHNICAL_MALUS : words.every((word) => WEAK_WORDS.has(word)) ? WEAK_MALUS : 1;
  const ofAll = words.every((word) => system.has(word)) ? SYSTEM_MALUS : 1;
  const exponent = FOLDER_EXPONENT.least + FOLDER_EXPONENT.beyond * support.unity;
  const clear = ((match - FOLDER_FROM) / (1 - FOLDER_FROM)) ** exponent;
  const known = claims.find((claim) => claim.term === term);
  const score = FOLDER_SCORE * clear * malus * ofAll + (known?.score ?? 0);
  return [...claims.filter((claim) => claim !== known), { group, term, score }];
}

/** Terms that are the whole name of a table of the group. */
function rootsOf(nodes: readonly GraphNode[], layer: ReadonlySet<string>): Set<string> {
  return new Set(
    nodes.flatMap((node) => {
      // `Model3D` is a kind of model, not the models.
      const isWhole = node.kind === 'table' && isDomainTable(node) && !/\p{N}/u.test(node.name);
      const words = isWhole ? wordsOf(node.name) : [];
      // `event_data`: of words of layers alone, and together the name of a thing.
      return words.length === 1 || (words.length === 2 && words.every((word) => layer.has(word)))
        ? [words.join(' ')]
        : [];
    }),
  );
}

/** What has a table of its own (`checks`) is the name of what is a kind of it (`geo_checks`), too. */
function pairFactor(term: string, everywhere: Support, roots: ReadonlySet<string>): number {
  const [first, second] = term.split(' ');
  if (second === undefined) return 1;
  if (roots.has(term)) return 1;
  if (roots.has(second)) return PAIR_MALUS;
  const together = (everywhere.get(term) ?? 0) / Math.max(1, everywhere.get(first!) ?? 0, everywhere.get(second) ?? 0);
  return together > PAIR_TOGETHER ? PAIR_BONUS : PAIR_MALUS;
}
