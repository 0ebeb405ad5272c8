/** Routes that the place of a file declares: `app/orders/route.ts`, `pages/api/orders.ts`, `+server.ts`, `server/api`. */
import type { EntryPointFact, ExportFact } from '../../model/index.js';
import { joinRoute } from './decorated.js';

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
const ROUTE_FILE = /(?:^|\/)(?:app|api|routes)\/(?:.+\/)?(?:route|\+server)\.[cm]?[jt]sx?$/;
const PAGES_API = /(?:^|\/)pages\/(api\/.+)\.[cm]?[jt]sx?$/;
const SERVER_API = /(?:^|\/)server\/((?:api|routes)\/.+?)(?:\.(get|post|put|patch|delete|head))?\.[cm]?[jt]s$/;

/** `isNitro`: the file defines an event handler, which `server/api` alone does not mean. */
export function fileRoutes(path: string, exports: readonly ExportFact[], isNitro: boolean): EntryPointFact[] {
  if (ROUTE_FILE.test(path)) return methodExports(path, exports);
  const fallback = exports.find((e) => e.kind === 'local' && e.name === 'default');
  if (fallback === undefined || fallback.kind !== 'local') return [];
  const handler = fallback.local === 'default' ? '' : fallback.local;
  const pages = PAGES_API.exec(path);
  if (pages !== null)
    return [{ kind: 'http', verb: 'ALL', name: routeOf(pages[1] as string), handler, line: fallback.line }];
  const server = isNitro ? SERVER_API.exec(path) : null;
  if (server === null) return [];
  return [
    {
      kind: 'http',
      verb: (server[2] ?? 'ALL').toUpperCase(),
      name: routeOf(server[1] as string),
      handler,
      line: fallback.line,
    },
  ];
}

function methodExports(path: string, exports: readonly ExportFact[]): EntryPointFact[] {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const isApp = /(?:^|\/)(?:app|routes)\//.test(`${folder}/`);
  const below = folder.replace(isApp ? /^(?:.*\/)?(?:app|routes)(?:\/|$)/ : /^(?:.*?\/)?api(?:\/|$)/, '');
  return exports.flatMap((e) =>
    e.kind === 'local' && METHODS.has(e.name)
      ? [{ kind: 'http' as const, verb: e.name, name: routeOf(below), handler: e.local, line: e.line }]
      : [],
  );
}

/** Route groups `(shop)` and slots `@cart` are no part of the address, `index` is the folder. */
function routeOf(path: string): string {
  const segments = path.split('/').filter((segment) => !/^\(.*\)$|^@/.test(segment));
  if (segments.at(-1) === 'index') segments.pop();
  return joinRoute('', segments.join('/'));
}
