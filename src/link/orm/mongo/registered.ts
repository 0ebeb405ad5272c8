/**
 * Collections that parts of a program register by name, `register({ collections: { Orders: { name: 'orders' } } })`, and that are
 * handed on in a context of which nothing is known: `context.collections.Orders.find(…)`, `const { collections: { Orders } } = context`.
 * The key that is taken of something called `collections` says which.
 */
import type { Evidence, Expr, Variable } from '../../../model/index.js';
import { bare, type Chain, type Link, type ObjectExpr, type ProgramFile } from '../../program/index.js';
import type { TableDeclaration } from '../dialect.js';
import type { World } from '../world.js';

const REGISTRY = 'collections';
/** Names between a receiver and the pattern or property that it was taken with. */
const MAX_STEPS = 3;

export type RegisteredCollections = {
  readonly tables: readonly TableDeclaration[];
  /** The collection that a call is made on; undefined when it is none that is registered. */
  readonly of: (chain: Chain, link: Link) => string | undefined;
};

export function registeredCollections(world: World): RegisteredCollections {
  const found: Registered[] = [];
  for (const file of world.ev.files.values()) {
    if (file.role === 'test') continue;
    for (const [object, { key }] of file.uses().nested)
      if (key === REGISTRY) found.push(...registeredIn(file.path, object));
  }
  const names = new Map<string, string | undefined>();
  for (const { key, name } of found) names.set(key, names.has(key) && names.get(key) !== name ? undefined : name);
  return {
    tables: found.map(({ key, name, at }) => ({
      table: { name },
      kind: 'collection',
      naming: 'explicit',
      source: 'model',
      models: [key],
      at,
    })),
    of({ file, fn }, { receiver }) {
      const key = receiver && names.size > 0 ? keyTaken(file, fn, receiver, MAX_STEPS) : undefined;
      return key === undefined ? undefined : names.get(key);
    },
  };
}

type Registered = { readonly key: string; readonly name: string; readonly at: Evidence };

/** `{ Orders: { name: 'orders', indexes: […] } }`. */
function registeredIn(path: string, { entries }: ObjectExpr): Registered[] {
  return entries.flatMap(({ key, value, line }): Registered[] => {
    const inner = bare(value);
    const name = inner.kind === 'object' ? inner.entries.find((one) => one.key === 'name') : undefined;
    return name?.value.kind === 'string' ? [{ key, name: name.value.value, at: { path, line } }] : [];
  });
}

/** The last of the names by which something is taken of `collections`. */
function keyTaken(file: ProgramFile, fn: number, written: Expr, steps: number): string | undefined {
  const expr = bare(written);
  if (expr.kind === 'member') return isRegistry(expr.object) ? expr.name : undefined;
  if (expr.kind !== 'name' || steps === 0) return undefined;
  const variable = variableNamed(file, fn, expr.name);
  if (variable === undefined) return undefined;
  const { path = [], init } = variable;
  const last = path.at(-1);
  if (path.length > 1) return path.at(-2) === REGISTRY ? last : undefined;
  if (init === undefined) return undefined;
  if (last === undefined) return keyTaken(file, fn, init, steps - 1);
  return isRegistry(init) ? last : undefined;
}

/** `context.collections`, a variable or parameter of that name. */
function isRegistry(written: Expr): boolean {
  const expr = bare(written);
  return (expr.kind === 'member' || expr.kind === 'name') && expr.name.replace(/#\d+$/, '') === REGISTRY;
}

function variableNamed(file: ProgramFile, fn: number, name: string): Variable | undefined {
  for (let at = fn; at >= 0; at = file.program.functions[at]?.parent ?? -1) {
    const binding = file.names(at).get(name);
    if (binding?.kind === 'local') return binding.variable;
    if (binding !== undefined) return binding.kind === 'param' ? binding.param : undefined;
  }
  return undefined;
}
