/** What runs in transactions of an application's own: functions with two ways of being called, statements kept for later. */
import { describe, expect, it } from 'vitest';
import { accesses, direct, linked, transaction } from './system.js';

describe('an own function that runs what it is given in a transaction', () => {
  it('may be given it first, or after the handle of one that is open', async () => {
    const graph = await linked({
      'src/atomic.ts': `
        import { knex, type Knex } from 'knex';
        const db = knex({});
        export const atomic = <T>(first: Knex | undefined | ((trx: Knex) => Promise<T>), work?: (trx: Knex) => Promise<T>) => {
          if (work === undefined) return db.transaction(first as any);
          if (first !== undefined) return work(first as Knex);
          return db.transaction(work);
        };`,
      'src/wards.ts': `
        import { atomic } from './atomic.js';
        export const open = () => atomic(async (trx) => { await trx('wards').insert({}); await trx('beds').insert({}); });
        export const close = (handle: any) => atomic(handle, async (trx) => { await trx('beds').del(); });`,
    });
    expect(accesses(transaction(graph, 'src/wards.ts#open'))).toEqual(['write wards :3', 'write beds :3']);
    expect(accesses(transaction(graph, 'src/wards.ts#close'))).toEqual(['delete beds :4']);
  });
});

describe('a statement of PgTyped', () => {
  it('happens where it is run, in the transaction of the client it is given', async () => {
    const graph = await linked({
      'src/seats.ts': `
        import { sql } from '@pgtyped/runtime';
        import { Pool } from 'pg';
        const take = sql<any>\`
          UPDATE seats SET taken = true WHERE id = $id\`;
        export const unused = sql<any>\`DELETE FROM posters\`;
        export async function book(pool: Pool) {
          const client = await pool.connect();
          await client.query('BEGIN');
          await take.run({ id: 1 }, client);
          await client.query('COMMIT');
        }`,
    });
    expect(accesses(transaction(graph, 'src/seats.ts#book'))).toEqual(['write seats :10']);
    expect(direct(graph)).toEqual(['src/seats.ts delete posters', 'src/seats.ts write seats']);
  });
});
