/**
 * Subscribers of TypeORM: classes with `@EventSubscriber()` whose `afterInsert`, `beforeUpdate` … run when rows of the entity
 * that `listenTo` names are written, on the manager of that write (`event.manager`). A `save` inserts or updates: subscribers
 * of inserting run when what is saved was made here.
 */
import {
  alternatives,
  bare,
  type ClassValue,
  classFact,
  forAll,
  type Link,
  type Scope,
  type Value,
} from '../../program/index.js';
import type { Hook } from '../dialect.js';
import type { World } from '../world.js';
import type { Entity } from './entities.js';
import type { EntityIndex } from './entity-index.js';

export type SubscriberIndex = (entity: Entity, link: Link, scope: Scope) => readonly Hook[];

const KINDS: Readonly<Record<string, readonly string[]>> = {
  insert: ['Insert'],
  update: ['Update'],
  increment: ['Update'],
  decrement: ['Update'],
  upsert: ['Insert'],
  remove: ['Remove'],
  delete: ['Remove'],
  softRemove: ['SoftRemove'],
  softDelete: ['SoftRemove'],
  recover: ['Recover'],
  restore: ['Recover'],
};

export function readSubscribers(world: World, index: EntityIndex): SubscriberIndex {
  let known: ReadonlyMap<Entity | undefined, readonly ClassValue[]> | undefined;
  return (entity, link, scope) => {
    known ??= forAll(world.ev.watch, () => subscribers(world, index));
    const listening = [...(known.get(entity) ?? []), ...(known.get(undefined) ?? [])];
    if (listening.length === 0 || link.receiver === undefined) return [];
    const kinds = link.name === 'save' ? savedKinds(world, link, scope) : (KINDS[link.name] ?? []);
    const args = [link.receiver];
    return (['before', 'after'] as const).flatMap((when) =>
      listening.flatMap((of) =>
        kinds.flatMap((kind) => {
          const member = world.member({ kind: 'instance', of, args: [] }, `${when}${kind}`);
          return alternatives(member).flatMap((body): Hook[] =>
            body.kind === 'function' ? [{ when, body, args }] : [],
          );
        }),
      ),
    );
  };
}

/** By the entity listened to; of those that name none under undefined: they hear of all. */
function subscribers(world: World, index: EntityIndex): ReadonlyMap<Entity | undefined, readonly ClassValue[]> {
  const found = new Map<Entity | undefined, ClassValue[]>();
  for (const of of world.classes()) {
    const { decorators, members } = classFact(of);
    const isOne =
      decorators &&
      world.decorators(decorators, of.scope).some((one) => one.name === 'EventSubscriber' && one.package === 'typeorm');
    if (!isOne) continue;
    const listenTo = members.find((one) => one.name === 'listenTo')?.function;
    const returned = listenTo === undefined ? [] : (of.file.program.functions[listenTo]?.returns ?? []);
    const entities = returned.map((expr) => index.of(firstOf(world.value(expr, of.scope))));
    // Listens to something that is not known.
    if (listenTo !== undefined && (entities.length === 0 || entities.includes(undefined))) continue;
    for (const entity of entities.length === 0 ? [undefined] : entities)
      found.set(entity, [...(found.get(entity) ?? []), of]);
  }
  return found;
}

function firstOf(value: Value): Value {
  return alternatives(value)[0] ?? value;
}

/** `save(new Order())`, `save(repository.create({ … }))`, `save({ … })` without an id. */
function savedKinds(world: World, { args }: Link, scope: Scope): readonly string[] {
  const saved = args.at(-1);
  if (saved === undefined) return [];
  const expr = bare(saved);
  if (expr.kind === 'new') return ['Insert'];
  if (expr.kind === 'object')
    return expr.entries.some(({ key }) => key === 'id' || key === '...' || key === '[]') ? [] : ['Insert'];
  const isMade = alternatives(world.value(expr, scope)).some(
    (one) => one.kind === 'instance' && one.made !== undefined,
  );
  return isMade ? ['Insert'] : expr.kind === 'name' ? ['Update'] : [];
}
