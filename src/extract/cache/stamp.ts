/** What a file is known by from one run to the next: path and role, size and times, content. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../model/index.js';

/** What a file was when its facts were made. */
export type Stamp = {
  /** Path, role and kind: what facts depend on besides the bytes. */
  readonly key: string;
  readonly size: number;
  /** Times of change in ms, of the content and of the state; '' when the file was too fresh for them to be trusted. */
  readonly times: string;
  readonly hash: string;
};

/** A file changed this shortly before we looked may change again without its times telling. */
const FRESH_MS = 2_000;

export function keyOf(file: SourceFile): string {
  return `${file.path}\n${file.role} ${file.kind}`;
}

/** Of all entries of a file the part of the key that they share. */
export function fileOf(key: string): string {
  return key.slice(0, key.indexOf('\n'));
}

/** As the disk says now; undefined when it says nothing. */
export function timesOf(root: string, file: SourceFile): { size: number; times: string } | undefined {
  try {
    const { size, mtimeMs, ctimeMs } = statSync(join(root, file.path));
    return { size, times: `${mtimeMs} ${ctimeMs}` };
  } catch {
    return undefined;
  }
}

/** Of a file that holds these bytes. */
export function stampOf(root: string, file: SourceFile, bytes: Buffer): Stamp {
  const hash = createHash('sha256').update(bytes).digest('base64').slice(0, 22);
  const now = timesOf(root, file);
  const isSettled = now !== undefined && now.size === bytes.length && isOld(now.times);
  return { key: keyOf(file), size: bytes.length, times: isSettled ? now.times : '', hash };
}

/** Both times, in milliseconds, lie some seconds back. */
function isOld(times: string): boolean {
  return times.split(' ').every((time) => Date.now() - Number(time) > FRESH_MS);
}
