/** directory → Project (files, aliases, workspaces, stack) and History (git). The only stage that walks the disk. */
import { statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import {
  type Config,
  type Diagnostic,
  type Project,
  type SourceFile,
  sortedBy,
  type TsConfig,
  UserError,
} from '../model/index.js';
import type { TakeListed } from './ahead.js';
import { manifestsAbove } from './ancestors.js';
import { buildOutputFolders } from './build-output.js';
import { manifestKindOf } from './file-kinds.js';
import { readJsonFile, textField } from './json-file.js';
import { describePackages, type Manifest, workspacePatterns } from './packages.js';
import { withPrismaSchemas } from './prisma-schemas.js';
import { siblingsOf } from './repository-packages.js';
import { rolesOf } from './roles.js';
import { detectStack } from './stack.js';
import { readTsConfigs } from './tsconfig.js';
import { MAX_FILE_SIZE, type Walked, walk } from './walk.js';
import { membersOf, readWorkspaceFile, type WorkspaceDeclaration } from './workspaces.js';

export type { TakeListed } from './ahead.js';
export { runGit } from './git.js';
export { historyKey, readHistory } from './history.js';

export type ScanOptions = {
  readonly config: Config;
  /** Bytes; larger files are skipped and counted. 2 MB unless given. */
  readonly maxFileSize?: number;
  /** Told the times of each file as it is listed: they spare a cache asking again. */
  readonly onFile?: (path: string, times: string) => void;
  /** What another thread has listed meanwhile. */
  readonly listed?: TakeListed | undefined;
};

/** Finds what belongs to the monolith below `root` (absolute path). Throws UserError when there is nothing to analyse. */
export async function scan(
  root: string,
  { config, maxFileSize = MAX_FILE_SIZE, onFile, listed = () => undefined }: ScanOptions,
): Promise<Project> {
  const top = resolve(root);
  requireFolder(top);
  const isUsual = config.ignore.length === 0 && maxFileSize === MAX_FILE_SIZE;
  const walked = listed(isUsual ? top : undefined) ?? walk(top, maxFileSize, exclusionOf(config));
  if (onFile !== undefined) for (const { path, times } of walked.files) onFile(path, times);
  const diagnostics: Diagnostic[] = [];
  const above = manifestsAbove(top, walked.repository.hasGit ? walked.repository.top : undefined);
  const manifestFiles = [...walked.manifests.map((path) => join(top, path)), ...above.files];
  const toRoot = (path: string): string => relative(top, path).split(sep).join('/');

  const manifests = readManifests(manifestFiles, toRoot, diagnostics);
  const folderByName = new Map(manifests.map(({ dir, json }) => [textField(json, 'name') ?? '', join(top, dir)]));
  const tsConfigs = readTsConfigs(
    manifestFiles.filter((path) => manifestKindOf(basename(path)) === 'tsconfig'),
    { root: top, boundary: above.boundary, packageFolder: (name) => folderByName.get(name), diagnostics },
  );
  const packages = describePackages(manifests, membersOf(declarationsOf(manifests, manifestFiles, toRoot)), tsConfigs);
  const { files, skipped } = sourceFiles(walked, tsConfigs, config, new Set(manifests.map(({ dir }) => dir)));
  if (!files.some(({ kind }) => kind !== 'json')) {
    throw new UserError('MSA022', `no source file found in ${root}`, noSourceHint(skipped.length));
  }
  const schemas = withPrismaSchemas(top, above.boundary, files, manifests);
  const siblings = siblingsOf(top, above.boundary);
  const named = manifests.find(({ dir }) => dir === '');
  const prefix = walked.repository.prefix.slice(0, -1);
  return {
    ...(prefix === '' ? {} : { prefix }),
    name: (named && textField(named.json, 'name')) || basename(top) || 'root',
    files: schemas.files,
    packages,
    ...(siblings.length === 0 ? {} : { siblings }),
    tsConfigs,
    stack: detectStack(packages),
    links: walked.links,
    skipped: sortedBy([...skipped, ...schemas.skipped], ({ path }) => [path]),
    diagnostics: sortedBy(diagnostics, (d) => [d.path, d.line, d.code, d.message]),
  };
}

function requireFolder(root: string): void {
  const stat = statSync(root, { throwIfNoEntry: false });
  if (stat === undefined) throw new UserError('MSA020', `no such directory: ${root}`, 'Check the path.');
  if (!stat.isDirectory()) {
    throw new UserError('MSA021', `not a directory: ${root}`, `Give the folder that holds it: ${dirname(root)}`);
  }
}

function noSourceHint(skipped: number): string {
  return skipped === 0
    ? 'Give a folder that holds .ts, .tsx, .js, .prisma or .sql files.'
    : `${skipped} paths were skipped: check .gitignore, "ignore" of the configuration and --max-file-size.`;
}

/** Folders are asked for with a closing slash, so that a whole excluded folder is not entered. */
function exclusionOf(config: Config): (path: string) => boolean {
  if (config.ignore.length === 0) return () => false;
  const matches = picomatch([...config.ignore], { dot: true });
  return (path) => matches(path.endsWith('/') ? path.slice(0, -1) : path) && !(path.endsWith('/') && path.length < 2);
}

function readManifests(
  files: readonly string[],
  toRoot: (path: string) => string,
  diagnostics: Diagnostic[],
): Manifest[] {
  const manifests: Manifest[] = [];
  for (const file of files) {
    if (basename(file) !== 'package.json') continue;
    const json = readJsonFile(file);
    const path = toRoot(file);
    if (json.kind === 'read') manifests.push({ dir: toRoot(dirname(file)), json: json.value });
    const fault = json.kind === 'read' ? json.fault : json.kind === 'broken' ? json : undefined;
    if (fault !== undefined) {
      const message = `package.json ${json.kind === 'read' ? 'is read in part' : 'cannot be read'}: ${fault.reason}`;
      diagnostics.push({ code: 'MSA154', severity: 'warning', path, line: fault.line, message });
    }
  }
  return manifests;
}

function declarationsOf(
  manifests: readonly Manifest[],
  files: readonly string[],
  toRoot: (path: string) => string,
): WorkspaceDeclaration[] {
  const fromPackages = manifests.map(({ dir, json }) => ({ dir, patterns: workspacePatterns(json) }));
  const fromFiles = files
    .filter((file) => manifestKindOf(basename(file)) === 'workspace')
    .map((file) => ({ dir: toRoot(dirname(file)), patterns: readWorkspaceFile(file) }));
  return [...fromPackages, ...fromFiles].filter(({ patterns }) => patterns.length > 0);
}

function sourceFiles(
  walked: Walked,
  tsConfigs: readonly TsConfig[],
  config: Config,
  packageFolders: ReadonlySet<string>,
): { files: SourceFile[]; skipped: { path: string; reason: string }[] } {
  const paths = walked.files.map(({ path }) => path);
  const built = new Set(buildOutputFolders(paths, tsConfigs));
  const roleOf = rolesOf(config, packageFolders);
  const files: SourceFile[] = [];
  const skipped = [...walked.skipped];
  for (const { path, kind, size } of walked.files) {
    if (kind !== 'prisma' && kind !== 'sql' && isBelowAny(built, path)) continue;
    files.push({ path, role: roleOf(path), kind, size });
  }
  for (const folder of built) {
    if (!isBelowAny(built, folder)) skipped.push({ path: `${folder}/`, reason: 'build output' });
  }
  return { files, skipped: sortedBy(skipped, ({ path }) => [path]) };
}

function isBelowAny(folders: ReadonlySet<string>, path: string): boolean {
  if (folders.size === 0) return false;
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    if (folders.has(path.slice(0, at))) return true;
  }
  return false;
}
