/**
 * Whole results kept from run to run, in the cache folder: a run that finds everything as it was (`key` stands for all
 * that a result depends on) reads the result instead of working it out. One file per kind and project, written whole to
 * a temporary file that is then renamed. Whatever is wrong with it (truncated, garbled, foreign) is a miss, told once.
 *
 *     msa-map <kind> 2\n
 *     <key> <crc32> <bytes>\n
 *     what is said of the result (a line of JSON), then its texts as they are
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { cachePath, ownBuild, writeCacheFile } from '../disk/index.js';

export type Kept<T> = {
  /** The result of an earlier run with this key. */
  readonly read: (key: string) => T | undefined;
  /** The last result, whatever its key, of the same build of the tool; to begin with. */
  readonly last: () => T | undefined;
  readonly write: (key: string, result: T) => void;
};

/** A result in bytes: what is said of it, then texts as they are, which a reader need not take in. */
export type Parts<T> = { readonly head: T; readonly texts: readonly Uint8Array[] };

/** How a result becomes parts, and comes back. */
export type Form<T, H> = {
  readonly toParts: (result: T) => Parts<H>;
  readonly fromParts: (parts: Parts<H>) => T;
};

/** `root` is absolute; projects may share a cache folder. `onProblem` is told in words that follow "The cache". */
export function keptResults<T, H = T>(
  kind: string,
  cacheDir: string,
  root: string,
  onProblem: (problem: string) => void,
  form: Form<T, H>,
): Kept<T> {
  const path = cachePath(cacheDir, kind, root, 'bin');
  const magic = `msa-map ${kind} 2`;
  const decode = (content: Buffer): T => form.fromParts(partsOf(content));
  let other: Buffer | undefined;
  return {
    read(key) {
      const file = wholeFile(path);
      if (!Buffer.isBuffer(file)) {
        if (file !== undefined) onProblem(file.problem);
        return undefined;
      }
      const found = resultIn(file, magic, key, decode);
      if ('problem' in found) onProblem(found.problem);
      if (found === OTHER) other = file;
      return 'result' in found ? found.result : undefined;
    },
    last() {
      const file = other ?? wholeFile(path);
      other = undefined;
      const found = Buffer.isBuffer(file) ? resultIn(file, magic, undefined, decode) : OTHER;
      return 'result' in found ? found.result : undefined;
    },
    write(key, result) {
      try {
        const content = bytesOf(form.toParts(result));
        const sum = content.reduce((crc, part) => crc32(part, crc), 0);
        const length = content.reduce((all, part) => all + part.length, 0);
        writeCacheFile(path, [Buffer.from(`${magic}\n${key} ${sum} ${length}\n`), ...content]);
      } catch (error) {
        onProblem(`cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
      }
    },
  };
}

/** Of a result that is plain data. */
export function asData<T>(): Form<T, T> {
  return { toParts: (head) => ({ head, texts: [] }), fromParts: ({ head }) => head };
}

function bytesOf<H>({ head, texts }: Parts<H>): readonly Uint8Array[] {
  return [Buffer.from(`${JSON.stringify({ head, lengths: texts.map(({ length }) => length) })}\n`), ...texts];
}

function partsOf<H>(content: Buffer): Parts<H> {
  let end = content.indexOf(10);
  const { head, lengths } = JSON.parse(content.toString('utf8', 0, end++)) as { head: H; lengths: readonly number[] };
  const texts = lengths.map((length) => {
    end += length;
    return content.subarray(end - length, end);
  });
  return { head, texts };
}

/** Undefined when there is none. */
function wholeFile(path: string): Buffer | { readonly problem: string } | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { problem: `cannot be read (${code})` };
  }
}

type Found<T> = { readonly result: T } | { readonly problem: string } | typeof OTHER;
/** What the file holds is the result of another key. */
const OTHER: Readonly<Record<string, never>> = {};
const DAMAGED = { problem: 'is damaged' };

/** Without a key: whatever is there. */
function resultIn<T>(file: Buffer, magic: string, key: string | undefined, decode: (content: Buffer) => T): Found<T> {
  const first = file.indexOf(10);
  const second = file.indexOf(10, first + 1);
  if (first < 0 || second < 0) return DAMAGED;
  const found = file.toString('latin1', 0, first);
  if (found !== magic) return found.startsWith(magic.slice(0, -1)) ? OTHER : { problem: 'is not a cache of this tool' };
  const [known, sum, length] = file.toString('latin1', first + 1, second).split(' ');
  const content = file.subarray(second + 1);
  if (Number(length) !== content.length) return DAMAGED;
  if (key !== undefined && known !== key) return OTHER;
  if (crc32(content) !== Number(sum)) return DAMAGED;
  try {
    return { result: decode(content) };
  } catch {
    return DAMAGED;
  }
}

/** Keys of one run's results: the build of the tool and everything given. Undefined as soon as one part is unknown. */
export function resultKeys(): (parts: readonly unknown[]) => string | undefined {
  const build = ownBuild('all');
  return (parts) => {
    if (parts.includes(undefined)) return undefined;
    const hash = createHash('sha256').update(build);
    for (const part of parts) hash.update(`${JSON.stringify(part)}\n`);
    return hash.digest('hex');
  };
}

/** The key of one result. */
export function resultKey(parts: readonly unknown[]): string | undefined {
  return resultKeys()(parts);
}
