/**
 * HTTP routes declared by calls: Express, Fastify, Koa, Hono, Elysia, Hapi and their like. `x.get('/path', handler)` is
 * a route when x is built as a router here, is declared to be one, or at least is named like one and everything else
 * fits; so neither `map.get(key)` nor `axios.get(url, options)` is.
 */
import type { EntryPointFact, Expr } from '../../model/index.js';
import { joinRoute } from './decorated.js';
import {
  type CallExpr,
  calledName,
  entryOf,
  isModuleName,
  knownOf,
  type Lookup,
  specifierOf,
  spelledOf,
  textOf,
  typeNameOf,
  writtenOf,
} from './lookup.js';

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all', 'any']);
export const ROUTE_CALLS: readonly string[] = [...VERBS, 'route', 'use', 'register'];
const BUILDERS =
  /^(?:express|Router|fastify|Fastify|Koa|KoaRouter|Hono|OpenAPIHono|Elysia|polka|Polka|restify|createServer|App|PromiseRouter|AsyncRouter|FindMyWay|itty)$/i;
const TYPES =
  /^(?:FastifyInstance|FastifyTyped\w*|Express|Application|Router|IRouter|Koa|Hono|OpenAPIHono|Elysia|Server|FastifyPluginAsync\w*|FastifyZod\w*|\w*(?:Router|FastifyInstance|ExpressApp))$/;
const NAMES = /(?:^|[a-z_.])(?:router|routes|app|server|fastify|instance)$/i;
/** Packages whose `get` and `post` ask instead of answer. */
const CLIENTS =
  /^(?:axios|got|ky|supertest|superagent|undici|node-fetch|@inertiajs\/|msw|nock|next\/|vue-router|expo-router)/;

/** `name` is the variable of the module that holds it; '' for a parameter or what a function makes. */
export type Router = { readonly isCertain: boolean; readonly prefix: string; readonly name: string };

export function calledRoutes(lookup: Lookup): EntryPointFact[] {
  const found: EntryPointFact[] = [];
  const mounts = mountsOf(lookup);
  for (const { expr, fn } of lookup.calls) {
    if (expr.kind !== 'call' || expr.callee.kind !== 'member') continue;
    const { name, object } = expr.callee;
    if (name === 'route') routeObjects(lookup, expr, fn, mounts, found);
    if (!VERBS.has(name)) continue;
    const onPath = routePath(lookup, object, fn, mounts);
    if (onPath !== undefined) found.push({ ...route(lookup, expr, 0, fn), verb: verbOf(name), ...onPath });
    else if (expr.args.length >= 2) {
      const router = routerOf(lookup, object, fn, mounts);
      if (router !== undefined) pathAndHandler(lookup, expr, fn, router, found);
    }
  }
  return found;
}

function heldBy({ name }: Router): { router?: string } {
  return name === '' ? {} : { router: name };
}

function verbOf(name: string): string {
  return name === 'del' ? 'DELETE' : name === 'any' ? 'ALL' : name.toUpperCase();
}

function route(lookup: Lookup, call: CallExpr, first: number, fn: number): EntryPointFact {
  const last = call.args.slice(first).at(-1);
  const handler = handlerOf(lookup, last, fn);
  return { kind: 'http', verb: '', name: '', handler, line: call.line, ...endOf(lookup, handler, last) };
}

/** Where an inline handler ends: the function itself, or the last one in a list or a wrapper (`asyncHandler(async () => …)`). */
function endOf(lookup: Lookup, handler: string, expr: Expr | undefined): { endLine?: number } {
  if (handler !== '' || expr === undefined) return {};
  if (expr.kind === 'function') return { endLine: lookup.program.functions[expr.index]?.endLine ?? 0 };
  if (expr.kind === 'cast') return endOf(lookup, handler, expr.value);
  if (expr.kind === 'array') return endOf(lookup, handler, expr.items.at(-1));
  return expr.kind === 'call'
    ? endOf(
        lookup,
        handler,
        expr.args.findLast((arg) => arg.kind === 'function'),
      )
    : {};
}

function pathAndHandler(lookup: Lookup, call: CallExpr, fn: number, router: Router, found: EntryPointFact[]): void {
  const path = pathOf(lookup, call, fn);
  const last = call.args.at(-1);
  if (path === undefined || last === undefined || !isHandler(lookup, last, fn, router.isCertain)) return;
  const paths = path.kind === 'array' ? path.items : [path];
  for (const item of paths) {
    const text =
      textOf(lookup, item, fn) ?? (item.kind === 'literal' && item.text.startsWith('/') ? item.text : undefined);
    if (text === undefined ? !router.isCertain : !router.isCertain && !/^[/*]|^$/.test(text)) continue;
    const name = joinRoute(router.prefix, text ?? spelledOf(item));
    found.push({ ...route(lookup, call, 1, fn), verb: verbOf(calledName(call)), name, ...heldBy(router) });
  }
}

/** The path; koa-router takes a name for the route before it. */
function pathOf(lookup: Lookup, call: CallExpr, fn: number): Expr | undefined {
  const [first, second] = call.args;
  const isNamed = call.args.length > 2 && !/^[/*]/.test(textOf(lookup, first, fn) ?? '/');
  return isNamed && textOf(lookup, second, fn)?.startsWith('/') ? second : first;
}

/** A function, or what may be one. An object literal or text is not. */
function isHandler(lookup: Lookup, expr: Expr, fn: number, isCertain: boolean): boolean {
  if (expr.kind === 'function' || expr.kind === 'array') return true;
  if (expr.kind === 'cast') return isHandler(lookup, expr.value, fn, isCertain);
  if (expr.kind === 'call' || expr.kind === 'member')
    return isCertain || calledName(expr) !== '' || expr.kind === 'member';
  if (expr.kind !== 'name') return false;
  const init = knownOf(lookup, expr, fn)?.init;
  return init === undefined
    ? true
    : init.kind === 'function' || (isCertain && init.kind !== 'object' && init.kind !== 'string');
}

/** `Class.method` or function; a wrapped handler is the one inside; '' when it stands inline. */
function handlerOf(lookup: Lookup, expr: Expr | undefined, fn: number): string {
  if (expr === undefined) return '';
  if (expr.kind === 'name' || expr.kind === 'member') return handlerName(lookup, expr, fn);
  if (expr.kind === 'array') return handlerOf(lookup, expr.items.at(-1), fn);
  if (expr.kind !== 'call') return '';
  const bound = expr.callee.kind === 'member' && expr.callee.name === 'bind' ? expr.callee.object : undefined;
  return handlerOf(lookup, bound ?? expr.args.find((arg) => arg.kind === 'name' || arg.kind === 'member'), fn);
}

/** `orders.create` with `orders = new OrderController()` is `OrderController.create`. */
function handlerName(lookup: Lookup, expr: Expr, fn: number): string {
  if (expr.kind !== 'member') return spelledOf(expr);
  const known = knownOf(lookup, expr.object, fn);
  const owner = known?.init?.kind === 'new' ? spelledOf(known.init.callee) : typeNameOf(known?.type);
  return owner === '' ? spelledOf(expr) : `${owner}.${expr.name}`;
}

/** Paths at which this file hangs its own routers and plugins. */
export type Mounts = {
  /** By the router's variable: `app.use('/orders', orders)`. */
  readonly routers: ReadonlyMap<string, string>;
  /** By the plugin's function: `app.register(async (orders) => …, { prefix: '/orders' })`. */
  readonly plugins: ReadonlyMap<number, string>;
};

export function mountsOf(lookup: Lookup): Mounts {
  return { routers: mountedRouters(lookup), plugins: mountedPlugins(lookup) };
}

function mountedPlugins(lookup: Lookup): Map<number, string> {
  const plugins = new Map<number, string>();
  for (const { expr, fn } of lookup.calls) {
    if (expr.kind !== 'call' || expr.callee.kind !== 'member' || expr.callee.name !== 'register') continue;
    const [plugin, options] = expr.args;
    if (plugin?.kind === 'function') plugins.set(plugin.index, registeredAt(lookup, options, fn));
  }
  return plugins;
}

/** `{ prefix: '/orders' }`; of a constant of another file `/${ORDERS}`, for linking to look up. */
export function registeredAt(lookup: Lookup, options: Expr | undefined, fn: number): string {
  const prefix = entryOf(options, 'prefix');
  const text = textOf(lookup, prefix, fn);
  if (text !== undefined || prefix === undefined) return text ?? '';
  return /^[\w$]+(?:\.[\w$]+)*$/.test(spelledOf(prefix)) ? `/\${${spelledOf(prefix)}}` : '';
}

/** What the plugins around are hung at, of the one whose parameter the receiver is. */
function pluginPrefix({ program }: Lookup, receiver: Expr, from: number, { plugins }: Mounts): string {
  if (receiver.kind !== 'name' || plugins.size === 0) return '';
  let prefix = '';
  let isIts = false;
  for (let fn = from; fn >= 0; fn = program.functions[fn]?.parent ?? -1) {
    isIts ||= program.functions[fn]?.params.some(({ name }) => name === receiver.name) === true;
    const outer = isIts ? plugins.get(fn) : undefined;
    if (outer !== undefined) prefix = joinPrefix(outer, prefix);
  }
  return prefix;
}

function mountedRouters(lookup: Lookup): Map<string, string> {
  const mounts = new Map<string, string>();
  for (const { expr, fn } of lookup.calls) {
    if (expr.kind !== 'call' || expr.callee.kind !== 'member' || expr.args.length < 2) continue;
    if (expr.callee.name !== 'use' && expr.callee.name !== 'route') continue;
    const path = textOf(lookup, expr.args[0], fn);
    const mounted = expr.args.at(-1);
    const inner =
      mounted?.kind === 'call' && calledName(mounted) === 'routes' && mounted.callee.kind === 'member'
        ? mounted.callee.object
        : mounted;
    if (path !== undefined && inner?.kind === 'name') mounts.set(inner.name, path);
  }
  return mounts;
}

/** What makes the receiver a router, if anything does; chains (`new Hono().get(…).post(…)`) lead to their root. */
export function routerOf(lookup: Lookup, receiver: Expr, fn: number, mounts: Mounts): Router | undefined {
  let root = receiver;
  while (root.kind === 'call' && root.callee.kind === 'member' && !isBuilder(lookup, root)) root = root.callee.object;
  if (isBuilder(lookup, root)) return { isCertain: true, prefix: prefixOf(lookup, root, fn), name: '' };
  const name = root.kind === 'name' && isModuleName(lookup, root.name, fn) ? root.name : '';
  const known = knownOf(lookup, root, fn);
  const hung = (root.kind === 'name' ? mounts.routers.get(root.name) : undefined) ?? '';
  const prefix = joinPrefix(pluginPrefix(lookup, root, fn, mounts), hung);
  if (known?.init !== undefined) {
    const built = chainRoot(lookup, known.init);
    if (built !== undefined) return { isCertain: true, prefix: joinPrefix(prefix, prefixOf(lookup, built, fn)), name };
  }
  if (TYPES.test(typeNameOf(known?.type))) return { isCertain: true, prefix, name };
  const spelled = spelledOf(root);
  if (
    spelled === '' ||
    !NAMES.test(writtenOf(root)) ||
    CLIENTS.test(specifierOf(lookup, spelled.split('.')[0] as string))
  )
    return undefined;
  if (known?.init !== undefined && known.init.kind !== 'name' && known.init.kind !== 'member') return undefined;
  return { isCertain: false, prefix, name };
}

function joinPrefix(mount: string, own: string): string {
  return mount === '' || own === '' ? mount + own : joinRoute(mount, own);
}

function chainRoot(lookup: Lookup, init: Expr): Expr | undefined {
  let root = init;
  while (root.kind === 'cast' || root.kind === 'await') root = root.value;
  while (!isBuilder(lookup, root) && root.kind === 'call' && root.callee.kind === 'member') root = root.callee.object;
  return isBuilder(lookup, root) ? root : undefined;
}

/** `express()`, `express.Router()`, `new Hono()`; not `Router` of a client-side package. */
function isBuilder(lookup: Lookup, expr: Expr): boolean {
  if (expr.kind !== 'call' && expr.kind !== 'new') return false;
  const name = calledName(expr);
  if (!BUILDERS.test(name)) return false;
  const from = specifierOf(lookup, spelledOf(expr.callee).split('.')[0] as string);
  return !CLIENTS.test(from) && !/^(?:http|https|net|node:|react|@angular\/|vue|@nestjs)/.test(from);
}

/** `new Router({ prefix: '/orders' })`. */
function prefixOf(lookup: Lookup, builder: Expr, fn: number): string {
  if (builder.kind !== 'call' && builder.kind !== 'new') return '';
  return textOf(lookup, entryOf(builder.args[0], 'prefix') ?? entryOf(builder.args[0], 'basePath'), fn) ?? '';
}

/** `router.route('/orders').get(list).post(create)`: the path of the chain. */
function routePath(
  lookup: Lookup,
  object: Expr,
  fn: number,
  mounts: Mounts,
): { name: string; router?: string } | undefined {
  let next = object;
  while (next.kind === 'call' && next.callee.kind === 'member') {
    if (next.callee.name === 'route') {
      const router = routerOf(lookup, next.callee.object, fn, mounts);
      const path = textOf(lookup, next.args[0], fn);
      if (router === undefined || path === undefined) return undefined;
      return { name: joinRoute(router.prefix, path), ...heldBy(router) };
    }
    if (!VERBS.has(next.callee.name)) return undefined;
    next = next.callee.object;
  }
  return undefined;
}

/** `server.route({ method: 'GET', path: '/orders', handler })` of Hapi and Fastify, or a list of such. */
function routeObjects(lookup: Lookup, call: CallExpr, fn: number, mounts: Mounts, found: EntryPointFact[]): void {
  if (call.callee.kind !== 'member') return;
  const [argument] = call.args;
  const objects = argument?.kind === 'array' ? argument.items : argument === undefined ? [] : [argument];
  const router = routerOf(lookup, call.callee.object, fn, mounts);
  for (const object of objects) {
    const method = entryOf(object, 'method');
    const path = textOf(lookup, entryOf(object, 'path') ?? entryOf(object, 'url'), fn);
    if (method === undefined || path === undefined || object.kind !== 'object') continue;
    const given = entryOf(object, 'handler');
    const handler = handlerOf(lookup, given, fn);
    const verbs = method.kind === 'array' ? method.items : [method];
    for (const verb of verbs)
      found.push({
        kind: 'http',
        verb: (textOf(lookup, verb, fn) ?? '').toUpperCase(),
        name: joinRoute(router?.prefix ?? '', path),
        handler,
        line: object.line,
        ...(router === undefined ? {} : heldBy(router)),
        ...endOf(lookup, handler, given),
      });
  }
}
