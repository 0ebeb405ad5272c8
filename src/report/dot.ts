/**
 * DOT for Graphviz. Every id is generated; every label is quoted and escaped, backslashes doubled (Graphviz reads `\N`,
 * `\G` … in labels); nothing from the code gets into URL, href, image or shape. Boxes get a width that holds for wide
 * fonts and Korean too, whatever font the reader's machine puts in. No orthogonal edges: they take minutes on large
 * graphs.
 */
import { type Analysis, printable } from '../model/index.js';
import { displayWidth, shorten } from './columns.js';
import type { ReportOptions } from './options.js';
import { type Arrow, type Box, type Picture, pictureOf } from './picture/index.js';
import { arrowLook, FILL, INK, LINE } from './picture/looks.js';
import { textWidth } from './picture/text-width.js';

const SHAPE: Readonly<Record<Box['shape'], string>> = {
  context: 'box',
  module: 'box',
  table: 'cylinder',
  kernel: 'component',
  step: 'box',
};
/** Graphviz knows the widths of the first; the second is what most machines have. */
const FONT = 'fontname="Helvetica,Arial,sans-serif"';
const NAME_SIZE = 13;
const POINTS_AN_INCH = 72;
const LONGEST_LABEL = 44;
const NOTE_WIDTH = 112;

export function renderDot(analysis: Analysis, options: ReportOptions): string {
  const picture = pictureOf(analysis, options);
  for (const omission of picture.omissions) options.onNote?.(omission);
  return dotOf(picture);
}

function dotOf(picture: Picture): string {
  const ids = new Map(picture.boxes.map(({ id }, i) => [id, `n${i + 1}`]));
  const heaviest = Math.max(1, ...picture.arrows.map(({ weight }) => weight));
  const lines = [
    'digraph "msa-map" {',
    `  graph [charset="UTF-8", rankdir=${picture.direction ?? 'TB'}, compound=true, nodesep=0.35, ranksep=0.6, pad=0.3, bgcolor="white", ${FONT}, fontcolor="${INK}", labelloc=t, labeljust=l, label=${heading(picture)}];`,
    `  node [${FONT}, fontsize=${NAME_SIZE}, fontcolor="${INK}", style="filled,rounded", margin="0.16,0.09"];`,
    `  edge [${FONT}, fontsize=11, arrowsize=0.8, fontcolor="#475569"];`,
    ...grouped(picture, ids),
    ...picture.arrows.map((arrow) => arrowLine(arrow, ids, heaviest)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function heading({ title, notes, omissions }: Picture): string {
  return label([title, ...[...notes, ...omissions].flatMap((note) => wrapped(note, NOTE_WIDTH))], '\\l');
}

function grouped(picture: Picture, ids: ReadonlyMap<string, string>): string[] {
  const known = new Set(picture.groups.map(({ id }) => id));
  const members = new Map<string, Box[]>();
  for (const box of picture.boxes) members.set(box.group, [...(members.get(box.group) ?? []), box]);
  const loose = picture.boxes.filter(({ group }) => !known.has(group)).map((box) => `  ${boxLine(box, ids)}`);
  const clusters = picture.groups.flatMap((group, i) => [
    `  subgraph cluster_${i + 1} {`,
    `    graph [label=${label([group.label])}, style="rounded,filled", fillcolor="#fafbfd", color="#cbd5e1", fontsize=13, labeljust=l, margin=14];`,
    ...(members.get(group.id) ?? []).map((box) => `    ${boxLine(box, ids)}`),
    '  }',
  ]);
  return [...loose, ...clusters];
}

function boxLine(box: Box, ids: ReadonlyMap<string, string>): string {
  const lines = [box.label, box.detail, ...(box.marks ?? [])]
    .filter((line) => line !== '')
    .map((line) => shorten(printable(line), LONGEST_LABEL));
  const width = (Math.max(40, ...lines.map((line) => textWidth(line, NAME_SIZE))) + 18) / POINTS_AN_INCH;
  return `${ids.get(box.id)} [label=${label(lines)}, shape=${SHAPE[box.shape]}, width=${width.toFixed(2)}, fillcolor="${FILL[box.tone]}", color="${LINE[box.tone]}"${box.shape === 'table' ? ', style="filled"' : ''}${box.tone === 'plain' ? '' : ', penwidth=2'}, tooltip=${label([`${box.label}: ${box.detail}`])}];`;
}

function arrowLine(arrow: Arrow, ids: ReadonlyMap<string, string>, heaviest: number): string {
  const { color, stroke, width } = arrowLook(arrow, heaviest);
  const text = arrow.label === '' ? '' : `label=${label([` ${arrow.label} `])}, `;
  const tooltip = arrow.tooltip === undefined ? '' : `, tooltip=${label([arrow.tooltip])}`;
  return `  ${ids.get(arrow.from)} -> ${ids.get(arrow.to)} [${text}penwidth=${width.toFixed(2)}, style=${stroke}, color="${color}", fontcolor="${color}"${tooltip}];`;
}

/** A quoted string: controls visible, quotes and backslashes escaped, `end` behind each line but a lone one. */
function label(lines: readonly string[], end = '\\n'): string {
  const escaped = lines.map((line) => printable(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  return `"${end === '\\l' ? escaped.map((line) => line + end).join('') : escaped.join(end)}"`;
}

function wrapped(line: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of line.split(' ')) {
    const last = lines.at(-1) as string;
    if (last !== '' && displayWidth(`${last} ${word}`) > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
