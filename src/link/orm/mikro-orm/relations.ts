/** Relations of decorated classes: who holds the foreign key, which table lies between, how they are named. */
import type { Evidence, Expr } from '../../../model/index.js';
import {
  type ClassValue,
  constantOf,
  type LibraryDecorator,
  ownTypes,
  type Scope,
  type Value,
} from '../../program/index.js';
import { decoratedMembers, namedProperty, returned } from '../declared.js';
import type { World } from '../world.js';
import { isMikroPackage } from './library.js';

export type RelationKind = 'm:1' | '1:1' | '1:m' | 'm:n';

export type Relation = {
  readonly property: string;
  readonly kind: RelationKind;
  readonly target: Value;
  readonly mappedBy: string | undefined;
  readonly inversedBy: string | undefined;
  /** Holds the foreign key, or the junction. */
  readonly isOwner: boolean;
  readonly isEager: boolean;
  readonly hasConstraint: boolean;
  readonly pivotTable: string | undefined;
  readonly pivotEntity: Value | undefined;
  readonly columns: readonly string[];
  readonly inverseColumns: readonly string[];
  readonly at: Evidence;
};

const DECORATORS: Readonly<Record<string, RelationKind>> = {
  ManyToOne: 'm:1',
  OneToOne: '1:1',
  OneToMany: '1:m',
  ManyToMany: 'm:n',
};

/** Relations of the class and of all above it; the nearest declaration of a property wins. */
export function classRelations(world: World, of: ClassValue): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  const isKnown = (name: string) => relations.has(name);
  for (const member of decoratedMembers(world, of, isMikroPackage, isKnown, [...ownTypes(of).values()])) {
    const { name, type, init, decorators, scope, at } = member;
    const own = decorators.find((one) => Object.hasOwn(DECORATORS, one.name));
    const kind = own && DECORATORS[own.name];
    if (own && kind) {
      const declared = () => (type ? world.type(type, scope) : init && world.value(init, scope));
      relations.set(name, decoratedRelation(world, name, kind, own, declared, at));
    } else {
      const inner = embedded(world, name, decorators, type && world.type(type, scope));
      for (const one of inner) relations.set(one.property, one);
    }
  }
  return relations;
}

/** `@Embedded(() => Address)`: relations of the embeddable, below the property. */
function embedded(
  world: World,
  property: string,
  decorators: readonly LibraryDecorator[],
  declared: Value | undefined,
): Relation[] {
  const own = decorators.find((one) => one.name === 'Embedded');
  if (own === undefined) return [];
  const target = own.args[0] ? targetOf(world, own.args[0], own.scope) : undefined;
  const of = [target, declared].find((one) => one?.kind === 'class' || one?.kind === 'instance');
  if (of?.kind !== 'class' && of?.kind !== 'instance') return [];
  return [...classRelations(world, of.of).values()].map((inner) => ({
    ...inner,
    property: `${property}.${inner.property}`,
  }));
}

function decoratedRelation(
  world: World,
  property: string,
  kind: RelationKind,
  { args, scope }: LibraryDecorator,
  declared: () => Value | undefined,
  at: Evidence,
): Relation {
  const objects = args.flatMap((arg) => world.object(arg, scope) ?? []);
  const [first, second] = args;
  const given = first && first.kind !== 'object' ? targetOf(world, first, scope) : undefined;
  const positional = second && second.kind !== 'object' ? namedProperty(world.value(second, scope)) : undefined;
  const type = declared();
  const inferred = type?.kind === 'external' ? type.args[0] : type?.kind === 'array' ? type.element : type;
  return relationFrom(world, { property, kind, objects, given, positional, inferred, at });
}

type Draft = {
  readonly property: string;
  readonly kind: RelationKind;
  readonly objects: readonly Value[];
  readonly given: Value | undefined;
  readonly positional: string | undefined;
  readonly inferred: Value | undefined;
  readonly at: Evidence;
};

/** A relation from its options, whichever way they are written. */
export function relationFrom(
  world: World,
  { property, kind, objects, given, positional, inferred, at }: Draft,
): Relation {
  const option = (name: string): Value | undefined => {
    for (const object of objects) {
      const found = world.member(object, name);
      if (found.kind !== 'unknown' && found.kind !== 'part') return found;
    }
    return undefined;
  };
  const flag = (name: string) => literal(objects, name);
  const entity = option('entity') ?? option('type') ?? option('target');
  const named = given ?? (entity && returned(world, entity));
  const target = named && named.kind !== 'unknown' ? named : (inferred ?? { kind: 'unknown' });
  const mappedBy = positional ?? namedProperty(option('mappedBy'));
  const inversedBy = namedProperty(option('inversedBy'));
  const columns = names(option, ['joinColumn', 'joinColumns', 'fieldName', 'fieldNames']);
  const isOwner =
    kind === 'm:1' ||
    (kind === '1:1' && (mappedBy === undefined || flag('owner') === 'true')) ||
    (kind === 'm:n' && (mappedBy === undefined || flag('owner') === 'true'));
  return {
    property,
    kind,
    target,
    mappedBy: isOwner && kind !== '1:1' ? undefined : mappedBy,
    inversedBy,
    isOwner,
    isEager: flag('eager') === 'true',
    // A relation that is not persisted has no column of its own, so no key either.
    hasConstraint: flag('createForeignKeyConstraint') !== 'false' && flag('persist') !== 'false',
    pivotTable: textOf(option('pivotTable')),
    pivotEntity: pivot(world, option('pivotEntity')),
    columns,
    inverseColumns: names(option, ['inverseJoinColumn', 'inverseJoinColumns']),
    at,
  };
}

function pivot(world: World, value: Value | undefined): Value | undefined {
  return value && returned(world, value);
}

function names(option: (name: string) => Value | undefined, keys: readonly string[]): string[] {
  for (const key of keys) {
    const value = option(key);
    if (value === undefined) continue;
    const items = value.kind === 'array' ? (value.items ?? []) : [value];
    const found = items.flatMap((one) => constantOf(one) ?? []);
    if (found.length > 0) return found;
  }
  return [];
}

function literal(objects: readonly Value[], name: string): string | undefined {
  for (const object of objects) {
    const entry = object.kind === 'object' ? object.expr.entries.find((one) => one.key === name) : undefined;
    if (entry?.value.kind === 'literal') return entry.value.text;
  }
  return undefined;
}

/** `() => Order`, `Order`, `'Order'`. */
function targetOf(world: World, expr: Expr, scope: Scope): Value {
  return returned(world, world.value(expr, scope));
}

function textOf(value: Value | undefined): string | undefined {
  return value && constantOf(value);
}
