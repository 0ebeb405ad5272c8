/** What a method of Sequelize is called on: a model, a record, a method that an association declares. */

import { alternatives, calleeOf, type Link, lineageOf, type Scope, UNKNOWN, type Value } from '../../program/index.js';
import type { World } from '../world.js';
import { isFamily } from './connections.js';

export type Handle =
  | { readonly kind: 'model' | 'record'; readonly value: Value }
  | { readonly kind: 'connection' | 'query-interface' | 'mixin'; readonly value: Value };

const STATIC_TYPES = new Set(['ModelStatic', 'ModelCtor', 'ModelDefined', 'Repository']);

/** The handles a method is called on. */
export function handlesOf(world: World, link: Link, scope: Scope): Handle[] {
  if (link.expr.kind === 'tagged') return [];
  return alternatives(calleeOf(world.ev, link.expr, scope)).flatMap((callee) => {
    if (callee.kind === 'external' && isFamily(callee) && callee.name.endsWith('Mixin')) {
      return [{ kind: 'mixin', value: callee } as const];
    }
    return callee.kind === 'part' ? alternatives(callee.object).flatMap((one) => asHandle(world, one) ?? []) : [];
  });
}

function asHandle(world: World, value: Value): Handle | undefined {
  if (value.kind === 'external') {
    if (!isFamily(value)) return undefined;
    if (STATIC_TYPES.has(value.name)) return { kind: 'model', value: value.made ? value : (value.args[0] ?? UNKNOWN) };
    if (value.name === 'Model') return { kind: 'record', value: value.args[0] ?? UNKNOWN };
    return undefined;
  }
  if (value.kind === 'shape') return isRecordType(world, value) ? { kind: 'record', value } : undefined;
  if (value.kind !== 'class' && value.kind !== 'instance') return undefined;
  const self = value.kind === 'class' ? ({ kind: 'instance', of: value.of, args: [] } as const) : value;
  const base = lineageOf(world.ev, self).at(-1);
  if (base?.kind !== 'library' || !isFamily(base.value) || base.value.name !== 'Model') return undefined;
  return { kind: value.kind === 'class' ? 'model' : 'record', value };
}

/** `interface LoafRow extends Model<…>`, not another library's document. */
function isRecordType(world: World, shape: Extract<Value, { readonly kind: 'shape' }>, depth = 0): boolean {
  return shape.bases.some((base) => {
    const value = world.type(base, shape.scope);
    return value.kind === 'external'
      ? isFamily(value)
      : value.kind === 'shape' && depth < 6 && isRecordType(world, value, depth + 1);
  });
}
