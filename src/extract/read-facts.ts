/** A file on disk → its facts; what cannot be read has a diagnostic instead. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
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

export type ReadBytes = (file: SourceFile) => Buffer | FileFacts;

const BUFFER = 1 << 20;

/** Reads one file after another into the same memory: what it gives holds until the next. */
export function createReader(root: string): ReadBytes {
  const buffer = Buffer.allocUnsafeSlow(BUFFER);
  return (file) => {
    if (file.size >= BUFFER) return readBytes(root, file);
    try {
      const handle = openSync(join(root, file.path), 'r');
      try {
        let length = 0;
        for (let count = -1; count !== 0 && length < BUFFER; ) {
          const asked = BUFFER - length;
          count = readSync(handle, buffer, length, asked, null);
          length += count;
          // All that was listed, and the disk had no more to give.
          if (length === file.size && count < asked) break;
        }
        return length < BUFFER ? buffer.subarray(0, length) : readBytes(root, file);
      } finally {
        closeSync(handle);
      }
    } catch {
      return readBytes(root, file);
    }
  };
}
