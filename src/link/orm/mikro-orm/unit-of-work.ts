/**
 * Writes without a call: a changed property of a loaded entity is written when the unit of work is flushed. Found by
 * convention: an assignment to a property of an entity, in the function that flushes or that `transactional` runs.
 */
import type { Expr } from '../../../model/index.js';
import {
  alternatives,
  bare,
  bodyOf,
  type Chain,
  childScope,
  classFact,
  type Link,
  lineageOf,
  type ProgramFile,
  type Scope,
  type Value,
  walk,
} from '../../program/index.js';
import type { Access } from '../dialect.js';
import { isBlank } from '../sql/drivers.js';
import type { World } from '../world.js';
import type { EntityIndex } from './entities.js';

const FLUSHING = new Set(['flush', 'persistAndFlush', 'removeAndFlush']);

/** Whether the function around a chain flushes, or is run by `transactional`, which flushes at its end. */
export function flushes(_world: World, { file, fn }: Chain): boolean {
  let at = fn;
  for (let i = 0; at > 0 && i < 4; i++) {
    const user = file.uses().callbacks.get(at);
    if (calls(file, at) || (user && nameOf(user.call) === 'transactional')) return true;
    if (user === undefined) return false;
    at = file.program.functions[at]?.parent ?? -1;
  }
  return false;
}

function calls(file: ProgramFile, fn: number): boolean {
  const fact = file.program.functions[fn];
  if (fact === undefined) return false;
  let isFlushing = false;
  for (const expr of bodyOf(fact)) {
    walk(expr, (part) => {
      if (part.kind === 'call' && FLUSHING.has(nameOf(part) ?? '')) isFlushing = true;
      return undefined;
    });
  }
  return isFlushing;
}

function nameOf(call: Expr): string | undefined {
  const callee = call.kind === 'call' || call.kind === 'new' ? bare(call.callee) : undefined;
  return callee?.kind === 'member' ? callee.name : undefined;
}

/** Properties assigned in the function that a flush stands in, or in the callback of `transactional`. */
export function trackedWrites(world: World, index: EntityIndex, chain: Chain, link: Link): Access[] {
  if (link.name !== 'transactional') return assigned(world, index, chain.file, chain.fn, chain.scope);
  const body = link.args[0] && world.value(link.args[0], chain.scope);
  if (body?.kind !== 'function' || body.file !== chain.file) return [];
  return assigned(world, index, body.file, body.index, childScope(world.ev, body.scope, body.index));
}

function assigned(world: World, index: EntityIndex, file: ProgramFile, fn: number, scope: Scope): Access[] {
  const fact = file.program.functions[fn];
  const accesses: Access[] = [];
  for (const expr of fact ? bodyOf(fact) : []) {
    walk(expr, (part) => {
      if (part.kind !== 'assign' || part.target.kind !== 'member' || part.target.object.kind === 'this')
        return undefined;
      const { object, name } = part.target;
      const value = world.value(object, scope);
      const of = entityOf(value, index) ?? entityNamed(world, index, value, object, name);
      if (of)
        accesses.push({
          table: index.table(of),
          op: 'write',
          line: part.line,
          confidence: 'convention',
          note: 'unit of work',
        });
      return undefined;
    });
  }
  return accesses;
}

/** Records only: a class has statics, a name is no record. */
function entityOf(value: Value, index: EntityIndex) {
  for (const one of alternatives(value)) {
    if (one.kind === 'instance' || one.kind === 'external') {
      const found = index.of(one);
      if (found) return found;
    }
  }
  return undefined;
}

/** Nothing is known of the record (middleware put it on the request) but that it is called like one entity, which has the property. */
function entityNamed(world: World, index: EntityIndex, value: Value, object: Expr, property: string) {
  const at = bare(object);
  const name = at.kind === 'name' || at.kind === 'member' ? at.name.replace(/#\d+$/, '').toLowerCase() : '';
  if (name === '' || !alternatives(value).every(isBlank)) return undefined;
  const [found, ...others] = index.all.filter((one) => one.of !== undefined && one.name.toLowerCase() === name);
  if (found?.of === undefined || others.length > 0) return undefined;
  const ancestors = lineageOf(world.ev, { kind: 'instance', of: found.of, args: [] });
  const hasIt = ancestors.some(
    (one) => one.kind === 'own' && classFact(one.of).members.some((member) => member.name === property),
  );
  return hasIt ? found : undefined;
}
