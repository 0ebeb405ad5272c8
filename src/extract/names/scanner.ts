/**
 * Source text → tokens, asked for one by one. What a slash, an angle or a brace of a template means only the reader of
 * the grammar knows, so it asks for those again (`slashAsRegex`, `greater`, `templateRest`). Words are numbered as in the
 * token reader of `../sketch`.
 */
import { IDENTIFIER, isIdentifierPart } from '../sketch/characters.js';
import { regexEnd, stringEnd, templateEnd } from '../sketch/literals.js';
import { T as CLASS, HASH_BITS, HASH_MULTIPLIER, HASH_TABLE, MAX_WORD, WORD_KINDS, WORDS } from '../sketch/tokens.js';
import { skipTrivia } from '../sketch/trivia.js';
import { doubt, type Reading } from './reading.js';

const KINDS = {
  end: 0,
  name: 1,
  reserved: 2,
  string: 3,
  number: 4,
  /** A template without holes; the part of another up to its first hole. */
  template: 5,
  templateHead: 6,
  privateName: 7,
  openParen: 8,
  closeParen: 9,
  openBracket: 10,
  closeBracket: 11,
  openBrace: 12,
  closeBrace: 13,
  semicolon: 14,
  comma: 15,
  dot: 16,
  optionalDot: 17,
  spread: 18,
  colon: 19,
  question: 20,
  assign: 21,
  /** `+=` and all others that assign and do something besides. */
  assignBy: 22,
  arrow: 23,
  less: 24,
  greater: 25,
  /** Any binary operator that is nothing else. */
  operator: 26,
  bar: 27,
  ampersand: 28,
  plus: 29,
  minus: 30,
  not: 31,
  tilde: 32,
  step: 33,
  at: 34,
  slash: 35,
  star: 36,
  power: 37,
} as const;

/** Kinds of tokens. `reserved` words cannot be names; other words are a `name` with a number. Numbers to the compiler, as the token changes while it is looked at. */
export const T: { readonly [K in keyof typeof KINDS]: number } = KINDS;

/** Reads the next token. */
export function next(r: Reading): void {
  r.before = r.end;
  r.word = 0;
  if (!skipTrivia(r)) doubt();
  const { text, start } = r;
  if (start >= text.length) {
    r.kind = T.end;
    r.end = start;
    return;
  }
  const c = text.charCodeAt(start);
  if (c >= 48 && c <= 57) number(r);
  else if (c < 128 ? IDENTIFIER[c] === 1 : isIdentifierPart(text, start)) name(r);
  else punctuation(r, c);
}

function name(r: Reading): void {
  const { text, start } = r;
  let at = start;
  let hash = 0;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c < 128 ? IDENTIFIER[c] === 0 : !isIdentifierPart(text, at)) break;
    hash = (Math.imul(hash, HASH_MULTIPLIER) + c) | 0;
    at++;
  }
  // An escape, or a letter beyond 16 bits.
  const c = text.charCodeAt(at);
  if (c === 92 || (c >= 0xd800 && c <= 0xdfff)) doubt();
  r.end = at;
  r.kind = T.name;
  r.hash = hash;
  if (at - start > MAX_WORD) return;
  const id = HASH_TABLE[hash & HASH_BITS] as number;
  if (id === 0) return;
  const known = WORDS[id] as string;
  if (known.length !== at - start || !text.startsWith(known, start)) return;
  r.word = id;
  const kind = WORD_KINDS[id] as number;
  if (kind === CLASS.keyword || kind === CLASS.value) r.kind = T.reserved;
}

const NUMBER =
  /(?:0[xX][\da-fA-F]+(?:_[\da-fA-F]+)*n?|0[bB][01]+(?:_[01]+)*n?|0[oO][0-7]+(?:_[0-7]+)*n?|(?:0|[1-9]\d*(?:_\d+)*)n|(?:(?:0|[1-9]\d*(?:_\d+)*)(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?)(?![\w$\\])/y;

function number(r: Reading): void {
  NUMBER.lastIndex = r.start;
  if (!NUMBER.test(r.text)) doubt();
  r.kind = T.number;
  r.end = NUMBER.lastIndex;
}

const SINGLE: Readonly<Record<string, number>> = {
  '(': T.openParen,
  ')': T.closeParen,
  '[': T.openBracket,
  ']': T.closeBracket,
  '{': T.openBrace,
  '}': T.closeBrace,
  ';': T.semicolon,
  ',': T.comma,
  ':': T.colon,
  '~': T.tilde,
  '@': T.at,
  '>': T.greater,
  '/': T.slash,
};
const SINGLES: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, c) => SINGLE[String.fromCharCode(c)]);

/** Of those that begin with one character, the longest first. */
const OPERATORS: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  '=': [
    ['===', T.operator],
    ['==', T.operator],
    ['=>', T.arrow],
    ['=', T.assign],
  ],
  '!': [
    ['!==', T.operator],
    ['!=', T.operator],
    ['!', T.not],
  ],
  '+': [
    ['++', T.step],
    ['+=', T.assignBy],
    ['+', T.plus],
  ],
  '-': [
    ['--', T.step],
    ['-=', T.assignBy],
    ['-', T.minus],
  ],
  '*': [
    ['**=', T.assignBy],
    ['**', T.power],
    ['*=', T.assignBy],
    ['*', T.star],
  ],
  '%': [
    ['%=', T.assignBy],
    ['%', T.operator],
  ],
  '^': [
    ['^=', T.assignBy],
    ['^', T.operator],
  ],
  '&': [
    ['&&=', T.assignBy],
    ['&&', T.operator],
    ['&=', T.assignBy],
    ['&', T.ampersand],
  ],
  '|': [
    ['||=', T.assignBy],
    ['||', T.operator],
    ['|=', T.assignBy],
    ['|', T.bar],
  ],
  '<': [
    ['<<=', T.assignBy],
    ['<<', T.operator],
    ['<=', T.operator],
    ['<', T.less],
  ],
};
const BY_FIRST = Array.from({ length: 128 }, (_, c) => OPERATORS[String.fromCharCode(c)]);

function punctuation(r: Reading, c: number): void {
  const { text, start } = r;
  const single = SINGLES[c];
  if (single !== undefined) take(r, single, 1);
  else if (c === 39 || c === 34) quoted(r, T.string, stringEnd(text, start + 1, c));
  else if (c === 96) templateFrom(r, start + 1, T.template, T.templateHead);
  else if (c === 46) dot(r);
  else if (c === 63) question(r);
  else if (c === 35) privateName(r);
  else {
    for (const [operator, kind] of BY_FIRST[c] ?? []) {
      if (operator.length > 1 && !text.startsWith(operator, start)) continue;
      take(r, kind, operator.length);
      return;
    }
    doubt();
  }
}

function take(r: Reading, kind: number, length: number): void {
  r.kind = kind;
  r.end = r.start + length;
}

function quoted(r: Reading, kind: number, end: number): void {
  if (end < 0) doubt();
  r.kind = kind;
  r.end = end;
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function dot(r: Reading): void {
  const { text, start } = r;
  if (text.startsWith('...', start)) take(r, T.spread, 3);
  else if (isDigit(text.charCodeAt(start + 1))) number(r);
  else take(r, T.dot, 1);
}

function question(r: Reading): void {
  const { text, start } = r;
  if (text.startsWith('??=', start)) take(r, T.assignBy, 3);
  else if (text.startsWith('??', start)) take(r, T.operator, 2);
  else if (text.startsWith('?.', start) && !isDigit(text.charCodeAt(start + 2))) take(r, T.optionalDot, 2);
  else take(r, T.question, 1);
}

function privateName(r: Reading): void {
  const { text, start } = r;
  let at = start + 1;
  while (text.charCodeAt(at) < 128 && IDENTIFIER[text.charCodeAt(at)] === 1) at++;
  if (at === start + 1 || text.charCodeAt(at) > 127 || isDigit(text.charCodeAt(start + 1))) doubt();
  take(r, T.privateName, at - start);
}

function templateFrom(r: Reading, from: number, whole: number, part: number): void {
  const end = templateEnd(r.text, from);
  if (end < 0) doubt();
  r.kind = r.text.charCodeAt(end - 1) === 123 ? part : whole;
  r.end = end;
}

/** At the brace that closes a hole: true when another hole follows, false at the template's end. The token is then this part. */
export function templateRest(r: Reading): boolean {
  if (r.kind !== T.closeBrace) doubt();
  templateFrom(r, r.start + 1, T.template, T.templateHead);
  return r.kind === T.templateHead;
}

/** At a slash where an operand stands. */
export function slashAsRegex(r: Reading): void {
  quoted(r, T.template, regexEnd(r.text, r.start + 1));
}

/** `>` where an operator stands: the longest that it begins. */
export function greater(r: Reading): void {
  const found = /^>(?:>>=|>>|>=|>|=)?/.exec(r.text.slice(r.start, r.start + 4))?.[0] ?? '>';
  take(r, found.length > 1 && found.endsWith('=') && found !== '>=' ? T.assignBy : T.operator, found.length);
}
