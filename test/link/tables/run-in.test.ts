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

describe('a transaction that an own function begins', () => {
  it('is the caller’s: what the caller is given runs in it', async () => {
    const graph = await linked({
      'src/models.ts': `
        import { DataTypes, Model, type Sequelize, type Transaction } from 'sequelize';
        export class Visit extends Model {
          static setup(sequelize: Sequelize) {
            Visit.init({ id: { type: DataTypes.UUID, primaryKey: true } }, { sequelize, tableName: 'visits' });
          }
        }
        export async function begin<T extends Model>(model: T): Promise<Transaction> {
          const { sequelize } = model;
          if (!sequelize) throw new Error('not connected');
          return sequelize.transaction();
        }
        export async function inTransaction<T extends Model, X>(model: T, work: (trx: Transaction) => Promise<X>): Promise<X> {
          let trx: Transaction | undefined = await begin(model);
          try {
            return await work(trx);
          } catch (error) {
            await trx.rollback();
            trx = undefined;
            throw error;
          } finally {
            if (trx) await trx.commit();
          }
        }`,
      'src/desk.ts': `
        import { inTransaction, Visit } from './models.js';
        export const admit = () =>
          inTransaction(Visit.prototype, async (transaction) => {
            await Visit.create({}, { transaction });
            await Visit.destroy({ where: {} });
          });`,
    });
    expect(accesses(transaction(graph, 'src/desk.ts#admit'))).toEqual(['write visits :5', 'LEAK delete visits :6']);
    expect(graph.transactions.map(({ id }) => id)).toEqual(['src/desk.ts#admit']);
  });

  it('is found when the work is handed on with a cast, to a data source that is asked for by name', async () => {
    const graph = await linked({
      'src/base.ts': `
        import { TypeORMDataSourceManager } from '@midwayjs/typeorm';
        import type { EntityManager } from 'typeorm';
        export abstract class Desk {
          dataSources: TypeORMDataSourceManager;
          async atomic(work: (manager: EntityManager) => Promise<unknown>) {
            const source = this.dataSources.getDataSource('default');
            await source.transaction(work as any);
          }
        }`,
      'src/visits.ts': `
        import { Entity, PrimaryGeneratedColumn } from 'typeorm';
        import { Desk } from './base.js';
        @Entity('visits') export class Visit { @PrimaryGeneratedColumn() id: number; }
        export class Visits extends Desk {
          admit(visit: Visit) {
            return this.atomic(async (manager) => { await manager.getRepository(Visit).save(visit); });
          }
        }`,
    });
    expect(accesses(transaction(graph, 'src/visits.ts#Visits.admit'))).toEqual(['write visits :7']);
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
