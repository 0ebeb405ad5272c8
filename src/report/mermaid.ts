/**
 * Mermaid. Ids are generated, never made of names (`end`, `o`, `x` and others change what a line means); labels are quoted
 * with entities. A diagram cannot raise Mermaid's limits of 500 edges and 50,000 characters, so it is folded until it
 * fits, and says so.
 */
import type { Analysis } from '../model/index.js';
import { quadrantChart } from './mermaid-quadrants.js';
import { sequenceDiagram } from './mermaid-sagas.js';
import { mermaidText } from './mermaid-text.js';
import type { ReportOptions } from './options.js';
import { type Arrow, type Box, type Picture, pictureOf, withArrowLimit, withBoxLimit } from './picture/index.js';

/** Below Mermaid's fixed 500 and 50,000, with room for what a page adds. */
const MAX_ARROWS = 480;
const MAX_CHARACTERS = 48_000;

export function renderMermaid(analysis: Analysis, options: ReportOptions): string {
  if (options.view === 'quadrants') return quadrantChart(analysis);
  if (options.view === 'sagas') return sequenceDiagram(analysis, options.focus);
  return mermaidOf(pictureOf(analysis, options));
}

export function mermaidOf(picture: Picture): string {
  let fitting = withArrowLimit(picture, MAX_ARROWS);
  let text = draw(fitting);
  let boxes = fitting.boxes.length;
  while (text.length > MAX_CHARACTERS && boxes > 1) {
    boxes = Math.floor(boxes * 0.8);
    fitting = withArrowLimit(withBoxLimit(picture, boxes), MAX_ARROWS);
    text = draw(fitting);
  }
  return text;
}

function draw(picture: Picture): string {
  const ids = new Map(picture.boxes.map(({ id }, i) => [id, `N${i + 1}`]));
  const known = new Set(picture.groups.map(({ id }) => id));
  const lines = [
    ...[picture.title, ...picture.notes].map((note) => `%% ${comment(note)}`),
    'flowchart LR',
    ...picture.boxes.filter(({ group }) => !known.has(group)).map((box) => `  ${boxText(box, ids)}`),
    ...picture.groups.flatMap((group, i) => [
      `  subgraph G${i + 1}["${mermaidText(group.label)}"]`,
      ...picture.boxes.filter((box) => box.group === group.id).map((box) => `    ${boxText(box, ids)}`),
      '  end',
    ]),
    ...picture.arrows.map((arrow) => `  ${arrowText(arrow, ids)}`),
    ...styles(picture, ids),
  ];
  return `${lines.join('\n')}\n`;
}

function boxText(box: Box, ids: ReadonlyMap<string, string>): string {
  const label = `"${mermaidText(box.label)}${box.detail === '' ? '' : `<br/><small>${mermaidText(box.detail)}</small>`}"`;
  const id = ids.get(box.id);
  return box.shape === 'table' ? `${id}[(${label})]` : box.shape === 'kernel' ? `${id}[[${label}]]` : `${id}(${label})`;
}

function arrowText(arrow: Arrow, ids: ReadonlyMap<string, string>): string {
  const line =
    arrow.kind === 'type' || arrow.kind === 'event' || arrow.kind === 'key'
      ? '-.->'
      : arrow.kind === 'write'
        ? '==>'
        : '-->';
  const label = arrow.label === '' ? '' : `|"${mermaidText(arrow.label)}"|`;
  return `${ids.get(arrow.from)} ${line}${label} ${ids.get(arrow.to)}`;
}

function styles(picture: Picture, ids: ReadonlyMap<string, string>): string[] {
  const alarms = picture.arrows.flatMap(({ isAlarm }, i) => (isAlarm ? [i] : []));
  const toned = (tone: Box['tone']): string =>
    picture.boxes
      .filter((box) => box.tone === tone)
      .map(({ id }) => ids.get(id))
      .join(',');
  const classes: readonly (readonly [Box['tone'], string])[] = [
    ['pilot', 'fill:#d8f3dc,stroke:#2d7a46,stroke-width:2px,color:#14301f'],
    ['shared', 'fill:#ffe8cc,stroke:#c2620a,stroke-width:2px,color:#3d2405'],
    ['focus', 'fill:#dbe7ff,stroke:#2757c4,stroke-width:2px,color:#0f2250'],
  ];
  return [
    ...classes
      .filter(([tone]) => toned(tone) !== '')
      .flatMap(([tone, style]) => [`  classDef ${tone} ${style}`, `  class ${toned(tone)} ${tone}`]),
    ...(alarms.length > 0 ? [`  linkStyle ${alarms.join(',')} stroke:#c92a2a,color:#c92a2a`] : []),
  ];
}

/** `%%{` would begin a directive, and a comment ends at the line's end. */
function comment(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('{', '(')
    .replaceAll('}', ')');
}
