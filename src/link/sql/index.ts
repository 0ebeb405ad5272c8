/** SQL text → statements, and schema changes → tables. Opens no file. */

export { type MigrationSet, withDatabases } from './databases.js';
export { isSystemTable, type SqlDialect } from './dialect.js';
export { forwardPart, groupMigrations, type SqlFile, setOf } from './migration-files.js';
export { driftOf, isBookkeeping, isOfMainStore, mergeTables, migrate, migrateSets } from './migrations.js';
export { loadSqlReader, looksLikeSql, openQuoteLine, type SqlReader, type SqlReaderOptions } from './reader.js';
export { type Place, type PlacedChange, type ReplayedTable, replay } from './replay.js';
