/** `.sql` files of several named statements, of which code takes one by its name. */
import { describe, expect, it } from 'vitest';
import { directOf, linked } from './system.js';

const SQL = `
-- BLOCK select_loaf
SELECT * FROM loaves AS l JOIN ovens AS o ON (o.id = l.oven_id) WHERE l.id = $loaf_id;

-- BLOCK delete_loaf
DELETE FROM loaves WHERE id = $loaf_id AND name <> $$stale$$;

-- BLOCK nobody_asks
SELECT * FROM crumbs;
`;

const loader = (loading: string) => ({
  'src/loaf.ts': `
import { loadSql, loadSqlEquiv, queryRow, execute } from '@bakery/postgres';
import * as path from 'node:path';
const sql = ${loading};
export const loaf = (loaf_id: string) => queryRow(sql.select_loaf, { loaf_id });
export const sell = async (loaf_id: string) => { await execute(sql.delete_loaf, { loaf_id }); };
`,
});

describe('a module that takes statements of a .sql file by name', () => {
  it.each([
    ['src/loaf.sql', 'loadSqlEquiv(import.meta.url)'],
    ['src/loaf.sql', 'loadSqlEquiv(__filename)'],
    ['src/queries.sql', `loadSql(path.join(import.meta.dirname, 'queries.sql'))`],
  ])('does what those statements of %s do, loaded by %s', async (path, loading) => {
    const graph = await linked({ ...loader(loading), [path]: SQL });
    expect(directOf(graph, 'src/loaf.ts')).toEqual(['delete loaves', 'read loaves', 'read ovens']);
  });

  it('knows them by the comments of other loaders too', async () => {
    const named = SQL.replaceAll('-- BLOCK ', '-- name: ');
    const graph = await linked({ ...loader('loadSqlEquiv(import.meta.url)'), 'src/loaf.sql': named });
    expect(directOf(graph, 'src/loaf.ts')).toEqual(['delete loaves', 'read loaves', 'read ovens']);
  });
});

describe('a module beside a .sql file that it does not load', () => {
  it('touches none of its tables', async () => {
    const graph = await linked({ ...loader('{ select_loaf: 1, delete_loaf: 2 }'), 'src/loaf.sql': SQL });
    expect(directOf(graph, 'src/loaf.ts')).toEqual([]);
  });
});

describe('statements of .sql files that a loop prepares', () => {
  it('are run by their names, of several of a name by that of their folder; an own method is none', async () => {
    const graph = await linked({
      'src/db/sql/shop/loaves.sql': `
-- selectLoaf
SELECT * FROM loaves JOIN ovens ON ovens.id = loaves.oven_id WHERE loaves.id = @id

-- sell
UPDATE loaves SET sold = 1 WHERE id = @id;
-- clearOld
DELETE FROM loaves WHERE day < @day
`,
      'src/db/sql/clinic/rounds.sql': '-- clearOld\nDELETE FROM rounds WHERE day < @day\n',
      'src/db/store.ts': `
        import Sqlite from 'better-sqlite3';
        import { readNamed } from './loader.js';
        export class Store {
          private stmts: { [key: string]: { [name: string]: Sqlite.Statement } } = { shop: {}, clinic: {} };
          constructor(private readonly dbs: { [key: string]: Sqlite.Database }) {
            for (const [key, stmts] of Object.entries(this.stmts))
              for (const [name, sql] of Object.entries(readNamed(key))) stmts[name] = this.dbs[key].prepare(sql);
          }
          loaf(id: string) { return this.stmts.shop.selectLoaf.get({ id }); }
          sell(id: string) { this.stmts.shop.sell.run({ id }); }
          clear(day: string) { this.stmts.clinic.clearOld.run({ day }); }
        }`,
      'src/db/till.ts': `
        export class Till {
          constructor(private readonly drawer: { sell: { run(row: object): void } }) {}
          ring(id: string) { this.drawer.sell.run({ id }); }
        }`,
    });
    expect(directOf(graph, 'src/db/store.ts')).toEqual(['delete rounds', 'read loaves', 'read ovens', 'write loaves']);
    expect(directOf(graph, 'src/db/till.ts')).toEqual([]);
  });
});
