/**
 * What TypeORM calls do: repositories, managers, active records, query runners. The receiver decides, never the
 * method's name: `this.orders.find(…)` counts only when `orders` is a repository.
 */
import type { AccessKind, Expr } from '../../../model/index.js';
import {
  alternatives,
  bare,
  type Chain,
  calleeOf,
  constructorArguments,
  entityOf,
  type Link,
  lineageOf,
  type Scope,
  UNKNOWN,
  type Value,
} from '../../program/index.js';
import type { Access, Finding } from '../dialect.js';
import type { World } from '../world.js';
import type { Entity, EntityIndex } from './entities.js';
import { builderAccesses } from './query-builder.js';
import { relationPath, relationTables } from './tables.js';

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
/** Reads that load eager relations and take `relations`. */
const FINDERS = /^(?:find|reload|preload)/;
/** Methods that are given loaded entities instead of a target. */
const INSTANCE_METHODS = new Set(['save', 'remove', 'softRemove', 'recover', 'reload']);

export const ACCESS_METHODS: readonly string[] = [...READS, ...WRITES, ...DELETES];

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

/** Accesses of one chain; undefined when no link of it is TypeORM's. */
export function chainAccesses(world: World, index: EntityIndex, chain: Chain): Finding | undefined {
  const accesses: Access[] = [];
  let unresolved: Finding['unresolved'];
  let isOurs = false;
  for (const link of chain.links) {
    const found = linkAccesses(world, index, chain, link);
    if (found === undefined) continue;
    isOurs = true;
    accesses.push(...found.accesses);
    unresolved ??= found.unresolved;
  }
  return isOurs ? { accesses, ...(unresolved ? { unresolved } : {}) } : undefined;
}

function linkAccesses(world: World, index: EntityIndex, chain: Chain, link: Link): Finding | undefined {
  if (link.receiver === undefined && link.name !== 'getConnection') return undefined;
  const { scope } = chain;
  const isData = READS.has(link.name) || WRITES.has(link.name) || DELETES.has(link.name);
  const builder = builderAccesses(world, index, chain, link);
  if (builder) return builder;
  if (!isData && link.name !== 'query' && link.name !== 'clearTable') return undefined;
  const known = handleOf(world, link, scope);
  if (known === undefined || known.handle.type === 'builder') return undefined;
  if (link.name === 'query') {
    return link.args[0] && world.sqlFinding(world.value(link.args[0], scope), { line: lineOf(link.args[0], link) });
  }
  if (link.name === 'clearTable') return namedTable(world, link, scope);
  if (!isData) return undefined;
  const { entity, options } = target(world, known.handle, link, scope);
  return entityAccesses(world, index, entity, options, link, scope);
}

/** Line a text begins at, when it is a template over several lines. */
export function lineOf(expr: Expr, link: Link): number {
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
  link: Link,
  scope: Scope,
): Finding {
  const entities = alternatives(value).map((one) => index.of(one));
  const known = entities.filter((one) => one !== undefined);
  if (known.length === 0) return { accesses: [], unresolved: { line: link.line, reason: reasonFor(value) } };
  const op: AccessKind = READS.has(link.name) ? 'read' : DELETES.has(link.name) ? 'delete' : 'write';
  const accesses: Access[] = [];
  for (const entity of known) {
    const table = index.table(entity);
    accesses.push({ table, op, line: link.line });
    if (READS.has(link.name)) accesses.push(...includedTables(world, index, entity, link, options, scope));
    else if (/AndUpdate|AndReplace|AndDelete/.test(link.name)) accesses.push({ table, op: 'read', line: link.line });
  }
  return { accesses };
}

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

/** `relations: ['lines', 'lines.product']`, `relations: { lines: { product: true } }`, eager relations of a find. */
function includedTables(
  world: World,
  index: EntityIndex,
  entity: Entity,
  link: Link,
  options: readonly Expr[],
  scope: Scope,
): Access[] {
  const paths = options.flatMap((expr) => [
    ...namedRelations(world, expr, scope, 'relations'),
    ...whereRelations(world, index, entity, expr, scope),
  ]);
  const isEager = !options.some((expr) => isFalse(world, expr, scope, 'loadEagerRelations'));
  const accesses: Access[] = [];
  for (const { path, line } of paths) {
    for (const { owner, relation } of relationPath(index, entity, path)) {
      for (const table of relationTables(index, owner, relation)) {
        accesses.push({ table, op: 'read', joined: true, line: line || link.line, note: 'relation' });
      }
      const loaded = index.of(relation.target);
      if (loaded && isEager) accesses.push(...eagerTables(index, loaded, link.line));
    }
  }
  if (FINDERS.test(link.name) && isEager) accesses.push(...eagerTables(index, entity, link.line));
  return accesses;
}

function isFalse(world: World, expr: Expr, scope: Scope, option: string): boolean {
  const entry = world.object(expr, scope)?.expr.entries.find((one) => one.key === option);
  return entry?.value.kind === 'literal' && entry.value.text === 'false';
}

function eagerTables(index: EntityIndex, entity: Entity, line: number): Access[] {
  const accesses: Access[] = [];
  const seen = new Set<Entity>();
  const queue = [entity];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const relation of next.relations.values()) {
      if (!relation.isEager) continue;
      for (const table of relationTables(index, next, relation)) {
        const via = [`${relation.at.path}#${next.name}.${relation.property}`];
        accesses.push({ table, op: 'read', joined: true, line, note: 'eager relation', via });
      }
      const target = index.of(relation.target);
      if (target) queue.push(target);
    }
  }
  return accesses;
}

type NamedPath = { readonly path: string; readonly line: number };

/** Paths under an option: an array of dotted names, or nested objects of `true`. */
export function namedRelations(world: World, expr: Expr, scope: Scope, option: string): NamedPath[] {
  const value = world.option(expr, scope, option);
  return value ? relationNames(world, value) : [];
}

export function relationNames(world: World, value: Value): NamedPath[] {
  const paths: NamedPath[] = [];
  const queue: { value: Value; prefix: string; line: number; depth: number }[] = [
    { value, prefix: '', line: 0, depth: 0 },
  ];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { value: at, prefix, line, depth } = next;
    if (at.kind === 'text' && at.holes.length === 0 && depth === 0) paths.push({ path: at.texts[0] ?? '', line });
    if (at.kind === 'union') queue.push(...at.of.map((one) => ({ value: one, prefix, line, depth })));
    if (at.kind === 'array') {
      for (const one of at.items ?? alternatives(at.element)) queue.push({ value: one, prefix, line, depth });
    }
    if (at.kind !== 'object' || depth > 8) continue;
    for (const entry of at.expr.entries) {
      if (entry.key === '...') {
        queue.push({ value: world.value(entry.value, at.scope), prefix, line, depth: depth + 1 });
        continue;
      }
      if (entry.value.kind === 'literal' && entry.value.text !== 'true') continue;
      const path = prefix === '' ? entry.key : `${prefix}.${entry.key}`;
      paths.push({ path, line: entry.line });
      if (entry.value.kind !== 'literal')
        queue.push({ value: world.value(entry.value, at.scope), prefix: path, line: entry.line, depth: depth + 1 });
    }
  }
  return paths;
}

/** `where: { customer: { id } }` joins the customer; a plain id comparison does not. */
function whereRelations(world: World, index: EntityIndex, entity: Entity, expr: Expr, scope: Scope): NamedPath[] {
  const where = world.option(expr, scope, 'where');
  return alternatives(where ?? UNKNOWN)
    .flatMap((one) => (one.kind === 'array' ? alternatives(one.element) : [one]))
    .flatMap((one) => {
      if (one.kind !== 'object') return [];
      return one.expr.entries.flatMap((entry) => {
        const relation = entity.relations.get(entry.key);
        const nested = relation && world.object(entry.value, one.scope);
        const isIdOnly = nested?.expr.entries.every((inner) => inner.key === 'id') && relation?.isOwner;
        return nested && !isIdOnly && index.of(relation.target) ? [{ path: entry.key, line: entry.line }] : [];
      });
    });
}

/** `await order.lines`, when the relation is lazy. */
export function lazyAccesses(
  world: World,
  index: EntityIndex,
  lazy: ReadonlySet<string>,
  { expr, scope }: Chain,
): Finding | undefined {
  const member = bare(expr);
  if (member.kind !== 'member' || !lazy.has(member.name)) return undefined;
  const accesses: Access[] = [];
  for (const one of alternatives(world.value(member.object, scope))) {
    const entity = one.kind === 'instance' ? index.of(one) : undefined;
    const relation = entity && index.relation(entity, member.name);
    if (!entity || !relation?.isLazy) continue;
    // The facts have no line for a property: the function's stands for it.
    const line = scope.file.program.functions[scope.fn]?.line ?? 0;
    for (const table of relationTables(index, entity, relation)) {
      accesses.push({ table, op: 'read', joined: true, line, note: 'lazy relation' });
    }
  }
  return accesses.length > 0 ? { accesses } : undefined;
}
