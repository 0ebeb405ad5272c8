/** Folders and files named on the command line, checked before any stage starts, so that errors name what was typed. */
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../model/index.js';
import type { Io } from './io.js';

/** The absolute, link-free path of the directory to analyse. */
export function rootOf(io: Io, dir: string): string {
  const path = isAbsolute(dir) ? dir : resolve(io.cwd, dir);
  const stats = statSync(path, { throwIfNoEntry: false });
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
 * `.msa-map/cache`, which ignores itself.
 */
export function cacheFolder(root: string, chosen: string | boolean | undefined, io: Io): string | undefined {
  if (chosen === false) return undefined;
  if (typeof chosen === 'string') return isAbsolute(chosen) ? chosen : resolve(io.cwd, chosen);
  const modules = join(root, 'node_modules');
  return lstatSync(modules, { throwIfNoEntry: false })?.isDirectory()
    ? join(modules, '.cache', 'msa-map')
    : join(root, '.msa-map', 'cache');
}
