/** Two databases of one system: told by the folders of migrations that build different tables of one name. */
import { describe, expect, it } from 'vitest';
import { directOf, linked } from './system.js';

const migration = (tables: Readonly<Record<string, readonly string[]>>) =>
  `exports.up = async (knex) => {\n${Object.entries(tables)
    .map(
      ([name, columns]) =>
        `await knex.schema.createTable('${name}', (t) => { ${columns.map((one) => `t.string('${one}');`).join(' ')} });`,
    )
    .join('\n')}\n};`;

const model = (name: string, table: string, relations = '') =>
  `import { Model } from 'objection';
export class ${name} extends Model {
  static get tableName() { return '${table}'; }
${relations}}`;

const SYSTEM = { users: ['login', 'password', 'clinic'], clinics: ['address', 'plan'], plans: ['price', 'title'] };
const WARD = { users: ['ward', 'shift', 'room'], beds: ['ward', 'floor'], visits: ['patient', 'bed'] };

const tables = (graph: Awaited<ReturnType<typeof linked>>) =>
  graph.nodes.flatMap((node) => (node.kind === 'table' ? [node.id.slice(6)] : []));

describe('Two folders of migrations that build different tables of one name', () => {
  it('are two databases; a model is of the one that builds its table, bears its name, or is left over', async () => {
    const graph = await linked({
      'src/database/system/migrations/1_all.js': migration(SYSTEM),
      'src/database/ward/migrations/1_all.js': migration(WARD),
      'src/models/system-user.ts': model('SystemUser', 'users'),
      'src/models/nurse.ts': model('Nurse', 'users'),
      'src/models/bed.ts': model('Bed', 'beds'),
      'src/login.ts': `
import { SystemUser } from './models/system-user.js';
export const login = (name: string) => SystemUser.query().findOne({ login: name });`,
      'src/round.ts': `
import { Nurse } from './models/nurse.js';
import { Bed } from './models/bed.js';
export const round = async () => { await Bed.query(); return Nurse.query().insert({ ward: 'north' }); };`,
    });
    expect(tables(graph)).toEqual([
      'system.clinics',
      'system.plans',
      'system.users',
      'ward.beds',
      'ward.users',
      'ward.visits',
    ]);
    expect(directOf(graph, 'src/login.ts')).toEqual(['read system.users']);
    expect(directOf(graph, 'src/round.ts')).toEqual(['read ward.beds', 'write ward.users']);
  });

  it('are the databases of the packages they lie in', async () => {
    const graph = await linked({
      'packages/desk/migrations/1_all.js': migration(SYSTEM),
      'packages/wards/migrations/1_all.js': migration(WARD),
      'packages/desk/src/user.ts': model('User', 'users'),
      'packages/wards/src/user.ts': model('User', 'users'),
      'packages/desk/src/login.ts': `
import { User } from './user.js';
export const login = () => User.query().findById(1);`,
      'packages/wards/src/shift.ts': `
import { User } from './user.js';
export const shift = () => User.query().delete();`,
    });
    expect(directOf(graph, 'packages/desk/src/login.ts')).toEqual(['read desk.users']);
    expect(directOf(graph, 'packages/wards/src/shift.ts')).toEqual(['delete wards.users']);
  });

  it.each([
    ['the same columns', { ...WARD, users: SYSTEM.users }],
    ['most of the same tables', { ...SYSTEM, users: WARD.users }],
  ])('are one database when they build %s', async (_, other) => {
    const graph = await linked({
      'db/old/migrations/1_all.js': migration(SYSTEM),
      'db/new/migrations/1_all.js': migration(other),
    });
    expect(tables(graph)).toEqual([...new Set([...Object.keys(SYSTEM), ...Object.keys(other)])].sort());
  });
});
