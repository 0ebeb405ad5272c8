/**
 * PNG, drawn by us from the same shapes as the SVG: nothing to install, no font of the machine, the same bytes everywhere.
 * Two pixels a point, fewer for very large pictures. Characters beyond Latin, Greek and Cyrillic stand as empty boxes,
 * which is told; the SVG has them.
 */
import type { Analysis } from '../../model/index.js';
import type { ReportOptions } from '../options.js';
import { drawnPicture } from '../picture/drawn.js';
import { type Scene, type Shape, sceneOf } from '../picture/scene.js';
import { type Canvas, fillPolygons, newCanvas, type Polygon } from './canvas.js';
import { encodePng } from './encode.js';
import { type Glyph, readGlyphs } from './glyphs.js';
import { flatten, strokePolygons } from './strokes.js';

const SCALE = 2;
const MOST_PIXELS = 24_000_000;
/** A bold letter is one drawn with a stroke around it. */
const BOLD = 0.045;
const HALO = 3.5;
const UNITS = 1000;
const EMPTY_BOX: Glyph = {
  advance: 620,
  contours: [
    [
      [60, -100],
      [560, -100],
      [560, 760],
      [60, 760],
    ],
    [
      [120, 700],
      [500, 700],
      [500, -40],
      [120, -40],
    ],
  ],
};

export async function renderPng(analysis: Analysis, options: ReportOptions): Promise<Uint8Array> {
  const scene = await sceneOf(drawnPicture(analysis, { ...options, language: 'en' }));
  const missing = new Set<string>();
  const png = pngOf(scene, missing);
  if (missing.size > 0) {
    options.onNote?.(
      `${missing.size} characters are not in the font of PNG pictures and stand as boxes; use --format svg`,
    );
  }
  return png;
}

function pngOf({ width, height, shapes }: Scene, missing: Set<string>): Uint8Array {
  const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (width * height)));
  const canvas = newCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  const glyphs = readGlyphs();
  for (const shape of shapes) {
    if (shape.kind === 'text') drawText(canvas, shape, scale, glyphs, missing);
    else drawPath(canvas, shape, scale);
  }
  return encodePng(canvas);
}

function drawPath(canvas: Canvas, shape: Extract<Shape, { kind: 'path' }>, scale: number): void {
  const segments = shape.segments.map(({ op, points }) => ({
    op,
    points: points.map(([x, y]) => [x * scale, y * scale] as const),
  }));
  if (shape.fill !== undefined)
    fillPolygons(
      canvas,
      flatten(segments).map(({ points }) => points),
      shape.fill,
    );
  if (shape.color === undefined) return;
  const width = (shape.width ?? 1) * scale;
  fillPolygons(canvas, strokePolygons(segments, width, shape.stroke ?? 'solid', scale), shape.color);
}

function drawText(
  canvas: Canvas,
  shape: Extract<Shape, { kind: 'text' }>,
  scale: number,
  glyphs: ReadonlyMap<string, Glyph>,
  missing: Set<string>,
): void {
  const size = (shape.size * scale) / UNITS;
  const letters = [...shape.text].map((character) => {
    const glyph = glyphs.get(character);
    if (glyph === undefined) missing.add(character);
    return glyph ?? EMPTY_BOX;
  });
  const extra = shape.isBold ? BOLD * UNITS * 0.5 : 0;
  const width = letters.reduce((sum, { advance }) => sum + (advance + extra) * size, 0);
  let x = shape.at[0] * scale - (shape.anchor === 'middle' ? width / 2 : 0);
  const y = shape.at[1] * scale;
  const outlines: Polygon[] = [];
  for (const { advance, contours } of letters) {
    for (const contour of contours) outlines.push(contour.map(([px, py]) => [x + px * size, y - py * size]));
    x += (advance + extra) * size;
  }
  if (shape.halo) fillPolygons(canvas, around(outlines, HALO * scale), '#ffffff');
  fillPolygons(canvas, outlines, shape.color);
  if (shape.isBold) fillPolygons(canvas, around(outlines, BOLD * shape.size * scale), shape.color);
}

function around(outlines: readonly Polygon[], width: number): Polygon[] {
  return outlines.flatMap((outline) =>
    strokePolygons(
      [
        { op: 'M', points: outline.slice(0, 1) },
        ...outline.slice(1).map((point) => ({ op: 'L' as const, points: [point] })),
        { op: 'Z', points: [] },
      ],
      width,
      'solid',
      1,
    ),
  );
}
