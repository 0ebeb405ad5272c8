/** What a method of TypeORM is called on: repository, manager, active record, query runner, builder; and of which entity. */
import {
  alternatives,
  calleeOf,
  constructorArguments,
  entityOf,
  type Link,
  lineageOf,
  type Scope,
  UNKNOWN,
  type Value,
} from '../../program/index.js';
import type { World } from '../world.js';

export type Handle = {
  readonly type: 'repository' | 'manager' | 'static' | 'record' | 'runner' | 'builder';
  /** Entity of a repository, builder or record. */
  readonly entity: Value;
};

const REPOSITORIES = new Set(['Repository', 'TreeRepository', 'MongoRepository', 'AbstractRepository']);
const MANAGERS = new Set(['EntityManager', 'MongoEntityManager', 'DataSource', 'Connection']);

/** The TypeORM handle that a method is called on; undefined when the method is not TypeORM's. */
export function handleOf(world: World, link: Link, scope: Scope): { handle: Handle; receiver: Value } | undefined {
  if (link.expr.kind === 'tagged') return undefined;
  for (const callee of alternatives(calleeOf(world.ev, link.expr, scope))) {
    if (callee.kind !== 'part') continue;
    for (const receiver of alternatives(callee.object)) {
      const handle = asHandle(world, receiver);
      if (handle) return { handle, receiver };
    }
  }
  return undefined;
}

function asHandle(world: World, value: Value): Handle | undefined {
  switch (value.kind) {
    case 'external':
      return externalHandle(value);
    case 'both':
      for (const one of value.of) {
        const handle = asHandle(world, one);
        if (handle) return handle;
      }
      return undefined;
    case 'class':
    case 'instance':
      return ownHandle(world, value);
    default:
      return undefined;
  }
}

function externalHandle(value: Value & { kind: 'external' }): Handle | undefined {
  if (value.package !== 'typeorm') return undefined;
  const entity = value.args[0] ?? UNKNOWN;
  if (REPOSITORIES.has(value.name)) return { type: 'repository', entity };
  if (MANAGERS.has(value.name)) return { type: 'manager', entity: UNKNOWN };
  if (value.name === 'QueryRunner') return { type: 'runner', entity: UNKNOWN };
  return value.name.endsWith('QueryBuilder') ? { type: 'builder', entity } : undefined;
}

/** A class below Repository (its entity is a type argument, or given to `super`), or below BaseEntity. */
function ownHandle(world: World, value: Value & { kind: 'class' | 'instance' }): Handle | undefined {
  const self = value.kind === 'class' ? ({ kind: 'instance', of: value.of, args: [] } as const) : value;
  const lineage = lineageOf(world.ev, self);
  const base = lineage.at(-1);
  if (base?.kind !== 'library' || base.value.kind !== 'external' || base.value.package !== 'typeorm') return undefined;
  if (base.value.name === 'BaseEntity') return { type: value.kind === 'class' ? 'static' : 'record', entity: self };
  const handle = externalHandle(base.value);
  if (handle?.type !== 'repository' || isConcrete(handle.entity)) return handle;
  return { ...handle, entity: superEntity(world, self) ?? handle.entity };
}

/** `super(Order, manager)` in the class next to the library's. */
function superEntity(world: World, self: Value & { kind: 'instance' }): Value | undefined {
  const args = constructorArguments(world.ev, self, 'library');
  return args?.exprs[0] && entityOf(world.value(args.exprs[0], args.scope));
}

function isConcrete(value: Value): boolean {
  return (
    value.kind === 'instance' || value.kind === 'text' || (value.kind === 'external' && value.name === 'EntitySchema')
  );
}

/** Why no table is known for a value. */
export function reasonFor(value: Value): string {
  switch (value.kind) {
    case 'param':
      return `entity is the type parameter ${value.name}`;
    case 'instance':
      return 'the class is no entity';
    case 'text':
      return 'no entity of that name';
    default:
      return 'entity is not known';
  }
}
