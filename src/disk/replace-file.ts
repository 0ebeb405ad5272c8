/**
 * Replaces a file so that a reader sees the old text or the new, never a part: a file beside it, then renamed.
 * All in one synchronous piece, so that a signal finds nothing half-done. What a killed run left behind is swept by the
 * next one that writes to the folder. Pipes and devices are written to: a rename would put a plain file in their place.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { linkStatsOf } from './stats.js';

/** Machine and process in the name tell whose it is: `.msa-map.<machine>-<pid>-<random>.tmp`. */
const TEMPORARY = /^\.msa-map\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.tmp$/;
/** Of another machine on a shared disk nobody can tell whether it still runs; no write takes this long. */
const STALE_MS = 3_600_000;

/**
 * `path` is no link (its owner has followed or refused it). Flushed unless told otherwise: after a loss of power it is
 * whole too. Throws what the disk throws.
 */
export function replaceFile(path: string, text: string | Uint8Array, { isFlushed = true } = {}): void {
  const before = linkStatsOf(path);
  if (before !== undefined && isDevice(before)) writeFileSync(path, text, { flag: 'w' });
  else replaceParts(path, [text], isFlushed, before);
}

/** The same of several parts, one after another. */
export function replaceParts(
  path: string,
  parts: readonly (string | Uint8Array)[],
  isFlushed: boolean,
  before = linkStatsOf(path),
): void {
  const folder = dirname(path);
  sweep(folder);
  const temporary = join(folder, `.msa-map.${machine()}-${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
  const file = openSync(temporary, 'wx', 0o666);
  try {
    try {
      for (const part of parts) writeFileSync(file, part);
      if (before !== undefined) fchmodSync(file, before.mode & 0o777);
      if (isFlushed) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Step by step: `recursive: true` never returns where a parent is there and says that it is not (`/proc`). */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have been faster.
    if (!existsSync(path)) throw error;
  }
}

function isDevice(stats: Stats): boolean {
  return !stats.isFile() && !stats.isDirectory() && !stats.isSymbolicLink();
}

/** Never throws: a folder that cannot be listed may still be written to. */
function sweep(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const [, host, pid] = TEMPORARY.exec(name) ?? [];
      if (host === undefined) continue;
      const path = join(folder, name);
      const isDead = host === machine() && !isAlive(Number(pid), path);
      if (isDead || isOlderThan(path, STALE_MS)) rmSync(path, { force: true });
    }
  } catch {}
}

function machine(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

function isAlive(pid: number, path: string): boolean {
  // In a container every run may have the same number; what was there before this one began is another's.
  if (pid === process.pid) return !isOlderThan(path, process.uptime() * 1000);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isOlderThan(path: string, ms: number): boolean {
  const stats = linkStatsOf(path);
  return stats !== undefined && Date.now() - stats.mtimeMs > ms;
}
