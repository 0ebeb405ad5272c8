/**
 * Kysely. Its query methods are its own, so a chain is known by them: `selectFrom('loaves as l')`, joins, `insertInto`,
 * `updateTable`, `deleteFrom`, `mergeInto`; raw `sql` templates. Tables are declared by the type that the client is
 * given (`Kysely<DB>`) and by migrations; CamelCasePlugin turns names to snake case. A common table expression hides a
 * table of its name in what follows, not in its own body.
 */
import type { AccessKind } from '../../model/index.js';
import { alternatives, type Chain, calleeOf, classFact, type Link, type Value } from '../program/index.js';
import { isSystemTable } from '../sql/index.js';
import type { Access, Dialect, Finding, Opening, Reading } from './dialect.js';
import { handedAccesses, type QueryWords, RUNS } from './kysely/handed.js';
import { declaredTables } from './kysely/tables.js';
import { isBlank } from './sql/drivers.js';
import { builtTables, createExpressions } from './sql/expressions.js';
import { sqlAccesses } from './sql/raw.js';
import { parseTableName, tableNamesOf } from './sql/table-names.js';
import type { World } from './world.js';

const ROOTS: ReadonlyMap<string, AccessKind> = new Map([
  ['selectFrom', 'read'],
  ['insertInto', 'write'],
  ['replaceInto', 'write'],
  ['updateTable', 'write'],
  ['deleteFrom', 'delete'],
  ['mergeInto', 'write'],
]);
const JOINS = new Set(
  'innerJoin leftJoin rightJoin fullJoin crossJoin innerJoinLateral leftJoinLateral crossJoinLateral from using'.split(
    ' ',
  ),
);
const BUILDER = { returns: { '*': 'this' } };

export const kysely: Dialect = {
  id: 'kysely',
  title: 'Kysely',
  docs: 'The database type, query builders with joins and common table expressions, sql templates, transactions.',
  packages: ['kysely', 'nestjs-kysely', 'kysely/helpers/postgres'],
  types: {
    Kysely: {
      returns: {
        transaction: 'TransactionBuilder',
        startTransaction: 'ControlledTransactionBuilder',
        selectFrom: 'QueryBuilder',
        insertInto: 'QueryBuilder',
        updateTable: 'QueryBuilder',
        deleteFrom: 'QueryBuilder',
        mergeInto: 'QueryBuilder',
        replaceInto: 'QueryBuilder',
        with: 'this',
        withRecursive: 'this',
        withSchema: 'this',
        withPlugin: 'this',
        connection: 'TransactionBuilder',
      },
    },
    Transaction: { extends: 'Kysely' },
    ControlledTransaction: { extends: 'Kysely' },
    TransactionBuilder: {
      returns: { setIsolationLevel: 'this', setAccessMode: 'this', execute: '^0' },
      callbacks: { execute: ['Transaction'] },
    },
    ControlledTransactionBuilder: { returns: { execute: 'ControlledTransaction', setIsolationLevel: 'this' } },
    QueryBuilder: BUILDER,
    SelectQueryBuilder: BUILDER,
    InsertQueryBuilder: BUILDER,
    UpdateQueryBuilder: BUILDER,
    DeleteQueryBuilder: BUILDER,
  },
  functions: {},
  methods: [...ROOTS.keys(), ...JOINS, 'createTable', 'sql', 'transaction', 'startTransaction'],
  isCandidate: ({ links }) => links.some((link) => link.kind === 'tag' || RUNS.has(link.name)),
  declaringCalls: ['Kysely', 'CamelCasePlugin', 'createTable', 'createTableIfNotExists'],
  read(world): Reading {
    const rename = isCamelCased(world) ? snakeCase : (name: string) => name;
    const tables = declaredTables(world, rename);
    const known = new Set([...tables.map(({ table }) => table.name), ...builtTables(world)]);
    const expressions = createExpressions(world, (name) => known.has(name), rename);
    const words: QueryWords = { roots: ROOTS, joins: JOINS, rename };
    // The type that lists the tables may be generated, and so not there to be read.
    const isUsed = tables.length > 0 || world.calls('Kysely').length > 0;
    return {
      tables,
      foreignKeys: [],
      access: (chain) =>
        chainAccesses(world, chain, rename, (name) => expressions.hides(chain, name)) ??
        (isUsed ? handed(world, chain, words) : undefined),
      opening: (chain) => openingOf(world, chain),
    };
  },
};

/** `new CamelCasePlugin()`, or an own plugin that extends it. */
function isCamelCased(world: World): boolean {
  return (
    world.calls('CamelCasePlugin').length > 0 ||
    world.classes().some((of) => {
      const base = classFact(of).extends && world.libraryBase(of);
      return base?.kind === 'external' && base.package === 'kysely' && base.name === 'CamelCasePlugin';
    })
  );
}

/** CamelCasePlugin: an underscore where case rises; runs of capitals stay together. */
function snakeCase(name: string): string {
  return name.replace(/([^A-Z_])([A-Z])/g, '$1_$2').toLowerCase();
}

function handed(world: World, chain: Chain, words: QueryWords): Finding | undefined {
  const accesses = handedAccesses(world, chain, words);
  return accesses.length === 0 ? undefined : { accesses };
}

function chainAccesses(
  world: World,
  chain: Chain,
  rename: (name: string) => string,
  isExpression: (name: string) => boolean,
): Finding | undefined {
  const accesses: Access[] = [];
  let unresolved: Finding['unresolved'];
  let isOurs = false;
  chain.links.forEach((link, at) => {
    if (link.kind === 'tag') {
      const found = tagAccesses(world, chain, link);
      accesses.push(...(found?.accesses ?? []).filter(({ table }) => !isExpression(table.name)));
      isOurs ||= found !== undefined;
      return;
    }
    if (link.name === 'createTable' && isQuery(world, chain, link)) {
      const name = world.constant(link.args[0], chain.scope);
      isOurs = true;
      if (name !== undefined)
        accesses.push({ table: { ...parseTableName(name, rename), isCreated: true }, op: 'ddl', line: link.line });
      return;
    }
    const root = ROOTS.get(link.name);
    const isJoin =
      JOINS.has(link.name) &&
      (isOurs || chain.links.slice(0, at).some((one) => ROOTS.has(one.name)) || isQuery(world, chain, link));
    if (link.args[0] === undefined || !(root === undefined ? isJoin : isKysely(world, chain, link))) return;
    isOurs = true;
    const schema = schemaBefore(world, chain, at);
    for (const name of tableNamesOf(world, world.value(link.args[0], chain.scope))) {
      if (name === undefined) unresolved ??= { line: link.line, reason: 'table named by a value' };
      else if (name !== '' && !isExpression(parseTableName(name, rename).name)) {
        const table = parseTableName(name, rename);
        if (isSystemTable(table)) continue;
        const named = schema === undefined || table.schema !== undefined ? table : { schema, ...table };
        accesses.push({
          table: named,
          op: root ?? 'read',
          line: link.line,
          ...(root === undefined ? { joined: true } : {}),
        });
      }
    }
    if (root !== undefined && isUnnamed(world.value(link.args[0], chain.scope))) {
      unresolved ??= { line: link.line, reason: 'table named by a value' };
    }
  });
  return isOurs ? { accesses, ...(unresolved ? { unresolved } : {}) } : undefined;
}

/** A parameter or computed string; a callback, a sub-query or `sql` is none. */
function isUnnamed(value: Value): boolean {
  return value.kind === 'unknown' || value.kind === 'param' || (value.kind === 'external' && value.package === '');
}

/** An own method of that name is something else. */
function isKysely(world: World, chain: Chain, link: Link): boolean {
  if (link.receiver === undefined || link.expr.kind === 'tagged') return false;
  const callees = alternatives(calleeOf(world.ev, link.expr, chain.scope));
  if (callees.some((callee) => callee.kind === 'function')) return false;
  return alternatives(world.value(link.receiver, chain.scope)).every(
    (value) => isBlank(value) || isOfKysely(world, value),
  );
}

function isQuery(world: World, chain: Chain, link: Link): boolean {
  if (link.receiver === undefined) return false;
  return alternatives(world.value(link.receiver, chain.scope)).some((value) => isOfKysely(world, value));
}

/** A value of the package, or an instance of an own class that extends one of its classes. */
function isOfKysely(world: World, value: Value): boolean {
  const base = value.kind === 'instance' ? world.libraryBase(value.of) : value;
  return base !== undefined && packageOf(base).includes('kysely');
}

function packageOf(value: Value, depth = 0): string {
  if (depth > 12) return '';
  if (value.kind === 'external' || value.kind === 'import') return value.package;
  if (value.kind === 'part') return packageOf(value.object, depth + 1);
  return value.kind === 'made' ? packageOf(value.callee, depth + 1) : '';
}

function schemaBefore(world: World, chain: Chain, at: number): string | undefined {
  const link = chain.links.slice(0, at).findLast((one) => one.name === 'withSchema');
  return link && world.constant(link.args[0], chain.scope);
}

/** A `sql` template of Kysely; a fragment that names no table says nothing. */
function tagAccesses(world: World, chain: Chain, link: Link): Finding | undefined {
  if (link.expr.kind !== 'tagged' || packageOf(world.value(link.expr.tag, chain.scope)) !== 'kysely') return undefined;
  return sqlAccesses(world, chain, link);
}

/** `db.transaction().execute(async (trx) => …)`, `await db.startTransaction().execute()`. */
function openingOf(world: World, chain: Chain): Opening | undefined {
  const at = chain.links.findIndex((link) => link.name === 'transaction' || link.name === 'startTransaction');
  const start = chain.links[at];
  const execute = chain.links.slice(at + 1).find((link) => link.name === 'execute');
  if (start === undefined || execute === undefined || start.args.length > 0) return undefined;
  if (start.name === 'startTransaction')
    return { mechanism: 'kysely.startTransaction', membership: 'region', line: start.line };
  const [first] = execute.args;
  const body = first && alternatives(world.value(first, chain.scope)).find((value) => value.kind === 'function');
  return body && { mechanism: 'kysely.transaction', membership: 'handle', body, line: start.line };
}
