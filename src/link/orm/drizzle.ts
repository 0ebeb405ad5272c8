/**
 * Drizzle (pg, mysql, sqlite, singlestore, gel). Decided by the argument: `from(T)`, `insert(T)` … are Drizzle's when T is
 * a table declared with it, whoever the receiver is, so that Map.delete and Array.from are something else by
 * themselves. Relational queries by key, `sql` templates with tables in their holes, transactions and batches.
 */
import type { AccessKind } from '../../model/index.js';
import { alternatives, type Chain, constantOf, type LibraryType, type Link, type Value } from '../program/index.js';
import type { Access, Dialect, Finding, ForeignKeyDeclaration, Opening, Reading, TableName } from './dialect.js';
import { loadedBy, RELATION_CALLS, type Relations, readRelations } from './drizzle/relations.js';
import {
  type DeclaredTable,
  declarationOf,
  declaredTables,
  foreignKeysOf,
  PACKAGE,
  tableOf,
} from './drizzle/tables.js';
import { holeText } from './sql/holes.js';
import { listOperations } from './sql/operations.js';
import type { World } from './world.js';

/** Methods whose first argument is a table, and what they do to it. */
const TABLE_METHODS: ReadonlyMap<string, { readonly op: AccessKind; readonly joined: boolean }> = new Map<
  string,
  { readonly op: AccessKind; readonly joined: boolean }
>([
  ['from', { op: 'read', joined: false }],
  ['$count', { op: 'read', joined: false }],
  ['insert', { op: 'write', joined: false }],
  ['update', { op: 'write', joined: false }],
  ['delete', { op: 'delete', joined: false }],
  ['refreshMaterializedView', { op: 'write', joined: false }],
  ...'leftJoin rightJoin innerJoin fullJoin crossJoin leftJoinLateral innerJoinLateral crossJoinLateral using'
    .split(' ')
    .map((name): [string, { op: AccessKind; joined: boolean }] => [name, { op: 'read', joined: true }]),
]);
const QUERIES = new Set(['findMany', 'findFirst']);
/** Starts of a chain that only a database handle has; with them an unknown table is worth counting. */
const STARTS = /^(?:select|selectDistinct|selectDistinctOn)$/;

const DATABASE: LibraryType = {
  returns: {
    transaction: '^0',
    with: 'this',
    $with: 'WithBuilder',
  },
  callbacks: { transaction: ['PgTransaction'] },
};
const DATABASES = [
  'PgDatabase',
  'PgTransaction',
  'PgAsyncDatabase',
  'PostgresJsDatabase',
  'NodePgDatabase',
  'NeonDatabase',
  'NeonHttpDatabase',
  'VercelPgDatabase',
  'PgliteDatabase',
  'AwsDataApiPgDatabase',
  'XataHttpDatabase',
  'PgRemoteDatabase',
  'BunSQLDatabase',
  'MySqlDatabase',
  'MySqlTransaction',
  'MySql2Database',
  'MySqlRemoteDatabase',
  'PlanetScaleDatabase',
  'PlanetscaleDatabase',
  'TiDBServerlessDatabase',
  'BaseSQLiteDatabase',
  'SQLiteTransaction',
  'BetterSQLite3Database',
  'LibSQLDatabase',
  'DrizzleD1Database',
  'BunSQLiteDatabase',
  'SQLJsDatabase',
  'SqliteRemoteDatabase',
  'ExpoSQLiteDatabase',
  'OPSQLiteDatabase',
  'DrizzleSqliteDODatabase',
  'SingleStoreDatabase',
  'SingleStoreDriverDatabase',
  'GelJsDatabase',
] as const;

export const drizzle: Dialect = {
  id: 'drizzle',
  title: 'Drizzle',
  docs: 'Tables and views of every dialect, creators and schemas, relations, query builder, relational queries, sql templates, transactions.',
  packages: [PACKAGE],
  types: Object.fromEntries(DATABASES.map((name) => [name, DATABASE])),
  functions: { drizzle: 'PgDatabase' },
  methods: [...TABLE_METHODS.keys(), ...QUERIES, 'transaction', 'batch'],
  isCandidate: ({ links }) => links.some((link) => link.kind === 'tag' && link.name.startsWith('sql')),
  declaringCalls: [...RELATION_CALLS],
  read(world): Reading {
    const tables = declaredTables(world);
    if (tables.length === 0) return { tables: [], foreignKeys: [] };
    const byVariable = variableIndex(tables);
    const relations = readRelations(world, byVariable);
    const context: Context = { world, byVariable, relations };
    return {
      tables: tables.map(declarationOf),
      foreignKeys: withoutDoubles(
        tables.flatMap((table) => foreignKeysOf(world, table)),
        relations.references,
      ),
      access: (chain) => chainAccesses(context, chain),
      opening: (chain) => openingOf(context, chain),
    };
  },
};

/** A relation that the database holds as a foreign key is not told twice. */
function withoutDoubles(
  keys: readonly ForeignKeyDeclaration[],
  references: readonly ForeignKeyDeclaration[],
): ForeignKeyDeclaration[] {
  const name = (table: TableName): string => `${table.schema ?? ''}.${table.name}`;
  const known = new Set(keys.map(({ from, to }) => `${name(from)} ${name(to)}`));
  return [...keys, ...references.filter(({ from, to }) => !known.has(`${name(from)} ${name(to)}`))];
}

type Context = {
  readonly world: World;
  readonly byVariable: (name: string) => DeclaredTable | undefined;
  readonly relations: Relations;
};

/** `query.<key>` and relations name tables by their variable; a name that stands for several tables says nothing. */
function variableIndex(tables: readonly DeclaredTable[]): (name: string) => DeclaredTable | undefined {
  const found = new Map<string, DeclaredTable | undefined>();
  for (const table of tables) {
    const before = found.get(table.variable);
    const isSame =
      before !== undefined && before.name.name === table.name.name && before.name.schema === table.name.schema;
    found.set(table.variable, found.has(table.variable) && !isSame ? undefined : table);
  }
  return (name) => found.get(name);
}

function chainAccesses(context: Context, chain: Chain): Finding | undefined {
  const accesses: Access[] = [];
  let unresolved: Finding['unresolved'];
  for (const link of chain.links) {
    const found = linkAccesses(context, chain, link);
    if (!found) continue;
    accesses.push(...found.accesses);
    unresolved ??= found.unresolved;
  }
  if (accesses.length === 0 && unresolved === undefined) return undefined;
  return { accesses, ...(unresolved === undefined ? {} : { unresolved }) };
}

function linkAccesses(context: Context, chain: Chain, link: Link): Finding | undefined {
  if (link.kind === 'tag') return templateAccesses(context, chain, link);
  if (QUERIES.has(link.name)) return queryAccesses(context, chain, link);
  const method = TABLE_METHODS.get(link.name);
  const [first] = link.args;
  if (!method || first === undefined || link.receiver === undefined) return undefined;
  const value = context.world.value(first, chain.scope);
  const tables = alternatives(value).flatMap((one) => tableOf(context.world, one) ?? []);
  if (tables.length > 0) {
    const isJoined = method.joined || (link.name === 'from' && chain.links.some(({ name }) => name === 'update'));
    return {
      accesses: tables.map(({ name }) => ({
        table: name,
        op: method.op,
        line: link.line,
        ...(isJoined ? { joined: true as const } : {}),
      })),
    };
  }
  if (link.name !== 'from' || !chain.links.some(({ name }) => STARTS.test(name))) return undefined;
  // A parameter may become a table for some caller; a subquery, `with` or set of rows has its own chain.
  return isOpen(value)
    ? { accesses: [], unresolved: { line: link.line, reason: 'the table is given by a value' } }
    : undefined;
}

function isOpen(value: Value): boolean {
  return value.kind === 'unknown' || value.kind === 'param' || (value.kind === 'external' && /Table/.test(value.name));
}

/** `db.query.orders.findMany({ with: { lines: true } })`. */
function queryAccesses({ world, byVariable, relations }: Context, chain: Chain, link: Link): Finding | undefined {
  const receiver = link.receiver;
  const key =
    receiver?.kind === 'member'
      ? receiver.name
      : receiver?.kind === 'index'
        ? world.constant(receiver.index, chain.scope)
        : undefined;
  const owner = receiver?.kind === 'member' || receiver?.kind === 'index' ? receiver.object : undefined;
  const isQuery = owner?.kind === 'member' && (owner.name === 'query' || owner.name === '_query');
  if (!isQuery || key === undefined) return undefined;
  const table = byVariable(key);
  if (!table)
    return { accesses: [], unresolved: { line: link.line, reason: `no table of the schema is called ${key}` } };
  const loaded = loadedBy(world, relations, table.name, link.args[0], chain.scope);
  return {
    accesses: [
      { table: table.name, op: 'read', line: link.line },
      ...loaded.map(
        ({ table: name, line = link.line }): Access => ({ table: name, op: 'read', line, joined: true, note: 'with' }),
      ),
    ],
  };
}

/** Words before a hole that make a table of it, for fragments that are no whole statement. */
const BEFORE_TABLE = /\b(from|join|into|update|using|table)\s+(?:only\s+)?$/i;
const STATEMENT =
  /^(?:\(|\s|--[^\n]*\n|\/\*[^*]*\*+(?:[^*/][^*]*\*+)*\/)*(?:select|insert|update|delete|with|merge|truncate|create|alter|drop|refresh|call|lock|replace|values)\b/i;

/** Holes that are tables or columns are put in; a fragment is only searched for tables after FROM, JOIN and the like. */
function templateAccesses({ world }: Context, chain: Chain, link: Link): Finding | undefined {
  if (link.expr.kind !== 'tagged' || !isSqlTag(world.value(link.expr.tag, chain.scope))) return undefined;
  const { texts, holes, line } = link.expr;
  const tableAt = (i: number): TableName | undefined => {
    const hole = holes[i];
    return hole && tableOf(world, world.value(hole, chain.scope))?.name;
  };
  if (!STATEMENT.test(texts[0] ?? '')) {
    const accesses = holes.flatMap((_hole, i): Access[] => {
      const word = BEFORE_TABLE.exec(texts[i] ?? '')?.[1]?.toLowerCase();
      const table = word === undefined ? undefined : tableAt(i);
      return table ? [{ table, op: word === 'into' || word === 'update' ? 'write' : 'read', line, joined: true }] : [];
    });
    return { accesses };
  }
  const text: Value = { kind: 'text', texts, holes: holes.map((expr) => ({ expr, scope: chain.scope })) };
  return world.sqlFinding(text, {
    line,
    hole: (hole) => {
      const value = world.value(hole.expr, hole.scope);
      const table = tableOf(world, value)?.name;
      if (table)
        return [table.schema, table.name].flatMap((part) => (part === undefined ? [] : [quoted(part)])).join('.');
      const column = tableOf(world, value, true);
      if (column && value.kind === 'part') return quoted(value.name);
      return holeText(world, hole);
    },
  });
}

function isSqlTag(tag: Value): boolean {
  return alternatives(tag).some(
    (one) => one.kind === 'import' && one.package === PACKAGE && /(?:^|\.)sql$/.test(one.name),
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `db.transaction(async tx => …)`, `db.batch([a, b])`: by the handle's type, or a callback of an unknown handle. */
function openingOf({ world }: Context, chain: Chain): Opening | undefined {
  for (const link of chain.links) {
    if (
      (link.name !== 'transaction' && link.name !== 'batch') ||
      link.receiver === undefined ||
      link.args[0] === undefined
    )
      continue;
    const handle = world.value(link.receiver, chain.scope);
    if (!alternatives(handle).some(isDatabase)) continue;
    if (link.name === 'batch') {
      const operations = listOperations(link.args[0], chain.scope);
      return {
        mechanism: 'drizzle.batch',
        membership: 'handle',
        ...(operations ? { operations } : {}),
        line: link.line,
      };
    }
    const body = alternatives(world.value(link.args[0], chain.scope)).find((one) => one.kind === 'function');
    return { mechanism: 'drizzle.transaction', membership: 'handle', ...(body ? { body } : {}), line: link.line };
  }
  return undefined;
}

function isDatabase(value: Value): boolean {
  if (value.kind === 'external') return value.package === PACKAGE && constantOf(value) === undefined;
  return value.kind === 'import' && value.package === PACKAGE;
}
