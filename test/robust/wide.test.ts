/** Calls, lists and templates of 150,000 parts: more than a call of our own may have arguments. */
import { expect, it } from 'vitest';
import { packagesOfYaml } from '../../src/scan/workspaces.js';
import { directOf, linked } from '../link/tables/system.js';

const MANY = 150_000;
const KNEX = "import knex from 'knex';\nconst db = knex({ client: 'pg' });\nexport const bake = () => ";
const DRIZZLE = `import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { pgTable, text } from 'drizzle-orm/pg-core';
const loaves = pgTable('loaves', { name: text('name') });
const db = drizzle(process.env.URL);
export const bake = () => `;

it.each([
  ['arguments', `${KNEX}db('loaves').insert(${'rye,'.repeat(MANY)} rye);`, ['write loaves']],
  ['items', `${KNEX}db('loaves').whereIn('name', [${'rye,'.repeat(MANY)} rye]);`, ['read loaves']],
  [
    'holes',
    `${DRIZZLE}db.execute(sql\`delete from \${loaves} where \${${'rye},${'.repeat(MANY)}rye}\`);`,
    ['delete loaves'],
  ],
  ['comments', `${DRIZZLE}db.execute(sql\`${'/* rye */'.repeat(100)} delete from \${loaves}\`);`, ['delete loaves']],
])('%s', { timeout: 60_000 }, async (_name, text, accesses) => {
  expect(directOf(await linked({ 'src/oven.ts': text }), 'src/oven.ts')).toEqual(accesses);
});

it('packages of a workspace', () => {
  expect(packagesOfYaml(`packages: [${'bakery,'.repeat(MANY)} shop]`)).toHaveLength(MANY + 1);
});
