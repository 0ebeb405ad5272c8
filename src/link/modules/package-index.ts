/** Packages of the repository by name and by folder, and what their `exports` and `imports` say about a subpath. */
import { joinPath, type Project, type WorkspacePackage } from '../../model/index.js';
import { foldersUp, isOutside, matchPattern } from './paths.js';

export type PackageIndex = {
  /** The package that holds a folder. */
  readonly around: (folder: string) => WorkspacePackage | undefined;
  /** The same for folders that lie in the same packages. */
  readonly zoneOf: (folder: string) => string;
  /** What the name means in code of `folder`: dependency aliases followed. */
  readonly named: (folder: string, name: string) => WorkspacePackage | undefined;
  readonly isDependency: (folder: string, name: string) => boolean;
  readonly inFolder: (folder: string) => WorkspacePackage | undefined;
};

/** Packages in such folders stand for somebody else's: they do not capture an import from outside. */
const STAND_IN =
  /(?:^|\/)(?:fixtures?|__fixtures__|templates?|examples?|tests?|__tests__|mocks?|__mocks__|e2e)(?:\/|$)/i;

export function indexPackages(project: Project): PackageIndex {
  const byFolder = new Map(project.packages.map((item) => [item.dir, item]));
  const byName = new Map<string, WorkspacePackage>();
  for (const item of project.packages) {
    const known = byName.get(item.name);
    if (item.name !== '' && (known === undefined || rankOf(item) < rankOf(known))) byName.set(item.name, item);
  }
  const above = Math.max(0, ...project.packages.map(({ dir }) => (isOutside(dir) ? dir.split('/').length : 0)));
  const chains = new Map<string, WorkspacePackage[]>();
  const chainOf = (folder: string): WorkspacePackage[] => {
    const known = chains.get(folder);
    if (known !== undefined) return known;
    const chain = foldersUp(folder, above)
      .map((at) => byFolder.get(at))
      .filter((item) => item !== undefined);
    chains.set(folder, chain);
    return chain;
  };
  const dependencies = new Map(
    project.packages.map((item) => [item, new Map(item.dependencies.map(({ name, target }) => [name, target]))]),
  );
  const targetOf = (folder: string, name: string): string | undefined => {
    for (const item of chainOf(folder)) {
      const target = dependencies.get(item)?.get(name);
      if (target !== undefined) return target;
    }
    return undefined;
  };
  return {
    around: (folder) => chainOf(folder)[0],
    zoneOf: (folder) =>
      chainOf(folder)
        .map(({ dir }) => dir)
        .join('\0'),
    inFolder: (folder) => byFolder.get(folder),
    isDependency: (folder, name) => targetOf(folder, name) !== undefined,
    named: (folder, name) => {
      const own = chainOf(folder).find((item) => item.name === name);
      if (own !== undefined) return own;
      const found = byName.get(targetOf(folder, name) ?? name) ?? byName.get(name);
      return found === undefined || (!found.isWorkspaceMember && STAND_IN.test(found.dir)) ? undefined : found;
    },
  };
}

/** Members of the workspace first, then the one nearest to the root. */
function rankOf({ isWorkspaceMember, dir }: WorkspacePackage): number {
  return (isWorkspaceMember ? 0 : 1000) + (dir === '' ? 0 : dir.split('/').length);
}

/** Candidate paths for a subpath (`.`, `./x`) of a package: what it exports, then where the source usually lies. */
export function entryCandidates(item: WorkspacePackage, subpath: string): string[] {
  const { dir, entries } = item;
  const exported = matching(
    entries.map((entry) => ({ pattern: entry.subpath, targets: entry.targets })),
    subpath,
  );
  if (subpath === '.') return exported;
  const rest = subpath.slice(2);
  const parts = rest.split('/');
  const withoutBuild = /^(?:dist|build|lib|out|es|esm|cjs)$/.test(parts[0] as string)
    ? parts.slice(1).join('/')
    : undefined;
  if (withoutBuild === '') return [...exported, ...entryCandidates(item, '.')];
  const guesses = withoutBuild === undefined ? [] : [`src/${withoutBuild}`];
  return [
    ...exported,
    ...[...guesses, rest, `src/${rest}`, `lib/${rest}`, ...(withoutBuild ? [withoutBuild] : [])].map((path) =>
      joinPath(dir, path),
    ),
  ];
}

/** Candidate targets for `#x`: paths, or names of packages. */
export function internalCandidates({ internalImports }: WorkspacePackage, specifier: string): string[] {
  return matching(internalImports, specifier);
}

function matching(patterns: readonly { pattern: string; targets: readonly string[] }[], text: string): string[] {
  const found: { length: number; targets: string[] }[] = [];
  for (const { pattern, targets } of patterns) {
    const star = matchPattern(pattern, text);
    if (star === undefined) continue;
    const length = pattern.includes('*') ? pattern.indexOf('*') : Number.POSITIVE_INFINITY;
    found.push({ length, targets: targets.map((target) => target.replaceAll('*', () => star)) });
  }
  return found.sort((a, b) => (a.length === b.length ? 0 : b.length - a.length)).flatMap(({ targets }) => targets);
}
