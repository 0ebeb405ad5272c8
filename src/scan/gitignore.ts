/**
 * Which paths git would leave out: nested `.gitignore` files, `.git/info/exclude`, and the index, because a file that
 * is tracked stays part of the repository whatever the ignore rules say. Git itself is not needed. The user's global
 * ignore file is left out on purpose: the same tree must give the same answer on every machine.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { hasFewStars } from '../model/index.js';
import { readTrackedPaths } from './git-index.js';
import { smallText } from './small-file.js';

/** Rules of one folder; `depth` is the length of its path with the closing slash, relative to the repository. */
type FolderRules = { readonly depth: number; readonly rules: () => Ignore | undefined };

/** The rules in force in one folder, outermost first. */
export type IgnoreScope = readonly FolderRules[];

export type Repository = {
  /** Absolute folder that paths given to `isIgnored` are relative to: that of `.git`, else the analysed root. */
  readonly top: string;
  readonly hasGit: boolean;
  /** The analysed root relative to `top`, with a closing slash; '' when they are the same. */
  readonly prefix: string;
  /** Rules that hold in the root because of folders above it and `.git/info/exclude`. */
  readonly scope: IgnoreScope;
  /** Files of the index, relative to the analysed root. */
  readonly tracked: ReadonlySet<string>;
  /** Folders that hold a tracked file, relative to the analysed root, with a closing slash. */
  readonly trackedFolders: ReadonlySet<string>;
};

/** Finds the repository that holds `root` and the rules that reach it from above. */
export function openRepository(root: string): Repository {
  const top = findTop(root);
  const standalone: Repository = {
    top: root,
    hasGit: false,
    prefix: '',
    scope: [],
    tracked: new Set(),
    trackedFolders: new Set(),
  };
  if (top === undefined) return standalone;
  const prefix = top === root ? '' : `${relative(top, root).split(sep).join('/')}/`;
  const gitDir = gitFolder(top);
  const tracked = readTrackedPaths(join(gitDir, 'index'), prefix);
  let scope: IgnoreScope = extendScope([], '', smallText(join(commonFolder(gitDir), 'info', 'exclude')));
  let folder = '';
  for (const name of prefix.split('/').slice(0, -1)) {
    scope = extendScope(scope, folder, smallText(join(top, folder, '.gitignore')));
    folder = `${folder}${name}/`;
    // The folder was asked for by name: a repository that ignores it (one of dotfiles, say) is not its own.
    if (tracked.size === 0 && isIgnored(scope, folder)) return standalone;
  }
  return { top, hasGit: true, prefix, scope, tracked, trackedFolders: foldersOf(tracked) };
}

/** The scope with the rules of one more `.gitignore`; `folder` is relative to the repository, with a closing slash. */
export function extendScope(scope: IgnoreScope, folder: string, text: string | undefined): IgnoreScope {
  if (text === undefined || text.trim() === '') return scope;
  let rules: Ignore | undefined;
  let isRead = false;
  const read = (): Ignore | undefined => {
    if (!isRead) rules = readRules(text);
    isRead = true;
    return rules;
  };
  return [...scope, { depth: folder.length, rules: read }];
}

/** Undefined for rules that cannot be read. A rule that would take for ever to match is none. */
function readRules(text: string): Ignore | undefined {
  const rules = ignore({ ignorecase: false, allowRelativePaths: true });
  try {
    return rules.add(text.split(/\r?\n/).filter(hasFewStars));
  } catch {
    return undefined;
  }
}

/** `path` is relative to the repository, with a closing slash for a folder. The deepest rule that speaks decides. */
export function isIgnored(scope: IgnoreScope, path: string): boolean {
  for (let i = scope.length - 1; i >= 0; i--) {
    const { depth, rules } = scope[i] as FolderRules;
    const verdict = rules()?.test(path.slice(depth));
    if (verdict?.ignored) return true;
    if (verdict?.unignored) return false;
  }
  return false;
}

function findTop(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** `.git` is a folder, or a file that names one (worktree, submodule). */
function gitFolder(top: string): string {
  const path = join(top, '.git');
  if (!existsSync(path) || statSync(path).isDirectory()) return path;
  const target = /^gitdir: (.+)$/m.exec(smallText(path) ?? '')?.[1];
  return target === undefined ? path : join(target.startsWith('/') ? '' : top, target.trim());
}

function commonFolder(gitDir: string): string {
  const common = smallText(join(gitDir, 'commondir'))?.trim();
  return common === undefined || common === '' ? gitDir : join(common.startsWith('/') ? '' : gitDir, common);
}

/** The paths are sorted, so most lie in the folder of the one before. */
function foldersOf(paths: ReadonlySet<string>): Set<string> {
  const folders = new Set<string>();
  let last = '';
  for (const path of paths) {
    const end = path.lastIndexOf('/') + 1;
    if (end === last.length && path.startsWith(last)) continue;
    last = path.slice(0, end);
    for (let at = end - 1; at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at + 1);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}
