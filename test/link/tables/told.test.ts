/** Whose access it is when a generic function is given the table: the one's who names it, on the way that is taken. */
import { describe, expect, it } from 'vitest';
import { direct, directOf, linked } from './system.js';

const SHELF = {
  'src/loaf.ts': `
import { Entity, PrimaryGeneratedColumn, ManyToMany, JoinTable } from 'typeorm';
import { Shop } from './shop';
@Entity('loaves')
export class Loaf { @PrimaryGeneratedColumn() id; @ManyToMany(() => Shop) @JoinTable({ name: 'loaf_shops' }) shops; }
`,
  'src/shop.ts': `
import { Entity, PrimaryGeneratedColumn } from 'typeorm';
@Entity('shops')
export class Shop { @PrimaryGeneratedColumn() id; }
`,
  'src/store.ts': `
import { DataSource } from 'typeorm';
export class Store {
  constructor(private readonly source: DataSource) {}
  async getOrThrow(entity, id, options = {}) {
    if (options.shop != null) return this.ofShop(entity, id, options.shop);
    return this.source.getRepository(entity).findOneBy({ id });
  }
  async ofShop(entity, id, shop) {
    return this.source.getRepository(entity).createQueryBuilder('one').leftJoin('one.shops', 'shop').getOne();
  }
  async saveAs({ entity, row }) { return this.source.getRepository(entity).save(row); }
}
`,
};

describe('a generic function that is told the table', () => {
  it('leaves the access to the file that names the entity, by itself or among options', async () => {
    const graph = await linked({
      ...SHELF,
      'src/counter.ts': `
import { Loaf } from './loaf';
import { Store } from './store';
export class Counter {
  constructor(private readonly store: Store) {}
  async show(id) { return this.store.getOrThrow(Loaf, id); }
  async put(row) { await this.store.saveAs({ entity: Loaf, row }); }
}
`,
    });
    expect(directOf(graph, 'src/counter.ts')).toEqual(['read loaves', 'write loaves']);
    expect(directOf(graph, 'src/store.ts')).toEqual([]);
  });

  it('counts what lies on the way that the options open, and only then', async () => {
    const graph = await linked({
      ...SHELF,
      'src/window.ts': `
import { Loaf } from './loaf';
import { Store } from './store';
export class Window {
  constructor(private readonly store: Store) {}
  async show(id) { return this.store.getOrThrow(Loaf, id, { shop: 7 }); }
}
`,
    });
    expect(directOf(graph, 'src/window.ts')).toEqual(['read loaf_shops', 'read loaves', 'read shops']);
  });

  it('is not the affair of those who call the one that names it', async () => {
    const graph = await linked({
      ...SHELF,
      'src/counter.ts': `
import { Loaf } from './loaf';
import { Store } from './store';
export class Counter {
  constructor(private readonly store: Store) {}
  async put(row, label) { await this.store.saveAs({ entity: Loaf, row }); }
}
`,
      'src/oven.ts': `
import { Counter } from './counter';
import { Loaf } from './loaf';
export class Oven {
  constructor(private readonly counter: Counter) {}
  async bake() { await this.counter.put({ of: 'rye' }, Loaf); }
}
`,
    });
    expect(directOf(graph, 'src/counter.ts')).toEqual(['write loaves']);
    expect(directOf(graph, 'src/oven.ts')).toEqual([]);
  });

  it('is so also where it makes an object that is told the table', async () => {
    const graph = await linked({
      ...SHELF,
      'src/tray.ts': `
import { DataSource } from 'typeorm';
export class Tray {
  constructor(private readonly entity, private readonly source: DataSource) {}
  async put(row) { return this.source.getRepository(this.entity).save(row); }
}
`,
      'src/trays.ts': `
import { DataSource } from 'typeorm';
import { Tray } from './tray';
export class Trays {
  constructor(private readonly source: DataSource) {}
  async fill({ entity, row }) { const tray = new Tray(entity, this.source); return tray.put(row); }
}
`,
      'src/counter.ts': `
import { Loaf } from './loaf';
import { Trays } from './trays';
export class Counter {
  constructor(private readonly trays: Trays) {}
  async put(row) { await this.trays.fill({ entity: Loaf, row }); }
}
`,
    });
    expect(directOf(graph, 'src/counter.ts')).toEqual(['write loaves']);
    expect(directOf(graph, 'src/trays.ts')).toEqual([]);
    expect(directOf(graph, 'src/tray.ts')).toEqual([]);
  });
});

describe('An own interface that stands for a model', () => {
  it('is the model that a caller gives for it', async () => {
    const graph = await linked({
      'src/models.ts': `
        import { Column, Model, Table } from 'sequelize-typescript';
        @Table({ tableName: 'clinic_letters' }) export class Letter extends Model { @Column declare text: string }
        @Table({ tableName: 'clinic_calls' }) export class PhoneCall extends Model { @Column declare text: string }`,
      'src/sent.ts': `
        interface Log<T> { findAll(options?: object): Promise<T[]> }
        export async function sent(ward: number, log: Log<any>) {
          let rows = [];
          for (let page = 0; page < 3; page++) rows = (await log.findAll({ where: { ward }, offset: page })) as any;
          return rows;
        }`,
      'src/letters.ts': `
        import { Letter } from './models.js';
        import { sent } from './sent.js';
        export const letters = (ward: number) => sent(ward, Letter);`,
      'src/calls.ts': `
        import { PhoneCall } from './models.js';
        import { sent } from './sent.js';
        export const calls = (ward: number) => sent(ward, PhoneCall);`,
    });
    expect(direct(graph)).toEqual(['src/calls.ts read clinic_calls', 'src/letters.ts read clinic_letters']);
  });
});
