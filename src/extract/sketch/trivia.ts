/** Space and comments between tokens. */
import { isSpace } from './characters.js';

/** Where a reader of tokens is: `end` that of its last token, `start` that of its next. */
export type Between = { readonly text: string; readonly end: number; start: number; isNewLine: boolean };

/** To where the next token begins, with whether a line ends on the way; false at a comment that is never closed. */
export function skipTrivia(reader: Between): boolean {
  const { text } = reader;
  let at = reader.end;
  let isNewLine = false;
  let isClosed = true;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c === 32 || c === 9) at++;
    else if (c === 10 || c === 13) {
      isNewLine = true;
      at++;
    } else if (c === 47) {
      const after = text.charCodeAt(at + 1);
      if (after === 47) {
        at = text.indexOf('\n', at);
        if (at < 0) at = text.length;
      } else if (after === 42) {
        const close = text.indexOf('*/', at + 2);
        if (close < 0) {
          isClosed = false;
          break;
        }
        isNewLine ||= text.slice(at, close).includes('\n');
        at = close + 2;
      } else break;
    } else if (c > 127 || c === 11 || c === 12) {
      if (!isSpace(c)) break;
      at++;
    } else break;
  }
  reader.isNewLine = isNewLine;
  reader.start = at;
  return isClosed;
}

/** Where the next token begins, for a look at what comes next. */
export function afterTrivia(text: string, from: number): number {
  let at = from;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c === 32 || (c >= 9 && c <= 13) || c === 0xa0 || c === 0xfeff) at++;
    else if (c === 47 && text.charCodeAt(at + 1) === 47) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (c === 47 && text.charCodeAt(at + 1) === 42) {
      const end = text.indexOf('*/', at + 2);
      at = end < 0 ? text.length : end + 2;
    } else return at;
  }
}
