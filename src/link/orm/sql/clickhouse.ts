/** ClickHouse's own calls: rows given to a table by name, and statements that answer nothing (`command`). */
import { constantOf, type Link, type Scope } from '../../program/index.js';
import type { Finding } from '../dialect.js';
import type { World } from '../world.js';

const PACKAGES: ReadonlySet<string> = new Set([
  '@clickhouse/client',
  '@clickhouse/client-web',
  '@clickhouse/client-common',
]);

/** Methods of the client beside those that all drivers have. */
export const CLICKHOUSE_METHODS: readonly string[] = ['insert', 'command'];

export function isClickHouse(driver: string | undefined): boolean {
  return driver !== undefined && PACKAGES.has(driver);
}

/** `client.insert({ table: 'loaves', values })`; a name may be led by its database. */
export function rowsInserted(world: World, link: Link, scope: Scope): Finding | undefined {
  const argument = link.args[0] && world.value(link.args[0], scope);
  if (link.name !== 'insert' || argument === undefined) return undefined;
  const name = constantOf(world.member(argument, 'table'));
  if (name === undefined) return { accesses: [], unresolved: { line: link.line, reason: 'table named by a value' } };
  const [table, schema] = name.split('.').reverse() as [string, string | undefined];
  return {
    accesses: [
      { table: schema === undefined ? { name: table } : { schema, name: table }, op: 'write', line: link.line },
    ],
  };
}
