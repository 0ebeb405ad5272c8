/**
 * How wide a text may get, in units of its font size: by classes of characters, as in the widest common sans serif fonts
 * (DejaVu, Verdana), so that a box holds its label whatever font the reader's machine puts in.
 */
import { displayWidth } from '../columns.js';

const NARROW = new Set("iIjl.,:;'|!()[]{}tfr /-`");
const BROAD = new Set('mwMW@%—…');
const BOLD = 1.09;

export function textWidth(text: string, size: number, isBold = false): number {
  let width = 0;
  for (const character of text) {
    const cells = displayWidth(character);
    if (cells === 2) width += 1.02;
    else if (cells === 1)
      width += NARROW.has(character) ? 0.4 : BROAD.has(character) ? 0.98 : isUpper(character) ? 0.72 : 0.62;
  }
  return width * size * (isBold ? BOLD : 1);
}

function isUpper(character: string): boolean {
  return character >= 'A' && character <= 'Z';
}
