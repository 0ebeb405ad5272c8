/** Functions whose parameters are told by the type of what they are the value of, and tables that callers name to them. */
import { describe, expect, it } from 'vitest';
import { direct, linked } from './system.js';

const PANTRY = `
  import type { Knex } from 'knex';
  export type Shelf = 'loaves' | 'buns' | 'pies' | 'orders' | 'ovens';
  type Take = <T extends Shelf>(order: { table: T; where?: object }) => Promise<object[]>;
  export class Pantry {
    private readonly knex: Knex;
    constructor({ knex }: { knex: Knex }) { this.knex = knex; }
    public take: Take = async ({ table, where }) => {
      const query = this.knex(table);
      if (where) query.where(where);
      return query.select();
    };
    public throwAway = async (table: Shelf) => { await this.knex(table).del(); };
  }`;

describe('A function with a declared type', () => {
  it('is given what the type says: as a variable, an entry of an object within one, what another returns', async () => {
    const graph = await linked({
      'src/pantry.ts': PANTRY,
      'src/types.ts': `
        import type { Pantry } from './pantry.js';
        export interface Kitchen { stores: { pantry: Pantry } }
        type Answer<P, A, C> = (parent: P, args: A, context: C) => Promise<unknown>;
        type Open<T> = T & Record<string, any>;
        export type Answers<C = Kitchen> = Open<{
          Query: Open<{ loaves?: Answer<{}, { id: string }, C> }>;
          Mutation: Open<{ clear?: Answer<{}, {}, C> }>;
        }>;
        export type Job<T> = T extends string ? { run: (kitchen: Kitchen) => Promise<void> } : never;`,
      'src/variable.ts': `
        import type { Answers } from './types.js';
        export const clear: Answers['Mutation']['clear'] = async (_, args, { stores: { pantry } }) => {
          await pantry.throwAway('buns');
        };`,
      'src/entries.ts': `
        import type { Answers } from './types.js';
        export const answers: Answers = {
          Query: { loaves: async (_, { id }, { stores }) => stores.pantry.take({ table: 'loaves', where: { id } }) },
          Mutation: { clear: async (_, args, context) => context.stores.pantry.throwAway('pies') },
        };`,
      'src/returned.ts': `
        import type { Kitchen } from './types.js';
        type Work = (kitchen: Kitchen) => Promise<unknown>;
        export function nightly(): Work {
          return async ({ stores }) => stores.pantry.take({ table: 'ovens' });
        }`,
      'src/job.ts': `
        import type { Job } from './types.js';
        export const job: Job<'nightly'> = { run: async (kitchen) => { await kitchen.stores.pantry.take({ table: 'orders' }); } };`,
    });
    expect(direct(graph)).toEqual([
      'src/entries.ts delete pies',
      'src/entries.ts read loaves',
      'src/job.ts read orders',
      'src/returned.ts read ovens',
      'src/variable.ts delete buns',
    ]);
  });
});

describe('A table that is one of many literals', () => {
  it('is the one that the caller gives, never all that the type allows', async () => {
    const graph = await linked({
      'src/store.ts': `
        import type { Knex } from 'knex';
        type Shelf = 'loaves' | 'buns' | 'pies' | 'orders' | 'ovens';
        export class Store {
          constructor(protected readonly table: Shelf, protected readonly knex: Knex) {}
          add = async (row: object, table?: Shelf) => this.knex(table || this.table).insert(row);
        }`,
      'src/orders.ts': `
        import { Store } from './store.js';
        export class Orders extends Store {
          constructor(knex: any) { super('orders', knex); }
          place = async (row: object) => this.add(row);
          wrap = async (row: object) => this.add(row, 'buns');
        }`,
    });
    expect(direct(graph)).toEqual(['src/orders.ts write buns', 'src/orders.ts write orders']);
  });
});

describe('An own class that extends a client of Kysely', () => {
  it('is that client, and the type it is given lists the tables', async () => {
    const graph = await linked({
      'src/client.ts': `
        import { Kysely as Native, PostgresDialect } from 'kysely';
        import type { Cinema } from './tables.js';
        export class Kysely<T> extends Native<T> { #brand = 1; }
        export class Box extends Native<Cinema> {}
        export const open = (): Kysely<Cinema> => new Kysely<Cinema>({ dialect: new PostgresDialect({}) });`,
      'src/tables.ts': 'export interface Cinema { films: { id: string }; seats: { id: string } }',
      'src/films.ts': `
        import { open, type Kysely } from './client.js';
        import type { Cinema } from './tables.js';
        export const db: Kysely<Cinema> = open();
        export const film = (id: string) => db.selectFrom('films').where('id', '=', id).executeTakeFirst();`,
      'src/seats.ts': `
        import { Box } from './client.js';
        export class Seats {
          constructor(private readonly box: Box) {}
          free(id: string) { return this.box.deleteFrom('seats').where('id', '=', id).execute(); }
        }`,
    });
    expect(direct(graph)).toEqual(['src/films.ts read films', 'src/seats.ts delete seats']);
    const declared = graph.nodes.flatMap((node) => (node.kind === 'table' ? [`${node.name} ${node.source}`] : []));
    expect(declared).toEqual(['films model', 'seats model']);
  });
});
