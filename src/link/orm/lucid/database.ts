/** What the database service of Lucid and its schema builder do: tables by name, raw SQL. */
import type { AccessKind } from '../../../model/index.js';
import { alternatives, bare, type Chain, constantOf, type Link, linksBehind } from '../../program/index.js';
import type { Access, Finding, TableName } from '../dialect.js';
import { endsInWrite } from '../sql/kept-builder.js';
import { sqlAccesses } from '../sql/raw.js';
import { parseTableName } from '../sql/table-names.js';
import type { World } from '../world.js';
import type { ModelIndex } from './models.js';

export type Known = { readonly world: World; readonly models: ModelIndex };
export type Place = { readonly known: Known; readonly chain: Chain; readonly link: Link; readonly index: number };

export const operations = (names: string, ...ops: AccessKind[]) =>
  names.split(' ').map((name): [string, readonly AccessKind[]] => [name, ops]);

/** What turns a query, which reads by itself, into something else. */
export const BUILDER_ENDS: ReadonlyMap<string, readonly AccessKind[]> = new Map([
  ...operations('update increment decrement insert multiInsert', 'write'),
  ...operations('delete del', 'delete'),
]);
export const DATABASE_CALLS = new Set(['from', 'table', 'into', 'query', 'insertQuery', 'modelQuery', 'rawQuery']);
export const SCHEMA_CALLS =
  'createTable createTableIfNotExists alterTable table dropTable dropTableIfExists renameTable createView dropView'.split(
    ' ',
  );
export const JOINS = 'join innerJoin leftJoin leftOuterJoin rightJoin rightOuterJoin fullOuterJoin crossJoin'.split(
  ' ',
);

export const RAW_PARTS = 'whereRaw orWhereRaw andWhereRaw havingRaw joinRaw orderByRaw groupByRaw'.split(' ');

/** `db.from('posts')`, `db.table('posts').insert(…)`, `db.insertQuery().table('posts')`, `db.rawQuery(sql)`. */
export function databaseCall(place: Place): Finding | undefined {
  const { known, chain, link, index } = place;
  if (link.name === 'rawQuery') {
    const found = sqlAccesses(known.world, chain, link);
    return found ?? { accesses: [], unresolved: { line: link.line, reason: 'the SQL is not known' } };
  }
  if (link.name === 'modelQuery') {
    const model = link.args[0] && known.models.of(known.world.value(link.args[0], chain.scope));
    return model && { accesses: isChanged(place) ? [] : [one(model.table, 'read', link)] };
  }
  if (JOINS.includes(link.name)) return tableArgument(place, 'read', true);
  if (RAW_PARTS.includes(link.name)) return rawPart(place);
  const end = BUILDER_ENDS.get(link.name);
  const kept = end && keptTable(place);
  if (end && kept) return { accesses: end.map((op) => one(kept, op, link)) };
  if (link.name !== 'from' && link.name !== 'table' && link.name !== 'into') return undefined;
  if (link.name === 'from' && endsInWrite(chain, (after) => BUILDER_ENDS.has(after.name))) return { accesses: [] };
  const ends = chain.links.slice(index + 1).flatMap((after) => BUILDER_ENDS.get(after.name) ?? []);
  return tableArgument(place, ends[0] ?? (link.name === 'from' ? 'read' : 'write'), false);
}

export function schemaCall(place: Place): Finding | undefined {
  return SCHEMA_CALLS.includes(place.link.name) ? tableArgument(place, 'ddl', false) : undefined;
}

/** The table that the first argument names: text, `User.table`; a sub-query has its own chain. */
export function tableArgument({ known, chain, link }: Place, op: AccessKind, isJoined: boolean): Finding {
  const [first] = link.args;
  // `rows.join(', ')` is Array's.
  if (link.name === 'join' && link.args.length === 1) return { accesses: [] };
  const table = first && tableNamed(known, chain, first);
  if (table) return { accesses: [{ ...one(table, op, link), ...(isJoined ? { joined: true } : {}) }] };
  const isSubquery = first?.kind === 'function' || first?.kind === 'call';
  return isSubquery
    ? { accesses: [] }
    : { accesses: [], unresolved: { line: link.line, reason: 'the table is given by a value' } };
}

function tableNamed({ world, models }: Known, chain: Chain, first: Link['args'][number]): TableName | undefined {
  const text = world.constant(first, chain.scope);
  if (text !== undefined) return parseTableName(text, (name) => name);
  const inner = bare(first);
  if (inner.kind === 'member' && inner.name === 'table') {
    return models.of(world.value(inner.object, chain.scope))?.table;
  }
  const object = world.object(first, chain.scope);
  const aliased = object?.expr.entries[0];
  const name = object && aliased ? constantOf(world.value(aliased.value, object.scope)) : undefined;
  return name === undefined ? undefined : parseTableName(name, (one) => one);
}

/** A later link of the chain updates or deletes what the query selects. */
export function isChanged({ chain, index }: Place): boolean {
  const isEnd = (link: Link) => BUILDER_ENDS.has(link.name);
  return chain.links.slice(index + 1).some(isEnd) || endsInWrite(chain, isEnd);
}

/** A piece of SQL in a query: its sub-selects. */
export function rawPart({ known, chain, link }: Place): Finding {
  return { accesses: sqlAccesses(known.world, chain, link)?.accesses ?? [] };
}

/** `const query = db.from('posts').where(…); … await query.update(…)`: the table stands in the first chain. */
function keptTable({ known, chain, link }: Place): TableName | undefined {
  if (link.receiver === undefined || chain.links[0] !== link) return undefined;
  for (const value of alternatives(known.world.value(link.receiver, chain.scope))) {
    for (const { link: before, scope } of linksBehind(known.world.ev, value)) {
      if (!/^(?:from|table|into)$/.test(before.name) || before.args[0] === undefined) continue;
      return tableNamed(known, { ...chain, scope }, before.args[0]);
    }
  }
  return undefined;
}

export function one(table: TableName, op: AccessKind, link: Link): Access {
  return { table, op, line: link.line };
}
