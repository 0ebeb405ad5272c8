/** Glyph outlines by character: what `roboto.ts` holds, read once for a picture. */
import { inflateRawSync } from 'node:zlib';
import { ROBOTO } from './roboto.js';

export type Glyph = {
  /** In thousandths of the font size, as are the points; y upwards. */
  readonly advance: number;
  readonly contours: readonly (readonly (readonly [x: number, y: number])[])[];
};

const CURVE_STEPS = 5;

export function readGlyphs(): ReadonlyMap<string, Glyph> {
  const lines = inflateRawSync(Buffer.from(ROBOTO, 'base64')).toString('latin1').split('\n');
  return new Map(
    lines.map((line) => {
      const [code = '', advance = '', outline = ''] = line.split(' ');
      return [
        String.fromCodePoint(Number.parseInt(code, 16)),
        { advance: Number(advance), contours: contours(outline) },
      ];
    }),
  );
}

/** Quadratic curves become short lines; each contour is closed. */
function contours(outline: string): [number, number][][] {
  const result: [number, number][][] = [];
  for (const [, op, numbers = ''] of outline.matchAll(/([MLQ])([^MLQ]*)/g)) {
    const [a = 0, b = 0, c = 0, d = 0] = numbers.split(',').map(Number);
    if (op === 'M') result.push([]);
    const contour = result.at(-1) ?? [];
    if (op !== 'Q') {
      contour.push([a, b]);
      continue;
    }
    const [x, y] = contour.at(-1) ?? [a, b];
    for (let step = 1; step <= CURVE_STEPS; step++) {
      const t = step / CURVE_STEPS;
      const [p, q, r] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
      contour.push([p * x + q * a + r * c, p * y + q * b + r * d]);
    }
  }
  return result;
}
