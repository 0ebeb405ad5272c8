/**
 * TypeORM's entities from their decorators and schemas: tables, relations, junctions, foreign keys, with the names
 * the database has. Inheritance: plain parents give their columns to each child's own table, `@ChildEntity` shares
 * the table of the nearest `@Entity` above it.
 */
import type { Evidence, Expr } from '../../../model/index.js';
import { typeormClosureName, typeormTableName } from '../../naming/index.js';
import {
  alternatives,
  type ClassValue,
  callFunction,
  classFact,
  classKey,
  classScope,
  constantOf,
  type LibraryDecorator,
  lineageOf,
  ownTypes,
  type Scope,
  type Value,
} from '../../program/index.js';
import type { TableName } from '../dialect.js';
import type { World } from '../world.js';

export type RelationKind = 'many-to-one' | 'one-to-one' | 'one-to-many' | 'many-to-many' | 'tree';

export type Relation = {
  /** Dotted below an embedded. */
  readonly property: string;
  readonly kind: RelationKind;
  /** Class or name of the other entity. */
  readonly target: Value;
  /** Property of the other side, when the decorator names it. */
  readonly inverse: string | undefined;
  /** Holds the foreign key, or the junction. */
  readonly isOwner: boolean;
  readonly isEager: boolean;
  readonly isLazy: boolean;
  readonly hasConstraint: boolean;
  readonly joinTable: { readonly name?: string; readonly schema?: string } | undefined;
  readonly columns: readonly string[];
  readonly at: Evidence;
};

export type Entity = {
  readonly name: string;
  readonly of: ClassValue | undefined;
  /** Table as written, before prefix and schema defaults. */
  readonly tableName: string;
  readonly isExplicit: boolean;
  readonly schema: string | undefined;
  readonly database: string | undefined;
  readonly kind: 'table' | 'view' | 'child';
  /** `@Tree('closure-table')`: name of the closure table. */
  readonly closure: string | undefined;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly at: Evidence;
};

const RELATIONS: Readonly<Record<string, RelationKind>> = {
  ManyToOne: 'many-to-one',
  OneToOne: 'one-to-one',
  OneToMany: 'one-to-many',
  ManyToMany: 'many-to-many',
  TreeParent: 'tree',
  TreeChildren: 'tree',
};

export function readEntities(world: World): Entity[] {
  const classes = world.classes().flatMap((of) => classEntity(world, of) ?? []);
  const schemas = world
    .calls('EntitySchema')
    .flatMap((chain) =>
      chain.links
        .filter(
          (link) =>
            link.name === 'EntitySchema' && link.kind === 'new' && isTypeorm(world.value(link.expr, chain.scope)),
        )
        .flatMap(
          (link) => schemaEntity(world, link.args[0], chain.scope, { path: chain.file.path, line: link.line }) ?? [],
        ),
    );
  return [...classes, ...schemas];
}

function isTypeorm(value: Value): boolean {
  return value.kind === 'external' && value.package === 'typeorm';
}

function classEntity(world: World, of: ClassValue): Entity | undefined {
  const fact = classFact(of);
  if (fact.decorators === undefined) return undefined;
  const decorators = world.decorators(fact.decorators, of.scope).filter((one) => one.package === 'typeorm');
  const own = decorators.find((one) => ['Entity', 'ViewEntity', 'ChildEntity'].includes(one.name));
  if (own === undefined) return undefined;
  const kind = own.name === 'ViewEntity' ? 'view' : own.name === 'ChildEntity' ? 'child' : 'table';
  const options = (name: string) => own.args.map((arg) => text(world.option(arg, own.scope, name))).find((one) => one);
  const explicit = kind === 'child' ? undefined : world.constant(own.args[0], own.scope) || options('name');
  const tableName = explicit ?? typeormTableName(fact.name);
  return {
    name: fact.name,
    of,
    tableName,
    isExplicit: explicit !== undefined,
    schema: options('schema'),
    database: options('database'),
    kind,
    closure: closureName(world, decorators, tableName),
    relations: classRelations(world, of),
    at: { path: of.file.path, line: own.line },
  };
}

function closureName(world: World, decorators: readonly LibraryDecorator[], tableName: string): string | undefined {
  const tree = decorators.find((one) => one.name === 'Tree');
  if (tree === undefined || world.constant(tree.args[0], tree.scope) !== 'closure-table') return undefined;
  return text(world.option(tree.args[1], tree.scope, 'closureTableName')) ?? typeormClosureName(tableName);
}

/** Relations of the class and of all classes above it; the nearest declaration of a property wins. */
function classRelations(world: World, of: ClassValue): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  const self = { kind: 'instance', of, args: [...ownTypes(of).values()] } as const;
  for (const ancestor of lineageOf(world.ev, self)) {
    if (ancestor.kind !== 'own') continue;
    const scope = classScope(world.ev, ancestor.of, self, ancestor.types);
    for (const member of classFact(ancestor.of).members) {
      if (member.decorators === undefined || relations.has(member.name)) continue;
      const decorators = world.decorators(member.decorators, scope).filter((one) => one.package === 'typeorm');
      const at = { path: ancestor.of.file.path, line: member.line };
      const declared = member.type && world.type(member.type, scope);
      const relation = memberRelation(world, member.name, decorators, at, self, declared, isPromise(member.type));
      if (relation) relations.set(member.name, relation);
      else for (const inner of embeddedRelations(world, member.name, decorators)) relations.set(inner.property, inner);
    }
  }
  return relations;
}

function isPromise(type: { readonly kind: string } | undefined): boolean {
  return type?.kind === 'ref' && (type as { name?: string }).name === 'Promise';
}

function memberRelation(
  world: World,
  property: string,
  decorators: readonly LibraryDecorator[],
  at: Evidence,
  self: Value,
  declared: Value | undefined,
  isLazy: boolean,
): Relation | undefined {
  const own = decorators.find((one) => Object.hasOwn(RELATIONS, one.name));
  const kind = own && RELATIONS[own.name];
  if (own === undefined || kind === undefined) return undefined;
  const options = own.args.slice(1).map((arg) => (name: string) => literal(world, arg, own.scope, name));
  const option = (name: string) => options.map((read) => read(name)).find((one) => one !== undefined);
  const joinTable = decorators.find((one) => one.name === 'JoinTable');
  const joinColumns = decorators.filter((one) => one.name === 'JoinColumn');
  return {
    property,
    kind,
    target: kind === 'tree' ? self : relationTarget(world, own.args[0], own.scope, declared),
    inverse: inverseProperty(world, own.args[1], own.scope),
    isOwner:
      kind === 'many-to-one' ||
      own.name === 'TreeParent' ||
      (kind === 'one-to-one' && joinColumns.length > 0) ||
      (kind === 'many-to-many' && joinTable !== undefined),
    isEager: option('eager') === 'true',
    isLazy: isLazy || option('lazy') === 'true',
    hasConstraint: option('createForeignKeyConstraints') !== 'false',
    joinTable: joinTable && {
      ...textOption(world, joinTable, 'name'),
      ...textOption(world, joinTable, 'schema'),
    },
    columns: joinColumns.flatMap((one) => text(world.option(one.args[0], one.scope, 'name')) ?? []),
    at,
  };
}

/** `() => Order`, `type => Order`, `'Order'`; a forward reference to a file not there falls back to the field's type. */
function relationTarget(world: World, expr: Expr | undefined, scope: Scope, declared: Value | undefined): Value {
  for (const value of expr ? alternatives(world.value(expr, scope)) : []) {
    if (constantOf(value) !== undefined || value.kind === 'class') return value;
    const returned = value.kind === 'function' ? callFunction(world.ev, value, undefined, undefined) : undefined;
    if (returned && returned.kind !== 'unknown') return returned;
  }
  return declared?.kind === 'array' ? declared.element : (declared ?? { kind: 'unknown' });
}

/** `(line) => line.order` or `'order'`. */
function inverseProperty(world: World, expr: Expr | undefined, scope: Scope): string | undefined {
  if (expr?.kind === 'string') return expr.value;
  const value = expr && world.value(expr, scope);
  const returned = value?.kind === 'function' ? value.file.program.functions[value.index]?.returns[0] : undefined;
  return returned?.kind === 'member' ? returned.name : undefined;
}

/** `@Column(() => Address)`: the relations of the embedded class, below the property. */
function embeddedRelations(world: World, property: string, decorators: readonly LibraryDecorator[]): Relation[] {
  const column = decorators.find((one) => one.name === 'Column' && one.args[0]?.kind === 'function');
  if (column === undefined) return [];
  const target = relationTarget(world, column.args[0], column.scope, undefined);
  if (target.kind !== 'class') return [];
  return [...classRelations(world, target.of).values()].map((inner) => ({
    ...inner,
    property: `${property}.${inner.property}`,
  }));
}

function literal(world: World, expr: Expr, scope: Scope, name: string): string | undefined {
  const object = world.object(expr, scope);
  const entry = object?.expr.entries.find((one) => one.key === name);
  return entry?.value.kind === 'literal' ? entry.value.text : undefined;
}

function textOption(world: World, decorator: LibraryDecorator, name: string): { [key: string]: string } {
  const value = text(world.option(decorator.args[0], decorator.scope, name));
  return value === undefined ? {} : { [name]: value };
}

function text(value: Value | undefined): string | undefined {
  return value && constantOf(value);
}

/** `new EntitySchema({ name, tableName, schema, relations, target })`. */
function schemaEntity(world: World, expr: Expr | undefined, scope: Scope, at: Evidence): Entity | undefined {
  const read = (name: string) => world.option(expr, scope, name);
  const target = read('target');
  const name = text(read('name')) ?? (target?.kind === 'class' ? classFact(target.of).name : undefined);
  if (name === undefined) return undefined;
  const explicit = text(read('tableName'));
  return {
    name,
    of: target?.kind === 'class' ? target.of : undefined,
    tableName: explicit ?? typeormTableName(name),
    isExplicit: explicit !== undefined,
    schema: text(read('schema')),
    database: text(read('database')),
    kind: text(read('type')) === 'view' ? 'view' : 'table',
    closure: undefined,
    relations: schemaRelations(world, read('relations'), at),
    at,
  };
}

function schemaRelations(world: World, value: Value | undefined, at: Evidence): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  if (value?.kind !== 'object') return relations;
  for (const entry of value.expr.entries) {
    const read = (name: string) => world.option(entry.value, value.scope, name);
    const kind = text(read('type')) as RelationKind | undefined;
    if (kind === undefined) continue;
    const targetValue = read('target');
    const joinTable = read('joinTable');
    const tableName = joinTable && text(world.member(joinTable, 'name'));
    const isJoined = literal(world, entry.value, value.scope, 'joinTable') === 'true' || joinTable !== undefined;
    const hasColumn =
      literal(world, entry.value, value.scope, 'joinColumn') === 'true' || read('joinColumn') !== undefined;
    relations.set(entry.key, {
      property: entry.key,
      kind,
      target:
        targetValue?.kind === 'function'
          ? callFunction(world.ev, targetValue, undefined, undefined)
          : (targetValue ?? { kind: 'unknown' }),
      inverse: text(read('inverseSide')),
      isOwner: kind === 'many-to-one' || (kind === 'one-to-one' && hasColumn) || (kind === 'many-to-many' && isJoined),
      isEager: literal(world, entry.value, value.scope, 'eager') === 'true',
      isLazy: literal(world, entry.value, value.scope, 'lazy') === 'true',
      hasConstraint: literal(world, entry.value, value.scope, 'createForeignKeyConstraints') !== 'false',
      joinTable: isJoined ? (tableName === undefined ? {} : { name: tableName }) : undefined,
      columns: [],
      at: { ...at, line: entry.line },
    });
  }
  return relations;
}

/** Entities by class and by name, with the tables they live in. */
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
      for (const one of alternatives(value)) {
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
