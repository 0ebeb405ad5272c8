/** graph + map + history + config → Scorecard and sagas: what to extract first, and why. Pure: reads no file, no clock. */
import {
  asideReason,
  type Config,
  type ContextMap,
  type History,
  labelOf,
  type Quadrant,
  type Saga,
  type Scorecard,
  type ScoreEntry,
  type SystemGraph,
  sortedBy,
  type Traffic,
  termName,
} from '../model/index.js';
import { blastRadius } from './blast-radius.js';
import { blockersOf } from './blockers.js';
import { difficultyOf, measureDifficulty } from './difficulty.js';
import { measureHistory } from './history.js';
import { impactOf } from './impact.js';
import { misplacedModules } from './misplaced.js';
import { scoreNotes } from './notes.js';
import { prerequisites, waves } from './order/waves.js';
import { choosePilot, median, type PilotFacts, pilotGates } from './pilot.js';
import { type Candidate, describeOrder, orderProblem, priorityOf, solveOrder } from './ranking.js';
import { type Designed, findSagas } from './sagas/index.js';
import { buildView, type SystemView } from './system-view.js';
import { teamsOf } from './teams.js';
import { matchTraffic } from './traffic-match.js';
import { spanning, type TransactionSpan, transactionSpans } from './transactions.js';
import { resolveWeights, type Weights } from './weights.js';

export type { Traffic } from '../model/index.js';
export { SCORE_METRICS } from './metric-definitions.js';
export type { Designed } from './sagas/index.js';
export { DEFAULT_WEIGHTS } from './weights.js';

/**
 * Ranks the contexts of the map for extraction. Scores are 0..1, terms add up to them; what is not known (no git, no
 * traffic) is a term with `raw: null` and no weight. Entries come by rank. Never throws for an empty map. `known`: what holds
 * of a graph and map before: sagas with their transactions, by id, and blast radius by context.
 */
export function score(
  graph: SystemGraph,
  map: ContextMap,
  history: History,
  config: Config,
  traffic?: Traffic,
  known?: {
    readonly sagas?: ReadonlyMap<string, Designed> | undefined;
    readonly blast?: ReadonlyMap<string, number> | undefined;
  },
): { scorecard: Scorecard; sagas: Saga[] } {
  const weights = resolveWeights(config.weights);
  const valued = new Set(config.contexts.flatMap(({ id, impact }) => (impact === undefined ? [] : [id])));
  const view = buildView(graph, map, weights['access.write'], valued);
  const spans = transactionSpans(view);
  const measured = measureHistory(view, history, weights);
  const matched = traffic === undefined ? null : matchTraffic(view, traffic);
  const historyReason = history.available ? 'no commit touches a module of a context' : `no history: ${history.reason}`;
  const blast = known?.blast ?? blastRadius(view);
  const candidates = rateContexts(view, spans, blast, weights, (context) =>
    impactOf({ view, config, history: measured, historyReason, traffic: matched }, context, weights),
  );
  const services = candidates.flatMap((c, i) => (view.libraries.has(c.context) ? [] : [i]));
  const { pilot, note, nearest } = choosePilot(
    services.map((i) => ({ facts: candidates[i]!.pilotFacts, gates: candidates[i]!.gates })),
  );
  const problem = orderProblem(view, candidates, services, weights['order.priority']);
  const solution = solveOrder(problem);
  const order = [
    ...solution.order.map((i) => services[i]!),
    ...candidates.flatMap((c, i) => (view.libraries.has(c.context) ? [i] : [])),
  ];
  const teams = teamsOf(view, history, measured);
  const entries = rankEntries(view, spans, candidates, order, pilot, weights).map((entry) => {
    const team = teams.get(entry.context);
    return team === undefined ? entry : { ...entry, team };
  });
  const notes = scoreNotes({ view, history, measured, traffic: matched, entries, pilot, order });
  const described = describeOrder(view, candidates, services, solution, pilot, weights);
  const scorecard = { entries, order: described, pilot, pilotNote: note, notes };
  return {
    scorecard: nearest === undefined ? scorecard : { ...scorecard, pilotNearest: nearest },
    sagas: findSagas(view, spans, known?.sagas),
  };
}

function rateContexts(
  view: SystemView,
  spans: readonly TransactionSpan[],
  blast: ReadonlyMap<string, number>,
  weights: Weights,
  impactFor: (context: string) => Candidate['impact'],
): Candidate[] {
  const measures = measureDifficulty(view, spans);
  const medianBlast = median([...blast].filter(([id]) => !view.libraries.has(id)).map(([, share]) => share));
  return view.contexts.map((context) => {
    const facts = measures.get(context)!;
    const impact = impactFor(context);
    const difficulty = difficultyOf(facts, weights);
    const pilotFacts: PilotFacts = {
      context,
      cross: facts.cross,
      difficulty: difficulty.score,
      blast: blast.get(context) ?? 0,
      medianBlast,
      impact: impact.score,
      modules: facts.modules,
      spanning: spanning(spans, context).map((span) => span.transaction.id),
      ...tablesOf(view, context),
      external: facts.external,
      internal: facts.internal,
      crossing: crossingImports(view, context),
      doors: widestDoors(view, context),
      outside: [...view.modules.values()].reduce((sum, own) => sum + own.length, 0) - facts.modules,
      hardest: hardestTerm(difficulty),
      neighbour: closestNeighbour(view, context),
    };
    return { context, impact, difficulty, pilotFacts, gates: pilotGates(pilotFacts, weights) };
  });
}

function tablesOf(
  view: SystemView,
  context: string,
): Pick<PilotFacts, 'soleTables' | 'sharedTables' | 'unwrittenTables'> {
  if (!view.hasTables) return { soleTables: null, sharedTables: [], unwrittenTables: [] };
  const own = view.ownership.get(context) ?? [];
  // A table that nobody is seen to write proves nothing: its writer may be outside of what was read.
  const isSole = (o: (typeof own)[number]) => o.writers.length > 0 && o.writers.every((w) => w.context === context);
  return {
    soleTables: own.filter(isSole).length,
    sharedTables: own.filter((o) => o.isSharedWrite).map((o) => labelOf(o.table)),
    unwrittenTables: own.filter((o) => o.writers.length === 0).map((o) => labelOf(o.table)),
  };
}

/** Imports over the border of a context, either way, heaviest first. */
function crossingImports(view: SystemView, context: string): PilotFacts['crossing'] {
  const found = new Map<string, { from: string; to: string; weight: number }>();
  for (const { from, to, edge } of view.borders.get(context) ?? []) {
    const other = from === context ? to : from;
    if (view.libraries.has(other) && !view.libraries.has(context)) continue;
    const key = `${edge.from} ${edge.to}`;
    const known = found.get(key) ?? { from: labelOf(edge.from), to: labelOf(edge.to), weight: 0 };
    found.set(key, { ...known, weight: known.weight + edge.weight });
  }
  return sortedBy(found.values(), (one) => [-one.weight, one.from, one.to]);
}

/** The modules that most modules of other contexts import: of equals the first by path. */
function widestDoors(view: SystemView, context: string): PilotFacts['doors'] {
  const importers = new Map<string, Set<string>>();
  for (const { to, edge } of view.borders.get(context) ?? []) {
    if (to !== context) continue;
    importers.set(edge.to, (importers.get(edge.to) ?? new Set()).add(edge.from));
  }
  return sortedBy(importers, ([id, from]) => [-from.size, id]).map(([id, from]) => ({
    path: labelOf(id),
    importers: from.size,
  }));
}

function hardestTerm({ terms }: Candidate['difficulty']): PilotFacts['hardest'] {
  const [first] = sortedBy(terms, (term) => [-term.value * term.weight, term.name]);
  return first === undefined ? undefined : { name: first.name, reason: first.reason };
}

function closestNeighbour(view: SystemView, context: string): PilotFacts['neighbour'] {
  const index = view.indexOf.get(context)!;
  let best: PilotFacts['neighbour'];
  view.contexts.forEach((other, j) => {
    const weight = (view.calls[index]?.[j] ?? 0) + (view.calls[j]?.[index] ?? 0);
    if (weight > (best?.weight ?? 0)) best = { context: other, weight };
  });
  return best;
}

function rankEntries(
  view: SystemView,
  spans: readonly TransactionSpan[],
  candidates: readonly Candidate[],
  order: readonly number[],
  pilot: string,
  weights: Weights,
): ScoreEntry[] {
  const needs = prerequisites(view.calls, order);
  const waveOf = waves(order, needs, weights['order.waveSize']);
  return order.map((item, place) => {
    const c = candidates[item]!;
    const inside = order.slice(place + 1);
    const aside = view.libraries.get(c.context);
    const isLibrary = aside !== undefined;
    const entry = {
      context: c.context,
      rank: place + 1,
      wave: waveOf[place]!,
      pilot: c.context === pilot,
      quadrant: isLibrary ? ('leave' as const) : quadrantOf(c, weights),
      impact: c.impact,
      difficulty: c.difficulty,
      priority: priorityOf(c.impact.score, c.difficulty.score),
      blastRadius: c.pilotFacts.blast,
      blockers: blockersOf(view, spans, c.context),
      gates: c.gates,
      prerequisites: needs[place]!.map((i) => view.contexts[i]!),
      callbacks: inside.reduce((sum, j) => sum + view.calls[item]![j]!, 0),
      isLibrary,
      ...(aside === undefined ? {} : { aside }),
    };
    const misplaced = isLibrary ? [] : misplacedModules(view, c.context);
    return { ...entry, reasons: reasonsOf({ ...entry, misplaced }) };
  });
}

function quadrantOf({ impact, difficulty }: Candidate, weights: Weights): Quadrant {
  const isValuable = impact.score >= weights['quadrant.impact'];
  const isHard = difficulty.score >= weights['quadrant.difficulty'];
  if (isValuable) return isHard ? 'strategic' : 'quick-win';
  return isHard ? 'leave' : 'fill-in';
}

/** The largest term on either side, what it waits for, what it leaves behind: enough to defend the rank in one breath. */
function reasonsOf(entry: Omit<ScoreEntry, 'reasons'> & { readonly misplaced: readonly string[] }): string[] {
  if (entry.aside !== undefined) return [asideReason(entry.aside)];
  const largest = (score: ScoreEntry['impact']) =>
    [...score.terms].sort((a, b) => b.value * b.weight - a.value * a.weight)[0];
  const impact = largest(entry.impact);
  const difficulty = largest(entry.difficulty);
  const callbacks = Math.round(entry.callbacks * 10) / 10;
  return [
    ...(impact === undefined
      ? []
      : [`impact ${entry.impact.score.toFixed(2)}: mostly ${termName(impact, 'en')}, ${impact.reason}`]),
    ...(difficulty === undefined
      ? []
      : [
          `difficulty ${entry.difficulty.score.toFixed(2)}: mostly ${termName(difficulty, 'en')}, ${difficulty.reason}`,
        ]),
    callbacks === 0
      ? 'calls nothing that is still in the monolith at its turn'
      : `still calls back into the monolith at its turn (weight ${callbacks})`,
    ...orderReason(entry),
    ...(entry.misplaced.length > 0
      ? [
          `holds modules that most contexts import (${entry.misplaced.slice(0, 3).join(', ')}): shared code, to be moved out before it leaves`,
        ]
      : []),
  ];
}

function orderReason({ prerequisites, blockers }: Pick<ScoreEntry, 'prerequisites' | 'blockers'>): string[] {
  if (prerequisites.length === 0) return [];
  const cycle = blockers.find((b) => b.kind === 'cycle' && prerequisites.every((id) => b.with.includes(id)));
  if (cycle === undefined) return [`after ${prerequisites.join(', ')}, which it calls`];
  return [`part of a cycle of ${cycle.with.length + 1} contexts: its place only keeps call-backs few`];
}
