/**
 * The source line of a violation with a caret under what it is about: the imported symbol, the table, the specifier,
 * else the whole statement. Columns are counted in cells of a terminal, so that wide letters do not shift the caret.
 */
import { printable, type Violation } from '../model/index.js';

/** A minified line must not fill the terminal; the window moves to the caret. */
const MAX_WIDTH = 120;

export type Excerpt = { readonly line: string; readonly caret: string };

export function excerpt(source: string, violation: Violation): Excerpt | undefined {
  if (source.trim() === '') return undefined;
  const [start, end] = spanOf(source, violation);
  const from = end > MAX_WIDTH ? Math.max(0, start - MAX_WIDTH / 4) : 0;
  const shown = source.slice(from, from + MAX_WIDTH);
  const before = visible(source.slice(from, start));
  const marked = visible(source.slice(start, Math.min(end, from + MAX_WIDTH)));
  return {
    line: visible(shown),
    caret: ' '.repeat(width(before)) + '^'.repeat(Math.max(1, width(marked))),
  };
}

function spanOf(source: string, { key, symbols }: Violation): [number, number] {
  const table = key.to.startsWith('table:') ? key.to.slice(key.to.lastIndexOf(':') + 1) : undefined;
  const names = [
    ...symbols.filter((s) => s !== '*' && s !== 'default'),
    ...(table === undefined ? [] : tableNames(table)),
  ];
  for (const name of names) {
    const at = wordAt(source, name);
    if (at >= 0) return [at, at + name.length];
  }
  const specifier = table === undefined ? /(['"`])(?:[^'"`]*)\1/.exec(source) : null;
  if (specifier !== null) return [specifier.index, specifier.index + specifier[0].length];
  const start = source.length - source.trimStart().length;
  return [start, source.trimEnd().length];
}

/** `public.order_items` is written as `order_items`, `orderItems`, `OrderItem` or `orderItem` in code. */
function tableNames(table: string): string[] {
  const name = table.slice(table.lastIndexOf('.') + 1);
  const camel = name.replace(/[_-]+(.)/g, (_, letter: string) => letter.toUpperCase());
  const pascal = camel.charAt(0).toUpperCase() + camel.slice(1);
  const forms = [name, camel, pascal];
  return [...new Set([...forms, ...forms.map((form) => form.replace(/s$/, ''))])].filter((form) => form.length > 1);
}

function wordAt(source: string, name: string): number {
  const isWord = (c: string | undefined) => c !== undefined && /[\p{L}\p{N}_$]/u.test(c);
  for (let at = source.indexOf(name); at >= 0 && name !== ''; at = source.indexOf(name, at + 1)) {
    if (!isWord(source[at - 1]) && !isWord(source[at + name.length])) return at;
  }
  return -1;
}

function visible(text: string): string {
  return printable(text.replaceAll('\t', '  '));
}

/** Cells of a terminal: letters of Chinese, Japanese and Korean and full-width forms take two. */
function width(text: string): number {
  let cells = 0;
  for (const c of text) {
    cells +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        c,
      )
        ? 2
        : 1;
  }
  return cells;
}
