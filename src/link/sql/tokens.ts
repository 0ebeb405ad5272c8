/**
 * SQL text → tokens, in one pass and linear time, for any dialect and for text that no parser would take: unterminated
 * quotes run to the end, comments vanish. `${n}` stands for a hole of a template whose value is not known; templating
 * (`{{x}}`, `<%= x %>`, `${name}`) is a hole too. A hole glued to a name (`orders_${0}`) makes the whole name unknown.
 */
import type { SqlDialect } from './dialect.js';

export type SqlToken = {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'param' | 'hole' | 'punct';
  /** As spelled, except `quoted` (without its quotes) and `word`; upper-case spelling is in `key`. */
  readonly text: string;
  /** Upper case of a word, the character of a punctuation, '' for the others: what keywords are compared with. */
  readonly key: string;
  readonly at: number;
  readonly end: number;
  /** Number of the hole, for kind `hole`; -1 for templating. */
  readonly hole: number;
  /** A quote that is never closed: the token is all the rest of the text. */
  readonly isOpen?: true;
};

/** Letters that stand for an unknown value inside an identifier; no real name holds them. */
export const HOLE_MARK = 'msahole';

const WORD = /(?:[\p{L}_]|\$\{\w*\})(?:\$\{\w*\}|[\p{L}\p{N}_@#]|\$(?!\{))*/uy;
const HOLE = /\$\{([^{}\n]*)\}|\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}|<%[^%\n]*%>|#\{[^{}\n]*\}/y;
const NUMBER = /\d[\w.]*/y;
const PARAM =
  /\$\d+(?::(?:name|raw|value|alias|csv|list|json)\b|~|\^|#)?|\$<[^<>\n]{1,80}>|\$\[[\w.:~^]{1,80}\]|\$\/[\w.:~^]{1,80}\/|\$\([\w.:~^]{1,80}\)|\$[A-Za-z_]\w*|:[A-Za-z_]\w*|:\d+|@@?[\p{L}_][\p{L}\p{N}_]*|\?\d+|\?\??(?![|&])|%\([\w]+\)s/uy;
const FORMAT = /%(?:\d+\$)?[sLI](?!\w)/y;
const DOLLAR_TAG = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
/** Letters that may stand before a string's quote. */
const STRING_PREFIX = new Set(['E', 'e', 'N', 'n', 'B', 'X']);
/** More distinct unterminated `$tag$` than this, and the text has no dollar quotes: keeps hostile text linear. */
const MAX_UNTERMINATED_TAGS = 16;

/** What a text's tokens are read with. */
type Source = {
  readonly text: string;
  readonly dialect: SqlDialect | undefined;
  /** Dollar quotes that are never closed, so that each is looked for once. */
  readonly unterminated: Set<string>;
};

export function tokenize(text: string, dialect?: SqlDialect): SqlToken[] {
  const source: Source = { text, dialect, unterminated: new Set() };
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < text.length) {
    const c = text.charCodeAt(at);
    if (c <= 32 || c === 0xa0 || c === 0xfeff) {
      at++;
      continue;
    }
    const comment = skipComment(text, at, dialect === 'mysql');
    if (comment > at) {
      if (/^--+>\s*statement-breakpoint/.test(text.slice(at, at + 40))) tokens.push(token('punct', ';', at, at));
      at = comment;
      continue;
    }
    if (c === 92 /* \ */ && isLineStart(text, at)) {
      at = endOfLine(text, at); // psql meta-command
      continue;
    }
    const read = readToken(source, at, tokens.at(-1));
    tokens.push(read);
    at = read.end;
  }
  return tokens;
}

function token(kind: SqlToken['kind'], text: string, at: number, end = at + text.length, hole = -1): SqlToken {
  const key = kind === 'word' ? text.toUpperCase() : kind === 'punct' ? text : '';
  return { kind, text, key, at, end, hole };
}

function readToken({ text, dialect, unterminated }: Source, at: number, before: SqlToken | undefined): SqlToken {
  const c = text[at]!;
  const isMysql = dialect === 'mysql';
  const hole = match(HOLE, text, at);
  // Not glued to the following name: a hole of its own.
  if (hole !== undefined && !/[\p{L}\p{N}_]/u.test(text[at + hole.length] ?? '')) {
    const number = /^\$\{(\d+)\}$/.exec(hole);
    return token('hole', hole, at, at + hole.length, number === null ? -1 : Number(number[1]));
  }
  if (c === "'") return readString(text, at, at, isMysql || dialect === 'clickhouse');
  if (STRING_PREFIX.has(c) && text[at + 1] === "'")
    return readString(text, at, at + 1, isMysql || dialect === 'clickhouse' || c === 'E' || c === 'e');
  if (c === '"' || c === '`') return readQuoted(text, at, c, isMysql);
  if (c === '[' && opensBracketName(text, at, before, dialect)) return readQuoted(text, at, ']', false);
  const tag = c === '$' ? match(DOLLAR_TAG, text, at) : undefined;
  if (tag !== undefined) return readDollar(text, at, tag, unterminated);
  const temporary = c === '#' && dialect === 'mssql' ? match(WORD, text, at + 1) : undefined;
  if (temporary !== undefined) return token('word', `#${temporary}`, at);
  const word = match(WORD, text, at);
  if (word !== undefined) return readWord(word, at);
  if (c >= '0' && c <= '9') return token('number', match(NUMBER, text, at)!, at);
  return readPunctuation(text, at, c, dialect);
}

function readWord(word: string, at: number): SqlToken {
  const glued = word.indexOf('${', 1);
  // `users${where}`: the hole begins something new, unless the name ends in `_` or goes on after it.
  const isCut = glued > 0 && word[0] !== '$' && /^(?:\$\{\w*\})+$/.test(word.slice(glued)) && word[glued - 1] !== '_';
  return token('word', isCut ? word.slice(0, glued) : word, at);
}

function readPunctuation(text: string, at: number, c: string, dialect: SqlDialect | undefined): SqlToken {
  if (c === ':' && text[at + 1] === ':') return token('punct', '::', at);
  if (c === '$' || c === ':' || c === '@' || c === '?' || c === '%') {
    const param = match(c === '%' && text[at + 1] !== '(' ? FORMAT : PARAM, text, at);
    const isSlice = c === ':' && /[\w:\]]/.test(text[at - 1] ?? '') && dialect === 'postgres';
    if (param !== undefined && !isSlice) return token(/^%(?:\d+\$)?I$/.test(param) ? 'hole' : 'param', param, at);
  }
  return token('punct', c, at);
}

/** `quote` is where the opening one stands, behind the prefix. */
function readString(text: string, at: number, quote: number, hasEscapes: boolean): SqlToken {
  const close = closing(text, quote + 1, "'", hasEscapes);
  const end = Math.min(close + 1, text.length);
  return { ...token('string', text.slice(at, end), at, end), ...openAt(close, text) };
}

function readQuoted(text: string, at: number, quote: string, hasEscapes: boolean): SqlToken {
  const close = closing(text, at + 1, quote, hasEscapes && quote === '"');
  const inner = text.slice(at + 1, Math.min(close, text.length));
  const name = inner.includes(quote) ? inner.replaceAll(quote + quote, quote) : inner;
  return { ...token('quoted', name, at, Math.min(close + 1, text.length)), ...openAt(close, text) };
}

/** Where the closing quote stands; a doubled one is part of the text. The text's length or more when there is none. */
function closing(text: string, from: number, quote: string, hasEscapes: boolean): number {
  let at = from;
  while (at < text.length) {
    if (hasEscapes && text[at] === '\\') at += 2;
    else if (text[at] !== quote) at++;
    else if (text[at + 1] === quote) at += 2;
    else break;
  }
  return at;
}

function openAt(close: number, text: string): Pick<SqlToken, 'isOpen'> {
  return close >= text.length ? { isOpen: true } : {};
}

function readDollar(text: string, at: number, tag: string, unterminated: Set<string>): SqlToken {
  const known = unterminated.has(tag) || unterminated.size > MAX_UNTERMINATED_TAGS;
  const close = known ? -1 : text.indexOf(tag, at + tag.length);
  if (close >= 0) return token('string', text.slice(at, close + tag.length), at);
  unterminated.add(tag);
  return token('punct', '$', at);
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** `[` opens a quoted name in SQL Server and SQLite, an index or array literal in PostgreSQL. */
function opensBracketName(
  text: string,
  at: number,
  before: SqlToken | undefined,
  dialect: SqlDialect | undefined,
): boolean {
  if (dialect === 'postgres' || dialect === 'clickhouse') return false;
  if (dialect === undefined && before?.end === at && before.key !== '.') return false;
  if (before?.key === 'ARRAY' || before?.key === ']') return false;
  return /^\[(?:[\p{L}_#]|\$\{)[^\]\n]{0,127}\]/u.test(text.slice(at, at + 130));
}

/** Index behind the comment that begins here, else `at`. The code in MySQL's `/*! … *​/` is read. */
function skipComment(text: string, at: number, isMysql: boolean): number {
  const c = text[at];
  if (c === '-' && text[at + 1] === '-') return endOfLine(text, at);
  if (c === '#' && isMysql && text[at + 1] !== '{') return endOfLine(text, at);
  if (c === '*' && text[at + 1] === '/') return at + 2;
  if (c !== '/' || text[at + 1] !== '*') return at;
  const version = /^\/\*!\d*/.exec(text.slice(at, at + 10));
  if (version !== null) return at + version[0].length;
  const close = text.indexOf('*/', at + 2);
  return close < 0 ? text.length : close + 2;
}

function isLineStart(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (text[before] === ' ' || text[before] === '\t')) before--;
  return before < 0 || text[before] === '\n';
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
