/**
 * What `.sql` files and migration code build: tables and foreign keys of the migrated database as declarations, beside those of the
 * models, and the drift between the two. Seeds and tests build nothing; the migration tools' own tables do not count.
 */
import type { Drift, SqlName } from '../../model/index.js';
import { migrateCode } from '../migrations/index.js';
import type { ForeignKeyDeclaration, TableDeclaration, TableName, World } from '../orm/index.js';
import {
  driftOf,
  isBookkeeping,
  isOfMainStore,
  isSystemTable,
  mergeTables,
  type ReplayedTable,
  withDatabases,
} from '../sql/index.js';
import { type Databases, databasesIn } from './databases.js';

/** Technology of tables and foreign keys that migrations and SQL files declare. */
export const SQL_FILES = 'sql';

export type MigratedSchema = {
  readonly tables: readonly TableDeclaration[];
  readonly foreignKeys: readonly ForeignKeyDeclaration[];
  readonly databases: Databases;
  readonly driftFrom: (declared: readonly TableDeclaration[]) => readonly Drift[];
};

export function migratedSchema(world: World): MigratedSchema {
  const sets = withDatabases([...world.migratedSets(), ...migrateCode(world)]);
  const migrated = mergeTables(sets.map(({ tables }) => tables)).filter(
    ({ table }) => !isBookkeeping(table) && !isSystemTable(table),
  );
  return {
    databases: databasesIn(sets),
    tables: migrated.map(declarationOf),
    foreignKeys: migrated.flatMap(foreignKeysOf),
    driftFrom: (declared) => {
      const models = declared.filter(({ source, kind }) => source === 'model' && kind !== 'collection');
      return driftOf(
        models.map(({ table }) => table),
        migrated.filter(isOfMainStore),
      );
    },
  };
}

function declarationOf({ table, database, kind, place }: ReplayedTable): TableDeclaration {
  return { table: named(table, database), kind, naming: 'explicit', source: 'migration', models: [], at: place };
}

function named(table: SqlName, database: string | undefined): TableName {
  return database === undefined ? table : { ...table, database };
}

function foreignKeysOf({ table, database, foreignKeys }: ReplayedTable): ForeignKeyDeclaration[] {
  return foreignKeys.map(({ references, columns, place }) => ({
    from: named(table, database),
    to: named(references, database),
    kind: 'foreign-key',
    columns,
    at: place,
  }));
}
