/** Queries that a factory makes for a file: whose they are, and that they need not be called where they are made. */
import { describe, expect, it } from 'vitest';
import { direct, linked } from './system.js';

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
async function directIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  return direct(await linked({ 'src/builders.ts': BUILDERS, 'src/schemas.ts': SCHEMAS, ...files }));
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
    expect(await directIn({ 'src/posters.ts': users('posters'), 'src/tickets.ts': users('tickets') })).toEqual([
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
    expect(await directIn({ 'src/seats.ts': seats })).toEqual(['src/seats.ts delete seats', 'src/seats.ts read seats']);
  });

  it('are read when all but the verb is put in', async () => {
    const seats = `
      import { buildUpdate } from './builders.js';
      import { Seats } from './schemas.js';
      export const seatQueries = (pool: any) => ({ update: async (data: any) => buildUpdate(pool)(Seats)(data) });`;
    expect(await directIn({ 'src/seats.ts': seats })).toEqual(['src/seats.ts write seats']);
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
    expect(await directIn({ 'src/closing.ts': closing, 'src/desk.ts': desk })).toEqual(['src/closing.ts delete seats']);
  });

  it('count for nobody while the factory is only begun, or makes something else of the table', async () => {
    const seats = `
      import { buildFind } from './builders.js';
      import { Seats, Screenings } from './schemas.js';
      const labelOf = (schema: any) => (id: string) => schema.table + ' ' + id;
      export const begun = (pool: any) => buildFind(pool);
      export const label = labelOf(Seats);
      export const named = () => [Seats.table, Screenings.table];`;
    expect(await directIn({ 'src/seats.ts': seats })).toEqual([]);
  });
});

describe('functions that share what their factory is given', () => {
  const STORE = `
    import * as mongodb from 'mongodb';
    export { mongodb };`;
  const COLLECTIONS = `
    import type { mongodb } from './store.js';
    export type Seat = { row: number };
    export const openCollections = async (db: mongodb.Db) => {
      const Seats = db.collection<Seat>('seats');
      const Tickets = db.collection('tickets');
      return { Seats, Tickets };
    };`;
  const SEATS = `
    import type { mongodb } from './store.js';
    import type { Seat } from './collections.js';
    export const seatsModule = ({ Seats }: { Seats: mongodb.Collection<Seat> }) => {
      const release = async (row: number) => { await Seats.deleteMany({ row }); };
      return { close: async () => { await release(1); }, all: async () => Seats.find({}).toArray() };
    };`;
  const ANY = `
    import type { mongodb } from './store.js';
    export const shelf = ({ Rows }: { Rows: mongodb.Collection }) => {
      const clear = async () => { await Rows.deleteMany({}); };
      return { clear };
    };`;
  const HALL = `
    import { openCollections } from './collections.js';
    import { seatsModule } from './seats.js';
    import { shelf } from './shelf.js';
    export const hall = async ({ db }: any) => {
      const { Seats, Tickets } = await openCollections(db);
      return { seats: seatsModule({ Seats }), tickets: shelf({ Rows: Tickets }), first: async () => Tickets.findOne({}) };
    };`;

  it('count for the factory when its type says which records, else for who gives it; called or not', async () => {
    const graph = await linked({
      'src/store.ts': STORE,
      'src/collections.ts': COLLECTIONS,
      'src/seats.ts': SEATS,
      'src/shelf.ts': ANY,
      'src/hall.ts': HALL,
    });
    expect(direct(graph)).toEqual([
      'src/hall.ts delete tickets',
      'src/hall.ts read tickets',
      'src/seats.ts delete seats',
      'src/seats.ts read seats',
    ]);
  });
});
