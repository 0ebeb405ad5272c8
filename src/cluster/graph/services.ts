/**
 * Services side by side in one repository: packages each of which keeps tables of its own, and which do not build on one
 * another. There the team has drawn the lines already, and a finer cut of one of them is no finer architecture. The one
 * package that holds nearly all of the code is the monolith itself, and is cut as ever. All of it fades: one import or one
 * file more makes nothing a service that was none.
 */
import { isModuleEdge, isTableEdge, type ModuleNode, type SystemGraph } from '../../model/index.js';
import { isDomainTable } from './bookkeeping.js';
import type { Evidence } from './evidence.js';

/** Per node the service it lies in, NONE for none; per service how sure it is one, in (0, 1]. */
export type Services = { readonly of: Int32Array; readonly sureness: readonly number[] };

const NONE = -1;
/** What a member of no service counts against one that is in a service. */
const FOLLOWING = 0.5;
const APPLICATION = /^(?:apps|services|microservices)\/[^/]+(?=\/src\/)/;
/** Share of those who touch a table that lie in the package that keeps it. */
const MOSTLY = 0.75;
/** Imports of (or by) other packages with tables, for each inside: up to the first none, from the second on no service. */
const LEANING = [0.15, 0.4] as const;
/** Share of the code of all services, likewise. */
const DOMINATING = [0.55, 0.75] as const;
/** How many services of equal size the parts would make, from which on there are services at all. */
const SIDE_BY_SIDE = [2, 2.9] as const;

export function servicesOf(graph: SystemGraph, evidence: Pick<Evidence, 'nodes' | 'indexOf'>): Services {
  const { nodes, indexOf } = evidence;
  const packages = new Map<string, number>();
  const of = Int32Array.from(nodes, (node) => {
    const unit = node.kind === 'module' ? unitOf(node) : '';
    if (unit === '') return NONE;
    if (!packages.has(unit)) packages.set(unit, packages.size);
    return packages.get(unit)!;
  });
  const keeping = keepingOf(graph, evidence, of);
  const kept = new Set(keeping.values());
  const sizes = new Array<number>(packages.size).fill(0);
  for (const at of of) if (at !== NONE) sizes[at]! += 1;
  const leaning = leaningOf(graph, indexOf, of, kept, packages.size);
  const held = sizes.map((size, at) => (kept.has(at) ? size * (1 - rise(leaning[at]!, LEANING)) : 0));
  const total = held.reduce((sum, one) => sum + one, 0);
  const shares = held.map((one) => (total === 0 ? 0 : one / total));
  const entropy = -shares.reduce((sum, share) => sum + (share === 0 ? 0 : share * Math.log(share)), 0);
  const areThere = rise(Math.exp(entropy), SIDE_BY_SIDE);
  const sureness = shares.map((share, at) =>
    share === 0 ? 0 : areThere * (1 - rise(leaning[at]!, LEANING)) * (1 - rise(share, DOMINATING)),
  );
  for (const [table, at] of keeping) of[table] = at;
  return { of: of.map((at) => (at !== NONE && sureness[at]! > 0 ? at : NONE)), sureness };
}

/** The package, or the application within one: a workspace of Nest or Nx has a single package for `apps/*`. */
function unitOf({ path, package: name }: ModuleNode): string {
  const app = APPLICATION.exec(path)?.[0];
  return app === undefined ? name : `${name} ${app}`;
}

/** How many of some nodes lie in each service. */
export function membersByService(nodes: readonly number[], services: Services | undefined): Map<number, number> {
  const members = new Map<number, number>();
  for (const node of nodes) {
    const service = services?.of[node] ?? NONE;
    if (service !== NONE) members.set(service, (members.get(service) ?? 0) + 1);
  }
  return members;
}

/** From -1 to 1: how surely two nodes of services, one of each group at random, are of one, less how surely of two. */
export function inOneService(
  a: ReadonlyMap<number, number>,
  sizeA: number,
  b: ReadonlyMap<number, number>,
  sizeB: number,
  services: Services | undefined,
): number {
  let result = 0;
  if (a.size === 0 || b.size === 0) return result;
  const [allA, allB] = [telling(a, sizeA), telling(b, sizeB)];
  for (const [one, count] of a) {
    for (const [other, others] of b) {
      const pairs = (count / allA) * (others / allB);
      const sure = Math.min(services!.sureness[one]!, services!.sureness[other]!);
      result += one === other ? pairs * sure : -pairs * sure;
    }
  }
  return result;
}

/** Members of no service follow those of one: what services share is code that each of them uses. */
function telling(members: ReadonlyMap<number, number>, size: number): number {
  let inServices = 0;
  for (const count of members.values()) inServices += count;
  return inServices + (size - inServices) * FOLLOWING;
}

/** 0 up to the first bound, 1 from the second on. */
function rise(value: number, [from, to]: readonly [number, number]): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** Tables by node, with the package that nearly all of those lie in who declare and use it. */
function keepingOf(
  graph: SystemGraph,
  { nodes, indexOf }: Pick<Evidence, 'nodes' | 'indexOf'>,
  of: Int32Array,
): Map<number, number> {
  const users = new Map<number, Set<number>>();
  const add = (table: number, module: number | undefined) => {
    if (module === undefined || of[module] === NONE) return;
    const known = users.get(table) ?? new Set();
    users.set(table, known.add(module));
  };
  nodes.forEach((node, table) => {
    if (node.kind !== 'table' || !isDomainTable(node)) return;
    for (const { path } of node.declaredAt) add(table, indexOf.get(`module:${path}`));
  });
  for (const edge of graph.edges) {
    const to = indexOf.get(edge.to);
    if (to === undefined || isModuleEdge(edge) || isTableEdge(edge) || !isDomainTable(nodes[to]!)) continue;
    add(to, indexOf.get(edge.from));
  }
  const result = new Map<number, number>();
  for (const [table, modules] of users) {
    const counts = new Map<number, number>();
    for (const module of modules) counts.set(of[module]!, (counts.get(of[module]!) ?? 0) + 1);
    for (const [at, count] of counts) if (count >= MOSTLY * modules.size) result.set(table, at);
  }
  return result;
}

/** Per package: imports between it and others that keep tables, the greater of both directions, for each of its own. */
function leaningOf(
  graph: SystemGraph,
  indexOf: ReadonlyMap<string, number>,
  of: Int32Array,
  kept: ReadonlySet<number>,
  count: number,
): number[] {
  const [inside, out, into] = [0, 1, 2].map(() => new Array<number>(count).fill(0)) as [number[], number[], number[]];
  for (const edge of graph.edges) {
    if (!isModuleEdge(edge)) continue;
    const a = of[indexOf.get(edge.from) ?? -1] ?? NONE;
    const b = of[indexOf.get(edge.to) ?? -1] ?? NONE;
    if (a === NONE || b === NONE) continue;
    if (a === b) inside[a]! += 1;
    else if (kept.has(a) && kept.has(b)) {
      out[a]! += 1;
      into[b]! += 1;
    }
  }
  return inside.map((own, at) => Math.max(out[at]!, into[at]!) / Math.max(1, own));
}
