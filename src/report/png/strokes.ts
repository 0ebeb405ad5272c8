/** Paths as polygons: curves cut into short lines, strokes with a width and dashes into rectangles with round joins. */
import type { Stroke } from '../picture/looks.js';
import type { Segment } from '../picture/segments.js';
import type { Polygon } from './canvas.js';

type XY = readonly [x: number, y: number];

const CURVE_STEPS = 24;
const ROUND = 10;
const DASHES: Readonly<Record<Stroke, readonly number[]>> = { solid: [], dashed: [6, 4], dotted: [1.5, 3.5] };

/** One line a subpath. */
export function flatten(segments: readonly Segment[]): { readonly points: XY[]; readonly isClosed: boolean }[] {
  const lines: { points: XY[]; isClosed: boolean }[] = [];
  for (const { op, points } of segments) {
    if (op === 'M') lines.push({ points: [...points], isClosed: false });
    const line = lines.at(-1);
    if (!line) continue;
    if (op === 'L') line.points.push(...points);
    if (op === 'C') line.points.push(...curve(line.points.at(-1) as XY, points as [XY, XY, XY]));
    if (op === 'Z') line.isClosed = true;
  }
  return lines;
}

function curve([x, y]: XY, [[ax, ay], [bx, by], [cx, cy]]: readonly [XY, XY, XY]): XY[] {
  return Array.from({ length: CURVE_STEPS }, (_, i) => {
    const t = (i + 1) / CURVE_STEPS;
    const u = 1 - t;
    const [p, q, r, s] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    return [p * x + q * ax + r * bx + s * cx, p * y + q * ay + r * by + s * cy];
  });
}

export function strokePolygons(segments: readonly Segment[], width: number, stroke: Stroke, scale: number): Polygon[] {
  return flatten(segments).flatMap(({ points, isClosed }) => {
    const line = isClosed ? [...points, points[0] as XY] : points;
    const isRound = stroke === 'solid';
    return dashed(
      line,
      DASHES[stroke].map((length) => length * scale),
    ).flatMap((part) => thick(part, width / 2, isRound));
  });
}

function dashed(line: readonly XY[], pattern: readonly number[]): XY[][] {
  if (pattern.length === 0) return [[...line]];
  const parts: XY[][] = [];
  let [at, left, isOn] = [0, pattern[0] as number, true];
  let part: XY[] = [line[0] as XY];
  for (let i = 1; i < line.length; i++) {
    let [x, y] = line[i - 1] as XY;
    const [endX, endY] = line[i] as XY;
    let length = Math.hypot(endX - x, endY - y);
    while (length > left) {
      x += ((endX - x) * left) / length;
      y += ((endY - y) * left) / length;
      length -= left;
      if (isOn) parts.push([...part, [x, y]]);
      isOn = !isOn;
      at = (at + 1) % pattern.length;
      left = pattern[at] as number;
      part = [[x, y]];
    }
    left -= length;
    part.push([endX, endY]);
  }
  if (isOn && part.length > 1) parts.push(part);
  return parts;
}

/** All of one winding, so that overlaps stay filled. */
function thick(line: readonly XY[], half: number, isRound: boolean): Polygon[] {
  const polygons: Polygon[] = [];
  for (let i = 1; i < line.length; i++) {
    const [x1, y1] = line[i - 1] as XY;
    const [x2, y2] = line[i] as XY;
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (length === 0) continue;
    const [nx, ny] = [(-(y2 - y1) / length) * half, ((x2 - x1) / length) * half];
    polygons.push([
      [x1 - nx, y1 - ny],
      [x2 - nx, y2 - ny],
      [x2 + nx, y2 + ny],
      [x1 + nx, y1 + ny],
    ]);
    if (i < line.length - 1 || isRound) polygons.push(disc(line[i] as XY, half));
  }
  return polygons;
}

function disc([x, y]: XY, radius: number): Polygon {
  return Array.from({ length: ROUND }, (_, i) => {
    const angle = (2 * Math.PI * i) / ROUND;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}
