/** Bytes → text. UTF-8 and UTF-16 with or without a byte order mark; what is not text is told apart. */
import { isUtf8 } from 'node:buffer';

export type SourceText = {
  readonly text: string;
  /** `binary`: not text at all (a video named .ts); `invalid`: bytes that are not UTF-8 were replaced. */
  readonly problem?: 'binary' | 'invalid';
};

const SNIFFED = 8000;

export function decodeSource(bytes: Buffer): SourceText {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.toString('utf16le', 2) };
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) return { text: bigEndian(bytes) };
  if (isBinary(bytes)) return { text: '', problem: 'binary' };
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const text = bytes.toString('utf8', start);
  return text.includes('\ufffd') && !isUtf8(bytes) ? { text, problem: 'invalid' } : { text };
}

/** A source may hold a NUL in a string; a file that is not text holds many, or bytes that are no UTF-8 besides. */
function isBinary(bytes: Buffer): boolean {
  const start = bytes.subarray(0, SNIFFED);
  if (!start.includes(0)) return false;
  const zeros = start.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  return zeros > start.length / 100 || !isUtf8(bytes);
}

function bigEndian(bytes: Buffer): string {
  const even = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)));
  return even.swap16().toString('utf16le');
}
