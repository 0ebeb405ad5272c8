/**
 * CSV with a header, as exported by spreadsheets and databases: comma, semicolon or tab, quoted fields with doubled
 * quotes and line breaks, CRLF, BOM. Linear in the length of the text.
 */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

export function parseCsv(text: string): CsvRow[] {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const separator = findSeparator(body);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let startLine = 1;
  const endRow = () => {
    cells.push(cell);
    cell = '';
    if (cells.some((c) => c.trim() !== '')) rows.push({ line: startLine, cells: cells.map((c) => c.trim()) });
    cells = [];
  };
  for (let i = 0; i < body.length; i++) {
    const c = body[i]!;
    if (c === '\n') line += 1;
    if (isQuoted) {
      if (c !== '"') cell += c;
      else if (body[i + 1] === '"') cell += body[++i];
      else isQuoted = false;
    } else if (c === '"' && cell.trim() === '') {
      isQuoted = true;
      cell = '';
    } else if (c === separator) {
      cells.push(cell);
      cell = '';
    } else if (c === '\n') {
      endRow();
      startLine = line;
    } else if (c !== '\r') cell += c;
  }
  endRow();
  return rows;
}

function findSeparator(text: string): string {
  const header = text.split('\n', 1)[0] ?? '';
  const count = (s: string) => header.split(s).length;
  return [',', ';', '\t'].reduce((best, s) => (count(s) > count(best) ? s : best));
}
