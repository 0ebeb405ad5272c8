/**
 * A statement's tokens → PostgreSQL's parse tree, with hole repair. Values PostgreSQL has no spelling for (`?`,
 * `:name`, `%s`) become `$1`. Each hole `${n}` starts as the words its left neighbour asks for; when the parser stops,
 * the nearest hole at or before the error tries its next spelling, at most `MAX_TRIES` times. A hole that ends up
 * spelled as an identifier is recognisable in the tree (`msahole<n>`), so its name never reaches a result.
 */
import type { PgNode } from './postgres-nodes.js';
import { HOLE_MARK, type SqlToken } from './tokens.js';

/** Parses or throws an error with `sqlDetails.cursorPosition`, a UTF-8 byte offset. */
export type PgParse = (text: string) => { readonly stmts?: readonly { readonly stmt?: unknown }[] };

const MAX_TRIES = 24;
/** libpg_query refuses deeper nesting anyway; this spares it the attempt. */
const MAX_LENGTH = 4_000_000;

type Piece = { readonly text: string; readonly spellings?: readonly string[]; try: number };

/** Trees of the statements in `tokens`; undefined when no spelling of the holes parses. */
export function parsePostgres(tokens: readonly SqlToken[], prefix: string, parse: PgParse): PgNode[] | undefined {
  const pieces = piecesOf(tokens, prefix);
  const tries = pieces.some((piece) => piece.spellings !== undefined) ? MAX_TRIES : 1;
  for (let i = 0; i < tries; i++) {
    const text = pieces.map(spell).join('');
    if (text.length > MAX_LENGTH) return undefined;
    try {
      return (parse(text).stmts ?? []).map((item) => item.stmt as PgNode);
    } catch (error) {
      const at = errorPosition(error, text);
      if (at === undefined || !advance(pieces, at)) return undefined;
    }
  }
  return undefined;
}

function spell(piece: Piece): string {
  return piece.spellings === undefined ? piece.text : (piece.spellings[piece.try] ?? '');
}

/** Text between and around the holes; a space stands for every stretch of white space and comments. */
function piecesOf(tokens: readonly SqlToken[], prefix: string): Piece[] {
  const pieces: Piece[] = [{ text: prefix, try: 0 }];
  let text = '';
  let end = tokens[0]?.at ?? 0;
  tokens.forEach((token, i) => {
    if (token.at > end) text += ' ';
    end = token.end;
    if (token.kind !== 'hole') {
      text += plain(token);
      return;
    }
    pieces.push({ text: `${text} `, try: 0 });
    pieces.push({ text: '', spellings: spellingsOf(token, tokens, i), try: 0 });
    text = tokens[i + 1]?.key === '.' ? '' : ' ';
  });
  pieces.push({ text, try: 0 });
  return pieces;
}

function plain(token: SqlToken): string {
  if (token.kind === 'param') return token.text === '??' ? `${HOLE_MARK}x` : '$1';
  if (token.kind === 'quoted') return `"${masked(token.text).replaceAll('"', '""')}"`;
  if (token.kind === 'punct' || token.kind === 'number') return token.text;
  return masked(token.text);
}

function masked(text: string): string {
  if (!text.includes('{')) return text;
  return text.replace(/\$\{(\w*)\}|\{\{[^{}\n]*\}\}/g, (_, n: string | undefined) => markOf(Number(n ?? 'x')));
}

function markOf(hole: number): string {
  return `${HOLE_MARK}${Number.isInteger(hole) && hole >= 0 ? hole : 'x'}`;
}

/** Spellings of a hole, likeliest first, by what stands before it. */
function spellingsOf(token: SqlToken, tokens: readonly SqlToken[], i: number): string[] {
  const name = markOf(token.hole);
  const fallbacks = [
    name,
    '',
    '1',
    `${name} = 1`,
    '(1)',
    'DEFAULT VALUES',
    'SELECT 1',
    'WHERE true',
    'AND true',
    'ASC',
    "'x'",
    `${name} int`,
    ', 1',
    `AS ${name}`,
  ];
  const before = tokens[i - 1]?.key ?? '';
  const first = ((): string[] => {
    if (before === 'SET') return [`${name} = 1`];
    if (before === 'VALUES') return ['(1)'];
    if (before === 'IN' || before === 'EXISTS') return ['(SELECT 1)'];
    if (before === '(' && tokens[i - 2]?.key === 'AS') return ['SELECT 1'];
    if (before === 'LIMIT' || before === 'OFFSET' || before === 'INTERVAL')
      return before === 'INTERVAL' ? ["'1 day'"] : ['1'];
    if (tokens[i - 2]?.key === 'INTO' && tokens[i - 1]?.kind !== 'punct') return ['DEFAULT VALUES'];
    if (i === 0) return ['', 'SELECT 1'];
    return [name];
  })();
  return [...first, ...fallbacks.filter((spelling) => !first.includes(spelling))];
}

/** The nearest hole at or before the error that has a spelling left moves on to it. */
function advance(pieces: readonly Piece[], errorAt: number): boolean {
  let start = 0;
  let best: Piece | undefined;
  let nextHole: Piece | undefined;
  for (const piece of pieces) {
    const hasMore = piece.spellings !== undefined && piece.try + 1 < piece.spellings.length;
    if (hasMore && start <= errorAt) best = piece;
    else if (hasMore && nextHole === undefined) nextHole = piece;
    start += spell(piece).length;
  }
  const chosen = best ?? nextHole;
  if (chosen === undefined) return false;
  chosen.try++;
  return true;
}

function errorPosition(error: unknown, text: string): number | undefined {
  const details = (error as { readonly sqlDetails?: { readonly cursorPosition?: number } }).sqlDetails;
  const bytes = details?.cursorPosition;
  if (bytes === undefined) return undefined;
  return bytes <= 0 ? text.length : Buffer.from(text).subarray(0, bytes).toString().length;
}
