/**
 * `.sql` files that code loads by a path: `readFileSync(join(__dirname, 'sql/loaves.sql'))`, `new QueryFile('…')`, own
 * loaders that are given a name or `import.meta.url`. What the file does is what the loading module does.
 */
import type { Expr } from '../../../model/index.js';
import type { Chain, Link } from '../../program/index.js';
import type { Finding } from '../dialect.js';
import type { World } from '../world.js';

export function loadedFiles(
  world: World,
  chain: Chain,
  link: Link,
  isTakenByName: (from: string, path: string) => boolean,
): Finding | undefined {
  const findings = link.args.flatMap((arg) => {
    const path = tailOf(arg);
    const file = path === undefined ? undefined : findFile(world, path, chain.file.path);
    if (file === undefined || isTakenByName(chain.file.path, file.path)) return [];
    const finding = world.sqlFinding({ kind: 'text', texts: [file.text], holes: [] }, { line: 1 });
    return finding ? [{ ...finding, path: file.path }] : [];
  });
  const accesses = findings.flatMap(({ accesses: found, path }) =>
    found.map((access) => ({ ...access, line: link.line, note: path })),
  );
  return accesses.length === 0 ? undefined : { accesses };
}

/** The constant end of a path: all of a string, the last text of a template. */
export function tailOf(expr: Expr): string | undefined {
  if (expr.kind === 'string') return expr.value;
  if (expr.kind === 'template') return expr.texts.at(-1);
  if (expr.kind === 'concat') return expr.parts.map(tailOf).findLast((tail) => tail?.endsWith('.sql'));
  return undefined;
}

/** The file of that path seen from the loading module, else the only one (nearest) whose path ends so. */
export function findFile(world: World, tail: string, from: string): World['sources']['sql'][number] | undefined {
  const name = tail.replace(/^(?:\.{1,2}\/)+|^\/+/, '');
  if (!name.endsWith('.sql') || name === '.sql') return undefined;
  const candidates = world.sources.sql.filter(({ path }) => path === name || path.endsWith(`/${name}`));
  const shared = (path: string) => {
    const [a, b] = [path.split('/'), from.split('/')];
    const at = a.findIndex((part, i) => part !== b[i]);
    return at < 0 ? a.length : at;
  };
  const nearest = candidates.reduce((most, { path }) => Math.max(most, shared(path)), 0);
  const best = candidates.filter(({ path }) => shared(path) === nearest);
  // One of many `migration.sql`: which is decided when it runs.
  return best.length > 1 ? undefined : best[0];
}
