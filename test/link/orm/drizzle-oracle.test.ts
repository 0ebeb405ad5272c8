/** Drizzle tells the truth itself: generated tables are made by it and written as code; both give the same tables and keys. */
import { getTableConfig, integer, type PgTable, pgSchema, pgTable, pgTableCreator } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isTableEdge, labelOf } from '../../../src/model/index.js';
import { linked } from '../tables/system.js';
import { tableName } from './generated.js';

type Column = { readonly to: number; readonly isTableLevel: boolean };
type Given = {
  readonly names: readonly string[];
  /** How each table is made: `pgTable`, a schema's `table`, a creator with a prefix. */
  readonly makers: readonly number[];
  readonly columns: readonly (readonly Column[])[];
};

const given: fc.Arbitrary<Given> = fc.uniqueArray(tableName, { minLength: 2, maxLength: 5 }).chain((names) => {
  const of = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: names.length, maxLength: names.length });
  const column = fc.record({ to: fc.nat({ max: names.length - 1 }), isTableLevel: fc.boolean() });
  return fc.record({
    names: fc.constant(names),
    makers: of(fc.nat({ max: 2 })),
    columns: of(fc.array(column, { maxLength: 2 })),
  });
});

function byDrizzle({ names, makers, columns }: Given): string[] {
  const cellar = pgSchema('cellar');
  const prefixed = pgTableCreator((name) => `shop_${name}`);
  const tables: PgTable[] = [];
  names.forEach((name, at) => {
    const own = Object.fromEntries(
      (columns[at] ?? []).map(({ to }, i) => [
        `c${i}`,
        integer(`c${i}`).references((): never => (tables[to] as unknown as { id: never }).id),
      ]),
    );
    const all = { id: integer('id').primaryKey(), ...own };
    const maker = [pgTable, cellar.table, prefixed][makers[at] ?? 0] as typeof pgTable;
    tables.push(maker(name, all) as unknown as PgTable);
  });
  const label = (table: PgTable) => {
    const { schema, name } = getTableConfig(table);
    return schema === undefined ? name : `${schema}.${name}`;
  };
  return tables
    .flatMap((table) => [
      label(table),
      ...getTableConfig(table).foreignKeys.map(
        (key) => `${label(table)} -> ${label(key.reference().foreignTable as PgTable)}`,
      ),
    ])
    .sort();
}

function asCode({ names, makers, columns }: Given): string {
  const maker = ['pgTable', 'cellar.table', 'prefixed'];
  const tables = names.map((name, at) => {
    const own = (columns[at] ?? []).map(({ to, isTableLevel }, i) =>
      isTableLevel ? `c${i}: integer('c${i}')` : `c${i}: integer('c${i}').references((): AnyPgColumn => t${to}.id)`,
    );
    const extra = (columns[at] ?? []).flatMap(({ to, isTableLevel }, i) =>
      isTableLevel ? [`foreignKey({ columns: [table.c${i}], foreignColumns: [t${to}.id] })`] : [],
    );
    const constraints = extra.length === 0 ? '' : `, (table) => [${extra.join(', ')}]`;
    return `export const t${at} = ${maker[makers[at] ?? 0]}('${name}', { ${["id: integer('id').primaryKey()", ...own].join(', ')} }${constraints});`;
  });
  return [
    "import { type AnyPgColumn, foreignKey, integer, pgSchema, pgTable, pgTableCreator } from 'drizzle-orm/pg-core';",
    "const cellar = pgSchema('cellar');",
    'const prefixed = pgTableCreator((name) => `shop_${name}`);',
    ...tables,
  ].join('\n');
}

it('tables and foreign keys written for Drizzle are what Drizzle makes of them', async () => {
  await fc.assert(
    fc.asyncProperty(given, async (one) => {
      const graph = await linked({ 'src/schema.ts': asCode(one) });
      const ours = [
        ...graph.nodes.filter((node) => node.kind === 'table').map((node) => labelOf(node.id)),
        ...graph.edges.filter(isTableEdge).map((edge) => `${labelOf(edge.from)} -> ${labelOf(edge.to)}`),
      ];
      expect([...new Set(ours)].sort(), asCode(one)).toEqual([...new Set(byDrizzle(one))]);
    }),
    { numRuns: 25, seed: 20262 },
  );
}, 120_000);
