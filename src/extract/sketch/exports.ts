/** Export declarations, from the word on. What is rare (`export =`, `export import`, patterns) is left to the parser. */
import type { ExportFact } from '../../model/index.js';
import { fromClause, type Listed, list } from './clauses.js';
import { next } from './lexer.js';
import { lineOf } from './lines.js';
import { isBindable, type ModuleRecord, textOf, W } from './record.js';
import { type Lexer, odd } from './state.js';
import { T, word } from './tokens.js';

const D = {
  abstract: word('abstract'),
  async: word('async'),
  class: word('class'),
  const: word('const'),
  declare: word('declare'),
  enum: word('enum'),
  extends: word('extends'),
  function: word('function'),
  implements: word('implements'),
  interface: word('interface'),
  let: word('let'),
  satisfies: word('satisfies'),
  var: word('var'),
};

/**
 * `start` is where the statement begins: its decorators, else the word. Leaves the lexer on a token that is still to be
 * read. True when it stands in a list of variables, after a name.
 */
export function readExport(lexer: Lexer, record: ModuleRecord, start: number): boolean {
  next(lexer);
  if (lexer.kind === T.star) everything(lexer, record, start, false);
  else if (lexer.kind === T.openBrace) names(lexer, record, start, false);
  else if (lexer.word === W.default) defaultExport(lexer, record, start);
  else if (lexer.word === W.type) {
    next(lexer);
    if (lexer.kind === T.star) everything(lexer, record, start, true);
    else if (lexer.kind === T.openBrace) names(lexer, record, start, true);
    else declared(lexer, record, start, record.types, true);
  } else {
    if (lexer.word === D.declare) next(lexer);
    return declaration(lexer, record, start);
  }
  return false;
}

function declaration(lexer: Lexer, record: ModuleRecord, start: number): boolean {
  switch (lexer.word) {
    case W.type:
    case D.interface: {
      const names = lexer.word === W.type ? record.types : record.interfaces;
      next(lexer);
      declared(lexer, record, start, names, true);
      return false;
    }
    case D.abstract:
      next(lexer);
      if (lexer.word !== D.class) odd(lexer);
      next(lexer);
      declared(lexer, record, start, record.classes, false);
      return false;
    case D.class:
    case D.enum: {
      const names = lexer.word === D.class ? record.classes : record.enums;
      next(lexer);
      declared(lexer, record, start, names, false);
      return false;
    }
    case D.async:
      next(lexer);
      if (lexer.word !== D.function) odd(lexer);
      return functionName(lexer, record, start);
    case D.function:
      return functionName(lexer, record, start);
    case D.const:
      next(lexer);
      if (lexer.word !== D.enum) return variable(lexer, record);
      next(lexer);
      declared(lexer, record, start, record.enums, false);
      return false;
    case D.let:
    case D.var:
      next(lexer);
      return variable(lexer, record);
    default:
      odd(lexer);
      return false;
  }
}

function add(record: ModuleRecord, name: string, local: string, isType: boolean, position: number): void {
  record.exports.push({ kind: 'local', name, local, isType, line: lineOf(record.lines, position) });
}

function declared(lexer: Lexer, record: ModuleRecord, start: number, names: string[], isType: boolean): void {
  if (!isBindable(lexer)) odd(lexer);
  const name = textOf(lexer);
  names.push(name);
  add(record, name, name, isType, start);
  next(lexer);
}

function functionName(lexer: Lexer, record: ModuleRecord, start: number): false {
  next(lexer);
  if (lexer.kind === T.star) next(lexer);
  if (!isBindable(lexer)) odd(lexer);
  const name = textOf(lexer);
  record.values.add(name);
  add(record, name, name, false, start);
  next(lexer);
  return false;
}

function variable(lexer: Lexer, record: ModuleRecord): boolean {
  if (!isBindable(lexer)) odd(lexer);
  const name = textOf(lexer);
  record.values.add(name);
  add(record, name, name, false, lexer.start);
  next(lexer);
  return true;
}

/** `* from`, `* as name from`. */
function everything(lexer: Lexer, record: ModuleRecord, start: number, isTypeOnly: boolean): void {
  const line = lineOf(record.lines, start);
  next(lexer);
  let name: string | undefined;
  if (lexer.word === W.as) {
    next(lexer);
    if (!isBindable(lexer) && lexer.word !== W.default) odd(lexer);
    name = textOf(lexer);
    next(lexer);
  }
  const specifier = fromClause(lexer);
  if (specifier === undefined) return;
  const bindings = name === undefined ? [] : [passedOn('*', name, isTypeOnly, false)];
  record.imports.push({ form: 'export-from', specifier, isLiteral: true, line, isTypeOnly, bindings });
  record.exports.push(
    name === undefined
      ? { kind: 'star-from', specifier, isTypeOnly, line }
      : { kind: 'namespace-from', name, specifier, isTypeOnly, line },
  );
}

function passedOn(imported: string, local: string, isTypeOnly: boolean, isMarked: boolean) {
  const use = { valueUses: 0, typeUses: 0, lines: [] };
  return { imported, local, isTypeOnly, ...(isMarked ? { isMarkedType: true as const } : {}), ...use };
}

/** `{ a as b }`, of this file or from another. */
function names(lexer: Lexer, record: ModuleRecord, start: number, isTypeOnly: boolean): void {
  const line = lineOf(record.lines, start);
  const items = list(lexer);
  if (lexer.word === W.from) {
    const specifier = fromClause(lexer) ?? '';
    const bindings = items.map(({ name, as, isType }) =>
      passedOn(name, as, isTypeOnly || isType, isType && !isTypeOnly),
    );
    record.imports.push({ form: 'export-from', specifier, isLiteral: true, line, isTypeOnly, bindings });
    for (const item of items) record.exports.push(namedFrom(record, item, specifier, isTypeOnly));
    return;
  }
  for (const { name, as, isType, start: at, isReserved } of items) {
    if (isReserved) odd(lexer);
    record.listed.push({ local: name, at: record.exports.length });
    add(record, as, name, isTypeOnly || isType, at);
  }
}

function namedFrom(record: ModuleRecord, item: Listed, specifier: string, isTypeOnly: boolean): ExportFact {
  const { name: imported, as: name, isType, start } = item;
  const line = lineOf(record.lines, start);
  return { kind: 'named-from', name, imported, specifier, isTypeOnly: isTypeOnly || isType, line };
}

/** What has no name of its own is called `default`. */
function defaultExport(lexer: Lexer, record: ModuleRecord, start: number): void {
  next(lexer);
  const isType = lexer.word === D.interface;
  add(record, 'default', defaultName(lexer, record), isType, start);
}

/** An arrow function, an object or a list in parentheses. */
const PARENTHESIZED = /\((?:\{|\[|[^()]*\)\s*(?::[^=()]*)?=>)/y;

function defaultName(lexer: Lexer, record: ModuleRecord): string {
  switch (lexer.word) {
    case D.async:
    case D.function:
      return functionOrArrow(lexer, record);
    case D.abstract:
    case D.class: {
      if (lexer.word === D.abstract) next(lexer);
      if (lexer.word !== D.class) odd(lexer);
      next(lexer);
      const name = isBindable(lexer) && lexer.word !== D.implements ? nameTaken(lexer, record) : 'default';
      record.classes.push(name);
      return name;
    }
    case D.interface: {
      next(lexer);
      if (!isBindable(lexer)) odd(lexer);
      const name = textOf(lexer);
      record.interfaces.push(name);
      return name;
    }
    default:
      if (lexer.kind === T.name) return nameGiven(lexer);
      PARENTHESIZED.lastIndex = lexer.start;
      if (lexer.kind === T.openParen && !PARENTHESIZED.test(lexer.text)) odd(lexer);
      if (DOUBTFUL.has(lexer.kind) || (lexer.kind === T.keyword && !OPERATORS.has(lexer.word))) odd(lexer);
      return 'default';
  }
}

/** Words that begin a value. */
const OPERATORS: ReadonlySet<number> = new Set(['new', 'typeof', 'void', 'delete'].map(word));

/** A cast gives away what it casts. */
const DOUBTFUL: ReadonlySet<number> = new Set([T.context, T.less, T.at, T.end]);

function functionOrArrow(lexer: Lexer, record: ModuleRecord): string {
  const isAsync = lexer.word === D.async;
  next(lexer);
  if (isAsync && lexer.word !== D.function) {
    if (lexer.kind !== T.openParen && !isBindable(lexer)) odd(lexer);
    return 'default';
  }
  if (isAsync && lexer.isNewLine) odd(lexer);
  if (isAsync) next(lexer);
  if (lexer.kind === T.star) next(lexer);
  return isBindable(lexer) ? nameTaken(lexer, record) : 'default';
}

function nameTaken(lexer: Lexer, { values }: ModuleRecord): string {
  const name = textOf(lexer);
  values.add(name);
  return name;
}

/** On a new line they still belong to what stood before. */
const INFIX: ReadonlySet<number> = new Set(['as', 'satisfies', 'is'].map(word));

/** `export default require('./order')` asks for a module. */
const COMMONJS: ReadonlySet<number> = new Set(['require', 'module', 'exports'].map(word));

/** `export default order;` gives the name away, `export default order()` what comes of it. */
function nameGiven(lexer: Lexer): string {
  const name = textOf(lexer);
  if (COMMONJS.has(lexer.word)) odd(lexer);
  const kind = next(lexer);
  if (kind === T.semicolon || kind === T.end) return name === 'undefined' ? 'default' : name;
  if (lexer.isNewLine || lexer.word === W.as || lexer.word === D.satisfies || kind === T.not || name === 'undefined') {
    const isNext = kind === T.keyword || kind === T.name || (kind === T.context && !INFIX.has(lexer.word));
    if (!lexer.isNewLine || !isNext) odd(lexer);
    return name;
  }
  return 'default';
}
