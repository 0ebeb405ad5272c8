/**
 * Colours for a terminal. chalk 5 does not look at NO_COLOR, so the rules are here: `--color`/`--no-color`, then
 * NO_COLOR, FORCE_COLOR, TERM=dumb, then whether the stream is a terminal.
 */
import { Chalk } from 'chalk';
import type { Palette } from '../model/index.js';
import type { Io } from './io.js';

export function usesColor(stream: { isTTY?: boolean }, env: Io['env'], flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.TERM === 'dumb') return false;
  return stream.isTTY === true;
}

export function paletteFor(isColored: boolean): Palette {
  const { bold, dim, red, yellow, green, cyan } = new Chalk({ level: isColored ? 1 : 0 });
  return { bold, dim, red, yellow, green, cyan };
}
