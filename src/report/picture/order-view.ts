/** The order of extraction as a road: waves from left to right, prerequisites as arrows. */
import type { Analysis } from '../../model/index.js';
import type { Picture } from './picture.js';

export function orderView({ project, contextMap, scorecard }: Analysis): Picture {
  const names = new Map(contextMap.contexts.map(({ id, name }) => [id, name]));
  const waves = [...new Set(scorecard.entries.map(({ wave }) => wave))].sort((a, b) => a - b);
  const known = new Set(scorecard.entries.map(({ context }) => context));
  return {
    title: `${project.name}: order of extraction`,
    boxes: scorecard.entries.map((entry) => ({
      id: entry.context,
      label: `${entry.rank}. ${names.get(entry.context) ?? entry.context}`,
      detail: `impact ${entry.impact.score.toFixed(2)}, difficulty ${entry.difficulty.score.toFixed(2)}`,
      shape: 'step',
      tone: entry.pilot ? 'pilot' : 'plain',
      group: `wave ${entry.wave}`,
    })),
    arrows: scorecard.entries.flatMap((entry) =>
      entry.prerequisites
        .filter((before) => known.has(before))
        .map((before) => ({
          from: before,
          to: entry.context,
          label: '',
          kind: 'order' as const,
          weight: 1,
          width: 1.6,
          isAlarm: false,
        })),
    ),
    groups: waves.map((wave) => ({ id: `wave ${wave}`, label: `wave ${wave}` })),
    notes: [
      'An arrow points from what should leave first to what then calls it over the network instead of calling back.',
    ],
    omissions: [],
  };
}
