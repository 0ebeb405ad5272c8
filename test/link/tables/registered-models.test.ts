/** Sequelize models that untyped code takes out of a registry. */
import { describe, expect, it } from 'vitest';
import { directOf, linked } from './system.js';

const LOAF = `
export default (sequelize, DataTypes) => {
  const Loaf = sequelize.define('day_old_loaf', { name: DataTypes.STRING }, { tableName: 'bread' });
  return Loaf;
};
`;

function asking(body: string): Promise<string[]> {
  const shop = `
export class Shop {
  private models: any;
  constructor(models: any) { this.models = models; }
  ${body}
}
`;
  return linked({ 'src/models/loaf.ts': LOAF, 'src/shop.ts': shop }).then((graph) => directOf(graph, 'src/shop.ts'));
}

describe('a model of a registry', () => {
  it('may be kept in a variable before it is asked', async () => {
    expect(
      await asking('async all() { const LoafModel = this.models.day_old_loaf; return LoafModel.findAll(); }'),
    ).toEqual(['read bread']);
  });

  it('may be written there in another case than where it is defined', async () => {
    expect(await asking('async sell(id) { return this.models.DayOldLoaf.destroy({ where: { id } }); }')).toEqual([
      'delete bread',
    ]);
  });

  it('is none when nothing of that name is defined', async () => {
    expect(await asking('async all() { const Cakes = this.models.Cake; return Cakes.findAll(); }')).toEqual([]);
  });

  it('may be typed as a model of Sequelize and no more', async () => {
    const files = {
      'src/models/types.ts': `import { Model } from 'sequelize';
export type ModelStatic = typeof Model & { associate: (models: unknown) => void };
`,
      'src/models/loaf.ts': `import { ModelStatic } from './types';
export type LoafStatic = ModelStatic;
export default (sequelize, types): LoafStatic =>
  <LoafStatic>sequelize.define('Loaf', { name: types.STRING }, { tableName: 'bread' });
`,
      'src/database.ts': `import { LoafStatic } from './models/loaf';
export type Models = { Loaf: LoafStatic; Cake: LoafStatic };
export interface Database extends Models { isOpen: boolean }
`,
      'src/shop.ts': `import { Database } from './database';
export const sell = (models: Database, id: number) => models.Loaf.destroy({ where: { id } });
export const cakes = (models: Database) => models.Cake.findAll();
`,
    };
    expect(directOf(await linked(files), 'src/shop.ts')).toEqual(['delete bread']);
  });
});
