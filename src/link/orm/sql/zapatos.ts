/** Zapatos: short cuts that are given a table by name (`db.select('loaves', …)`). */
import type { Chain, Link } from '../../program/index.js';
import type { Finding } from '../dialect.js';
import type { World } from '../world.js';

export const ZAPATOS: ReadonlyMap<string, 'read' | 'write' | 'delete'> = new Map([
  ...['select', 'selectOne', 'selectExactlyOne', 'count', 'sum', 'avg', 'min', 'max'].map(
    (name) => [name, 'read'] as const,
  ),
  ...['insert', 'update', 'upsert'].map((name) => [name, 'write'] as const),
  ...['deletes', 'truncate'].map((name) => [name, 'delete'] as const),
]);

export function zapatosAccesses(world: World, chain: Chain, link: Link): Finding | undefined {
  const op = ZAPATOS.get(link.name);
  const name = world.constant(link.args[0], chain.scope);
  if (op === undefined) return undefined;
  if (name === undefined) return { accesses: [], unresolved: { line: link.line, reason: 'table named by a value' } };
  const [table, schema] = name.split('.').reverse() as [string, string | undefined];
  return {
    accesses: [{ table: schema === undefined ? { name: table } : { schema, name: table }, op, line: link.line }],
  };
}
