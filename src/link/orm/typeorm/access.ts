/**
 * What TypeORM calls do: repositories, managers, active records, query runners. The receiver decides, never the
 * method's name: `this.orders.find(…)` counts only when `orders` is a repository.
 */
import type { AccessKind, Expr } from '../../../model/index.js';
import {
  alternatives,
  type Chain,
  entityOf,
  type Link,
  type Scope,
  type Thunk,
  UNKNOWN,
  type Value,
} from '../../program/index.js';
import type { Access, Finding } from '../dialect.js';
import { findingOfLinks } from '../links.js';
import type { World } from '../world.js';
import { cascadedWrites } from './cascades.js';
import type { EntityIndex } from './entity-index.js';
import { type Handle, handleOf, reasonFor } from './handles.js';
import { areRelationsOpen, includedTables } from './included.js';
import { builderAccesses } from './query-builder.js';
import type { SubscriberIndex } from './subscribers.js';

const READS = new Set([
  'find',
  'findBy',
  'findByIds',
  'findAndCount',
  'findAndCountBy',
  'findOne',
  'findOneBy',
  'findOneOrFail',
  'findOneByOrFail',
  'findOneById',
  'exist',
  'exists',
  'existsBy',
  'count',
  'countBy',
  'sum',
  'average',
  'minimum',
  'maximum',
  'preload',
  'findTrees',
  'findRoots',
  'findDescendants',
  'findDescendantsTree',
  'countDescendants',
  'findAncestors',
  'findAncestorsTree',
  'countAncestors',
  'reload',
  'aggregate',
  'distinct',
  'countDocuments',
]); // prettier-ignore
const WRITES = new Set([
  'save',
  'insert',
  'update',
  'updateAll',
  'upsert',
  'increment',
  'decrement',
  'restore',
  'recover',
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'findOneAndUpdate',
  'findOneAndReplace',
  'replaceOne',
  'bulkWrite',
]); // prettier-ignore
const DELETES = new Set([
  'delete',
  'deleteAll',
  'remove',
  'softDelete',
  'softRemove',
  'clear',
  'deleteOne',
  'deleteMany',
  'findOneAndDelete',
]); // prettier-ignore
/** Those that take `relations`. */
const FINDS = /^find(?:One|AndCount|OneOrFail)?$/;
/** Methods that are given loaded entities instead of a target. */
const INSTANCE_METHODS = new Set(['save', 'remove', 'softRemove', 'recover', 'reload']);

export const ACCESS_METHODS: readonly string[] = [...READS, ...WRITES, ...DELETES];

/** Accesses of one chain; undefined when no link of it is TypeORM's. */
export function chainAccesses(
  world: World,
  index: EntityIndex,
  chain: Chain,
  subscribers: SubscriberIndex,
): Finding | undefined {
  return findingOfLinks(chain, (link) => linkAccesses(world, index, chain, link, subscribers));
}

function linkAccesses(
  world: World,
  index: EntityIndex,
  chain: Chain,
  link: Link,
  subscribers: SubscriberIndex,
): Finding | undefined {
  if (link.receiver === undefined && link.name !== 'getConnection') return undefined;
  const { scope } = chain;
  const isData = READS.has(link.name) || WRITES.has(link.name) || DELETES.has(link.name);
  const builder = builderAccesses(world, index, chain, link);
  if (builder) return builder;
  if (!isData && link.name !== 'query' && link.name !== 'clearTable') return undefined;
  const known = handleOf(world, link, scope);
  if (known === undefined || known.handle.type === 'builder') return undefined;
  if (link.name === 'query') {
    const [first] = link.args;
    const hole = (one: Thunk) => metadataHole(world, index, one);
    return first && world.sqlFinding(world.value(first, scope), { line: lineOf(first, link), hole });
  }
  if (link.name === 'clearTable') return namedTable(world, link, scope);
  if (!isData) return undefined;
  const { entity, options } = target(world, known.handle, link, scope);
  const found = entityAccesses(world, index, entity, options, chain, link, subscribers);
  const isOpen = FINDS.test(link.name) && options.some((one) => areRelationsOpen(chain, one));
  return isOpen ? { ...found, isOpen } : found;
}

/** `${loaves.metadata.tableName}`, `${ds.getMetadata(Loaf).tablePath}` in a statement. */
function metadataHole(world: World, index: EntityIndex, { expr, scope }: Thunk): string | undefined {
  const value = world.value(expr, scope);
  if (value.kind !== 'part' || !/^table(?:Name|Path)$/.test(value.name)) return undefined;
  const { object } = value;
  const entity = object.kind === 'external' && object.name === 'EntityMetadata' && object.args[0];
  const found = entity ? index.of(entity) : undefined;
  if (found === undefined) return undefined;
  const { schema, name } = index.table(found);
  return [schema, name].flatMap((part) => (part === undefined ? [] : [`"${part}"`])).join('.');
}

/** Line a text begins at, when it is a template over several lines. */
function lineOf(expr: Expr, link: Link): number {
  return 'line' in expr ? expr.line : link.line;
}

function namedTable(world: World, link: Link, scope: Scope): Finding {
  const name = world.constant(link.args[0], scope);
  return name === undefined
    ? { accesses: [], unresolved: { line: link.line, reason: 'table named by a value' } }
    : { accesses: [{ table: { name }, op: 'delete', line: link.line }] };
}

/** The entity a call is about, and its options: a repository's own, or the manager's first argument. */
function target(world: World, handle: Handle, link: Link, scope: Scope): { entity: Value; options: readonly Expr[] } {
  const [first, ...rest] = link.args;
  if (handle.type !== 'manager') return { entity: handle.entity, options: link.args };
  const value = first ? world.value(first, scope) : UNKNOWN;
  const entity = value.kind === 'array' ? value.element : value;
  // `manager.save(order)` and `manager.save(Order, { … })`.
  if (INSTANCE_METHODS.has(link.name) && entity.kind === 'instance') return { entity, options: rest };
  return { entity: entityOf(entity), options: rest };
}

function entityAccesses(
  world: World,
  index: EntityIndex,
  value: Value,
  options: readonly Expr[],
  chain: Chain,
  link: Link,
  subscribers: SubscriberIndex,
): Finding {
  const { scope } = chain;
  const entities = alternatives(value).map((one) => index.of(one));
  const known = entities.filter((one) => one !== undefined);
  if (known.length === 0) return { accesses: [], unresolved: { line: link.line, reason: reasonFor(value) } };
  const op: AccessKind = READS.has(link.name) ? 'read' : DELETES.has(link.name) ? 'delete' : 'write';
  const accesses: Access[] = [];
  for (const entity of known) {
    const table = index.table(entity);
    const hooks = op === 'read' ? [] : subscribers(entity, link, scope);
    accesses.push({ table, op, line: link.line, ...(hooks.length === 0 ? {} : { hooks }) });
    if (READS.has(link.name)) accesses.push(...includedTables(world, index, entity, link, options, scope));
    else if (link.name === 'save') accesses.push(...cascadedWrites(index, entity, chain, link));
    else if (/AndUpdate|AndReplace|AndDelete/.test(link.name)) accesses.push({ table, op: 'read', line: link.line });
  }
  return { accesses };
}
