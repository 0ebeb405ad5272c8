/** SQL in words that TypeORM is given: statements put together in steps, and sub-selects in what a builder selects and asks. */
import { describe, expect, it } from 'vitest';
import { direct, linked } from '../tables/system.js';

const BAKERY = `
  import { DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';
  @Entity({ name: 'loaves' }) export class Loaf { @PrimaryGeneratedColumn() id!: number; }
  @Entity({ name: 'shops' }) export class Shop { @PrimaryGeneratedColumn() id!: number; }
  @Entity({ name: 'bakers' }) export class Baker { @PrimaryGeneratedColumn() id!: number; }
  export const source = new DataSource({ type: 'postgres' });`;

describe('A statement that conditions add to', () => {
  it('reads what any of its forms reads', async () => {
    const graph = await linked({
      'src/bakery.ts': BAKERY,
      'src/sales.ts': `
  import { Loaf, source } from './bakery.js';
  export async function sales(region?: string) {
    let query = \`SELECT sum(price) FROM loaves WHERE day > $1\`;
    if (region) query = query + \` AND shop IN (SELECT id FROM "shops" WHERE region = $2)\`;
    query += ' GROUP BY day';
    return source.getRepository(Loaf).query(query, [1, region]);
  }`,
    });
    expect(direct(graph)).toEqual(['src/sales.ts read loaves', 'src/sales.ts read shops']);
  });
});

describe('A query builder', () => {
  it('is given sub-selects in words, one by one or in a list; words alone are no tables', async () => {
    const graph = await linked({
      'src/bakery.ts': BAKERY,
      'src/counter.ts': `
  import { Loaf, source } from './bakery.js';
  export const counted = () =>
    source.getRepository(Loaf).createQueryBuilder('loaf')
      .select(['loaf.id', '(SELECT COUNT(*) FROM bakers b WHERE b.loaf = loaf.id) AS "bakers"'])
      .where('loaf.note = :note', { note: 'select from shelves' })
      .getRawMany();`,
      'src/window.ts': `
  import { Loaf, source } from './bakery.js';
  export function sold(isNear: boolean) {
    const query = source.getRepository(Loaf).createQueryBuilder('loaf');
    if (isNear) query.andWhere('loaf.shop IN (SELECT s.id FROM shops s WHERE s.near)');
    return query.getMany();
  }`,
      'src/lists.ts': `
  export const where = (list: { where(text: string): string[] }) => list.where('(SELECT id FROM rumours)');`,
    });
    expect(direct(graph)).toEqual([
      'src/counter.ts read bakers',
      'src/counter.ts read loaves',
      'src/window.ts read loaves',
      'src/window.ts read shops',
    ]);
  });
});
