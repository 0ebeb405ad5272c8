/**
 * Default names against those the ORMs themselves gave for the same models: typeorm 0.3.28, @mikro-orm/core 6.6.16,
 * mongoose 9.12.1, sequelize 6.37.8, @poppinss/string 1.7.2 (Lucid). One row a model, in the order of `columns`.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as naming from '../../../src/link/naming/index.js';

const rows = JSON.parse(readFileSync(new URL('oracle.json', import.meta.url), 'utf8')) as readonly string[][];

const columns: readonly (readonly [string, (model: string) => string])[] = [
  ['TypeORM', naming.typeormTableName],
  ['MikroORM for SQL', (model) => naming.mikroTableName(model)],
  ['MikroORM for MongoDB', (model) => naming.mikroTableName(model, 'mongo')],
  ['Mongoose', naming.mongooseCollectionName],
  ['Sequelize', (model) => naming.sequelizeTableName(model)],
  ['Sequelize, underscored', (model) => naming.sequelizeTableName(model, { underscored: true })],
  ['Lucid', naming.lucidTableName],
];

describe('default table names are those the ORM gives', () => {
  it.each(columns)('%s', (_, name) => {
    const column = columns.findIndex(([, other]) => other === name) + 1;
    const ours = rows.map(([model]) => [model, name(model as string)]);
    expect(ours).toEqual(rows.map((row) => [row[0], row[column]]));
    expect(rows.length).toBeGreaterThan(300);
  });
});

describe('names made of several parts', () => {
  it('TypeORM joins owner, property and target, and shortens what is too long for the driver', () => {
    expect(naming.typeormJunctionName('bakery', 'soldLoaves', 'loaf')).toBe('bakery_sold_loaves_loaf');
    expect(naming.typeormJunctionName('bakery', 'address.streets', 'street')).toBe('bakery_address_streets_street');
    expect(naming.typeormJunctionName('product_variant_facet', 'valuesFacetValueSomething', 'very_long_name_x')).toBe(
      'pro_var_fac_val_fac_val_som_ver_lon_nam_x',
    );
    expect(naming.typeormJoinColumnName('owner', 'id')).toBe('ownerId');
    expect(naming.typeormClosureName('region')).toBe('region_closure');
  });

  it('MikroORM, Lucid and Bookshelf name their pivots', () => {
    expect(naming.mikroPivotName('order_line', 'giftCards')).toBe('order_line_gift_cards');
    expect(naming.lucidPivotName('User', 'Skill')).toBe('skill_user');
    expect(naming.bookshelfJoinTable('screens', 'films')).toBe('films_screens');
  });

  it('Medusa keeps the schema of a model name', () => {
    expect(naming.medusaTableName('OrderLine')).toEqual({ name: 'order_line' });
    expect(naming.medusaTableName('platform.user')).toEqual({ schema: 'platform', name: 'user' });
  });

  it('Prisma lowers one letter, LoopBack what its connector lowers, a frozen Sequelize model nothing', () => {
    expect(naming.prismaAccessor('APIKey')).toBe('aPIKey');
    expect(naming.loopbackTableName('TodoList', 'postgresql')).toBe('todolist');
    expect(naming.loopbackTableName('TodoList', 'mysql')).toBe('TodoList');
    expect(naming.sequelizeTableName('Ticket', { freezeTableName: true })).toBe('Ticket');
  });
});
