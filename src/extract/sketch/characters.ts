/** Characters of names and of space. */

/** 1 for the ASCII characters of names, digits included. */
export const IDENTIFIER: Uint8Array = new Uint8Array(128).map((_, c) => (/[\w$]/.test(String.fromCharCode(c)) ? 1 : 0));

const PART = /[\p{ID_Continue}\u200c\u200d]/u;

/** For characters beyond ASCII; those beyond 16 bits are left to the parser. */
export function isIdentifierPart(text: string, at: number): boolean {
  return PART.test(text.charAt(at));
}

/** Space beyond ASCII, line separators apart: a file with those is left to the parser. */
export function isSpace(c: number): boolean {
  if (c === 11 || c === 12 || c === 0xa0 || c === 0xfeff || c === 0x3000 || c === 0x202f || c === 0x205f) return true;
  return c >= 0x2000 && c <= 0x200a;
}
