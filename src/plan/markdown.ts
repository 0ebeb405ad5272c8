/** The few Markdown forms a dossier needs, with text from strangers made harmless: pipes, backticks, angle brackets, @. */
import { printable } from '../model/index.js';

/** Rows of a table before the rest is only counted. */
export type Limit = { readonly rows: number; readonly more: (count: number) => string };

export function cell(text: string | number): string {
  return (
    printable(String(text))
      // Only what could begin a tag, an entity or a quote: `<= 0.35`, `a -> b` and `R & D` stay as they are.
      .replace(/&(?=[a-z#])/gi, '&amp;')
      .replace(/<(?=[a-z/!?])/gi, '&lt;')
      .replace(/^>(?!=)|>(?![=\s\d])/g, '&gt;')
      .replaceAll('|', '\\|')
      .replaceAll('`', '&#96;')
      .replaceAll('*', '\\*')
      .replaceAll('_', '\\_')
      .replaceAll('[', '\\[')
      .replaceAll('@', '&#64;')
  );
}

/** Inline code: nothing inside is markup but the backtick; a pipe would still end a table cell. */
export function code(text: string): string {
  const safe = printable(text).replaceAll('`', "'").replaceAll('|', '\\|');
  return safe === '' ? '' : `\`${safe}\``;
}

/** Cells are Markdown already. Empty when there are no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], limit: Limit): string[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, limit.rows);
  const rest = rows.length - shown.length;
  return [
    `| ${head.map(cell).join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...shown.map((row) => `| ${row.join(' | ')} |`),
    ...(rest > 0 ? ['', `_${limit.more(rest)}_`] : []),
    '',
  ];
}

export function list(items: readonly string[], limit: Limit): string[] {
  if (items.length === 0) return [];
  const rest = items.length - limit.rows;
  return [
    ...items.slice(0, limit.rows).map((item) => `- ${item}`),
    ...(rest > 0 ? [`- _${limit.more(rest)}_`] : []),
    '',
  ];
}
