/**
 * What a read pulls in beside its own table: `include` in all its forms, named scopes and the default scope, each with
 * the table between for a many-to-many.
 */

import type { AccessKind } from '../../../model/index.js';
import {
  alternatives,
  callFunction,
  classFact,
  constantOf,
  lineageOf,
  linksBehind,
  type Value,
} from '../../program/index.js';
import type { Access } from '../dialect.js';
import type { World } from '../world.js';
import type { Association, Associations } from './associations.js';
import { isFamily, isFamilyPackage } from './connections.js';
import type { HookIndex } from './hooks.js';
import type { Model, ModelIndex } from './models.js';
import { throughTable } from './tables.js';

export type Known = {
  readonly world: World;
  readonly models: ModelIndex;
  readonly associations: Associations;
  readonly hooks: HookIndex;
};

/** Where included tables are reported. */
type Place = { readonly path: string; readonly line: number; readonly op: AccessKind };

const MAX_DEPTH = 8;
/** Nodes of one include tree; scopes that include each other end here. */
const MAX_INCLUDED = 60;

/** Tables that options given to a call include. */
export function includedBy(known: Known, model: Model, options: Value, place: Place): Access[] {
  const found: Access[] = [];
  collect(known, model, options, place, 0, found);
  return found;
}

function collect(known: Known, model: Model, options: Value, place: Place, depth: number, found: Access[]): void {
  if (depth > MAX_DEPTH || found.length > MAX_INCLUDED) return;
  for (const one of alternatives(options)) {
    if (one.kind !== 'object' && one.kind !== 'both') continue;
    const include = known.world.member(one, 'include');
    for (const item of items(include)) includeOne(known, model, item, place, depth, found);
  }
}

/** Elements of `include`, which may be one thing, a list, or lists spread into it. */
function items(value: Value): readonly Value[] {
  return alternatives(value).flatMap((one) =>
    one.kind === 'array' ? (one.items ?? alternatives(one.element)).flatMap((item) => alternatives(item)) : [one],
  );
}

function includeOne(known: Known, model: Model, item: Value, place: Place, depth: number, found: Access[]): void {
  const { world, associations } = known;
  const own = associations.of(model);
  if (item.kind === 'object' && allIncluded(item)) {
    for (const association of own.values()) push(association.target, association, place, found);
    return;
  }
  const target = includeTarget(known, model, item);
  if (target === undefined) return;
  const line = item.kind === 'object' && item.scope.file.path === place.path ? item.expr.line : place.line;
  push(target.model, target.association, { ...place, line }, found);
  if (item.kind === 'object') collect(known, target.model, item, { ...place, line }, depth + 1, found);
  if (place.op !== 'read') return;
  const given = item.kind === 'object' ? world.member(item, 'model') : item;
  for (const scope of appliedScopes(known, target.model, scopedHandle(given))) {
    collect(known, target.model, scope, place, depth + 1, found);
  }
}

function allIncluded(item: Value & { kind: 'object' }): boolean {
  return item.expr.entries.some(
    (entry) => entry.key === 'all' && entry.value.kind === 'literal' && entry.value.text !== 'false',
  );
}

/** What `Order.scope(…)` gives is the class and the handle that knows its scopes. */
function scopedHandle(value: Value): Value {
  for (const one of alternatives(value)) {
    const handle = one.kind === 'both' ? one.of[0] : one;
    if (handle?.kind === 'external' && handle.made !== undefined && isFamily(handle)) return handle;
  }
  return value;
}

type Target = { readonly model: Model; readonly association: Association | undefined };

function includeTarget({ world, models, associations }: Known, source: Model, item: Value): Target | undefined {
  const own = associations.of(source);
  const byAlias = (alias: string | undefined): Target | undefined => {
    const association = alias === undefined ? undefined : own.get(alias);
    return association && { model: association.target, association };
  };
  const name = constantOf(item);
  if (name !== undefined) return byAlias(name);
  if (item.kind === 'external' && item.name === 'Association') return byAssociation(models, byAlias, item);
  if (item.kind !== 'object') return byModel(own, models.of(item), undefined);
  const alias = constantOf(world.member(item, 'as'));
  const association = world.member(item, 'association');
  if (association.kind === 'external') return byAssociation(models, byAlias, association);
  const named = byAlias(constantOf(association)) ?? byAlias(alias);
  const given = world.member(item, 'model');
  return named ?? byModel(own, models.of(given), alias);
}

function byAssociation(
  models: ModelIndex,
  byAlias: (alias: string | undefined) => Target | undefined,
  value: Value & { kind: 'external' },
): Target | undefined {
  const [, alias, target] = value.args;
  const found = alias && byAlias(constantOf(alias));
  const model = target && models.of(target);
  return found ?? (model && { model, association: undefined });
}

function byModel(
  own: ReadonlyMap<string, Association>,
  model: Model | undefined,
  alias: string | undefined,
): Target | undefined {
  if (model === undefined) return undefined;
  const association = [...own.values()].find(
    (one) => one.target === model && (alias === undefined || one.alias === alias),
  );
  return { model, association };
}

function push(model: Model, association: Association | undefined, { line, op }: Place, found: Access[]): void {
  const joined = op === 'read' ? ({ joined: true } as const) : {};
  found.push({ table: model.table, op, ...joined, line, note: 'include' });
  const between = association && throughTable(association);
  if (between) found.push({ table: between, op, ...joined, line, note: 'include' });
}

/** Scope options that apply to a read on a receiver: named ones of `.scope(…)`, else the default scope. */
export function appliedScopes(known: Known, model: Model, receiver: Value): Value[] {
  let applied: Value[] | undefined;
  for (const { link, scope: at } of linksBehind(known.world.ev, receiver)) {
    if (link.name === 'unscoped' || link.name === 'withoutScope') applied = [];
    if (link.name === 'scope' || link.name === 'withScope') {
      applied = link.args.flatMap((arg) => namedScopes(known, model, known.world.value(arg, at)));
    }
  }
  return applied ?? defaultScopes(known, model);
}

function namedScopes(known: Known, model: Model, value: Value): Value[] {
  return alternatives(value).flatMap((one): Value[] => {
    if (one.kind === 'array') return (one.items ?? [one.element]).flatMap((item) => namedScopes(known, model, item));
    const method = one.kind === 'object' ? known.world.member(one, 'method') : one;
    const name = method.kind === 'array' ? method.items?.[0] : method;
    const text = name && constantOf(name);
    if (text === undefined) return [];
    return text === 'defaultScope' ? defaultScopes(known, model) : scopeNamed(known, model, text);
  });
}

function scopeNamed({ world }: Known, model: Model, name: string): Value[] {
  const given = model.options.value('scopes');
  const sources = [...(given ? [given] : []), ...decoratorObjects(world, model, 'Scopes')];
  for (const source of sources) {
    const found = world.member(source, name);
    if (alternatives(found).some((one) => one.kind !== 'part')) return scopeValues(world, found);
  }
  return addedScopes(world, model, name);
}

function defaultScopes({ world }: Known, model: Model): Value[] {
  const given = model.options.value('defaultScope');
  const objects = [...(given ? [given] : []), ...decoratorObjects(world, model, 'DefaultScope')];
  return objects.length > 0 ? objects : addedScopes(world, model, 'defaultScope');
}

/** `Order.addScope('open', { … })`. */
function addedScopes(world: World, model: Model, name: string): Value[] {
  return world.calls('addScope').flatMap((chain) =>
    chain.links.flatMap((link): Value[] => {
      if (link.name !== 'addScope' || link.receiver === undefined || world.constant(link.args[0], chain.scope) !== name)
        return [];
      const receiver = world.value(link.receiver, chain.scope);
      if (receiver.kind !== 'class' || receiver.of.file !== model.of?.file || receiver.of.index !== model.of.index)
        return [];
      return link.args[1] ? scopeValues(world, world.value(link.args[1], chain.scope)) : [];
    }),
  );
}

/** A scope, or the function that gives it. */
function scopeValues(world: World, value: Value): Value[] {
  return alternatives(value).flatMap((one) =>
    one.kind === 'function' ? alternatives(callFunction(world.ev, one, undefined, undefined)) : [one],
  );
}

/** Arguments of `@Scopes(() => ({ … }))`, `@DefaultScope({ … })` on the class and those above it. */
function decoratorObjects(world: World, model: Model, name: string): Value[] {
  if (model.of === undefined) return [];
  const found: Value[] = [];
  for (const ancestor of lineageOf(world.ev, { kind: 'instance', of: model.of, args: [] })) {
    if (ancestor.kind !== 'own') continue;
    for (const decorator of world.decorators(classFact(ancestor.of).decorators, ancestor.of.scope)) {
      if (decorator.name !== name || !isFamilyPackage(decorator.package)) continue;
      for (const arg of decorator.args) found.push(...scopeValues(world, world.value(arg, decorator.scope)));
    }
  }
  return found;
}
