/** Text from strangers, made safe to print. */

/**
 * Control characters (terminal escapes, newlines in names) and bidirectional overrides become visible escapes. Terminal
 * output uses it; JSON keeps the data as it is.
 */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
