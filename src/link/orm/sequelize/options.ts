/** Options of Sequelize, read through literals, spreads and the layers they are inherited from. */
import { alternatives, constantOf, type Value } from '../../program/index.js';
import type { World } from '../world.js';

/** Options objects, nearest first: the model's own, its parents', the connection's `define`. */
export type Options = {
  readonly text: (name: string) => string | undefined;
  /** A flag when it is written as `true` or `false`. */
  readonly flag: (name: string) => boolean | undefined;
  readonly value: (name: string) => Value | undefined;
};

export function optionsOf(world: World, values: readonly Value[]): Options {
  const value = (name: string): Value | undefined => {
    for (const one of values) {
      const found = world.member(one, name);
      if (alternatives(found).some((part) => part.kind !== 'part' && part.kind !== 'made')) return found;
    }
    return undefined;
  };
  return {
    value,
    text: (name) => {
      const found = value(name);
      return found && constantOf(found);
    },
    flag: (name) => values.map((one) => flagOf(world, one, name)).find((one) => one !== undefined),
  };
}

/** `name: true` in an object literal, or in one spread into it. */
function flagOf(world: World, object: Value, name: string, depth = 0): boolean | undefined {
  if (object.kind !== 'object' || depth > 5) return undefined;
  for (const entry of [...object.expr.entries].reverse()) {
    if (entry.key === name) return entry.value.kind === 'literal' ? entry.value.text === 'true' : undefined;
    const spread =
      entry.key === '...' ? flagOf(world, world.value(entry.value, object.scope), name, depth + 1) : undefined;
    if (spread !== undefined) return spread;
  }
  return undefined;
}

export function layered(own: Options, defaults: Options): Options {
  return {
    value: (name) => own.value(name) ?? defaults.value(name),
    text: (name) => own.text(name) ?? defaults.text(name),
    flag: (name) => own.flag(name) ?? defaults.flag(name),
  };
}
