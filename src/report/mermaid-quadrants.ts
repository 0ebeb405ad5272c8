/**
 * Impact × difficulty as a Mermaid quadrant chart. Its grammar knows only `0`, `0.d` and `1` as coordinates. It shows the
 * first fifteen by rank, and moves a point up or down where its name would stand on another; both are said.
 */
import { type Analysis, printable } from '../model/index.js';
import { displayWidth, shorten } from './columns.js';
import { mermaidComment } from './mermaid-text.js';
import type { Language } from './messages.js';
import { pictureWords, type Words } from './picture/words.js';

const SHOWN = 15;
const LONGEST = 24;
/** In the chart's units (500 pixels a side): height of a point with its name, width of a letter. */
const TALL = 0.052;
const LETTER = 0.0165;
const STEP = 0.012;
const FARTHEST = 0.18;

const TITLES = ['quickWin', 'strategic', 'leave', 'fillIn'] as const;
/** Mermaid writes the quadrants' names at their upper edge. */
const TITLE_PLACES = [
  [0.75, 0.97],
  [0.25, 0.97],
  [0.25, 0.47],
  [0.75, 0.47],
] as const;

type Label = { readonly text: string; readonly x: number; readonly y: number };

export function quadrantChart(
  { project, contextMap, scorecard }: Analysis,
  onNote: (note: string) => void = () => {},
  language: Language = 'en',
): string {
  const say = pictureWords(language);
  const titles = TITLES.map((title) => say(title));
  const names = new Map(contextMap.contexts.map(({ id, name }) => [id, name]));
  const entries = scorecard.entries.slice(0, SHOWN).map(({ context, impact, difficulty }) => ({
    text: plain(names.get(context) ?? context),
    x: clamp(1 - difficulty.score),
    y: clamp(impact.score),
  }));
  const points = apart(entries, titles);
  const notes = notesOf(entries, points, scorecard.entries.length, say);
  for (const note of notes) onNote(note);
  const all = scorecard.entries.length;
  const some = points.length < all ? say('some', { n: points.length, all }) : '';
  return `${[
    ...notes.map(mermaidComment),
    'quadrantChart',
    `  title ${say('impactEase', { project: plain(project.name) })}${some}`,
    `  x-axis "${say('hard')}" --> "${say('easy')}"`,
    `  y-axis "${say('lowImpact')}" --> "${say('highImpact')}"`,
    ...titles.map((title, i) => `  quadrant-${i + 1} "${title}"`),
    ...points.map(({ text, x, y }) => `  "${text}": [${coordinate(x)}, ${coordinate(y)}]`),
  ].join('\n')}\n`;
}

function notesOf(entries: readonly Label[], points: readonly Label[], total: number, say: Words): string[] {
  const moves = points.map((point, i) => Math.abs(point.y - (entries[i] as Label).y)).filter((by) => by > 0);
  return [
    ...(total > points.length ? [say('lastLeftOut', { n: total - points.length, all: total })] : []),
    ...(moves.length === 0
      ? []
      : [say('pointsMoved', { n: moves.length, all: points.length, by: Math.max(...moves).toFixed(2) })]),
  ];
}

/** Each point at the free place nearest to its own. */
function apart(entries: readonly Label[], titles: readonly string[]): Label[] {
  const taken: Label[] = titles.map((text, i) => ({ text, x: TITLE_PLACES[i]![0], y: TITLE_PLACES[i]![1] }));
  return entries.map((entry) => {
    let free = entry;
    for (let by = 0; by <= FARTHEST; by += STEP) {
      const tries = [entry.y + by, entry.y - by].filter((y) => y >= TALL && y <= 1).map((y) => ({ ...entry, y }));
      const found = tries.find((each) => !taken.some((other) => overlap(each, other)));
      if (found === undefined) continue;
      free = found;
      break;
    }
    taken.push(free);
    return free;
  });
}

function overlap(a: Label, b: Label): boolean {
  const half = ((displayWidth(a.text) + displayWidth(b.text)) * LETTER) / 2;
  return Math.abs(a.y - b.y) < TALL && Math.abs(a.x - b.x) < half;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function coordinate(value: number): string {
  const rounded = Math.round(value * 1000) / 1000;
  return rounded === 0 || rounded === 1 ? String(rounded) : rounded.toFixed(3).replace(/0$/, '');
}

/** Quotes end a label and `%%` begins a comment; the chart knows no entities. */
function plain(text: string): string {
  const written = printable(text)
    .replaceAll('\\', '/')
    .replace(/["%`]+/g, ' ')
    .trim();
  return shorten(written === '' ? 'unnamed' : written, LONGEST);
}
