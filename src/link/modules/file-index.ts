/**
 * The file list, asked as a module loader asks the disk: extensions, `.js` written for `.ts`, index files, links.
 * TypeScript's order, with one difference: code comes before its own declaration (`x.js` before `x.d.ts`).
 */
import { folderOf, type Project } from '../../model/index.js';
import { isOutside } from './paths.js';

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

  const platformFiles = filesByStem(files);
  const findFile = (path: string): string | undefined => {
    if (!folders.has(folderOf(path))) return undefined;
    const dot = path.lastIndexOf('.');
    const rewritten = dot > path.lastIndexOf('/') ? REWRITTEN.get(path.slice(dot)) : undefined;
    for (const extension of rewritten ?? []) {
      const candidate = path.slice(0, dot) + extension;
      if (files.has(candidate)) return candidate;
    }
    if (files.has(path)) return path;
    for (const extension of EXTENSIONS) if (files.has(path + extension)) return path + extension;
    return links.size === 0 ? undefined : findLinkedFile(path);
  };
  /** The path may be a link to a file of another name. */
  const findLinkedFile = (path: string): string | undefined =>
    ['', ...EXTENSIONS].map((extension) => links.get(path + extension)).find((target) => target && files.has(target));
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
    return findFile(at) ?? findFolder(at) ?? platformFiles.get(at);
  };
  return { find, findFolder, hasFolder: (path) => folders.has(real(path)) };
}

/** `map` → `map.web.ts`, for files written for one platform; the first platform in the list wins. */
function filesByStem(files: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, { path: string; rank: number }>();
  for (const path of files) {
    const match = /^(.+?)(\.\w+)\.[cm]?[jt]sx?$/.exec(path);
    const rank = match === null ? -1 : PLATFORMS.indexOf(match[2] as string);
    if (match === null || rank < 0) continue;
    const known = found.get(match[1] as string);
    if (known === undefined || rank < known.rank) found.set(match[1] as string, { path, rank });
  }
  return new Map([...found].map(([stem, { path }]) => [stem, path]));
}

/** Replaces the longest leading part that is a link; targets hold no links themselves. */
function behindLinks(links: ReadonlyMap<string, string>, path: string): string {
  for (let part = path; part !== ''; part = folderOf(part)) {
    const target = links.get(part);
    if (target !== undefined) return [target, path.slice(part.length + 1)].filter((piece) => piece !== '').join('/');
  }
  return path;
}
