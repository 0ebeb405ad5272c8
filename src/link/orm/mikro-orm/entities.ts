/**
 * MikroORM's entities: decorated classes, `EntitySchema`, `defineEntity`, and Medusa's `model.define`, with their
 * relations and the tables they are in. Single-table children share the root's table.
 */
import type { Evidence } from '../../../model/index.js';
import { type MikroNaming, medusaTableName, mikroTableName } from '../../naming/index.js';
import {
  alternatives,
  type ClassValue,
  classFact,
  classKey,
  constantOf,
  forAll,
  type LibraryDecorator,
  lineageOf,
  type Value,
  valueKey,
} from '../../program/index.js';
import type { TableName } from '../dialect.js';
import type { World } from '../world.js';
import { injectedTypes } from './injected.js';
import { isMikroPackage } from './library.js';
import { classRelations, type Relation } from './relations.js';
import { readSchemas } from './schemas.js';

export type Entity = {
  readonly name: string;
  readonly of: ClassValue | undefined;
  /** Identity of the call that defines it, when it is no class. */
  readonly made: object | undefined;
  readonly explicit: TableName | undefined;
  readonly kind: 'table' | 'view';
  /** Medusa's DML names its junctions its own way. */
  readonly isMedusa: boolean;
  readonly hasDiscriminator: boolean;
  readonly discriminatorValue: boolean;
  readonly primaryKeys: readonly string[];
  readonly relations: ReadonlyMap<string, Relation>;
  readonly at: Evidence;
};

export type EntityIndex = {
  readonly all: readonly Entity[];
  readonly naming: MikroNaming;
  /** MongoDB: many-to-many are lists of ids, nothing is constrained. */
  readonly isMongo: boolean;
  /** The entity that a class, record, schema or name stands for. */
  readonly of: (value: Value) => Entity | undefined;
  readonly table: (entity: Entity) => TableName;
  /** The entity whose table it is: of a single-table child the one above. */
  readonly root: (entity: Entity) => Entity;
};

export function readEntities(world: World, naming: MikroNaming, isMongo: boolean): EntityIndex {
  const classes = world.classes().flatMap((of) => classEntity(world, of) ?? []);
  return indexOf(world, [...classes, ...readSchemas(world)], naming, isMongo);
}

function classEntity(world: World, of: ClassValue): Entity | undefined {
  const fact = classFact(of);
  if (fact.decorators === undefined) return undefined;
  const decorators = world.decorators(fact.decorators, of.scope).filter((one) => isMikroPackage(one.package));
  const own = decorators.find((one) => one.name === 'Entity');
  if (own === undefined) return undefined;
  const option = (name: string) => world.option(own.args[0], own.scope, name);
  const hasDiscriminator = option('discriminatorColumn') !== undefined || option('discriminatorMap') !== undefined;
  // An abstract class is no table, unless it is the one that its single-table children are in.
  if (isWritten(own, world, 'abstract', 'true') && !hasDiscriminator) return undefined;
  // A virtual entity is a query, not a table.
  const isView = isWritten(own, world, 'view', 'true');
  if (option('expression') !== undefined && !isView) return undefined;
  const tableName = tableText(option('tableName') ?? option('collection'));
  // Named by a value that only a run knows.
  if (tableName === null) return undefined;
  return {
    name: fact.name,
    of,
    made: undefined,
    explicit: explicitTable(tableName, text(option('schema'))),
    kind: isView ? 'view' : 'table',
    isMedusa: false,
    hasDiscriminator,
    discriminatorValue: option('discriminatorValue') !== undefined,
    primaryKeys: primaryKeys(world, of),
    relations: classRelations(world, of),
    at: { path: of.file.path, line: own.line },
  };
}

function isWritten(decorator: LibraryDecorator, world: World, name: string, literal: string): boolean {
  const options = world.object(decorator.args[0], decorator.scope);
  const entry = options?.expr.entries.find((one) => one.key === name);
  return entry?.value.kind === 'literal' && entry.value.text === literal;
}

/** A dot in the name parts the schema off, as MikroORM does. */
export function explicitTable(name: string | undefined, schema: string | undefined): TableName | undefined {
  if (name === undefined) return schema === undefined ? undefined : { name: '', schema };
  const dot = name.indexOf('.');
  if (dot > 0) return { name: name.slice(dot + 1), schema: name.slice(0, dot) };
  return { name, ...(schema === undefined || schema === '*' ? {} : { schema }) };
}

function primaryKeys(world: World, of: ClassValue): string[] {
  const keys: string[] = [];
  for (const ancestor of lineageOf(world.ev, { kind: 'instance', of, args: [] })) {
    if (ancestor.kind !== 'own') continue;
    for (const member of classFact(ancestor.of).members) {
      if (member.decorators === undefined || keys.includes(member.name)) continue;
      const decorators = world.decorators(member.decorators, ancestor.of.scope);
      const isKey = decorators.some(
        (one) =>
          isMikroPackage(one.package) && (one.name === 'PrimaryKey' || (one.args.length > 0 && isPrimary(world, one))),
      );
      if (isKey) keys.push(member.name);
    }
  }
  return keys;
}

function isPrimary(world: World, decorator: LibraryDecorator): boolean {
  return decorator.args.some((arg) => {
    const entry = world.object(arg, decorator.scope)?.expr.entries.find((one) => one.key === 'primary');
    return entry?.value.kind === 'literal' && entry.value.text === 'true';
  });
}

function indexOf(world: World, all: readonly Entity[], naming: MikroNaming, isMongo: boolean): EntityIndex {
  const byClass = new Map<string, Entity>();
  const byName = new Map<string, Entity>();
  const byMade = new Map<object, Entity>();
  let byType: ReadonlyMap<string, Entity> | undefined;
  for (const entity of all) {
    if (entity.of && !byClass.has(classKey(entity.of))) byClass.set(classKey(entity.of), entity);
    if (entity.made) byMade.set(entity.made, entity);
    if (!byName.has(entity.name)) byName.set(entity.name, entity);
  }
  const of = (value: Value, depth = 0): Entity | undefined => {
    for (const one of alternatives(value)) {
      const name = constantOf(one);
      if (name !== undefined) return byName.get(name);
      if (one.kind === 'made') {
        // `model.define(…).indexes(…)` is what was defined.
        const before = one.callee.kind === 'part' && depth < 4 ? one.callee.object : undefined;
        return byMade.get(one.made.expr) ?? (before && of(before, depth + 1));
      }
      if (one.kind === 'both' || one.kind === 'array') {
        const found =
          depth < 4 ? (one.kind === 'both' ? one.of : [one.element]).map((part) => of(part, depth + 1)) : [];
        const first = found.find((entity) => entity !== undefined);
        if (first) return first;
      }
      if (one.kind === 'external' && depth < 4) {
        const found = (one.made && byMade.get(one.made.expr)) ?? (one.args[0] && of(one.args[0], depth + 1));
        if (found) return found;
      }
      if (one.kind === 'shape') {
        byType ??= forAll(world.ev.watch, () => injectedTypes(world, byName));
        const found = byType.get(valueKey(one));
        if (found) return found;
      }
      if (one.kind !== 'class' && one.kind !== 'instance') continue;
      for (const ancestor of lineageOf(world.ev, { kind: 'instance', of: one.of, args: [] })) {
        // `class Order extends OrderSchema.class`: the schema's entity.
        const found = ancestor.kind === 'own' ? byClass.get(classKey(ancestor.of)) : schemaBase(ancestor.value, depth);
        if (found) return found;
      }
    }
    return undefined;
  };
  const schemaBase = (base: Value, depth: number): Entity | undefined =>
    base.kind === 'part' && base.name === 'class' && depth < 4 ? of(base.object, depth + 1) : undefined;
  const table = (entity: Entity): TableName => {
    const root = rootOf(world, byClass, entity);
    if (root.isMedusa && root.explicit) {
      const { name, schema } = medusaTableName(
        root.explicit.schema ? `${root.explicit.schema}.${root.explicit.name}` : root.explicit.name,
      );
      return { name, ...(schema === undefined ? {} : { schema }) };
    }
    if (root.explicit && root.explicit.name !== '') return root.explicit;
    return { ...root.explicit, name: mikroTableName(root.name, naming) };
  };
  return { all, naming, isMongo, of, table, root: (entity) => rootOf(world, byClass, entity) };
}

/** The entity whose table it is: the nearest above that tells its children apart by a column. */
function rootOf(world: World, byClass: ReadonlyMap<string, Entity>, entity: Entity): Entity {
  if (entity.of === undefined) return entity;
  let root = entity;
  for (const ancestor of lineageOf(world.ev, { kind: 'instance', of: entity.of, args: [] }).slice(1)) {
    const above = ancestor.kind === 'own' ? byClass.get(classKey(ancestor.of)) : undefined;
    if (above && (above.hasDiscriminator || root.discriminatorValue)) root = above;
  }
  return root;
}

export function text(value: Value | undefined): string | undefined {
  return value && constantOf(value);
}

/** A table's name: of one with a prefix from the environment the part that is written; null when nothing is. */
export function tableText(value: Value | undefined): string | null | undefined {
  if (value === undefined) return undefined;
  return value.kind === 'text' && value.texts.join('') !== '' ? value.texts.join('') : null;
}
