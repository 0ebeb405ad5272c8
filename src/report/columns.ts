/**
 * Columns of a text table. Width is counted as a terminal shows it: East Asian wide characters take two cells, combining
 * marks none (Unicode UAX #11, the ranges that occur in names), so that Korean names line up.
 */
export type Column = { readonly title: string; readonly align: 'left' | 'right'; readonly max?: number };

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const EMPTY = /\p{Mn}|\p{Me}|\u200b|\u200d|\ufe0f/u;

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += EMPTY.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** Cut at the end with `…` when wider than `max` cells. */
export function shorten(text: string, max: number): string {
  if (displayWidth(text) <= max) return text;
  let result = '';
  let width = 0;
  for (const character of text) {
    const next = displayWidth(character);
    if (width + next > max - 1) break;
    result += character;
    width += next;
  }
  return `${result}…`;
}

/** The header line and one line a row, each without trailing spaces. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): { header: string; lines: string[] } {
  const cells = rows.map((row) =>
    columns.map((column, i) => shorten(row[i] ?? '', column.max ?? Number.POSITIVE_INFINITY)),
  );
  const widths = columns.map((column, i) =>
    Math.max(displayWidth(column.title), ...cells.map((row) => displayWidth(row[i] as string))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => pad(cell, widths[i] as number, (columns[i] as Column).align))
      .join('  ')
      .trimEnd();
  return { header: line(columns.map(({ title }) => title)), lines: cells.map(line) };
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + space : space + text;
}

const COLOUR = /\u001b\[[\d;]*m/g;

/**
 * Breaks a line at its spaces where it is wider than `max` cells; what follows is indented by two more than the line.
 * Nothing is cut: a word longer than the line stands alone. Colour goes on over the break.
 */
export function wrap(line: string, max: number): string[] {
  if (displayWidth(line.replace(COLOUR, '')) <= max) return [line];
  const indent = ' '.repeat((/^ */.exec(line)?.[0].length ?? 0) + 2);
  const lines: string[] = [];
  let current = '';
  let width = 0;
  for (const piece of line.match(/ +|[^ ]+/g) ?? []) {
    const cells = displayWidth(piece.replace(COLOUR, ''));
    if (piece.startsWith(' ') || width + cells <= max || current.trim() === '') {
      current += piece;
      width += cells;
      continue;
    }
    lines.push(current.trimEnd());
    current = indent + piece;
    width = indent.length + cells;
  }
  return [...lines, current.trimEnd()];
}
