/**
 * A placed picture as shapes in the order they are painted: arrows, boxes, labels, and above all the title with what the
 * picture means and leaves out. SVG and PNG are both made of it, so they say the same.
 */
import { printable } from '../../model/index.js';
import { arrowLook, FILL, INK, LINE, MARK, MUTED, type Stroke } from './looks.js';
import type { Picture } from './picture.js';
import {
  DETAIL_SIZE,
  LABEL_SIZE,
  NAME_SIZE,
  type Placed,
  type PlacedArrow,
  type PlacedBox,
  type Point,
  place,
} from './placed.js';
import { curveSegments, cylinder, headSegments, lid, rounded, type Segment } from './segments.js';
import { textWidth } from './text-width.js';

export type Shape =
  | {
      readonly kind: 'path';
      readonly segments: readonly Segment[];
      readonly fill?: string;
      readonly color?: string;
      readonly width?: number;
      readonly stroke?: Stroke;
      readonly title?: string;
    }
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Baseline. */
      readonly at: Point;
      readonly size: number;
      readonly color: string;
      readonly isBold: boolean;
      readonly anchor: 'start' | 'middle';
      /** Painted behind the letters, so that a line under them does not disturb. */
      readonly halo: boolean;
    };

export type Scene = {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
};

const MARGIN = 22;
const TITLE_SIZE = 20;
const NOTE_SIZE = 11.5;
const NOTE_LINE = 16;
const NARROWEST = 620;

export async function sceneOf(picture: Picture): Promise<Scene> {
  const placed = await place(picture);
  const width = Math.max(placed.width, NARROWEST, textWidth(printable(picture.title), TITLE_SIZE, true));
  const notes = [...picture.notes, ...picture.omissions].flatMap((note) => wrapped(printable(note), width));
  const top = MARGIN + TITLE_SIZE + 8 + notes.length * NOTE_LINE + 12;
  const heading: Shape[] = [
    text(printable(picture.title), [MARGIN, MARGIN + TITLE_SIZE - 4], TITLE_SIZE, INK, {
      isBold: true,
      anchor: 'start',
    }),
    ...notes.map((note, i) =>
      text(note, [MARGIN, MARGIN + TITLE_SIZE + 18 + i * NOTE_LINE], NOTE_SIZE, MUTED, { anchor: 'start' }),
    ),
  ];
  return {
    title: printable(picture.title),
    width: Math.ceil(width + 2 * MARGIN),
    height: Math.ceil(top + placed.height + MARGIN),
    shapes: [...heading, ...moved(drawing(placed), [MARGIN + (width - placed.width) / 2, top])],
  };
}

function drawing(placed: Placed): Shape[] {
  const heaviest = Math.max(...placed.arrows.map(({ arrow }) => arrow.weight), 1e-9);
  const lightFirst = [...placed.arrows].sort(
    (a, b) => Number(a.arrow.isAlarm) - Number(b.arrow.isAlarm) || a.arrow.weight - b.arrow.weight,
  );
  return [
    ...placed.groups.flatMap(({ x, y, width, height }): Shape[] => [
      { kind: 'path', segments: rounded(x, y, width, height, 8), fill: '#fafbfd', color: '#cbd5e1', width: 1 },
    ]),
    ...lightFirst.flatMap((each) => arrowShapes(each, heaviest)),
    ...placed.boxes.flatMap(boxShapes),
    ...lightFirst.flatMap((each) => labelShapes(each, heaviest)),
    ...placed.groups.map(({ x, y, label }) =>
      text(printable(label), [x + 12, y + 19], 13, MUTED, { isBold: true, anchor: 'start', halo: true }),
    ),
  ];
}

function boxShapes(placed: PlacedBox): Shape[] {
  const { x, y, width, height, box, lines } = placed;
  const isTable = box.shape === 'table';
  const paint = {
    fill: FILL[box.tone],
    color: LINE[box.tone],
    width: box.tone === 'plain' ? 1.2 : 2,
    title: printable(box.detail === '' ? box.label : `${box.label}: ${box.detail}`),
  };
  const outline: Shape[] = isTable
    ? [
        { kind: 'path', segments: cylinder(x, y, width, height), ...paint },
        { kind: 'path', segments: lid(x, y, width), color: LINE[box.tone], width: paint.width },
      ]
    : [{ kind: 'path', segments: rounded(x, y, width, height, box.shape === 'kernel' ? 2 : 8), ...paint }];
  const middle = x + width / 2;
  let baseline = y + (isTable ? 19 : 7) + NAME_SIZE;
  const labels = lines.map(({ text: line, kind }) => {
    const shape = text(
      line,
      [middle, baseline],
      kind === 'name' ? NAME_SIZE : DETAIL_SIZE,
      kind === 'name' ? INK : kind === 'mark' ? MARK : MUTED,
      { isBold: kind === 'name' },
    );
    baseline += DETAIL_SIZE + 4;
    return shape;
  });
  return [...outline, ...labels];
}

function arrowShapes({ arrow, curve, tip }: PlacedArrow, heaviest: number): Shape[] {
  const look = arrowLook(arrow, heaviest);
  const title = arrow.tooltip === undefined ? {} : { title: printable(arrow.tooltip) };
  return [
    {
      kind: 'path',
      segments: curveSegments(curve),
      color: look.color,
      width: look.width,
      stroke: look.stroke,
      ...title,
    },
    { kind: 'path', segments: headSegments(curve, tip, look.width), fill: look.color },
  ];
}

function labelShapes({ arrow, label }: PlacedArrow, heaviest: number): Shape[] {
  if (label === undefined || arrow.label === '') return [];
  const { color } = arrowLook(arrow, heaviest);
  return [text(printable(arrow.label), [label[0], label[1] + LABEL_SIZE / 3], LABEL_SIZE, color, { halo: true })];
}

function text(
  value: string,
  at: Point,
  size: number,
  color: string,
  {
    isBold = false,
    anchor = 'middle',
    halo = false,
  }: Partial<Pick<Extract<Shape, { kind: 'text' }>, 'isBold' | 'anchor' | 'halo'>>,
): Shape {
  return { kind: 'text', text: value, at, size, color, isBold, anchor, halo };
}

function moved(shapes: readonly Shape[], [dx, dy]: Point): Shape[] {
  const by = ([x, y]: Point): Point => [x + dx, y + dy];
  return shapes.map((shape) =>
    shape.kind === 'text'
      ? { ...shape, at: by(shape.at) }
      : { ...shape, segments: shape.segments.map(({ op, points }) => ({ op, points: points.map(by) })) },
  );
}

function wrapped(line: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of line.split(' ')) {
    const last = lines.at(-1) as string;
    if (last !== '' && textWidth(`${last} ${word}`, NOTE_SIZE) > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
