/** Expressions: what names they use, and what functions, classes and patterns in them declare. */

import { arrow, startsArrow } from './arrows.js';
import { attempt, deeper, doubt, leave, type Reading, readOf } from './reading.js';
import { greater, next, T } from './scanner.js';
import { expect, nextIs, stringText, took, W } from './tokens.js';
import { type, typeArguments } from './types.js';
import { primary, template } from './values.js';

/** One or more, between commas. */
export function expression(r: Reading, noIn = false): void {
  assignment(r, noIn);
  while (took(r, T.comma)) assignment(r, noIn);
}

export function assignment(r: Reading, noIn = false): void {
  deeper(r);
  if (r.word === W.yield && r.isGenerator) yielded(r, noIn);
  else if (!(startsArrow(r) && arrow(r, noIn))) chain(r, noIn);
  r.depth--;
}

function yielded(r: Reading, noIn: boolean): void {
  next(r);
  if (took(r, T.star)) assignment(r, noIn);
  else if (!r.isNewLine && !NO_OPERAND.has(r.kind)) assignment(r, noIn);
}

const NO_OPERAND: ReadonlySet<number> = new Set([
  T.closeParen,
  T.closeBracket,
  T.closeBrace,
  T.comma,
  T.semicolon,
  T.colon,
  T.end,
]);

const OPERATORS: ReadonlySet<number> = new Set([
  T.operator,
  T.bar,
  T.ampersand,
  T.plus,
  T.minus,
  T.star,
  T.power,
  T.slash,
  T.less,
]);

/** Operands with operators between them, and what may follow: an assignment, the arms of `?`. */
function chain(r: Reading, noIn: boolean): void {
  let isTarget = unary(r);
  for (;;) {
    if (r.kind === T.greater) greater(r);
    if (r.kind === T.slash && r.text.charCodeAt(r.end) === 61) {
      r.kind = T.assignBy;
      r.end++;
    }
    if (OPERATORS.has(r.kind) || r.word === W.instanceof || (r.word === W.in && !noIn)) {
      next(r);
      unary(r);
    } else if ((r.word === W.as || r.word === W.satisfies) && !r.isNewLine) {
      next(r);
      if (r.word === W.const) next(r);
      else type(r);
    } else break;
    isTarget = false;
  }
  if (r.kind === T.assign || r.kind === T.assignBy) {
    if (!isTarget) doubt();
    next(r);
    assignment(r, noIn);
  } else if (r.kind === T.question) {
    next(r);
    r.arms++;
    assignment(r);
    r.arms--;
    expect(r, T.colon);
    assignment(r, noIn);
  }
}

/** True for what may be assigned to. */
function unary(r: Reading): boolean {
  const { kind, word } = r;
  const isWord = word === W.typeof || word === W.void || word === W.delete || (word === W.await && isAwait(r));
  if (isWord || kind === T.plus || kind === T.minus || kind === T.not || kind === T.tilde || kind === T.step) {
    next(r);
    deeper(r);
    unary(r);
    r.depth--;
    if (r.kind === T.power) leave();
    return false;
  }
  if (kind === T.less && !r.hasJsx) {
    next(r);
    if (r.word === W.const) next(r);
    else type(r);
    expect(r, T.greater);
    unary(r);
    return false;
  }
  leftHand(r);
  if (r.kind !== T.step || r.isNewLine) return true;
  next(r);
  return false;
}

/** It is a name of its own where nothing follows that it could wait for. */
function isAwait(r: Reading): boolean {
  const follows = nextIs(r, ({ kind, word }) =>
    kind <= T.privateName ? word !== W.in && kind !== T.end : OPENS.has(kind),
  );
  return follows || leave();
}

const OPENS: ReadonlySet<number> = new Set([
  ...[T.openParen, T.openBracket, T.openBrace, T.plus, T.minus, T.not, T.tilde, T.slash, T.less, T.step],
]);

/** A value, and what is read of it or called on it. */
export function leftHand(r: Reading): void {
  let place = r.word === W.new ? created(r) : primary(r);
  for (;;) {
    switch (r.kind) {
      case T.dot:
        next(r);
        member(r, place);
        break;
      case T.optionalDot:
        next(r);
        if (r.kind === T.name || r.kind === T.reserved || r.kind === T.privateName) member(r, place);
        else if (r.kind === T.openBracket) index(r, place);
        else if (r.kind === T.openParen) given(r);
        else if (!(r.kind === T.less && attempt(r, typeArguments) && (r.kind as number) === T.openParen)) doubt();
        break;
      case T.openBracket:
        index(r, place);
        break;
      case T.openParen:
        given(r);
        break;
      case T.template:
        next(r);
        break;
      case T.templateHead:
        template(r);
        break;
      case T.not:
        if (r.isNewLine) return;
        next(r);
        break;
      case T.less:
        if (!attempt(r, argumentsOfTypes)) return;
        break;
      default:
        return;
    }
    place = -1;
  }
}

function member(r: Reading, place: number): void {
  if (r.kind !== T.name && r.kind !== T.reserved && r.kind !== T.privateName) doubt();
  if (r.word === W.exports) leave();
  if (place >= 0) readOf(r, place, r.start, r.end);
  next(r);
}

function index(r: Reading, place: number): void {
  next(r);
  if (place >= 0 && r.kind === T.string) {
    const { start, end } = r;
    if (nextIs(r, ({ kind }) => kind === T.closeBracket)) {
      stringText(r);
      readOf(r, place, start + 1, end - 1);
    }
  } else if (place >= 0 && r.kind === T.template) leave();
  expression(r);
  expect(r, T.closeBracket);
}

function given(r: Reading): void {
  next(r);
  while (r.kind !== T.closeParen) {
    took(r, T.spread);
    assignment(r);
    if (!took(r, T.comma)) break;
  }
  expect(r, T.closeParen);
}

/** `<T>` between a value and what can only follow type arguments. */
function argumentsOfTypes(r: Reading): boolean {
  if (!typeArguments(r)) return false;
  const { kind } = r;
  if (kind === T.openParen || kind === T.template || kind === T.templateHead) return true;
  if (kind === T.less || kind === T.greater || kind === T.plus || kind === T.minus) return false;
  const isOperator = OPERATORS.has(kind) || kind === T.assignBy || r.word === W.in || r.word === W.instanceof;
  return r.isNewLine || isOperator || !startsValue(r);
}

function startsValue({ kind, word }: Reading): boolean {
  if (kind === T.reserved) return VALUE_WORDS.has(word);
  if (kind === T.name) return word !== W.as && word !== W.satisfies;
  return (kind > T.reserved && kind <= T.privateName) || OPENS.has(kind) || kind === T.at;
}

const VALUE_WORDS: ReadonlySet<number> = new Set([
  ...[W.this, W.super, W.null, W.true, W.false, W.function, W.class, W.new, W.delete, W.typeof, W.void, W.import],
]);

/** `new A.B<T>(…)`. */
function created(r: Reading): number {
  next(r);
  if (took(r, T.dot)) {
    next(r);
    return -1;
  }
  let place = r.word === W.new ? created(r) : primary(r);
  for (;;) {
    if (took(r, T.dot)) member(r, place);
    else if (r.kind === T.openBracket) index(r, place);
    else if (r.kind === T.not && !r.isNewLine) next(r);
    else break;
    place = -1;
  }
  if (r.kind === T.optionalDot) doubt();
  if (r.kind === T.less) attempt(r, argumentsOfTypes);
  if (r.kind === T.openParen) given(r);
  return -1;
}
