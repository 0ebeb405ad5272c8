/**
 * Writes a committed file (context map, baseline, .gitattributes) whole or not at all. A link is followed within its
 * folder; one that leads out of it is refused, as is a source file: the repository may be somebody else's.
 */
import { realpathSync } from 'node:fs';
import { basename, dirname, extname, join, sep } from 'node:path';
import { linkStatsOf, replaceFile } from '../disk/index.js';
import { UserError } from '../model/index.js';

/** Files with these endings are somebody's source; nothing we write may replace one. */
const SOURCE_ENDINGS = new Set('.ts .tsx .mts .cts .js .jsx .mjs .cjs .vue .svelte .astro .prisma .sql'.split(' '));

/** By the ending: what no result is ever written over. */
export function isSourcePath(path: string): boolean {
  return SOURCE_ENDINGS.has(extname(path).toLowerCase());
}

/** Throws UserError MSA226. */
export function writeAtomic(path: string, text: string): void {
  try {
    replaceFile(targetOf(path), text);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new UserError(
      'MSA226',
      `Cannot write ${path} (${reason})`,
      'Check that the folder exists, can be written to and has space left.',
    );
  }
}

function targetOf(path: string): string {
  const stats = linkStatsOf(path);
  if (stats === undefined) return path;
  const target = stats.isSymbolicLink() ? withinFolder(path) : path;
  if (!isSourcePath(target)) return target;
  throw new UserError('MSA226', `Cannot write ${path}: it is a source file`, 'Name another file.');
}

function withinFolder(path: string): string {
  const folder = realpathSync(dirname(path));
  const target = realpathOfLink(path) ?? join(folder, basename(path));
  if (target.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)) return target;
  throw new UserError(
    'MSA226',
    `Cannot write ${path}: it is a link out of its folder`,
    'Name the file that the link points to.',
  );
}

/** Undefined when the link points nowhere: then the link itself is replaced. */
function realpathOfLink(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
