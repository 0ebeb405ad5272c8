/** Where strings, templates and regular expressions end; -1 when they do not, or when the parser may complain of them. */

const BACKSLASH = 92;

/** `from` is after the quote. */
export function stringEnd(text: string, from: number, quote: number): number {
  for (let at = from; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === quote) return at + 1;
    if (c === 10 || c === 13) return -1;
    if (c === BACKSLASH) {
      if (isDoubtfulEscape(text, at + 1)) return -1;
      at++;
      if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) at++;
    }
  }
  return -1;
}

/** After the closing backtick, or after the `${` of a hole. */
export function templateEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 96) return at + 1;
    if (c === 36 && text.charCodeAt(at + 1) === 123) return at + 2;
    if (c === BACKSLASH) {
      if (isDoubtfulEscape(text, at + 1)) return -1;
      at++;
    }
  }
  return -1;
}

/** `\u` and `\x` without their digits, and octal numbers. */
function isDoubtfulEscape(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  if (c === 117) return !/^(?:[\da-f]{4}|\{0{0,4}[\da-f]{1,5}\})/i.test(text.slice(at + 1, at + 14));
  if (c === 120) return !/^[\da-f]{2}/i.test(text.slice(at + 1, at + 3));
  const digit = text.charCodeAt(at + 1);
  return c >= 48 && c <= 57 && (c !== 48 || (digit >= 48 && digit <= 57));
}

/** `from` is after the slash; flags are read with it. */
export function regexEnd(text: string, from: number): number {
  let isInClass = false;
  for (let at = from; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 10 || c === 13) return -1;
    if (c === BACKSLASH) at++;
    else if (c === 91) isInClass = true;
    else if (c === 93) isInClass = false;
    else if (c === 47 && !isInClass) {
      at++;
      const flags = /^[a-z]*/.exec(text.slice(at, at + 12))?.[0] ?? '';
      return /^(?!.*(.).*\1)[dgimsuvy]*$/.test(flags) ? at + flags.length : -1;
    }
  }
  return -1;
}
