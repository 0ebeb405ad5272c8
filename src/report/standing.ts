/**
 * Three answers that must not seem to contradict one another: rank 1 (the order that calls back least over the whole programme),
 * the pilot (the one to learn on), and the quadrant (worth against effort, of each context alone). What the pilot rests on, and
 * why it is another than rank 1.
 */
import {
  type Analysis,
  asideName,
  failedGates,
  gateName,
  gateRemedy,
  mainTerm,
  type Quadrant,
  type ScoreEntry,
} from '../model/index.js';
import type { Language, Say } from './messages.js';

const QUADRANT_WORDS = {
  'quick-win': 'quickWin',
  strategic: 'strategic',
  'fill-in': 'fillIn',
  leave: 'leave',
} as const satisfies Record<Quadrant, string>;

export function quadrantWord(quadrant: Quadrant, say: Say): string {
  return say(QUADRANT_WORDS[quadrant]);
}

/** Why the pilot is the pilot; or which context is nearest to being one, and what would have to change. */
export function pilotLines({ scorecard }: Analysis, say: Say, language: Language): string[] {
  const { entries, pilot: id, pilotNote, pilotNearest } = scorecard;
  const pilot = entries.find(({ context }) => context === id);
  if (pilot && language === 'en') return [...pilot.reasons];
  if (pilot) {
    return [
      say('reason', {
        name: say('impact'),
        score: pilot.impact.score.toFixed(2),
        term: mainTerm(pilot.impact, language),
      }),
      say('reason', {
        name: say('difficulty'),
        score: pilot.difficulty.score.toFixed(2),
        term: mainTerm(pilot.difficulty, language),
      }),
    ];
  }
  const nearest = entries.find(({ context }) => context === pilotNearest);
  if (nearest === undefined) return [pilotNote];
  const remedies = nearest.gates
    .filter((gate) => !gate.passed)
    .map((gate) => `${gateName(gate, language)}: ${gateRemedy(gate, language)}`);
  return [
    say('nearest', { context: nearest.context, gates: failedGates(nearest.gates, language).join('; ') }),
    ...remedies,
  ];
}

/** `Rank 1 is X …, the pilot is Y because …`. Empty when there is nothing to rank. */
export function standingLine({ scorecard }: Analysis, say: Say, language: Language): string {
  const { entries, pilot: id } = scorecard;
  const first = entries.find((entry) => entry.rank === 1);
  if (first === undefined || first.isLibrary) return '';
  const pilot = entries.find(({ context }) => context === id);
  const of = (entry: ScoreEntry) => ({
    first: first.context,
    firstQuadrant: quadrantWord(first.quadrant, say),
    failed: failedGates(first.gates, language).join(', '),
    pilot: entry.context,
    rank: entry.rank,
    quadrant: quadrantWord(entry.quadrant, say),
  });
  if (pilot === undefined) return say('standingNone', of(first));
  return say(pilot.context === first.context ? 'standingSame' : 'standingPilot', of(pilot));
}

/** Below it a network is commonly held to have no community structure: Newman and Girvan, Physical Review E 69, 026113 (2004). */
const LEAST_MODULARITY = 0.3;

/** One context is the whole: no pilot, no order and no rank say anything about it. */
export function isOnePiece({ contextMap }: Pick<Analysis, 'contextMap'>): boolean {
  return contextMap.contexts.length === 1;
}

/** Said before any advice, when the code is one piece more than several. */
export function cautionLines({ contextMap }: Analysis, say: Say): string[] {
  const isWeak = contextMap.contexts.length > 1 && contextMap.metrics.modularity < LEAST_MODULARITY;
  return isWeak ? [say('weak', { least: LEAST_MODULARITY })] : [];
}

/** Which contexts are no services, and what they are instead; empty when all are. */
export function asideLines({ entries }: Analysis['scorecard'], say: Say, language: Language): string[] {
  const names = entries.flatMap(({ context, aside }) =>
    aside === undefined ? [] : [`${context} (${asideName(aside, language)})`],
  );
  return names.length === 0 ? [] : [say('aside', { names: names.join(', ') })];
}
