/**
 * Text of traffic and table statistics files → Traffic. Reads no file itself. `route,requests` and `table,reads,writes`
 * in CSV, or OpenTelemetry spans in OTLP JSON, told apart by their content. Throws UserError MSA050..MSA052.
 */
import { type Traffic, UserError } from '../model/index.js';
import { type CsvRow, parseCsv } from './csv.js';
import { parseOtlp } from './otlp.js';

export type TrafficText = { readonly path: string; readonly text: string };

const HINT = 'Give a CSV with the columns route,requests or table,reads,writes, or OTLP JSON with resourceSpans.';

/** Adds up what the files say; a route or table that occurs in several is summed. */
export function readTraffic(files: readonly TrafficText[]): Traffic {
  const parts = files.map(readOne);
  const routes = new Map<string, number>();
  const tables = new Map<string, { reads: number; writes: number }>();
  for (const { route, requests } of parts.flatMap((p) => p.routes))
    routes.set(route, (routes.get(route) ?? 0) + requests);
  for (const { table, reads, writes } of parts.flatMap((p) => p.tables)) {
    const use = tables.get(table) ?? { reads: 0, writes: 0 };
    tables.set(table, { reads: use.reads + reads, writes: use.writes + writes });
  }
  return {
    routes: [...routes].map(([route, requests]) => ({ route, requests })),
    tables: [...tables].map(([table, use]) => ({ table, ...use })),
  };
}

function readOne({ path, text }: TrafficText): Traffic {
  if (text.trim() === '') throw new UserError('MSA050', `${path}: the traffic file is empty`, HINT);
  const isJson = /^[\uFEFF\s]*[{[]/.test(text);
  const traffic = isJson ? parseOtlp(text.replace(/^\uFEFF/, '')) : readCsv(path, text);
  if (traffic === undefined)
    throw new UserError('MSA051', `${path}: the JSON holds no OpenTelemetry spans (resourceSpans)`, HINT);
  if (traffic.routes.length + traffic.tables.length === 0) {
    throw new UserError('MSA050', `${path}: the traffic file names no route and no table`, HINT);
  }
  return traffic;
}

function readCsv(path: string, text: string): Traffic {
  const [header, ...rows] = parseCsv(text);
  const names = (header?.cells ?? []).map((cell) => cell.toLowerCase());
  const column = (...options: string[]) => names.findIndex((name) => options.includes(name));
  const method = column('method', 'verb', 'http.method');
  const route = column('route', 'path', 'endpoint', 'url', 'http.route');
  const requests = column('requests', 'count', 'hits', 'calls');
  const table = column('table', 'relname', 'table_name');
  const reads = column('reads', 'read', 'selects');
  const writes = column('writes', 'write');
  const number = (row: CsvRow, at: number) => (at < 0 ? 0 : readNumber(path, row, row.cells[at] ?? ''));
  if (route >= 0 && requests >= 0) {
    const verb = (row: CsvRow) => (method < 0 || !row.cells[method] ? '' : `${row.cells[method]!.toUpperCase()} `);
    return {
      routes: rows.map((row) => ({ route: verb(row) + (row.cells[route] ?? ''), requests: number(row, requests) })),
      tables: [],
    };
  }
  if (table >= 0 && (reads >= 0 || writes >= 0)) {
    return {
      routes: [],
      tables: rows.map((row) => ({
        table: row.cells[table] ?? '',
        reads: number(row, reads),
        writes: number(row, writes),
      })),
    };
  }
  throw new UserError(
    'MSA051',
    `${path}:1: the header has neither route and requests nor table, reads and writes: ${names.join(', ')}`,
    HINT,
  );
}

function readNumber(path: string, row: CsvRow, cell: string): number {
  const value = Number(cell.replace(/[_\s]/g, ''));
  if (cell === '' || !Number.isFinite(value) || value < 0) {
    throw new UserError(
      'MSA052',
      `${path}:${row.line}: "${cell}" is not a count`,
      'Write whole numbers without thousands separators.',
    );
  }
  return value;
}
