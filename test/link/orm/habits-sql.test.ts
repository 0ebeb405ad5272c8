/** Habits of code bases around hand-written SQL that no single fixture shows: calls of one driver, clients handed over by a service. */
import { describe, expect, it } from 'vitest';
import { direct, linked } from '../tables/system.js';

describe('ClickHouse', () => {
  it('is given rows for a table by name, and statements that answer nothing; another insert is none of its', async () => {
    const graph = await linked({
      'src/till.ts': `
        import type { ClickHouseClient } from '@clickhouse/client';
        import type { Rows } from './rows.js';
        export async function close(client: ClickHouseClient, rows: Rows, name: string) {
          await client.insert({ table: 'shop.receipts', values: [], format: 'JSONEachRow' });
          await client.insert({ table: name, values: [] });
          await client.command({ query: 'DELETE FROM coupons WHERE used = 1' });
          await rows.insert({ table: 'kitchen_table' });
        }`,
      'src/rows.ts': 'export type Rows = { insert(row: { table: string }): Promise<void> };',
    });
    expect(direct(graph)).toEqual([
      'src/till.ts delete clickhouse.coupons',
      'src/till.ts write clickhouse.shop.receipts',
    ]);
  });

  it('is a store of its own: a table of the same name in the main database is another one', async () => {
    const graph = await linked({
      'db/migrations/1_visits.sql': 'CREATE TABLE visits (id int PRIMARY KEY);',
      'ops/clickhouse/1_visits.sql': 'CREATE TABLE default.visits (id UUID) ENGINE = ReplacingMergeTree ORDER BY id;',
      'src/store.ts': `
        import { createClient } from '@clickhouse/client';
        const store = createClient({});
        type Question = { query: string; params?: object };
        export async function ask(question: Question) {
          return retried(async () => send({ ...question, format: 'JSONEachRow' }));
        }
        async function send({ query, params, format }: Question & { format: string }) {
          return store.query({ query, query_params: params, format });
        }
        async function retried<T>(work: () => Promise<T>) { return work(); }`,
      'src/visits.ts': `
        import { Pool } from 'pg';
        import { ask } from './store.js';
        const pool = new Pool();
        export const open = () => pool.query('SELECT id FROM visits WHERE open = $1', [true]);
        export const counted = (day: string) =>
          ask({ query: \`SELECT count() FROM visits FINAL PREWHERE day = {day: Date}\`, params: { day } });`,
      'src/wards.ts': `
        import type { Reader } from './reader.js';
        export class Wards {
          constructor(private readonly clickhouse: Reader) {}
          beds() { return this.clickhouse.query('SELECT bedNumber FROM wardBeds WHERE ward = 1'); }
        }`,
      'src/reader.ts': 'export interface Reader { query(text: string): Promise<unknown[]>; }',
    });
    expect(direct(graph)).toEqual([
      'src/visits.ts read clickhouse.visits',
      'src/visits.ts read visits',
      'src/wards.ts read clickhouse.wardBeds',
    ]);
    const stores = graph.nodes.flatMap((node) => (node.kind === 'table' ? [`${node.database} ${node.name}`] : []));
    expect(stores).toEqual(['clickhouse visits', 'clickhouse wardBeds', 'undefined visits']);
  });
});

describe('A service that is asked for by its class (Effect)', () => {
  it('is what the cast says: its callback is given the client that its type argument names', async () => {
    const graph = await linked({
      'src/ledger.ts': `
        import { Context } from 'effect';
        export interface LedgerShape<X = unknown> {
          readonly query: <T>(fn: (client: X, shop: string) => Promise<T>) => Promise<T>;
        }
        export class Ledger extends Context.Service<Ledger, LedgerShape>()('Ledger') {}`,
      'src/sales.ts': `
        import type { ClickHouseClient } from '@clickhouse/client';
        import { Effect } from 'effect';
        import { Ledger, type LedgerShape } from './ledger.js';
        export const sales = (day: string) =>
          Effect.gen(function* () {
            const ledger = (yield* Ledger) as LedgerShape<ClickHouseClient>;
            return yield* ledger.query(async (client) => {
              const answer = await client.query({ query: 'SELECT id FROM sales WHERE day = {day:Date}' });
              return answer.json();
            });
          });`,
    });
    expect(direct(graph)).toEqual(['src/sales.ts read clickhouse.sales']);
  });
});

describe('A statement put together from pieces', () => {
  it('reads the tables of joins that may be there, of lists of joins, and of a sub-query made for each of many', async () => {
    const graph = await linked({
      'src/visits.ts': `
        import { Pool } from 'pg';
        const pool = new Pool();
        export const visits = (isOpen: boolean, byNurse: boolean) => {
          const ward = isOpen ? 'JOIN wards w ON w.id = v.ward_id' : '';
          const who = byNurse ? 'JOIN nurses n ON n.id = v.nurse_id' : 'JOIN doctors d ON d.id = v.doctor_id';
          return pool.query(\`SELECT v.id FROM visits v \${ward} \${who} WHERE v.open = true\`);
        };`,
      'src/bills.ts': `
        import { Pool } from 'pg';
        const pool = new Pool();
        export async function bills(search: { payer?: string; codes: string[] }) {
          const joins: string[] = [];
          const values: unknown[] = [];
          if (search.payer) joins.push('JOIN payers p ON p.id = b.payer_id');
          joins.push(\`LEFT JOIN reminders r ON r.bill_id = b.id AND r.level = \${values.push(1)}\`);
          const coded = search.codes
            .map((code) => \`EXISTS (SELECT 1 FROM bill_codes c WHERE c.bill_id = b.id AND c.code = '\${code}')\`)
            .join(' AND ');
          return pool.query(\`SELECT b.id FROM bills b \${joins.join(' ')} WHERE \${coded} ORDER BY b.id\`, values);
        }`,
      'src/prose.ts': `
        export const greeting = (names: string[]) => names.map((name) => \`a letter from \${name}\`).join(' and ');`,
    });
    expect(direct(graph)).toEqual([
      'src/bills.ts read bill_codes',
      'src/bills.ts read bills',
      'src/bills.ts read payers',
      'src/bills.ts read reminders',
      'src/visits.ts read doctors',
      'src/visits.ts read nurses',
      'src/visits.ts read visits',
      'src/visits.ts read wards',
    ]);
  });
});

describe('A tag of a package that nobody knows', () => {
  it('is SQL by its name; a helper that quotes a name, own or not, gives the table it is told', async () => {
    const graph = await linked({
      'src/records.ts': `
        import type { Pool } from 'pg';
        import { sqls, Syntax } from 'sql-pieces';
        export const escapeIdentifier = (name: string) => Syntax.unchecked('"' + name.replace(/"/g, '') + '"');
        export async function recordOf(pool: Pool, table: string, id: string) {
          return pool.query(...sqls\`SELECT * FROM \${escapeIdentifier(table)} WHERE id = \${id}\`.toQuery());
        }`,
      'src/wards.ts': `
        import { Pool } from 'pg';
        import { sqls } from 'sql-pieces';
        import { recordOf } from './records.js';
        const pool = new Pool();
        export const ward = (id: string) => recordOf(pool, 'wards', id);
        export const beds = (id: string) =>
          pool.query(...sqls\`SELECT b.* FROM beds b\`.where(sqls\`b.ward_id = \${id}\`).toQuery());
        export const free = (id: string) => pool.query(...sqls\`UPDATE beds SET taken = false WHERE id = \${id}\`.toQuery());`,
    });
    expect(direct(graph)).toEqual(['src/wards.ts read beds', 'src/wards.ts read wards', 'src/wards.ts write beds']);
  });
});

describe('A query of Kysely that a function of another file begins', () => {
  it('is an access of who runs it, not of who hands it on or runs what it is given', async () => {
    const graph = await linked({
      'src/db.ts': `
        import { Kysely } from 'kysely';
        export interface Bakery { loaves: { id: number; ovenId: number }; ovens: { id: number }; crumbs: { id: number } }
        let kept: Kysely<Bakery> | undefined;
        const make = () => new Kysely<Bakery>({} as never);
        export const getDb = () => {
          if (!kept) kept = make();
          return kept;
        };`,
      'src/select.ts': `
        import { getDb } from './db.js';
        export const selectLoaves = () =>
          getDb().selectFrom('loaves').innerJoin('ovens', 'ovens.id', 'loaves.ovenId').select(['loaves.id']);
        export const sweepCrumbs = () => getDb().deleteFrom('crumbs');`,
      'src/desk.ts': `
        import { selectLoaves, sweepCrumbs } from './select.js';
        export const hot = async () => await selectLoaves().where('id', '=', 1).orderBy('id').executeTakeFirst();
        export async function sweep() {
          const query = sweepCrumbs();
          await query.where('id', '<', 9).execute();
        }`,
      'src/menu.ts': `
        import { selectLoaves } from './select.js';
        import { page } from './page.js';
        export const all = () => selectLoaves();
        export const first = () => page(selectLoaves());`,
      'src/page.ts': `
        import type { SelectQueryBuilder } from 'kysely';
        export const page = <O>(query: SelectQueryBuilder<any, any, O>) => query.limit(10).execute();`,
    });
    expect(direct(graph)).toEqual([
      'src/desk.ts delete crumbs',
      'src/desk.ts read loaves',
      'src/desk.ts read ovens',
      'src/select.ts delete crumbs',
      'src/select.ts read loaves',
      'src/select.ts read ovens',
    ]);
  });
});

describe('A table that a session makes for itself', () => {
  it('is none of the system, whichever statement reads it', async () => {
    const graph = await linked({
      'src/bills.ts': `
        import { Client } from 'pg';
        export async function close(client: Client) {
          await client.query('CREATE TEMP TABLE due AS SELECT id FROM bills WHERE open');
          await client.query('SELECT id INTO TEMPORARY late FROM due');
          await client.query('CREATE TEMPORARY VIEW lately AS SELECT id FROM late');
          await client.query('UPDATE bills b SET open = false FROM due d JOIN lately l ON l.id = d.id WHERE b.id = d.id');
        }`,
      'src/rows.ts': `
        import mysql from 'mysql2';
        const pool = mysql.createPool('');
        export const copy = async () => {
          await pool.query('CREATE TEMPORARY TABLE \`picked\` (id INT UNSIGNED)');
          await pool.query('INSERT INTO \`picked\` SELECT id FROM \`rows\`');
        };`,
    });
    expect(direct(graph)).toEqual(['src/bills.ts read bills', 'src/bills.ts write bills', 'src/rows.ts read rows']);
    expect(graph.nodes.flatMap((node) => (node.kind === 'table' ? [node.name] : []))).toEqual(['bills', 'rows']);
  });
});

describe('A .sql file', () => {
  it("that is one of many of its name is nobody's: which one is read is decided when it runs", async () => {
    const graph = await linked({
      'migrations/1/migration.sql': 'CREATE TABLE beds (id int);',
      'migrations/2/migration.sql': 'DROP TABLE beds; CREATE TABLE cots (id int);',
      'src/run.ts': `
        import { readFileSync } from 'node:fs';
        import { join } from 'node:path';
        export const next = (folder: string) => readFileSync(join(folder, 'migration.sql'), 'utf8');`,
    });
    expect(direct(graph)).toEqual([]);
  });
});

describe('Transaction hosts', () => {
  it('give the handle of the library behind them, and open a transaction around all that is called', async () => {
    const graph = await linked({
      'prisma/schema.prisma': `
        datasource db { provider = "postgresql" }
        model Visits {
          id Int @id
          @@map("visits")
        }
        model WardBeds {
          id Int @id
          @@map("ward_beds")
        }`,
      'src/names.ts': `
        import { CamelCasePlugin } from 'kysely';
        export class WardNames extends CamelCasePlugin {}`,
      'src/visits.ts': `
        import { Transactional, TransactionHost } from '@nestjs-cls/transactional';
        import { TransactionalAdapterPrisma } from '@nestjs-cls/transactional-adapter-prisma';
        import type { Kysely } from 'kysely';
        export class Visits {
          constructor(
            private readonly host: TransactionHost<TransactionalAdapterPrisma>,
            private readonly db: Kysely<any>,
          ) {}
          @Transactional()
          async admit() {
            await this.host.tx.visits.create({ data: {} });
            await this.db.updateTable('wardBeds').set({ free: false }).execute();
          }
          async leave() {
            await this.host.withTransaction(async () => { await this.host.tx.visits.deleteMany({}); });
          }
        }
        export class Guests {
          constructor(private readonly host: { tx: { visits: { create(row: object): void } } }) {}
          greet() { this.host.tx.visits.create({ name: 'Ada' }); }
        }`,
    });
    expect(direct(graph)).toEqual([
      'src/visits.ts delete visits',
      'src/visits.ts write visits',
      'src/visits.ts write ward_beds',
    ]);
    expect(graph.transactions.map(({ mechanism, accesses }) => `${mechanism} ${accesses.length}`).sort()).toEqual([
      '@Transactional 2',
      'TransactionHost.withTransaction 1',
    ]);
  });
});

describe('Types that a declaration file says a module has', () => {
  const SDK = `
    declare module 'bakery/sdk' {
      import Knex from 'knex';
      export interface Extension { isLite: boolean }
      export type Database = Knex & Extension;
      export const database: Database;
    }`;

  it('are its types where no file is that module: of several declarations the nearest', async () => {
    const graph = await linked({
      'server/sdk.d.ts': SDK,
      'examples/oven/sdk.d.ts':
        "declare module 'bakery/sdk' { export type Database = string; export const database: string; }",
      'server/src/loaves.ts': `
        import * as sdk from 'bakery/sdk';
        import { type Database } from 'bakery/sdk';
        export class Loaves {
          constructor(private readonly db: Database) {}
          all() { return this.db('loaves').select('*'); }
        }
        export class Ovens {
          private readonly name = 'ovens';
          constructor(private readonly db: sdk.Database) {}
          private get table() { return this.db.table(this.name); }
          hot() { return this.table.where({ hot: true }).select('*'); }
          remove(id: string) { return this.table.where({ id }).del(); }
        }
        export const flours = () => sdk.database('flours').select('*');`,
    });
    expect(direct(graph)).toEqual([
      'server/src/loaves.ts delete ovens',
      'server/src/loaves.ts read flours',
      'server/src/loaves.ts read loaves',
      'server/src/loaves.ts read ovens',
    ]);
  });

  it('add to a package that is known, and do not replace it', async () => {
    const graph = await linked({
      'types/knex.d.ts': "declare module 'knex' { export interface Knex { paginate(): void } }",
      'src/loaves.ts': `
        import type { Knex } from 'knex';
        export const loaves = (db: Knex) => db('loaves').select('*');`,
    });
    expect(direct(graph)).toEqual(['src/loaves.ts read loaves']);
  });
});

describe('pg-promise', () => {
  it('maps rows with a function given last; another map is none of its', async () => {
    const graph = await linked({
      'src/seats.ts': `
        import type { IDatabase } from 'pg-promise';
        const free = 'select * from seats where taken_by is null';
        export const rows = (db: IDatabase<{}>) => db.map(free, [], (seat: any) => seat.row);
        export const names = (db: IDatabase<{}>) =>
          db.map('select name from guests where id = $1', [1], (guest: any) => guest.name);
        export const shout = (words: Map<string, string>[]) => words.map((word) => 'select * from words');`,
    });
    expect(direct(graph)).toEqual(['src/seats.ts read guests', 'src/seats.ts read seats']);
  });
});

describe('A wrapper that prepares the text and runs it with values', () => {
  it('is given SQL as its text, not as its values: its callers are the ones who name the tables', async () => {
    const graph = await linked({
      'src/sql.ts': `
        import Database, { type Statement } from 'better-sqlite3';
        const connection = new Database('bakery.db');
        const prepared = new Map<string, Statement>();
        function statement(text: string) {
          const kept = prepared.get(text) ?? connection.prepare(text);
          prepared.set(text, kept);
          return kept;
        }
        function timed(text: string, work: (one: Statement) => unknown) { return work(statement(text)); }
        function row(text: string, values: unknown[] = []) { return timed(text, (one) => one.get(values)); }
        function column(text: string, values: unknown[] = []) { return timed(text, (one) => one.pluck().all(values)); }
        export default { row, column };`,
      'src/ovens.ts': `
        import sql from './sql.js';
        export const oven = (id: number) => sql.row('SELECT * FROM ovens WHERE id = ?', [id]);
        export const doughs = () => sql.column('SELECT name FROM doughs WHERE rested = ?', ['DELETE FROM crumbs']);`,
    });
    expect(direct(graph)).toEqual(['src/ovens.ts read doughs', 'src/ovens.ts read ovens']);
  });
});

describe('A statement put together by own functions of its clauses', () => {
  it('is an access of who names the tables; the same words of a library are none', async () => {
    const graph = await linked({
      'src/builder.ts': `
        type Part = { from?: string; select?: string; join?: string; where?: string };
        const format = (text: string, values?: object) => text + String(values);
        export function select(clause: string) { return { select: clause }; }
        export function from(clause: string, values?: object) { return { from: format(clause, values) }; }
        export function join(clause: string) { return { join: clause }; }
        export function where(clause: string, values?: object) { return { where: format(clause, values) }; }
        export function render(...parts: (Part | Part[] | false)[]) { return parts.flat().filter(Boolean).join(' '); }`,
      'src/tickets.ts': `
        import { from, join, render, select, where } from './builder.js';
        const open = [where('t.sold = \${sold}', { sold: false })];
        export const openTickets = (isLate: boolean) =>
          render(select('t.*'), from('cinema_tickets t'), isLate && join('halls h on h.id = t.hall'), ...open);`,
      'src/streams.ts': `
        import { from, merge } from 'rxjs';
        import { render } from './builder.js';
        export const both = merge(from('curtains'), from('lights'));
        export const names = render(from('posters') as never);`,
    });
    expect(direct(graph)).toEqual(['src/tickets.ts read cinema_tickets', 'src/tickets.ts read halls']);
  });
});

describe('A function that begins a query of Knex with an expression', () => {
  it('names no table by it: what goes on with the query does', async () => {
    const graph = await linked({
      'src/recent.ts': `
        import type { Knex } from 'knex';
        const withRecent = (db: Knex) => db.with('recent', (query) => query.select('id').from('orders'));
        export async function busy(db: Knex) {
          return withRecent(db).select().from('ovens').join('recent', 'recent.id', 'ovens.order_id');
        }`,
    });
    expect(direct(graph)).toEqual(['src/recent.ts read orders', 'src/recent.ts read ovens']);
  });
});
