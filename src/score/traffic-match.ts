/**
 * Measured requests and table use, matched to contexts. A route matches an entry point when verb (if given) and path
 * agree with parameters blanked (`:id`, `{id}`, `[id]`, numbers); if none does, when one is the other's tail, as behind a
 * gateway's prefix. What matches nothing is counted and said, never dropped in silence.
 */
import { labelOf, type SystemGraph, type Traffic } from '../model/index.js';
import type { SystemView } from './system-view.js';

export type MatchedTraffic = {
  /** Requests and table operations per context. */
  readonly requests: ReadonlyMap<string, number>;
  readonly operations: ReadonlyMap<string, number>;
  readonly totalRequests: number;
  readonly totalOperations: number;
  readonly unmatched: readonly string[];
};

export function matchTraffic(view: SystemView, traffic: Traffic): MatchedTraffic {
  const requests = new Map<string, number>();
  const operations = new Map<string, number>();
  const unmatched: string[] = [];
  const routes = indexRoutes(view.graph);
  for (const { route, requests: count } of traffic.routes) {
    const context = findModules(routes, route)
      .map((id) => view.contextOf(id))
      .find((id) => id !== undefined);
    if (context === undefined) unmatched.push(route);
    else requests.set(context, (requests.get(context) ?? 0) + count);
  }
  const tables = indexTables(view.graph);
  for (const { table, reads, writes } of traffic.tables) {
    const id = tables.get(table.toLowerCase());
    const context = id === undefined ? undefined : view.contextOf(id);
    if (context === undefined) unmatched.push(table);
    else operations.set(context, (operations.get(context) ?? 0) + reads + writes);
  }
  const sum = (map: ReadonlyMap<string, number>) => [...map.values()].reduce((a, b) => a + b, 0);
  return { requests, operations, totalRequests: sum(requests), totalOperations: sum(operations), unmatched };
}

type Route = { readonly verb: string; readonly path: string; readonly module: string };

function indexRoutes(graph: SystemGraph): { exact: Map<string, Route[]>; all: Route[] } {
  const all = graph.entryPoints
    .filter((entry) => entry.kind === 'http')
    .map((entry) => ({ verb: entry.verb.toUpperCase(), path: blankPath(entry.name), module: entry.module }));
  const exact = new Map<string, Route[]>();
  for (const route of all) exact.set(route.path, [...(exact.get(route.path) ?? []), route]);
  return { exact, all };
}

function findModules(routes: ReturnType<typeof indexRoutes>, spelled: string): string[] {
  const parts = /^\s*([A-Za-z]+)\s+(\S.*)$/.exec(spelled);
  const verb = (parts?.[1] ?? '').toUpperCase();
  const path = blankPath(parts?.[2] ?? spelled);
  const agrees = (route: Route) => verb === '' || ['', 'ALL', 'ANY', 'USE', verb].includes(route.verb);
  const exact = (routes.exact.get(path) ?? []).filter(agrees);
  if (exact.length > 0) return exact.map((route) => route.module);
  const tails = routes.all.filter(
    (r) => agrees(r) && r.path !== '/' && (path.endsWith(r.path) || r.path.endsWith(path)),
  );
  const longest = Math.max(0, ...tails.map((r) => r.path.length));
  return path === '/' ? [] : tails.filter((r) => r.path.length === longest).map((r) => r.module);
}

/** `/Orders/{id}/lines/?x=1` and `orders/:orderId/lines` are both `/orders/(any)/lines`. */
function blankPath(path: string): string {
  const segments = (path.split(/[?#]/)[0] ?? '').split('/').filter((segment) => segment !== '');
  const isParameter = (s: string) => /^(:.*|\{.*\}|\[.*\]|<.*>|\*+|\d+|[0-9a-f]{8}-[0-9a-f-]{27})$/i.test(s);
  return `/${segments.map((s) => (isParameter(s) ? '*' : s.toLowerCase())).join('/')}`;
}

function indexTables(graph: SystemGraph): Map<string, string> {
  const result = new Map<string, string>();
  for (const node of graph.nodes) {
    if (node.kind !== 'table') continue;
    for (const name of [node.name, labelOf(node.id)]) {
      if (!result.has(name.toLowerCase())) result.set(name.toLowerCase(), node.id);
    }
  }
  return result;
}
