/**
 * DOT for Graphviz. Every id and label is quoted and escaped, backslashes doubled (Graphviz reads `\N`, `\G` … in labels);
 * nothing from the code gets into URL, href, image or shape attributes. No orthogonal edges: they take minutes on large
 * graphs.
 */
import type { Analysis } from '../model/index.js';
import type { ReportOptions } from './options.js';
import { type Arrow, type Box, type Picture, pictureOf, type Tone } from './picture/index.js';

const FILL: Readonly<Record<Tone, string>> = {
  plain: '#f3f6fb',
  pilot: '#d8f3dc',
  shared: '#ffe8cc',
  focus: '#dbe7ff',
  muted: '#f4f4f5',
};
const LINE: Readonly<Record<Tone, string>> = {
  plain: '#5b6b84',
  pilot: '#2d7a46',
  shared: '#c2620a',
  focus: '#2757c4',
  muted: '#9aa1ad',
};
const SHAPE: Readonly<Record<Box['shape'], string>> = {
  context: 'box',
  module: 'box',
  table: 'cylinder',
  kernel: 'component',
  step: 'box',
};

export function renderDot(analysis: Analysis, options: ReportOptions): string {
  return dotOf(pictureOf(analysis, options));
}

export function dotOf(picture: Picture): string {
  const ids = new Map(picture.boxes.map(({ id }, i) => [id, `n${i + 1}`]));
  const heaviest = Math.max(1, ...picture.arrows.map(({ weight }) => weight));
  const lines = [
    'digraph "msa-map" {',
    `  graph [charset="UTF-8", rankdir=LR, compound=true, nodesep=0.45, ranksep=1.0, fontname="Helvetica", fontsize=18, labelloc=t, labeljust=l, pad=0.4, label=${quote([picture.title, ...picture.notes].join('\n'))}];`,
    '  node [fontname="Helvetica", fontsize=13, style="filled,rounded", margin="0.18,0.10"];',
    '  edge [fontname="Helvetica", fontsize=10, arrowsize=0.8, color="#5b6b84", fontcolor="#475569"];',
    ...grouped(picture, ids),
    ...picture.arrows.map((arrow) => arrowLine(arrow, ids, heaviest)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function grouped(picture: Picture, ids: ReadonlyMap<string, string>): string[] {
  const loose = picture.boxes
    .filter(({ group }) => !picture.groups.some(({ id }) => id === group))
    .map((box) => `  ${boxLine(box, ids)}`);
  const clusters = picture.groups.flatMap((group, i) => [
    `  subgraph cluster_${i + 1} {`,
    `    graph [label=${quote(group.label)}, style="rounded", color="#cbd5e1", fontsize=14, labeljust=l];`,
    ...picture.boxes.filter((box) => box.group === group.id).map((box) => `    ${boxLine(box, ids)}`),
    '  }',
  ]);
  return [...loose, ...clusters];
}

function boxLine(box: Box, ids: ReadonlyMap<string, string>): string {
  const label = box.detail === '' ? box.label : `${box.label}\n${box.detail}`;
  const shape = SHAPE[box.shape];
  return `${ids.get(box.id)} [label=${quote(label)}, shape=${shape}, fillcolor="${FILL[box.tone]}", color="${LINE[box.tone]}"${box.shape === 'table' ? ', style="filled"' : ''}${box.tone === 'plain' ? '' : ', penwidth=2'}];`;
}

function arrowLine(arrow: Arrow, ids: ReadonlyMap<string, string>, heaviest: number): string {
  const width = (0.8 + (3.2 * Math.sqrt(arrow.weight)) / Math.sqrt(heaviest)).toFixed(2);
  const style =
    arrow.kind === 'type' || arrow.kind === 'event'
      ? 'dashed'
      : arrow.kind === 'key'
        ? 'dotted'
        : arrow.kind === 'write'
          ? 'bold'
          : 'solid';
  const color = arrow.isAlarm ? ', color="#c92a2a", fontcolor="#c92a2a"' : '';
  return `  ${ids.get(arrow.from)} -> ${ids.get(arrow.to)} [label=${quote(arrow.label)}, penwidth=${width}, style=${style}${color}];`;
}

/** A quoted string: quotes and backslashes escaped, newlines as centred line breaks, other control characters dropped. */
function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `"${escaped.replace(/\r\n|\r|\n/g, '\\n').replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '')}"`;
}
