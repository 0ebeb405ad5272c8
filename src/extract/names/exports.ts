/** Every way to give something to other modules; what is rare (`export =`, `export import`) is left to the parser. */
import { isAsyncFunction } from './arrows.js';
import { classBody } from './classes.js';
import {
  enumDeclaration,
  functionDeclaration,
  interfaceDeclaration,
  isNamed,
  typeAlias,
  variables,
} from './declarations.js';
import { assignment } from './expressions.js';
import { pattern } from './functions.js';
import { addImport, bind, endImport, specifiers } from './imports.js';
import { declareMember, doubt, leave, type Reading, tokenText, use } from './reading.js';
import { next, T } from './scanner.js';
import { endStatement, expectWord, nextIs, stringText, W } from './tokens.js';

/** From `export`; `start` is that of its decorators, if any. Lines are positions until the end. */
export function exported(r: Reading, start: number): void {
  if (r.depth > 1) leave();
  next(r);
  if (r.kind === T.star) everything(r, start, false);
  else if (r.kind === T.openBrace) list(r, start, false);
  else if (r.word === W.default) byDefault(r, start);
  else if (r.word === W.type && !isNamed(r)) {
    next(r);
    if (r.kind === T.star) everything(r, start, true);
    else list(r, start, true);
  } else declaration(r, start);
}

function add(r: Reading, name: string, local: string, isType: boolean, line: number): void {
  r.exports.push({ kind: 'local', name, local, isType, line });
}

function declaration(r: Reading, start: number): void {
  const { word } = r;
  if (word === W.let || (word === W.const && !nextIs(r, (now) => now.word === W.enum))) {
    variables(r, false, (now) => {
      if (now.kind !== T.name) leave();
      add(now, tokenText(now), tokenText(now), false, now.start);
      pattern(now);
    });
    endStatement(r);
    return;
  }
  const at = r.exports.length;
  add(r, '', '', word === W.type || word === W.interface, start);
  const name = declared(r);
  if (name === '') leave();
  r.exports[at] = { kind: 'local', name, local: name, isType: word === W.type || word === W.interface, line: start };
}

function declared(r: Reading): string {
  const { word } = r;
  if (word === W.type) return typeAlias(r);
  if (word === W.interface && isNamed(r)) return interfaceDeclaration(r);
  if (word === W.const) next(r);
  if (r.word === W.enum) return enumDeclaration(r);
  if (isAsyncFunction(r)) next(r);
  else if (word === W.abstract) {
    next(r);
    if (r.word !== W.class) leave();
  }
  if (r.word === W.function) return functionDeclaration(r);
  return r.word === W.class ? classBody(r, true) : leave();
}

/** `* from`, `* as name from`. */
function everything(r: Reading, start: number, isTypeOnly: boolean): void {
  next(r);
  let name: string | undefined;
  if (r.word === W.as) {
    next(r);
    if (r.kind !== T.name && r.word !== W.default) leave();
    name = tokenText(r);
    next(r);
  }
  const specifier = from(r);
  const draft = addImport(r, 'export-from', specifier, start, isTypeOnly);
  const kept = { specifier, isTypeOnly, line: start };
  if (name === undefined) r.exports.push({ kind: 'star-from', ...kept });
  else {
    bind(r, draft, '*', name, isTypeOnly);
    r.exports.push({ kind: 'namespace-from', name, ...kept });
  }
}

function from(r: Reading): string {
  expectWord(r, W.from);
  if (r.kind !== T.string) doubt();
  const specifier = stringText(r);
  next(r);
  endImport(r);
  return specifier;
}

/** `{ a as b }`, of this file or from another. */
function list(r: Reading, start: number, isTypeOnly: boolean): void {
  const items = specifiers(r);
  if (r.word === W.from) {
    const specifier = from(r);
    const draft = addImport(r, 'export-from', specifier, start, isTypeOnly);
    for (const { imported, local, isType, start: line } of items) {
      declareMember(r, local);
      bind(r, draft, imported, local, isTypeOnly || isType);
      const isOnlyType = isTypeOnly || isType;
      r.exports.push({ kind: 'named-from', name: local, imported, specifier, isTypeOnly: isOnlyType, line });
    }
    return;
  }
  for (const { imported, local, isType, start: line, hash, nameStart, nameEnd } of items) {
    declareMember(r, local);
    const place = use(r, isTypeOnly || isType);
    [r.uses[place], r.uses[place + 1], r.uses[place + 2]] = [nameStart, nameEnd, hash];
    r.listed.push(r.exports.length);
    add(r, local, imported, isTypeOnly || isType, line);
  }
  endStatement(r);
}

/** What has no name of its own is called `default`. */
function byDefault(r: Reading, start: number): void {
  next(r);
  const at = r.exports.length;
  const isType = r.word === W.interface && isNamed(r);
  add(r, 'default', 'default', isType, start);
  const local = defaultName(r);
  r.exports[at] = { kind: 'local', name: 'default', local: local === '' ? 'default' : local, isType, line: start };
}

function defaultName(r: Reading): string {
  if (r.word === W.interface && isNamed(r)) return interfaceDeclaration(r);
  if (isAsyncFunction(r)) next(r);
  if (r.word === W.function) return functionDeclaration(r);
  if (r.word === W.abstract && nextIs(r, (now) => now.word === W.class)) next(r);
  if (r.word === W.class) return classBody(r, true);
  const isGiven = r.kind === T.name;
  const name = tokenText(r);
  const end = r.end;
  if (r.kind === T.openParen || r.kind === T.at || r.kind === T.less || r.word === W.await) leave();
  assignment(r);
  // `a as B`, `a!`: still `a`.
  if (isGiven && r.before !== end && /^\s*(?:!(?!=)|(?:as|satisfies)\b)/.test(r.text.slice(end, end + 20))) leave();
  const isAlone = isGiven && r.before === end;
  endStatement(r);
  return isAlone && name !== 'undefined' ? name : 'default';
}
