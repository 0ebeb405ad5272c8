/**
 * `.sql` files that define tables → the tables of the migrated database, and where models and migrations disagree.
 * Each set of files (a migrations folder, a folder of table definitions) is replayed by itself; a table that several
 * sets build is taken from the first.
 */
import { compareText, type Drift, type SqlName } from '../../model/index.js';
import type { MigrationSet } from './databases.js';
import type { SqlDialect } from './dialect.js';
import { forwardPart, groupMigrations, type SqlFile, setOf } from './migration-files.js';
import type { SqlReader } from './reader.js';
import { type PlacedChange, type ReplayedTable, replay } from './replay.js';

/** Tables after all files ran, by schema and name. Files without schema changes cost nothing and give nothing. */
export function migrate(files: readonly SqlFile[], reader: SqlReader, dialect?: SqlDialect): ReplayedTable[] {
  return mergeTables(migrateSets(files, reader, dialect).map(({ tables }) => tables));
}

/** The same set by set. */
export function migrateSets(files: readonly SqlFile[], reader: SqlReader, dialect?: SqlDialect): MigrationSet[] {
  return groupMigrations(files).map((set) => {
    const spoken = dialect ?? (isClickHouse(set) ? CLICKHOUSE : undefined);
    const tables = replay(set.flatMap((file) => changesOf(file, reader, spoken)));
    const folder = setOf(set[0]?.path ?? '');
    return { folder, tables: spoken === CLICKHOUSE ? tables.map(inClickHouse) : tables };
  });
}

/** In the system's own database, or one of several such, not in a store beside. */
export function isOfMainStore({ database }: ReplayedTable): boolean {
  return database !== CLICKHOUSE;
}

const CLICKHOUSE = 'clickhouse';
const CLICKHOUSE_FOLDER = /(?:^|[/_.-])clickhouse(?:[_.-][^/]*)?\//i;
const CLICKHOUSE_ENGINE = /\bENGINE\s*=?\s*\w*MergeTree\b/;

/** Without the database that ClickHouse takes when none is named. */
function inClickHouse(of: ReplayedTable): ReplayedTable {
  const { schema, name } = of.table;
  return { ...of, table: schema === undefined || schema === 'default' ? { name } : of.table, database: CLICKHOUSE };
}

/** A set of a store beside the system's database: its folder says so, or its engines do. */
function isClickHouse(set: readonly SqlFile[]): boolean {
  return set.some(({ path, text }) => CLICKHOUSE_FOLDER.test(path) || CLICKHOUSE_ENGINE.test(text));
}

/** Tables of several replays as one list; the first that has a table describes it, the others add the foreign keys it lacks. */
export function mergeTables(replays: readonly (readonly ReplayedTable[])[]): ReplayedTable[] {
  const found = new Map<string, ReplayedTable>();
  for (const table of replays.flat()) {
    const key = `${table.database ?? ''}.${table.table.schema ?? ''}.${table.table.name}`;
    const known = found.get(key);
    // Databases of a monolith may have a table of the same name; and a replay that only alters knows what the creating one lacks.
    found.set(
      key,
      known === undefined ? table : { ...known, foreignKeys: joined(known.foreignKeys, table.foreignKeys) },
    );
  }
  return [...found.entries()].sort(([a], [b]) => compareText(a, b)).map(([, table]) => table);
}

type Keys = ReplayedTable['foreignKeys'];

function joined(keys: Keys, more: Keys): Keys {
  const idOf = ({ columns, references }: Keys[number]) => JSON.stringify([columns, references.schema, references.name]);
  const known = new Set(keys.map(idOf));
  return [...keys, ...more.filter((key) => !known.has(idOf(key)))];
}

function changesOf(file: SqlFile, reader: SqlReader, dialect?: SqlDialect): PlacedChange[] {
  const { path } = file;
  return reader
    .read(forwardPart(file.text), dialect)
    .flatMap(({ changes, line }) => changes.map((change) => ({ change, place: { path, line } })));
}

/** Tables in which tools remember what has run. */
const BOOKKEEPING = new Set(
  (
    '_prisma_migrations knex_migrations knex_migrations_lock schema_migrations schema_version flyway_schema_history ' +
    'migrations typeorm_metadata pgmigrations goose_db_version __drizzle_migrations sequelizemeta mikro_orm_migrations ' +
    'adonis_schema adonis_schema_versions databasechangelog databasechangeloglock umzug gorp_migrations kysely_migration kysely_migration_lock'
  ).split(' '),
);

export function isBookkeeping(table: SqlName): boolean {
  return BOOKKEEPING.has(table.name.toLowerCase());
}

/** Below this share of models built by the migrations, the two are about different things, and nothing is said. */
const SAME_SCHEMA_SHARE = 0.3;

/** Differences between declared models and what the migrations build; empty when there are no migrations. */
export function driftOf(models: readonly SqlName[], migrated: readonly ReplayedTable[]): Drift[] {
  const key = ({ name }: SqlName) => name.toLowerCase();
  const declared = new Set(models.map(key));
  const built = new Set(migrated.map(({ table }) => key(table)));
  const common = [...declared].filter((name) => built.has(name)).length;
  if (declared.size === 0 || common / declared.size < SAME_SCHEMA_SHARE) return [];
  const spelled = ({ schema, name }: SqlName) => (schema === undefined ? name : `${schema}.${name}`);
  const onlyModels = models
    .filter((model) => !built.has(key(model)))
    .map(
      (model): Drift => ({ table: spelled(model), kind: 'only-in-models', message: 'No migration builds this table.' }),
    );
  const onlyMigrations = migrated
    .filter(({ table }) => !declared.has(key(table)) && !isBookkeeping(table))
    .map(
      ({ table, place }): Drift => ({
        table: spelled(table),
        kind: 'only-in-migrations',
        message: `Built by ${place.path}:${place.line}, but no model declares it.`,
      }),
    );
  return [...onlyModels, ...onlyMigrations].sort(
    (a, b) => compareText(a.table, b.table) || compareText(a.kind, b.kind),
  );
}
