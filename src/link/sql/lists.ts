/** Tokens by position: words to skip, parenthesised lists and their parts. */
import type { SqlDialect } from './dialect.js';
import { spelled } from './names.js';
import type { SqlToken } from './tokens.js';

export type Tokens = readonly SqlToken[];

/** Parts of the parenthesised list that opens at `open`, split at its commas. */
export function splitList(tokens: Tokens, open: number): SqlToken[][] {
  return splitCommas(tokens.slice(open + 1, afterList(tokens, open) - 1));
}

/** Index behind the parenthesis that closes the one at `open`; `open` itself when there is none. */
export function afterList(tokens: Tokens, open: number): number {
  if (keyAt(tokens, open) !== '(') return open;
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const key = keyAt(tokens, i);
    if (key === '(') depth++;
    else if (key === ')' && --depth === 0) return i + 1;
  }
  return tokens.length + 1;
}

export function splitCommas(tokens: Tokens): SqlToken[][] {
  const parts: SqlToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.key === '(') depth++;
    else if (token.key === ')') depth--;
    if (token.key === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

export function columnNames(tokens: Tokens, open: number, dialect?: SqlDialect): string[] {
  return splitList(tokens, open).map((part) => spelled(part[0] as SqlToken, dialect));
}

export function skipWords(tokens: Tokens, start: number, words: readonly string[]): number {
  let at = start;
  while (tokens[at]?.kind === 'word' && words.includes(keyAt(tokens, at))) at++;
  return at;
}

export function keyAt(tokens: Tokens, at: number): string {
  return tokens[at]?.key ?? '';
}
