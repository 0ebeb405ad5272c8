/**
 * What the links of an Objection query bring in beside its own table, and queries and rows that come from elsewhere: kept in a
 * variable, or given by an own function.
 */
import type { AccessKind, Expr } from '../../../model/index.js';
import { alternatives, type Chain, constantOf, type Link, type Value } from '../../program/index.js';
import type { Access, Finding, TableName } from '../dialect.js';
import { parseTableName } from '../sql/table-names.js';
import type { World } from '../world.js';
import { graphPaths, relationsAlong } from './graphs.js';
import { type Model, type ModelIndex, PACKAGE } from './models.js';
import type { Index } from './own-methods.js';
import { modelOf } from './rows.js';

const WRITES =
  'insert insertAndFetch insertGraph insertGraphAndFetch upsertGraph upsertGraphAndFetch update updateAndFetch updateAndFetchById ' +
  'patch patchAndFetch patchAndFetchById increment decrement';
export const OPERATIONS: ReadonlyMap<string, AccessKind> = new Map<string, AccessKind>([
  ...WRITES.split(' ').map((name) => [name, 'write'] as const),
  ...['delete', 'deleteById', 'truncate', 'del'].map((name) => [name, 'delete'] as const),
]);
const GRAPHS =
  /^(?:withGraphFetched|withGraphJoined|withGraph|eager|joinEager|naiveEager|mergeEager|(?:(?:left|right|inner|full)(?:Outer)?J|outerJ|fullOuterJ|j)oinRelat(?:ed|ion))$/;
/** Those that a query which came from elsewhere may go on with. */
export const GRAPH_METHODS = ['withGraphFetched', 'withGraphJoined', 'joinRelated', 'leftJoinRelated'];
export const FETCHES = new Set(['fetchGraph', '$fetchGraph', 'loadRelated', '$loadRelated']);
const JOINS = /^(?:(?:left|right|inner|full|leftOuter|rightOuter|fullOuter|outer)J|j)oin$/;
const RAW = /^(?:where|orWhere|andWhere|having|orHaving|orderBy|groupBy|select)Raw$/;
/** What the links of a query bring in beside its own table. */
export function refined(
  world: World,
  index: ModelIndex,
  chain: Chain,
  at: Model | undefined,
  links: readonly Link[],
): Access[] {
  return links.flatMap((link): Access[] => {
    const value = link.args[0] && world.value(link.args[0], chain.scope);
    if (value === undefined) return [];
    if (JOINS.test(link.name) && link.args.length > 1) {
      const name = constantOf(value);
      return name === undefined ? [] : [{ table: parseTableName(name), op: 'read', line: link.line, joined: true }];
    }
    if (RAW.test(link.name)) return subSelects(world, value, link.line);
    if (at === undefined) return [];
    if (GRAPHS.test(link.name)) return graph(index, at, graphPaths(world, value), link.line);
    if (/^(?:insert|upsert)Graph/.test(link.name)) {
      return relationsAlong(index, at, graphPaths(world, value)).flatMap(({ target, through }) =>
        [target, through?.from.table].flatMap((table): Access[] =>
          table ? [{ table, op: 'write', line: link.line, note: 'graph' }] : [],
        ),
      );
    }
    return [];
  });
}

/** `whereRaw('price > (select avg(price) from loaves)')`: what the piece selects from, the rest are columns. */
function subSelects(world: World, value: Value, line: number): Access[] {
  if (value.kind !== 'text' || !/\(\s*select\b/i.test(value.texts.join(' '))) return [];
  const [head = '', ...rest] = value.texts;
  const found = world.sqlFinding({ ...value, texts: [`SELECT ${head}`, ...rest] }, { line });
  return (found?.accesses ?? []).map((access) => ({ ...access, line, joined: true }));
}

function graph(index: ModelIndex, from: Model, paths: readonly string[][], line: number): Access[] {
  return relationsAlong(index, from, paths).flatMap(({ target, through }) =>
    [target, through?.from.table].flatMap((table: TableName | undefined): Access[] =>
      table ? [{ table, op: 'read', line, joined: true, note: 'graph' }] : [],
    ),
  );
}

/** `Loaf.fetchGraph(loaves, '[oven]')`, `loaf.$fetchGraph('oven')`. */
export function fetched(world: World, index: ModelIndex, chain: Chain): Finding | undefined {
  const link = chain.links.find(({ name }) => FETCHES.has(name));
  const expr = link?.args[link.name.startsWith('$') ? 0 : 1];
  if (link?.receiver === undefined || expr === undefined) return undefined;
  const model = alternatives(world.value(link.receiver, chain.scope)).flatMap((one) => modelOf(index, one) ?? [])[0];
  return model && { accesses: graph(index, model, graphPaths(world, world.value(expr, chain.scope)), link.line) };
}

/** `const query = Loaf.query(); … await query.patch(…)`, `this.shelf.openLoaves().withGraphFetched('oven')`. */
export function continued(world: World, index: Index, chain: Chain): Finding | undefined {
  const at = chain.links.findIndex(
    ({ receiver }) => receiver !== undefined && queriesOf(world, chain, receiver).length > 0,
  );
  const receiver = chain.links[at]?.receiver;
  if (receiver === undefined) return undefined;
  const links = chain.links.slice(at);
  const accesses: Access[] = [];
  for (const value of queriesOf(world, chain, receiver)) {
    const model = modelOf(index, value);
    if (model === undefined) continue;
    for (const link of links) {
      const op = OPERATIONS.get(link.name) ?? index.own(model, link, chain.scope);
      if (op) accesses.push({ table: model.table, op, line: link.line });
    }
    accesses.push(...refined(world, index, chain, model, links));
  }
  return accesses.length > 0 ? { accesses } : undefined;
}

function queriesOf(world: World, chain: Chain, receiver: Expr): Value[] {
  return alternatives(world.value(receiver, chain.scope)).filter(
    (value) =>
      (value.kind === 'external' && value.package === PACKAGE && value.name === 'QueryBuilder') ||
      value.kind === 'made',
  );
}
