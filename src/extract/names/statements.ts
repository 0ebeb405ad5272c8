/** Statements in order. What is rare (`var`, `with`, `using`, `declare`, namespaces) is left to the parser. */
import { isAsyncFunction } from './arrows.js';
import { classBody, decorators } from './classes.js';
import {
  enumDeclaration,
  functionDeclaration,
  interfaceDeclaration,
  isNamed,
  typeAlias,
  variables,
} from './declarations.js';
import { exported } from './exports.js';
import { assignment, expression } from './expressions.js';
import { pattern } from './functions.js';
import { importDeclaration } from './imports.js';
import { ahead, deeper, doubt, leave, type Reading, scoped } from './reading.js';
import { next, T } from './scanner.js';
import { endStatement, expect, expectWord, nextIs, took, W } from './tokens.js';
import { type } from './types.js';

/** Up to a closing brace or the end. */
export function statements(r: Reading): void {
  while (r.kind !== T.closeBrace && r.kind !== T.end) statement(r);
}

export function block(r: Reading): void {
  scoped(r, () => {
    expect(r, T.openBrace);
    statements(r);
    expect(r, T.closeBrace);
  });
}

export function statement(r: Reading): void {
  deeper(r);
  if (r.kind === T.openBrace) block(r);
  else if (r.kind === T.reserved) reserved(r);
  else if (r.kind === T.name && r.word !== 0) contextual(r);
  else if (r.kind === T.at) {
    const { start } = r;
    decorators(r);
    if (r.word === W.export) exported(r, start);
    else if (r.word === W.class) classBody(r, true);
    else leave();
  } else if (!took(r, T.semicolon)) simple(r);
  r.depth--;
}

/** An expression, or a label. */
function simple(r: Reading): void {
  if (r.kind === T.name && nextIs(r, ({ kind }) => kind === T.colon)) {
    next(r);
    next(r);
    statement(r);
    return;
  }
  expression(r);
  endStatement(r);
}

function contextual(r: Reading): void {
  const { word } = r;
  if (word === W.let && nextIs(r, ({ kind }) => kind === T.name || kind === T.openBrace || kind === T.openBracket)) {
    variables(r);
    endStatement(r);
  } else if (word === W.type && isNamed(r)) typeAlias(r);
  else if (word === W.interface && isNamed(r)) interfaceDeclaration(r);
  else if (isAsyncFunction(r)) {
    next(r);
    functionDeclaration(r);
  } else if (word === W.abstract && nextIs(r, (now) => now.word === W.class && !now.isNewLine)) {
    next(r);
    classBody(r, true);
  } else if (word === W.await ? nextIs(r, (now) => now.word === W.using) : LEFT.has(word) && nextIs(r, isLeftAfter))
    leave();
  else simple(r);
}

const LEFT: ReadonlySet<number> = new Set([W.declare, W.module, W.namespace, W.global, W.using]);

/** On the same line: a declaration. */
function isLeftAfter({ kind, word, isNewLine }: Reading): boolean {
  if (isNewLine) return false;
  return kind === T.openBrace || kind === T.string || kind === T.name || word === W.class || word === W.function
    ? !INFIX.has(word)
    : kind === T.reserved && DECLARED.has(word);
}

const INFIX: ReadonlySet<number> = new Set([W.as, W.satisfies]);
const DECLARED: ReadonlySet<number> = new Set([W.const, W.var, W.enum]);

function reserved(r: Reading): void {
  const { word } = r;
  const read = READERS.get(word);
  if (read !== undefined) read(r);
  else simple(r);
}

const READERS: ReadonlyMap<number, (r: Reading) => void> = new Map([
  [W.const, constant],
  [W.function, functionDeclaration],
  [W.class, (r: Reading) => void classBody(r, true)],
  [W.enum, enumDeclaration],
  [W.if, conditional],
  [W.for, loop],
  [W.while, whileLoop],
  [W.do, doLoop],
  [W.return, returned],
  [W.throw, returned],
  [W.try, tried],
  [W.switch, switched],
  [W.break, jump],
  [W.continue, jump],
  [W.debugger, jump],
  [W.import, imported],
  [W.export, (r: Reading) => exported(r, r.start)],
  [W.var, leave],
  [W.with, leave],
]);

function constant(r: Reading): void {
  if (nextIs(r, ({ word }) => word === W.enum)) {
    next(r);
    enumDeclaration(r);
    return;
  }
  variables(r);
  endStatement(r);
}

function head(r: Reading): void {
  expect(r, T.openParen);
  expression(r);
  expect(r, T.closeParen);
}

function conditional(r: Reading): void {
  next(r);
  head(r);
  statement(r);
  if (r.word !== W.else || r.kind !== T.reserved) return;
  next(r);
  statement(r);
}

function whileLoop(r: Reading): void {
  next(r);
  head(r);
  statement(r);
}

function doLoop(r: Reading): void {
  next(r);
  statement(r);
  expectWord(r, W.while);
  head(r);
  took(r, T.semicolon);
}

function loop(r: Reading): void {
  next(r);
  if (r.word === W.await) next(r);
  scoped(r, () => {
    expect(r, T.openParen);
    if (r.word === W.var) leave();
    if (r.word === W.const || (r.word === W.let && !nextIs(r, ({ word }) => word === W.in || word === W.of)))
      variables(r, true);
    else if (r.kind !== T.semicolon) expression(r, true);
    if (r.word === W.of) {
      next(r);
      assignment(r);
    } else if (r.word === W.in) {
      next(r);
      expression(r);
    } else {
      expect(r, T.semicolon);
      if (r.kind !== T.semicolon) expression(r);
      expect(r, T.semicolon);
      if (r.kind !== T.closeParen) expression(r);
    }
    expect(r, T.closeParen);
    statement(r);
  });
}

function returned(r: Reading): void {
  next(r);
  if (r.kind !== T.semicolon && r.kind !== T.closeBrace && r.kind !== T.end && !r.isNewLine) expression(r);
  endStatement(r);
}

function tried(r: Reading): void {
  next(r);
  block(r);
  if (r.word !== W.catch && r.word !== W.finally) doubt();
  if (r.word === W.catch) {
    next(r);
    scoped(r, () => {
      if (took(r, T.openParen)) {
        pattern(r);
        if (took(r, T.colon)) type(r);
        expect(r, T.closeParen);
      }
      block(r);
    });
  }
  if (r.word !== W.finally) return;
  next(r);
  block(r);
}

function switched(r: Reading): void {
  next(r);
  head(r);
  scoped(r, () => {
    expect(r, T.openBrace);
    while (r.kind !== T.closeBrace) {
      if (r.word === W.case) {
        next(r);
        expression(r);
      } else expectWord(r, W.default);
      expect(r, T.colon);
      while (r.kind !== T.closeBrace && r.word !== W.case && r.word !== W.default) {
        if (r.kind === T.end) doubt();
        statement(r);
      }
    }
    next(r);
  });
}

function jump(r: Reading): void {
  const hasLabel = r.word !== W.debugger;
  next(r);
  if (hasLabel && r.kind === T.name && !r.isNewLine) next(r);
  endStatement(r);
}

function imported(r: Reading): void {
  const isCall = ahead(r, (now) => {
    next(now);
    return now.kind === T.openParen || now.kind === T.dot;
  });
  if (isCall) simple(r);
  else importDeclaration(r);
}
