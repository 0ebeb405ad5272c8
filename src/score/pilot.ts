/**
 * The pilot: the context to learn on. Gates by the three criteria of the trade: independent of other domains, of medium
 * difficulty, with a limited blast radius; among those that pass all, the best fit by
 * 0.4 (1 - cross) + 0.25 (1 - |D - 0.42| / 0.58) + 0.2 (1 - blast) + 0.15 impact.
 */
import { type Gate, gateValue, termName } from '../model/index.js';
import type { Weights } from './weights.js';

export type PilotFacts = {
  readonly context: string;
  readonly cross: number;
  readonly difficulty: number;
  readonly blast: number;
  readonly medianBlast: number;
  readonly impact: number;
  readonly modules: number;
  readonly spanning: readonly string[];
  /** Own tables that it alone writes; null when the system has no tables at all. */
  readonly soleTables: number | null;
  /** Tables it shares the writing of, and the neighbour with the most calls either way: what a remedy names. */
  readonly sharedTables: readonly string[];
  /** Tables it owns and nobody was seen to write: data it may have, and no proof of it. */
  readonly unwrittenTables: readonly string[];
  /** Import weight over its border and inside, for the size of the cut; the imports over the border, heaviest first. */
  readonly external: number;
  readonly internal: number;
  readonly crossing: readonly { readonly from: string; readonly to: string; readonly weight: number }[];
  /** Modules that are imported from outside, widest first. */
  readonly doors: readonly { readonly path: string; readonly importers: number }[];
  /** Runtime modules outside of it, all of which could reach it. */
  readonly outside: number;
  readonly neighbour: { readonly context: string; readonly weight: number } | undefined;
  /** The term that adds most to its difficulty. */
  readonly hardest: { readonly name: string; readonly reason: string } | undefined;
};

const MEDIUM = 0.42;

export function pilotGates(f: PilotFacts, weights: Weights): Gate[] {
  const maxCross = weights['pilot.maxCross'];
  const [low, high] = [weights['pilot.minDifficulty'], weights['pilot.maxDifficulty']];
  const [few, many] = [weights['pilot.minModules'], weights['pilot.maxModules']];
  const most = weights['pilot.maxSpanning'];
  const cut = cutFor(f, maxCross);
  return [
    gate(
      'cross-share',
      f.cross,
      `<= ${maxCross} of its import weight`,
      f.cross <= maxCross,
      `take ${round(cut.excess)} of the ${round(f.external)} import weight off its border (by events, or an own copy of the data): ${cut.text}`,
      cut.names,
    ),
    gate(
      'transactions',
      f.spanning.length,
      `<= ${most} transaction that writes elsewhere too`,
      f.spanning.length <= most,
      `split ${f.spanning.length - most} of these into sagas inside the monolith first: ${listed(f.spanning)}`,
      f.spanning,
    ),
    gate(
      'blast-radius',
      f.blast,
      `<= median ${round(f.medianBlast, 3)}`,
      f.blast <= f.medianBlast + 1e-12,
      `${Math.max(1, Math.ceil((f.blast - f.medianBlast) * f.outside))} of ${f.outside} modules outside must reach it no more: put one facade before ${listed(f.doors.map((d) => `${d.path} (${d.importers} importer${d.importers === 1 ? '' : 's'})`))}`,
      f.doors.map((d) => d.path),
    ),
    gate(
      'difficulty',
      f.difficulty,
      `${low} to ${high}`,
      f.difficulty >= low && f.difficulty <= high,
      f.difficulty > high
        ? `too hard to learn on: lower ${f.hardest === undefined ? 'its largest term' : `${termName(f.hardest, 'en')} (${f.hardest.reason})`} first`
        : `too easy to learn from: take it as a rehearsal of pipeline and deployment${f.neighbour === undefined ? '' : `, or together with ${f.neighbour.context}, which it is closest to`}`,
      f.difficulty > high || f.neighbour === undefined ? [] : [f.neighbour.context],
    ),
    gate(
      'size',
      f.modules,
      `${few} to ${many} modules`,
      f.modules >= few && f.modules <= many,
      f.modules > many
        ? `split it: ${f.modules - many} modules too many for a pilot`
        : `merge it with ${f.neighbour?.context ?? 'the context it calls most'}`,
      f.modules > many || f.neighbour === undefined ? [] : [f.neighbour.context],
    ),
    gate(
      'own-table',
      f.soleTables,
      '>= 1 own table that it alone writes',
      f.soleTables === null || f.soleTables >= 1,
      f.sharedTables.length > 0
        ? `give one of these a single writer: ${listed(f.sharedTables)}`
        : f.unwrittenTables.length > 0
          ? `nobody was seen to write what it owns: find out who writes ${listed(f.unwrittenTables)}`
          : 'it owns no data: it is a candidate for a library, not for a service',
      f.sharedTables.length > 0 ? f.sharedTables : f.unwrittenTables,
    ),
  ];
}

/** Names written out; the rest is counted. */
const NAMED = 2;

function listed(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** The heaviest imports over the border that bring the share down to the limit: E' = max / (1 - max) * I. */
function cutFor(f: PilotFacts, max: number): { excess: number; names: string[]; text: string } {
  const excess = f.external - (max / (1 - max)) * f.internal;
  const names: string[] = [];
  const texts: string[] = [];
  let taken = 0;
  for (const { from, to, weight } of f.crossing) {
    if (taken >= excess) break;
    taken += weight;
    names.push(`${from} → ${to}`);
    texts.push(`${from} → ${to} (${round(weight)})`);
  }
  const left = f.external - taken;
  const share = left + f.internal <= 0 ? 0 : left / (left + f.internal);
  const text = `${names.length} import${names.length === 1 ? '' : 's'} of ${f.crossing.length} ${names.length === 1 ? 'is' : 'are'} enough, then it is ${round(share, 2)}: ${listed(texts)}`;
  return { excess, names, text };
}

/** Weights of the fit: independence, medium difficulty, small blast radius, impact. */
export const FIT_WEIGHTS = [0.4, 0.25, 0.2, 0.15] as const;

function pilotFit(f: PilotFacts, fit: readonly number[] = FIT_WEIGHTS): number {
  const medium = 1 - Math.abs(f.difficulty - MEDIUM) / (1 - MEDIUM);
  const parts = [1 - f.cross, medium, 1 - f.blast, f.impact];
  return parts.reduce((sum, part, i) => sum + part * (fit[i] ?? 0), 0);
}

export type PilotChoice = { readonly pilot: string; readonly note: string; readonly nearest?: string };

export function choosePilot(
  candidates: readonly { readonly facts: PilotFacts; readonly gates: readonly Gate[] }[],
  fit: readonly number[] = FIT_WEIGHTS,
): PilotChoice {
  if (candidates.length === 0) return { pilot: '', note: 'There is no context to extract.' };
  const failures = (c: (typeof candidates)[number]) => c.gates.filter((g) => !g.passed);
  const ranked = [...candidates].sort(
    (a, b) =>
      shortfall(a.facts, a.gates) - shortfall(b.facts, b.gates) ||
      pilotFit(b.facts, fit) - pilotFit(a.facts, fit) ||
      (a.facts.context < b.facts.context ? -1 : 1),
  );
  const best = ranked[0]!;
  const failed = failures(best);
  if (failed.length === 0) return { pilot: best.facts.context, note: '' };
  const note = `No context passes every gate. Nearest is ${nearText(best)}.${besideIt(ranked, best)}`;
  return { pilot: '', note, nearest: best.facts.context };
}

/** What fails and, in a few words, what would change it; the gates of the context have the rest. */
function nearText({ facts, gates }: { readonly facts: PilotFacts; readonly gates: readonly Gate[] }): string {
  const failed = gates.filter((g) => !g.passed);
  const why = failed.map((g) => `${g.name} is ${gateValue(g)}, needs ${g.limit}`);
  return `${facts.context}: ${why.join('; ')}. To make it pass: ${failed.map((g) => changeFor(facts, g)).join('; ')}`;
}

function changeFor(f: PilotFacts, g: Gate): string {
  const named = (g.targets ?? []).slice(0, 1).join('');
  const count = g.targets?.length ?? 0;
  const first = named === '' ? '' : count > 1 ? `, first ${named}` : ` (${named})`;
  switch (g.name) {
    case 'cross-share':
      return `take ${cutFor(f, limitsOf(g)[0]!).names.length} of the ${f.crossing.length} imports off its border${first}`;
    case 'transactions':
      return `split ${f.spanning.length - limitsOf(g)[0]!} of its ${f.spanning.length} spanning transactions into sagas${first}`;
    case 'blast-radius':
      return `put one facade before its widest door${first}`;
    default:
      // The others are short as they are.
      return g.remedy;
  }
}

/** When the nearest is too easy to learn from, the one to make a pilot of is the nearest of medium difficulty. */
function besideIt(
  ranked: readonly { readonly facts: PilotFacts; readonly gates: readonly Gate[] }[],
  best: (typeof ranked)[number],
): string {
  const passes = (c: (typeof ranked)[number]) => c.gates.find((g) => g.name === 'difficulty')?.passed === true;
  const next = passes(best) ? undefined : ranked.find(passes);
  return next === undefined ? '' : ` Nearest of medium difficulty is ${nearText(next)}.`;
}

/** How far the failed gates are from their limits, in the unit of each: 0 when all pass. What is nearest to a pilot. */
function shortfall(f: PilotFacts, gates: readonly Gate[]): number {
  const missing: Readonly<Record<string, (g: Gate) => number>> = {
    'cross-share': (g) => f.cross - limitsOf(g)[0]!,
    transactions: (g) => (f.spanning.length - limitsOf(g)[0]!) / (1 + f.spanning.length),
    'blast-radius': () => f.blast - f.medianBlast,
    difficulty: (g) => Math.max(limitsOf(g)[0]! - f.difficulty, f.difficulty - limitsOf(g)[1]!),
    size: (g) =>
      Math.max(Math.log(limitsOf(g)[0]! / Math.max(1, f.modules)), Math.log(f.modules / limitsOf(g)[1]!)) / 2,
    // Without data of its own there is nothing to learn about the hard part: worse than any other gate.
    'own-table': () => 2,
  };
  return gates.filter((g) => !g.passed).reduce((sum, g) => sum + 0.1 + (missing[g.name]?.(g) ?? 1), 0);
}

function limitsOf(gate: Gate): number[] {
  return (gate.limit.match(/\d+(\.\d+)?/g) ?? []).map(Number);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Names that a gate keeps; more than these nobody works through from a report. */
const MAX_TARGETS = 20;

function gate(
  name: string,
  value: number | null,
  limit: string,
  passed: boolean,
  remedy: string,
  targets: readonly string[],
): Gate {
  if (passed) return { name, value, limit, passed, remedy: '' };
  return {
    name,
    value,
    limit,
    passed,
    remedy,
    ...(targets.length === 0 ? {} : { targets: targets.slice(0, MAX_TARGETS) }),
  };
}

function round(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
