/**
 * Virtual references, which are put on a schema beside its definition: `schema.virtual('lender', { ref: 'Person', … })`.
 * They can be populated like others, but no document holds them.
 */
import type { Expr } from '../../../model/index.js';
import { alternatives, type Chain, type ClassValue, classKey, type Link, type Value } from '../../program/index.js';
import type { World } from '../world.js';
import { classOfSchema, PACKAGES } from './classes.js';
import { type Reference, targetOf } from './schemas.js';

/** The virtual references of a schema, known by the expression that makes it or by the class it is built from. */
export type Virtuals = (schema: Value | undefined, of: ClassValue | undefined) => readonly Reference[];

export function readVirtuals(world: World): Virtuals {
  const bySchema = new Map<Expr | string, Reference[]>();
  for (const chain of world.calls('virtual')) {
    for (const link of chain.links) {
      const reference = virtualOf(world, chain, link);
      if (reference === undefined || link.receiver === undefined) continue;
      for (const key of keysOf(world, world.value(link.receiver, chain.scope)))
        bySchema.set(key, [...(bySchema.get(key) ?? []), reference]);
    }
  }
  return (schema, of) => {
    const keys = new Set(schema ? keysOf(world, schema) : []);
    if (of) keys.add(classKey(of));
    return [...new Set([...keys].flatMap((key) => bySchema.get(key) ?? []))];
  };
}

function virtualOf(world: World, chain: Chain, link: Link): Reference | undefined {
  if (link.name !== 'virtual' || link.expr.kind === 'tagged') return undefined;
  const path = world.constant(link.args[0], chain.scope);
  const options = world.object(link.args[1], chain.scope);
  const ref = options?.expr.entries.find(({ key }) => key === 'ref');
  const target = options && ref && targetOf(world, ref.value, options.scope);
  if (path === undefined || target === undefined) return undefined;
  return { path, target, at: { path: chain.scope.file.path, line: link.line }, isVirtual: true };
}

function keysOf(world: World, schema: Value): (Expr | string)[] {
  const of = classOfSchema(world, schema);
  const made = alternatives(schema).flatMap((one) =>
    one.kind === 'external' && one.made && PACKAGES.includes(one.package) ? [one.made.expr] : [],
  );
  return of ? [...made, classKey(of)] : made;
}
