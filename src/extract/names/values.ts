/** Values that stand alone: names, literals, what is in brackets, and what begins with a word. */
import { functionExpression } from './arrows.js';
import { classBody, decorators } from './classes.js';
import { assignment, expression } from './expressions.js';
import { importCall } from './imports.js';
import { element } from './jsx.js';
import { object } from './literals.js';
import { doubt, leave, type Reading, use } from './reading.js';
import { next, slashAsRegex, T, templateRest } from './scanner.js';
import { expect, nextIs, took, W } from './tokens.js';

/** The place of the use, when it is a name alone; else -1. */
export function primary(r: Reading): number {
  switch (r.kind) {
    case T.name:
      return name(r);
    case T.reserved:
      reserved(r);
      return -1;
    case T.string:
    case T.number:
    case T.template:
    case T.privateName:
      next(r);
      return -1;
    case T.templateHead:
      template(r);
      return -1;
    case T.slash:
      slashAsRegex(r);
      next(r);
      return -1;
    case T.openParen:
      next(r);
      expression(r);
      expect(r, T.closeParen);
      return -1;
    case T.openBracket:
      list(r);
      return -1;
    case T.openBrace:
      object(r);
      return -1;
    case T.at:
      decorators(r);
      if (r.word !== W.class) doubt();
      classBody(r, false);
      return -1;
    case T.less:
      if (!r.hasJsx) doubt();
      element(r);
      return -1;
    default:
      return doubt();
  }
}

function name(r: Reading): number {
  if (r.word === W.async && nextIs(r, (now) => now.word === W.function && !now.isNewLine)) {
    next(r);
    functionExpression(r);
    return -1;
  }
  if (r.word === W.exports) leave();
  const place = use(r, false);
  if (r.word === W.require) {
    const { start } = r;
    next(r);
    if (r.kind === T.openParen) importCall(r, 'require', start);
  } else next(r);
  return place;
}

function reserved(r: Reading): void {
  const { word, start } = r;
  if (word === W.function) functionExpression(r);
  else if (word === W.class) classBody(r, false);
  else if (word === W.import) {
    next(r);
    if (took(r, T.dot)) next(r);
    else if (r.kind === T.openParen) importCall(r, 'dynamic-import', start);
    else doubt();
  } else if (word === W.this || word === W.null || word === W.true || word === W.false || word === W.super) next(r);
  else doubt();
}

function list(r: Reading): void {
  next(r);
  while (r.kind !== T.closeBracket) {
    if (took(r, T.comma)) continue;
    took(r, T.spread);
    assignment(r);
    if (r.kind !== T.closeBracket) expect(r, T.comma);
  }
  next(r);
}

/** From the part before the first hole. */
export function template(r: Reading): void {
  do {
    next(r);
    expression(r);
  } while (templateRest(r));
  next(r);
}
