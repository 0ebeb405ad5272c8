/**
 * Which tsconfigs govern a folder, and what their `paths`, `baseUrl` and `rootDirs` say about a specifier. The nearest
 * config decides as in TypeScript; when it is silent, its variants (tsconfig.app.json …) and then the configs above are
 * asked, because bundlers and test runners are often told of an alias that the nearest config forgot.
 */
import { folderOf, joinPath, type Project, type TsConfig } from '../../model/index.js';
import { comeBack, foldersUp, isOutside, matchPattern, prefixOf } from './paths.js';

export type Aliases = {
  /** Candidate paths for a bare specifier, best first; `named`: those that a pattern other than `*` leads to. */
  readonly candidates: (
    folder: string,
    specifier: string,
  ) => { readonly paths: readonly string[]; readonly named: readonly string[] };
  /** The same for folders that the same configs govern. */
  readonly zoneOf: (folder: string) => string;
  /** Other places where a file addressed below one of `rootDirs` may lie. */
  readonly siblings: (folder: string, path: string) => readonly string[];
};

type Ordered = { readonly exact: ReadonlyMap<string, readonly string[]>; readonly wild: TsConfig['paths'] };

export function readAliases(project: Project): Aliases {
  const byFolder = groupByFolder(project.tsConfigs);
  const above = Math.max(0, ...project.tsConfigs.map(({ dir }) => (isOutside(dir) ? dir.split('/').length : 0)));
  const governing = memoize((folder: string) => foldersUp(folder, above).flatMap((at) => byFolder.get(at) ?? []));
  const ordered = new Map(project.tsConfigs.map((config) => [config, orderPatterns(config)]));
  // A config above the root says `app/orders` or `*` from its own folder: what that leads to may lie in the root.
  const prefix = prefixOf(project);
  const back = (path: string): string => comeBack(path, prefix);
  const numbers = new Map(project.tsConfigs.map((config, i) => [config, i]));
  return {
    zoneOf: memoize((folder: string) =>
      governing(folder)
        .map((config) => numbers.get(config))
        .join(),
    ),
    candidates: (folder, specifier) => {
      const paths: string[] = [];
      const named: string[] = [];
      for (const config of governing(folder)) {
        const mapped = targetsOf(ordered.get(config) as Ordered, specifier);
        named.push(...mapped.named.map(back));
        paths.push(...mapped.paths.map(back));
        if (config.baseUrl !== undefined) paths.push(back(joinPath(config.baseUrl, specifier)));
      }
      return { paths: [...new Set(paths)], named };
    },
    siblings: (folder, path) => {
      const found: string[] = [];
      for (const { rootDirs } of governing(folder)) {
        const own = rootDirs.find((dir) => path.startsWith(`${dir}/`));
        if (own === undefined) continue;
        for (const dir of rootDirs) if (dir !== own) found.push(dir + path.slice(own.length));
      }
      return found;
    },
  };
}

/** A config also governs folders that its `include` names outside its own (`config/tsconfig.json` for `../src`). */
function groupByFolder(configs: readonly TsConfig[]): Map<string, TsConfig[]> {
  const byFolder = new Map<string, TsConfig[]>();
  const add = (folder: string, config: TsConfig): void => {
    const known = byFolder.get(folder);
    if (known === undefined) byFolder.set(folder, [config]);
    else if (!known.includes(config)) known.push(config);
  };
  for (const config of configs) add(config.dir, config);
  for (const config of configs) {
    for (const pattern of config.include ?? []) {
      const glob = pattern.search(/[*?{[]/);
      const folder =
        glob < 0 ? (/\.\w+$/.test(pattern) ? folderOf(pattern) : pattern) : folderOf(pattern.slice(0, glob));
      const isInOwn = config.dir === '' || folder === config.dir || folder.startsWith(`${config.dir}/`);
      if (!isInOwn && folder !== '') add(folder, config);
    }
  }
  return byFolder;
}

function orderPatterns({ paths }: TsConfig): Ordered {
  const exact = new Map<string, readonly string[]>();
  for (const { pattern, targets } of paths) if (!pattern.includes('*')) exact.set(pattern, targets);
  const wild = paths.filter(({ pattern }) => pattern.includes('*'));
  return { exact, wild: [...wild].sort((a, b) => b.pattern.indexOf('*') - a.pattern.indexOf('*')) };
}

/** The exact pattern, then the one with the longest part before `*` (TypeScript's rule), then the others. */
function targetsOf({ exact, wild }: Ordered, specifier: string): { paths: string[]; named: string[] } {
  const paths = [...(exact.get(specifier) ?? [])];
  const named = [...paths];
  for (const { pattern, targets } of wild) {
    const star = matchPattern(pattern, specifier);
    if (star === undefined) continue;
    const found = targets.map((target) =>
      joinPath(
        '',
        target.replace('*', () => star),
      ),
    );
    if (pattern !== '*') named.push(...found);
    paths.push(...found);
  }
  return { paths, named };
}

function memoize<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key) as T;
  };
}
