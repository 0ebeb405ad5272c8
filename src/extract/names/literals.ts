/** Object literals: their methods are named by them. */
import { assignment } from './expressions.js';
import { functionRest } from './functions.js';
import { propertyName } from './properties.js';
import { declareMember, doubt, type Reading, readOf, use } from './reading.js';
import { next, T } from './scanner.js';
import { expect, isPropertyStart, nextIs, took, W } from './tokens.js';

export function object(r: Reading): void {
  next(r);
  while (r.kind !== T.closeBrace) {
    property(r);
    if (r.kind !== T.closeBrace) expect(r, T.comma);
  }
  next(r);
}

function property(r: Reading): void {
  if (took(r, T.spread)) {
    assignment(r);
    return;
  }
  let isSetter = false;
  let isGenerator = false;
  const { word } = r;
  if ((word === W.get || word === W.set || word === W.async) && nextIs(r, (now) => isModified(now, word))) {
    isSetter = word === W.set;
    next(r);
  }
  if (took(r, T.star)) isGenerator = true;
  const { kind, start, end, hash } = r;
  const name = propertyName(r);
  if (r.kind === T.openParen || r.kind === T.less) {
    if (!isSetter) declareMember(r, name);
    functionRest(r, isGenerator);
  } else if (took(r, T.colon)) assignment(r);
  else if (kind === T.name && (r.kind === T.comma || r.kind === T.closeBrace || r.kind === T.assign)) {
    const place = use(r, false);
    r.uses[place] = start;
    r.uses[place + 1] = end;
    r.uses[place + 2] = hash;
    readOf(r, place, 0, 0);
    if (took(r, T.assign)) assignment(r);
  } else doubt();
}

/** After `get`, `set` and `async`: what they go before. */
function isModified(now: Reading, word: number): boolean {
  if (word === W.async) return !now.isNewLine && (isPropertyStart(now) || now.kind === T.star);
  return isPropertyStart(now);
}
