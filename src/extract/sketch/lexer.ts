/**
 * Source text → tokens, one at a time, without a tree. What a slash or an angle means is settled by the token before it
 * and the brackets around it; where these leave a doubt the reading is `isOdd`, and the file is left to the parser.
 */
import { IDENTIFIER, isIdentifierPart } from './characters.js';
import { insideJsx } from './jsx.js';
import { BAD, FINE, NEIGHBOURS } from './neighbours.js';
import { number, punctuation } from './punctuation.js';
import { beginItem, LEVEL, type Lexer, MAX_RUN, odd } from './state.js';
import {
  FIRST_SIGNAL,
  HASH_BITS,
  HASH_MULTIPLIER,
  HASH_TABLE,
  KINDS,
  MAX_WORD,
  T,
  WORD_KINDS,
  WORDS,
  word,
  wordsOf,
} from './tokens.js';

const W = {
  return: word('return'),
  const: word('const'),
  var: word('var'),
  let: word('let'),
  type: word('type'),
  interface: word('interface'),
  class: word('class'),
  throw: word('throw'),
  case: word('case'),
  export: word('export'),
  import: word('import'),
  else: word('else'),
  do: word('do'),
  enum: word('enum'),
  extends: word('extends'),
};
const DECLARING = wordsOf('class const default enum function import var');

import { skipTrivia } from './trivia.js';

const VALUE_WORDS = wordsOf('new typeof void delete function class import');
const BEFORE_VALUES = wordsOf('return throw case default new typeof void delete extends in instanceof');

/** Reads the next token; `T.end` at the end, and whenever something is odd. */
export function next(lexer: Lexer): number {
  if (lexer.isOdd) return odd(lexer);
  lexer.farther = lexer.farBefore;
  lexer.wordFarther = lexer.wordFar;
  lexer.farBefore = lexer.before;
  lexer.wordFar = lexer.wordBefore;
  lexer.before = lexer.kind;
  lexer.wordBefore = lexer.word;
  lexer.word = 0;
  const level = lexer.levels[lexer.depth] as number;
  if (level >= LEVEL.jsxTag) insideJsx(lexer);
  else {
    if (!skipTrivia(lexer)) odd(lexer);
    scan(lexer);
  }
  if (lexer.isOdd) return odd(lexer);
  const verdict = NEIGHBOURS[lexer.before * KINDS + lexer.kind] as number;
  if (verdict !== FINE && isWrong(lexer, verdict)) return odd(lexer);
  if (lexer.kind === T.keyword && lexer.before === T.keyword && isWrongWord(lexer)) return odd(lexer);
  if (lexer.isNewLine && STARTS.has(lexer.kind) && endsStatement(lexer)) beginItem(lexer);
  lexer.runs[lexer.depth] = (lexer.runs[lexer.depth] as number) + 1;
  if (++lexer.run > MAX_RUN) return odd(lexer);
  return lexer.kind;
}

/** Inside parentheses, brackets and object literals a new line ends nothing. */
function isWrong(lexer: Lexer, verdict: number): boolean {
  const level = lexer.levels[lexer.depth] as number;
  const isHole = lexer.before === T.comma && lexer.kind === T.comma && level === LEVEL.bracket;
  if (verdict === BAD) return !isHole;
  const isAfterHead = lexer.before === T.closeParen && lexer.closedControl;
  if (isAfterHead || lexer.marks[lexer.depth] === 1) return false;
  return !lexer.isNewLine || (level >= LEVEL.paren && level <= LEVEL.object);
}

/** A reserved word on the line of another that cannot go before it. */
function isWrongWord({ word: id, wordBefore, isNewLine }: Lexer): boolean {
  if (isNewLine || wordBefore === W.else || wordBefore === W.do) return false;
  if (wordBefore === W.export) return !DECLARING.has(id);
  if (wordBefore === W.const) return id !== W.enum;
  if (wordBefore === W.class) return id !== W.extends;
  return !VALUE_WORDS.has(id) || !BEFORE_VALUES.has(wordBefore);
}

const STARTS: ReadonlySet<number> = new Set([T.name, T.context, T.value, T.at]);
const ENDS: ReadonlySet<number> = new Set([
  ...[T.name, T.context, T.literal, T.template, T.value, T.closeParen, T.closeBracket, T.closeBrace, T.greater],
]);
/** These go on with what stood before. */
const INFIX = wordsOf('as satisfies is');

/** What may begin a statement or member on a new line, after what can end one, where they stand. */
function endsStatement({ before, depth, levels, word: id }: Lexer): boolean {
  const isAmongStatements = depth === 0 || levels[depth] === LEVEL.brace;
  return isAmongStatements && ENDS.has(before) && !INFIX.has(id);
}

/** As a name is hashed while it is read. */
export function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, HASH_MULTIPLIER) + text.charCodeAt(at)) | 0;
  return hash;
}

function scan(lexer: Lexer): void {
  const { text, start } = lexer;
  if (start >= text.length) {
    lexer.kind = T.end;
    lexer.end = start;
    if (lexer.depth > 0) odd(lexer);
    return;
  }
  const c = text.charCodeAt(start);
  if (c >= 48 && c <= 57) number(lexer);
  else if (c < 128 ? IDENTIFIER[c] === 1 : isIdentifierPart(text, start)) scanName(lexer);
  else punctuation(lexer, c);
}

function scanName(lexer: Lexer): void {
  const { text, start } = lexer;
  let at = start;
  let hash = 0;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c < 128 ? (IDENTIFIER[c] as number) === 0 : !isIdentifierPart(text, at)) break;
    hash = (Math.imul(hash, HASH_MULTIPLIER) + c) | 0;
    at++;
  }
  lexer.end = at;
  lexer.kind = T.name;
  lexer.hash = hash;
  if (text.charCodeAt(at) === 92) odd(lexer);
  if (at - start > MAX_WORD) return;
  const id = HASH_TABLE[hash & HASH_BITS] as number;
  if (id === 0) return;
  const known = WORDS[id] as string;
  if (known.length !== at - start || !text.startsWith(known, start)) return;
  if (lexer.before === T.dot && id < FIRST_SIGNAL) return;
  lexer.word = id;
  lexer.kind = WORD_KINDS[id] as number;
  if (id === W.const || id === W.var || id === W.let) lexer.isValue = true;
  else if (id === W.type || id === W.interface || id === W.class) lexer.isValue = false;
  else if (id !== W.return && id !== W.throw && id !== W.case && id !== W.export && id !== W.import) return;
  beginItem(lexer);
}
