import { describe, expect, it } from 'vitest';
import { readTraffic } from '../../src/traffic/index.js';

const read = (text: string) => readTraffic([{ path: 'ops/traffic.csv', text }]);

describe('measured traffic', () => {
  it('reads requests per route from CSV, with quotes, semicolons, BOM and CRLF', () => {
    expect(read('\uFEFFroute;requests\r\n"GET /orders/:id";120\r\n/members;7\r\n').routes).toEqual([
      { route: 'GET /orders/:id', requests: 120 },
      { route: '/members', requests: 7 },
    ]);
  });
  it('joins a method column with the route', () => {
    expect(read('method,path,count\nget,/menu,3\n').routes).toEqual([{ route: 'GET /menu', requests: 3 }]);
  });
  it('reads and adds up table statistics of several files', () => {
    const text = 'table,reads,writes\nrecipes,10,2\n';
    expect(
      readTraffic([
        { path: 'a', text },
        { path: 'b', text },
      ]).tables,
    ).toEqual([{ table: 'recipes', reads: 20, writes: 4 }]);
  });
  it('counts server spans per route and database spans per table in OTLP JSON lines', () => {
    const span = (kind: unknown, attributes: Record<string, string>) => ({
      kind,
      attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
    });
    const document = (spans: unknown[]) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    const text = [
      document([
        span(2, { 'http.request.method': 'get', 'http.route': '/films/:id' }),
        span('SPAN_KIND_SERVER', { 'http.method': 'GET', 'http.route': '/films/:id' }),
      ]),
      document([
        span(3, { 'http.method': 'GET', 'http.route': '/outgoing' }),
        span(3, { 'db.sql.table': 'seats', 'db.operation': 'UPDATE' }),
        span(3, { 'db.collection.name': 'seats', 'db.operation.name': 'SELECT' }),
      ]),
    ].join('\n');
    expect(read(text)).toEqual({
      routes: [{ route: 'GET /films/:id', requests: 2 }],
      tables: [{ table: 'seats', reads: 1, writes: 1 }],
    });
  });
  it('says what is wrong, where, and what to give instead', () => {
    const error = (text: string) => {
      try {
        read(text);
      } catch (e) {
        return `${(e as { code: string }).code} ${(e as Error).message}`;
      }
      return 'no error';
    };
    expect(error('')).toBe('MSA050 ops/traffic.csv: the traffic file is empty');
    expect(error('route,requests\n')).toMatch(/^MSA050 .*names no route/);
    expect(error('a,b\n1,2\n')).toMatch(/^MSA051 ops\/traffic.csv:1: the header has neither/);
    expect(error('{"x":1}')).toMatch(/^MSA051 .*no OpenTelemetry spans/);
    expect(error('{"x":')).toMatch(/^MSA051/);
    expect(error('route,requests\n/menu,many\n')).toBe('MSA052 ops/traffic.csv:2: "many" is not a count');
  });
});
