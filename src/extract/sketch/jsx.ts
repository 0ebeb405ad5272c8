/**
 * JSX between the tokens: tags with their attributes, and the text of their children. An expression in braces is read
 * by the lexer as any other; its level lies on top of the tag's or the element's, to come back to.
 */
import { IDENTIFIER } from './characters.js';
import { LEVEL, type Lexer, odd, popLevel, pushLevel } from './state.js';
import { T, word } from './tokens.js';

const GENERIC = new Set([word('function'), word('new'), word('extends'), word('class')]);

const INTRINSIC = /^(?:[a-z][^.]*|[^.]*-.*|)$/;

/** Whether a `<` begins an element: nothing before it to compare, and no list of type parameters. */
export function startsElement(lexer: Lexer, one: number): boolean {
  const { before, text } = lexer;
  const isAfterOperand =
    before === T.name ||
    before === T.context ||
    before === T.closeParen ||
    before === T.closeBracket ||
    before === T.literal ||
    before === T.value ||
    before === T.privateName ||
    before === T.greater ||
    before === T.element ||
    before === T.template ||
    (before === T.keyword && GENERIC.has(lexer.wordBefore));
  if (isAfterOperand || (before === T.closeBrace && !lexer.isNewLine)) return false;
  if (one === 62) return true;
  if (!(one < 128) || IDENTIFIER[one] !== 1) return false;
  return !/^\s*[\w$]+\s*(?:,|=|extends\b)/.test(text.slice(lexer.start + 1, lexer.start + 80));
}

/** Into the element whose `<` is at `start`. */
export function beginElement(lexer: Lexer, start: number): void {
  const name = nameAt(lexer.text, start + 1);
  lexer.end = start + 1 + name.length;
  pushLevel(lexer, LEVEL.jsxTag);
  lexer.tags.push(name);
  lexer.used ??= new Set();
  if (!INTRINSIC.test(name)) lexer.used.add(name);
  if (name === '' && lexer.text.charCodeAt(lexer.end) !== 62) odd(lexer);
}

/** Goes on from `lexer.end`, in a tag or among children, to the next expression in braces or out of the outermost element. */
export function insideJsx(lexer: Lexer): void {
  while (!lexer.isOdd) {
    const level = lexer.levels[lexer.depth] as number;
    const isDone = level === LEVEL.jsxTag ? inTag(lexer) : inChildren(lexer);
    if (isDone) return;
  }
}

/** True when a token was found; false when there is more of the element to read, or when it is odd. */
function inTag(lexer: Lexer): boolean {
  const { text } = lexer;
  for (let at = lexer.end; ; ) {
    const c = text.charCodeAt(at);
    if (c === 32 || c === 9 || c === 10 || c === 13) at++;
    else if (c === 47 && text.charCodeAt(at + 1) === 62) return endElement(lexer, at + 2);
    else if (c === 47) {
      at = commentEnd(text, at);
      if (at < 0) return fail(lexer);
    } else if (c === 62) {
      lexer.levels[lexer.depth] = LEVEL.jsxChildren;
      lexer.end = at + 1;
      return false;
    } else if (c === 123) return isSpread(text, at) ? beginHole(lexer, at) : fail(lexer);
    else {
      const end = attributeEnd(text, at);
      if (end <= at) return fail(lexer);
      if (text.charCodeAt(end) === 123 && text.slice(at, end).includes('=')) return beginHole(lexer, end);
      at = end;
    }
  }
}

/** Of the braces in a tag that are no value only `{...props}`, and comments, are correct. */
function isSpread(text: string, at: number): boolean {
  return /^\{\s*(?:\.\.\.|\/\*)/.test(text.slice(at, at + 80));
}

function commentEnd(text: string, at: number): number {
  if (text.charCodeAt(at + 1) === 47) return text.indexOf('\n', at);
  const close = text.charCodeAt(at + 1) === 42 ? text.indexOf('*/', at + 2) : -1;
  return close < 0 ? -1 : close + 2;
}

function fail(lexer: Lexer): false {
  odd(lexer);
  return false;
}

/** `a`, `a="b"`, or `a=` before a brace; -1 for anything else. */
function attributeEnd(text: string, from: number): number {
  const name = nameAt(text, from);
  if (name === '') return -1;
  const end = from + name.length;
  const at = afterSpace(text, end);
  if (text.charCodeAt(at) !== 61) return end;
  const value = afterSpace(text, at + 1);
  const quote = text.charCodeAt(value);
  if (quote === 123) return value;
  return quote === 34 || quote === 39 ? text.indexOf(text.charAt(value), value + 1) + 1 : -1;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 10 || text.charCodeAt(at) === 13) at++;
  return at;
}

/** `a`, `a.b`, `a-b`, `a:b`. */
function nameAt(text: string, from: number): string {
  let at = from;
  for (;;) {
    const c = text.charCodeAt(at);
    const isPart = c < 128 && (IDENTIFIER[c] === 1 || (at > from && (c === 45 || c === 46 || c === 58)));
    if (!isPart) return text.slice(from, at);
    at++;
  }
}

/** What stands in the braces begins like a statement: empty, with a spread, with an operand. */
function beginHole(lexer: Lexer, at: number): true {
  pushLevel(lexer, LEVEL.jsxHole);
  lexer.before = T.start;
  lexer.kind = T.semicolon;
  lexer.start = at;
  lexer.end = at + 1;
  return true;
}

function inChildren(lexer: Lexer): boolean {
  const { text, tags } = lexer;
  let at = lexer.end;
  for (; ; at++) {
    const c = text.charCodeAt(at);
    if (!(c >= 0) || c === 62 || c === 125) return fail(lexer);
    if (c === 123) return beginHole(lexer, at);
    if (c === 60) break;
  }
  if (text.charCodeAt(at + 1) !== 47) {
    beginElement(lexer, at);
    return false;
  }
  const name = tags.at(-1) as string;
  const end = at + 2 + name.length;
  if (!text.startsWith(name, at + 2) || text.charCodeAt(end) !== 62) return fail(lexer);
  return endElement(lexer, end + 1);
}

/** Out of an element: on among the children around it, or, with a token for the whole, back to the code. */
function endElement(lexer: Lexer, end: number): boolean {
  lexer.tags.pop();
  popLevel(lexer);
  lexer.end = end;
  if (lexer.levels[lexer.depth] === LEVEL.jsxChildren) return false;
  lexer.kind = T.element;
  return true;
}
