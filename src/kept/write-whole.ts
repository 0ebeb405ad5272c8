/**
 * A file of the cache folder, written whole to a temporary file that is then renamed, so that two runs at once, or one
 * killed, leave a whole file. The folder ignores itself for git.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Throws what the disk throws. */
export function writeWhole(path: string, cacheDir: string, parts: readonly Buffer[]): void {
  makeFolder(cacheDir);
  const ignore = join(cacheDir, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  sweep(cacheDir, basename(path));
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, Buffer.concat(parts));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Step by step: `recursive: true` never returns where a parent is there and says that it is not (`/proc`). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have been faster.
    if (!existsSync(path)) throw error;
  }
}

/** What killed runs left half-written. A temporary file of a run that still writes is left alone. */
function sweep(cacheDir: string, name: string): void {
  for (const other of readdirSync(cacheDir)) {
    const pid = other.startsWith(`${name}.`)
      ? /^(\d+)-[0-9a-f]{8}\.tmp$/.exec(other.slice(name.length + 1))?.[1]
      : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(cacheDir, other), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
