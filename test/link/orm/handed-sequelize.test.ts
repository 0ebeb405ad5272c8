/** Models of Sequelize that are handed their options in a loop: the tables are called as these say. */
import { describe, expect, it } from 'vitest';
import { linked } from '../tables/system.js';

const model = (name: string) => `
import { DataTypes, Model } from 'sequelize';
export class ${name} extends Model {
  static initModel({ primaryKey, ...options }: any) {
    super.init({ id: primaryKey, name: DataTypes.STRING }, { ...options });
  }
}`;

const database = (flags: string) => `
import { Sequelize } from 'sequelize';
import * as models from './models';
const sequelize = new Sequelize('postgres://clinic');
for (const one of Object.values(models) as any[]) one.initModel({ sequelize, ${flags} }, models);`;

const CLINIC = {
  'src/models/index.ts': "export * from './patient-visit'; export * from './vaccine-batch';",
  'src/models/patient-visit.ts': model('PatientVisit'),
  'src/models/vaccine-batch.ts': model('VaccineBatch'),
};

async function tables(files: Readonly<Record<string, string>>): Promise<string[]> {
  const graph = await linked({ ...CLINIC, ...files });
  return graph.nodes.flatMap((node) => (node.kind === 'table' ? [node.name] : [])).sort();
}

describe('models that are initialised in a loop', () => {
  it('have the names that the flags handed to all of them give', async () => {
    expect(await tables({ 'src/database.ts': database('underscored: true') })).toEqual([
      'patient_visits',
      'vaccine_batches',
    ]);
    expect(await tables({ 'src/database.ts': database('freezeTableName: true') })).toEqual([
      'PatientVisit',
      'VaccineBatch',
    ]);
  });

  it('have the usual names when nothing, or different things are handed to them', async () => {
    const usual = ['PatientVisits', 'VaccineBatches'];
    expect(await tables({ 'src/database.ts': database('logging: false') })).toEqual(usual);
    const two = { 'src/database.ts': database('underscored: true'), 'src/report.ts': database('underscored: false') };
    expect(await tables(two)).toEqual(usual);
  });
});
