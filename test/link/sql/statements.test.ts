/** Hand-written statements of four dialects, each with the tables it reads, writes and defines: all must be exact. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader, type SqlDialect, type SqlReader } from '../../../src/link/sql/index.js';
import type { ForeignKey, SqlStatement } from '../../../src/model/index.js';

type Case = {
  readonly id: number;
  /** The dialect, or the defined tables of a DDL statement. */
  readonly d: string | readonly string[];
  readonly sql: string;
  readonly r?: readonly string[];
  readonly w?: readonly string[];
  readonly fk?: readonly (readonly string[])[];
};

const cases = readFileSync(new URL('statements.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Case);

const dialects: Record<string, SqlDialect> = { pg: 'postgres', mysql: 'mysql', sqlite: 'sqlite', mssql: 'mssql' };

let reader: SqlReader;
beforeAll(async () => {
  reader = await loadSqlReader({ keepSystemTables: true });
});

describe('the tables of each statement', () => {
  it.each(cases)('$id: $sql', ({ d, sql, r = [], w = [], fk = [] }) => {
    const expected = {
      read: sorted(r),
      write: sorted(w),
      ddl: typeof d === 'string' ? [] : sorted(d),
      fk: sorted(fk.map(String)),
    };
    // Told no dialect, unquoted names are folded as PostgreSQL does, so case is not compared.
    expect(lower(summary(reader.read(sql)))).toEqual(lower(expected));
    if (typeof d === 'string') expect(summary(reader.read(sql, dialects[d]))).toEqual(expected);
  });
});

function summary(statements: readonly SqlStatement[]): unknown {
  const accesses = statements.flatMap((s) => s.accesses);
  const changes = statements.flatMap((s) => s.changes);
  const keys = (table: { readonly name: string }, all: readonly ForeignKey[]) =>
    all.map((key) => `${table.name},${key.references.name}`);
  const of = (test: (op: string) => boolean) =>
    sorted(new Set(accesses.filter((a) => test(a.op)).map((a) => a.table.name)));
  return {
    read: of((op) => op === 'read'),
    write: of((op) => op !== 'read' && op !== 'ddl'),
    ddl: of((op) => op === 'ddl'),
    fk: sorted(
      changes.flatMap((change) => {
        if (change.kind === 'create-table') return keys(change.table, change.foreignKeys);
        if (change.kind === 'add-foreign-key' || (change.kind === 'add-column' && change.foreignKey !== undefined)) {
          return keys(change.table, [change.foreignKey as ForeignKey]);
        }
        return [];
      }),
    ),
  };
}

function sorted(names: Iterable<string>): string[] {
  return [...names].sort();
}

function lower(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).toLowerCase());
}
