/** Queries that end in a method of the application's own: a query builder's, or a model's modifier. */
import { describe, expect, it } from 'vitest';
import { accesses, linked, transaction } from '../tables/system.js';

describe('own methods on queries of Objection', () => {
  const during = async (call: string) =>
    accesses(
      transaction(
        await linked({
          'src/queries.ts': `
import { Model, QueryBuilder } from 'objection';
export class Crumbs extends QueryBuilder {
  addTo(column, amount) {
    const change = amount > 0 ? 'increment' : 'decrement';
    return this[change](column, Math.abs(amount));
  }
  sweep() { return this.where('weight', 0).delete(); }
  heavy() { return this.where('weight', '>', 5); }
}
export class Base extends Model { static QueryBuilder = Crumbs; }`,
          'src/loaf.ts': `
import { Base } from './queries';
export class Loaf extends Base {
  static get tableName() { return 'loaves'; }
  static get modifiers() {
    return {
      addWeight(query, weight) { if (weight > 0) query.increment('weight', weight); },
      fresh(query) { query.where('age', 0); },
    };
  }
}
export const day = (knex) => Loaf.transaction(knex, async (trx) => {
  await Loaf.query(trx)${call};
});`,
        }),
        'src/loaf.ts#day',
      ),
    );

  it('write and delete as their bodies do', async () => {
    expect(await during(".addTo('weight', 3)")).toEqual(['write loaves :13']);
    expect(await during(".where('id', 1).sweep()")).toEqual(['delete loaves :13']);
    expect(await during(".modify('addWeight', 3)")).toEqual(['write loaves :13']);
  });

  it('read where they only narrow the query', async () => {
    expect(await during('.heavy()')).toEqual(['read loaves :13']);
    expect(await during(".modify('fresh')")).toEqual(['read loaves :13']);
    expect(await during(".modify('unknown')")).toEqual(['read loaves :13']);
  });
});
