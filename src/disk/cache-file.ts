/** Files of the cache folder, one per kind and project. The folder ignores itself for git. */
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, replaceParts } from './replace-file.js';

/** Named by the project's root (absolute), so that projects may share a cache folder. */
export function cachePath(cacheDir: string, kind: string, root: string, ending: string): string {
  return join(cacheDir, `${kind}-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.${ending}`);
}

/**
 * Two runs at once, or one killed, leave a whole file. Not flushed: who reads it checks its sum, and a lost one costs a
 * run. Throws what the disk throws.
 */
export function writeCacheFile(path: string, parts: readonly Uint8Array[]): void {
  const cacheDir = dirname(path);
  makeFolder(cacheDir);
  const ignore = join(cacheDir, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  replaceParts(path, parts, false);
}
