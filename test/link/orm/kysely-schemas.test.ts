/** Generated Kysely databases and queries, written as TypeScript, come back as the tables they were made from. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linked } from '../tables/system.js';
import { accessesOfFile } from './generated.js';

/** A name as code spells it, and as the database has it under CamelCasePlugin. */
type Name = { readonly spelled: string; readonly stored: string };
type Query = { readonly text: string; readonly accesses: readonly string[] };

const word = fc.constantFrom('loaf', 'oven', 'flour', 'baker', 'till', 'dough', 'tray');
const name: fc.Arbitrary<Name> = fc
  .tuple(word, fc.constantFrom('Log', 'Orders', 'Kept', 'PerDay', 'Notes'))
  .map(([first, second]) => ({
    spelled: `${first}${second}`,
    stored: `${first}_${second.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase()}`,
  }));

/** Ways to write the type of a database. */
const SHAPES = [
  (keys: readonly string[]) => `export interface DB { ${keys.map((key) => `${key}: Row`).join('; ')} }`,
  (keys: readonly string[]) => `export type DB = { ${keys.map((key) => `'${key}': Row`).join(', ')} };`,
  ([first = '', ...keys]: readonly string[]) =>
    `interface Shared { ${first}: Row }\nexport interface DB extends Shared { ${keys.map((key) => `readonly ${key}: Row`).join('; ')} }`,
  ([first = '', ...keys]: readonly string[]) =>
    `type Shared = { ${first}: Row };\nexport type DB = Shared & { ${keys.map((key) => `${key}: Row`).join('; ')} };`,
];

function queries(a: Name, b: Name, c: Name): Query[] {
  const [A, B, C] = [a.spelled, b.spelled, c.spelled];
  const reads = (...names: Name[]) => names.map(({ stored }) => `read ${stored}`);
  return [
    { text: `db.selectFrom('${A}').selectAll()`, accesses: reads(a) },
    { text: `db.selectFrom(['${A} as x', '${B}']).selectAll()`, accesses: reads(a, b) },
    {
      text: `db.selectFrom('${A} as x').innerJoin('${B} as y', 'y.id', 'x.id').leftJoin('${C}', 'a', 'b')`,
      accesses: reads(a, b, c),
    },
    { text: `db.insertInto('${A}').values({ id: 1 })`, accesses: [`write ${a.stored}`] },
    { text: `db.updateTable('${A}').from('${B}').set({ id: 1 })`, accesses: [`write ${a.stored}`, ...reads(b)] },
    { text: `db.deleteFrom('${A}').using('${B}').where('id', '=', 1)`, accesses: [`delete ${a.stored}`, ...reads(b)] },
    {
      text: `db.mergeInto('${A}').using('${B}', 'x', 'y').whenMatched().thenDelete()`,
      accesses: [`write ${a.stored}`, ...reads(b)],
    },
    {
      text: `db.selectFrom('${A}').where((eb) => eb.exists(eb.selectFrom('${B}').select('id')))`,
      accesses: reads(a, b),
    },
    { text: `db.selectFrom((eb) => eb.selectFrom('${A}').selectAll().as('s')).selectAll()`, accesses: reads(a) },
    {
      text: `db.with('recent', (qb) => qb.selectFrom('${A}').selectAll()).selectFrom('recent').innerJoin('${B}', 'a', 'b')`,
      accesses: reads(a, b),
    },
    {
      text: `db.with('${A}', (qb) => qb.deleteFrom('${A}').returningAll()).selectFrom('${A}').selectAll()`,
      accesses: [`delete ${a.stored}`],
    },
    {
      text: `db.insertInto('${A}').expression((eb) => eb.selectFrom('${B}').select('id'))`,
      accesses: [`write ${a.stored}`, ...reads(b)],
    },
    {
      text: `sql\`select * from \${sql.table('${a.stored}')} join ${b.stored} on true\`.execute(db)`,
      accesses: reads(a, b),
    },
    {
      text: `db.transaction().execute(async (trx) => { await trx.updateTable('${A}').set({ id: 2 }).execute(); })`,
      accesses: [`write ${a.stored}`],
    },
  ];
}

const given = fc.record({
  names: fc.uniqueArray(name, { minLength: 3, maxLength: 7, selector: ({ spelled }) => spelled }),
  shape: fc.nat({ max: SHAPES.length - 1 }),
  hasPlugin: fc.boolean(),
});

it('The tables of a generated Kysely database and of the queries on it come back', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(given, async ({ names, shape, hasPlugin }) => {
      const tables = hasPlugin ? names : names.map(({ spelled }) => ({ spelled, stored: spelled }));
      const written = (SHAPES[shape] as (keys: readonly string[]) => string)(tables.map(({ spelled }) => spelled));
      const [a, b, c] = tables as [Name, Name, Name];
      const asked = queries(a, b, c);
      const client = `new Kysely<DB>({ dialect: {} as never${hasPlugin ? ', plugins: [new CamelCasePlugin()]' : ''} })`;
      const graph = await linked({
        'src/db.ts':
          `import { CamelCasePlugin, Kysely } from 'kysely';\ntype Row = { id: number };\n${written}\nexport const db = ${client};\n`.replace(
            hasPlugin ? /$^/ : 'CamelCasePlugin, ',
            '',
          ),
        ...Object.fromEntries(
          asked.map(({ text }, at) => [
            `src/q${at}.ts`,
            `import { sql } from 'kysely';\nimport { db } from './db.js';\nexport const query = () => ${text};\n`,
          ]),
        ),
      });
      const declared = graph.nodes.flatMap((node) => (node.kind === 'table' ? [node.name] : []));
      expect(declared.sort()).toEqual(tables.map(({ stored }) => stored).sort());
      const seen = asked.map(({ text }, at) => [text, accessesOfFile(graph, `src/q${at}.ts`)]);
      expect(seen).toEqual(asked.map(({ text, accesses }) => [text, [...accesses].sort()]));
    }),
    { numRuns: 12, seed: 20_260_103, endOnFailure: true },
  );
});

it('a table that the type names by a constant is that table; a name that nothing tells is none', async () => {
  const graph = await linked({
    'src/loaf.ts': `export const tableName = 'loaf_log';\nexport type LoafDb = { [tableName]: { id: number } };`,
    'src/db.ts': `
import { Kysely } from 'kysely';
import type { LoafDb } from './loaf.js';
declare const other: unique symbol;
export type Db = LoafDb & { [other]: { id: number }; tray: { id: number } };
export const db = new Kysely<Db>({} as never);
export const all = () => db.selectFrom('loaf_log').selectAll().execute();`,
  });
  const tables = graph.nodes.flatMap((node) => (node.kind === 'table' ? [`${node.name} ${node.source}`] : []));
  expect(tables).toEqual(['loaf_log model', 'tray model']);
});
