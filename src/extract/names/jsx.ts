/** JSX: tags use the components that they name. Text between the tags is passed over. */
import { IDENTIFIER } from '../sketch/characters.js';
import { assignment } from './expressions.js';
import { deeper, doubt, leave, type Reading, readOf, use } from './reading.js';
import { next, T } from './scanner.js';
import { expect, took } from './tokens.js';
import { typeArguments } from './types.js';

/** From the `<`; the token after it is that after the whole element. */
export function element(r: Reading): void {
  inner(r);
  next(r);
}

/** Leaves the end of the element in `r.end`. */
function inner(r: Reading): void {
  deeper(r);
  r.usesJsx = true;
  next(r);
  const name = r.kind === T.greater ? '' : tagName(r, true);
  if (name !== '') {
    if (r.kind === T.less) typeArguments(r);
    attributes(r);
  }
  if (r.kind === T.slash) {
    if (name === '' || r.text.charCodeAt(r.end) !== 62) doubt();
    r.end++;
  } else {
    if (r.kind !== T.greater) doubt();
    children(r, name);
  }
  r.depth--;
}

/** `Card`, `shop.Card`, `app-card`; with dashes it is read on from the text. */
function tagName(r: Reading, isUse: boolean): string {
  const { start, word, kind } = r;
  if (kind !== T.name && kind !== T.reserved) doubt();
  const end = wordEnd(r);
  const text = r.text.slice(start, end);
  const isIntrinsic = /^[a-z]|-/.test(text);
  if (r.text.charCodeAt(end) === 58) leave();
  const isMember = r.text.charCodeAt(end) === 46;
  const place = isUse && kind === T.name && (!isIntrinsic || isMember) ? use(r, false) : -1;
  r.end = end;
  next(r);
  let name = text;
  for (let isFirst = true; r.kind === T.dot; isFirst = false) {
    next(r);
    if (r.kind !== T.name && r.kind !== T.reserved) doubt();
    if (isFirst && place >= 0) readOf(r, place, r.start, r.end);
    name += `.${r.text.slice(r.start, r.end)}`;
    next(r);
  }
  return word === 0 || kind === T.name || name.includes('.') ? name : leave();
}

function wordEnd({ text, end }: Reading): number {
  let at = end;
  while (text.charCodeAt(at) < 128 && (IDENTIFIER[text.charCodeAt(at)] === 1 || text.charCodeAt(at) === 45)) at++;
  return at;
}

function attributes(r: Reading): void {
  while (r.kind !== T.greater && r.kind !== T.slash) {
    if (took(r, T.openBrace)) {
      expect(r, T.spread);
      assignment(r);
      expect(r, T.closeBrace);
      continue;
    }
    if (r.kind !== T.name && r.kind !== T.reserved) doubt();
    r.end = wordEnd(r);
    next(r);
    if (took(r, T.colon)) next(r);
    if (r.kind === T.assign) attributeValue(r);
  }
}

/** A string may hold line ends and backslashes as they are. */
function attributeValue(r: Reading): void {
  let at = r.end;
  while (/\s/.test(r.text.charAt(at))) at++;
  const quote = r.text.charAt(at);
  if (quote === '"' || quote === "'") {
    const close = r.text.indexOf(quote, at + 1);
    if (close < 0) doubt();
    r.end = close + 1;
    next(r);
    return;
  }
  next(r);
  if (took(r, T.openBrace)) {
    if (r.kind === T.closeBrace) doubt();
    assignment(r);
    expect(r, T.closeBrace);
  } else if (r.kind === T.less) element(r);
  else doubt();
}

/** From the `>` of the opening tag to that of the closing one, whose end is left in `r.end`. */
function children(r: Reading, name: string): void {
  const { text } = r;
  for (;;) {
    let at = r.end;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === 60 || c === 123) break;
      if (c === 62 || c === 125) doubt();
    }
    if (at >= text.length) doubt();
    r.end = at;
    next(r);
    if (r.kind === T.openBrace) hole(r);
    else if (text.charCodeAt(r.start + 1) === 47) {
      closing(r, name);
      return;
    } else inner(r);
  }
}

/** `{…}`, which may be empty or hold a comment alone. Its end is left in `r.end`. */
function hole(r: Reading): void {
  next(r);
  if (r.kind !== T.closeBrace) {
    took(r, T.spread);
    assignment(r);
  }
  if (r.kind !== T.closeBrace) doubt();
}

function closing(r: Reading, name: string): void {
  r.end = r.start + 2;
  next(r);
  const closed = r.kind === T.greater ? '' : tagName(r, false);
  if (closed !== name || r.kind !== T.greater) doubt();
}
