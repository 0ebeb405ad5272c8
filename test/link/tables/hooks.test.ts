/** What a library does by itself when a row is written belongs to the transaction of the write. */
import { describe, expect, it } from 'vitest';
import { accesses, linked, transaction } from './system.js';

describe('hooks of Sequelize', () => {
  const BASE = `
import { AfterCreate, AfterUpdate, AfterDestroy, BulkUpdate, Model as Row } from 'sequelize-typescript';
export class Base extends Row {
  @AfterCreate
  static async noteCreated(row: any, context: any) { await this.note('created', row, context); }
  @AfterUpdate
  static async noteChanged(row: any, context: any) { await this.note('changed', row, context); }
  static async note(what: string, row: any, context: any) {
    if (!context.told) return;
    await this.sequelize!.models.note.create({ what }, { transaction: context.transaction });
  }
  static bakeAloud(context: any, values: any) { return this.create(values, { ...context, told: true }); }
}`;
  const MODELS = `
import { AfterDestroy, Table } from 'sequelize-typescript';
import { Base } from './base';
@Table({ tableName: 'notes', modelName: 'note' }) export class Note extends Base {}
@Table({ tableName: 'crumbs' }) export class Crumb extends Base {}
@Table({ tableName: 'loaves' }) export class Loaf extends Base {
  @AfterDestroy
  static async sweep(loaf: Loaf, { transaction }: any) { await Crumb.create({}, { transaction }); }
}`;
  const during = async (body: string) =>
    accesses(
      transaction(
        await linked({
          'src/base.ts': BASE,
          'src/models.ts': MODELS,
          'src/day.ts': `
import { Crumb, Loaf } from './models';
export const day = (sequelize: any, loaf: Loaf) => sequelize.transaction(async (transaction) => {
${body}
});`,
        }),
        'src/day.ts#day',
      ),
    );

  it('run in the transaction, inherited and by way of their arguments', async () => {
    expect(await during('await Loaf.bakeAloud({ transaction }, {});')).toEqual(['write loaves :12', 'write notes :10']);
  });
  it('leave out what they do not do with what they are given', async () => {
    expect(await during('await Loaf.create({}, { transaction });')).toEqual(['write loaves :4']);
  });
  it('are those of the very call: of a record, not of a statement over many rows', async () => {
    expect(await during('await loaf.destroy({ transaction });')).toEqual(['delete loaves :4', 'write crumbs :8']);
    expect(await during('await Loaf.destroy({ where: {}, transaction });')).toEqual(['delete loaves :4']);
    expect(await during('await loaf.save({ transaction, told: true });')).toEqual([
      'write loaves :4',
      'write notes :10',
    ]);
  });
  it('do not run when the call forbids them, and run for each row when it asks for that', async () => {
    expect(await during('await Loaf.create({}, { transaction, told: true, hooks: false });')).toEqual([
      'write loaves :4',
    ]);
    expect(await during('await Loaf.destroy({ where: {}, transaction, individualHooks: true });')).toEqual([
      'delete loaves :4',
      'write crumbs :8',
    ]);
  });
  it('are added by calls and options too', async () => {
    const graph = await linked({
      'src/models.ts': `
import { Model, Sequelize } from 'sequelize';
const sequelize = new Sequelize('');
export class Till extends Model {}
Till.init({}, { sequelize, tableName: 'tills', hooks: { afterCreate: async (till, { transaction }) => { await Coin.create({}, { transaction }); } } });
export class Coin extends Model {}
Coin.init({}, { sequelize, tableName: 'coins' });
export class Purse extends Model {}
Purse.init({}, { sequelize, tableName: 'purses' });
Coin.addHook('beforeCreate', async (coin, options) => { await Purse.create({}, { transaction: options.transaction }); });
export const open = () => sequelize.transaction(async (transaction) => Till.create({}, { transaction }));
`,
    });
    expect(accesses(transaction(graph, 'src/models.ts#open'))).toEqual([
      'write tills :11',
      'write purses :10',
      'write coins :5',
    ]);
  });
  it('are outside when they wait for the commit', async () => {
    expect(await during('await loaf.save({ transaction });\ntransaction.afterCommit(() => Crumb.create({}));')).toEqual(
      ['write loaves :4'],
    );
  });
});

describe('subscribers of TypeORM', () => {
  const during = async (body: string) =>
    accesses(
      transaction(
        await linked({
          'src/entities.ts': `
import { Entity, PrimaryGeneratedColumn } from 'typeorm';
@Entity('loaves') export class Loaf { @PrimaryGeneratedColumn() id: number; }
@Entity('notes') export class Note { @PrimaryGeneratedColumn() id: number; }`,
          'src/subscriber.ts': `
import { EventSubscriber } from 'typeorm';
import { Loaf, Note } from './entities';
@EventSubscriber()
export class LoafSubscriber {
  listenTo() { return Loaf; }
  async afterInsert(event: any) { await event.manager.getRepository(Note).insert({}); }
}`,
          'src/day.ts': `
import { DataSource } from 'typeorm';
import { Loaf, Note } from './entities';
export const day = (db: DataSource, loaf: Loaf) => db.transaction(async (m) => {
${body}
});`,
        }),
        'src/day.ts#day',
      ),
    );
  it('run on the manager of the write', async () => {
    expect(await during('await m.getRepository(Loaf).save(new Loaf());')).toEqual([
      'write loaves :5',
      'write notes :7',
    ]);
    expect(await during('await m.getRepository(Loaf).insert({});')).toEqual(['write loaves :5', 'write notes :7']);
  });
  it('do not run for what they do not listen to', async () => {
    expect(await during('await m.getRepository(Loaf).update(1, {});')).toEqual(['write loaves :5']);
    expect(await during('await m.getRepository(Note).insert({});')).toEqual(['write notes :5']);
  });
});
