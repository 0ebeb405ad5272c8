/** What the figures of the scorecard mean, with the weights that are in force unless the config says otherwise. */
import type { MetricDefinition } from '../model/index.js';
import { DEFAULT_WEIGHTS, type WeightName } from './weights.js';

/** `0.25 cross + 0.3 data + …` of the weights whose names begin with the prefix. */
function formula(prefix: string): string {
  return (Object.keys(DEFAULT_WEIGHTS) as WeightName[])
    .filter((name) => name.startsWith(`${prefix}.`))
    .map((name) => `${DEFAULT_WEIGHTS[name]} ${name.slice(prefix.length + 1)}`)
    .join(' + ');
}

const OWN = 'a proposal of this tool, not literature; every weight can be set under "weights" in the config';
const W = DEFAULT_WEIGHTS;

/** Figures of the scorecard: meaning, formula, range and source of each. */
export const SCORE_METRICS: readonly MetricDefinition[] = [
  {
    id: 'impact',
    title: 'Business impact of a context',
    direction: 'higher is better',
    range: '0..1',
    formula: `declared in the config (1 to 5, core/supporting/generic; mean with timeCriticality and riskReduction), else ${formula('impact')}`,
    meaning: 'What extracting it is worth: where the changes, the fixes, the users and the people are.',
    source: `the numerator of WSJF (Reinertsen 2009) for what is declared; the proxies are ${OWN}`,
    note: 'A share s of the system counts as s / (s + 1/K): an average context of K has 0.5. Unknown terms have no weight: theirs goes to the known ones.',
    thresholds: [
      { limit: `>= ${W['quadrant.impact']}`, reading: 'worth it: quick win or strategic, by difficulty' },
      { limit: `< ${W['quadrant.impact']}`, reading: 'fill in or leave, by difficulty' },
    ],
  },
  {
    id: 'difficulty',
    title: 'Technical difficulty of extracting a context',
    direction: 'lower is better',
    range: '0..1',
    formula: formula('difficulty'),
    meaning:
      'cross: import weight over its border; data: access to the tables of others and of others to its own; tx: transactions that also write elsewhere; size: 1 - exp(-modules/20); cycle: coupling that goes both ways.',
    source: OWN,
    note: 'Absolute shares, never rescaled by the other contexts: an edit in one leaves the scores of the others alone.',
    thresholds: [
      { limit: `< ${W['pilot.minDifficulty']}`, reading: 'easy: too easy to learn much from as a pilot' },
      {
        limit: `${W['pilot.minDifficulty']}..${W['pilot.maxDifficulty']}`,
        reading: 'medium: what a pilot should have',
      },
      { limit: `> ${W['pilot.maxDifficulty']}`, reading: 'hard: lower its largest term first' },
    ],
  },
  {
    id: 'priority',
    title: 'Priority of a context',
    direction: 'higher is better',
    range: '0..5',
    formula: 'impact / (0.2 + 0.8 difficulty)',
    meaning: 'Worth per effort. One of the two things the order weighs; the other is the calls back into the monolith.',
    source: 'value over effort, as in WSJF (Reinertsen 2009)',
    note: 'The 0.2 keeps a trivial context from winning by having no difficulty at all.',
    thresholds: [],
  },
  {
    id: 'rank',
    title: 'Rank in the order of extraction',
    direction: 'lower is better',
    range: '1..K',
    formula: `the order with the least call-backs into the monolith minus ${W['order.priority']} × (priority early), as a linear ordering problem`,
    meaning:
      'When to extract it. Not the order of priority: something important that calls half the monolith comes later.',
    source: 'linear ordering problem; exact up to 16 contexts, local search with its distance from the bound above',
    note: 'The pilot is chosen by gates, not by rank: it is what to learn on, and may stand later in the order.',
    thresholds: [],
  },
  {
    id: 'wave',
    title: 'Wave of an extraction',
    direction: 'neither is better in itself',
    range: '1..',
    formula: `a stretch of the order whose contexts do not need one another, at most ${W['order.waveSize']}`,
    meaning: 'What can leave side by side.',
    source: 'own',
    note: 'A context needs another when at least a tenth of its outgoing calls go there.',
    thresholds: [],
  },
  {
    id: 'callbacks',
    title: 'Call-backs into the monolith',
    direction: 'lower is better',
    range: '0.. per context, a share 0..1 for the order',
    formula: 'weight of the calls and table access of a context into those that leave after it',
    meaning: 'What the new service would still have to ask the monolith for on the day it leaves.',
    source: 'own; the order minimises it beside priority',
    note: 'Printed beside the usual advice "least coupled first" and a random order (half of the weight on average).',
    thresholds: [],
  },
  {
    id: 'blast',
    title: 'Blast radius of a context',
    direction: 'lower is better',
    range: '0..1',
    formula:
      'modules outside that reach it over runtime dependencies / modules outside; hubs and the shared kernel are parked',
    meaning: 'How much of the system could feel its failure.',
    source: 'own',
    note: 'Through a logger everything reaches everything: that is why hubs do not pass it on.',
    thresholds: [{ limit: '<= median of the contexts', reading: 'small enough for a pilot' }],
  },
  {
    id: 'quadrant',
    title: 'Quadrant: impact against difficulty',
    direction: 'neither is better in itself',
    range: 'quick win, strategic, fill in, leave',
    formula: `impact >= ${W['quadrant.impact']} and difficulty < ${W['quadrant.difficulty']}: quick win; both high: strategic; both low: fill in; else leave`,
    meaning: 'The usual two-by-two of a roadmap, to talk about it.',
    source: OWN,
    note: 'It ignores who calls whom, so it need not agree with the rank: the order does look at that.',
    thresholds: [],
  },
  {
    id: 'pilot',
    title: 'Pilot',
    direction: 'neither is better in itself',
    range: 'one context or none',
    formula: `gates: cross share <= ${W['pilot.maxCross']}, at most ${W['pilot.maxSpanning']} spanning transaction, blast radius <= median, difficulty ${W['pilot.minDifficulty']}..${W['pilot.maxDifficulty']}, ${W['pilot.minModules']}..${W['pilot.maxModules']} modules, a table of its own; then the best 0.4 (1 - cross) + 0.25 (1 - |D - 0.42|/0.58) + 0.2 (1 - blast) + 0.15 impact`,
    meaning: 'The context to learn on: independent of the others, of medium difficulty, with a small blast radius.',
    source: `the three criteria of the trade; the limits are ${OWN}`,
    note: 'When none passes, the report names the nearest, the gate that fails and the change that would make it pass.',
    thresholds: [],
  },
];
