/** SQL text → statements, and schema changes → tables. Opens no file. */
export { isSystemTable, type SqlDialect } from './dialect.js';
export { loadSqlReader, looksLikeSql, type SqlReader, type SqlReaderOptions } from './reader.js';
