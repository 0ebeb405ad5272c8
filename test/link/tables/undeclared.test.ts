/** Tables that no model and no migration declares: made by the application itself, or no tables at all. */
import { describe, expect, it } from 'vitest';
import { directOf, linked } from './system.js';

const tables = (graph: Awaited<ReturnType<typeof linked>>) =>
  graph.nodes.flatMap((node) =>
    node.kind === 'table'
      ? [`${node.name} ${node.source} ${node.declaredAt.map(({ path, line }) => `${path}:${line}`)}`]
      : [],
  );

describe('A table that the running application creates', () => {
  it('is declared where it does', async () => {
    const graph = await linked({
      'src/setup.ts': `
import { Pool } from 'pg';
import knex from 'knex';
import { Kysely } from 'kysely';
const pool = new Pool();
const db = knex({});
export async function setUp(kysely: Kysely<any>) {
  await pool.query('CREATE TABLE IF NOT EXISTS loaves (id int)');
  await db.schema.createTable('ovens', () => {});
  await kysely.schema.createTable('trays').execute();
  await pool.query('DELETE FROM crumbs');
}`,
    });
    expect(tables(graph)).toEqual([
      'crumbs query ',
      'loaves migration src/setup.ts:8',
      'ovens migration src/setup.ts:9',
      'trays migration src/setup.ts:10',
    ]);
  });
});

describe('A table of the tools that run migrations', () => {
  it('is nobody’s data', async () => {
    const graph = await linked({
      'src/doctor.ts': `
import { Pool } from 'pg';
const pool = new Pool();
export const applied = () => pool.query('SELECT name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL');
export const start = () => pool.query('CREATE TABLE IF NOT EXISTS shop_migrations (name text)');`,
    });
    // An own runner's table is named by what it does to it, but is no part of the declared schema.
    expect(tables(graph)).toEqual(['shop_migrations query ']);
  });
});

describe('A name that one piece of SQL gives to a query', () => {
  const files = (use: string) => ({
    'src/sales/pieces.ts': `
export const recent = (days: number) => \`recent AS (SELECT id FROM sales WHERE age < \${days})\`;
export const list = [{ name: 'rivals', sql: \`SELECT id FROM sales WHERE age > \${1}\` }];
export const given = { cte: 'best AS NOT MATERIALIZED (\\n SELECT 1 FROM sales)' };`,
    'src/sales/report.ts': `
import { Pool } from 'pg';
const pool = new Pool();
export const report = (joins: string) => pool.query(\`${use}\`);`,
  });

  it('is no table where another piece reads it', async () => {
    const graph = await linked(
      files(
        'SELECT r.id FROM recent r JOIN best ON best.id = r.id JOIN rivals v ON v.id = r.id JOIN shops s ON s.id = r.shop',
      ),
    );
    expect(directOf(graph, 'src/sales/report.ts')).toEqual(['read shops']);
  });

  it('is a table when a statement writes it', async () => {
    const graph = await linked(files('INSERT INTO recent SELECT id FROM shops'));
    expect(directOf(graph, 'src/sales/report.ts')).toEqual(['read shops', 'write recent']);
  });
});
