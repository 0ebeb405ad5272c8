/**
 * Which database a statement is written for, told from its spelling when nobody says so, and what that means for
 * names: PostgreSQL folds unquoted names to lower case, the others keep them.
 */
import type { SqlName } from '../../model/index.js';

export type SqlDialect = 'postgres' | 'mysql' | 'sqlite' | 'mssql' | 'clickhouse';

/** Spellings that PostgreSQL would refuse, so its parser need not be asked. */
const FOREIGN: readonly (readonly [RegExp, SqlDialect])[] = [
  // Its engines, and its parameters, which say their type: `{id:UUID}`.
  [
    /\bENGINE\s*=?\s*(?:\w*MergeTree|Kafka|Distributed|MaterializedView)\b|\bPREWHERE\b|\{\s*\w+\s*:\s*(?:(?:Array|Nullable|LowCardinality)\(|U?Int\d+|Float\d+|String|UUID|Bool|Date(?:Time)?(?:64|32)?\b|Identifier)/,
    'clickhouse',
  ],
  [
    /\b(?:ENGINE\s*=|AUTO_INCREMENT|ON\s+DUPLICATE\s+KEY|STRAIGHT_JOIN|LOAD\s+DATA|UNSIGNED|REPLACE\s+INTO)\b/i,
    'mysql',
  ],
  [
    /\bSELECT\s+(?:DISTINCT\s+)?TOP\s*[(\d]|\bDELETE\s+TOP\b|\b(?:CROSS|OUTER)\s+APPLY\b|\bNVARCHAR\b|\(NOLOCK\)|\bOUTPUT\s+INSERTED\b/i,
    'mssql',
  ],
  [/\bINSERT\s+OR\s+|\bAUTOINCREMENT\b|\bWITHOUT\s+ROWID\b|\bPRAGMA\b|\bVIRTUAL\s+TABLE\b/i, 'sqlite'],
];

/** The dialect a text betrays by its spelling; undefined when it may be PostgreSQL or anything. */
export function guessDialect(text: string): SqlDialect | undefined {
  for (const [pattern, dialect] of FOREIGN) if (pattern.test(text)) return dialect;
  if (text.includes('`')) return 'mysql';
  if (/(?:\bFROM|\bJOIN|\bINTO|\bUPDATE|\bTABLE|\.)\s*\[\w/i.test(text)) return 'mssql';
  return undefined;
}

export function foldsCase(dialect: SqlDialect | undefined): boolean {
  return dialect === undefined || dialect === 'postgres';
}

const SYSTEM_SCHEMAS = new Set([
  'information_schema',
  'pg_catalog',
  'sys',
  'performance_schema',
  'pg_toast',
  'mysql',
  // Db2, Cassandra
  'syscat',
  'sysibm',
  'sysibmadm',
  'sysstat',
  'system_schema',
]);
/** Oracle: the row that is no row, and the dictionary views; what an application may call its own is left out. */
const ORACLE =
  /^(?:dual|(?:all|dba)_(?:tables|objects|views|mviews|indexes|sequences|synonyms|triggers|constraints|source)|(?:all|dba|user)_(?:tab_columns|tab_cols|cons_columns|ind_columns|tab_comments|col_comments)|user_constraints)$/;
/** ClickHouse, and Cassandra's own keyspace. */
const SYSTEM_DATABASE =
  /^(?:tables|columns|databases|parts|parts_columns|processes|query_log|mutations|merges|replicas|clusters|disks|dictionaries|data_skipping_indices|settings|server_settings|table_engines|asynchronous_metrics|functions|formats|macros|detached_parts|part_log|text_log|query_thread_log|query_views_log|metric_log|session_log|replication_queue|storage_policies|projection_parts|local|peers|peers_v2)$/;

/** Dolt's own, whose prefix it lets no other table have: of the repository, and of one table each (`dolt_diff_loaves`). */
const DOLT =
  /^dolt_(?:(?:remote_)?branches|branch_control|remotes|backups|tags|commits|commit_ancestors|log|reflog|status|merge_status|rebase|stashes|docs|ignore|schemas|procedures|query_catalog|statistics|column_diff|schema_conflicts|(?:conflicts|constraint_violations|diff)(?:_\w+)?|(?:commit_diff|history|blame|workspace)_\w+)$/;

/** Catalogues of the database itself (`information_schema`, `pg_class`, `sqlite_master` …): never business tables. */
export function isSystemTable(table: SqlName): boolean {
  if (table.schema !== undefined && SYSTEM_SCHEMAS.has(table.schema.toLowerCase())) return true;
  const name = table.name.toLowerCase();
  // SQL Server's own way to say that a table is temporary.
  if (name.startsWith('#')) return true;
  if (table.schema?.toLowerCase() === 'system') return SYSTEM_DATABASE.test(name);
  return (
    (table.schema === undefined && ORACLE.test(name)) ||
    (table.schema === undefined && /^pg_(?!boss)[a-z]/.test(name)) ||
    /^sqlite_(?:master|schema|sequence|stat\d|temp_master)$/.test(name) ||
    DOLT.test(name)
  );
}
