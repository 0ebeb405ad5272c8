/**
 * All `.prisma` files of a repository → its schemas. A schema is the files around one `datasource`: alone, or a folder
 * of files (`prisma/schema/**`). Several schemas are several databases only when they really differ.
 */
import { compareText } from '../../model/index.js';
import { readBlocks } from './blocks.js';
import { type PrismaFile, type PrismaSchema, readPrismaSchema } from './schema.js';

/** Share of the smaller schema's tables found in the other, from which schemas of one package are variants of one database. */
const VARIANT_OVERLAP = 0.5;
/** Share of the larger one's tables, from which the schema of another package is a copy: each service may have a User. */
const COPY_OVERLAP = 0.9;

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

function withDatabases(schemas: readonly PrismaSchema[]): PrismaSchema[] {
  const distinct: PrismaSchema[] = [];
  for (const schema of schemas) if (!distinct.some((other) => isSameDatabase(schema, other))) distinct.push(schema);
  if (distinct.length < 2) return [...schemas];
  const names = databaseNames(distinct);
  return schemas.map((schema) => {
    const database = names[distinct.findIndex((other) => other === schema || isSameDatabase(schema, other))];
    return database === undefined ? schema : { ...schema, database };
  });
}

/** Variants for another engine in one package, and copies for another package, hold the same tables. */
function isSameDatabase(a: PrismaSchema, b: PrismaSchema): boolean {
  const [small, large] = a.models.length <= b.models.length ? [a, b] : [b, a];
  const known = new Set(large.models.map((model) => model.table));
  const shared = small.models.filter((model) => known.has(model.table)).length;
  if (shared / large.models.length >= COPY_OVERLAP) return true;
  const isVariant = schemaHome(a) === schemaHome(b) && (a.provider !== b.provider || a.url === b.url);
  return isVariant && shared / small.models.length >= VARIANT_OVERLAP;
}

/** Folder of the package that a schema belongs to, as far as its path tells: `libs/db` of `libs/db/prisma/pg/schema.prisma`. */
export function schemaHome(schema: PrismaSchema): string {
  const dir = dirOf(schema.files[0] ?? '');
  const match = /^(.*?)(?:^|\/)(?:prisma|src|db|database|schemas?)(?:\/|$)/i.exec(dir);
  return match === null ? dir : (match[1] ?? '');
}

/** The first folder, from the deepest, whose name tells the schemas apart; `prisma` and `schema` tell nothing. */
function databaseNames(schemas: readonly PrismaSchema[]): string[] {
  const words = schemas.map((schema) => {
    const path = schema.files[0] ?? '';
    const parts = path.replace(/\.prisma$/, '').split('/');
    return parts.reverse().filter((part) => !/^(?:prisma|schemas?|src|db|database|main|index|base)$/i.test(part));
  });
  for (let i = 0; i < 4; i++) {
    const names = words.map((parts) => parts[i] ?? '');
    if (new Set(names).size === names.length && !names.includes('')) return names;
  }
  return schemas.map((schema) => (schema.files[0] ?? '').replace(/\.prisma$/, ''));
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
