/**
 * One code file → what it imports, exports and declares by name, read from its tokens: several times faster than by its
 * tree, for a reader that asks for imports alone.
 *
 * What it promises: the imports, exports, lines and names that it gives are those that parsing gives (`npm run
 * verify:sketches` compares them file by file). What it leaves out: how imported names are used, what functions and
 * classes hold, entry points, events. Whatever it is not sure of (`import()`, `require`, namespaces, a slash or an angle
 * that may be several things, a syntax that does not look right) it leaves to the parser, and answers with nothing.
 *
 * What it cannot promise: it sees brackets, strings and neighbours that do not fit, not every error of syntax. A file
 * with an error that it does not see is read without the note that the parser would leave; its imports are the same.
 */
import type { FileFacts, Program, SourceFile } from '../../model/index.js';
import { isGeneratedSource } from '../generated.js';
import { countLines } from '../plain-facts.js';
import { tangleOf } from '../tangled.js';
import { readDynamic, readExported, readRequire } from './commonjs.js';
import { readExport } from './exports.js';
import { readImport } from './imports.js';
import type { Intern } from './intern.js';
import { next } from './lexer.js';
import { hasOddLines } from './lines.js';
import { createRecord, isBindable, type ModuleRecord, textOf } from './record.js';
import { mayHaveEvents, noSignals, noteSignal, type Signals } from './signals.js';
import { createLexer, type Lexer, odd } from './state.js';
import { FIRST_SIGNAL, T, word } from './tokens.js';
import { readGiven, readUse } from './use-tokens.js';
import { addNames, createUses, finishUses, type Uses } from './uses.js';

const D = {
  class: word('class'),
  const: word('const'),
  declare: word('declare'),
  enum: word('enum'),
  export: word('export'),
  exports: word('exports'),
  function: word('function'),
  global: word('global'),
  import: word('import'),
  interface: word('interface'),
  let: word('let'),
  module: word('module'),
  namespace: word('namespace'),
  require: word('require'),
  type: word('type'),
  var: word('var'),
};

/** Words that the body of `declare module 'x' {}` may not hold, to be read by tokens: only types are harmless there. */
const NO_TYPES = new Set(
  'class const enum export exports function global import let module namespace require var'.split(' ').map(word),
);
const AMBIENT = /^(?:[ \t]+(?:'[^'\n]*'|"[^"\n]*"))?\s*\{/;

/** Before `import` they make it the name of a method. */
const MODIFIERS = new Set(['async', 'public', 'private', 'protected', 'static', 'get', 'set', 'override'].map(word));

/** Facts without what only parsing tells; undefined when the file has to be parsed. */
export function sketchOf(file: SourceFile, text: string, intern: Intern): FileFacts | undefined {
  const { path, role } = file;
  if (hasOddLines(text) || hasTypesInComments(path, text)) return undefined;
  const lexer = createLexer(text, /\.(?:[cm]?js|jsx|tsx)$/.test(path), intern);
  const record = createRecord(text);
  const signals = noSignals();
  const uses = createUses();
  readModule(lexer, record, signals, uses);
  if (lexer.isOdd || !finishLists(record) || hidesModules(record)) return undefined;
  finishUses(uses, record.imports, lexer, /\.[cm]?jsx?$/.test(path));
  const isGenerated = isGeneratedSource(text);
  if (role === 'runtime' && !isGenerated && mayHaveEvents(signals, text)) return undefined;
  if (tangleOf(text) !== undefined) return undefined;
  return {
    path,
    isSketch: true,
    ...(uses.hasDecorators ? { isDecorated: true as const } : {}),
    lines: countLines(text),
    isGenerated,
    imports: record.imports,
    exports: record.exports,
    entryPoints: [],
    events: [],
    words: [],
    ...(role === 'test' ? {} : { program: programOf(record) }),
    diagnostics: [],
  };
}

/** JavaScript names types in comments, and Flow looks like TypeScript without being it. */
function hasTypesInComments(path: string, text: string): boolean {
  return (
    /\.[cm]?jsx?$/.test(path) && (/@flow|@import/.test(text) || (text.includes('/**') && text.includes('import(')))
  );
}

/** In a list of variables after `export`: 1 in the type of one, 2 in its value. */
type Declarator = { part: 0 | 1 | 2; angles: number; isGeneric: boolean };

function readModule(lexer: Lexer, record: ModuleRecord, signals: Signals, uses: Uses): void {
  const declarator: Declarator = { part: 0, angles: 0, isGeneric: false };
  let decorators = -1;
  let isAmbient = false;
  next(lexer);
  while (lexer.kind !== T.end) {
    const { word: id, depth } = lexer;
    if (uses.byName.size > 0) readUse(uses, lexer, id);
    if (depth === 0 && declarator.part !== 0) readDeclarator(lexer, declarator);
    if (id === 0) {
      if (lexer.kind !== T.semicolon) uses.hasCode = true;
      if (lexer.kind === T.at && depth === 0 && decorators < 0) decorators = lexer.start;
      next(lexer);
    } else if (id >= FIRST_SIGNAL) {
      noteSignal(signals, lexer);
      next(lexer);
    } else if (depth > 0) {
      if (isAmbient && NO_TYPES.has(id) && lexer.before !== T.dot) odd(lexer);
      if (!readsCall(lexer, record, id)) readInside(lexer, id);
      next(lexer);
    } else if (id === D.export) {
      const { start } = lexer;
      isAmbient = false;
      const from = record.listed.length;
      const isInList = readExport(lexer, record, decorators < 0 ? start : decorators);
      if (uses.byName.size > 0) readGiven(uses, lexer, record, start, from);
      declarator.part = isInList ? 1 : 0;
      declarator.angles = 0;
      declarator.isGeneric = false;
      decorators = -1;
    } else {
      if (id === D.class) decorators = -1;
      isAmbient = beginsAmbient(lexer, id);
      const { start } = lexer;
      const known = record.imports.length;
      if (id !== D.import) uses.hasCode = true;
      if (readsCall(lexer, record, id)) next(lexer);
      else if (readsDeclaration(lexer, record, id)) declarator.part = 0;
      else next(lexer);
      const added = record.imports[known];
      if (added?.form === 'import') addNames(uses, added, lexer.text, start);
    }
  }
}

/** `require('x')` and `import('x')`; true when the word was one of them. */
function readsCall(lexer: Lexer, record: ModuleRecord, id: number): boolean {
  if (id !== D.require && (id !== D.import || MODIFIERS.has(lexer.wordBefore))) return false;
  if (id === D.require && !REQUIRES.test(after(lexer))) {
    // Given a meaning of its own, or handed on.
    if (!/^\s*\./.test(after(lexer))) record.values.add('require');
    return false;
  }
  if (id === D.import && !/^\s*\(/.test(after(lexer))) return false;
  const asked = id === D.require ? readRequire(lexer, record) : readDynamic(lexer, record);
  if (asked !== undefined) record.imports.push(asked.fact);
  return true;
}

/** `declare module 'x' {` and `declare global {`. */
function beginsAmbient(lexer: Lexer, id: number): boolean {
  const isModule = id === D.module || id === D.global;
  return isModule && lexer.wordBefore === D.declare && !lexer.isNewLine && AMBIENT.test(longAfter(lexer));
}

function longAfter({ text, end }: Lexer): string {
  return text.slice(end, end + 200);
}

const REQUIRES = /^\s*(?:\(|\?\.|<)/;
const EXPORTS = /^\s*(?:[.[]|=(?!>)|\?\.)/;
const MODULE_EXPORTS = /^\s*(?:\?\.|\.)\s*exports\b/;

/** Words that matter wherever they stand, unless they name a member. */
function readInside(lexer: Lexer, id: number): void {
  if (id === D.require) oddBefore(lexer, REQUIRES);
  else if (id === D.exports) oddBefore(lexer, EXPORTS);
  else if (id === D.module) oddBefore(lexer, MODULE_EXPORTS);
  else if (id === D.export) oddBefore(lexer, /^\s*[^\s:,}(=?;]/);
  else if (id === D.import && !MODIFIERS.has(lexer.wordBefore)) oddBefore(lexer, /^\s*[^\s.:]/);
}

function oddBefore(lexer: Lexer, pattern: RegExp): void {
  if (pattern.test(after(lexer))) odd(lexer);
}

function after({ text, end }: Lexer): string {
  return text.slice(end, end + 40);
}

/** After these a class is a value, whose name only it knows. */
const VALUE_FOLLOWS: ReadonlySet<number> = new Set([T.assign, T.arrow, T.comma, T.operator, T.colon, T.question]);

/** At the top level: notes what is declared; true when the lexer is on the next token already. */
function readsDeclaration(lexer: Lexer, record: ModuleRecord, id: number): boolean {
  switch (id) {
    case D.import:
      if (/^\s*\./.test(after(lexer))) return false;
      // `if (open) import 'x'` is an error, which is the parser's to tell.
      if (lexer.before === T.closeParen && !lexer.isNewLine) odd(lexer);
      readImport(lexer, record);
      return true;
    case D.interface:
    case D.type:
      next(lexer);
      if (isBindable(lexer) && !lexer.isNewLine) (id === D.type ? record.types : record.interfaces).push(textOf(lexer));
      return true;
    case D.class:
    case D.enum: {
      const isValue = VALUE_FOLLOWS.has(lexer.before);
      next(lexer);
      if (isBindable(lexer) && !isValue) (id === D.class ? record.classes : record.enums).push(textOf(lexer));
      return true;
    }
    case D.const:
    case D.let:
    case D.var:
    case D.function:
      next(lexer);
      if (lexer.kind === T.star) next(lexer);
      if (isBindable(lexer)) record.values.add(textOf(lexer));
      return true;
    case D.namespace:
    case D.module:
    case D.global:
      if (/^[ \t]+[\w$'"]|^\s*\{/.test(after(lexer)) && !beginsAmbient(lexer, id)) odd(lexer);
      if (id === D.module && isExporting(lexer)) readExported(lexer, record);
      return false;
    case D.exports:
      if (isExporting(lexer)) readExported(lexer, record);
      return false;
    default:
      readInside(lexer, id);
      return false;
  }
}

/** `exports.a` or `module.exports`, read or written. */
function isExporting(lexer: Lexer): boolean {
  return lexer.word === D.exports ? EXPORTS.test(after(lexer)) : MODULE_EXPORTS.test(after(lexer));
}

/** After the comma: another variable, not a type argument of the value. */
const VARIABLE = /\s*(?:[\w$]+\s*(?:=[^=>]|[:,;!]|$)|[{[].*?[}\]]\s*=[^=>])/y;

/** A comma outside of brackets and type arguments parts two variables: then the parser lists them. */
function readDeclarator(lexer: Lexer, declarator: Declarator): void {
  const { kind } = lexer;
  if (kind === T.semicolon) declarator.part = 0;
  else if (kind === T.less) {
    // Parameters of a function that is the value.
    if (declarator.part === 2 && lexer.before === T.assign) {
      declarator.isGeneric = true;
      declarator.angles = 0;
    }
    declarator.angles++;
  } else if (kind === T.greater) {
    declarator.angles--;
    declarator.isGeneric &&= declarator.angles > 0;
  } else if (kind === T.assign && declarator.angles <= 0) declarator.part = 2;
  else if (kind === T.comma && !declarator.isGeneric) {
    VARIABLE.lastIndex = lexer.end;
    if (declarator.part === 1 ? declarator.angles <= 0 : VARIABLE.test(lexer.text)) odd(lexer);
  }
}

/** Lists name what the file declares; a type among them is exported as a type. */
function finishLists({ listed, exports, types, interfaces, classes, enums, values, imports }: ModuleRecord): boolean {
  if (listed.length === 0) return true;
  const bound = imports.filter(({ form }) => form === 'import').flatMap(({ bindings }) => bindings);
  const isValue = new Map(bound.map(({ local, isTypeOnly }) => [local, !isTypeOnly]));
  for (const name of [...types, ...interfaces]) if (!isValue.has(name)) isValue.set(name, false);
  for (const name of [...classes, ...enums, ...values]) isValue.set(name, true);
  for (const { local, at } of listed) {
    const known = isValue.get(local);
    if (known === undefined) return false;
    const item = exports[at];
    if (!known && item?.kind === 'local') exports[at] = { ...item, isType: true };
  }
  return true;
}

/** `require` or `exports` is a name of the file's own. */
function hidesModules({ imports, exports, values }: ModuleRecord): boolean {
  const isCommon = imports.some(({ form }) => form === 'require') || exports.some(({ kind }) => kind === 'equals');
  const isOwn = ['require', 'exports', 'module'].some(
    (name) => values.has(name) || imports.some(({ bindings }) => bindings.some(({ local }) => local === name)),
  );
  return isOwn && (isCommon || exports.some((item) => item.kind === 'local' && item.local.startsWith('exports.')));
}

function programOf({ interfaces, types, classes, enums }: ModuleRecord): Program {
  return {
    functions: [],
    classes: classes.map((name) => ({ name, parent: 0, members: [], line: 0, endLine: 0 })),
    interfaces: interfaces.map((name) => ({ name, members: [], line: 0 })),
    types: types.map((name) => ({ name, type: { kind: 'unknown' }, line: 0 })),
    enums: enums.map((name) => ({ name, members: [], line: 0 })),
  };
}
