/** What functions of all kinds share: type parameters, parameters, patterns, bodies. */
import { decorators } from './classes.js';
import { assignment } from './expressions.js';
import { propertyName } from './properties.js';
import { declare, doubt, leave, type Reading, scoped, tokenText } from './reading.js';
import { next, T } from './scanner.js';
import { statements } from './statements.js';
import { expect, isPropertyStart, nextIs, took, W } from './tokens.js';
import { returnType, type } from './types.js';

/** From the type parameters or the parenthesis on; a signature without a body is left to the parser. */
export function functionRest(r: Reading, isGenerator: boolean, isScoped = true): void {
  const read = () => {
    if (r.kind === T.less) typeParameters(r);
    parameters(r);
    if (took(r, T.colon)) returnType(r);
    if (r.kind !== T.openBrace) leave();
    const outer = r.isGenerator;
    r.isGenerator = isGenerator;
    body(r);
    r.isGenerator = outer;
  };
  if (isScoped) scoped(r, read);
  else read();
}

/** The statements of a function share the scope of its parameters. */
export function body(r: Reading): void {
  const { arms } = r;
  r.arms = 0;
  expect(r, T.openBrace);
  statements(r);
  expect(r, T.closeBrace);
  r.arms = arms;
}

export function typeParameters(r: Reading): void {
  next(r);
  while (r.kind !== T.greater) {
    while (
      (r.word === W.const || r.word === W.in || r.word === W.out) &&
      nextIs(r, ({ kind, word }) => kind === T.name || word === W.in)
    )
      next(r);
    if (r.kind !== T.name) doubt();
    r.typeParams.push(tokenText(r));
    next(r);
    if (r.word === W.extends) {
      next(r);
      type(r);
    }
    if (took(r, T.assign)) type(r);
    if (!took(r, T.comma)) break;
  }
  expect(r, T.greater);
}

const MODIFIERS: ReadonlySet<number> = new Set([W.public, W.private, W.protected, W.readonly, W.override]);

export function parameters(r: Reading): void {
  expect(r, T.openParen);
  while (r.kind !== T.closeParen) {
    parameter(r);
    if (!took(r, T.comma)) break;
  }
  expect(r, T.closeParen);
}

function parameter(r: Reading): void {
  if (r.kind === T.at) decorators(r);
  while (MODIFIERS.has(r.word) && nextIs(r, ({ kind }) => kind === T.name || kind === T.openBrace)) next(r);
  took(r, T.spread);
  if (r.word === W.this) {
    declare(r, 'this');
    next(r);
  } else pattern(r);
  took(r, T.question);
  if (took(r, T.colon)) type(r);
  if (took(r, T.assign)) assignment(r);
}

/** A name, or a pattern of names, that is declared. */
export function pattern(r: Reading): void {
  if (r.kind === T.name) {
    declare(r, tokenText(r));
    next(r);
  } else if (took(r, T.openBracket)) listPattern(r);
  else if (took(r, T.openBrace)) objectPattern(r);
  else doubt();
}

function listPattern(r: Reading): void {
  while (r.kind !== T.closeBracket) {
    if (took(r, T.comma)) continue;
    took(r, T.spread);
    pattern(r);
    if (took(r, T.assign)) assignment(r);
    if (r.kind !== T.closeBracket) expect(r, T.comma);
  }
  next(r);
}

function objectPattern(r: Reading): void {
  while (r.kind !== T.closeBrace) {
    if (took(r, T.spread)) pattern(r);
    else {
      const isShort = r.kind === T.name && !nextIs(r, ({ kind }) => kind === T.colon);
      if (isShort) pattern(r);
      else {
        if (!isPropertyStart(r)) doubt();
        propertyName(r);
        expect(r, T.colon);
        pattern(r);
      }
      if (took(r, T.assign)) assignment(r);
    }
    if (r.kind !== T.closeBrace) expect(r, T.comma);
  }
  next(r);
}
