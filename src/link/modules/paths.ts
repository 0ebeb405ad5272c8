/** Paths that lead out of the analysed root and back, folders above one, and patterns of config. */
import { folderOf } from '../../model/index.js';

export function isOutside(path: string): boolean {
  return path === '..' || path.startsWith('../');
}

/**
 * `../lib/orders` from within `lib` is a way out of the root and back in. `prefix`: the folders of the repository that
 * lead to the root, outermost first.
 */
export function comeBack(path: string, prefix: readonly string[]): string {
  if (!isOutside(path)) return path;
  const parts = path.split('/');
  let up = 0;
  while (parts[up] === '..') up++;
  if (up > prefix.length) return path;
  const names = prefix.slice(prefix.length - up);
  return names.every((name, i) => parts[up + i] === name) ? parts.slice(up * 2).join('/') : path;
}

/** The names of `prefix` of a project, outermost first. */
export function prefixOf({ prefix = '' }: { readonly prefix?: string }): string[] {
  return prefix.split('/').filter((name) => name !== '');
}

/** The folder itself and those above it, nearest first; the root is ''. Folders above the root follow as `..`, `../..`. */
export function foldersUp(folder: string, above: number): string[] {
  const folders: string[] = [];
  for (let at = folder; at !== ''; at = folderOf(at)) folders.push(at);
  folders.push('');
  for (let level = 1; level <= above; level++) folders.push(Array(level).fill('..').join('/'));
  return folders;
}

/** The part that `*` stands for; '' for a pattern without one; undefined when the pattern does not match. */
export function matchPattern(pattern: string, text: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text ? '' : undefined;
  const tail = pattern.length - star - 1;
  const fits =
    text.length >= star + tail && text.startsWith(pattern.slice(0, star)) && text.endsWith(pattern.slice(star + 1));
  return fits ? text.slice(star, text.length - tail) : undefined;
}
