/** Where a path lies, relative to the analysed root. */

/** `path` below `folder` (or the folder itself) without the folder; undefined when it lies elsewhere. */
export function pathBelow(folder: string, path: string): string | undefined {
  if (folder === '') return path === '..' || path.startsWith('../') ? undefined : path;
  if (path === folder) return '';
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
