/** Where the committed files lie: beside the analysed folder, or further up in the same repository, never beyond it. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../model/index.js';

export const CONFIG_FILE = 'msa-map.config.json';
/** A baseline of a million entries is smaller; a link to an endless device is not. */
const MAX_SIZE = 512 * 1024 * 1024;

export type ConfigLocation = {
  readonly path: string;
  /** Folders between the config and the analysed root: globs of the config start at the config. */
  readonly below: readonly string[];
};

/** Throws MSA200 when a named file is not there; undefined when none was named and none was found. */
export function findConfig(root: string, file?: string): ConfigLocation | undefined {
  const folders = foldersOfRepository(resolve(root));
  if (file !== undefined) {
    const path = resolve(file);
    return { path, below: folders.some((f) => f === dirname(path)) ? between(dirname(path), resolve(root)) : [] };
  }
  const folder = folders.find((f) => existsSync(join(f, CONFIG_FILE)));
  return folder === undefined ? undefined : { path: join(folder, CONFIG_FILE), below: between(folder, resolve(root)) };
}

/** The text of a committed file. Throws a UserError that says what is wrong. */
export function readText(path: string, code: 'MSA200' | 'MSA220', what: string, hint: string): string {
  try {
    const stats = statSync(path);
    if (stats.isCharacterDevice() || stats.isBlockDevice()) throw Object.assign(new Error(), { code: 'a device' });
    if (stats.size > MAX_SIZE) throw Object.assign(new Error(), { code: `larger than ${MAX_SIZE} bytes` });
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new UserError(code, `${what} cannot be read: ${path} (${reason})`, hint);
  }
}

/** The root and its parents up to the folder that holds `.git`; only the root outside a repository. */
function foldersOfRepository(root: string): string[] {
  const folders = [root];
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return [...new Set([...folders, folder])];
    if (folder !== root) folders.push(folder);
    if (dirname(folder) === folder) return [root];
  }
}

function between(folder: string, root: string): string[] {
  const path = relative(real(folder), real(root));
  return path === '' ? [] : path.split(sep);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
