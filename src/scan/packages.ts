/**
 * package.json files as the linker needs them: name, entries (`exports`, `main`, `module`, `types`, `source`) led back
 * to sources, `imports`, dependencies. Read as data; scripts are never looked at.
 */
import { joinPath, sortedBy, type TsConfig, type WorkspacePackage } from '../model/index.js';
import { sourcesOf, usualEntries } from './build-sources.js';
import { entriesOf, field, isObject, type JsonObject, textField, textList } from './json-file.js';

/** Conditions that lead nearest to a source come first; names unknown here are people's own, such as `@shop/source`. */
const CONDITION_ORDER = ['source', 'src', 'ts', 'typescript', 'development', 'dev', 'types', 'typings'];
const BUILT_CONDITIONS = [
  'import',
  'module',
  'node',
  'require',
  'browser',
  'worker',
  'deno',
  'bun',
  'production',
  'react-native',
  'default',
];
const DEPENDENCY_FIELDS = [
  ['dependencies', false],
  ['devDependencies', true],
  ['peerDependencies', false],
  ['optionalDependencies', false],
] as const;
const MAX_DEPTH = 16;

export type Manifest = { readonly dir: string; readonly json: JsonObject };

export function describePackages(
  manifests: readonly Manifest[],
  isMember: (dir: string) => boolean,
  tsConfigs: readonly TsConfig[],
): WorkspacePackage[] {
  const nameByFolder = new Map(manifests.map(({ dir, json }) => [dir, textField(json, 'name') ?? '']));
  const configsByFolder = new Map<string, TsConfig[]>();
  for (const config of tsConfigs) {
    const known = configsByFolder.get(config.dir);
    if (known === undefined) configsByFolder.set(config.dir, [config]);
    else known.push(config);
  }
  const packages = manifests.map(({ dir, json }): WorkspacePackage => {
    const configs = configsByFolder.get(dir) ?? [];
    const version = textField(json, 'version');
    return {
      name: textField(json, 'name') ?? '',
      dir,
      ...(version === undefined ? {} : { version }),
      isWorkspaceMember: isMember(dir),
      entries: entriesOfPackage(dir, json, configs),
      internalImports: [
        ...subpathsOf(dir, field(json, 'imports'), configs, '#'),
        ...moduleAliases(dir, field(json, '_moduleAliases'), configs),
      ],
      dependencies: dependenciesOf(dir, json, nameByFolder),
    };
  });
  return sortedBy(packages, ({ dir }) => [dir]);
}

type Subpath = { pattern: string; targets: readonly string[] };

function entriesOfPackage(dir: string, json: JsonObject, configs: readonly TsConfig[]): WorkspacePackage['entries'] {
  const exported = field(json, 'exports');
  const isSubpathMap = isObject(exported) && Object.keys(exported).some((key) => key.startsWith('.'));
  const map = exported === undefined ? {} : isSubpathMap ? exported : { '.': exported };
  const entries = subpathsOf(dir, map, configs, '.').map(({ pattern, targets }) => ({ subpath: pattern, targets }));
  const mains = ['source', 'types', 'typings', 'module', 'main', 'browser']
    .map((name) => textField(json, name))
    .filter((target) => target !== undefined)
    .flatMap((target) => sourcesOf(dir, joinPath(dir, target), configs));
  const root = entries.find(({ subpath }) => subpath === '.');
  const others = entries.filter((entry) => entry !== root);
  return [{ subpath: '.', targets: unique([...(root?.targets ?? []), ...mains, ...usualEntries(dir)]) }, ...others];
}

/** `exports` and `imports` have the same form: key → target, conditions, or a list of either. */
function subpathsOf(dir: string, map: unknown, configs: readonly TsConfig[], prefix: string): Subpath[] {
  const subpaths: Subpath[] = [];
  for (const [pattern, value] of entriesOf(map)) {
    if (!pattern.startsWith(prefix)) continue;
    const targets = targetsOf(value).flatMap((target) =>
      target.startsWith('./') ? sourcesOf(dir, joinPath(dir, target), configs) : [target],
    );
    // `./models/` (deprecated form) stands for everything below it.
    if (pattern.endsWith('/'))
      subpaths.push({ pattern: `${pattern}*`, targets: targets.map((target) => `${target}/*`) });
    else subpaths.push({ pattern, targets: unique(targets) });
  }
  return subpaths;
}

/** `_moduleAliases` of the module-alias package: a name stands for a folder or a file of the package. */
function moduleAliases(dir: string, map: unknown, configs: readonly TsConfig[]): Subpath[] {
  return entriesOf(map).flatMap(([name, target]) => {
    if (typeof target !== 'string') return [];
    const folder = joinPath(dir, target);
    const targets = unique([...sourcesOf(dir, `${folder}/*`, configs)]);
    return [
      { pattern: name, targets: unique(sourcesOf(dir, folder, configs)) },
      { pattern: `${name}/*`, targets },
    ];
  });
}

function targetsOf(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((item) => targetsOf(item, depth + 1));
  return sortedBy(entriesOf(value), ([condition]) => [rankOf(condition)]).flatMap(([, target]) =>
    targetsOf(target, depth + 1),
  );
}

function rankOf(condition: string): number {
  const source = CONDITION_ORDER.indexOf(condition);
  if (source >= 0) return source + 1;
  const built = BUILT_CONDITIONS.indexOf(condition);
  return built >= 0 ? CONDITION_ORDER.length + 1 + built : 0;
}

function dependenciesOf(
  dir: string,
  json: JsonObject,
  nameByFolder: ReadonlyMap<string, string>,
): WorkspacePackage['dependencies'] {
  const found = new Map<string, { name: string; target: string; isDev: boolean }>();
  for (const [group, isDev] of DEPENDENCY_FIELDS) {
    for (const [name, range] of entriesOf(field(json, group))) {
      const known = found.get(name);
      if (known === undefined || (known.isDev && !isDev)) {
        found.set(name, { name, target: targetOf(name, String(range), dir, nameByFolder), isDev });
      }
    }
  }
  return sortedBy(found.values(), ({ name }) => [name]);
}

/** `npm:real@^1`, `workspace:real@*`, `file:../real`: the package that stands behind the name. */
function targetOf(name: string, range: string, dir: string, nameByFolder: ReadonlyMap<string, string>): string {
  const alias = /^(?:npm|workspace):((?:@[^/]+\/)?[^@/*^~][^@/]*)@/.exec(range)?.[1];
  if (alias !== undefined) return alias;
  const folder = /^(?:file|link|portal):(.+)$/.exec(range)?.[1];
  const local = folder === undefined ? undefined : nameByFolder.get(joinPath(dir, folder));
  return local === undefined || local === '' ? name : local;
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** Patterns of the `workspaces` field in either form. */
export function workspacePatterns(json: JsonObject): string[] {
  const workspaces = field(json, 'workspaces');
  return textList(workspaces) ?? textList(field(workspaces, 'packages')) ?? [];
}
