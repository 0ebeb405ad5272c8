/** The order of extraction as a road: waves from left to right, prerequisites as arrows. */
import type { Analysis } from '../../model/index.js';
import type { Language } from '../messages.js';
import type { Picture } from './picture.js';
import { pictureWords } from './words.js';

export function orderView({ project, contextMap, scorecard }: Analysis, language: Language = 'en'): Picture {
  const say = pictureWords(language);
  const names = new Map(contextMap.contexts.map(({ id, name }) => [id, name]));
  const waves = [...new Set(scorecard.entries.map(({ wave }) => wave))].sort((a, b) => a - b);
  const known = new Set(scorecard.entries.map(({ context }) => context));
  return {
    language,
    title: say('order', { project: project.name }),
    boxes: scorecard.entries.map((entry) => ({
      id: entry.context,
      label: `${entry.rank}. ${names.get(entry.context) ?? entry.context}`,
      detail: say('scores', {
        impact: entry.impact.score.toFixed(2),
        difficulty: entry.difficulty.score.toFixed(2),
      }),
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
    groups: waves.map((wave) => ({ id: `wave ${wave}`, label: say('wave', { n: wave }) })),
    notes: [say('roads')],
    omissions: [],
  };
}
