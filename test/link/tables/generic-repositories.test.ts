/** Repositories over a generic base that is told its model by name: kept in fields, inherited, told by what may be left out. */
import { describe, expect, it } from 'vitest';
import { direct, directOf, linked } from './system.js';

const MODELS = `
  import { Column, Model, Table } from 'sequelize-typescript';
  export enum Shelves { Loaf = 'Loaf', Oven = 'Oven', Baker = 'Baker' }
  @Table export class Loaf extends Model { static readonly MODEL_NAME: string = Shelves.Loaf; }
  @Table export class Oven extends Model { static readonly MODEL_NAME: string = Shelves.Oven; }
  @Table export class Baker extends Model { static readonly MODEL_NAME: string = Shelves.Baker; }`;
const CRUD = `
  export abstract class Crud<T> {
    public async deleteAll(query: object, namespace?: string): Promise<T[]> {
      return await this._deleteAll(query, namespace);
    }
    public async add(value: T, namespace?: string): Promise<T> { return await this._add(value, namespace); }
    public async findOrAdd(query: object, namespace?: string): Promise<T> { return await this._findOrAdd(query, namespace); }
    public async change(value: Partial<T>, query: object, namespace?: string): Promise<T[]> { return await this._change(value, query, namespace); }
    abstract readAll(query: object, namespace?: string): Promise<T[]>;
    protected abstract _add(value: T, namespace?: string): Promise<T>;
    protected abstract _findOrAdd(query: object, namespace?: string): Promise<T>;
    protected abstract _change(value: Partial<T>, query: object, namespace?: string): Promise<T[]>;
    protected abstract _deleteAll(query: object, namespace?: string): Promise<T[]>;
  }`;
const BASE = `
  import { type Model, type Sequelize } from 'sequelize-typescript';
  import type { FindOptions, ModelStatic } from 'sequelize';
  import { Crud } from './crud.js';
  export class SequelizeRepository<T extends Model<any, any>> extends Crud<T> {
    protected s: Sequelize;
    protected namespace: string;
    constructor(namespace: string, instance?: Sequelize) { super(); this.s = instance; this.namespace = namespace; }
    async readAll(query: object, namespace: string = this.namespace): Promise<T[]> {
      return await this.s.models[namespace].findAll(query as FindOptions<any>).then((row) => row as T[]);
    }
    protected async _add(value: T, _namespace: string = this.namespace): Promise<T> { return await value.save(); }
    protected async _findOrAdd(query: object, namespace: string = this.namespace): Promise<T> {
      return await this.s.models[namespace].findOrCreate(query as FindOptions<any>).then((result) => result[0] as T);
    }
    protected async _change(value: Partial<T>, query: object, namespace: string = this.namespace): Promise<T[]> {
      const model = this.s.models[namespace] as ModelStatic<T>;
      const rows = await model.findAll({ ...(query as any) });
      for (const row of rows) await row.update(value);
      return rows;
    }
    protected async _deleteAll(query: object, namespace: string = this.namespace): Promise<T[]> {
      return this.s.transaction(async (transaction) => {
        const entries = await this.s.models[namespace].findAll({ ...query, transaction }).then((rows) => rows as T[]);
        const count = await this.s.models[namespace].destroy({ ...query, transaction });
        return entries;
      });
    }
  }`;
const REPOS = `
  import { Crud } from './crud.js';
  import { SequelizeRepository } from './base.js';
  import { Baker, Loaf, Oven } from './models.js';
  export class OvenRepository extends SequelizeRepository<Oven> { constructor() { super(Oven.MODEL_NAME); } }
  export class LoafRepository extends SequelizeRepository<Loaf> {
    ovens: Crud<Oven>;
    bakers: Crud<Baker>;
    constructor(instance?: any, ovens?: Crud<Oven>, bakers?: Crud<Baker>) {
      super(Loaf.MODEL_NAME, instance);
      this.ovens = ovens ? ovens : new SequelizeRepository<Oven>(Oven.MODEL_NAME, instance);
      this.bakers = bakers ? bakers : new SequelizeRepository<Baker>(Baker.MODEL_NAME, instance);
    }
    async heat() { await this.ovens.findOrAdd({}); await this.ovens.change({}, {}); await this.ovens.deleteAll({}); }
    async shown() { return super.readAll({ include: [Baker] }); }
    async hire() { await this.bakers.add(Baker.build({})); }
  }`;

describe('A repository over a generic base', () => {
  it('does what it inherits and what it keeps of others does, whichever name the base goes by', async () => {
    const graph = await linked({
      'src/models.ts': MODELS,
      'src/crud.ts': CRUD,
      'src/base.ts': BASE,
      'src/repos.ts': REPOS,
      'src/shop.ts': `
  import { LoafRepository } from './repos.js';
  import { Baker } from './models.js';
  export class Shop {
    constructor(private readonly loaves: LoafRepository) {}
    async open() { return this.loaves.readAll({ include: [Baker] }); }
  }`,
    });
    expect(directOf(graph, 'src/repos.ts')).toEqual([
      'delete Loafs',
      'delete Ovens',
      'read Bakers',
      'read Loafs',
      'read Ovens',
      'write Bakers',
      'write Loafs',
      'write Ovens',
    ]);
    // Who names what is loaded beside it tells that, and not what the repository reads anyway.
    expect(directOf(graph, 'src/shop.ts')).toEqual(['read Bakers']);
  });

  it('leaves to the base what it does for every class below', async () => {
    const graph = await linked({
      'src/email.ts': `
  import { Pool } from 'pg';
  const pool = new Pool();
  export abstract class Email {
    protected abstract subject(): string;
    async send() { const subject = this.subject(); await pool.query('INSERT INTO notices (subject) VALUES ($1)', [subject]); }
  }`,
      'src/welcome.ts': `
  import { Email } from './email.js';
  export class Welcome extends Email { protected subject() { return 'Fresh bread'; } }`,
    });
    expect(direct(graph)).toEqual(['src/email.ts write notices']);
  });
});

describe('An object that is given statements', () => {
  it('does what they say for the file that writes them, not for the one that makes it', async () => {
    const graph = await linked({
      'src/executor.ts': `
  import { QueryTypes, type Sequelize } from 'sequelize';
  export class Executor {
    constructor(private readonly base: Sequelize, private readonly options?: object) {}
    async run(text: string, params?: object) { return this.base.query(text, { replacements: params, ...this.options }); }
  }`,
      'src/notices.ts': `
  import type { Executor } from './executor.js';
  export async function addNotice(executor: Executor, oven: string) {
    await executor.run('INSERT INTO notices (oven) VALUES (:oven)', { oven });
  }`,
      'src/desk.ts': `
  import { Executor } from './executor.js';
  import { addNotice } from './notices.js';
  export class Desk {
    constructor(private readonly options: { base: any }) {}
    async warn(oven: string) { await addNotice(new Executor(this.options.base, { logging: false }), oven); }
  }`,
    });
    expect(directOf(graph, 'src/desk.ts')).toEqual([]);
    expect(directOf(graph, 'src/notices.ts')).toEqual(['write notices']);
  });
});

describe('A table named by a default', () => {
  it('is that of the calls that give none; a name that a call gives is its own, and a value is told as unknown', async () => {
    const graph = await linked({
      'src/db.ts': `
  import { Pool } from 'pg';
  const pool = new Pool();
  export async function list(table: string = 'loaves') { return pool.query('SELECT * FROM ' + table); }
  export async function count(table = 'ovens') { return pool.query('SELECT count(*) FROM ' + table); }
  export async function all(limit: number, table?: string) { return list(table); }`,
      'src/named.ts': `
  import { all, count, list } from './db.js';
  export async function named() { await list('bakers'); await count('shops'); await all(3, 'recipes'); }`,
      'src/plain.ts': `
  import { all, count } from './db.js';
  export async function plain(table: string) { await all(2); await count(); return count(table); }`,
    });
    expect(direct(graph)).toEqual([
      'src/db.ts read loaves',
      'src/db.ts read ovens',
      'src/named.ts read bakers',
      'src/named.ts read recipes',
      'src/named.ts read shops',
    ]);
    expect(graph.coverage.unresolvedAccess.map(({ line }) => line)).toContain(5);
  });
});
