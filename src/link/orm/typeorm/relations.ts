/**
 * Relations of TypeORM's entities, from decorators (inherited and embedded ones too) and from the `relations` of a
 * schema: what they point to, which side holds the key, and what their columns and junctions are called.
 */
import type { Evidence, Expr } from '../../../model/index.js';
import {
  alternatives,
  type ClassValue,
  constantOf,
  type LibraryDecorator,
  ownTypes,
  type Scope,
  type Value,
} from '../../program/index.js';
import { decoratedMembers, namedProperty, returned } from '../declared.js';
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
  /** New entities set on it are inserted when the owner is saved. */
  readonly cascades: boolean;
  /** What becomes of rows that are taken out of the other side's list, where the key's side says it. */
  readonly orphans?: string | undefined;
  readonly joinTable: { readonly name?: string; readonly schema?: string } | undefined;
  readonly columns: readonly string[];
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

const KEYS = new Set(['PrimaryGeneratedColumn', 'PrimaryColumn', 'ObjectIdColumn']);

/** Properties of the class, and of those above it, that make its primary key. */
export function classKeys(world: World, of: ClassValue): string[] {
  const keys = new Set<string>();
  for (const { name, decorators } of decoratedMembers(world, of, isTypeorm)) {
    if (decorators.some((one) => KEYS.has(one.name))) keys.add(name);
  }
  return [...keys];
}

/** `columns: { id: { primary: true } }` of a schema. */
export function schemaKeys(world: World, columns: Value | undefined): string[] {
  if (columns?.kind !== 'object') return [];
  const { entries } = columns.expr;
  return entries
    .filter((entry) => literal(world, entry.value, columns.scope, 'primary') === 'true')
    .map(({ key }) => key);
}

/** Relations of the class and of all classes above it; the nearest declaration of a property wins. */
export function classRelations(world: World, of: ClassValue): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  const self = { kind: 'instance', of, args: [...ownTypes(of).values()] } as const;
  const isKnown = (name: string) => relations.has(name);
  for (const { name, type, decorators, scope, at } of decoratedMembers(world, of, isTypeorm, isKnown, self.args)) {
    const declared = type && world.type(type, scope);
    const relation = memberRelation(world, name, decorators, at, self, declared, isPromise(type));
    if (relation) relations.set(name, relation);
    else for (const inner of embeddedRelations(world, name, decorators)) relations.set(inner.property, inner);
  }
  return relations;
}

function isTypeorm(library: string): boolean {
  return library === 'typeorm';
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
    inverse: own.args[1] && namedProperty(world.value(own.args[1], own.scope)),
    isOwner:
      kind === 'many-to-one' ||
      own.name === 'TreeParent' ||
      (kind === 'one-to-one' && joinColumns.length > 0) ||
      (kind === 'many-to-many' && joinTable !== undefined),
    isEager: option('eager') === 'true',
    isLazy: isLazy || option('lazy') === 'true',
    hasConstraint: option('createForeignKeyConstraints') !== 'false',
    cascades: own.args.slice(1).some((arg) => isCascading(world, arg, own.scope)),
    ...orphansOf(world, own.args.slice(1), own.scope),
    joinTable: joinTable && {
      ...textOption(world, joinTable, 'name'),
      ...textOption(world, joinTable, 'schema'),
    },
    columns: joinColumns.flatMap((one) => text(world.option(one.args[0], one.scope, 'name')) ?? []),
    at,
  };
}

/**
 * `() => Order`, `type => Order`, `'Order'`; a forward reference to a file not there, or one that only a run resolves
 * (`() => load('./order').Order`), falls back to the field's type.
 */
function relationTarget(world: World, expr: Expr | undefined, scope: Scope, declared: Value | undefined): Value {
  const type = declared?.kind === 'array' ? declared.element : declared;
  const isOpaque = (value: Value) => (value.kind === 'part' || value.kind === 'made') && type?.kind === 'instance';
  for (const value of expr ? alternatives(world.value(expr, scope)) : []) {
    if (constantOf(value) !== undefined || value.kind === 'class') return value;
    const given = value.kind === 'function' ? returned(world, value) : undefined;
    if (given && given.kind !== 'unknown' && !isOpaque(given)) return given;
  }
  return type ?? { kind: 'unknown' };
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

/** `cascade: true`, `cascade: ['insert', 'update']`. */
function isCascading(world: World, expr: Expr, scope: Scope): boolean {
  if (literal(world, expr, scope, 'cascade') === 'true') return true;
  const value = world.option(expr, scope, 'cascade');
  return value?.kind === 'array' && (value.items ?? []).some((one) => constantOf(one) === 'insert');
}

function orphansOf(world: World, args: readonly Expr[], scope: Scope): { orphans?: string } {
  for (const arg of args) {
    const orphans = text(world.option(arg, scope, 'orphanedRowAction'));
    if (orphans !== undefined) return { orphans };
  }
  return {};
}

function textOption(world: World, decorator: LibraryDecorator, name: string): { [key: string]: string } {
  const value = text(world.option(decorator.args[0], decorator.scope, name));
  return value === undefined ? {} : { [name]: value };
}

export function text(value: Value | undefined): string | undefined {
  return value && constantOf(value);
}

export function schemaRelations(world: World, value: Value | undefined, at: Evidence): Map<string, Relation> {
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
      target: targetValue === undefined ? { kind: 'unknown' } : returned(world, targetValue),
      inverse: text(read('inverseSide')),
      isOwner: kind === 'many-to-one' || (kind === 'one-to-one' && hasColumn) || (kind === 'many-to-many' && isJoined),
      isEager: literal(world, entry.value, value.scope, 'eager') === 'true',
      isLazy: literal(world, entry.value, value.scope, 'lazy') === 'true',
      hasConstraint: literal(world, entry.value, value.scope, 'createForeignKeyConstraints') !== 'false',
      cascades: isCascading(world, entry.value, value.scope),
      ...orphansOf(world, [entry.value], value.scope),
      joinTable: isJoined ? (tableName === undefined ? {} : { name: tableName }) : undefined,
      columns: [],
      at: { ...at, line: entry.line },
    });
  }
  return relations;
}
