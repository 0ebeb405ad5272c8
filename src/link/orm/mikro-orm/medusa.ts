/**
 * Data access of Medusa's modules: internal services and repositories of an entity (`IMedusaInternalService<Cart>`,
 * `extends MedusaInternalService(Cart)`), and the methods that `MedusaService({ Cart })` generates (`listCarts` …).
 */
import pluralize from 'pluralize';
import type { AccessKind, Expr } from '../../../model/index.js';
import { alternatives, bare, type Chain, calleeOf, type Link, lineageOf, type Value } from '../../program/index.js';
import type { Finding } from '../dialect.js';
import type { World } from '../world.js';
import type { Entity, EntityIndex } from './entities.js';
import { populated } from './populate.js';

const SERVICE: Readonly<Record<string, AccessKind>> = {
  retrieve: 'read',
  list: 'read',
  listAndCount: 'read',
  find: 'read',
  findAndCount: 'read',
  create: 'write',
  update: 'write',
  upsert: 'write',
  upsertWithReplace: 'write',
  delete: 'delete',
  softDelete: 'delete',
  restore: 'write',
};
const GENERATED = /^(retrieve|listAndCount|list|create|update|delete|softDelete|restore)([A-Z]\w*)$/;
const SERVICE_TYPES = /(?:^|\.)(?:IMedusaInternalService|MedusaInternalService|RepositoryService|MedusaRepository)$/;

export const SERVICE_METHODS: readonly string[] = Object.keys(SERVICE);

const VERBS = ['retrieve', 'list', 'listAndCount', 'create', 'update', 'delete', 'softDelete', 'restore'];

/** Names of the methods that calls of `MedusaService` generate. */
export function generatedNames(world: World): ReadonlySet<string> {
  const names = new Set<string>();
  for (const chain of world.calls('MedusaService')) {
    for (const link of chain.links) {
      const models = link.name === 'MedusaService' ? world.object(link.args[0], chain.scope) : undefined;
      for (const { key } of models?.expr.entries ?? [])
        for (const verb of VERBS) names.add(`${verb}${key}`).add(`${verb}${pluralize(key)}`);
    }
  }
  return names;
}

export function medusaAccesses(world: World, index: EntityIndex, chain: Chain, link: Link): Finding | undefined {
  if (link.receiver === undefined || link.expr.kind === 'tagged') return undefined;
  const generated = GENERATED.exec(link.name);
  const op = SERVICE[generated?.[1] ?? link.name];
  if (op === undefined || !(generated || Object.hasOwn(SERVICE, link.name))) return undefined;
  for (const callee of alternatives(calleeOf(world.ev, link.expr, chain.scope))) {
    const owner = callee.kind === 'part' ? callee.object : undefined;
    const entity = generated
      ? owner && generatedFor(world, index, owner, generated[2] as string)
      : serviceEntity(world, index, link.receiver, owner, chain);
    if (entity) return accessesOf(world, index, chain, link, entity, op);
  }
  return undefined;
}

function accessesOf(
  world: World,
  index: EntityIndex,
  chain: Chain,
  link: Link,
  entity: Entity,
  op: AccessKind,
): Finding {
  const { line } = link;
  const loaded = op === 'read' ? populated(world, index, entity, link, link.args, chain.scope, 'relations') : [];
  return { accesses: [{ table: index.table(entity), op, confidence: 'typed', line }, ...loaded] };
}

/** The entity of a service or repository: what it is made of, else what it is injected as (`cartService`). */
function serviceEntity(
  world: World,
  index: EntityIndex,
  receiver: Expr,
  owner: Value | undefined,
  chain: Chain,
): Entity | undefined {
  const receivers = owner === undefined ? [world.value(receiver, chain.scope)] : [owner];
  for (const value of receivers.flatMap(alternatives)) {
    const service = asService(world, value);
    if (service === undefined) continue;
    const entity = service.of && index.of(service.of);
    if (entity) return entity;
    if (service.isInjected) return injectedEntity(index, receiver, chain);
  }
  return undefined;
}

type Service = { readonly of: Value | undefined; readonly isInjected: boolean };

function asService(world: World, value: Value): Service | undefined {
  if (value.kind === 'external') {
    if (!value.package.startsWith('@medusajs/') || !SERVICE_TYPES.test(value.name)) return undefined;
    return { of: value.args[0], isInjected: true };
  }
  if (value.kind === 'shape')
    return SERVICE_TYPES.test(value.name)
      ? { of: value.scope.types?.values().next().value, isInjected: true }
      : undefined;
  if (value.kind !== 'instance') return undefined;
  const base = lineageOf(world.ev, value).at(-1);
  const service = base?.kind === 'library' && base.value.kind === 'external' ? asService(world, base.value) : undefined;
  return service && { of: service.of, isInjected: false };
}

/** Services are injected by the name of their entity: `this.cartItemService_` is that of CartItem, whatever its type. */
function injectedEntity(index: EntityIndex, receiver: Expr, { file }: Chain): Entity | undefined {
  const at = bare(receiver);
  const name = at.kind === 'member' || at.kind === 'name' ? at.name.replace(/#\d+$/, '') : '';
  const wanted = /^_?(\w+?)(?:Service|Repository)_?$/.exec(name)?.[1];
  if (wanted === undefined) return undefined;
  const named = index.all.filter((entity) => plain(entity.name) === plain(wanted));
  // Modules may have entities of one name: the one nearest to the code is meant.
  return named.sort((a, b) => shared(b.at.path, file.path) - shared(a.at.path, file.path))[0];
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

function shared(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

/** `this.listCarts()` in a class that extends `MedusaService({ Cart, LineItem })`, unless the class has its own. */
function generatedFor(world: World, index: EntityIndex, owner: Value, name: string): Entity | undefined {
  if (owner.kind !== 'instance') return undefined;
  const base = lineageOf(world.ev, owner).at(-1);
  const models = base?.kind === 'library' ? modelsGiven(world, base.value) : undefined;
  if (models?.kind !== 'object') return undefined;
  for (const entry of models.expr.entries) {
    if (entry.key !== name && pluralize(entry.key) !== name) continue;
    const entity = index.of(world.value(entry.value, models.scope));
    if (entity) return entity;
  }
  return undefined;
}

function modelsGiven(world: World, base: Value): Value | undefined {
  if (base.kind !== 'made' || base.callee.kind !== 'import' || base.made.expr.kind !== 'call') return undefined;
  // Also `ModulesSdkUtils.MedusaService`.
  if (base.callee.name.split('.').at(-1) !== 'MedusaService' || !base.callee.package.startsWith('@medusajs/'))
    return undefined;
  return world.object(base.made.expr.args[0], base.made.scope);
}
