/**
 * Associations between models: decorators of sequelize-typescript and v7, and `Order.belongsTo(Customer, …)` calls,
 * with the alias they are included by and the methods they add to records.
 */

import type { Evidence, Expr } from '../../../model/index.js';
import { sequelizeSingular } from '../../naming/index.js';
import {
  type Chain,
  constantOf,
  type LibraryDecorator,
  type Link,
  type Scope,
  UNKNOWN,
  type Value,
} from '../../program/index.js';
import { decoratedMembers, returned } from '../declared.js';
import type { World } from '../world.js';
import { isFamilyPackage } from './connections.js';
import type { Model, ModelIndex } from './models.js';
import { type Options, optionsOf } from './options.js';
import { modelsOf } from './registries.js';

export type AssociationKind = 'belongsTo' | 'hasOne' | 'hasMany' | 'belongsToMany';

export type Association = {
  readonly kind: AssociationKind;
  /** Name it is included by. */
  readonly alias: string;
  readonly source: Model;
  readonly target: Model;
  /** Model, or name of the table, between the two. */
  readonly through: Model | string | undefined;
  readonly foreignKey: string | undefined;
  readonly otherKey: string | undefined;
  /** False for `constraints: false`: the database has no foreign key. */
  readonly hasConstraint: boolean;
  readonly at: Evidence;
};

/** `@ForeignKey(() => Customer) customerId`: by the model that has the column. */
export type KeyColumn = {
  readonly model: Model;
  readonly target: Model;
  readonly attribute: string;
  readonly at: Evidence;
};

export type Associations = {
  readonly of: (model: Model) => ReadonlyMap<string, Association>;
  readonly all: readonly Association[];
  readonly keys: readonly KeyColumn[];
  /** What a method such as `getLines` of a record does. */
  readonly mixin: (model: Model, method: string) => Mixin | undefined;
  readonly isMixin: (method: string) => boolean;
};

export type MixinVerb = 'get' | 'set' | 'add' | 'create' | 'count' | 'has' | 'remove';
export type Mixin = { readonly verb: MixinVerb; readonly association: Association };

const KINDS: Readonly<Record<string, AssociationKind>> = {
  BelongsTo: 'belongsTo',
  HasOne: 'hasOne',
  HasMany: 'hasMany',
  BelongsToMany: 'belongsToMany',
  belongsTo: 'belongsTo',
  hasOne: 'hasOne',
  hasMany: 'hasMany',
  belongsToMany: 'belongsToMany',
};
export const ASSOCIATING_CALLS: readonly string[] = ['belongsTo', 'hasOne', 'hasMany', 'belongsToMany'];

export function readAssociations(world: World, models: ModelIndex): Associations {
  const all: Association[] = [];
  const keys: KeyColumn[] = [];
  for (const model of models.all) if (model.of) readMembers(world, models, model, all, keys);
  for (const name of ASSOCIATING_CALLS) {
    for (const chain of world.calls(name)) {
      for (const link of chain.links) if (link.name === name) all.push(...associated(world, models, chain, link));
    }
  }
  return indexOf(all, keys);
}

function indexOf(all: readonly Association[], keys: readonly KeyColumn[]): Associations {
  const byModel = new Map<Model, Map<string, Association>>();
  const mixins = new Map<Model, Map<string, Mixin>>();
  const names = new Set<string>();
  for (const association of all) {
    const own = byModel.get(association.source) ?? new Map<string, Association>();
    byModel.set(association.source, own);
    if (!own.has(association.alias)) own.set(association.alias, association);
    const methods = mixins.get(association.source) ?? new Map<string, Mixin>();
    mixins.set(association.source, methods);
    for (const [method, verb] of mixinNames(association)) {
      names.add(method);
      if (!methods.has(method)) methods.set(method, { verb, association });
    }
  }
  return {
    all,
    keys,
    of: (model) => byModel.get(model) ?? new Map(),
    mixin: (model, method) => mixins.get(model)?.get(method),
    isMixin: (method) => names.has(method),
  };
}

/** `getLines`, `addLine`, `addLines` …: Sequelize's own rules for the two numbers of an alias. */
function mixinNames({ kind, alias }: Association): [string, MixinVerb][] {
  const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
  if (kind === 'belongsTo' || kind === 'hasOne') {
    return (['get', 'set', 'create'] as const).map((verb) => [`${verb}${upper(alias)}`, verb]);
  }
  const many = upper(alias);
  const one = upper(sequelizeSingular(alias));
  const both = (['add', 'has', 'remove'] as const).flatMap((verb): [string, MixinVerb][] => [
    [`${verb}${one}`, verb],
    [`${verb}${many}`, verb],
  ]);
  return [[`get${many}`, 'get'], [`count${many}`, 'count'], [`set${many}`, 'set'], [`create${one}`, 'create'], ...both];
}

/** Decorated members of the class and of the classes above it. */
function readMembers(world: World, models: ModelIndex, model: Model, all: Association[], keys: KeyColumn[]): void {
  if (model.of === undefined) return;
  const seen = new Set<string>();
  const isKnown = (name: string) => seen.has(name);
  for (const { name, isStatic, decorators, at } of decoratedMembers(world, model.of, isFamilyPackage, isKnown)) {
    if (isStatic) continue;
    seen.add(name);
    for (const decorator of decorators) {
      const association = decorated(world, models, model, name, decorator, at);
      if (association) all.push(association);
      const target =
        decorator.name === 'ForeignKey' ? targetOf(world, models, decorator.args[0], decorator.scope) : undefined;
      if (target) keys.push({ model, target, attribute: name, at });
    }
  }
}

/** `@HasMany(() => Line, 'orderId')`, `@BelongsToMany(() => Tag, () => OrderTag)`, v7's options object. */
function decorated(
  world: World,
  models: ModelIndex,
  source: Model,
  alias: string,
  { name, args, scope }: LibraryDecorator,
  at: Evidence,
): Association | undefined {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  const target = kind && targetOf(world, models, args[0], scope);
  if (kind === undefined || target === undefined) return undefined;
  const second = args[1] && world.value(args[1], scope);
  const options = optionsOf(world, second?.kind === 'object' ? [second] : []);
  const isMany = kind === 'belongsToMany';
  const through = isMany ? throughOf(world, models, second, options) : undefined;
  const third = isMany ? world.constant(args[2], scope) : undefined;
  const plain = isMany ? third : second && constantOf(second);
  return {
    kind,
    alias,
    source,
    target,
    through,
    foreignKey: plain ?? keyName(world, options, 'foreignKey'),
    otherKey: (isMany ? world.constant(args[3], scope) : undefined) ?? keyName(world, options, 'otherKey'),
    hasConstraint: !isFalse(second, 'constraints') && !isFalse(second, 'foreignKeyConstraints'),
    at,
  };
}

/** `Order.belongsTo(Customer, { as, foreignKey })`. */
function associated(world: World, models: ModelIndex, chain: Chain, link: Link): Association[] {
  const { scope } = chain;
  const kind = KINDS[link.name];
  if (kind === undefined || link.receiver === undefined || link.args.length === 0) return [];
  const sources = modelsOf(world, models, link.receiver, scope);
  const target = targetOf(world, models, link.args[0], scope);
  if (target === undefined) return [];
  const value = link.args[1] && world.object(link.args[1], scope);
  const options = optionsOf(world, value ? [value] : []);
  return sources.map((source) => ({
    kind,
    alias: aliasOf(world, options, kind, target),
    source,
    target,
    through: kind === 'belongsToMany' ? throughOf(world, models, undefined, options) : undefined,
    foreignKey: keyName(world, options, 'foreignKey'),
    otherKey: keyName(world, options, 'otherKey'),
    hasConstraint: !isFalse(value, 'constraints'),
    at: { path: chain.file.path, line: link.line },
  }));
}

function aliasOf(world: World, options: Options, kind: AssociationKind, target: Model): string {
  const as = options.value('as');
  const given = as && (constantOf(as) ?? constantOf(world.member(as, isPlural(kind) ? 'plural' : 'singular')));
  return given ?? (isPlural(kind) ? target.plural : target.singular);
}

function isPlural(kind: AssociationKind): boolean {
  return kind === 'hasMany' || kind === 'belongsToMany';
}

/** `() => Order`, `Order`, `models.Order`, `'Order'`. */
function targetOf(world: World, models: ModelIndex, expr: Expr | undefined, scope: Scope): Model | undefined {
  if (expr === undefined) return undefined;
  return models.of(returned(world, world.value(expr, scope))) ?? modelsOf(world, models, expr, scope)[0];
}

/** Model or table between two sides. A name that is a model's is the model. */
function throughOf(
  world: World,
  models: ModelIndex,
  second: Value | undefined,
  options: Options,
): Model | string | undefined {
  let value = second === undefined || second.kind === 'object' ? options.value('through') : second;
  if (value?.kind === 'object') value = optionsOf(world, [value]).value('model');
  value = value && returned(world, value);
  if (value === undefined || value === UNKNOWN) return undefined;
  return models.of(value) ?? constantOf(value);
}

/** `foreignKey: 'orderId'` or `{ name: 'orderId' }`. */
function keyName(world: World, options: Options, name: string): string | undefined {
  const value = options.value(name);
  if (value === undefined) return undefined;
  if (value.kind !== 'object') return constantOf(value);
  const named = optionsOf(world, [value]);
  return named.text('name') ?? named.text('fieldName');
}

function isFalse(value: Value | undefined, name: string): boolean {
  if (value?.kind !== 'object') return false;
  return value.expr.entries.some(
    (entry) => entry.key === name && entry.value.kind === 'literal' && entry.value.text === 'false',
  );
}
