/** SQL drivers as data: their packages, the dialect they speak, what their calls give; and whose a value is. */
import {
  external,
  type LibraryCall,
  type LibraryKnowledge,
  lineageOf,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import type { SqlDialect } from '../../sql/index.js';
import type { World } from '../world.js';

/** Package → dialect of its text; undefined for PostgreSQL's parser first, then anything. */
const PACKAGES: readonly (readonly [string, SqlDialect | undefined])[] = [
  ['pg', 'postgres'],
  ['pg-promise', 'postgres'],
  ['pg-pool', 'postgres'],
  ['pg-cursor', 'postgres'],
  ['pg-query-stream', 'postgres'],
  ['postgres', 'postgres'],
  ['slonik', 'postgres'],
  ['@vercel/postgres', 'postgres'],
  ['@neondatabase/serverless', 'postgres'],
  ['@electric-sql/pglite', 'postgres'],
  ['@databases/pg', 'postgres'],
  ['@databases/mysql', 'mysql'],
  ['@databases/sqlite', 'sqlite'],
  ['@databases/sql', undefined],
  ['@pgtyped/runtime', 'postgres'],
  ['@pgtyped/query', 'postgres'],
  ['zapatos/db', 'postgres'],
  ['sql-template-strings', undefined],
  ['sql-template-tag', undefined],
  ['@nearform/sql', undefined],
  ['mysql', 'mysql'],
  ['mysql2', 'mysql'],
  ['mysql2/promise', 'mysql'],
  ['promise-mysql', 'mysql'],
  ['mariadb', 'mysql'],
  ['@planetscale/database', 'mysql'],
  ['serverless-mysql', 'mysql'],
  ['mssql', 'mssql'],
  ['tedious', 'mssql'],
  ['better-sqlite3', 'sqlite'],
  ['node:sqlite', 'sqlite'],
  ['sqlite3', 'sqlite'],
  ['sqlite', 'sqlite'],
  ['bun:sqlite', 'sqlite'],
  ['@libsql/client', 'sqlite'],
  ['sql.js', 'sqlite'],
  ['bun', undefined],
  ['oracledb', undefined],
  ['snowflake-sdk', undefined],
  ['@clickhouse/client', 'clickhouse'],
  ['@clickhouse/client-web', 'clickhouse'],
  ['@clickhouse/client-common', 'clickhouse'],
  // Names in backquotes, case kept: as MySQL.
  ['@google-cloud/bigquery', 'mysql'],
  ['duckdb', undefined],
];

const DRIVER_PACKAGES: readonly string[] = PACKAGES.map(([name]) => name);
export const SQL_DIALECTS: ReadonlyMap<string, SqlDialect> = new Map(
  PACKAGES.flatMap(([name, dialect]) => (dialect === undefined ? [] : [[name, dialect] as const])),
);
/** What people call a template tag of SQL: `sql`, `SQL`, `pgsql`, `sqls`, `rawSql`. */
export const TAG_NAMES = /^(?:\w*(?:sql|SQL|Sql)s?|sqlTag|sqlFragment)$/;

const DRIVER_SET = new Set(DRIVER_PACKAGES);
const HANDLE = {
  transaction: ['Transaction'],
  tx: ['Transaction'],
  begin: ['Transaction'],
  connect: ['Client'],
  task: ['Client'],
};
const CLIENT = {
  returns: {
    connect: 'Client',
    getConnection: 'Client',
    acquire: 'Client',
    request: 'Client',
    promise: 'this',
    '()': 'Client',
  },
  callbacks: {
    ...HANDLE,
    savepoint: ['Transaction'],
    txIf: ['Transaction'],
    taskIf: ['Client'],
    getConnection: ['Client', 'Client'],
  },
};
const NAMES = [
  'Client',
  'Pool',
  'PoolClient',
  'ClientBase',
  'Connection',
  'PoolConnection',
  'Transaction',
  'Sql',
  'TransactionSql',
  'IDatabase',
  'ITask',
  'IMain',
  'CommonQueryMethods',
  'DatabasePool',
  'DatabasePoolConnection',
  'DatabaseTransactionConnection',
  'Database',
  'DatabaseSync',
  'PGlite',
  'ConnectionPool',
  'Request',
  'ClickHouseClient',
  'BigQuery',
];

export const DRIVERS: LibraryKnowledge = {
  packages: DRIVER_PACKAGES,
  types: Object.fromEntries(NAMES.map((name) => [name, CLIENT])),
  functions: {
    default: defaultCall,
    createPool: 'Pool',
    createConnection: 'Connection',
    createClient: 'Client',
    neon: 'Sql',
    connect: 'Pool',
    open: 'Database',
    'new default': 'Database',
    'new Database': 'Database',
    'new DatabaseSync': 'Database',
    'new SQL': 'Sql',
    'new Pool': 'Pool',
    'new Client': 'Client',
    'new Transaction': 'Transaction',
    'new Request': 'Request',
    'new BigQuery': 'BigQuery',
  },
};

/** Packages whose default export is called: `postgres(url)`, `pgPromise()(url)`, `createPool(url)`. */
function defaultCall({ receiver }: LibraryCall): Value | undefined {
  if (receiver.kind !== 'import') return undefined;
  const isClient = /^(?:postgres|pg-promise|serverless-mysql|@databases\/(?:pg|mysql|sqlite))$/.test(receiver.package);
  return isClient ? external(receiver.package === 'postgres' ? 'Sql' : 'IMain', [], receiver.package) : undefined;
}

/** Package of the driver that a value comes from: its own, or that of what it was made of. */
export function driverOf(world: World, value: Value, depth = 0): string | undefined {
  if (depth > 10) return undefined;
  switch (value.kind) {
    case 'external':
    case 'import':
      return DRIVER_SET.has(value.package) ? value.package : undefined;
    case 'part':
      return driverOf(world, value.object, depth + 1);
    case 'made':
      return driverOf(world, value.callee, depth + 1);
    case 'union':
    case 'both':
      for (const one of value.of) {
        const driver = driverOf(world, one, depth + 1);
        if (driver !== undefined) return driver;
      }
      return undefined;
    case 'instance': {
      const base = libraryBaseOf(world, value);
      return base && driverOf(world, base, depth + 1);
    }
    default:
      return undefined;
  }
}

const STATEMENT = /^(?:Prepared|Bound)?Statement(?:Sync)?$/;

/** A statement that was prepared, or what was bound to it: what it is given to run with are values, never SQL. */
export function isPrepared(value: Value, depth = 0): boolean {
  if (depth > 10) return false;
  switch (value.kind) {
    case 'external':
      return DRIVER_SET.has(value.package) && STATEMENT.test(value.name);
    case 'part':
      return value.name.startsWith('prepare') || isPrepared(value.object, depth + 1);
    case 'made':
      return isPrepared(value.callee, depth + 1);
    case 'union':
    case 'both':
      return value.of.some((one) => isPrepared(one, depth + 1));
    default:
      return false;
  }
}

function libraryBaseOf(world: World, { of }: ValueOf<'instance'>): Value | undefined {
  const base = lineageOf(world.ev, { kind: 'instance', of, args: [] }).at(-1);
  return base?.kind === 'library' ? base.value : undefined;
}

/** Nothing is known of the value that says whose it is. */
export function isBlank(value: Value): boolean {
  switch (value.kind) {
    case 'unknown':
    case 'param':
    case 'signature':
      return true;
    case 'import':
      return value.package.startsWith('.') || value.package.startsWith('#');
    case 'external':
      return value.package.startsWith('.') || (value.package === '' && /^(?:any|unknown|object)$/.test(value.name));
    case 'part':
      return isBlank(value.object);
    case 'made':
      return isBlank(value.callee);
    default:
      return false;
  }
}

/** Libraries whose SQL another dialect reads, with what it knows of their names. */
const READ_ELSEWHERE =
  /^(?:@prisma\/|prisma$|drizzle-orm|kysely|nestjs-kysely|knex|nest(?:js)?-knex|typeorm|@?[\w-]*\/typeorm|sequelize|@sequelize\/|@mikro-orm\/|@adonisjs\/|objection|bookshelf|mongoose|mongodb|@nestjs\/)/;

/** Types of the language; other globals may well be databases (`env.DB: D1Database`). */
const LANGUAGE =
  /^(?:(?:Weak|Readonly)?(?:Map|Set|Array)|String|RegExp|Promise(?:Like)?|Date|Function|Error|URL(?:SearchParams)?|Headers|FormData|Storage|Console|Iterator|Generator|Number|Boolean|Symbol|JSON|Math|Object|Intl|Buffer)$/;

/** A value of a library that nobody knows, perhaps a team's own around a driver: only a whole statement says what it is. */
export function isForeign(world: World, value: Value, depth = 0): boolean {
  if (depth > 10) return false;
  switch (value.kind) {
    case 'external':
    case 'import':
      if (value.package === '') return !LANGUAGE.test(value.name);
      return !DRIVER_SET.has(value.package) && !READ_ELSEWHERE.test(value.package);
    case 'part':
      return isForeign(world, value.object, depth + 1);
    case 'made':
      return isForeign(world, value.callee, depth + 1);
    case 'union':
      return value.of.every((one) => isForeign(world, one, depth + 1));
    case 'instance': {
      const base = libraryBaseOf(world, value);
      return base !== undefined && isForeign(world, base, depth + 1);
    }
    default:
      return false;
  }
}
