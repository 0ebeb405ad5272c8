/**
 * What MikroORM calls do: managers, repositories, query builders, collections, raw SQL, and the unit of work, whose
 * writes have no call of their own. The receiver decides, never the method's name.
 */
import type { AccessKind, Expr } from '../../../model/index.js';
import {
  alternatives,
  bare,
  type Chain,
  type Link,
  lineageOf,
  type Scope,
  UNKNOWN,
  type Value,
} from '../../program/index.js';
import type { Access, Finding } from '../dialect.js';
import { type Called, calledHandle, findingOfLinks } from '../links.js';
import type { World } from '../world.js';
import { BUILDER_METHODS, builderAccesses } from './builder.js';
import type { EntityIndex } from './entities.js';
import { isMikro } from './library.js';
import { medusaAccesses, SERVICE_METHODS } from './medusa.js';
import { eagerTables, joinedBy, populated } from './populate.js';
import { relationTables } from './tables.js';
import { flushes, trackedWrites } from './unit-of-work.js';

const OPERATIONS: Readonly<Record<string, AccessKind>> = {
  find: 'read',
  findAll: 'read',
  findOne: 'read',
  findOneOrFail: 'read',
  findAndCount: 'read',
  findByCursor: 'read',
  count: 'read',
  countBy: 'read',
  stream: 'read',
  refresh: 'read',
  populate: 'read',
  lock: 'read',
  aggregate: 'read',
  insert: 'write',
  insertMany: 'write',
  upsert: 'write',
  upsertMany: 'write',
  nativeUpdate: 'write',
  nativeInsert: 'write',
  persist: 'write',
  persistLater: 'write',
  persistAndFlush: 'write',
  assign: 'write',
  create: 'write',
  nativeDelete: 'delete',
  remove: 'delete',
  removeLater: 'delete',
  removeAndFlush: 'delete',
};
/** Given records, not a class. */
const OF_RECORDS = new Set([
  'persist',
  'persistLater',
  'persistAndFlush',
  'assign',
  'remove',
  'removeLater',
  'removeAndFlush',
  'refresh',
  'populate',
  'lock',
  'insert',
  'insertMany',
  'upsert',
  'upsertMany',
]); // prettier-ignore
/** Written at the next flush only. */
const AT_FLUSH = new Set(['create', 'assign']);
const COLLECTION_READS = new Set(['init', 'loadItems', 'loadCount', 'load', 'matching']);
const COLLECTION_WRITES: Readonly<Record<string, AccessKind>> = {
  add: 'write',
  set: 'write',
  hydrate: 'write',
  remove: 'delete',
  removeAll: 'delete',
};
const REFERENCE_READS = new Set(['load', 'loadOrFail', 'loadProperty', 'init']);

export const ACCESS_METHODS: readonly string[] = [
  ...Object.keys(OPERATIONS),
  ...COLLECTION_READS,
  ...Object.keys(COLLECTION_WRITES),
  ...REFERENCE_READS,
  ...BUILDER_METHODS,
  'flush',
  'transactional',
  'execute',
  'addSql',
  ...SERVICE_METHODS,
];

export type Handle = {
  readonly type:
    | 'manager'
    | 'repository'
    | 'builder'
    | 'collection'
    | 'reference'
    | 'connection'
    | 'migration'
    | 'record';
  readonly entity: Value;
};

const MANAGERS = new Set(['EntityManager', 'SqlEntityManager', 'MongoEntityManager']);
const REPOSITORIES = new Set(['EntityRepository', 'SqlEntityRepository', 'MongoEntityRepository']);
const REFERENCES = new Set(['Reference', 'Ref', 'LazyRef', 'IdentifiedReference']);

/** The MikroORM handle that a method is called on; undefined when the method is not MikroORM's. */
export function handleOf(world: World, link: Link, scope: Scope): Called<Handle> | undefined {
  return calledHandle(world, link, scope, (value) => asHandle(world, value));
}

function asHandle(world: World, value: Value): Handle | undefined {
  if (value.kind === 'external') return externalHandle(value);
  if (value.kind !== 'instance') return undefined;
  const base = lineageOf(world.ev, value).at(-1);
  if (base?.kind !== 'library' || base.value.kind !== 'external') return undefined;
  if (isMikro(base.value) && base.value.name === 'BaseEntity') return { type: 'record', entity: value };
  return externalHandle(base.value);
}

function externalHandle(value: Value & { kind: 'external' }): Handle | undefined {
  if (!isMikro(value)) return undefined;
  const entity = value.args[0] ?? UNKNOWN;
  if (MANAGERS.has(value.name)) return { type: 'manager', entity: UNKNOWN };
  if (REPOSITORIES.has(value.name)) return { type: 'repository', entity };
  if (value.name.endsWith('QueryBuilder')) return { type: 'builder', entity };
  if (value.name === 'Collection') return { type: 'collection', entity };
  if (REFERENCES.has(value.name)) return { type: 'reference', entity };
  if (value.name.endsWith('Connection')) return { type: 'connection', entity };
  return value.name === 'Migration' ? { type: 'migration', entity } : undefined;
}

/** Accesses of one chain; undefined when no link of it is MikroORM's. */
export function chainAccesses(world: World, index: EntityIndex, chain: Chain): Finding | undefined {
  return findingOfLinks(chain, (link) => linkAccesses(world, index, chain, link));
}

const NAMES = new Set(ACCESS_METHODS);

function linkAccesses(world: World, index: EntityIndex, chain: Chain, link: Link): Finding | undefined {
  const ofMedusa = medusaAccesses(world, index, chain, link);
  if (ofMedusa) return ofMedusa;
  if (link.receiver === undefined || !NAMES.has(link.name)) return undefined;
  const { scope } = chain;
  const known = handleOf(world, link, scope);
  if (known === undefined)
    return isUntypedManager(world, index, link, scope) ? untypedAccesses(world, index, chain, link) : undefined;
  const { handle, receiver } = known;
  if (handle.type === 'builder' || link.name === 'createQueryBuilder' || link.name === 'qb') {
    return builderAccesses(world, index, chain, link, handle.entity, receiver);
  }
  if (link.name === 'execute' || link.name === 'addSql') return rawAccesses(world, link, scope, handle);
  if (handle.type === 'collection') return collectionAccesses(world, index, chain, link);
  if (handle.type === 'reference')
    return REFERENCE_READS.has(link.name) ? referenceRead(index, link, handle.entity) : undefined;
  if (link.name === 'flush' || link.name === 'transactional') {
    return handle.type === 'manager' || handle.type === 'repository'
      ? { accesses: trackedWrites(world, index, chain, link) }
      : undefined;
  }
  const op = Object.hasOwn(OPERATIONS, link.name) ? OPERATIONS[link.name] : undefined;
  if (op === undefined || (handle.type !== 'manager' && handle.type !== 'repository')) return undefined;
  return entityAccesses(world, index, chain, link, handle, op);
}

/** `em.find(Film, …)` on a manager of which nobody says the type: the entity's class is argument enough. */
function isUntypedManager(world: World, index: EntityIndex, link: Link, scope: Scope): boolean {
  const receiver = link.receiver && bare(link.receiver);
  const name = receiver?.kind === 'name' || receiver?.kind === 'member' ? receiver.name.replace(/#\d+$/, '') : '';
  const [first] = link.args;
  if (first === undefined || !/^(?:em|manager|entityManager)$|(?:Em|EntityManager)$/.test(name)) return false;
  if (world.value(link.receiver as Expr, scope).kind !== 'unknown') return false;
  const given = world.value(first, scope);
  return given.kind !== 'text' && given.kind !== 'instance' && index.of(given) !== undefined;
}

function untypedAccesses(world: World, index: EntityIndex, chain: Chain, link: Link): Finding | undefined {
  const manager: Handle = { type: 'manager', entity: UNKNOWN };
  const isBuilder = link.name === 'createQueryBuilder' || link.name === 'qb';
  const op = Object.hasOwn(OPERATIONS, link.name) ? OPERATIONS[link.name] : undefined;
  if (!isBuilder && op === undefined) return undefined;
  const found = isBuilder
    ? builderAccesses(world, index, chain, link, UNKNOWN, UNKNOWN)
    : entityAccesses(world, index, chain, link, manager, op as AccessKind);
  return found && { ...found, accesses: found.accesses.map((one) => ({ ...one, confidence: 'convention' })) };
}

function entityAccesses(
  world: World,
  index: EntityIndex,
  chain: Chain,
  link: Link,
  handle: Handle,
  op: AccessKind,
): Finding {
  const { entity, options } = target(world, index, handle, link, chain.scope);
  const known = [...new Set(alternatives(entity).flatMap((one) => index.of(one) ?? []))];
  const { line } = link;
  if (known.length === 0) return { accesses: [], unresolved: { line, reason: reasonFor(entity) } };
  if (AT_FLUSH.has(link.name) && !flushes(world, chain)) return { accesses: [] };
  const accesses: Access[] = [];
  for (const one of known) {
    // `create` and `assign` write when the unit of work is flushed, `populate` only what it is given.
    const confidence = AT_FLUSH.has(link.name) ? ({ confidence: 'convention' } as const) : {};
    if (link.name !== 'populate') accesses.push({ table: index.table(one), op, line, ...confidence });
    if (op !== 'read') continue;
    accesses.push(...populated(world, index, one, link, options, chain.scope));
    if (/^(?:find|stream)/.test(link.name)) accesses.push(...eagerTables(index, one, line));
    for (const expr of options) accesses.push(...joinedBy(world, index, one, expr, chain.scope, line));
  }
  if (link.name === 'persistAndFlush' || link.name === 'removeAndFlush')
    accesses.push(...trackedWrites(world, index, chain, link));
  return { accesses };
}

/** What a call is about, and its other arguments: a repository's own entity, or the manager's first argument. */
function target(
  world: World,
  index: EntityIndex,
  handle: Handle,
  link: Link,
  scope: Scope,
): { entity: Value; options: readonly Expr[] } {
  const [first, ...rest] = link.args;
  const value = first ? world.value(first, scope) : UNKNOWN;
  const given = value.kind === 'array' ? value.element : value;
  const isRecord = given.kind === 'instance' || (given.kind === 'external' && index.of(given) !== undefined);
  if (handle.type === 'repository') {
    const own = index.of(handle.entity) === undefined && isRecord ? given : handle.entity;
    return { entity: own, options: OF_RECORDS.has(link.name) ? rest : link.args };
  }
  if (OF_RECORDS.has(link.name) && isRecord) return { entity: given, options: rest };
  return { entity: world.entity(first, scope), options: rest };
}

function reasonFor(value: Value): string {
  if (value.kind === 'param') return `entity is the type parameter ${value.name}`;
  if (value.kind === 'instance') return 'the class is no entity';
  return value.kind === 'text' ? 'no entity of that name' : 'entity is not known';
}

/** `order.lines.add(line)` changes the pivot, or the rows that point back; it is written at the next flush. */
function collectionAccesses(world: World, index: EntityIndex, chain: Chain, link: Link): Finding | undefined {
  const receiver = link.receiver && bare(link.receiver);
  const isRead = COLLECTION_READS.has(link.name);
  const op = Object.hasOwn(COLLECTION_WRITES, link.name) ? COLLECTION_WRITES[link.name] : undefined;
  if (receiver?.kind !== 'member' || (!isRead && op === undefined)) return undefined;
  const { line } = link;
  for (const value of alternatives(world.value(receiver.object, chain.scope))) {
    const owner = index.of(value);
    const relation = owner?.relations.get(receiver.name);
    if (owner === undefined || relation === undefined) continue;
    const [table, pivot] = relationTables(index, owner, relation);
    if (table === undefined) return undefined;
    if (isRead) {
      const joined = pivot ? [{ table: pivot, op: 'read', joined: true, line } as const] : [];
      return { accesses: [{ table, op: 'read', line }, ...joined] };
    }
    if (!flushes(world, chain)) return { accesses: [] };
    return {
      accesses: [{ table: pivot ?? table, op: pivot ? (op ?? 'write') : 'write', line, confidence: 'convention' }],
    };
  }
  return undefined;
}

function referenceRead(index: EntityIndex, link: Link, entity: Value): Finding | undefined {
  const known = index.of(entity);
  return known && { accesses: [{ table: index.table(known), op: 'read', line: link.line }] };
}

function rawAccesses(world: World, link: Link, scope: Scope, handle: Handle): Finding | undefined {
  const [first] = link.args;
  if (first === undefined || (handle.type !== 'manager' && handle.type !== 'connection' && handle.type !== 'migration'))
    return undefined;
  const line = first.kind === 'template' ? first.line : link.line;
  return world.sqlFinding(world.value(first, scope), { line });
}
