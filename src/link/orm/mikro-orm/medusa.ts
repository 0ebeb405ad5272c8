/**
 * Data access of Medusa's modules: internal services typed by their entity (`IMedusaInternalService<Cart>`), and the
 * methods that `MedusaService({ Cart })` generates (`listCarts`, `createCarts` …).
 */
import pluralize from 'pluralize';
import type { AccessKind } from '../../../model/index.js';
import { alternatives, type Chain, calleeOf, type Link, lineageOf, type Value } from '../../program/index.js';
import type { Finding } from '../dialect.js';
import type { World } from '../world.js';
import type { EntityIndex } from './entities.js';

const SERVICE: Readonly<Record<string, AccessKind>> = {
  retrieve: 'read',
  list: 'read',
  listAndCount: 'read',
  create: 'write',
  update: 'write',
  upsert: 'write',
  upsertWithReplace: 'write',
  delete: 'delete',
  softDelete: 'delete',
  restore: 'write',
};
const GENERATED = /^(retrieve|listAndCount|list|create|update|delete|softDelete|restore)([A-Z]\w*)$/;

export const SERVICE_METHODS: readonly string[] = Object.keys(SERVICE);

/** A method that `MedusaService` may have generated; cheap, since it is asked for every chain. */
export function isGeneratedName(name: string): boolean {
  return GENERATED.test(name);
}

export function medusaAccesses(world: World, index: EntityIndex, chain: Chain, link: Link): Finding | undefined {
  if (link.receiver === undefined || link.expr.kind === 'tagged') return undefined;
  if (Object.hasOwn(SERVICE, link.name)) return serviceAccess(world, index, chain, link);
  return GENERATED.test(link.name) ? generatedAccess(world, index, chain, link) : undefined;
}

function serviceAccess(world: World, index: EntityIndex, chain: Chain, link: Link): Finding | undefined {
  const op = SERVICE[link.name];
  if (op === undefined || link.receiver === undefined) return undefined;
  for (const value of alternatives(world.value(link.receiver, chain.scope))) {
    const target = entityOfService(value);
    const entity = target && index.of(target);
    if (entity) return { accesses: [{ table: index.table(entity), op, confidence: 'typed', line: link.line }] };
  }
  return undefined;
}

/** The entity of `IMedusaInternalService<Cart>`, from the package or from Medusa's own source. */
function entityOfService(value: Value): Value | undefined {
  if (value.kind === 'external') {
    const isService = value.package.startsWith('@medusajs/') && value.name.endsWith('IMedusaInternalService');
    return isService ? value.args[0] : undefined;
  }
  if (value.kind !== 'shape' || value.name !== 'IMedusaInternalService') return undefined;
  return value.scope.types?.values().next().value;
}

/** `this.listCarts()` in a class that extends `MedusaService({ Cart, LineItem })`, unless the class has its own. */
function generatedAccess(world: World, index: EntityIndex, chain: Chain, link: Link): Finding | undefined {
  if (link.expr.kind === 'tagged') return undefined;
  const [, verb, name] = GENERATED.exec(link.name) ?? [];
  const op = verb && SERVICE[verb];
  if (!op || name === undefined) return undefined;
  for (const callee of alternatives(calleeOf(world.ev, link.expr, chain.scope))) {
    if (callee.kind !== 'part' || callee.object.kind !== 'instance') continue;
    const base = lineageOf(world.ev, callee.object).at(-1);
    const models = base?.kind === 'library' ? modelsGiven(world, base.value) : undefined;
    if (models?.kind !== 'object') continue;
    for (const entry of models.expr.entries) {
      if (entry.key !== name && pluralize(entry.key) !== name) continue;
      const entity = index.of(world.value(entry.value, models.scope));
      if (entity) return { accesses: [{ table: index.table(entity), op, confidence: 'typed', line: link.line }] };
    }
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
