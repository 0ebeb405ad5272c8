/** Classes: what they extend, and the names of their members. A member without a body is left to the parser. */
import { assignment, leftHand } from './expressions.js';
import { functionRest, typeParameters } from './functions.js';
import { propertyName } from './properties.js';
import { ahead, declare, declareMember, doubt, leave, type Reading, scoped, tokenText } from './reading.js';
import { next, T } from './scanner.js';
import { statements } from './statements.js';
import { endStatement, expect, isPropertyStart, took, W } from './tokens.js';
import { reference, type, typeArguments } from './types.js';

export function decorators(r: Reading): void {
  while (took(r, T.at)) leftHand(r);
}

/** From `class`. The name of a declaration is declared around it, that of an expression within. Answers the name, or ''. */
export function classBody(r: Reading, isDeclaration: boolean): string {
  next(r);
  let name = '';
  const hasName = r.kind === T.name && !(r.word === W.implements && ahead(r, isAfterImplements));
  if (hasName) {
    name = tokenText(r);
    if (isDeclaration) declare(r, name);
  }
  scoped(r, () => {
    if (hasName) {
      if (!isDeclaration) declare(r, name);
      next(r);
    }
    if (r.kind === T.less) typeParameters(r);
    heritage(r);
    expect(r, T.openBrace);
    while (r.kind !== T.closeBrace) if (!took(r, T.semicolon)) member(r);
  });
  next(r);
  return name;
}

function isAfterImplements(now: Reading): boolean {
  next(now);
  return now.kind === T.name;
}

function heritage(r: Reading): void {
  if (r.word === W.extends) {
    next(r);
    leftHand(r);
    if (r.kind === T.less) typeArguments(r);
  }
  if (r.word !== W.implements) return;
  do {
    next(r);
    reference(r);
  } while (r.kind === T.comma);
}

const MODIFIERS: ReadonlySet<number> = new Set([
  ...[W.public, W.private, W.protected, W.readonly, W.static, W.override, W.async, W.declare, W.accessor],
]);

function member(r: Reading): void {
  decorators(r);
  if (r.word === W.abstract && goesBefore(r)) leave();
  if (r.word === W.static && ahead(r, isBlock)) {
    next(r);
    staticBlock(r);
    return;
  }
  while (MODIFIERS.has(r.word) && goesBefore(r)) next(r);
  let isSetter = false;
  if ((r.word === W.get || r.word === W.set) && goesBefore(r)) {
    isSetter = r.word === W.set;
    next(r);
  }
  const isGenerator = took(r, T.star);
  if (r.kind === T.openBracket && ahead(r, isIndexSignature)) leave();
  if (!isPropertyStart(r)) doubt();
  const isPlain = r.kind !== T.openBracket;
  const name = propertyName(r);
  if (r.kind === T.question || (r.kind === T.not && !r.isNewLine)) next(r);
  if (r.kind === T.openParen || r.kind === T.less) {
    if (!isSetter && !(isPlain && name === 'constructor')) declareMember(r, name);
    functionRest(r, isGenerator);
    return;
  }
  declareMember(r, name);
  if (took(r, T.colon)) type(r);
  if (took(r, T.assign)) assignment(r);
  endStatement(r);
}

/** A word before the name of a member, on its line. */
function goesBefore(r: Reading): boolean {
  const { word } = r;
  return ahead(r, (now) => {
    next(now);
    const isFree = word === W.static || word === W.get || word === W.set;
    return (isFree || !now.isNewLine) && (isPropertyStart(now) || now.kind === T.star);
  });
}

function isBlock(now: Reading): boolean {
  next(now);
  return now.kind === T.openBrace;
}

function staticBlock(r: Reading): void {
  scoped(r, () => {
    expect(r, T.openBrace);
    statements(r);
    expect(r, T.closeBrace);
  });
}

export function isIndexSignature(now: Reading): boolean {
  next(now);
  if (now.kind !== T.name) return false;
  next(now);
  return now.kind === T.colon;
}
