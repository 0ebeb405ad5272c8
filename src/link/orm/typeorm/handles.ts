/** What a method of TypeORM is called on: repository, manager, active record, query runner, builder; and of which entity. */
import {
  alternatives,
  bare,
  bodyOf,
  calleeOf,
  constructorArguments,
  entityOf,
  type Link,
  lineageOf,
  type Scope,
  UNKNOWN,
  type Value,
  walk,
} from '../../program/index.js';
import { type Called, calledHandle } from '../links.js';
import type { World } from '../world.js';

export type Handle = {
  readonly type: 'repository' | 'manager' | 'static' | 'record' | 'runner' | 'builder';
  /** Entity of a repository, builder or record. */
  readonly entity: Value;
};

const REPOSITORIES = new Set(['Repository', 'TreeRepository', 'MongoRepository', 'AbstractRepository']);
const MANAGERS = new Set(['EntityManager', 'MongoEntityManager', 'DataSource', 'Connection']);

/** The TypeORM handle that a method is called on; undefined when the method is not TypeORM's. */
export function handleOf(world: World, link: Link, scope: Scope): Called<Handle> | undefined {
  return calledHandle(world, link, scope, (value) => asHandle(world, value)) ?? overriddenHandle(world, link, scope);
}

/** `Order.find(…)` where `Order.find = function …` stands beside the class: it does what it does in place of, and more. */
function overriddenHandle(world: World, link: Link, scope: Scope): Called<Handle> | undefined {
  if (link.receiver === undefined || link.expr.kind === 'tagged') return undefined;
  const callees = alternatives(calleeOf(world.ev, link.expr, scope));
  if (callees.length === 0 || !callees.every((one) => isPutBeside(one, link.name))) return undefined;
  for (const receiver of alternatives(world.value(link.receiver, scope))) {
    const handle = receiver.kind === 'class' ? ownHandle(world, receiver) : undefined;
    if (handle?.type === 'static') return { handle, receiver };
  }
  return undefined;
}

/** A function that is assigned to a property, and calls the library's of the same name. */
function isPutBeside(value: Value, name: string): boolean {
  if (value.kind !== 'function') return false;
  const fact = value.file.program.functions[value.index];
  if (fact === undefined || fact.ownerClass >= 0) return false;
  let isCalled = false;
  for (const expr of [...bodyOf(fact), ...fact.returns]) {
    walk(expr, (part) => {
      if (part.kind === 'member' && part.name === name && bare(part.object).kind === 'name') isCalled = true;
      return undefined;
    });
  }
  return isCalled;
}

function asHandle(world: World, value: Value): Handle | undefined {
  if (value.kind === 'external') return externalHandle(value);
  return value.kind === 'class' || value.kind === 'instance' ? ownHandle(world, value) : undefined;
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
