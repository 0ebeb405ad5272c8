/** PNG pictures, read back: size, colours and letters, and the same bytes each time. */
import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { REPORTERS } from '../../src/report/index.js';
import { analysisOf, withHostileNames } from './analyses.js';

it('is a picture of two pixels a point with the colours of the SVG', async () => {
  const shop = await analysisOf('systems/allinone-commerce');
  const bytes = (await REPORTERS.png.render(shop, {})) as Uint8Array;
  const svg = (await REPORTERS.svg.render(shop, {})) as string;
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  const picture = read(Buffer.from(bytes));
  expect([picture.width, picture.height]).toEqual([2 * Number(width), 2 * Number(height)]);
  // A box, the pilot, a table that several write, an arrow that closes a cycle.
  for (const color of ['#eef3fb', '#d8f3dc', '#ffe8cc', '#b42318']) expect(picture.count(color)).toBeGreaterThan(500);
  expect(picture.count('#ffffff')).toBeGreaterThan(picture.width * picture.height * 0.6);
  // Letters are not boxes: ink is there, but little of it.
  expect(picture.count('#1b2433')).toBeGreaterThan(1000);
  expect(picture.count('#1b2433')).toBeLessThan(40_000);
}, 60_000);

it('has the same bytes each time', async () => {
  const bakery = await analysisOf('systems/bakery-prisma');
  const [first, second] = [await REPORTERS.png.render(bakery, {}), await REPORTERS.png.render(bakery, {})];
  expect(Buffer.from(first as Uint8Array).equals(Buffer.from(second as Uint8Array))).toBe(true);
}, 60_000);

it('tells that letters beyond its font stand as boxes', async () => {
  const notes: string[] = [];
  const shop = withHostileNames(await analysisOf('systems/allinone-commerce'));
  const bytes = await REPORTERS.png.render(shop, { view: 'tables', onNote: (note) => notes.push(note) });
  expect(read(Buffer.from(bytes as Uint8Array)).width).toBeGreaterThan(600);
  expect(notes.join()).toMatch(/\d+ characters are not in the font of PNG pictures/);
}, 60_000);

function read(png: Buffer) {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const length = png.readUInt32BE(33);
  expect(png.toString('latin1', 37, 41)).toBe('IDAT');
  const rows = inflateSync(png.subarray(41, 41 + length));
  expect(rows.length).toBe(height * (3 * width + 1));
  expect(png.toString('latin1', 49 + length, 53 + length)).toBe('IEND');
  const colors = new Map<number, number>();
  for (let y = 0; y < height; y++) {
    for (let at = y * (3 * width + 1) + 1; at < (y + 1) * (3 * width + 1); at += 3) {
      const color = ((rows[at] as number) << 16) | ((rows[at + 1] as number) << 8) | (rows[at + 2] as number);
      colors.set(color, (colors.get(color) ?? 0) + 1);
    }
  }
  return { width, height, count: (color: string) => colors.get(Number.parseInt(color.slice(1), 16)) ?? 0 };
}
