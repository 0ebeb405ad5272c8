/** SQL that Sequelize is given: raw queries, literals with sub-selects, and migrations' calls that name a table. */

import type { AccessKind } from '../../../model/index.js';
import {
  alternatives,
  bare,
  calleeOf,
  constantOf,
  type Link,
  type Scope,
  type Thunk,
  UNKNOWN,
  type Value,
} from '../../program/index.js';
import type { Finding } from '../dialect.js';
import { stringFinding } from '../sql/raw.js';
import type { World } from '../world.js';
import { isFamily, isOpenValue } from './connections.js';
import type { Known } from './includes.js';

/** `queryInterface` methods that are given a table. */
export const TABLE_CALLS: Readonly<Record<string, AccessKind>> = {
  bulkInsert: 'write',
  bulkUpdate: 'write',
  bulkDelete: 'delete',
  rawSelect: 'read',
  createTable: 'ddl',
  dropTable: 'ddl',
  renameTable: 'ddl',
  addColumn: 'ddl',
  removeColumn: 'ddl',
  changeColumn: 'ddl',
  renameColumn: 'ddl',
  addIndex: 'ddl',
  removeIndex: 'ddl',
  addConstraint: 'ddl',
  removeConstraint: 'ddl',
};

/** `sequelize.query('SELECT …')`, `sequelize.query({ query: '…', values })`. */
export function rawAccesses(known: Known, link: Link, scope: Scope): Finding | undefined {
  const { world } = known;
  const [first] = link.args;
  if (first === undefined) return undefined;
  const value = world.value(first, scope);
  const text = value.kind === 'object' ? world.member(value, 'query') : value;
  const line = first.kind === 'template' ? first.line : link.line;
  const named = (hole: Thunk) => tableHole(known, hole);
  const found =
    text.kind === 'text'
      ? stringFinding(world, text, { line, dialect: undefined }, named)
      : world.sqlFinding(text, { line, hole: named });
  return found ?? { accesses: [], unresolved: { line: link.line, reason: 'the SQL is not known' } };
}

/** `${Order.tableName}`, `${Order.getTableName()}` in SQL. */
function tableHole({ world, models }: Known, { expr, scope }: Thunk): string | undefined {
  const inner = bare(expr);
  const member = inner.kind === 'call' ? bare(inner.callee) : inner;
  if (member.kind !== 'member' || !/^(?:tableName|getTableName)$/.test(member.name)) return undefined;
  const model = models.of(world.value(member.object, scope));
  return model && `"${model.table.name}"`;
}

/** `literal('(SELECT count(*) FROM …)')`: sub-selects only, the rest are columns and orders. */
export function literalAccesses(world: World, link: Link, scope: Scope): Finding | undefined {
  const [first] = link.args;
  if (first === undefined || link.expr.kind === 'tagged' || !isLiteral(world, link, scope)) return undefined;
  const value = world.value(first, scope);
  if (value.kind !== 'text' || !/\bselect\b/i.test(value.texts.join(' '))) return { accesses: [] };
  const [head = '', ...rest] = value.texts;
  const line = first.kind === 'template' ? first.line : link.line;
  const select: Value = { ...value, texts: [`SELECT ${head}`, ...rest] };
  const found = world.sqlFinding(select, { line });
  return found && { ...found, accesses: found.accesses.map((access) => ({ ...access, joined: true })) };
}

function isLiteral(world: World, link: Link, scope: Scope): boolean {
  if (link.expr.kind === 'tagged') return false;
  return alternatives(calleeOf(world.ev, link.expr, scope)).some(
    (callee) => (callee.kind === 'import' && isFamily(callee)) || (callee.kind === 'part' && isFamily(callee.object)),
  );
}

export function interfaceAccess(world: World, link: Link, scope: Scope): Finding | undefined {
  const op = TABLE_CALLS[link.name];
  if (op === undefined || link.receiver === undefined || !isQueryInterface(world, link, scope)) return undefined;
  const first = link.args[link.name === 'rawSelect' ? 1 : 0] ?? link.args[0];
  const value = first && world.value(first, scope);
  const name = value && (constantOf(value) ?? constantOf(world.member(value, 'tableName')));
  if (name === undefined || link.name === 'rawSelect') return undefined;
  const schema = value?.kind === 'object' ? constantOf(world.member(value, 'schema')) : undefined;
  return { accesses: [{ table: { name, ...(schema === undefined ? {} : { schema }) }, op, line: link.line }] };
}

/** Typed as one, got from a connection, or an untyped parameter called so (migrations in plain JavaScript). */
function isQueryInterface(world: World, link: Link, scope: Scope): boolean {
  const value = link.receiver ? world.value(link.receiver, scope) : UNKNOWN;
  if (alternatives(value).some((one) => isFamily(one) && one.name === 'QueryInterface')) return true;
  const { receiver } = link;
  return isOpenValue(value) && receiver?.kind === 'name' && receiver.name.replace(/#\d+$/, '') === 'queryInterface';
}
