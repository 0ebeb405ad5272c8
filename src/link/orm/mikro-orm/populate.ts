/** What a read pulls in beside its own table: `populate`, eager relations, conditions on related entities. */
import type { Expr } from '../../../model/index.js';
import { alternatives, constantOf, type Link, type Scope, type Value, type ValueOf } from '../../program/index.js';
import { eagerRelations } from '../declared.js';
import type { Access } from '../dialect.js';
import type { World } from '../world.js';
import type { Entity, EntityIndex } from './entities.js';
import { relationTables } from './tables.js';

/** `populate: ['lines.product', '$infer']`, `em.populate(orders, ['lines'])`; `key` names the option. */
export function populated(
  world: World,
  index: EntityIndex,
  entity: Entity,
  link: Link,
  options: readonly Expr[],
  scope: Scope,
  key = 'populate',
): Access[] {
  const accesses: Access[] = [];
  const values = options.flatMap((expr): Value[] => {
    if (link.name === 'populate' && expr === options[0]) return [world.value(expr, scope)];
    const value = world.option(expr, scope, key);
    return value ? [value] : [];
  });
  for (const path of values.flatMap((value) => paths(world, value))) {
    if (path === '*') {
      for (const relation of entity.relations.values())
        accesses.push(...joined(relationTables(index, entity, relation), link.line));
    } else accesses.push(...followed(index, entity, path, link.line));
  }
  return accesses;
}

function paths(world: World, value: Value, depth = 0): string[] {
  if (depth > 6) return [];
  return alternatives(value).flatMap((one): string[] => {
    const name = constantOf(one);
    if (name !== undefined) return [name.replace(/:ref$/, '')];
    if (one.kind === 'array') return (one.items ?? [one.element]).flatMap((item) => paths(world, item, depth + 1));
    // v4: `{ field: 'lines' }`; else nested objects of `true`.
    const field = one.kind === 'object' ? constantOf(world.member(one, 'field')) : undefined;
    return field === undefined ? [] : [field];
  });
}

function followed(index: EntityIndex, from: Entity, path: string, line: number): Access[] {
  const accesses: Access[] = [];
  let owner: Entity | undefined = from;
  let embedded = '';
  for (const step of path.split('.')) {
    const name: string = embedded + step;
    const relation: ReturnType<Entity['relations']['get']> = owner?.relations.get(name);
    // `address.country`: a relation of what is embedded.
    const isEmbedded: boolean = [...(owner?.relations.keys() ?? [])].some((key) => key.startsWith(`${name}.`));
    embedded = relation === undefined && isEmbedded ? `${name}.` : '';
    if (embedded !== '') continue;
    if (owner === undefined || relation === undefined) break;
    accesses.push(...joined(relationTables(index, owner, relation), line));
    owner = index.of(relation.target);
    if (owner) accesses.push(...eagerTables(index, owner, line));
  }
  return accesses;
}

function joined(tables: readonly Access['table'][], line: number): Access[] {
  return tables.map((table) => ({ table, op: 'read', joined: true, line, note: 'populate' }));
}

/** Relations that every read of the entity loads, and theirs. */
export function eagerTables(index: EntityIndex, entity: Entity, line: number): Access[] {
  return eagerRelations(entity, (target) => index.of(target)).flatMap(({ owner, relation }) => {
    const via = [`${relation.at.path}#${owner.name}.${relation.property}`];
    return joined(relationTables(index, owner, relation), line).map((one) => ({ ...one, note: 'eager relation', via }));
  });
}

const MAX_DEPTH = 6;

/** `{ customer: { name: 'x' } }` as a condition or order joins the customer; a comparison of its key does not. */
export function joinedBy(
  world: World,
  index: EntityIndex,
  entity: Entity,
  expr: Expr,
  scope: Scope,
  line: number,
): Access[] {
  const accesses: Access[] = [];
  const visit = (of: Entity, value: Value | undefined, depth: number): void => {
    if (value === undefined || depth > MAX_DEPTH) return;
    for (const one of alternatives(value)) {
      if (one.kind === 'array') for (const item of one.items ?? [one.element]) visit(of, item, depth + 1);
      if (one.kind !== 'object') continue;
      for (const entry of one.expr.entries) {
        if (/^\$(?:and|or|not)$|^(?:orderBy|where)$/.test(entry.key))
          visit(of, world.value(entry.value, one.scope), depth + 1);
        const relation = of.relations.get(entry.key);
        const target = relation && index.of(relation.target);
        if (relation === undefined || target === undefined) continue;
        // Filled by several statements (`where.alias = { …, player: { … } }`): each may run.
        const nested = alternatives(world.value(entry.value, one.scope)).flatMap((value) => conditionsOf(value));
        const isKeyOnly = nested.every((inner) =>
          inner.expr.entries.every(({ key }) => key === '...' || key.startsWith('$') || isKey(target, key)),
        );
        const tables = relationTables(index, of, relation);
        if (!isKeyOnly) accesses.push(...joined(tables, line));
        else if (!relation.isOwner && nested.length > 0) accesses.push(...joined(tables, line));
        else if (relation.kind === 'm:n') accesses.push(...joined(tables.slice(1), line));
        else if (relation.kind === '1:m') accesses.push(...joined(tables, line));
        for (const inner of nested) visit(target, inner, depth + 1);
      }
    }
  };
  visit(entity, world.object(expr, scope), 0);
  return accesses;
}

function conditionsOf(value: Value): ValueOf<'object'>[] {
  if (value.kind === 'both') return value.of.flatMap((one) => (one.kind === 'object' ? [one] : []));
  return value.kind === 'object' ? [value] : [];
}

function isKey(entity: Entity, name: string): boolean {
  return entity.primaryKeys.includes(name) || (entity.primaryKeys.length === 0 && name === 'id');
}
