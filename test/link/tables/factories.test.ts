/** Queries that a factory makes for a file: whose they are, and that they need not be called where they are made. */
import { describe, expect, it } from 'vitest';
import { isAccessEdge } from '../../../src/model/index.js';
import { linked } from './system.js';

const BUILDERS = `
  import { sql, type CommonQueryMethods } from 'slonik';
  const identifiers = ({ table, fields }: any) => ({ table: sql.identifier([table]), fields });
  export const buildFind = (pool: CommonQueryMethods) => (schema: any) => {
    const { table, fields } = identifiers(schema);
    return async (id: string) => pool.one(sql\`select * from \${table} where \${fields.id} = \${id}\`);
  };
  export const buildUpdate = (pool: CommonQueryMethods) => (schema: any) => {
    const { table } = identifiers(schema);
    return async ({ set, where }: any) =>
      pool.query(sql\`update \${table} set \${sql.join(set, sql\`, \`)} where \${sql.join(where, sql\` and \`)}\`);
  };
  export const buildRemove = (pool: CommonQueryMethods, table: string) => async (id: string) =>
    pool.query(sql\`delete from \${sql.identifier([table])} where id = \${id}\`);`;
const SCHEMAS = `
  export const Screenings = { table: 'screenings', fields: { id: 'id' } };
  export const Seats = { table: 'seats', fields: { id: 'id' } };`;

/** `src/seats.ts read seats`, one line each, direct ones alone. */
async function direct(files: Readonly<Record<string, string>>): Promise<string[]> {
  const graph = await linked({ 'src/builders.ts': BUILDERS, 'src/schemas.ts': SCHEMAS, ...files });
  return graph.edges
    .filter(isAccessEdge)
    .filter((edge) => edge.direct)
    .map((edge) => `${edge.from.slice('module:'.length)} ${edge.kind} ${edge.to.slice('table:'.length)}`)
    .sort();
}

describe('queries that a factory makes', () => {
  it('count for each file that has them made, though another gives the factory the very same', async () => {
    const users = (name: string) => `
      import { buildFind } from './builders.js';
      import { Screenings } from './schemas.js';
      export const ${name} = (pool: any) => {
        const find = buildFind(pool)(Screenings);
        return { first: async () => find('1') };
      };`;
    expect(await direct({ 'src/posters.ts': users('posters'), 'src/tickets.ts': users('tickets') })).toEqual([
      'src/posters.ts read screenings',
      'src/tickets.ts read screenings',
    ]);
  });

  it('count where they are handed out without being called', async () => {
    const seats = `
      import { buildFind, buildRemove } from './builders.js';
      import { Seats } from './schemas.js';
      export const seatQueries = (pool: any) => {
        const find = buildFind(pool)(Seats);
        const remove = buildRemove(pool, Seats.table);
        return { find, remove };
      };`;
    expect(await direct({ 'src/seats.ts': seats })).toEqual(['src/seats.ts delete seats', 'src/seats.ts read seats']);
  });

  it('are read when all but the verb is put in', async () => {
    const seats = `
      import { buildUpdate } from './builders.js';
      import { Seats } from './schemas.js';
      export const seatQueries = (pool: any) => ({ update: async (data: any) => buildUpdate(pool)(Seats)(data) });`;
    expect(await direct({ 'src/seats.ts': seats })).toEqual(['src/seats.ts write seats']);
  });

  it('count for the factory where it names the table itself, whatever else it is given', async () => {
    const closing = `
      import { sql, type CommonQueryMethods } from 'slonik';
      export const buildClose = (deps: { pool: CommonQueryMethods; log: string }) => async (id: string) => {
        await deps.pool.query(sql\`delete from seats where id = \${id}\`);
        await deps.pool.query(sql\`insert into \${sql.identifier([deps.log])} (id) values (\${id})\`);
      };`;
    const desk = `
      import { buildClose } from './closing.js';
      export const desk = (pool: any) => ({ close: buildClose({ pool, log: 'screenings' }) });`;
    expect(await direct({ 'src/closing.ts': closing, 'src/desk.ts': desk })).toEqual(['src/closing.ts delete seats']);
  });

  it('count for nobody while the factory is only begun, or makes something else of the table', async () => {
    const seats = `
      import { buildFind } from './builders.js';
      import { Seats, Screenings } from './schemas.js';
      const labelOf = (schema: any) => (id: string) => schema.table + ' ' + id;
      export const begun = (pool: any) => buildFind(pool);
      export const label = labelOf(Seats);
      export const named = () => [Seats.table, Screenings.table];`;
    expect(await direct({ 'src/seats.ts': seats })).toEqual([]);
  });
});
