/**
 * Specifier → file, over the file list alone: relative paths, tsconfig aliases, packages of the repository by name,
 * package `imports`. What leads elsewhere is external (with the reason why it is no file of ours) or unresolved.
 */
import { folderOf, joinPath, type Project, type WorkspacePackage } from '../../model/index.js';
import { type Aliases, readAliases } from './aliases.js';
import { type FileIndex, indexFiles } from './file-index.js';
import { entryCandidates, indexPackages, internalCandidates, type PackageIndex } from './package-index.js';
import { comeBack, isOutside, prefixOf } from './paths.js';
import {
  cleanSpecifier,
  hasProtocol,
  isAssetPath,
  isBuiltin,
  isPackageName,
  isRelative,
  splitPackage,
} from './specifier.js';

export type Resolution =
  | { readonly kind: 'file'; readonly path: string }
  /** `package` is the package's name, or the path for what lies outside the root or is no module. */
  | {
      readonly kind: 'external';
      readonly package: string;
      readonly reason: 'package' | 'builtin' | 'asset' | 'outside' | 'url';
    }
  | { readonly kind: 'unresolved'; readonly reason: string };

/** What `specifier` means when it is written in the file `from`. */
export type Resolve = (from: string, specifier: string) => Resolution;

type World = {
  readonly files: FileIndex;
  readonly aliases: Aliases;
  readonly packages: PackageIndex;
  readonly reasonSkipped: (path: string) => string | undefined;
  /** Folders of the repository that lead to the root, outermost first. */
  readonly prefix: readonly string[];
};

export function createResolver(project: Project): Resolve {
  const packages = indexPackages(project);
  const entries = (folder: string): readonly string[] => {
    const item = folder === '' ? undefined : packages.inFolder(folder);
    return item === undefined ? [] : entryCandidates(item, '.').filter((path) => path.startsWith(`${folder}/`));
  };
  const world: World = {
    files: indexFiles(project, entries),
    aliases: readAliases(project),
    packages,
    reasonSkipped: skippedReasons(project),
    prefix: prefixOf(project),
  };
  const ofFolder = createKnown((folder) => folder);
  // Whatever is not relative means the same in all folders that the same configs and packages govern.
  const ofZone = createKnown((folder) => `${world.aliases.zoneOf(folder)}\n${packages.zoneOf(folder)}`);
  // One text for a folder, whichever file asks: its hash is known then.
  const folders = new Map<string, string>();
  const folderOfFile = (path: string) => {
    let folder = folders.get(path);
    if (folder === undefined) {
      folder = folderOf(path);
      folders.set(path, folder);
    }
    return folder;
  };
  return (from, specifier) => {
    const folder = folderOfFile(from);
    const known = specifier.startsWith('.') ? ofFolder(folder) : ofZone(folder);
    let resolution = known.get(specifier);
    if (resolution === undefined) {
      resolution = resolveIn(world, folder, specifier);
      known.set(specifier, resolution);
    }
    return resolution;
  };
}

/** Answers so far, by folder or by what folders have in common. */
function createKnown(keyOf: (folder: string) => string): (folder: string) => Map<string, Resolution> {
  const byFolder = new Map<string, Map<string, Resolution>>();
  const byKey = new Map<string, Map<string, Resolution>>();
  return (folder) => {
    let known = byFolder.get(folder);
    if (known === undefined) {
      const key = keyOf(folder);
      known = byKey.get(key) ?? new Map<string, Resolution>();
      byKey.set(key, known);
      byFolder.set(folder, known);
    }
    return known;
  };
}

function resolveIn(world: World, folder: string, written: string): Resolution {
  const { path, isAssetQuery } = cleanSpecifier(written);
  if (path === '') return { kind: 'unresolved', reason: 'empty specifier' };
  if (isAssetQuery) return { kind: 'external', package: path, reason: 'asset' };
  if (hasProtocol(path)) {
    return { kind: 'external', package: path, reason: path.startsWith('node:') ? 'builtin' : 'url' };
  }
  if (isRelative(path)) return resolveRelative(world, folder, path);
  if (path.startsWith('/')) return resolveAbsolute(world, folder, path);
  if (isBuiltin(path)) return { kind: 'external', package: path, reason: 'builtin' };
  return resolveBare(world, folder, path);
}

function resolveRelative(world: World, folder: string, written: string): Resolution {
  const path = comeBack(joinPath(folder, written), world.prefix);
  if (isOutside(path)) return { kind: 'external', package: path, reason: 'outside' };
  const isFolder = /(?:^|\/)\.{0,2}$/.test(written);
  const candidates = [path, ...world.aliases.siblings(folder, path)];
  const found = firstOf(candidates, isFolder ? world.files.findFolder : world.files.find);
  return found ?? fromBuild(world, path) ?? missing(world, path);
}

/** A path into a folder that only a build fills: the source that the package builds it from. */
function fromBuild({ packages, files }: World, path: string): Resolution | undefined {
  const own = packages.around(folderOf(path));
  if (own === undefined || isOutside(own.dir)) return undefined;
  const below = own.dir === '' ? path : path.slice(own.dir.length + 1);
  if (!/^(?:dist|build|lib|out|es|esm|cjs)(?:\/|$)/.test(below)) return undefined;
  return firstOf(entryCandidates(own, `./${below}`), files.find);
}

/** `/src/main.ts` as bundlers mean it: from the package's own folder, or its `public` one. `/@/main` is an alias as they write it. */
function resolveAbsolute(world: World, folder: string, path: string): Resolution {
  const dir = world.packages.around(folder)?.dir ?? '';
  const { paths } = world.aliases.candidates(folder, path);
  const found =
    firstOf([...paths, joinPath(dir, path), joinPath('', path)], world.files.find) ??
    (/^\/[@~#]/.test(path) ? guessed(world, folder, path.slice(1)) : undefined);
  if (found !== undefined) return found;
  if (isAssetPath(path)) return { kind: 'external', package: path, reason: 'asset' };
  return { kind: 'unresolved', reason: 'absolute path' };
}

function resolveBare(world: World, folder: string, path: string): Resolution {
  const { files, aliases, packages } = world;
  const alias = aliases.candidates(folder, path);
  const aliased = firstOf(alias.paths, files.find);
  if (aliased !== undefined) return aliased;

  const { name, subpath } = splitPackage(path);
  const internal = resolveInternal(world, folder, path);
  if (internal !== undefined) return internal;
  const own = packages.named(folder, name);
  const inPackage = own === undefined ? undefined : resolveInPackage(world, own, subpath);
  if (inPackage?.kind === 'file') return inPackage;
  if (own !== undefined) {
    // What a package calls its own parts may be written in its tsconfig only.
    const inside = firstOf(aliases.candidates(own.dir, path).paths, files.find);
    if (inside !== undefined) return inside;
  }
  if (isAssetPath(path)) return { kind: 'external', package: path, reason: 'asset' };
  if (alias.named.length > 0 && alias.named.every(isOutside)) {
    return { kind: 'external', package: path, reason: 'outside' };
  }
  if (inPackage !== undefined) return inPackage;
  const isDeclared = packages.isDependency(folder, name);
  if (isDeclared) return { kind: 'external', package: name, reason: 'package' };
  const first = alias.named.find((candidate) => !isOutside(candidate));
  if (first !== undefined) {
    const isInstalled = alias.named.some((candidate) => /(?:^|\/)node_modules\//.test(candidate));
    if (isInstalled) return { kind: 'external', package: name, reason: 'package' };
    return missing(world, first, `alias leads to ${first}, which is not there`);
  }
  return guessed(world, folder, path) ?? unknownName(name);
}

/** Aliases that only a bundler or a path variable knows: `src/x` from the package's folder, `@/x` and `~/x` from its sources. */
function guessed({ files, packages, prefix }: World, folder: string, path: string): Resolution | undefined {
  const dirs = [packages.around(folder)?.dir ?? '', ''];
  const join = (dir: string, below: string): string => comeBack(joinPath(dir, below), prefix);
  const short = /^[@~$#]+\/?(.+)$/s.exec(path)?.[1];
  const isAlias = short !== undefined && !isPackageName(splitPackage(path).name);
  for (const dir of new Set(dirs)) {
    const first = path.split('/')[0] as string;
    const candidates = isAlias
      ? ['src', '', 'app', 'src/app', 'source'].map((below) => join(dir, joinPath(below, short)))
      : files.hasFolder(join(dir, first)) && path.includes('/')
        ? [join(dir, path)]
        : [];
    const found = firstOf(candidates, files.find);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unknownName(name: string): Resolution {
  if (isPackageName(name)) return { kind: 'external', package: name, reason: 'package' };
  return { kind: 'unresolved', reason: 'alias that no tsconfig or package.json declares' };
}

function resolveInternal(world: World, folder: string, path: string): Resolution | undefined {
  const around = world.packages.around(folder);
  if (around === undefined) return undefined;
  for (const written of internalCandidates(around, path)) {
    const target = comeBack(written, world.prefix);
    const found = world.files.find(target);
    if (found !== undefined) return { kind: 'file', path: found };
    if (isOutside(target)) return { kind: 'external', package: target, reason: 'outside' };
    const { name, subpath } = splitPackage(target);
    const own = world.packages.named(folder, name);
    if (own !== undefined) return resolveInPackage(world, own, subpath);
    if (world.packages.isDependency(folder, name)) return { kind: 'external', package: name, reason: 'package' };
  }
  return undefined;
}

function resolveInPackage({ files, prefix }: World, own: WorkspacePackage, subpath: string): Resolution {
  if (isOutside(own.dir)) {
    // The analysed folder is part of this package: its own files can still be named.
    const candidates = entryCandidates(own, subpath).map((path) => comeBack(path, prefix));
    const inside = firstOf(candidates, files.find);
    return inside ?? { kind: 'external', package: own.name, reason: 'outside' };
  }
  const found = firstOf(entryCandidates(own, subpath), files.find);
  if (found !== undefined) return found;
  const what = subpath === '.' ? 'its main module' : 'this subpath of it';
  return { kind: 'unresolved', reason: `package ${own.name} of this repository has no source for ${what}` };
}

function firstOf(
  candidates: readonly string[],
  find: (path: string) => string | undefined,
): { kind: 'file'; path: string } | undefined {
  for (const candidate of candidates) {
    const path = find(candidate);
    if (path !== undefined) return { kind: 'file', path };
  }
  return undefined;
}

function missing(world: World, path: string, reason = 'no such file'): Resolution {
  if (isAssetPath(path)) return { kind: 'external', package: path, reason: 'asset' };
  const skipped = world.reasonSkipped(path);
  return { kind: 'unresolved', reason: skipped === undefined ? reason : `file was skipped: ${skipped}` };
}

/** Why a path is not in the file list, when scan saw it and left it out. */
function skippedReasons(project: Project): (path: string) => string | undefined {
  const byPath = new Map(project.skipped.map(({ path, reason }) => [path.replace(/\.[cm]?[jt]sx?$/, ''), reason]));
  return (path) => {
    const own = byPath.get(path.replace(/\.[cm]?[jt]sx?$/, ''));
    if (own !== undefined) return own;
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const reason = byPath.get(path.slice(0, at + 1));
      if (reason !== undefined) return reason;
    }
    return byPath.get(`${path}/`);
  };
}
