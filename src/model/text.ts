/** Text from strangers, made safe to print. */

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The same without what JSON escapes itself: one pass over a text of a hundred megabytes is then enough. */
const INVISIBLE_IN_JSON = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Control characters (terminal escapes, newlines in names), line separators, bidirectional overrides and characters of no
 * width become visible escapes. Every text output uses it; JSON keeps the data, written as JSON's own escapes.
 */
export function printable(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** JSON over several lines: the data stays as it is, but characters that `printable` shows are JSON's own escapes. */
export function printableJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(INVISIBLE_IN_JSON, escaped)}\n`;
}
