/** Everything but names and space: brackets, operators, numbers, and what begins with a quote, a backtick or a slash. */
import { IDENTIFIER } from './characters.js';
import { beginElement, insideJsx, startsElement } from './jsx.js';
import { regexEnd, stringEnd, templateEnd } from './literals.js';
import { BAD, NEIGHBOURS } from './neighbours.js';
import { beginItem, LEVEL, type Lexer, odd, popLevel, pushLevel } from './state.js';
import { KINDS, T, word } from './tokens.js';

const W = {
  if: word('if'),
  while: word('while'),
  for: word('for'),
  with: word('with'),
  await: word('await'),
  return: word('return'),
};

export function punctuation(lexer: Lexer, c: number): void {
  const one = lexer.text.charCodeAt(lexer.start + 1);
  const two = lexer.text.charCodeAt(lexer.start + 2);
  const read = READERS[c];
  if (read === undefined) odd(lexer);
  else read(lexer, one, two);
}

/** By the first character; given the two after it. */
type Read = (lexer: Lexer, one: number, two: number) => void;

const fixed =
  (kind: number): Read =>
  (lexer) =>
    take(lexer, kind, 1);

const READ: Readonly<Record<string, Read>> = {
  '(': openParen,
  ')': (lexer) => close(lexer, T.closeParen, LEVEL.paren, LEVEL.control),
  '{': openBrace,
  '}': closeBrace,
  '[': (lexer) => open(lexer, T.openBracket, LEVEL.bracket),
  ']': (lexer) => close(lexer, T.closeBracket, LEVEL.bracket, LEVEL.bracket),
  ';': semicolon,
  ',': (lexer) => {
    beginItem(lexer);
    take(lexer, T.comma, 1);
  },
  '"': (lexer) => string(lexer, 34),
  "'": (lexer) => string(lexer, 39),
  '`': (lexer) => template(lexer, lexer.start + 1, T.template),
  '.': dot,
  ':': fixed(T.colon),
  '?': question,
  '=': equals,
  '/': (lexer, one) => slash(lexer, one === 61),
  '<': less,
  '>': fixed(T.greater),
  '!': (lexer, one, two) => {
    if (one === 61) take(lexer, T.operator, two === 61 ? 3 : 2);
    else take(lexer, T.not, 1);
  },
  '~': fixed(T.not),
  '&': (lexer, one) => join(lexer, one === 38, one),
  '|': (lexer, one) => join(lexer, one === 124, one),
  '+': (lexer, one) => sign(lexer, one === 43),
  '-': (lexer, one) => sign(lexer, one === 45),
  '*': (lexer, one) => (one === 42 ? operator(lexer, 2) : operator(lexer, 1, T.star)),
  '%': (lexer) => operator(lexer, 1),
  '^': (lexer) => operator(lexer, 1),
  '@': (lexer) => {
    lexer.marks[lexer.depth] = 1;
    take(lexer, T.at, 1);
  },
  '#': privateName,
};

const READERS: readonly (Read | undefined)[] = Array.from({ length: 128 }, (_, c) => READ[String.fromCharCode(c)]);

function semicolon(lexer: Lexer): void {
  const level = lexer.levels[lexer.depth] as number;
  if (level === LEVEL.paren || level === LEVEL.bracket || level === LEVEL.object) odd(lexer);
  beginItem(lexer);
  take(lexer, T.semicolon, 1);
}

function dot(lexer: Lexer, one: number, two: number): void {
  if (one === 46 && two === 46) take(lexer, T.spread, 3);
  else if (one >= 48 && one <= 57) number(lexer);
  else take(lexer, T.dot, 1);
}

function question(lexer: Lexer, one: number, two: number): void {
  if (one === 63) operator(lexer, 2);
  else if (one === 46 && !(two >= 48 && two <= 57)) take(lexer, T.dot, 2);
  else take(lexer, T.question, 1);
}

function equals(lexer: Lexer, one: number, two: number): void {
  if (one === 62) take(lexer, T.arrow, 2);
  else if (one === 61) take(lexer, T.operator, two === 61 ? 3 : 2);
  else take(lexer, T.assign, 1);
}

/** One of them parts types, which stand beside one another. */
function join(lexer: Lexer, isDouble: boolean, one: number): void {
  if (isDouble) operator(lexer, 2);
  else {
    if (one !== 61) beginItem(lexer);
    operator(lexer, 1, T.join);
  }
}

function sign(lexer: Lexer, isDouble: boolean): void {
  if (isDouble) take(lexer, T.step, 2);
  else operator(lexer, 1, T.sign);
}

export function number(lexer: Lexer): void {
  const { text } = lexer;
  let at = lexer.start;
  let hasDot = false;
  for (; ; at++) {
    const c = text.charCodeAt(at);
    if (c === 46 && !hasDot) hasDot = true;
    else if ((c === 43 || c === 45) && isExponent(text, lexer.start, at)) continue;
    else if (!(c < 128) || IDENTIFIER[c] === 0) break;
  }
  lexer.end = at;
  lexer.kind = T.literal;
}

function isExponent(text: string, start: number, at: number): boolean {
  const before = text.charCodeAt(at - 1) | 32;
  return before === 101 && (text.charCodeAt(start + 1) | 32) !== 120;
}

function take(lexer: Lexer, kind: number, length: number): void {
  lexer.kind = kind;
  lexer.end = lexer.start + length;
}

function open(lexer: Lexer, kind: number, level: number): void {
  take(lexer, kind, 1);
  pushLevel(lexer, level);
}

function close(lexer: Lexer, kind: number, first: number, last: number): void {
  take(lexer, kind, 1);
  const level = lexer.levels[lexer.depth] as number;
  if (lexer.depth === 0 || level < first || level > last) {
    odd(lexer);
    return;
  }
  if (kind === T.closeParen) lexer.closedControl = level === LEVEL.control;
  popLevel(lexer);
}

function openParen(lexer: Lexer): void {
  const { wordBefore } = lexer;
  const isControl =
    wordBefore !== 0 &&
    (wordBefore === W.if ||
      wordBefore === W.while ||
      wordBefore === W.for ||
      wordBefore === W.with ||
      (wordBefore === W.await && lexer.farBefore === T.keyword));
  open(lexer, T.openParen, isControl ? LEVEL.control : LEVEL.paren);
}

/** Whether a brace holds values by name, which commas part: by what stands before it. */
function openBrace(lexer: Lexer): void {
  const level = lexer.levels[lexer.depth] as number;
  const { before } = lexer;
  const isObject =
    (before === T.keyword && lexer.wordBefore === W.return) ||
    (before === T.assign && level === LEVEL.paren) ||
    (before === T.colon && level === LEVEL.object && lexer.farBefore !== T.closeParen) ||
    (lexer.isValue &&
      (before === T.openParen ||
        before === T.openBracket ||
        before === T.assign ||
        (before === T.comma && (level === LEVEL.paren || level === LEVEL.bracket))));
  open(lexer, T.openBrace, isObject ? LEVEL.object : LEVEL.brace);
}

function closeBrace(lexer: Lexer): void {
  const level = lexer.levels[lexer.depth] as number;
  if (level !== LEVEL.hole && level !== LEVEL.jsxHole) {
    close(lexer, T.closeBrace, LEVEL.object, LEVEL.brace);
    return;
  }
  const isEmpty = lexer.before === T.semicolon;
  if (!isEmpty && NEIGHBOURS[lexer.before * KINDS + T.closeBrace] === BAD) odd(lexer);
  take(lexer, T.closeBrace, 1);
  popLevel(lexer);
  // What goes on now is the template or the element around, not what stood in the braces.
  lexer.before = T.start;
  if (level === LEVEL.hole) template(lexer, lexer.start + 1, T.literal);
  else insideJsx(lexer);
}

/** From `from`, just after a backtick or the end of a hole. `whole` is the kind when no hole follows. */
function template(lexer: Lexer, from: number, whole: number): void {
  const end = templateEnd(lexer.text, from);
  if (end < 0) {
    odd(lexer);
    return;
  }
  lexer.end = end;
  lexer.kind = whole;
  if (lexer.text.charCodeAt(end - 1) === 123) {
    lexer.kind = T.hole;
    pushLevel(lexer, LEVEL.hole);
  }
}

function string(lexer: Lexer, quote: number): void {
  lexer.end = stringEnd(lexer.text, lexer.start + 1, quote);
  lexer.kind = T.literal;
  if (lexer.end < 0) odd(lexer);
}

/** A slash divides after an operand, and else begins a regular expression. */
function slash(lexer: Lexer, assigns: boolean): void {
  const { before } = lexer;
  const isDoubtful =
    before === T.closeBrace ||
    before === T.greater ||
    before === T.step ||
    before === T.context ||
    before === T.element;
  const afterOperand =
    before === T.name ||
    before === T.literal ||
    before === T.template ||
    before === T.value ||
    before === T.closeBracket ||
    before === T.privateName ||
    (before === T.closeParen && !lexer.closedControl);
  const isAfterMark = before === T.not && isOperandEnd(lexer.farBefore);
  if (isDoubtful || isAfterMark) odd(lexer);
  else if (afterOperand) take(lexer, assigns ? T.assign : T.operator, assigns ? 2 : 1);
  else {
    lexer.end = regexEnd(lexer.text, lexer.start + 1);
    lexer.kind = T.literal;
    if (lexer.end < 0) odd(lexer);
  }
}

function isOperandEnd(kind: number): boolean {
  return (
    kind === T.name ||
    kind === T.context ||
    kind === T.value ||
    kind === T.literal ||
    kind === T.closeParen ||
    kind === T.closeBracket ||
    kind === T.closeBrace
  );
}

function less(lexer: Lexer, one: number, two: number): void {
  if (one === 60) {
    if (two === 60) odd(lexer);
    else take(lexer, two === 61 ? T.assign : T.operator, two === 61 ? 3 : 2);
  } else if (one === 61) take(lexer, T.operator, 2);
  else if (lexer.hasJsx && startsElement(lexer, one)) {
    beginElement(lexer, lexer.start);
    insideJsx(lexer);
  } else take(lexer, T.less, 1);
}

/** An operator of one to three characters that may end with `=`. */
function operator(lexer: Lexer, length: number, kind: number = T.operator): void {
  const isAssign = lexer.text.charCodeAt(lexer.start + length) === 61;
  take(lexer, isAssign ? T.assign : kind, isAssign ? length + 1 : length);
}

function privateName(lexer: Lexer, one: number): void {
  const { text, start } = lexer;
  let at = start + 1;
  while (text.charCodeAt(at) < 128 && IDENTIFIER[text.charCodeAt(at)] === 1) at++;
  if (!(one < 128) || at === start + 1) odd(lexer);
  take(lexer, T.privateName, at - start);
}
