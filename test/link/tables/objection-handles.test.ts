/** Objection's own name for Knex, rows declared by interfaces, and pieces of SQL in a query. */
import { describe, expect, it } from 'vitest';
import { directOf, linked } from './system.js';

const MODEL = `
import { Model } from 'objection';
export class Loaf extends Model { static get tableName() { return 'bread'; } oven?: string; }
export interface WarmLoaf extends Loaf { oven: string }
`;

function using(body: string): Promise<string[]> {
  const baker = `
import type { Transaction, TransactionOrKnex } from 'objection';
import { Loaf, type WarmLoaf } from './loaf';
export interface Deps { knex: TransactionOrKnex }
${body}
`;
  return linked({ 'src/loaf.ts': MODEL, 'src/baker.ts': baker }).then((graph) => directOf(graph, 'src/baker.ts'));
}

describe("Objection's TransactionOrKnex", () => {
  it('is asked like Knex: called with a table, given SQL', async () => {
    const body = `
export const heat = (deps: Deps, trx?: TransactionOrKnex) => (trx ?? deps.knex).raw('SELECT max(heat) FROM "ovens"');
export const lock = (trx: Transaction) => trx('tills').where({ id: 1 }).forUpdate();
`;
    expect(await using(body)).toEqual(['read ovens', 'read tills']);
  });
});

describe('a row declared by an interface that extends a model', () => {
  it('is a row of the model', async () => {
    const body = 'export const sell = (deps: Deps, loaf: WarmLoaf) => loaf.$query(deps.knex).patch({ oven: "none" });';
    expect(await using(body)).toEqual(['write bread']);
  });
});

describe('whereRaw', () => {
  it('reads what its sub-select is from', async () => {
    const body = `
export const dear = (trx: Transaction) => Loaf.query(trx).whereRaw('price > (select avg(price) from prices where day = ?)', [1]);
export const cheap = (trx: Transaction) => Loaf.query(trx).whereRaw('price < ?', [1]);
`;
    expect(await using(body)).toEqual(['read bread', 'read prices']);
  });
});
