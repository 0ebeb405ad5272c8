/**
 * TypeORM's query builder: which table each alias stands for, and what joins and sub-statements read or write. A
 * query may be built over several statements, so the links that made the builder are read too, but only this chain's
 * own links give accesses.
 */
import type { AccessKind } from '../../../model/index.js';
import {
  alternatives,
  type Chain,
  chainsIn,
  constantOf,
  entityOf,
  type Link,
  linksBehind,
  UNKNOWN,
  type Value,
} from '../../program/index.js';
import type { Access, Finding } from '../dialect.js';
import type { World } from '../world.js';
import { JOINS, joinedRelation, SOURCES } from './aliases.js';
import type { EntityIndex } from './entity-index.js';
import { handleOf, reasonFor } from './handles.js';
import { relationTables } from './tables.js';
import { WRITTEN_METHODS, writtenAccesses } from './written-conditions.js';

export const BUILDER_METHODS: readonly string[] = [
  'createQueryBuilder',
  'createQueryBuilderFor',
  'from',
  'addFrom',
  'into',
  'update',
  'delete',
  'insert',
  'softDelete',
  'restore',
  'leftJoin',
  'innerJoin',
  'leftJoinAndSelect',
  'innerJoinAndSelect',
  'leftJoinAndMapOne',
  'leftJoinAndMapMany',
  'innerJoinAndMapOne',
  'innerJoinAndMapMany',
  'relation',
  'loadRelationCountAndMap',
]; // prettier-ignore
const NAMES = new Set(BUILDER_METHODS);

/** Accesses of one link when it belongs to a query builder; undefined when it does not. */
export function builderAccesses(world: World, index: EntityIndex, chain: Chain, link: Link): Finding | undefined {
  if (!NAMES.has(link.name) && !WRITTEN_METHODS.has(link.name)) return undefined;
  const { scope } = chain;
  const known = handleOf(world, link, scope);
  if (known === undefined) return undefined;
  const { handle, receiver } = known;
  if (link.name === 'createQueryBuilder' || link.name === 'createQueryBuilderFor')
    return started(world, index, chain, link, handle.entity);
  if (handle.type !== 'builder') return undefined;
  if (WRITTEN_METHODS.has(link.name)) return writtenAccesses(world, chain, link);
  if (JOINS.test(link.name)) return joinAccesses(world, index, chain, link, receiver, handle.entity);
  if (SOURCES.has(link.name)) return sourceAccesses(world, index, chain, link, receiver);
  if (link.name === 'relation') return relationAccesses(world, index, chain, link, handle.entity);
  return statementAccesses(world, index, chain, link, handle.entity);
}

/** The statement a chain turns the builder into. */
function statementOf(chain: Chain, after: Link): { op: AccessKind; link: Link } {
  for (const link of chain.links.slice(chain.links.indexOf(after) + 1)) {
    if (link.name === 'insert' || link.name === 'update' || link.name === 'restore') return { op: 'write', link };
    if (link.name === 'delete' || link.name === 'softDelete') return { op: 'delete', link };
    if (link.name === 'relation') return { op: 'write', link };
  }
  return { op: 'read', link: after };
}

/** `createQueryBuilder('o')` reads the repository's table, unless it goes on to another statement. */
function started(world: World, index: EntityIndex, chain: Chain, link: Link, own: Value): Finding | undefined {
  const given = own.kind === 'unknown' ? world.entity(link.args[0], chain.scope) : own;
  const { op } = statementOf(chain, link);
  // A manager's builder without an entity gets its table by `from`, `into`, `update` …
  if (op !== 'read' || (own.kind === 'unknown' && link.args.length === 0)) return { accesses: [] };
  return entityFinding(index, given, 'read', link.line);
}

function entityFinding(index: EntityIndex, value: Value, op: AccessKind, line: number): Finding {
  const accesses: Access[] = [];
  for (const one of alternatives(value)) {
    const entity = index.of(one);
    if (entity) accesses.push({ table: index.table(entity), op, line });
  }
  return accesses.length > 0 ? { accesses } : { accesses, unresolved: { line, reason: reasonFor(value) } };
}

/** `.update(Order)`, `.delete()`, `.softDelete()`: of the entity named, else of the builder's own. */
function statementAccesses(
  world: World,
  index: EntityIndex,
  chain: Chain,
  link: Link,
  own: Value,
): Finding | undefined {
  const after = chain.links.slice(chain.links.indexOf(link) + 1);
  const op = link.name === 'delete' || link.name === 'softDelete' ? 'delete' : 'write';
  if (after.some((one) => SOURCES.has(one.name))) return { accesses: [] };
  const named = link.args[0] === undefined ? UNKNOWN : world.entity(link.args[0], chain.scope);
  const target = index.of(named) ? named : own;
  return target.kind === 'unknown' && link.args.length === 0
    ? { accesses: [] }
    : entityFinding(index, target, op, link.line);
}

/** `.from(Order, 'o')`, `.into(Order)`: op of the statement before it; a sub-query has its own chain. */
function sourceAccesses(
  world: World,
  index: EntityIndex,
  chain: Chain,
  link: Link,
  receiver: Value,
): Finding | undefined {
  const value = link.args[0] ? world.value(link.args[0], chain.scope) : UNKNOWN;
  if (value.kind === 'function') return { accesses: [] };
  const names = [...linksBehind(world.ev, receiver).map((one) => one.link.name)].reverse();
  const statement = names.find((name) =>
    ['insert', 'delete', 'softDelete', 'update', 'select', 'subQuery'].includes(name),
  );
  const op: AccessKind =
    statement === 'insert' || link.name === 'into'
      ? 'write'
      : statement === 'delete' || statement === 'softDelete'
        ? 'delete'
        : 'read';
  const name = constantOf(value) ?? afterPrefix(value);
  if (isSubQuery(value)) return { accesses: [] };
  const entity = index.of(entityOf(value));
  if (entity) {
    const joined = op === 'read' && (link.name === 'addFrom' || statement === 'subQuery');
    return { accesses: [{ table: index.table(entity), op, line: link.line, ...(joined ? { joined: true } : {}) }] };
  }
  if (name !== undefined && commonTables(chain).has(name)) return { accesses: [] };
  if (name !== undefined && /^[\w."]+$/.test(name))
    return { accesses: [{ table: tableNamed(name), op, line: link.line }] };
  return { accesses: [], unresolved: { line: link.line, reason: reasonFor(value) } };
}

/** Names that `addCommonTableExpression(query, 'name')` gives in the same function. */
function commonTables({ file, fn }: Chain): Set<string> {
  const names = new Set<string>();
  for (const expr of file.program.functions[fn]?.body ?? []) {
    for (const { links } of chainsIn(file, expr, fn)) {
      for (const { name, args } of links) {
        if (name === 'addCommonTableExpression' && args[1]?.kind === 'string') names.add(args[1].value);
      }
    }
  }
  return names;
}

/** `(${query.getQuery()})`: the inner query has its own chain. */
function isSubQuery(value: Value): boolean {
  return value.kind === 'text' && value.texts[0]?.trimStart().startsWith('(') === true;
}

function tableNamed(name: string): { name: string; schema?: string } {
  const parts = name.replaceAll('"', '').split('.');
  const last = parts.at(-1) as string;
  const schema = parts.at(-2);
  return schema === undefined ? { name: last } : { schema, name: last };
}

/** `.leftJoin('o.lines', 'l')`, `.leftJoin(Line, 'l', …)`, `.leftJoin('lines', 'l', …)`, `.leftJoin(qb => …, 'l')`. */
function joinAccesses(
  world: World,
  index: EntityIndex,
  chain: Chain,
  link: Link,
  receiver: Value,
  own: Value,
): Finding {
  const { scope } = chain;
  const position = link.name.includes('AndMap') ? 1 : 0;
  const value = link.args[position] ? world.value(link.args[position], scope) : UNKNOWN;
  if (value.kind === 'function' || isSubQuery(value)) return { accesses: [] };
  const entity = value.kind === 'text' ? undefined : index.of(entityOf(value));
  if (entity) return { accesses: [{ table: index.table(entity), op: 'read', joined: true, line: link.line }] };
  const found = joinedRelation(world, index, chain, value, receiver, own, link);
  if (found) {
    const accesses = relationTables(index, found.owner, found.relation).map(
      (table): Access => ({
        table,
        op: 'read',
        joined: true,
        line: link.line,
        ...(found.isGuess ? { confidence: 'convention' } : {}),
      }),
    );
    if (accesses.length > 0) return { accesses };
  }
  const name = constantOf(value);
  if (name !== undefined && commonTables(chain).has(name)) return { accesses: [] };
  if (name !== undefined && !name.includes('.') && /^[\w"]+$/.test(name)) {
    const named = index.of(value);
    return {
      accesses: [{ table: named ? index.table(named) : tableNamed(name), op: 'read', joined: true, line: link.line }],
    };
  }
  return { accesses: [], unresolved: { line: link.line, reason: 'joined relation is not known' } };
}

/** `${prefix}order_line`, with a prefix that only a run knows: the part that is written, as for entities. */
function afterPrefix(value: Value): string | undefined {
  if (value.kind !== 'text' || value.holes.length !== 1 || value.texts[0] !== '') return undefined;
  const [, written = ''] = value.texts;
  return /^[A-Za-z]\w*$/.test(written) ? written : undefined;
}

/** `.relation(Order, 'lines').of(order).add(line)`: writes the junction, or the side that holds the key. */
function relationAccesses(world: World, index: EntityIndex, chain: Chain, link: Link, own: Value): Finding {
  const isShort = link.args.length === 1;
  const value = isShort ? own : world.entity(link.args[0], chain.scope);
  const property = world.constant(link.args[isShort ? 0 : 1], chain.scope);
  const entity = index.of(value);
  const relation = property === undefined ? undefined : entity?.relations.get(property);
  if (entity === undefined || relation === undefined) {
    return { accesses: [], unresolved: { line: link.line, reason: 'relation is not known' } };
  }
  const after = chain.links.slice(chain.links.indexOf(link) + 1).map((one) => one.name);
  const op = after.some((name) => name.startsWith('load')) ? 'read' : 'write';
  const tables = relationTables(index, entity, relation);
  const written =
    relation.kind === 'many-to-many' ? tables.slice(1) : relation.isOwner ? [index.table(entity)] : tables.slice(0, 1);
  if (op === 'write') return { accesses: written.map((table) => ({ table, op, line: link.line })) };
  const holder: Access = { table: index.table(entity), op, joined: true, line: link.line };
  return { accesses: [...tables.map((table): Access => ({ table, op, line: link.line })), holder] };
}
