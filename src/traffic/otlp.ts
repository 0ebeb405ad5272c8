/**
 * OpenTelemetry spans in OTLP JSON, one document or one per line (the collector's file exporter): server spans become
 * requests per route, database client spans reads and writes per table. Attribute names of both the stable and the older
 * semantic conventions are read. Returns undefined when the text is no OTLP JSON.
 */
import { compareText, type Traffic } from '../model/index.js';

type Json = { readonly [key: string]: unknown };
type Attributes = ReadonlyMap<string, string>;

const SERVER_KINDS = [2, '2', 'SPAN_KIND_SERVER'];
const WRITE_OPERATIONS = /^(insert|update|delete|upsert|merge|replace|truncate|findandmodify|findoneand\w+|bulkwrite)/i;

export function parseOtlp(text: string): Traffic | undefined {
  const documents = readDocuments(text);
  if (documents === undefined || !documents.some((d) => Array.isArray(d['resourceSpans']))) return undefined;
  const routes = new Map<string, number>();
  const tables = new Map<string, { reads: number; writes: number }>();
  for (const span of documents.flatMap(spansOf)) {
    const attributes = attributesOf(span);
    const route = SERVER_KINDS.includes(span['kind'] as string | number) ? routeOf(attributes) : undefined;
    if (route !== undefined) routes.set(route, (routes.get(route) ?? 0) + 1);
    const table =
      attributes.get('db.collection.name') ?? attributes.get('db.sql.table') ?? attributes.get('db.mongodb.collection');
    if (table !== undefined && table !== '') countTable(tables, table, attributes);
  }
  return {
    routes: [...routes].map(([route, requests]) => ({ route, requests })).sort((a, b) => compareText(a.route, b.route)),
    tables: [...tables].map(([table, use]) => ({ table, ...use })).sort((a, b) => compareText(a.table, b.table)),
  };
}

function readDocuments(text: string): Json[] | undefined {
  try {
    return [JSON.parse(text) as Json].filter(isObject);
  } catch {
    // Not one document: perhaps one per line.
  }
  try {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.map((line) => JSON.parse(line) as Json).filter(isObject);
  } catch {
    return undefined;
  }
}

function spansOf(document: Json): Json[] {
  return list(document['resourceSpans']).flatMap((resource) =>
    [...list(resource['scopeSpans']), ...list(resource['instrumentationLibrarySpans'])].flatMap((scope) =>
      list(scope['spans']),
    ),
  );
}

function attributesOf(span: Json): Attributes {
  const result = new Map<string, string>();
  for (const { key, value } of list(span['attributes'])) {
    const text = isObject(value) ? (value['stringValue'] ?? value['intValue']) : undefined;
    if (typeof key === 'string' && (typeof text === 'string' || typeof text === 'number'))
      result.set(key, String(text));
  }
  return result;
}

function routeOf(attributes: Attributes): string | undefined {
  const path = attributes.get('http.route') ?? attributes.get('url.path') ?? attributes.get('http.target');
  const method = attributes.get('http.request.method') ?? attributes.get('http.method');
  if (path === undefined) return undefined;
  return method === undefined ? path : `${method.toUpperCase()} ${path.split('?')[0]}`;
}

function countTable(
  tables: Map<string, { reads: number; writes: number }>,
  table: string,
  attributes: Attributes,
): void {
  const operation = attributes.get('db.operation.name') ?? attributes.get('db.operation') ?? '';
  const use = tables.get(table) ?? { reads: 0, writes: 0 };
  if (WRITE_OPERATIONS.test(operation)) use.writes += 1;
  else use.reads += 1;
  tables.set(table, use);
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
