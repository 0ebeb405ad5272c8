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
/** More distinct unterminated `$tag$` than this, and the text has no dollar quotes: keeps hostile text linear. */
const MAX_UNTERMINATED_TAGS = 16;

export function tokenize(text: string, dialect?: SqlDialect): SqlToken[] {
  const tokens: SqlToken[] = [];
  const unterminated = new Set<string>();
  const isMysql = dialect === 'mysql';
  const add = (kind: SqlToken['kind'], value: string, at: number, end: number, hole = -1, isOpen = false): void => {
    const key = kind === 'word' ? value.toUpperCase() : kind === 'punct' ? value : '';
    tokens.push({ kind, text: value, key, at, end, hole, ...(isOpen ? { isOpen } : {}) });
  };
  let at = 0;
  while (at < text.length) {
    const c = text.charCodeAt(at);
    if (c <= 32 || c === 0xa0 || c === 0xfeff) {
      at++;
      continue;
    }
    const comment = skipComment(text, at, isMysql);
    if (comment > at) {
      if (/^--+>\s*statement-breakpoint/.test(text.slice(at, at + 40))) add('punct', ';', at, at);
      at = comment;
      continue;
    }
    if (c === 92 /* \ */ && isLineStart(text, at)) {
      at = endOfLine(text, at); // psql meta-command
      continue;
    }
    at = readToken(at);
  }
  return tokens;

  function readToken(start: number): number {
    const c = text[start] as string;
    const hole = match(HOLE, text, start);
    if (hole !== undefined && !/[\p{L}\p{N}_]/u.test(text[start + hole.length] ?? '')) {
      // Not glued to the following name: a hole of its own.
      const number = /^\$\{(\d+)\}$/.exec(hole);
      add('hole', hole, start, start + hole.length, number === null ? -1 : Number(number[1]));
      return start + hole.length;
    }
    if (
      c === "'" ||
      ((c === 'E' || c === 'e' || c === 'N' || c === 'n' || c === 'B' || c === 'X') && text[start + 1] === "'")
    ) {
      return readString(
        start,
        c === "'" ? start : start + 1,
        isMysql || dialect === 'clickhouse' || c === 'E' || c === 'e',
      );
    }
    if (c === '"' || c === '`') return readQuoted(start, c, isMysql);
    if (c === '[' && opensBracketName(text, start, tokens.at(-1), dialect)) return readQuoted(start, ']', false);
    if (c === '$') {
      const tag = match(DOLLAR_TAG, text, start);
      if (tag !== undefined) return readDollar(start, tag);
    }
    if (c === '#' && dialect === 'mssql') {
      const name = match(WORD, text, start + 1);
      if (name !== undefined) {
        add('word', `#${name}`, start, start + 1 + name.length);
        return start + 1 + name.length;
      }
    }
    const word = match(WORD, text, start);
    if (word !== undefined) return readWord(start, word);
    if (c >= '0' && c <= '9') {
      const number = match(NUMBER, text, start) as string;
      add('number', number, start, start + number.length);
      return start + number.length;
    }
    return readPunctuation(start, c);
  }

  function readWord(start: number, word: string): number {
    const glued = word.indexOf('${', 1);
    // `users${where}`: the hole begins something new, unless the name ends in `_` or goes on after it.
    if (glued > 0 && word[0] !== '$' && /^(?:\$\{\w*\})+$/.test(word.slice(glued)) && word[glued - 1] !== '_') {
      add('word', word.slice(0, glued), start, start + glued);
      return start + glued;
    }
    add('word', word, start, start + word.length);
    return start + word.length;
  }

  function readPunctuation(start: number, c: string): number {
    if (c === ':' && text[start + 1] === ':') {
      add('punct', '::', start, start + 2);
      return start + 2;
    }
    if (c === '$' || c === ':' || c === '@' || c === '?' || c === '%') {
      const param = match(c === '%' && text[start + 1] !== '(' ? FORMAT : PARAM, text, start);
      if (param !== undefined && !(c === ':' && /[\w:\]]/.test(text[start - 1] ?? '') && dialect === 'postgres')) {
        add(/^%(?:\d+\$)?I$/.test(param) ? 'hole' : 'param', param, start, start + param.length);
        return start + param.length;
      }
    }
    add('punct', c, start, start + 1);
    return start + 1;
  }

  function readString(start: number, quote: number, hasEscapes: boolean): number {
    let end = quote + 1;
    while (end < text.length) {
      if (hasEscapes && text[end] === '\\') end += 2;
      else if (text[end] !== "'") end++;
      else if (text[end + 1] === "'") end += 2;
      else break;
    }
    const isOpen = end >= text.length;
    end = Math.min(end + 1, text.length);
    add('string', text.slice(start, end), start, end, -1, isOpen);
    return end;
  }

  function readQuoted(start: number, close: string, hasEscapes: boolean): number {
    let end = start + 1;
    while (end < text.length) {
      if (hasEscapes && close === '"' && text[end] === '\\') end += 2;
      else if (text[end] !== close) end++;
      else if (text[end + 1] === close) end += 2;
      else break;
    }
    const inner = text.slice(start + 1, Math.min(end, text.length));
    const name = inner.includes(close) ? inner.replaceAll(close + close, close) : inner;
    add('quoted', name, start, Math.min(end + 1, text.length), -1, end >= text.length);
    return Math.min(end + 1, text.length);
  }

  function readDollar(start: number, tag: string): number {
    const known = unterminated.has(tag) || unterminated.size > MAX_UNTERMINATED_TAGS;
    const close = known ? -1 : text.indexOf(tag, start + tag.length);
    if (close < 0) {
      unterminated.add(tag);
      add('punct', '$', start, start + 1);
      return start + 1;
    }
    add('string', text.slice(start, close + tag.length), start, close + tag.length);
    return close + tag.length;
  }
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
