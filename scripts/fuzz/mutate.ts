/** What happens to sources in the wild, and worse: cut, merged, pasted twice, half-typed, garbled, nested without end. */
import { Buffer } from 'node:buffer';

/** Pieces that change how the rest of a file is read. */
const TOKENS = [
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '<',
  '>',
  '`',
  '${',
  "'",
  '"',
  '/*',
  '*/',
  '//',
  '\\',
  ';',
  ',',
  '=>',
  '?.',
  '...',
  '@',
  '#',
  '<<<<<<< ours\n',
  '=======\n',
  '>>>>>>> theirs\n',
  '\0',
  '\u2028',
  '\ufeff',
  '\ud800',
  '__proto__',
  'constructor',
  ' class ',
  ' extends ',
  ' import ',
  ' export * from ',
  ' await ',
  ' async ',
  'async(',
  'a<',
  '(a=>',
  'else ',
  ' enum ',
  ' namespace ',
  ' declare ',
  ' type ',
  ' satisfies ',
  ' as const ',
  ' SELECT * FROM ',
  ' model ',
  '@@map(',
  'new ',
  'this.',
  'super(',
  'return ',
]; // prettier-ignore

type Mutation = (text: string, random: () => number, other: string) => string;

const at = (text: string, random: () => number): number => Math.floor(random() * (text.length + 1));
const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)] as T;

function range(text: string, random: () => number): readonly [number, number] {
  const start = at(text, random);
  return [start, Math.min(text.length, start + Math.floor(random() ** 3 * 2_000))];
}

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  cut: (text, random) => text.slice(0, at(text, random)),
  headless: (text, random) => text.slice(at(text, random)),
  hole(text, random) {
    const [start, end] = range(text, random);
    return text.slice(0, start) + text.slice(end);
  },
  twice(text, random) {
    const [start, end] = range(text, random);
    return text.slice(0, end) + text.slice(start);
  },
  token(text, random) {
    const place = at(text, random);
    return text.slice(0, place) + pick(TOKENS, random) + text.slice(place);
  },
  deep(text, random) {
    const place = at(text, random);
    return text.slice(0, place) + pick(TOKENS, random).repeat(2_000) + text.slice(place);
  },
  pasted(text, random, other) {
    const place = at(text, random);
    const [start, end] = range(other, random);
    return text.slice(0, place) + other.slice(start, end) + text.slice(place);
  },
  renamed(text, random) {
    const words = text.match(/[A-Za-z_$][\w$]*/g) ?? [];
    return words.length === 0
      ? text
      : text.replaceAll(pick(words, random), pick(['__proto__', 'toString', 'x', 'from', 'this'], random));
  },
  swapped(text, random) {
    const lines = text.split('\n');
    const [i, j] = [Math.floor(random() * lines.length), Math.floor(random() * lines.length)];
    [lines[i], lines[j]] = [lines[j] as string, lines[i] as string];
    return lines.join('\n');
  },
};

/** One to four mutations, then, seldom, bytes that are no text; `other` is a file to paste from. */
export function mutate(text: string, random: () => number, other: string): Buffer {
  let mutated = text;
  for (let n = 1 + Math.floor(random() * 4); n > 0; n--)
    mutated = pick(Object.values(MUTATIONS), random)(mutated, random, other);
  const bytes = Buffer.from(mutated);
  if (random() < 0.05)
    for (let n = 0; n < 5; n++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return bytes;
}
