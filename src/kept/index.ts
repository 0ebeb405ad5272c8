/**
 * Whole results kept from run to run, in the cache folder: a run that finds everything as it was (`key` stands for all
 * that a result depends on) reads the result instead of working it out. One file per kind and project, written whole to
 * a temporary file that is then renamed. Whatever is wrong with it (truncated, garbled, foreign) is a miss, told once.
 *
 *     msa-map <kind> 1\n
 *     <key> <crc32> <bytes>\n
 *     result (JSON)
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

/** `root` is absolute; projects may share a cache folder. `onProblem` is told in words that follow "The cache". */
export function keptResults<T>(
  kind: string,
  cacheDir: string,
  root: string,
  onProblem: (problem: string) => void,
): Kept<T> {
  const path = cachePath(cacheDir, kind, root, 'json');
  const magic = `msa-map ${kind} 1`;
  let other: Buffer | undefined;
  return {
    read(key) {
      const found = readWhole(path, magic, key, (file) => {
        other = file;
      });
      if ('problem' in found) onProblem(found.problem);
      return 'result' in found ? (found.result as T) : undefined;
    },
    last() {
      const found = other === undefined ? readWhole(path, magic, undefined) : resultIn(other, magic, undefined);
      other = undefined;
      return 'result' in found ? (found.result as T) : undefined;
    },
    write(key, result) {
      try {
        const content = Buffer.from(JSON.stringify(result));
        const head = `${magic}\n${key} ${crc32(content)} ${content.length}\n`;
        writeCacheFile(path, [Buffer.from(head), content]);
      } catch (error) {
        onProblem(`cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
      }
    },
  };
}

type Found = { readonly result: unknown } | { readonly problem: string } | Record<string, never>;

/** Without a key: whatever is there. `onOther` is given a file that holds the result of another key. */
function readWhole(
  path: string,
  magic: string,
  key: string | undefined,
  onOther: (file: Buffer) => void = () => {},
): Found {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? {} : { problem: `cannot be read (${code})` };
  }
  return resultIn(file, magic, key, onOther);
}

function resultIn(
  file: Buffer,
  magic: string,
  key: string | undefined,
  onOther: (file: Buffer) => void = () => {},
): Found {
  const first = file.indexOf(10);
  const second = file.indexOf(10, first + 1);
  if (first < 0 || second < 0) return { problem: 'is damaged' };
  if (file.toString('latin1', 0, first) !== magic) return { problem: 'is not a cache of this tool' };
  const [known, sum, length] = file.toString('latin1', first + 1, second).split(' ');
  const content = file.subarray(second + 1);
  if (Number(length) !== content.length) return { problem: 'is damaged' };
  if (key !== undefined && known !== key) {
    onOther(file);
    return {};
  }
  if (crc32(content) !== Number(sum)) return { problem: 'is damaged' };
  try {
    return { result: JSON.parse(content.toString()) };
  } catch {
    return { problem: 'is damaged' };
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
