/**
 * Routers and plugins of other files that a file hangs under a path: `app.use('/orders', orders)`, Hono's and Elysia's
 * `app.route('/orders', orders)`, Fastify's `app.register(orders, { prefix: '/orders' })`. What the routes there are called
 * from outside is put together when linking.
 */
import type { Expr, MountFact } from '../../model/index.js';
import { joinRoute } from './decorated.js';
import { type CallExpr, calledName, type Lookup, specifierOf, textOf } from './lookup.js';
import { mountsOf, registeredAt, routerOf } from './routes.js';

const MOUNTING = new Set(['use', 'route', 'register']);

export function mountFacts(lookup: Lookup): MountFact[] {
  const local = mountsOf(lookup);
  return lookup.calls.flatMap(({ expr, fn }): MountFact[] => {
    if (expr.kind !== 'call' || expr.callee.kind !== 'member' || !MOUNTING.has(expr.callee.name)) return [];
    const given = expr.callee.name === 'register' ? registered(lookup, expr, fn) : used(lookup, expr, fn);
    const mounted = given && importedFrom(lookup, given.router);
    if (given === undefined || mounted === undefined) return [];
    const onto = routerOf(lookup, expr.callee.object, fn, local);
    if (onto === undefined) return [];
    const path = [onto.prefix, given.path].filter((part) => part !== '').reduce(joinRoute, '');
    return [{ path: path === '/' ? '' : path, onto: onto.name, mounted }];
  });
}

type Given = { readonly path: string; readonly router: Expr };

/** The last argument is what is mounted; those between are middleware. A path that is not known is none. */
function used(lookup: Lookup, { args }: CallExpr, fn: number): Given | undefined {
  const router = args.at(-1);
  const path = args.length < 2 ? '' : textOf(lookup, args[0], fn);
  return router === undefined || path === undefined ? undefined : { path, router };
}

function registered(lookup: Lookup, { args }: CallExpr, fn: number): Given | undefined {
  const [router, options] = args;
  // `register(fp(orders), { prefix })`: such a plugin is no scope of its own, and Fastify passes over its prefix.
  if (router?.kind === 'call' && specifierOf(lookup, calledName(router)) === 'fastify-plugin')
    return router.args[0] && { path: '', router: router.args[0] };
  return router && { path: registeredAt(lookup, options, fn), router };
}

/** `orders`, `orders.routes()`, `orders()`, `require('./orders')`. */
function importedFrom(lookup: Lookup, router: Expr): MountFact['mounted'] | undefined {
  if (router.kind === 'name') return lookup.imported.has(router.name) ? { local: router.name } : undefined;
  if (router.kind !== 'call') return undefined;
  const [specifier] = router.args;
  if (calledName(router) === 'require' && specifier?.kind === 'string') return { specifier: specifier.value };
  const { callee } = router;
  return importedFrom(lookup, callee.kind === 'member' && callee.name === 'routes' ? callee.object : callee);
}
