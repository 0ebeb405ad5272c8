/**
 * All `.prisma` files of a repository → its schemas. A schema is the files around one `datasource`: alone, or a folder
 * of files (`prisma/schema/**`). Several schemas are several databases only when they really differ.
 */
import { compareText } from '../../model/index.js';
import { readBlocks } from './blocks.js';
import { withDatabases } from './databases.js';
import { type PrismaFile, type PrismaSchema, readPrismaSchema } from './schema.js';

/** Sorted by path of their first file. `database` is set when schemas for different databases stand side by side. */
export function readPrismaSchemas(files: readonly PrismaFile[]): PrismaSchema[] {
  const sorted = [...files].sort((a, b) => compareText(a.path, b.path));
  const roots = sorted.filter((file) => readBlocks(file.text).some((block) => block.kind === 'datasource'));
  const groups = new Map<string, PrismaFile[]>(roots.map((root) => [root.path, [root]]));
  for (const file of sorted) {
    if (roots.includes(file)) continue;
    const root = rootFor(file.path, roots);
    const key = root?.path ?? dirOf(file.path);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  const schemas = [...groups.values()].map((group) => readPrismaSchema(group)).filter((s) => s.models.length > 0);
  return withDatabases(schemas);
}

/** The datasource file in the nearest folder above the file, else the one that shares the longest path with it. */
function rootFor(path: string, roots: readonly PrismaFile[]): PrismaFile | undefined {
  const dir = dirOf(path);
  let best: PrismaFile | undefined;
  let score = 0;
  for (const root of roots) {
    const rootDir = dirOf(root.path);
    const shared = sharedFolders(dir, rootDir);
    const isAbove = shared === depth(rootDir);
    // `schema/models/x.prisma` belongs to `schema/base/main.prisma`: same folder one level up.
    const isBeside = depth(rootDir) - shared <= 1 && depth(dir) - shared <= 2 && shared > 0;
    const value = isAbove ? 1000 + shared : isBeside ? shared : 0;
    if (value > score) {
      best = root;
      score = value;
    }
  }
  return best;
}

function dirOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function depth(dir: string): number {
  return dir === '' ? 0 : dir.split('/').length;
}

function sharedFolders(a: string, b: string): number {
  const [x, y] = [a === '' ? [] : a.split('/'), b === '' ? [] : b.split('/')];
  let shared = 0;
  while (shared < x.length && shared < y.length && x[shared] === y[shared]) shared++;
  return shared;
}
