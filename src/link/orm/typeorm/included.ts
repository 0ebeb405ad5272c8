/**
 * Tables that a TypeORM call reads without being about them: named relations, conditions on a relation, eager relations,
 * lazy relations that are awaited.
 */
import type { Expr } from '../../../model/index.js';
import {
  alternatives,
  bare,
  type Chain,
  hangsOnCaller,
  type Link,
  type Scope,
  UNKNOWN,
  type Value,
} from '../../program/index.js';
import { eagerRelations } from '../declared.js';
import type { Access, Finding } from '../dialect.js';
import type { World } from '../world.js';
import type { Entity } from './entities.js';
import type { EntityIndex } from './entity-index.js';
import { relationPath, relationTables } from './tables.js';

/** Reads that load eager relations and take `relations`. */
const FINDERS = /^(?:find|reload|preload)/;

/** `relations: ['lines', 'lines.product']`, `relations: { lines: { product: true } }`, eager relations of a find. */
export function includedTables(
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
  return eagerRelations(entity, index.of).flatMap(({ owner, relation }) => {
    const via = [`${relation.at.path}#${owner.name}.${relation.property}`];
    return relationTables(index, owner, relation).map(
      (table): Access => ({ table, op: 'read', joined: true, line, note: 'eager relation', via }),
    );
  });
}

/** `line` is 0 when the path is named in another file than the call's. */
type NamedPath = { readonly path: string; readonly line: number };

/** Paths under an option: an array of dotted names, or nested objects of `true`. */
function namedRelations(world: World, expr: Expr, scope: Scope, option: string): NamedPath[] {
  const value = world.option(expr, scope, option);
  const named = value ? relationNames(world, value, scope) : [];
  if (named.length > 0) return named;
  // `query.relations = toTree(config.relations)`: names that an own function reshapes.
  const options = world.object(expr, scope);
  return (options?.expr.entries ?? []).flatMap((entry) => {
    const made = entry.key === option ? bare(entry.value) : undefined;
    if (made?.kind !== 'call' || options === undefined) return [];
    return made.args.flatMap((arg) => relationNames(world, world.value(arg, options.scope), scope));
  });
}

/** Variables and calls between the options of a find and the parameter that they are made of. */
const MAX_STEPS = 3;

/** Whether a caller tells what is loaded: the options are a parameter, or made of one (`find(toQuery(selector, config))`). */
export function areRelationsOpen(
  { file, fn }: Pick<Chain, 'file' | 'fn'>,
  options: Expr | undefined,
  steps = MAX_STEPS,
): boolean {
  if (options === undefined || steps === 0) return false;
  const expr = bare(options);
  const isGiven = (one: Expr) => bare(one).kind === 'name' && hangsOnCaller(file, fn, one);
  if (expr.kind === 'call') return expr.args.some(isGiven);
  if (expr.kind === 'object')
    return expr.entries.some(({ key, value }) => (key === 'relations' || key === '...') && isGiven(value));
  if (expr.kind !== 'name') return false;
  if (isGiven(expr)) return true;
  for (let at = fn; at > 0; at = file.program.functions[at]?.parent ?? -1) {
    const binding = file.names(at).get(expr.name);
    if (binding)
      return binding.kind === 'local' && areRelationsOpen({ file, fn: at }, binding.variable.init, steps - 1);
  }
  return false;
}

function relationNames(world: World, value: Value, call: Scope): NamedPath[] {
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
      const own = lineIn(call, at.scope, entry.line);
      paths.push({ path, line: own });
      if (entry.value.kind !== 'literal')
        queue.push({ value: world.value(entry.value, at.scope), prefix: path, line: own, depth: depth + 1 });
    }
  }
  return paths;
}

function lineIn(call: Scope, written: Scope, line: number): number {
  return written.file === call.file ? line : 0;
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
        return nested && !isIdOnly && index.of(relation.target)
          ? [{ path: entry.key, line: lineIn(scope, one.scope, entry.line) }]
          : [];
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
