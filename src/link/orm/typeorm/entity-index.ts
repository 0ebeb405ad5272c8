/** Entities by class and by name, with the tables they live in: what a value of the code stands for. */
import { alternatives, classKey, constantOf, lineageOf, type Value } from '../../program/index.js';
import type { TableName } from '../dialect.js';
import type { World } from '../world.js';
import type { Entity } from './entities.js';
import { type Relation, text } from './relations.js';

export type EntityIndex = {
  readonly all: readonly Entity[];
  /** The entity that a value (class, instance, name) stands for; the nearest above a class that is none itself. */
  readonly of: (value: Value) => Entity | undefined;
  readonly table: (entity: Entity) => TableName;
  /** A relation of the entity, or of one that shares its table below it (`session.user` of AuthenticatedSession). */
  readonly relation: (entity: Entity, property: string) => Relation | undefined;
};

export type Defaults = { readonly prefix: string; readonly schema: string | undefined };

export function indexEntities(world: World, all: readonly Entity[], defaults: Defaults): EntityIndex {
  const byClass = new Map<string, Entity>();
  const byName = new Map<string, Entity>();
  for (const entity of all) {
    if (entity.of) byClass.set(classKey(entity.of), entity);
    if (!byName.has(entity.name)) byName.set(entity.name, entity);
  }
  for (const entity of all) if (!byName.has(entity.tableName)) byName.set(entity.tableName, entity);
  const above = (entity: Entity, isWanted: (one: Entity) => boolean): Entity | undefined => {
    if (entity.of === undefined) return undefined;
    for (const one of lineageOf(world.ev, { kind: 'instance', of: entity.of, args: [] })) {
      const found = one.kind === 'own' ? byClass.get(classKey(one.of)) : undefined;
      if (found && isWanted(found)) return found;
    }
    return undefined;
  };
  const children = new Map<Entity, Entity[]>();
  for (const entity of all) {
    const holder = entity.kind === 'child' ? above(entity, (one) => one.kind === 'table') : undefined;
    if (holder) children.set(holder, [...(children.get(holder) ?? []), entity]);
  }
  return {
    all,
    relation(entity, property) {
      const own = entity.relations.get(property);
      if (own) return own;
      for (const child of children.get(entity) ?? []) {
        const found = child.relations.get(property);
        if (found) return found;
      }
      return undefined;
    },
    of(value) {
      for (const one of alternatives(value).flatMap(partsOf)) {
        const name = constantOf(one);
        if (name !== undefined && byName.has(name)) return byName.get(name);
        if (one.kind === 'external' && one.name === 'EntitySchema' && one.made) {
          const expr = one.made.expr.kind === 'new' ? one.made.expr.args[0] : undefined;
          const schema = text(world.option(expr, one.made.scope, 'name'));
          if (schema !== undefined) return byName.get(schema);
        }
        if (one.kind !== 'class' && one.kind !== 'instance') continue;
        for (const ancestor of lineageOf(world.ev, { kind: 'instance', of: one.of, args: [] })) {
          const found = ancestor.kind === 'own' ? byClass.get(classKey(ancestor.of)) : undefined;
          if (found) return found;
        }
      }
      return undefined;
    },
    table(entity) {
      const holder = entity.kind === 'child' ? (above(entity, (one) => one.kind === 'table') ?? entity) : entity;
      const schema = holder.schema ?? defaults.schema;
      return {
        name: holder.kind === 'view' ? holder.tableName : `${defaults.prefix}${holder.tableName}`,
        ...(schema === undefined ? {} : { schema }),
        ...(holder.database === undefined ? {} : { database: holder.database }),
      };
    },
  };
}

/** `Object.assign(order, changes)`, `Order & { total: number }` are orders; what is copied into a new object is not. */
function partsOf(value: Value): readonly Value[] {
  if (value.kind !== 'both') return [value];
  const target = value.of.at(-1);
  if (target === undefined || target.kind === 'unknown' || target.kind === 'object') return [];
  return [...value.of].reverse().filter((part) => part.kind === 'instance');
}
