/** SQL text → statements, and schema changes → tables. Opens no file. */
export { isSystemTable, type SqlDialect } from './dialect.js';
export { forwardPart, groupMigrations, type SqlFile } from './migration-files.js';
export { driftOf, isBookkeeping, mergeTables, migrate } from './migrations.js';
export { loadSqlReader, looksLikeSql, openQuoteLine, type SqlReader, type SqlReaderOptions } from './reader.js';
export { type Place, type PlacedChange, type ReplayedTable, replay } from './replay.js';
