/**
 * What Sequelize calls do: statics of models, methods of records, mixins of associations, raw SQL. The receiver
 * decides, never the method's name.
 */

import type { AccessKind } from '../../../model/index.js';
import { type Chain, type Link, type Scope, UNKNOWN, type Value } from '../../program/index.js';
import type { Access, Finding } from '../dialect.js';
import { findingOfLinks, isToldByCaller } from '../links.js';
import { isConnection } from './connections.js';
import { type Handle, handlesOf } from './handles.js';
import { appliedScopes, includedBy, type Known } from './includes.js';
import { DOLLAR, dollarAccesses, MIXIN, mixinAccesses } from './mixins.js';
import type { Model } from './models.js';
import { interfaceAccess, literalAccesses, rawAccesses, TABLE_CALLS } from './raw.js';
import { conventionalModel } from './registries.js';

/** Operations of a static or record method; `find…` reads take scopes and includes. */
const OPERATIONS: Readonly<Record<string, readonly AccessKind[]>> = {
  findAll: ['read'],
  findOne: ['read'],
  findByPk: ['read'],
  findById: ['read'],
  find: ['read'],
  all: ['read'],
  findAndCountAll: ['read'],
  findAndCount: ['read'],
  count: ['read'],
  max: ['read'],
  min: ['read'],
  sum: ['read'],
  aggregate: ['read'],
  findOrBuild: ['read'],
  findOrCreate: ['read', 'write'],
  findCreateFind: ['read', 'write'],
  create: ['write'],
  bulkCreate: ['write'],
  update: ['write'],
  upsert: ['write'],
  insertOrUpdate: ['write'],
  increment: ['write'],
  decrement: ['write'],
  restore: ['write'],
  save: ['write'],
  updateAttributes: ['write'],
  reload: ['read'],
  destroy: ['delete'],
  truncate: ['delete'],
  sync: ['ddl'],
  drop: ['ddl'],
};
const INCLUDING: ReadonlySet<string> = new Set(['include']);
const STATIC_ONLY = /^(?:find|all|count|max|min|sum|aggregate|bulk|create|upsert|truncate|sync|drop|insert)/;
const RECORD_ONLY = new Set(['save', 'reload', 'updateAttributes']);

export const ACCESS_METHODS: readonly string[] = [
  ...Object.keys(OPERATIONS),
  ...Object.keys(TABLE_CALLS),
  ...['get', 'set', 'add', 'create', 'count', 'has', 'remove'].map((verb) => `$${verb}`),
  'query',
  'literal',
];

/** Accesses of one chain; undefined when no link of it is Sequelize's. */
export function chainAccesses(known: Known, chain: Chain): Finding | undefined {
  return findingOfLinks(chain, (link) => linkAccesses(known, chain, link));
}

function linkAccesses(known: Known, chain: Chain, link: Link): Finding | undefined {
  const { world, associations } = known;
  const { scope } = chain;
  if (link.expr.kind === 'tagged') return undefined;
  if (link.name === 'literal') return literalAccesses(world, link, scope);
  if (MIXIN.test(link.name) && !Object.hasOwn(OPERATIONS, link.name)) {
    if (link.receiver === undefined || Object.hasOwn(TABLE_CALLS, link.name)) return undefined;
    return mixinAccesses(known, chain, link, associations.isMixin(link.name));
  }
  if (link.receiver === undefined) return undefined;
  if (link.name === 'query')
    return isConnection(world, link.receiver, scope) ? rawAccesses(known, link, scope) : undefined;
  if (Object.hasOwn(TABLE_CALLS, link.name)) return interfaceAccess(world, link, scope);
  if (DOLLAR.test(link.name)) return dollarAccesses(known, chain, link);
  const ops = Object.hasOwn(OPERATIONS, link.name) ? OPERATIONS[link.name] : undefined;
  return ops && modelAccesses(known, chain, link, ops);
}

function modelAccesses(known: Known, chain: Chain, link: Link, ops: readonly AccessKind[]): Finding | undefined {
  const { world, models } = known;
  const { scope } = chain;
  const handles = handlesOf(world, link, scope).filter(
    (one) =>
      (one.kind === 'model' && !RECORD_ONLY.has(link.name)) ||
      (one.kind === 'record' && !STATIC_ONLY.test(link.name)) ||
      isStaticThis(one, scope),
  );
  if (handles.length === 0) return byConvention(known, link, scope, ops);
  const accesses: Access[] = [];
  let isKnown = false;
  for (const { kind, value } of handles) {
    const model = models.of(value);
    if (model === undefined) continue;
    isKnown = true;
    const isRecord = kind === 'record' && !(isStaticThis({ kind, value }, scope) && isInStatic(chain));
    const hooks = known.hooks(model, link, chain, isRecord);
    const found = operate(known, chain, link, model, value, ops);
    const writing = found.find((one) => one.op !== 'read');
    accesses.push(...found.map((one) => (one === writing && hooks.length > 0 ? { ...one, hooks } : one)));
  }
  const isOpen = ops[0] === 'read' && isToldByCaller(chain, link.args[0], INCLUDING);
  if (isKnown) return { accesses, ...(isOpen ? { isOpen } : {}) };
  return { accesses: [], unresolved: { line: link.line, reason: reasonFor(handles[0]?.value ?? UNKNOWN) } };
}

/** A static of a base class, read for a subclass. */
function isStaticThis(handle: Handle, scope: Scope): boolean {
  return handle.kind === 'record' && scope.self === handle.value;
}

function isInStatic({ file, fn }: Chain): boolean {
  for (let at = fn; at > 0; at = file.program.functions[at]?.parent ?? -1)
    if (file.program.functions[at]?.isStatic) return true;
  return false;
}

function reasonFor(value: Value): string {
  if (value.kind === 'text') return 'no model of that name';
  if (value.kind === 'instance' || value.kind === 'class') return 'the class is no model';
  return 'the model is not known';
}

function operate(
  known: Known,
  chain: Chain,
  link: Link,
  model: Model,
  value: Value,
  ops: readonly AccessKind[],
): Access[] {
  const { world } = known;
  const { line } = link;
  const accesses: Access[] = ops.map((op) => ({ table: model.table, op, line }));
  const op = ops[0] ?? 'read';
  if (op !== 'read' && op !== 'write') return accesses;
  const place = { path: chain.file.path, line, op };
  for (const arg of link.args) {
    if (op === 'write' && !/^(?:create|bulkCreate|save)$/.test(link.name)) continue;
    accesses.push(...includedBy(known, model, world.value(arg, chain.scope), place));
  }
  if (op === 'read' && link.name !== 'reload') {
    for (const applied of appliedScopes(known, model, value))
      accesses.push(...includedBy(known, model, applied, place));
  }
  return accesses;
}

/** `models.Order.findAll()` where nobody types `models`: the name is a model's. */
function byConvention(known: Known, link: Link, scope: Scope, ops: readonly AccessKind[]): Finding | undefined {
  if (link.receiver === undefined || RECORD_ONLY.has(link.name)) return undefined;
  const { world, models } = known;
  const model = conventionalModel(world, models, link.receiver, scope, world.value(link.receiver, scope));
  if (model === undefined) return undefined;
  return { accesses: ops.map((op) => ({ table: model.table, op, confidence: 'convention', line: link.line })) };
}
