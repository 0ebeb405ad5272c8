/** Lines of positions that mostly grow: counted on from the one before. Only for texts whose lines all end with `\n`. */
export type Lines = { readonly text: string; at: number; line: number };

export function createLines(text: string): Lines {
  return { text, at: 0, line: 1 };
}

export function lineOf(lines: Lines, position: number): number {
  if (position < lines.at) {
    lines.at = 0;
    lines.line = 1;
  }
  for (;;) {
    const next = lines.text.indexOf('\n', lines.at);
    if (next < 0 || next >= position) return lines.line;
    lines.at = next + 1;
    lines.line++;
  }
}

/** A carriage return alone and the separators of Unicode end lines too; such files are left to the parser. */
export function hasOddLines(text: string): boolean {
  return text.includes('\u2028') || text.includes('\u2029') || (text.includes('\r') && /\r(?!\n)/.test(text));
}
