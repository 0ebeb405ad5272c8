/**
 * Two readings of one file that say the same, each thing on a line of its own: where every line went. Linking asks of
 * lines only which is the same and which is first, so with all lines in the same order it gives the same graph, in other
 * places. Lines that are counted on from one that is told (a statement in a text of several lines) must go with it.
 */
import type { FileFacts } from '../../model/index.js';

/** Line before → line after; undefined when that is not known. 0 stands for no line, and stays. */
export type MovedLines = {
  /** Of what is told with its line: imports, events, entry points. */
  readonly told: (line: number) => number | undefined;
  /** Also of places that may be the first and last line of the file, as those of what it does when it is loaded. */
  readonly any: (line: number) => number | undefined;
};

/** Keys of facts under which numbers are lines, also those in lists. */
const LINES: ReadonlySet<string> = new Set(['line', 'endLine', 'lines', 'branches', 'loops', 'range']);

/** Words are left to who asks. `below`: how far from the line it is counted from a place stands at most. Undefined when more than lines differs. */
export function movedLines(before: FileFacts, after: FileFacts, below: number): MovedLines | undefined {
  const pairs = pairsOf(withoutEnds(before), withoutEnds(after));
  if (pairs === undefined) return undefined;
  const moves = [...pairs].sort(([a], [b]) => a - b);
  for (const [i, [line, now]] of moves.entries()) {
    const [last, lastNow] = moves[i - 1] ?? [-1, -1];
    if (now <= lastNow || (now - line !== lastNow - last && line - last <= below)) return undefined;
  }
  const told = (line: number) => pairs.get(line) ?? countedOn(moves, line, below);
  const [ends, endsNow] = [endsOf(before), endsOf(after)];
  const any = (line: number) => {
    const now = told(line);
    return ends.every((end, i) => end !== line || endsNow[i] === now) ? now : undefined;
  };
  return { told, any };
}

/** First and last line of the file as a function. */
function endsOf({ program }: FileFacts): number[] {
  const [whole] = program?.functions ?? [];
  return whole === undefined ? [] : [whole.line, whole.endLine];
}

/** Neither its words, which say nothing of lines. */
function withoutEnds(file: FileFacts): FileFacts {
  const { program } = file;
  const facts = { ...file, lines: 0, words: [] };
  if (program === undefined) return facts;
  const functions = program.functions.map((one, i) => (i === 0 ? { ...one, line: 0, endLine: 0 } : one));
  return { ...facts, program: { ...program, functions } };
}

/** Every line with what it became; undefined when the two say something different, or one line became two. */
function pairsOf(before: FileFacts, after: FileFacts): Map<number, number> | undefined {
  const pairs = new Map([[0, 0]]);
  const stack: [was: unknown, is: unknown, isLine: boolean][] = [[before, after, false]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [was, is, isLine] = next;
    if (isObject(was) && isObject(is)) {
      const keys = keysOf(was);
      if (Array.isArray(was) !== Array.isArray(is) || keysOf(is).length !== keys.length) return undefined;
      for (const key of keys) {
        if (is[key] === undefined) return undefined;
        stack.push([was[key], is[key], Array.isArray(was) ? isLine : LINES.has(key)]);
      }
    } else if (isLine && typeof was === 'number' && typeof is === 'number') {
      if ((pairs.get(was) ?? is) !== is) return undefined;
      pairs.set(was, is);
    } else if (was !== is) return undefined;
  }
  return pairs;
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function keysOf(value: Fields): string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined);
}

/** A line between two that are told goes with the one above it, from which it is counted. */
function countedOn(moves: readonly (readonly [number, number])[], line: number, below: number): number | undefined {
  const above = moves.findLast(([from]) => from <= line);
  if (above === undefined || line - above[0] > below) return undefined;
  return above[1] + line - above[0];
}
