/** Curves and outlines as segments, and segments as the text of an SVG path. */
import type { Point } from './placed.js';

/** `M`, `L`, `C` and `Z` with absolute points, as in SVG. */
export type Segment = { readonly op: 'M' | 'L' | 'C' | 'Z'; readonly points: readonly Point[] };

export function curveSegments([first, ...rest]: readonly Point[]): Segment[] {
  const pieces = Array.from({ length: Math.floor(rest.length / 3) }, (_, i) => rest.slice(3 * i, 3 * i + 3));
  return [
    { op: 'M', points: first === undefined ? [] : [first] },
    ...pieces.map((points): Segment => ({ op: 'C', points })),
  ];
}

/** The way of an arrow, and its head, as the `d` of an SVG path. */
export function curvePath(curve: readonly Point[]): string {
  return pathText(curveSegments(curve));
}

export function arrowHead(curve: readonly Point[], tip: Point, width: number): string {
  return pathText(headSegments(curve, tip, width));
}

export function pathText(segments: readonly Segment[]): string {
  return segments.map(({ op, points }) => op + points.map(([x, y]) => `${short(x)} ${short(y)}`).join(' ')).join('');
}

/** A tenth of a point is finer than any screen. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function headSegments(curve: readonly Point[], [tipX, tipY]: Point, width: number): Segment[] {
  const [x, y] = curve.at(-1) as Point;
  const length = Math.hypot(tipX - x, tipY - y) || 1;
  const half = 3 + width * 0.75;
  const [dx, dy] = [(tipX - x) / length, (tipY - y) / length];
  return [
    { op: 'M', points: [[tipX, tipY]] },
    { op: 'L', points: [[x - dy * half, y + dx * half]] },
    { op: 'L', points: [[x + dy * half, y - dx * half]] },
    { op: 'Z', points: [] },
  ];
}

/** The part of a quarter circle's radius at which the control points of a Bézier curve stand. */
const ARC = 0.5523;

export function rounded(x: number, y: number, width: number, height: number, radius: number): Segment[] {
  const [r, k] = [radius, radius * (1 - ARC)];
  const [right, bottom] = [x + width, y + height];
  return [
    { op: 'M', points: [[x + r, y]] },
    { op: 'L', points: [[right - r, y]] },
    {
      op: 'C',
      points: [
        [right - k, y],
        [right, y + k],
        [right, y + r],
      ],
    },
    { op: 'L', points: [[right, bottom - r]] },
    {
      op: 'C',
      points: [
        [right, bottom - k],
        [right - k, bottom],
        [right - r, bottom],
      ],
    },
    { op: 'L', points: [[x + r, bottom]] },
    {
      op: 'C',
      points: [
        [x + k, bottom],
        [x, bottom - k],
        [x, bottom - r],
      ],
    },
    { op: 'L', points: [[x, y + r]] },
    {
      op: 'C',
      points: [
        [x, y + k],
        [x + k, y],
        [x + r, y],
      ],
    },
    { op: 'Z', points: [] },
  ];
}

const LID = 6;

export function cylinder(x: number, y: number, width: number, height: number): Segment[] {
  const [right, top, bottom] = [x + width, y + LID, y + height - LID];
  const bend = LID * 1.33;
  return [
    { op: 'M', points: [[x, top]] },
    {
      op: 'C',
      points: [
        [x, top - bend],
        [right, top - bend],
        [right, top],
      ],
    },
    { op: 'L', points: [[right, bottom]] },
    {
      op: 'C',
      points: [
        [right, bottom + bend],
        [x, bottom + bend],
        [x, bottom],
      ],
    },
    { op: 'Z', points: [] },
  ];
}

export function lid(x: number, y: number, width: number): Segment[] {
  const [right, top, bend] = [x + width, y + LID, LID * 1.33];
  return [
    { op: 'M', points: [[x, top]] },
    {
      op: 'C',
      points: [
        [x, top + bend],
        [right, top + bend],
        [right, top],
      ],
    },
  ];
}
