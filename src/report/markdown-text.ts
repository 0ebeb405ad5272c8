/** Names of the analysed code as text of Markdown: as they are, and never as markup. */
import { printable } from '../model/index.js';

/** Text in a Markdown table cell or line: what would begin markup, a mention or HTML is escaped; controls are visible. */
export function markdownText(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~]/g, (character) => `\\${character}`)
    .replaceAll('@', '@\u200b');
}

/** A path or name as code: backticks inside are matched by a longer fence, and pipes escaped for table cells. */
export function markdownCode(text: string): string {
  const plain = printable(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${plain} ${fence}` : `${fence}${plain}${fence}`;
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ];
}
