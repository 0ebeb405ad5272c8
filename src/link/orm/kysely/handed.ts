/**
 * Queries that own functions of other files begin (`export const selectLoaves = () => db.selectFrom('loaves')`) and that are
 * run here (`selectLoaves().where(…).execute()`): who runs a query touches its tables, as who begins it does.
 */
import type { AccessKind } from '../../../model/index.js';
import { alternatives, type Chain, type Link, linksBehind, type Scope, type Value } from '../../program/index.js';
import { isSystemTable } from '../../sql/index.js';
import type { Access, TableName } from '../dialect.js';
import { parseTableName, tableNamesOf } from '../sql/table-names.js';
import type { World } from '../world.js';

/** Methods that run a query. */
export const RUNS: ReadonlySet<string> = new Set(['execute', 'executeTakeFirst', 'executeTakeFirstOrThrow', 'stream']);

export type QueryWords = {
  /** Methods that begin a query, with what it does to the table. */
  readonly roots: ReadonlyMap<string, AccessKind>;
  readonly joins: ReadonlySet<string>;
  readonly rename: (name: string) => string;
};

type Behind = { readonly link: Link; readonly scope: Scope };

export function handedAccesses(world: World, chain: Chain, words: QueryWords): Access[] {
  const run = chain.links.find((link) => RUNS.has(link.name) && link.receiver !== undefined);
  // A chain with a root of its own says itself; what a caller hands over is the caller's query.
  if (run?.receiver === undefined || chain.links.some(({ name }) => words.roots.has(name)) || isFollowed(chain.scope))
    return [];
  for (const value of alternatives(world.value(run.receiver, chain.scope))) {
    if (!isQuery(value)) continue;
    const behind = linksBehind(world.ev, value).filter(({ scope }) => scope.file !== chain.file);
    if (behind.some(({ link }) => words.roots.has(link.name))) return tablesOf(world, behind, run, words);
  }
  return [];
}

function isQuery(value: Value): boolean {
  return value.kind === 'external' && value.package.includes('kysely') && value.made !== undefined;
}

/** Read with the arguments of one call. */
function isFollowed(scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at.args) return true;
  return false;
}

function tablesOf(world: World, behind: readonly Behind[], run: Link, { roots, joins, rename }: QueryWords): Access[] {
  const constants = (name: RegExp) =>
    behind.flatMap(({ link, scope }) => (name.test(link.name) ? (world.constant(link.args[0], scope) ?? []) : []));
  const hidden = new Set(constants(/^with(?:Recursive)?$/).map((name) => name.split('(')[0]?.trim()));
  const schema = constants(/^withSchema$/).at(-1);
  return behind.flatMap(({ link, scope }) => {
    const op = roots.get(link.name);
    const [first] = link.args;
    if (first === undefined || (op === undefined && !joins.has(link.name))) return [];
    return tableNamesOf(world, world.value(first, scope)).flatMap((name): Access[] => {
      const table: TableName | undefined = name ? parseTableName(name, rename) : undefined;
      if (table === undefined || hidden.has(table.name) || isSystemTable(table)) return [];
      const named = schema === undefined || table.schema !== undefined ? table : { schema, ...table };
      return [
        { table: named, op: op ?? 'read', line: run.line, ...(op === undefined ? { joined: true as const } : {}) },
      ];
    });
  });
}
