/**
 * What V8 made of a program file, kept for the next run in the user's own cache folder. It is code that will run, so it is
 * taken only from a file that this user alone can have written, in a folder that belongs to no repository: never from the
 * cache folder of what is analysed. V8 refuses what another version of it made; our sum tells what is damaged.
 *
 *     msa-map code 1 <node> <platform> <size and time of the program> <crc32> <bytes>\n
 *     what V8 made
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { crc32 } from 'node:zlib';

export type KeptCode = {
  readonly read: () => Buffer | undefined;
  /** Never throws: what cannot be kept costs the next run some time. */
  readonly write: (made: () => Buffer) => void;
};

/** Undefined where nothing may be kept. */
export function keptCode(program: string): KeptCode | undefined {
  const folder = cacheFolder();
  if (folder === undefined) return undefined;
  const { size, mtimeMs } = statSync(program);
  const magic = `msa-map code 1 ${process.version} ${process.platform}-${process.arch} ${size} ${mtimeMs}`;
  const path = join(folder, `${basename(program)}.v8`);
  return {
    read() {
      try {
        return isOwnFolder(folder) ? codeIn(ownFile(path), magic) : undefined;
      } catch {
        return undefined;
      }
    },
    write(made) {
      const temporary = `${path}.${process.pid}-${Math.round(performance.now() * 1000)}.tmp`;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        if (!isOwnFolder(folder)) return;
        const code = made();
        const head = Buffer.from(`${magic} ${crc32(code)} ${code.length}\n`);
        writeFileSync(temporary, Buffer.concat([head, code]), { mode: 0o600, flag: 'wx' });
        renameSync(temporary, path);
      } catch {
        try {
          rmSync(temporary, { force: true });
        } catch {
          // A home of somebody else, as in many containers: not even looking is allowed.
        }
      }
    },
  };
}

/** Where users tell files from each other; NODE_DISABLE_COMPILE_CACHE is what Node's own cache of code listens to. */
function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME: chosen = '', NODE_DISABLE_COMPILE_CACHE: disabled = '' } = process.env;
  if (process.getuid === undefined || disabled !== '') return undefined;
  const home = homedir();
  if (chosen !== '' && isAbsolute(chosen)) return join(chosen, 'msa-map');
  if (!isAbsolute(home) || !existsSync(home)) return undefined;
  return join(home, process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'msa-map');
}

/** Nobody else may write to it, and it is no part of a repository: what is checked out belongs to the user, too. */
function isOwnFolder(folder: string): boolean {
  if (!isOwn(lstatSync(folder)) || !lstatSync(folder).isDirectory()) return false;
  for (let path = realpathSync(folder); ; path = dirname(path)) {
    if (existsSync(join(path, '.git')) || existsSync(join(path, 'package.json'))) return false;
    if (path === dirname(path)) return true;
  }
}

function isOwn({ uid, mode }: Stats): boolean {
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

/** Opened once, so that what is looked at is what is read. */
function ownFile(path: string): Buffer | undefined {
  if (!lstatSync(path).isFile()) return undefined;
  const file = openSync(path, 'r');
  try {
    const stats = fstatSync(file);
    return stats.isFile() && isOwn(stats) ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

function codeIn(content: Buffer | undefined, magic: string): Buffer | undefined {
  const end = content?.indexOf(10) ?? -1;
  if (content === undefined || end < 0) return undefined;
  const head = content.toString('latin1', 0, end);
  const code = content.subarray(end + 1);
  return head === `${magic} ${crc32(code)} ${code.length}` ? code : undefined;
}
