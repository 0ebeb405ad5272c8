/**
 * Paths in git's index file, versions 2 to 4 (format: git's `Documentation/gitformat-index.txt`). Anything odd gives
 * the paths read so far: the index only adds files that ignore rules would leave out.
 */
import { readFileSync, statSync } from 'node:fs';

const HEADER = 12;
/** Bytes of an entry before its flags: times, device, inode, mode, owner, size, object id (SHA-1). */
const ENTRY_FIXED = 60;
const EXTENDED = 0x4000;

/** Of the paths those that begin with `prefix`, without it. */
export function readTrackedPaths(indexFile: string, prefix: string): Set<string> {
  const paths = new Set<string>();
  let data: Buffer;
  try {
    if (!statSync(indexFile).isFile()) return paths;
    data = readFileSync(indexFile);
  } catch {
    return paths;
  }
  if (data.length < HEADER || data.toString('latin1', 0, 4) !== 'DIRC') return paths;
  const version = data.readUInt32BE(4);
  const count = data.readUInt32BE(8);
  if (version < 2 || version > 4) return paths;
  const wanted = Buffer.from(prefix);
  let at = HEADER;
  let previous: Buffer = Buffer.alloc(0);
  for (let i = 0; i < count && at + ENTRY_FIXED + 2 < data.length; i++) {
    const start = at;
    const isExtended = (data.readUInt16BE(at + ENTRY_FIXED) & EXTENDED) !== 0;
    at += ENTRY_FIXED + 2 + (isExtended ? 2 : 0);
    let kept = 0;
    if (version === 4) {
      const removed = readOffset(data, at);
      at = removed.next;
      kept = Math.max(0, previous.length - removed.value);
    }
    const end = data.indexOf(0, at);
    if (end < 0) break;
    if (version === 4) {
      previous = Buffer.concat([previous.subarray(0, kept), data.subarray(at, end)]);
      if (startsWith(previous, 0, previous.length, wanted)) paths.add(previous.toString('utf8', wanted.length));
    } else if (startsWith(data, at, end, wanted)) paths.add(data.toString('utf8', at + wanted.length, end));
    at = version === 4 ? end + 1 : start + ((end - start + 8) & ~7);
  }
  return paths;
}

/** Most paths of a large repository lie elsewhere, and need not become text. */
function startsWith(data: Buffer, from: number, to: number, prefix: Buffer): boolean {
  if (to - from < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (data[from + i] !== prefix[i]) return false;
  return true;
}

/** Git's variable-width integer: seven bits a byte, and one added for every continuation. */
function readOffset(data: Buffer, from: number): { value: number; next: number } {
  let at = from;
  let byte = data[at++] ?? 0;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0 && at < data.length) {
    byte = data[at++] ?? 0;
    value = ((value + 1) << 7) | (byte & 0x7f);
  }
  return { value, next: at };
}
