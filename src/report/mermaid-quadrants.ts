/**
 * Impact × difficulty as a Mermaid quadrant chart. Its grammar knows only `0`, `0.d` and `1` as coordinates, and points
 * overlap, so it shows the first fifteen by rank; the table of the report has all.
 */
import type { Analysis } from '../model/index.js';

const SHOWN = 15;

export function quadrantChart({ project, contextMap, scorecard }: Analysis): string {
  const names = new Map(contextMap.contexts.map(({ id, name }) => [id, name]));
  const entries = scorecard.entries.slice(0, SHOWN);
  const left = scorecard.entries.length - entries.length;
  const lines = [
    ...(left > 0 ? [`%% left out: the last ${left} of ${scorecard.entries.length} contexts by rank`] : []),
    'quadrantChart',
    `  title "${plain(project.name)}: impact and ease"`,
    '  x-axis "hard to extract" --> "easy to extract"',
    '  y-axis "low impact" --> "high impact"',
    '  quadrant-1 "quick win"',
    '  quadrant-2 "strategic"',
    '  quadrant-3 "leave"',
    '  quadrant-4 "fill in"',
    ...entries.map(
      ({ context, impact, difficulty }) =>
        `  "${plain(names.get(context) ?? context)}": [${coordinate(1 - difficulty.score)}, ${coordinate(impact.score)}]`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function coordinate(value: number): string {
  const rounded = Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;
  return rounded === 0 || rounded === 1 ? String(rounded) : rounded.toFixed(2);
}

function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f"%\\\u2028\u2029]+/g, ' ').trim();
}
