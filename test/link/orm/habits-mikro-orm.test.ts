/** Habits of code bases around MikroORM that no single fixture shows: records that middleware puts on the request. */
import { describe, expect, it } from 'vitest';
import { directOf, linked } from '../tables/system.js';

const route = (body: string) => ({
  'src/visit.ts': `
import { Entity, PrimaryKey, Property } from '@mikro-orm/core';
@Entity({ tableName: 'ward_visits' })
export class WardVisit { @PrimaryKey() id!: number; @Property() endedAt?: Date; }`,
  'src/end.ts': `
import { EntityManager } from '@mikro-orm/postgresql';
import { route } from './routes.js';
export const end = route({
  handler: async (ctx) => {
    const em: EntityManager = ctx.em;
    const wardVisit = ctx.state.wardVisit;
    ${body}
  },
});`,
  'src/routes.ts': 'export function route(config: unknown) { return config; }',
});

describe('A record that middleware loaded, of which nothing is known but its name', () => {
  it.each([
    [
      'is written when a property of the entity is set and the unit of work flushed',
      'wardVisit.endedAt = new Date(); await em.flush();',
      ['write ward_visits'],
    ],
    ['is not by a property that the entity has not', 'wardVisit.shown = true; await em.flush();', []],
    ['is not without a flush', 'wardVisit.endedAt = new Date();', []],
    [
      'is not when it is something else',
      'const visit = { wardVisit: { endedAt: 1 } }; visit.wardVisit.endedAt = 2; await em.flush();',
      [],
    ],
  ])('%s', async (_, body, expected) => {
    expect(directOf(await linked(route(body)), 'src/end.ts')).toEqual(expected);
  });
});
