/** The words of declared names: camelCase, snake_case and digits split; other scripts (한글) kept whole; lower case. */
import { compareText } from '../model/index.js';

const MAX_WORDS = 200;
const MAX_NAME = 200;
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|[\p{Lo}\p{Lm}\p{M}]+/gu;
const ASCII_WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;
const NOT_ASCII = /[^\x20-\x7e]/;

/** `OrderItemDTO2` adds order, item, dto; nothing where nobody asks for words. */
export function addWords(words: Map<string, number> | undefined, name: string): void {
  if (words === undefined || name.length > MAX_NAME) return;
  const found = name.match(NOT_ASCII.test(name) ? WORD : ASCII_WORD);
  if (found === null) return;
  for (const part of found) {
    if (part.length < 2 && part.charCodeAt(0) < 128) continue;
    const word = part.toLowerCase();
    words.set(word, (words.get(word) ?? 0) + 1);
  }
}

/** The most frequent words, ties by text; then in order of text. */
export function topWords(words: ReadonlyMap<string, number>): (readonly [string, number])[] {
  const all = [...words].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  return all.slice(0, MAX_WORDS).sort((a, b) => compareText(a[0], b[0]));
}
