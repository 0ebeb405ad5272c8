/** Where a result goes: stdout, or a file that is replaced whole. Never over a source file, never through a link. */
import { dirname, isAbsolute, resolve } from 'node:path';
import { isSourcePath } from '../config/index.js';
import { linkStatsOf, makeFolder, replaceFile } from '../disk/index.js';
import { UserError } from '../model/index.js';
import { type Io, write } from './io.js';

/** `target` undefined or `-` is stdout. */
export async function emit(io: Io, target: string | undefined, text: string | Uint8Array): Promise<void> {
  if (target === undefined || target === '-') {
    if (typeof text !== 'string' && io.stdout.isTTY === true) {
      throw new UserError('MSA038', 'a picture in bytes is nothing for a terminal', 'Write it to a file: -o map.png');
    }
    return write(io.stdout, text);
  }
  await writeWhole(isAbsolute(target) ? target : resolve(io.cwd, target), text);
}

/** Writes a file whole or not at all. */
export async function writeWhole(path: string, text: string | Uint8Array): Promise<void> {
  const before = linkStatsOf(path);
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
  if (before && isSourcePath(path)) {
    throw new UserError(
      'MSA033',
      `${path} exists and is a source file`,
      'Choose another output name; sources are never overwritten.',
    );
  }
  try {
    makeFolder(dirname(path));
    replaceFile(path, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UserError(
      'MSA034',
      `cannot write ${path}: ${code}`,
      'Check the folder, its permissions and the free space, then run again.',
    );
  }
}
