import { pattern, typeParameters } from './functions.js';
import { importType } from './imports.js';
import { objectType } from './object-types.js';
import { ahead, attempt, deeper, doubt, type Reading, readOf, scoped, tokenText, undeclare, use } from './reading.js';
import { next, T, templateRest } from './scanner.js';
import { expect, nextIs, took, W } from './tokens.js';

export function type(r: Reading): void {
  deeper(r);
  if (startsFunction(r)) functionType(r);
  else {
    union(r);
    if (r.word === W.extends && !r.isNewLine && !r.isConstraint) conditional(r);
  }
  r.depth--;
}

function conditional(r: Reading): void {
  next(r);
  r.isConstraint = true;
  type(r);
  r.isConstraint = false;
  expect(r, T.question);
  type(r);
  expect(r, T.colon);
  type(r);
}

/** What stands in brackets is a type of its own. */
function enclosed(r: Reading, read: (r: Reading) => void): void {
  const { isConstraint } = r;
  r.isConstraint = false;
  read(r);
  r.isConstraint = isConstraint;
}

function startsFunction(r: Reading): boolean {
  if (r.kind === T.less || r.word === W.new) return true;
  if (r.word === W.abstract) return nextIs(r, ({ word }) => word === W.new);
  return r.kind === T.openParen && ahead(r, isFunctionType);
}

function isFunctionType(now: Reading): boolean {
  next(now);
  if (now.kind === T.closeParen || now.kind === T.spread) return true;
  if (now.kind === T.openBrace || now.kind === T.openBracket) {
    if (!attempt(now, isPattern)) return false;
  } else if (now.kind === T.name || now.word === W.this) next(now);
  else return false;
  if (now.kind !== T.closeParen)
    return now.kind === T.colon || now.kind === T.comma || now.kind === T.question || now.kind === T.assign;
  next(now);
  return now.kind === T.arrow;
}

function isPattern(now: Reading): boolean {
  pattern(now);
  return true;
}

function functionType(r: Reading): void {
  if (r.word === W.abstract) next(r);
  if (r.word === W.new) next(r);
  scoped(r, () => {
    if (r.kind === T.less) typeParameters(r);
    signatureParameters(r);
    expect(r, T.arrow);
    returnType(r);
  });
}

/** Type parameters, parameters, and what is returned, of a signature without a body. */
export function signature(r: Reading): void {
  scoped(r, () => {
    if (r.kind === T.less) typeParameters(r);
    signatureParameters(r);
    if (took(r, T.colon)) returnType(r);
  });
}

function signatureParameters(r: Reading): void {
  expect(r, T.openParen);
  while (r.kind !== T.closeParen) {
    took(r, T.spread);
    const { uses, declared } = r;
    const [used, known] = [uses.length, declared.length];
    if (r.word === W.this) next(r);
    else pattern(r);
    uses.length = used;
    undeclare(r, known);
    took(r, T.question);
    if (took(r, T.colon)) enclosed(r, type);
    if (!took(r, T.comma)) break;
  }
  expect(r, T.closeParen);
}

/** A type, or what the function tells of a parameter: `x is T`, `asserts x is T`. */
export function returnType(r: Reading): void {
  if (r.word === W.asserts && nextIs(r, (now) => isSubject(now) && !now.isNewLine)) {
    next(r);
    next(r);
    if (r.word !== W.is || r.isNewLine) return;
    next(r);
  } else if (isSubject(r) && nextIs(r, (now) => now.word === W.is && !now.isNewLine)) {
    next(r);
    next(r);
  }
  type(r);
}

function isSubject({ kind, word }: Reading): boolean {
  return kind === T.name || word === W.this;
}

function union(r: Reading): void {
  took(r, T.bar);
  do intersection(r);
  while (took(r, T.bar));
}

function intersection(r: Reading): void {
  took(r, T.ampersand);
  do operand(r);
  while (took(r, T.ampersand));
}

function operand(r: Reading): void {
  const { word } = r;
  if (word === W.keyof || word === W.unique || word === W.readonly) {
    next(r);
    deeper(r);
    operand(r);
    r.depth--;
  } else if (word === W.infer) inferred(r);
  else postfix(r);
}

function inferred(r: Reading): void {
  next(r);
  if (r.kind !== T.name) doubt();
  r.typeParams.push(tokenText(r));
  next(r);
  if (r.word !== W.extends) return;
  attempt(r, () => {
    next(r);
    const { isConstraint } = r;
    r.isConstraint = true;
    type(r);
    r.isConstraint = isConstraint;
    return isConstraint || r.kind !== T.question;
  });
}

function postfix(r: Reading): void {
  primary(r);
  while (r.kind === T.openBracket && !r.isNewLine) {
    next(r);
    if (r.kind !== T.closeBracket) enclosed(r, type);
    expect(r, T.closeBracket);
  }
}

const WORDS: ReadonlySet<number> = new Set([W.void, W.null, W.true, W.false, W.this]);

function primary(r: Reading): void {
  switch (r.kind) {
    case T.name:
      reference(r);
      return;
    case T.reserved:
      if (r.word === W.typeof) query(r);
      else if (r.word === W.import) importType(r, r.start);
      else if (WORDS.has(r.word)) next(r);
      else doubt();
      return;
    case T.minus:
      next(r);
      expect(r, T.number);
      return;
    case T.string:
    case T.number:
    case T.template:
      next(r);
      return;
    case T.templateHead:
      do {
        next(r);
        enclosed(r, type);
      } while (templateRest(r));
      next(r);
      return;
    case T.openParen:
      next(r);
      enclosed(r, type);
      expect(r, T.closeParen);
      return;
    case T.openBracket:
      enclosed(r, tuple);
      return;
    case T.openBrace:
      enclosed(r, objectType);
      return;
    default:
      doubt();
  }
}

/** `A.B<C>`. */
export function reference(r: Reading): void {
  if (r.kind !== T.name) doubt();
  dotted(r);
  if (r.kind === T.less && !r.isNewLine && !typeArguments(r)) doubt();
}

function dotted(r: Reading): void {
  let place = use(r, true);
  next(r);
  while (took(r, T.dot)) {
    if (r.kind !== T.name && r.kind !== T.reserved) doubt();
    if (place >= 0) readOf(r, place, r.start, r.end);
    place = -1;
    next(r);
  }
}

/** `typeof a.b`, `typeof import('x')`. */
function query(r: Reading): void {
  const { start } = r;
  next(r);
  if (r.word === W.import) importType(r, start);
  else if (r.word === W.this) {
    next(r);
    while (took(r, T.dot)) next(r);
  } else {
    if (r.kind !== T.name) doubt();
    reference(r);
  }
}

/** `<A, B>`; true when they are closed. */
export function typeArguments(r: Reading): boolean {
  expect(r, T.less);
  enclosed(r, () => {
    do type(r);
    while (took(r, T.comma));
  });
  return took(r, T.greater);
}

function tuple(r: Reading): void {
  next(r);
  while (r.kind !== T.closeBracket) {
    took(r, T.spread);
    if ((r.kind === T.name || r.kind === T.reserved) && ahead(r, isNamed)) {
      next(r);
      took(r, T.question);
      expect(r, T.colon);
    }
    type(r);
    took(r, T.question);
    if (r.kind !== T.closeBracket) expect(r, T.comma);
  }
  next(r);
}

function isNamed(now: Reading): boolean {
  next(now);
  took(now, T.question);
  return now.kind === T.colon;
}
