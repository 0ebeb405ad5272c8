/**
 * Walks the analysed folder once, without recursion, and lists what may belong to the monolith. Never leaves the root:
 * a link is not followed but noted with its target, when that lies inside; the target itself is met on the way.
 */
import { closeSync, type Dirent, lstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { compareText, type SourceKind } from '../model/index.js';
import { isJavaScript, isMinifiedName, kindOf, manifestKindOf } from './file-kinds.js';
import { extendScope, type IgnoreScope, isIgnored, openRepository, type Repository } from './gitignore.js';
import { smallText } from './small-file.js';

/** Folders that never hold the monolith's own code. */
const NEVER = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  'bower_components',
  'jspm_packages',
  '.yarn',
  '.pnpm-store',
  '.msa-map',
]);
/** Folders that tools write and that nobody writes by hand. */
const TOOL_OUTPUT = new Set([
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  '.turbo',
  '.vercel',
  '.cache',
  '.nyc_output',
  '.angular',
  '.nx',
]);
/** JavaScript above this size is looked at: a bundle has lines of thousands of characters. */
const BUNDLE_SIZE = 64 * 1024;
const BUNDLE_LINE = 500;
/** Larger files are left out unless another size is asked for. */
export const MAX_FILE_SIZE = 2 * 1024 * 1024;

/** `times` of content and of state, in ms. */
export type Listed = {
  readonly path: string;
  readonly kind: SourceKind;
  readonly size: number;
  readonly times: string;
};

/** Plain data. */
export type Walked = {
  readonly repository: Pick<Repository, 'top' | 'hasGit' | 'prefix'>;
  /** Source candidates, by path. */
  readonly files: readonly Listed[];
  /** package.json, pnpm-workspace.yaml, lerna.json, tsconfig*.json, jsconfig*.json; by path. */
  readonly manifests: readonly string[];
  /** Links whose target lies inside the root; both relative to it. */
  readonly links: readonly { readonly path: string; readonly target: string }[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
};

type Walk = {
  readonly root: string;
  readonly realRoot: string;
  readonly maxFileSize: number;
  readonly repository: Repository;
  readonly files: Listed[];
  readonly manifests: string[];
  readonly links: { path: string; target: string }[];
  readonly skipped: { path: string; reason: string }[];
};

/**
 * A folder to look into. Whether it is ignored, so that only what is tracked in it counts, is asked for the first file
 * that is not tracked: in most repositories no rule is ever tested.
 */
type Place = { readonly folder: string; readonly scope: IgnoreScope; readonly onlyTracked: OnlyTracked };
type OnlyTracked = () => boolean;

/** `isExcluded` says which paths the configuration leaves out. */
export function walk(root: string, maxFileSize: number, isExcluded: (path: string) => boolean): Walked {
  const steps = walkSteps(root, maxFileSize, isExcluded);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, for who has something else to do between two folders. */
export function* walkSteps(
  root: string,
  maxFileSize: number,
  isExcluded: (path: string) => boolean,
): Generator<undefined, Walked> {
  const repository = openRepository(root);
  const realRoot = realpathSync(root);
  const state: Walk = { root, realRoot, maxFileSize, repository, files: [], manifests: [], links: [], skipped: [] };
  const folders: Place[] = [{ folder: '', scope: repository.scope, onlyTracked: () => false }];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const { folder, onlyTracked } = next;
    const entries = readFolder(state, folder);
    const scope = scopeIn(state, folder, next.scope, entries);
    for (const entry of entries) {
      const path = folder + entry.name;
      const type = typeOf(state, path, entry);
      if (type === 'folder') {
        const below = enterFolder(state, path, entry.name, scope, onlyTracked, isExcluded);
        if (below !== undefined) folders.push({ folder: `${path}/`, scope, onlyTracked: below });
      } else if (type === 'link') {
        noteLink(state, path, scope, onlyTracked);
      } else {
        noteFile(state, path, entry.name, type, scope, onlyTracked, isExcluded);
      }
    }
    yield;
  }
  return walkedOf(state);
}

function walkedOf({ repository, files, manifests, links, skipped }: Walk): Walked {
  const byPath = <T extends { path: string }>(items: T[]): T[] => items.sort((a, b) => compareText(a.path, b.path));
  const { top, hasGit, prefix } = repository;
  return {
    repository: { top, hasGit, prefix },
    files: byPath(files),
    manifests: manifests.sort(compareText),
    links: byPath(links),
    skipped: byPath(skipped),
  };
}

function readFolder(state: Walk, folder: string): Dirent[] {
  try {
    return readdirSync(join(state.root, folder), { withFileTypes: true });
  } catch (error) {
    state.skipped.push({ path: folder, reason: `folder cannot be read (${codeOf(error)})` });
    return [];
  }
}

function scopeIn(state: Walk, folder: string, scope: IgnoreScope, entries: readonly Dirent[]): IgnoreScope {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return scope;
  return extendScope(scope, state.repository.prefix + folder, smallText(join(state.root, folder, '.gitignore')));
}

type EntryType = 'file' | 'folder' | 'link' | 'special';

function typeOf(state: Walk, path: string, entry: Dirent): EntryType {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFIFO() || entry.isSocket() || entry.isCharacterDevice() || entry.isBlockDevice()) return 'special';
  // Some file systems do not tell the type with the name.
  const stat = lstatSync(join(state.root, path), { throwIfNoEntry: false });
  if (stat?.isFile()) return 'file';
  if (stat?.isDirectory()) return 'folder';
  return stat?.isSymbolicLink() ? 'link' : 'special';
}

/** Goes into the folder with what holds in it; undefined for a folder that is left out. */
function enterFolder(
  state: Walk,
  path: string,
  name: string,
  scope: IgnoreScope,
  onlyTracked: OnlyTracked,
  isExcluded: (path: string) => boolean,
): OnlyTracked | undefined {
  if (NEVER.has(name)) return undefined;
  const { prefix, trackedFolders } = state.repository;
  const isLeft = once(() => onlyTracked() || isIgnored(scope, `${prefix}${path}/`));
  if (TOOL_OUTPUT.has(name)) state.skipped.push({ path: `${path}/`, reason: 'build output' });
  else if (isExcluded(`${path}/`)) state.skipped.push({ path: `${path}/`, reason: 'left out by the configuration' });
  else if (trackedFolders.has(`${path}/`) || !isLeft()) return isLeft;
  else state.skipped.push({ path: `${path}/`, reason: 'ignored by git' });
  return undefined;
}

function once(ask: () => boolean): OnlyTracked {
  let answer: boolean | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}

function noteFile(
  state: Walk,
  path: string,
  name: string,
  type: EntryType,
  scope: IgnoreScope,
  onlyTracked: OnlyTracked,
  isExcluded: (path: string) => boolean,
): void {
  const kind = kindOf(name);
  const isManifest = kind === undefined && manifestKindOf(name) !== undefined;
  if (!isManifest && kind === undefined) return;
  const judged =
    type === 'special'
      ? 'not a regular file'
      : isLeftOut(state, path, scope, onlyTracked)
        ? 'ignored by git'
        : isExcluded(path)
          ? 'left out by the configuration'
          : statsOrReason(state, path, name);
  if (typeof judged === 'string') state.skipped.push({ path, reason: judged });
  else if (kind === undefined) state.manifests.push(path);
  else state.files.push({ path, kind, size: judged.size, times: judged.times });
}

/** Size and times (of content and of state, in ms) of a file that can be analysed, else why it cannot. */
function statsOrReason(state: Walk, path: string, name: string): { size: number; times: string } | string {
  if (isMinifiedName(name)) return 'minified';
  const file = `${state.root}${sep}${path}`;
  try {
    const { mode, size, mtimeMs, ctimeMs } = lstatSync(file);
    if ((mode & 0o444) === 0) return 'cannot be read (no permission)';
    if (size > state.maxFileSize) return `larger than ${state.maxFileSize} bytes`;
    if (size > BUNDLE_SIZE && isJavaScript(name) && isBundle(file)) return 'minified';
    return { size, times: `${mtimeMs} ${ctimeMs}` };
  } catch (error) {
    return `cannot be read (${codeOf(error)})`;
  }
}

function isLeftOut(state: Walk, path: string, scope: IgnoreScope, onlyTracked: OnlyTracked): boolean {
  const { tracked, prefix } = state.repository;
  return !tracked.has(path) && (onlyTracked() || isIgnored(scope, prefix + path));
}

/** A link inside the root to something inside the root is another name for it; any other link is left out. */
function noteLink(state: Walk, path: string, scope: IgnoreScope, onlyTracked: OnlyTracked): void {
  if (isLeftOut(state, path, scope, onlyTracked)) return;
  try {
    const target = relative(state.realRoot, realpathSync(join(state.root, path)))
      .split(sep)
      .join('/');
    if (target === '..' || target.startsWith('../')) state.skipped.push({ path, reason: 'link out of the root' });
    else state.links.push({ path, target });
  } catch (error) {
    const reason = codeOf(error) === 'ELOOP' ? 'link that leads to itself' : 'link to nothing';
    state.skipped.push({ path, reason });
  }
}

function isBundle(file: string): boolean {
  const start = Buffer.alloc(BUNDLE_SIZE);
  const handle = openSync(file, 'r');
  try {
    const length = readSync(handle, start, 0, BUNDLE_SIZE, 0);
    let lines = 1;
    for (let at = start.indexOf(10); at >= 0 && at < length; at = start.indexOf(10, at + 1)) lines++;
    return length / lines > BUNDLE_LINE;
  } finally {
    closeSync(handle);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
