/** Object types and mapped types: their members are declared names. */
import { isIndexSignature } from './classes.js';
import { propertyName } from './properties.js';
import { ahead, declareMember, doubt, type Reading, tokenText } from './reading.js';
import { next, T } from './scanner.js';
import { expect, isPropertyStart, nextIs, took, W } from './tokens.js';
import { signature, type } from './types.js';

export function objectType(r: Reading): void {
  next(r);
  if (r.kind === T.plus || r.kind === T.minus || isMapped(r)) {
    mapped(r);
    return;
  }
  members(r);
}

function isMapped(r: Reading): boolean {
  return ahead(r, (now) => {
    if (now.word === W.readonly) next(now);
    if (now.kind !== T.openBracket) return false;
    next(now);
    if (now.kind !== T.name) return false;
    next(now);
    return now.word === W.in;
  });
}

function mapped(r: Reading): void {
  if (r.kind === T.plus || r.kind === T.minus) next(r);
  if (r.word === W.readonly) next(r);
  expect(r, T.openBracket);
  r.typeParams.push(tokenText(r));
  next(r);
  if (r.word !== W.in) doubt();
  next(r);
  type(r);
  if (r.word === W.as) {
    next(r);
    type(r);
  }
  expect(r, T.closeBracket);
  if (r.kind === T.plus || r.kind === T.minus) next(r);
  took(r, T.question);
  if (took(r, T.colon)) type(r);
  took(r, T.semicolon);
  expect(r, T.closeBrace);
}

/** Of an interface or object type, after its brace. */
export function members(r: Reading): void {
  while (r.kind !== T.closeBrace) {
    member(r);
    if (!took(r, T.semicolon) && !took(r, T.comma) && r.kind !== T.closeBrace && !r.isNewLine) doubt();
  }
  next(r);
}

function member(r: Reading): void {
  if (r.kind === T.openParen || r.kind === T.less) {
    signature(r);
    return;
  }
  if (r.word === W.new && nextIs(r, ({ kind }) => kind === T.openParen || kind === T.less)) {
    next(r);
    signature(r);
    return;
  }
  if ((r.word === W.readonly || r.word === W.get || r.word === W.set) && nextIs(r, isPropertyStart)) next(r);
  if (r.kind === T.openBracket && ahead(r, isIndexSignature)) {
    next(r);
    next(r);
    next(r);
    type(r);
    expect(r, T.closeBracket);
    if (took(r, T.colon)) type(r);
    return;
  }
  if (!isPropertyStart(r)) doubt();
  declareMember(r, propertyName(r));
  took(r, T.question);
  if (r.kind === T.openParen || r.kind === T.less) signature(r);
  else if (took(r, T.colon)) type(r);
}
