/** Folders and files named on the command line, checked before any stage starts, so that errors name what was typed. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { linkStatsOf, statsOf } from '../disk/index.js';
import { UserError } from '../model/index.js';
import type { Io } from './io.js';

/** The absolute, link-free path of the directory to analyse. */
export function rootOf(io: Io, dir: string): string {
  const path = isAbsolute(dir) ? dir : resolve(io.cwd, dir);
  const stats = statsOf(path);
  if (!stats)
    throw new UserError(
      'MSA001',
      `no such directory: ${dir}`,
      'Give the folder of the repository, or of a package in it.',
    );
  if (!stats.isDirectory())
    throw new UserError('MSA002', `not a directory: ${dir}`, 'Give the folder that holds the file.');
  return realpathSync(path);
}

/** Text of a file the user named. */
export function textOf(io: Io, file: string, what: string): string {
  const path = isAbsolute(file) ? file : resolve(io.cwd, file);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UserError('MSA003', `cannot read the ${what} ${file}: ${code}`, 'Check the path and the permissions.');
  }
}

/**
 * The folder of the facts cache: `node_modules/.cache/msa-map` where there is a node_modules, as is the custom, else
 * `.msa-map/cache`, which ignores itself. A link on the way that leads out of the repository is not written through, and
 * a file of that name is somebody's: then there is no cache.
 */
export function cacheFolder(root: string, chosen: string | boolean | undefined, io: Io): string | undefined {
  if (chosen === false) return undefined;
  if (typeof chosen === 'string') return isAbsolute(chosen) ? chosen : resolve(io.cwd, chosen);
  const modules = join(root, 'node_modules');
  const folder = linkStatsOf(modules)?.isDirectory()
    ? join(modules, '.cache', 'msa-map')
    : join(root, '.msa-map', 'cache');
  return leadsOut(root, folder) ? undefined : folder;
}

/** Whether a folder of the analysed repository is elsewhere in truth, or cannot be one. `root` is free of links. */
function leadsOut(root: string, folder: string): boolean {
  let path = folder;
  while (path !== root && linkStatsOf(path) === undefined) path = dirname(path);
  try {
    const real = realpathSync(path);
    if (!statSync(real).isDirectory()) return true;
    return real !== root && !real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
  } catch {
    return true;
  }
}
