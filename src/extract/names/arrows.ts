/** Arrow functions, which are told from what stands in parentheses as the compiler tells them, and function expressions. */
import { assignment } from './expressions.js';
import { body, functionRest, parameters, typeParameters } from './functions.js';
import { ahead, attempt, declare, doubt, leave, type Reading, scoped, tokenText } from './reading.js';
import { next, T } from './scanner.js';
import { nextIs, took, W } from './tokens.js';
import { returnType } from './types.js';

/** A quick look: whether `arrow` need be asked. */
export function startsArrow(r: Reading): boolean {
  if (r.kind === T.openParen) return true;
  if (r.kind === T.less) return !r.hasJsx || isTypeParameter(r);
  if (r.kind !== T.name) return false;
  return r.word === W.async || isArrowAt(r.text, r.end);
}

const TYPE_PARAMETER = /<\s*(?:const\s+)?[\w$]+\s*(?:,|=|extends\s)/y;

/** Where an angle may also begin an element, only this is a type parameter. */
function isTypeParameter(r: Reading): boolean {
  TYPE_PARAMETER.lastIndex = r.start;
  return TYPE_PARAMETER.test(r.text);
}

/** `=>` after one space or none; written otherwise, it comes as a surprise, and the file is parsed. */
function isArrowAt(text: string, end: number): boolean {
  const at = text.charCodeAt(end) === 32 ? end + 1 : end;
  return text.charCodeAt(at) === 61 && text.charCodeAt(at + 1) === 62;
}

/** Reads an arrow function; false, and nothing read, when it is none. */
export function arrow(r: Reading, noIn: boolean): boolean {
  if (r.kind === T.name && isArrowAt(r.text, r.end)) {
    scoped(r, () => {
      declare(r, tokenText(r));
      next(r);
      arrowBody(r, noIn);
    });
    return true;
  }
  if (r.word === W.async) return asyncArrow(r, noIn);
  const sure = r.kind === T.less ? undefined : isArrow(r);
  if (sure === false) return false;
  if (sure === true) {
    withParameters(r, noIn);
    return true;
  }
  return attempt(r, (now) => withParameters(now, noIn));
}

/** `async x =>`, `async (x) =>`, `async <T>(x: T) =>`. */
function asyncArrow(r: Reading, noIn: boolean): boolean {
  const follows = ahead(r, (now) => {
    next(now);
    if (now.isNewLine) return false;
    return now.kind === T.openParen || now.kind === T.less || (now.kind === T.name && isArrowAt(now.text, now.end));
  });
  if (!follows) return false;
  return attempt(r, (now) => {
    next(now);
    if (now.kind === T.name) return arrow(now, noIn);
    return withParameters(now, noIn);
  });
}

function withParameters(r: Reading, noIn: boolean): boolean {
  scoped(r, () => {
    if (r.kind === T.less) typeParameters(r);
    parameters(r);
    if (r.kind === T.colon) {
      next(r);
      returnType(r);
      if (r.kind === T.arrow && r.arms > 0) leave();
    }
    arrowBody(r, noIn);
  });
  return true;
}

function arrowBody(r: Reading, noIn: boolean): void {
  if (r.kind !== T.arrow || r.isNewLine) doubt();
  next(r);
  const { isGenerator, arms } = r;
  r.isGenerator = false;
  if (r.kind === T.openBrace) body(r);
  else assignment(r, noIn);
  r.isGenerator = isGenerator;
  r.arms = arms;
}

/** At a parenthesis: true or false when the first tokens tell, undefined when only reading on does. */
function isArrow(r: Reading): boolean | undefined {
  return ahead(r, (now) => {
    next(now);
    if (now.kind === T.closeParen) {
      next(now);
      return now.kind === T.arrow || now.kind === T.colon || now.kind === T.openBrace;
    }
    if (now.kind === T.openBracket || now.kind === T.openBrace) return undefined;
    if (now.kind === T.spread) return true;
    if (now.kind !== T.name && now.word !== W.this) return now.kind === T.at ? undefined : false;
    next(now);
    if (now.kind === T.colon) return true;
    if (now.kind === T.question) {
      next(now);
      const { kind } = now;
      return kind === T.colon || kind === T.comma || kind === T.assign || kind === T.closeParen ? undefined : false;
    }
    return now.kind === T.comma || now.kind === T.assign || now.kind === T.closeParen ? undefined : false;
  });
}

/** From `function`. */
export function functionExpression(r: Reading): void {
  next(r);
  const isGenerator = took(r, T.star);
  scoped(r, () => {
    if (r.kind === T.name) {
      declare(r, tokenText(r));
      next(r);
    }
    functionRest(r, isGenerator, false);
  });
}

/** `async function` on one line. */
export function isAsyncFunction(r: Reading): boolean {
  return r.word === W.async && nextIs(r, (now) => now.word === W.function && !now.isNewLine);
}
