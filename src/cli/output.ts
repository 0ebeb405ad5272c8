/**
 * Where a result goes: stdout, or a file written beside its target and renamed, so that a reader never sees half of it.
 * Never over a source file, never through a link.
 */
import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../model/index.js';
import { type Io, write } from './io.js';

/** Files with these endings are somebody's source; a report must not replace one. */
const SOURCE_ENDINGS = new Set(['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.prisma', '.sql']);

/** `target` undefined or `-` is stdout. */
export async function emit(io: Io, target: string | undefined, text: string): Promise<void> {
  if (target === undefined || target === '-') return write(io.stdout, text);
  await writeWhole(isAbsolute(target) ? target : resolve(io.cwd, target), text);
}

/** Writes a file whole or not at all. `allowSource` is for files that are code by purpose (the facade). */
export async function writeWhole(path: string, text: string, allowSource = false): Promise<void> {
  const before = await lstat(path).catch(() => undefined);
  if (before?.isSymbolicLink()) {
    throw new UserError(
      'MSA031',
      `${path} is a symbolic link`,
      'Name a plain file: results are not written through links.',
    );
  }
  if (before?.isDirectory()) {
    throw new UserError('MSA032', `${path} is a directory`, 'Name a file, or let -o end in the file name.');
  }
  if (before && !allowSource && SOURCE_ENDINGS.has(extname(path).toLowerCase())) {
    throw new UserError(
      'MSA033',
      `${path} exists and is a source file`,
      'Choose another output name; sources are never overwritten.',
    );
  }
  const folder = dirname(path);
  const temporary = join(folder, `.${process.pid}.msa-map.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UserError(
      'MSA034',
      `cannot write ${path}: ${code}`,
      'Check the folder, its permissions and the free space, then run again.',
    );
  }
}
