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
  type Scope,
  UNKNOWN,
  type Value,
} from '../../program/index.js';
import type { Access, Finding } from '../dialect.js';
import type { World } from '../world.js';
import { handleOf, reasonFor } from './access.js';
import type { Entity, EntityIndex, Relation } from './entities.js';
import { relationTables } from './tables.js';

const JOINS = /^(?:left|inner)Join(?:AndSelect|AndMapOne|AndMapMany)?$/;
const SOURCES = new Set(['from', 'addFrom', 'into']);

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
  if (!NAMES.has(link.name)) return undefined;
  const { scope } = chain;
  const known = handleOf(world, link, scope);
  if (known === undefined) return undefined;
  const { handle, receiver } = known;
  if (link.name === 'createQueryBuilder' || link.name === 'createQueryBuilderFor')
    return started(world, index, chain, link, handle.entity);
  if (handle.type !== 'builder') return undefined;
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
  const name = constantOf(value);
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

export function tableNamed(name: string): { name: string; schema?: string } {
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

type Found = { readonly owner: Entity; readonly relation: Relation; readonly isGuess: boolean };

/** The relation behind `'alias.property'`, by the aliases of the query so far. */
function joinedRelation(
  world: World,
  index: EntityIndex,
  chain: Chain,
  value: Value,
  receiver: Value,
  own: Value,
  link: Link,
): Found | undefined {
  if (value.kind !== 'text') return undefined;
  const written = value.texts.join('\0');
  const dot = written.indexOf('.');
  if (dot < 0) return undefined;
  const alias = written.slice(0, dot);
  const property = written.slice(dot + 1);
  if (property.includes('\0')) return undefined;
  const aliases = aliasesOf(world, index, chain, receiver, own, link);
  const owner = aliases.get(alias);
  const relation = owner && index.relation(owner, property);
  if (owner && relation) return { owner, relation, isGuess: false };
  // The alias comes from elsewhere (a parameter): the relation's name decides when it is one of the known entities'.
  const candidates = new Set([...aliases.values(), ...alternatives(own).flatMap((one) => index.of(one) ?? [])]);
  for (const candidate of candidates) {
    const guess = index.relation(candidate, property);
    if (guess) return { owner: candidate, relation: guess, isGuess: true };
  }
  return undefined;
}

/** Aliases defined by the links that made the builder. */
function aliasesOf(
  world: World,
  index: EntityIndex,
  chain: Chain,
  receiver: Value,
  own: Value,
  until: Link,
): Map<string, Entity> {
  const aliases = new Map<string, Entity>();
  const set = (alias: string | undefined, entity: Entity | undefined) => {
    if (alias !== undefined && entity && !aliases.has(alias)) aliases.set(alias, entity);
  };
  const links = [...linksBehind(world.ev, receiver), ...siblingLinks(chain)].filter(
    ({ link }) => link.expr !== until.expr,
  );
  for (const { link, scope } of links) {
    const read = (i: number) => (link.args[i] ? world.value(link.args[i], scope) : UNKNOWN);
    const aliasAt = (i: number) => {
      const value = read(i);
      return value.kind === 'text' ? value.texts.join('\0') : undefined;
    };
    if (link.name === 'createQueryBuilder') {
      const entity = index.of(entityOf(read(0)));
      if (entity && read(0).kind !== 'text') set(aliasAt(1), entity);
      else for (const one of alternatives(own)) set(aliasAt(0), index.of(one));
    } else if (SOURCES.has(link.name) || link.name === 'update') set(aliasAt(1), index.of(entityOf(read(0))));
    else if (JOINS.test(link.name)) {
      const position = link.name.includes('AndMap') ? 1 : 0;
      set(aliasAt(position + 1), joinTarget(index, read(position), aliases, own));
    }
  }
  // An entity's own name is the alias when none is given.
  for (const one of alternatives(own)) {
    const entity = index.of(one);
    if (entity && aliases.size === 0) set(entity.name, entity);
  }
  return aliases;
}

/** Links of other statements on the same variable: `qb.leftJoin('o.lines', 'l'); qb.leftJoin('l.product', 'p')`. */
function siblingLinks({ file, fn, root, scope }: Chain): { link: Link; scope: Scope }[] {
  if (root.kind !== 'name') return [];
  const found: { link: Link; scope: Scope }[] = [];
  for (const expr of file.program.functions[fn]?.body ?? []) {
    for (const chain of chainsIn(file, expr, fn)) {
      const isSame = chain.root.kind === 'name' && chain.root.name === root.name;
      if (isSame) found.push(...chain.links.map((link) => ({ link, scope })));
    }
  }
  return found;
}

function joinTarget(
  index: EntityIndex,
  value: Value,
  aliases: ReadonlyMap<string, Entity>,
  own: Value,
): Entity | undefined {
  if (value.kind !== 'text') return index.of(entityOf(value));
  const written = value.texts.join('\0');
  const dot = written.indexOf('.');
  if (dot < 0) return index.of(value);
  const property = written.slice(dot + 1);
  const known = aliases.get(written.slice(0, dot));
  // `${query.alias}.user`: the alias is not constant, the builder's own entity is the likely owner.
  const owners = known ? [known] : alternatives(own).flatMap((one) => index.of(one) ?? []);
  for (const owner of owners) {
    const relation = index.relation(owner, property);
    if (relation) return index.of(relation.target);
  }
  return undefined;
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
