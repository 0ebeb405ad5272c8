/** What a chain of Knex does: its sources, the operation in a later link, joins, raw SQL, schema building. */
import type { AccessKind } from '../../../model/index.js';
import { alternatives, bare, type Chain, type Link, linksBehind, type Scope, type Value } from '../../program/index.js';
import { isSystemTable } from '../../sql/index.js';
import type { Access, Finding, TableName } from '../dialect.js';
import { isBlank } from '../sql/drivers.js';
import type { Expressions } from '../sql/expressions.js';
import { endsInWrite } from '../sql/kept-builder.js';
import { sqlAccesses } from '../sql/raw.js';
import { parseTableName, tableNamesOf } from '../sql/table-names.js';
import type { World } from '../world.js';
import { isClient, isKnex, isQueryThis, isSchema } from './library.js';
import type { Makers } from './makers.js';

const OPERATIONS: ReadonlyMap<string, AccessKind> = new Map([
  ...['insert', 'update', 'increment', 'decrement', 'upsert', 'merge'].map((name) => [name, 'write'] as const),
  ...['del', 'delete', 'truncate'].map((name) => [name, 'delete'] as const),
]);
const SOURCES = new Set(['from', 'into', 'table', 'fromJS']);
const JOINS = new Set(
  'join innerJoin leftJoin leftOuterJoin rightJoin rightOuterJoin outerJoin fullOuterJoin crossJoin using updateFrom'.split(
    ' ',
  ),
);
/** `raw`, `joinRaw`, `orWhereRaw` …: pieces of SQL. */
const RAW = /^(?:raw|[a-zA-Z]+Raw)$/;
const DDL =
  /^(?:createTable(?:IfNotExists|Like)?|alterTable|table|dropTable(?:IfExists)?|renameTable|(?:create|alter|drop|refresh)(?:Materialized)?View(?:OrReplace|IfExists)?|renameView|refreshMaterializedView)$/;

export const METHODS: readonly string[] = [
  ...OPERATIONS.keys(),
  ...SOURCES,
  ...JOINS,
  ...'raw joinRaw fromRaw selectRaw orderByRaw groupByRaw whereRaw orWhereRaw andWhereRaw havingRaw orHavingRaw andHavingRaw'.split(
    ' ',
  ),
  ...'createTable createTableIfNotExists createTableLike alterTable dropTable dropTableIfExists renameTable'.split(' '),
  ...'createView createViewOrReplace dropView dropViewIfExists alterView renameView'.split(' '),
  ...'createMaterializedView refreshMaterializedView dropMaterializedView dropMaterializedViewIfExists'.split(' '),
  'batchInsert',
];

export function chainAccesses(
  world: World,
  chain: Chain,
  expressions: Expressions,
  makers: Makers,
): Finding | undefined {
  const schema = schemaAccesses(world, chain);
  if (schema) return schema;
  if (makers.isMaker(chain.file, chain.fn) && isReturned(chain)) return undefined;
  const reading = readQuery(world, chain, expressions, makers);
  const { bases, found, operation, isOurs, unresolved } = reading;
  let { op } = reading;
  if (bases.length === 0 && operation && !isOurs) {
    for (const table of tablesBehind(world, chain.scope, operation)) bases.push({ table, line: operation.line });
  }
  if (op === 'read' && bases.length > 0 && endsInWrite(chain, (link) => OPERATIONS.has(link.name))) bases.length = 0;
  if (chain.links.some((link) => link.name === 'batchInsert')) op = 'write';
  for (const { table, line, confidence } of bases)
    found.push({ table, op, line, ...(confidence ? { confidence } : {}) });
  return isOurs || found.length > 0 ? { accesses: found, ...(unresolved ? { unresolved } : {}) } : undefined;
}

function isReturned({ file, fn, expr }: Chain): boolean {
  return file.program.functions[fn]?.returns.some((one) => bare(one) === bare(expr)) === true;
}

type Base = { readonly table: TableName; readonly line: number; readonly confidence?: 'convention' };
type Query = {
  readonly bases: Base[];
  /** Joined tables and those of raw SQL. */
  readonly found: Access[];
  op: AccessKind;
  operation: Link | undefined;
  isOurs: boolean;
  unresolved: Finding['unresolved'];
};

function readQuery(world: World, chain: Chain, expressions: Expressions, makers: Makers): Query {
  const { scope } = chain;
  const isThis = bare(chain.root).kind === 'this' && isQueryThis(world, scope);
  const query: Query = {
    bases: [],
    found: [],
    op: 'read',
    operation: undefined,
    isOurs: isThis,
    unresolved: undefined,
  };
  const isDeleted = chain.links.some((link) => OPERATIONS.get(link.name) === 'delete');
  const schema = schemaOf(world, chain);
  const named = (value: Value, link: Link): TableName[] => {
    const names = tableNamesOf(world, value);
    if (names.includes(undefined) || isUnnamed(value))
      query.unresolved ??= { line: link.line, reason: 'table named by a value' };
    return names.flatMap((name) => {
      const table = name && isTableText(name) ? parseTableName(name) : undefined;
      if (table === undefined || table.name === '' || isSystemTable(table)) return [];
      // A called handle names a table; `from` and joins may name an expression of a query elsewhere.
      const isAnywhere = SOURCES.has(link.name) || JOINS.has(link.name);
      if ((isAnywhere ? expressions.hides : expressions.hidesHere)(chain, table.name)) return [];
      return [schema === undefined || table.schema !== undefined ? table : { schema, ...table }];
    });
  };
  for (const link of chain.links) {
    const source = sourceOf(world, chain, link, isThis, makers);
    if (source) {
      query.isOurs = true;
      const low = source.isConvention ? { confidence: 'convention' as const } : {};
      for (const table of named(source.value, link)) query.bases.push({ table, line: link.line, ...low });
    } else if (query.isOurs || isOnKnex(world, scope, link)) {
      const operationOf = OPERATIONS.get(link.name);
      if (operationOf !== undefined) {
        query.op = query.op === 'read' ? operationOf : query.op;
        query.operation = link;
      } else if (isJoin(link, isDeleted)) {
        query.isOurs = true;
        const [first] = link.args;
        for (const table of first ? named(world.value(first, scope), link) : [])
          query.found.push({ table, op: 'read', joined: true, line: link.line });
      } else if (RAW.test(link.name)) {
        query.isOurs = true;
        const sql = sqlAccesses(world, chain, link);
        query.found.push(...(sql?.accesses ?? []).filter(({ table }) => !expressions.hides(chain, table.name)));
        const [first] = link.args;
        if (first && namesTables(world.value(first, scope))) query.unresolved ??= sql?.unresolved;
      }
    }
  }
  return query;
}

/** A piece without these words names no table, whether it can be read or not. */
function namesTables(value: Value): boolean {
  const text = value.kind === 'text' ? value.texts.join(' ') : '';
  return value.kind !== 'text' || /\b(?:from|join|into|update|table|truncate)\b/i.test(text);
}

/** `names.join(', ')` after a query is Array's; `using('id')` in a join names a column. */
function isJoin(link: Link, isDeleted: boolean): boolean {
  if (!JOINS.has(link.name) || link.args.length === 0) return false;
  if (link.name === 'using') return isDeleted;
  return link.name !== 'join' || link.args.length > 1;
}

/** A table's name, alias and schema; a separator or a text of several words is none. */
function isTableText(text: string): boolean {
  return /^[\s"`[]*[\p{L}_$#@][^,;()=]*$/u.test(text);
}

/** `db.withSchema('shop').from('loaves')`, `db('loaves').withSchema('shop')`. */
function schemaOf(world: World, chain: Chain): string | undefined {
  const link = chain.links.findLast((one) => one.name === 'withSchema');
  return link && world.constant(link.args[0], chain.scope);
}

type Source = { readonly value: Value; readonly isConvention?: true };

/** Which link names the query's own table, and the argument that does; undefined when none does. */
function sourceOf(world: World, chain: Chain, link: Link, isThis: boolean, makers: Makers): Source | undefined {
  const { scope } = chain;
  const [first] = link.args;
  if (link.expr.kind !== 'call') return undefined;
  const callees = alternatives(world.value(link.expr.callee, scope));
  const made = makers.madeBy(link, scope, callees) ?? (link === chain.links[0] ? makers.gotBy(link, scope) : undefined);
  if (made?.link.args[0] !== undefined) return { value: world.value(made.link.args[0], made.scope) };
  if (first === undefined) return undefined;
  if (callees.some(isClient)) return { value: world.value(first, scope) };
  const isNamed = SOURCES.has(link.name) || link.name === 'batchInsert';
  if (isNamed) return isThis || isOnKnex(world, scope, link) ? { value: world.value(first, scope) } : undefined;
  return isConventional(chain, link, callees) && world.constant(first, scope) !== undefined
    ? { value: world.value(first, scope), isConvention: true }
    : undefined;
}

/** Methods that only a query has: what follows a handle of which nobody says the type. */
const QUERY_METHODS =
  /^(?:where(?:In|Not|NotIn|Null|NotNull|Raw|Exists|Between)?|select|insert|update|del|first|join|(?:left|inner|right)Join|orderBy|returning|pluck|increment|onConflict|count(?:Distinct)?|transacting|columnInfo|truncate|delete)$/;

export function isQueryMethod(name: string | undefined): boolean {
  return name !== undefined && QUERY_METHODS.test(name);
}

/** `trx('loaves').where(…)` on a parameter or property without a type, in a repository that has Knex. */
function isConventional(chain: Chain, link: Link, callees: readonly Value[]): boolean {
  if (link.expr.kind !== 'call' || !callees.every(isBlank)) return false;
  const callee = bare(link.expr.callee);
  const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name.replace(/#\d+$/, '') : '';
  if (!/^(?:knex|trx|tx|db|transaction|conn|connection|t)$|(?:Knex|Trx)$/.test(name)) return false;
  return isQueryMethod(chain.links[chain.links.indexOf(link) + 1]?.name);
}

function isOnKnex(world: World, scope: Scope, link: Link): boolean {
  return link.receiver !== undefined && alternatives(world.value(link.receiver, scope)).some((value) => isKnex(value));
}

/** A parameter or computed string; a callback or sub-query is none. */
function isUnnamed(value: Value): boolean {
  return value.kind === 'unknown' || value.kind === 'param' || (value.kind === 'external' && value.package === '');
}

/** `const query = db('loaves').where(…); await query.del();`. */
function tablesBehind(world: World, scope: Scope, link: Link): TableName[] {
  if (link.receiver === undefined) return [];
  return alternatives(world.value(link.receiver, scope)).flatMap((value) =>
    linksBehind(world.ev, value).flatMap(({ link: before, scope: at }) => {
      const [first] = before.args;
      if (first === undefined || before.expr.kind !== 'call') return [];
      const isHandle = alternatives(world.value(before.expr.callee, at)).some(isClient);
      const isNamed = (SOURCES.has(before.name) || before.name === 'batchInsert') && isOnKnex(world, at, before);
      if (!isHandle && !isNamed) return [];
      return tableNamesOf(world, world.value(first, at)).flatMap((name) => (name ? [parseTableName(name)] : []));
    }),
  );
}

/** `knex.schema.withSchema('shop').createTable('loaves', …)`. */
function schemaAccesses(world: World, chain: Chain): Finding | undefined {
  const { scope } = chain;
  const accesses: Access[] = [];
  let isOurs = false;
  let schema: string | undefined;
  for (const link of chain.links) {
    isOurs ||= link.receiver !== undefined && alternatives(world.value(link.receiver, scope)).some(isSchema);
    if (!isOurs) continue;
    if (link.name === 'withSchema') schema = world.constant(link.args[0], scope);
    if (link.name === 'raw') accesses.push(...(sqlAccesses(world, chain, link)?.accesses ?? []));
    if (!DDL.test(link.name)) continue;
    const renamed = link.name.startsWith('rename') || link.name === 'createTableLike' ? 2 : 1;
    for (const arg of link.args.slice(0, renamed)) {
      const name = world.constant(arg, scope);
      if (name === undefined) continue;
      const table = parseTableName(name);
      const placed = schema === undefined || table.schema !== undefined ? table : { schema, ...table };
      const isCreated = /^create(?:Table|View|MaterializedView)/.test(link.name) && arg === link.args[renamed - 1];
      accesses.push({ table: isCreated ? { ...placed, isCreated } : placed, op: 'ddl', line: link.line });
    }
  }
  return isOurs ? { accesses } : undefined;
}
