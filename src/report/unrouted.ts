/** Servers of which no route is known: a blind spot of impact and plans, which the reports say. */
import type { Analysis } from '../model/index.js';

/** Frameworks whose whole purpose is to answer requests. */
const SERVERS = new Set(['express', 'fastify', 'koa', 'hono', 'nestjs', 'hapi', 'elysia', 'adonis', 'loopback']);

/** Servers of the stack, when not one route of any of them is known: the router may be made in a way that is not read. */
export function withoutRoutes({ project, graph }: Analysis): string[] {
  const isRoute = ({ kind }: Analysis['graph']['entryPoints'][number]) =>
    kind === 'http' || kind === 'graphql' || kind === 'rpc';
  return graph.entryPoints.some(isRoute) ? [] : project.stack.frameworks.filter((name) => SERVERS.has(name));
}

/** Neither data nor anything that is asked from outside: nothing here could be a service by itself. */
export function isWithoutDoors({ graph, coverage }: Pick<Analysis, 'graph' | 'coverage'>): boolean {
  // A graph from elsewhere has no files that were looked at for either.
  return coverage.files > 0 && graph.entryPoints.length === 0 && !graph.nodes.some((node) => node.kind === 'table');
}
