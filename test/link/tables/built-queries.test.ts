/** Queries that are built first and run later, what happens after a commit, and what is done with an answer. */
import { describe, expect, it } from 'vitest';
import { accesses, linked, transaction } from './system.js';

const till = async (body: string) => {
  const graph = await linked({
    'src/till.ts': `
import type { Knex } from 'knex';
import axios from 'axios';
import Stripe from 'stripe';
const stripe = new Stripe('key');
type Loaf = { id: number; weight: number };
export class Till {
  constructor(private readonly knex: Knex) {}
${body}
}`,
  });
  return transaction(graph, 'src/till.ts#Till.close');
};

describe('a query that is built first', () => {
  it('runs in the transaction that it is given later', async () => {
    const found = await till(`
  async close() {
    return this.knex.transaction(async (trx) => {
      const query = this.knex('loaves').where({ day: 1 }).update({ sold: true });
      query.transacting(trx);
      await query;
      await this.note('closed', trx);
      await this.note('forgotten');
    });
  }
  private async note(text: string, trx?: Knex.Transaction) {
    const query = this.knex('notes').insert({ text });
    if (trx) {
      query.transacting(trx);
    }
    await query;
  }`);
    expect(accesses(found)).toEqual(['write loaves :12', 'write notes :20', 'LEAK write notes :20']);
  });

  it('runs with the query that it is a part of', async () => {
    const found = await till(`
  async close() {
    return this.knex.transaction(async (trx) => {
      const open = this.knex('shifts').whereNull('end').select('id');
      const sold = this.knex('loaves').whereIn('shift', open);
      sold.transacting(trx);
      await sold;
      const cold = this.knex('ovens').where({ heat: 0 }).select('id');
      await trx('repairs').whereIn('oven', cold).del();
    });
  }`);
    expect(accesses(found)).toEqual(['read shifts :12', 'read loaves :13', 'read ovens :16', 'delete repairs :17']);
  });

  it('has run outside when it was awaited before', async () => {
    const found = await till(`
  async close() {
    return this.knex.transaction(async (trx) => {
      const cold = await this.knex('ovens').where({ heat: 0 }).select('id');
      await trx('repairs').whereIn('oven', cold).del();
    });
  }`);
    expect(accesses(found)).toEqual(['LEAK read ovens :12', 'delete repairs :13']);
  });
});

describe('what a query in the transaction answered', () => {
  it('is no handle, also when it is called another type', async () => {
    const found = await till(`
  async close() {
    return this.knex.transaction(async (trx) => {
      const loaf = (await trx('loaves').first()) as Loaf;
      const weight = ((await trx('scales').first()) as Loaf).weight;
      await this.knex('prices').where({ loaf: loaf.id });
      await this.knex('weights').insert({ weight });
    });
  }`);
    expect(accesses(found)).toEqual([
      'read loaves :12',
      'read scales :13',
      'LEAK read prices :14',
      'LEAK write weights :15',
    ]);
  });
});

describe('a transaction that is begun and committed', () => {
  it('ends with its commit: what follows is no leak and no call inside, though the rollback stands below', async () => {
    const found = await till(`
  async close() {
    const trx = await this.knex.transaction();
    try {
      await trx('loaves').update({ sold: true });
      await stripe.charges.create({});
      await trx.commit();
      await axios.post('https://bakery.example/closed');
      await this.knex('notes').insert({ text: 'closed' });
    } catch (error) {
      await trx.rollback();
      throw error;
    }
  }`);
    expect(accesses(found)).toEqual(['write loaves :13']);
    expect(found.externalCalls.map(({ line }) => line)).toEqual([14]);
    expect(found.endLine).toBe(15);
  });
});

describe('what is done with the answer of a service', () => {
  it('leaves the process no second time', async () => {
    const found = await till(`
  async close() {
    return this.knex.transaction(async (trx) => {
      const page = await stripe.charges.list({ limit: 3 });
      const paid = page.data.find((one) => one.paid);
      const ids = page.data.map((one) => one.id).filter(Boolean);
      const answer = await axios.get('https://bakery.example');
      answer.data.forEach((one) => ids.push(one));
      await stripe.customers.retrieve(paid.customer);
      await trx('loaves').whereIn('charge', ids).update({ sold: true });
    });
  }`);
    expect(found.externalCalls.map(({ line }) => line)).toEqual([12, 15, 17]);
  });
});
