/**
 * The pilot: the context to learn on. Gates by the three criteria of the trade: independent of other domains, of medium
 * difficulty, with a limited blast radius; among those that pass all, the best fit by
 * 0.4 (1 - cross) + 0.25 (1 - |D - 0.42| / 0.58) + 0.2 (1 - blast) + 0.15 impact.
 */
import type { Gate } from '../model/index.js';
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
  /** Own tables that no other context writes; null when the system has no tables at all. */
  readonly soleTables: number | null;
  /** Tables it shares the writing of, and the neighbour with the most calls either way: what a remedy names. */
  readonly sharedTables: readonly string[];
  /** Import weight over its border and inside, for the size of the cut; the module that most of the outside imports. */
  readonly external: number;
  readonly internal: number;
  readonly door: { readonly path: string; readonly importers: number } | undefined;
  readonly neighbour: { readonly context: string; readonly weight: number } | undefined;
};

const MEDIUM = 0.42;

export function pilotGates(f: PilotFacts, weights: Weights): Gate[] {
  const maxCross = weights['pilot.maxCross'];
  const [low, high] = [weights['pilot.minDifficulty'], weights['pilot.maxDifficulty']];
  const [few, many] = [weights['pilot.minModules'], weights['pilot.maxModules']];
  const most = weights['pilot.maxSpanning'];
  const neighbour =
    f.neighbour === undefined ? '' : `, first those with ${f.neighbour.context} (${round(f.neighbour.weight)})`;
  // cross = external / (external + internal) <= max leaves room for this much external weight.
  const excess = f.external - (maxCross / (1 - maxCross)) * f.internal;
  const door =
    f.door === undefined ? '' : `; ${f.door.path} is its widest door (${f.door.importers} importers outside)`;
  return [
    gate(
      'independence',
      f.cross,
      `cross share <= ${maxCross}`,
      f.cross <= maxCross,
      `take ${round(excess)} of ${round(f.external)} import weight off its border, by events or an own copy of the data${neighbour}`,
    ),
    gate(
      'transactions',
      f.spanning.length,
      `<= ${most} transaction that writes elsewhere too`,
      f.spanning.length <= most,
      `split ${f.spanning.slice(0, 3).join(', ')} into sagas inside the monolith first`,
    ),
    gate(
      'blast-radius',
      f.blast,
      `<= median ${round(f.medianBlast, 3)}`,
      f.blast <= f.medianBlast + 1e-12,
      `let fewer modules reach it, through one facade${door}`,
    ),
    gate(
      'difficulty',
      f.difficulty,
      `${low} to ${high}`,
      f.difficulty >= low && f.difficulty <= high,
      f.difficulty > high
        ? 'too hard to learn on: lower its largest difficulty term first'
        : 'too easy to learn from: extracting it would not test data or transactions',
    ),
    gate(
      'size',
      f.modules,
      `${few} to ${many} modules`,
      f.modules >= few && f.modules <= many,
      f.modules > many ? 'split it: extract a part of it as the pilot' : 'merge it with the context it calls most',
    ),
    gate(
      'own-table',
      f.soleTables,
      '>= 1 own table that no other context writes',
      f.soleTables === null || f.soleTables >= 1,
      f.sharedTables.length > 0
        ? `give ${f.sharedTables[0]} a single writer`
        : 'it owns no data: it is a candidate for a library, not for a service',
    ),
  ];
}

/** Weights of the fit: independence, medium difficulty, small blast radius, impact. */
export const FIT_WEIGHTS = [0.4, 0.25, 0.2, 0.15] as const;

export function pilotFit(f: PilotFacts, fit: readonly number[] = FIT_WEIGHTS): number {
  const medium = 1 - Math.abs(f.difficulty - MEDIUM) / (1 - MEDIUM);
  const parts = [1 - f.cross, medium, 1 - f.blast, f.impact];
  return parts.reduce((sum, part, i) => sum + part * (fit[i] ?? 0), 0);
}

export type PilotChoice = { readonly pilot: string; readonly note: string };

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
  const why = failed.map(
    (g) => `${g.name} is ${g.value === null ? 'unknown' : round(g.value, 2)}, needs ${g.limit}: ${g.remedy}`,
  );
  return { pilot: '', note: `No context passes every gate. Nearest is ${best.facts.context}: ${why.join('; ')}.` };
}

/** How far the failed gates are from their limits, in the unit of each: 0 when all pass. What is nearest to a pilot. */
function shortfall(f: PilotFacts, gates: readonly Gate[]): number {
  const missing: Readonly<Record<string, (g: Gate) => number>> = {
    independence: (g) => f.cross - limitsOf(g)[0]!,
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

function gate(name: string, value: number | null, limit: string, passed: boolean, remedy: string): Gate {
  return { name, value, limit, passed, remedy: passed ? '' : remedy };
}

function round(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
