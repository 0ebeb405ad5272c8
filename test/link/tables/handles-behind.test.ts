/** Handles that are handed out by objects and interfaces which do not say themselves which table they are of. */
import { describe, expect, it } from 'vitest';
import { directOf, linked } from './system.js';

const PORT = {
  'src/port.ts': `
import { Collection, Db } from 'mongodb';
export interface Shelves { readonly live: Db; loaves(): Collection<{ name: string }>; cakes(): Collection<{ name: string }>; }
const shelf = <T>(name: string) => <U = T>(db: Db) => db.collection<Readonly<U>>(name);
export class MongoShelves implements Shelves {
  constructor(readonly live: Db) {}
  loaves(): Collection<{ name: string }> { return shelf<{ name: string }>('bread')(this.live); }
  cakes(): Collection<{ name: string }> { return shelf<{ name: string }>('cake')(this.live); }
}
`,
  'src/baker.ts': `
import type { Shelves } from './port';
export async function bake(shelves: Shelves) { await shelves.loaves().insertOne({ name: 'Rye' }); return shelves.cakes().find(); }
`,
};

describe('an interface whose methods give collections', () => {
  it('gives those that the class behind it makes', async () => {
    expect(directOf(await linked(PORT), 'src/baker.ts')).toEqual(['read cake', 'write bread']);
  });

  it('gives those of each class behind it when there are several', async () => {
    const other = `
import { Collection, Db } from 'mongodb';
import type { Shelves } from './port';
export class Archive implements Shelves {
  constructor(readonly live: Db) {}
  loaves(): Collection<{ name: string }> { return this.live.collection('old_bread'); }
  cakes(): Collection<{ name: string }> { return this.live.collection('old_cake'); }
}
`;
    expect(directOf(await linked({ ...PORT, 'src/archive.ts': other }), 'src/baker.ts')).toEqual([
      'read cake',
      'read old_cake',
      'write bread',
      'write old_bread',
    ]);
  });
});

const MODELS = {
  'src/models/loaf.ts': `
import Sequelize from 'sequelize';
import { z } from 'zod';
export const LoafRow = z.object({ id: z.number() });
export type LoafInstance = Sequelize.Model<z.infer<typeof LoafRow>> & z.infer<typeof LoafRow>;
export default (sequelize: Sequelize.Sequelize): Sequelize.ModelStatic<LoafInstance> =>
  sequelize.define<LoafInstance>('Loaf', { id: { type: Sequelize.INTEGER } }, { tableName: 'bread' });
`,
  'src/models/oven.ts': `
import Sequelize from 'sequelize';
export type OvenInstance = Sequelize.Model<{ heat: number }> & { heat: number };
export default (sequelize: Sequelize.Sequelize): Sequelize.ModelStatic<OvenInstance> =>
  sequelize.define<OvenInstance>('Oven', { heat: { type: Sequelize.INTEGER } }, { tableName: 'ovens' });
`,
  'src/baker.ts': `
import { pantry } from './pantry';
export const hot = () => pantry.Oven.findAll();
export const bake = () => pantry.Loaf.create({ id: 1 });
`,
};

function pantryBy(making: string): Record<string, string> {
  return {
    ...MODELS,
    'src/pantry.ts': `
import { Sequelize } from 'sequelize';
import { mapValues } from 'lodash';
import Loaf from './models/loaf';
import Oven from './models/oven';
const factories = { Loaf, Oven };
const sequelize = new Sequelize('postgres://bakery');
export const pantry = ${making};
`,
  };
}

describe('an object made of the entries of another', () => {
  it.each([
    'Object.fromEntries(Object.entries(factories).map(([name, build]) => [name, Object.assign(build(sequelize), { oven: 1 })]))',
    'Object.fromEntries(Object.keys(factories).map((name) => [name, factories[name](sequelize)]))',
    'Object.entries(factories).reduce((all, [name, build]) => ({ ...all, [name]: build(sequelize) }), {})',
    'mapValues(factories, (build) => build(sequelize))',
  ])('has for each what the callback makes of it: %s', async (making) => {
    expect(directOf(await linked(pantryBy(making)), 'src/baker.ts')).toEqual(['read ovens', 'write bread']);
  });
});

describe('a record of a model that is defined for what its rows look like', () => {
  it('is known wherever it is declared so', async () => {
    const clerk = `
import type { LoafInstance } from './models/loaf';
export async function sell(loaf: LoafInstance) { await loaf.destroy(); }
`;
    expect(directOf(await linked({ ...MODELS, 'src/clerk.ts': clerk }), 'src/clerk.ts')).toEqual(['delete bread']);
  });
});
