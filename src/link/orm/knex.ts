/**
 * Knex. A query starts where a Knex handle is called (`db('loaves')`, `(trx || db)(TABLE)`) or names its table
 * (`from`, `into`, `table`); what it does stands in a later link (`insert`, `update`, `del` …), else it reads. Joins,
 * raw SQL with bindings, common table expressions, transactions. Tables are declared by migrations.
 */
import type { AccessKind } from '../../model/index.js';
import {
  alternatives,
  type Chain,
  type LibraryType,
  type Link,
  linksBehind,
  type Scope,
  type Value,
} from '../program/index.js';
import type { Access, Dialect, Finding, Opening, Reading, TableName } from './dialect.js';
import { builtTables, createExpressions, type Expressions } from './sql/expressions.js';
import { sqlAccesses } from './sql/raw.js';
import { parseTableName, tableNamesOf } from './sql/table-names.js';
import type { World } from './world.js';

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
const RAW = new Set(['raw', 'joinRaw', 'whereRaw', 'fromRaw', 'havingRaw', 'orderByRaw', 'groupByRaw', 'selectRaw']);

const BUILDER: LibraryType = {
  returns: { '*': 'this' },
  callbacks: Object.fromEntries(
    'with withRecursive where andWhere orWhere whereIn whereNotIn whereExists whereNotExists union unionAll modify from select join leftJoin'
      .split(' ')
      .map((name) => [name, ['QueryBuilder']]),
  ),
};
const CLIENT: LibraryType = {
  ...BUILDER,
  returns: { '()': 'QueryBuilder', transaction: '^0 | Knex.Transaction', raw: 'Raw', '*': 'QueryBuilder' },
  callbacks: { ...BUILDER.callbacks, transaction: ['Knex.Transaction'] },
};

export const knex: Dialect = {
  id: 'knex',
  title: 'Knex',
  docs: 'Called handles, from and joins, insert, update, del, raw SQL with bindings, transactions; migrations.',
  packages: ['knex', 'nestjs-knex', 'nest-knexjs'],
  types: {
    Knex: CLIENT,
    'Knex.Transaction': { extends: 'Knex' },
    Transaction: { extends: 'Knex' },
    QueryInterface: BUILDER,
    QueryBuilder: BUILDER,
    'Knex.QueryBuilder': BUILDER,
    'Knex.QueryInterface': BUILDER,
    Raw: BUILDER,
  },
  functions: { default: 'Knex', knex: 'Knex', Knex: 'Knex' },
  methods: [...OPERATIONS.keys(), ...SOURCES, ...JOINS, ...RAW, 'batchInsert', 'transaction'],
  // A called handle has any name: a call with one or two arguments that starts its chain.
  isCandidate: ({ links, root }) => {
    const [first] = links;
    return first?.kind === 'call' && first.args.length > 0 && first.args.length < 3 && root.kind !== 'function';
  },
  read(world): Reading {
    if (!usesKnex(world)) return { tables: [], foreignKeys: [] };
    const built = builtTables(world);
    const expressions = createExpressions(world, (name) => built.has(name));
    return {
      tables: [],
      foreignKeys: [],
      access: (chain) => chainAccesses(world, chain, expressions),
      opening: (chain) => openingOf(world, chain),
    };
  },
};

function usesKnex(world: World): boolean {
  for (const file of world.ev.files.values()) {
    if (file.facts.imports.some(({ specifier }) => /(?:^|[/-])knex/.test(specifier))) return true;
  }
  return false;
}

function isKnex(value: Value, depth = 0): boolean {
  if (depth > 8) return false;
  if (value.kind === 'external') {
    // What Bookshelf hands to `query(…)` is a query of Knex.
    return value.package === 'knex'
      ? value.name !== 'Knex.Config'
      : value.package === 'bookshelf' && value.name === 'Query';
  }
  if (value.kind === 'part') return isKnex(value.object, depth + 1);
  if (value.kind === 'made') return isKnex(value.callee, depth + 1);
  return (value.kind === 'both' || value.kind === 'union') && value.of.some((one) => isKnex(one, depth + 1));
}

function isClient(value: Value): boolean {
  return value.kind === 'external' && isKnex(value) && /^(?:Knex|Knex\.Transaction|Transaction)$/.test(value.name);
}

/** Which link names the query's own table, and the argument that does; undefined when none does. */
function sourceOf(world: World, scope: Scope, link: Link): Value | undefined {
  const [first] = link.args;
  if (first === undefined || link.expr.kind !== 'call') return undefined;
  if (alternatives(world.value(link.expr.callee, scope)).some(isClient)) return world.value(first, scope);
  const isNamed = SOURCES.has(link.name) || link.name === 'batchInsert';
  return isNamed && isOnKnex(world, scope, link) ? world.value(first, scope) : undefined;
}

function isOnKnex(world: World, scope: Scope, link: Link): boolean {
  return link.receiver !== undefined && alternatives(world.value(link.receiver, scope)).some((value) => isKnex(value));
}

function chainAccesses(world: World, chain: Chain, expressions: Expressions): Finding | undefined {
  const { scope } = chain;
  const found: Access[] = [];
  const bases: { readonly table: TableName; readonly line: number }[] = [];
  let unresolved: Finding['unresolved'];
  let op: AccessKind = 'read';
  let isOurs = false;
  let operation: Link | undefined;
  const named = (value: Value, link: Link): TableName[] => {
    const names = tableNamesOf(world, value);
    if (names.includes(undefined) || isUnnamed(value))
      unresolved ??= { line: link.line, reason: 'table named by a value' };
    return names.flatMap((name) => {
      const table = name ? parseTableName(name) : undefined;
      if (table === undefined || table.name === '') return [];
      // A called handle names a table; `from` and joins may name an expression of a query elsewhere.
      const isAnywhere = SOURCES.has(link.name) || JOINS.has(link.name);
      return (isAnywhere ? expressions.hides : expressions.hidesHere)(chain, table.name) ? [] : [table];
    });
  };
  for (const link of chain.links) {
    const source = sourceOf(world, scope, link);
    if (source) {
      isOurs = true;
      for (const table of named(source, link)) bases.push({ table, line: link.line });
      if (link.name === 'batchInsert') op = 'write';
    } else if (isOurs || isOnKnex(world, scope, link)) {
      const operationOf = OPERATIONS.get(link.name);
      if (operationOf !== undefined) {
        op = op === 'read' ? operationOf : op;
        operation = link;
      } else if (JOINS.has(link.name) && link.args[0]) {
        isOurs = true;
        for (const table of named(world.value(link.args[0], scope), link))
          found.push({ table, op: 'read', joined: true, line: link.line });
      } else if (RAW.has(link.name)) {
        isOurs = true;
        const sql = sqlAccesses(world, chain, link);
        found.push(...(sql?.accesses ?? []).filter(({ table }) => !expressions.hides(chain, table.name)));
        unresolved ??= sql?.unresolved;
      }
    }
  }
  if (bases.length === 0 && operation && !isOurs) {
    for (const table of tablesBehind(world, scope, operation)) bases.push({ table, line: operation.line });
  }
  for (const { table, line } of bases) found.push({ table, op, line });
  return isOurs || found.length > 0 ? { accesses: found, ...(unresolved ? { unresolved } : {}) } : undefined;
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
      const source = sourceOf(world, at, before);
      return source ? tableNamesOf(world, source).flatMap((name) => (name ? [parseTableName(name)] : [])) : [];
    }),
  );
}

/** `db.transaction(async (trx) => …)`, `const trx = await db.transaction()`. */
function openingOf(world: World, chain: Chain): Opening | undefined {
  const link = chain.links.find((one) => one.name === 'transaction');
  if (link === undefined || !isOnKnex(world, chain.scope, link)) return undefined;
  const body = link.args
    .flatMap((arg) => alternatives(world.value(arg, chain.scope)))
    .find((value) => value.kind === 'function');
  const opening = { mechanism: 'knex.transaction', line: link.line } as const;
  return body ? { ...opening, membership: 'handle', body } : { ...opening, membership: 'region' };
}
