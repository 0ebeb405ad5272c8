/**
 * The file list, asked as a module loader asks the disk: extensions, `.js` written for `.ts`, index files, links.
 * TypeScript's order, with one difference: code comes before its own declaration (`x.js` before `x.d.ts`).
 */
import type { Project } from '../../model/index.js';
import { folderOf, isOutside } from './paths.js';

const EXTENSIONS = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs', '.d.ts', '.d.mts', '.d.cts', '.json'];
/** What a written extension may stand for, before the file of exactly that name. */
const REWRITTEN: ReadonlyMap<string, readonly string[]> = new Map([
  ['.ts', ['.ts', '.tsx', '.d.ts']],
  ['.tsx', ['.tsx', '.ts', '.d.ts']],
  ['.js', ['.ts', '.tsx', '.js', '.jsx', '.d.ts']],
  ['.jsx', ['.tsx', '.ts', '.jsx', '.d.ts']],
  ['.mjs', ['.mts', '.mjs', '.d.mts']],
  ['.cjs', ['.cts', '.cjs', '.d.cts']],
]);
/** Files for one platform, taken when there is no common one. */
const PLATFORMS = ['.web', '.node', '.server', '.native', '.ios', '.android', '.browser', '.client', '.desktop'];

export type FileIndex = {
  /** The file that a module path (no query, relative to the root) leads to. */
  readonly find: (path: string) => string | undefined;
  /** The same for a path that must be a folder: its index file. */
  readonly findFolder: (path: string) => string | undefined;
  readonly hasFolder: (path: string) => boolean;
};

/** `entryOfFolder`: main module of the package that lies in a folder. */
export function indexFiles(project: Project, entryOfFolder: (folder: string) => readonly string[]): FileIndex {
  const files = new Set(project.files.map(({ path }) => path));
  const folders = new Set<string>(['']);
  for (const file of files) {
    for (let folder = folderOf(file); folder !== '' && !folders.has(folder); folder = folderOf(folder)) {
      folders.add(folder);
    }
  }
  const links = new Map((project.links ?? []).map(({ path, target }) => [path, target]));
  const real = (path: string): string => (links.size === 0 ? path : behindLinks(links, path));

  const findFile = (path: string): string | undefined => {
    const dot = path.lastIndexOf('.');
    const written = dot > path.lastIndexOf('/') ? path.slice(dot) : '';
    const stem = path.slice(0, dot);
    const rewritten = REWRITTEN.get(written)?.map((extension) => stem + extension) ?? [];
    const exact = files.has(path) ? [path] : [];
    const extended = EXTENSIONS.map((extension) => path + extension);
    const found = [...rewritten, ...exact, ...extended].find((candidate) => files.has(candidate));
    // The exact path may be a link to a file of another name.
    return (
      found ??
      [path, ...extended].map((candidate) => links.get(candidate)).find((target) => target && files.has(target))
    );
  };
  const findPlatform = (path: string): string | undefined => {
    const suffixes = PLATFORMS.flatMap((platform) => EXTENSIONS.map((extension) => platform + extension));
    return suffixes.map((suffix) => path + suffix).find((candidate) => files.has(candidate));
  };
  const findIndex = (folder: string): string | undefined => {
    const prefix = folder === '' ? '' : `${folder}/`;
    return findFile(`${prefix}index`);
  };
  const findFolder = (path: string): string | undefined => {
    const folder = real(path);
    if (isOutside(folder) || !folders.has(folder)) return undefined;
    for (const entry of entryOfFolder(folder)) {
      const found = findFile(real(entry)) ?? findIndex(real(entry));
      if (found !== undefined) return found;
    }
    return findIndex(folder);
  };
  const find = (path: string): string | undefined => {
    if (isOutside(path)) return undefined;
    const at = real(path);
    return findFile(at) ?? findFolder(at) ?? findPlatform(at);
  };
  return { find, findFolder, hasFolder: (path) => folders.has(real(path)) };
}

/** Replaces the longest leading part that is a link; targets hold no links themselves. */
function behindLinks(links: ReadonlyMap<string, string>, path: string): string {
  for (let part = path; part !== ''; part = folderOf(part)) {
    const target = links.get(part);
    if (target !== undefined) return [target, path.slice(part.length + 1)].filter((piece) => piece !== '').join('/');
  }
  return path;
}
