/** A file on disk → its facts; what cannot be read has a diagnostic instead. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFacts, SourceFile } from '../model/index.js';
import { emptyFacts, warning } from './empty-facts.js';

/** The bytes of a file, or facts that say why there are none. */
export function readBytes(root: string, file: SourceFile): Buffer | FileFacts {
  try {
    return readFileSync(join(root, file.path));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return emptyFacts(file.path, 0, [warning('MSA105', file.path, `Cannot be read (${reason}).`)]);
  }
}
