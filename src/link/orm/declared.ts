/**
 * What ORMs with classes have in common, whatever their decorators are called: decorated members of a class and of those
 * above it, what an arrow in a decorator names, which model a class stands for, and the relations that every read loads.
 */
import type { Evidence, Expr, TypeRef } from '../../model/index.js';
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
  type Scope,
  type Value,
} from '../program/index.js';
import type { World } from './world.js';

export type DecoratedMember = {
  readonly name: string;
  readonly isStatic: boolean;
  readonly type: TypeRef | undefined;
  readonly init: Expr | undefined;
  /** Of the library alone. */
  readonly decorators: readonly LibraryDecorator[];
  /** Of the class that declares it, with the type arguments it has below `of`. */
  readonly scope: Scope;
  readonly at: Evidence;
};

/**
 * Members with a decorator, of the class and of all above it, nearest first. A name that `isKnown` is passed over, so that a
 * caller who keeps what it has found lets the nearest declaration win.
 */
export function* decoratedMembers(
  world: World,
  of: ClassValue,
  isOurs: (library: string) => boolean,
  isKnown: (name: string) => boolean = () => false,
  args: readonly Value[] = [],
): Generator<DecoratedMember> {
  const self = { kind: 'instance', of, args } as const;
  for (const ancestor of lineageOf(world.ev, self)) {
    if (ancestor.kind !== 'own') continue;
    const scope = classScope(world.ev, ancestor.of, self, ancestor.types);
    for (const { name, isStatic, type, init, line, decorators } of classFact(ancestor.of).members) {
      if (decorators === undefined || isKnown(name)) continue;
      yield {
        name,
        isStatic: isStatic === true,
        type,
        init,
        decorators: world.decorators(decorators, scope).filter((one) => isOurs(one.package)),
        scope,
        at: { path: ancestor.of.file.path, line },
      };
    }
  }
}

/** `() => Order` stands for what it returns; anything else for itself. */
export function returned(world: World, value: Value): Value {
  return value.kind === 'function' ? callFunction(world.ev, value, undefined, undefined) : value;
}

/** The property that `(line) => line.order` or `'order'` names. */
export function namedProperty(value: Value | undefined): string | undefined {
  if (value?.kind !== 'function') return value && constantOf(value);
  const expr = value.file.program.functions[value.index]?.returns[0];
  return expr?.kind === 'member' ? expr.name : undefined;
}

/** The model that a class, or an instance of it, stands for; a class below a model is not the model. */
export function modelByClass<Model extends { readonly of: ClassValue }>(
  all: readonly Model[],
): (value: Value) => Model | undefined {
  const byClass = new Map(all.map((model) => [classKey(model.of), model]));
  return (value) => {
    for (const one of alternatives(value)) {
      const found = one.kind === 'class' || one.kind === 'instance' ? byClass.get(classKey(one.of)) : undefined;
      if (found) return found;
    }
    return undefined;
  };
}

type Related<Relation> = { readonly relations: ReadonlyMap<string, Relation> };

/** Relations that every read of the entity loads, and theirs, each with the entity that declares it. */
export function eagerRelations<
  Relation extends { readonly isEager: boolean; readonly target: Value },
  Entity extends Related<Relation>,
>(
  from: Entity & Related<Relation>,
  entityOf: (target: Value) => Entity | undefined,
): { owner: Entity; relation: Relation }[] {
  const found: { owner: Entity; relation: Relation }[] = [];
  const seen = new Set<Entity>();
  const queue: Entity[] = [from];
  for (let owner = queue.pop(); owner !== undefined; owner = queue.pop()) {
    if (seen.has(owner)) continue;
    seen.add(owner);
    for (const relation of owner.relations.values()) {
      if (!relation.isEager) continue;
      found.push({ owner, relation });
      const target = entityOf(relation.target);
      if (target) queue.push(target);
    }
  }
  return found;
}
