/** MikroORM's query builder: the entity it is made for, the statement it becomes, joins by `alias.property`. */
import type { AccessKind } from '../../../model/index.js';
import { type Chain, constantOf, type Link, linksBehind, type Scope, type Value } from '../../program/index.js';
import type { Access, Finding } from '../dialect.js';
import type { World } from '../world.js';
import type { Entity, EntityIndex } from './entities.js';
import { relationTables } from './tables.js';

const STARTS = new Set(['createQueryBuilder', 'qb']);
const STATEMENTS: Readonly<Record<string, AccessKind>> = {
  insert: 'write',
  update: 'write',
  delete: 'delete',
  truncate: 'delete',
};
const JOIN = /^(?:join|leftJoin|innerJoin|joinAndSelect|leftJoinAndSelect|innerJoinAndSelect)$/;

export const BUILDER_METHODS: readonly string[] = [
  ...STARTS,
  ...Object.keys(STATEMENTS),
  'join',
  'leftJoin',
  'innerJoin',
  'joinAndSelect',
  'leftJoinAndSelect',
  'innerJoinAndSelect',
];

export function builderAccesses(
  world: World,
  index: EntityIndex,
  chain: Chain,
  link: Link,
  own: Value,
  receiver: Value,
): Finding | undefined {
  const { line } = link;
  if (STARTS.has(link.name)) {
    const entity = index.of(own) ?? index.of(world.entity(link.args[0], chain.scope));
    if (entity === undefined) return { accesses: [], unresolved: { line, reason: 'entity is not known' } };
    const later = chain.links.slice(chain.links.indexOf(link) + 1);
    const isOther = later.some((one) => Object.hasOwn(STATEMENTS, one.name));
    return { accesses: isOther ? [] : [{ table: index.table(entity), op: 'read', line }] };
  }
  const entity = index.of(own);
  const op = Object.hasOwn(STATEMENTS, link.name) ? STATEMENTS[link.name] : undefined;
  if (op !== undefined) {
    return entity
      ? { accesses: [{ table: index.table(entity), op, line }] }
      : { accesses: [], unresolved: { line, reason: 'entity is not known' } };
  }
  if (!JOIN.test(link.name) || entity === undefined) return undefined;
  return { accesses: joins(world, index, chain, link, entity, receiver) };
}

function joins(world: World, index: EntityIndex, chain: Chain, link: Link, root: Entity, receiver: Value): Access[] {
  const before = chain.links.slice(0, chain.links.indexOf(link)).map((one) => ({ link: one, scope: chain.scope }));
  const aliases = aliasesOf(world, index, root, [...linksBehind(world.ev, receiver), ...before]);
  const target = joinTarget(world, index, aliases, root, link, chain.scope);
  return (target?.tables ?? []).map((table) => ({ table, op: 'read', joined: true, line: link.line }));
}

type Aliases = ReadonlyMap<string, Entity>;

function aliasesOf(
  world: World,
  index: EntityIndex,
  root: Entity,
  links: readonly { link: Link; scope: Scope }[],
): Aliases {
  const aliases = new Map<string, Entity>();
  for (const { link, scope } of links) {
    if (STARTS.has(link.name)) {
      for (const arg of link.args) {
        const alias = world.constant(arg, scope);
        if (alias !== undefined) aliases.set(alias, root);
      }
    } else if (JOIN.test(link.name)) {
      const target = joinTarget(world, index, aliases, root, link, scope);
      const alias = world.constant(link.args[1], scope);
      if (target && alias !== undefined) aliases.set(alias, target.entity);
    }
  }
  return aliases;
}

/** `leftJoin('o.lines', 'l')`, `leftJoin('lines', 'l')`. */
function joinTarget(world: World, index: EntityIndex, aliases: Aliases, root: Entity, link: Link, scope: Scope) {
  const first = link.args[0] && world.value(link.args[0], scope);
  const path = first?.kind === 'array' ? first.items?.[0] && constantOf(first.items[0]) : first && constantOf(first);
  if (path === undefined) return undefined;
  const dot = path.indexOf('.');
  const owner = dot < 0 ? root : aliases.get(path.slice(0, dot));
  const relation = owner?.relations.get(path.slice(dot + 1));
  const entity = relation && index.of(relation.target);
  return owner && relation && entity ? { entity, tables: relationTables(index, owner, relation) } : undefined;
}
