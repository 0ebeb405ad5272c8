/**
 * Stores beside the system's database: analytics and warehouses. Their tables are kept apart by the name of the store, which
 * the client's package tells, and stay apart from a table of the same name in the main database.
 */
import type { Expr } from '../../../model/index.js';
import { alternatives, bare, type Value } from '../../program/index.js';
import type { Finding, TableName } from '../dialect.js';

/** Package of the client → what people call the store. */
const STORES: ReadonlyMap<string, string> = new Map([
  ['@clickhouse/client', 'clickhouse'],
  ['@clickhouse/client-web', 'clickhouse'],
  ['@clickhouse/client-common', 'clickhouse'],
  ['clickhouse', 'clickhouse'],
  ['@google-cloud/bigquery', 'bigquery'],
  ['snowflake-sdk', 'snowflake'],
  ['duckdb', 'duckdb'],
  ['@duckdb/node-api', 'duckdb'],
]);
/** The database a table is in when none is named. */
const DEFAULT_DATABASE = 'default';

/** What a team calls its own client around one, and the package that is meant. */
const NAMED: readonly (readonly [RegExp, string])[] = [
  [/click_?house/i, '@clickhouse/client'],
  [/big_?query/i, '@google-cloud/bigquery'],
  [/snowflake/i, 'snowflake-sdk'],
  [/duck_?db/i, 'duckdb'],
];

/** Package of a store whose name the receiver bears (`this.clickhouse`, an instance of `ClickhouseReader`), when nothing else tells. */
export function storeNamed(receiver: Expr | undefined, value: Value | undefined): string | undefined {
  const names = value === undefined ? [] : alternatives(value).map(className);
  for (let at = receiver; at !== undefined; at = holder(at)) names.push(nameOf(at));
  return NAMED.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
}

function className(value: Value): string {
  return value.kind === 'instance' ? (value.of.file.program.classes[value.of.index]?.name ?? '') : '';
}

function nameOf(expr: Expr): string {
  const at = bare(expr);
  return at.kind === 'name' || at.kind === 'member' ? at.name : '';
}

/** What `a.b()` and `a.b` hang on. */
function holder(expr: Expr): Expr | undefined {
  const at = bare(expr);
  if (at.kind === 'member' || at.kind === 'index') return at.object;
  return at.kind === 'call' ? at.callee : undefined;
}

/** The finding with its tables in the store that the driver is of; as it is for a driver of a main database. */
export function inStore<T extends Finding | undefined>(finding: T, driver: string | undefined): T {
  const store = driver === undefined ? undefined : STORES.get(driver);
  if (finding === undefined || store === undefined) return finding;
  return {
    ...finding,
    accesses: finding.accesses.map((access) => ({ ...access, table: tableIn(store, access.table) })),
  };
}

/** BigQuery quotes a whole path: `project.dataset.table`. */
function tableIn(store: string, table: TableName): TableName {
  const { schema: given, name, ...rest } = table;
  const [last = name, owner = given] = name.split('.').reverse();
  const schema = owner === DEFAULT_DATABASE ? undefined : owner;
  return { ...rest, name: last, ...(schema === undefined ? {} : { schema }), database: store };
}
