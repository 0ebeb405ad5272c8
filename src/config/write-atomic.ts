/** Writes a file so that a reader sees the old text or the new, never a part: a file beside it, flushed, then renamed. */
import { closeSync, existsSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../model/index.js';

/** Throws UserError MSA226. A link is followed, so that the file it points to is replaced and not the link. */
export function writeAtomic(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    const file = openSync(temporary, 'wx', 0o644);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new UserError(
      'MSA226',
      `Cannot write ${path} (${reason})`,
      'Check that the folder exists and can be written to.',
    );
  }
}
