/** Our reading of Sequelize models against Sequelize's own registry. */
import { join } from 'node:path';
import fc from 'fast-check';
import type { Sequelize } from 'sequelize';
import { describe, expect, it } from 'vitest';
import { declaredBySequelize } from './by-sequelize.js';
import { inFolder } from './folder.js';
import { installed, loaderOf } from './load.js';
import { declaredByUs } from './ours.js';
import { type RandomEntity, randomEntities } from './random.js';

const ROOT = join(import.meta.dirname, '../../../../fixtures/orm/sequelize');

type Registered = {
  readonly clinicDb: Sequelize & { addModels(models: unknown[]): void };
  readonly Insurer: { register(sequelize: Sequelize): void; relate(): void };
  readonly Claim: { init(sequelize: Sequelize): void; relate(models: Record<string, unknown>): void };
} & Record<string, unknown>;

describe('Sequelize and we', () => {
  it('find the same tables and foreign keys in the clinic', async () => {
    const load = loaderOf(ROOT);
    const files = ['db/connection', 'clinic/patient', 'clinic/visit', 'clinic/allergy', 'clinic/staff'];
    files.push('billing/claim', 'billing/insurer', 'inventory/drugs');
    const all = Object.assign({}, ...files.map((name) => load(`src/${name}.ts`))) as Registered;
    all.clinicDb.addModels([all.Staff, all.Visit, all.Allergy, all.PatientAllergy, all.Patient]);
    all.Claim.init(all.clinicDb);
    all.Insurer.register(all.clinicDb);
    all.Insurer.relate();
    all.Claim.relate(all.clinicDb.models);
    expect(await declaredByUs(ROOT, (path) => !path.includes('legacy'), 'all')).toEqual(
      declaredBySequelize(all.clinicDb),
    );
  });

  it('find the same tables and foreign keys in models made by functions of a folder', async () => {
    const { Sequelize, DataTypes } = installed('sequelize') as typeof import('sequelize');
    const load = loaderOf(ROOT);
    const sequelize = new Sequelize({ dialect: 'postgres' });
    for (const name of ['person', 'ward']) {
      const define = load(`src/legacy/models/${name}.js`) as unknown as (...args: unknown[]) => void;
      define(sequelize, DataTypes);
    }
    for (const model of Object.values(sequelize.models)) {
      (model as { associate?: (models: unknown) => void }).associate?.(sequelize.models);
    }
    expect(await declaredByUs(ROOT, (path) => path.includes('legacy'), 'all')).toEqual(declaredBySequelize(sequelize));
  });

  it.each([true, false])('find the same in any schema, underscored: %s', async (isUnderscored) => {
    await fc.assert(
      fc.asyncProperty(randomEntities, (entities) =>
        inFolder(sourceOf(entities, isUnderscored), async (root) => {
          const { db } = loaderOf(root)('entities.ts') as { db: Sequelize };
          const theirs = declaredBySequelize(db);
          expect(await declaredByUs(root, undefined, 'all')).toEqual(theirs);
        }),
      ),
      { numRuns: 10 },
    );
  });
});

function sourceOf(entities: readonly RandomEntity[], isUnderscored: boolean): string {
  const classes = entities.map(({ name, table, schema, key }) => {
    const options = [
      'sequelize: db',
      ...(table === undefined ? [] : [`tableName: '${table}'`]),
      ...(schema === undefined ? [] : [`schema: '${schema}'`]),
    ];
    const columns = `{ ${key}: { type: DataTypes.INTEGER, primaryKey: true } }`;
    return `export class ${name} extends Model {}\n${name}.init(${columns}, { ${options.join(', ')} });`;
  });
  const associations = entities.flatMap(({ name, relations }, owner) =>
    relations.map(({ kind, property, target, name: own }) => {
      const other = entities[target]?.name;
      if (kind === 'one') {
        const foreignKey = own === undefined ? '' : `, foreignKey: '${own}'`;
        return `${name}.belongsTo(${other}, { as: '${property}'${foreignKey} });`;
      }
      const keys = owner === target ? `, foreignKey: 'left', otherKey: 'right'` : '';
      return `${name}.belongsToMany(${other}, { as: '${property}', through: '${own ?? `${name}_${property}`}'${keys} });`;
    }),
  );
  const define = `{ underscored: ${isUnderscored} }`;
  return [
    `import { DataTypes, Model, Sequelize } from 'sequelize';`,
    `export const db = new Sequelize({ dialect: 'postgres', define: ${define} });`,
    ...classes,
    ...associations,
  ].join('\n');
}
