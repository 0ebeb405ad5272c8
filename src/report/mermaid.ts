/**
 * Mermaid. Ids are generated, never made of names (`end`, `o`, `x` and others change what a line means); labels are quoted
 * with entities. A diagram cannot raise Mermaid's limits of 500 edges and 50,000 characters, so it is folded until it
 * fits, and says so: in a note of the diagram, in a comment, and to who asked for it.
 */
import { type Analysis, printable } from '../model/index.js';
import { displayWidth, shorten } from './columns.js';
import { quadrantChart } from './mermaid-quadrants.js';
import { sequenceDiagram } from './mermaid-sagas.js';
import { mermaidComment, mermaidText } from './mermaid-text.js';
import type { ReportOptions } from './options.js';
import { type Arrow, type Box, type Picture, pictureOf, withArrowLimit, withBoxLimit } from './picture/index.js';

/** Below Mermaid's fixed 500 and 50,000, with room for what a page adds. */
const MAX_ARROWS = 480;
const MAX_CHARACTERS = 48_000;
const LONGEST_LABEL = 48;

export function renderMermaid(analysis: Analysis, options: ReportOptions): string {
  if (options.view === 'quadrants') return quadrantChart(analysis, options.onNote, options.language);
  if (options.view === 'sagas') return sequenceDiagram(analysis, options);
  const picture = folded(pictureOf(analysis, options));
  for (const omission of picture.omissions) options.onNote?.(omission);
  return mermaidOf(picture);
}

/** As many boxes and arrows as Mermaid takes. */
function folded(picture: Picture): Picture {
  let fitting = withArrowLimit(picture, MAX_ARROWS);
  let boxes = fitting.boxes.length;
  while (boxes > 1 && mermaidOf(fitting).length > MAX_CHARACTERS) {
    boxes = Math.floor(boxes * 0.8);
    fitting = withArrowLimit(withBoxLimit(picture, boxes), MAX_ARROWS);
  }
  return fitting;
}

function mermaidOf(picture: Picture): string {
  const ids = new Map(picture.boxes.map(({ id }, i) => [id, `N${i + 1}`]));
  const known = new Set(picture.groups.map(({ id }) => id));
  const lines = [
    '---',
    `title: ${JSON.stringify(printable(picture.title))}`,
    '---',
    `flowchart ${picture.direction ?? 'LR'}`,
    ...[...picture.notes, ...picture.omissions].map((note) => `  ${mermaidComment(note)}`),
    ...picture.boxes.filter(({ group }) => !known.has(group)).map((box) => `  ${boxText(box, ids)}`),
    ...picture.groups.flatMap((group, i) => [
      `  subgraph G${i + 1}["${mermaidText(group.label)}"]`,
      ...picture.boxes.filter((box) => box.group === group.id).map((box) => `    ${boxText(box, ids)}`),
      '  end',
    ]),
    ...picture.arrows.map((arrow) => `  ${arrowText(arrow, ids)}`),
    ...noteBox(picture.omissions),
    ...styles(picture, ids),
  ];
  return `${lines.join('\n')}\n`;
}

function boxText(box: Box, ids: ReadonlyMap<string, string>): string {
  const small = [box.detail, ...(box.marks ?? [])].filter((line) => line !== '').map(cut);
  const label = `"${mermaidText(cut(box.label))}${small.map((line) => `<br/><small>${mermaidText(line)}</small>`).join('')}"`;
  const id = ids.get(box.id);
  return box.shape === 'table' ? `${id}[(${label})]` : box.shape === 'kernel' ? `${id}[[${label}]]` : `${id}(${label})`;
}

function cut(text: string): string {
  const line = printable(text);
  return displayWidth(line) > LONGEST_LABEL ? shorten(line, LONGEST_LABEL) : line;
}

function noteBox(omissions: readonly string[]): string[] {
  if (omissions.length === 0) return [];
  return [
    `  NOTE["${omissions.map(mermaidText).join('<br/>')}"]`,
    '  style NOTE fill:none,stroke-dasharray:4 4,color:#566176,stroke:#9aa1ad',
  ];
}

function arrowText(arrow: Arrow, ids: ReadonlyMap<string, string>): string {
  const label = arrow.label === '' ? '' : `|"${mermaidText(arrow.label)}"|`;
  return `${ids.get(arrow.from)} ${lineOf(arrow)}${label} ${ids.get(arrow.to)}`;
}

function lineOf({ status, isUpward, kind }: Arrow): string {
  if (status === 'new') return '==>';
  if (status === 'accepted' || (status === undefined && isUpward === true)) return '-.->';
  if (kind === 'type' || kind === 'event' || kind === 'key') return '-.->';
  return kind === 'write' ? '==>' : '-->';
}

function styles(picture: Picture, ids: ReadonlyMap<string, string>): string[] {
  const numbered = picture.arrows.map((arrow, i) => ({ arrow, i }));
  const colored = (color: string, test: (arrow: Arrow) => boolean): string[] => {
    const numbers = numbered.filter(({ arrow }) => test(arrow)).map(({ i }) => i);
    return numbers.length === 0 ? [] : [`  linkStyle ${numbers.join(',')} stroke:${color},color:${color}`];
  };
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
    ...colored('#b42318', ({ status, isAlarm }) => status === 'new' || (status === undefined && isAlarm)),
    ...colored('#b45309', ({ status }) => status === 'accepted'),
  ];
}
