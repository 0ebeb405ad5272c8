/**
 * Our reading of MySQL, SQLite and SQL Server against a second, independent parser (datafusion-sqlparser): for
 * statements put together at random from the parts below, both must name the same tables and foreign keys.
 */
import { init, parse } from '@guanmingchiu/sqlparser-ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader, type SqlDialect, type SqlReader } from '../../../src/link/sql/index.js';

let reader: SqlReader;
beforeAll(async () => {
  await init();
  reader = await loadSqlReader();
});

type Style = {
  readonly dialect: SqlDialect;
  readonly quote: (name: string) => string;
  readonly param: string;
  readonly hint: string;
};
const styles: readonly Style[] = [
  { dialect: 'mysql', quote: (name) => `\`${name}\``, param: '?', hint: '' },
  { dialect: 'sqlite', quote: (name) => `"${name}"`, param: '?1', hint: '' },
  { dialect: 'mssql', quote: (name) => `[${name}]`, param: '@p1', hint: ' WITH (NOLOCK)' },
];

const TABLES = ['loaf', 'oven', 'Baker', 'flour_stock', 'order', 'group', 'Delivery', 'x'];

/** Texts of one dialect; every table in them is quoted, so that reserved words may be names. */
function statements({ quote, param, hint, dialect }: Style): fc.Arbitrary<string> {
  const table = fc.constantFrom(...TABLES).map(quote);
  const alias = fc.constantFrom('', ' a', ' AS b', ' AS c');
  const join = fc.constantFrom('JOIN', 'INNER JOIN', 'LEFT JOIN', 'LEFT OUTER JOIN', 'CROSS JOIN');
  const value = fc.constantFrom(
    param,
    "'from x; -- y'",
    '1.5',
    'NULL',
    'lower(name)',
    "CASE WHEN a = 1 THEN 'join z' ELSE 2 END",
  );
  const { query } = fc.letrec<{ query: string; source: string; condition: string }>((tie) => ({
    source: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(table, alias).map(([t, a]) => `${t}${a}${hint}`),
      tie('query').map((q) => `(${q}) d`),
    ),
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      value.map((v) => `k = ${v}`),
      tie('query').map((q) => `k IN (${q})`),
      tie('query').map((q) => `NOT EXISTS (${q}) AND 1 = 1`),
      value.map((v) => `(k > ${v} OR k BETWEEN 1 AND 2)`),
    ),
    query: fc
      .tuple(
        value,
        tie('source'),
        fc.array(fc.tuple(join, tie('source')), { maxLength: 2 }),
        tie('condition'),
        fc.boolean(),
      )
      .map(([v, from, joins, where, comma]) => {
        const joined = joins.map(([j, s]) => ` ${j} ${s}${j === 'CROSS JOIN' ? '' : ' ON 1 = 1'}`).join('');
        return `SELECT ${v} AS v, count(*) FROM ${from}${joined}${comma ? `, ${quote('y')}` : ''} WHERE ${where} GROUP BY k`;
      }),
  }));
  const foreignKey = fc
    .tuple(table, table)
    .map(
      ([t, u]) =>
        `CREATE TABLE ${t} (id int NOT NULL, u_id int, CONSTRAINT fk FOREIGN KEY (u_id) REFERENCES ${u} (id) ON DELETE CASCADE, v_id int)`,
    );
  const forms: fc.Arbitrary<string>[] = [
    query,
    fc.tuple(query, query).map(([a, b]) => `${a} UNION ALL ${b}`),
    fc
      .tuple(query, query)
      .map(([a, b]) => `WITH recent AS (${a}), other (v, n) AS (${b}) SELECT * FROM recent JOIN other ON 1 = 1`),
    fc.tuple(table, query).map(([t, q]) => `INSERT INTO ${t} (v, n) ${q}`),
    fc.tuple(table, value).map(([t, v]) => `INSERT INTO ${t} (a, b) VALUES (${v}, 2), (3, 4)`),
    fc.tuple(table, value, query).map(([t, v, q]) => `UPDATE ${t} SET n = ${v}, m = 2 WHERE id IN (${q})`),
    fc.tuple(table, query).map(([t, q]) => `DELETE FROM ${t} WHERE id IN (${q})`),
    foreignKey,
    fc
      .tuple(table, table)
      .map(([t, u]) => `ALTER TABLE ${t} ADD CONSTRAINT fk_1 FOREIGN KEY (u_id) REFERENCES ${u} (id)`),
    table.map((t) => `DROP TABLE IF EXISTS ${t}`),
    fc.tuple(table, query).map(([t, q]) => `CREATE VIEW ${t} AS ${q}`),
  ];
  if (dialect === 'mysql')
    forms.push(fc.tuple(table, table).map(([t, u]) => `UPDATE ${t} AS t JOIN ${u} AS u ON u.id = t.u_id SET t.n = 1`));
  return fc.oneof(...forms);
}

/** Names of tables, and `-> t` for foreign keys, as the other parser has them. */
function otherReading(text: string, dialect: string): string[] {
  const found = new Set<string>();
  const ctes = new Set<string>();
  const last = (name: unknown) =>
    ((name as readonly { Identifier: { value: string } }[]).at(-1) as { Identifier: { value: string } }).Identifier
      .value;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'cte_tables') for (const cte of value) ctes.add(cte.alias.name.value);
      if (key === 'Table' && Array.isArray(value?.name)) found.add(last(value.name));
      if (key === 'TableName' && Array.isArray(value)) found.add(last(value));
      if ((key === 'CreateTable' || key === 'CreateView' || key === 'AlterTable') && Array.isArray(value?.name))
        found.add(last(value.name));
      if (key === 'Drop') for (const name of value.names) found.add(last(name));
      if (key === 'foreign_table') found.add(`-> ${last(value)}`);
      visit(value);
    }
  };
  visit(parse(text, dialect as 'mysql'));
  return [...found].filter((name) => !ctes.has(name)).sort();
}

function ourReading(text: string, dialect: SqlDialect): string[] {
  const [statement, ...more] = reader.read(text, dialect);
  expect(more).toEqual([]);
  const keys = (statement?.changes ?? []).flatMap((change) => {
    if (change.kind === 'create-table') return change.foreignKeys;
    return change.kind === 'add-foreign-key' ? [change.foreignKey] : [];
  });
  const names = (statement?.accesses ?? []).map((access) => access.table.name);
  return [...new Set([...names, ...keys.map((key) => `-> ${key.references.name}`)])].sort();
}

describe('two parsers, the same tables', () => {
  it.each(styles.map((style) => [style.dialect, style] as const))('%s', (dialect, style) => {
    fc.assert(
      fc.property(statements(style), (text) => {
        expect(ourReading(text, dialect)).toEqual(otherReading(text, dialect));
      }),
      { numRuns: 250, seed: 20260 },
    );
  });
});
