/** What the parts of the grammar share: words, expected tokens, ends of statements. Imports none of them. */
import { word } from '../sketch/tokens.js';
import { ahead, doubt, leave, type Reading } from './reading.js';
import { next, T } from './scanner.js';

const WORDS =
  'abstract accessor as asserts async await break case catch class const continue debugger declare default delete do else enum export exports extends false finally for from function get global if implements import in infer instanceof interface is keyof let module namespace new null of out override private protected public readonly require return satisfies set static super switch this throw true try type typeof unique using var void while with yield' as const;

type Split<Text extends string, Found = never> = Text extends `${infer First} ${infer Rest}`
  ? Split<Rest, Found | First>
  : Found | Text;

/** Numbers of the words that the grammar knows. */
export const W = Object.fromEntries(WORDS.split(' ').map((text) => [text, word(text)])) as Readonly<
  Record<Split<typeof WORDS>, number>
>;

export function expect(r: Reading, kind: number): void {
  if (r.kind !== kind) doubt();
  next(r);
}

export function expectWord(r: Reading, id: number): void {
  if (r.word !== id) doubt();
  next(r);
}

/** True, and the token after it, when it is of that kind. */
export function took(r: Reading, kind: number): boolean {
  if (r.kind !== kind) return false;
  next(r);
  return true;
}

/** What follows, read without moving on. */
export function nextIs(r: Reading, test: (r: Reading) => boolean): boolean {
  return ahead(r, (now) => {
    next(now);
    return test(now);
  });
}

/** A semicolon, or where none is needed. */
export function endStatement(r: Reading): void {
  if (took(r, T.semicolon) || r.kind === T.closeBrace || r.kind === T.end || r.isNewLine) return;
  doubt();
}

export function isPropertyStart({ kind }: Reading): boolean {
  return (
    kind === T.name ||
    kind === T.reserved ||
    kind === T.string ||
    kind === T.number ||
    kind === T.openBracket ||
    kind === T.privateName
  );
}

/** Between the quotes of the token. */
export function stringText(r: Reading): string {
  const text = r.text.slice(r.start + 1, r.end - 1);
  if (text.includes('\\')) leave();
  return text;
}
