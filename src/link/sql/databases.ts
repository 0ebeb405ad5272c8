/**
 * Several databases of one system, told by their migrations: two folders that build different tables, but for one or a few of
 * the same name with other columns (`users` of the system and `users` of a tenant). Folders that build mostly the same tables
 * are one database for two engines, or its history written anew; folders that share no table say nothing.
 */
import type { ReplayedTable } from './replay.js';

/** What one folder of migrations builds. */
export type MigrationSet = { readonly folder: string; readonly tables: readonly ReplayedTable[] };

/** Tables below which a folder is no database of its own. */
const FEWEST_TABLES = 3;
/** Share of the smaller set's tables in the other, from which they build one database. */
const SAME_DATABASE = 0.5;
/** Share of columns that two tables of one name have in common, below which they are two tables. */
const SAME_TABLE = 0.6;
const SAYS_NOTHING =
  /^(?:migrations?|migrate|db|databases?|src|lib|sql|knex|prisma|typeorm|drizzle|schemas?|versions|server|app|core|main|internal)$/i;

/** The sets, with the name of the database where there are several. */
export function withDatabases(sets: readonly MigrationSet[]): MigrationSet[] {
  const own = sets.filter(({ tables }) => tables.some(isOfMain));
  const folders = [...new Set(own.map(({ folder }) => folder))];
  const built = new Map(folders.map((folder) => [folder, tablesOf(own, folder)]));
  const first = new Map(
    folders.map((folder) => [folder, folders.find((one) => areOne(built.get(one)!, built.get(folder)!)) ?? folder]),
  );
  const distinct = folders.filter((folder) => first.get(folder) === folder);
  const apart = distinct.filter((folder) =>
    distinct.some((other) => other !== folder && areApart(built.get(folder)!, built.get(other)!)),
  );
  const names = namesOf(apart);
  return sets.map((set) => {
    const database = names.get(first.get(set.folder) ?? '');
    if (database === undefined) return set;
    return { ...set, tables: set.tables.map((table) => (isOfMain(table) ? { ...table, database } : table)) };
  });
}

type Built = ReadonlyMap<string, ReplayedTable>;

function isOfMain({ database }: ReplayedTable): boolean {
  return database === undefined;
}

function tablesOf(sets: readonly MigrationSet[], folder: string): Built {
  const tables = sets.filter((set) => set.folder === folder).flatMap((set) => set.tables.filter(isOfMain));
  return new Map(tables.map((table) => [`${table.table.schema ?? ''}.${table.table.name}`, table]));
}

/** Variants for two engines, and a history that was written anew. */
function areOne(a: Built, b: Built): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  return [...small.keys()].filter((name) => large.has(name)).length / small.size >= SAME_DATABASE;
}

function areApart(a: Built, b: Built): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size < FEWEST_TABLES || areOne(a, b)) return false;
  const shared = [...small.keys()].filter((name) => large.has(name));
  return shared.some((name) => isOther(small.get(name)!, large.get(name)!));
}

/** Both have columns, and most of them are not those of the other. */
function isOther({ columns: a }: ReplayedTable, { columns: b }: ReplayedTable): boolean {
  if (a.length === 0 || b.length === 0) return false;
  const common = a.filter((column) => b.includes(column)).length;
  return common / (a.length + b.length - common) < SAME_TABLE;
}

/** The deepest folder's name that tells them apart: `system`, `tenant`. */
function namesOf(folders: readonly string[]): Map<string, string> {
  const words = folders.map((folder) =>
    folder
      .split('/')
      .reverse()
      .filter((part) => !SAYS_NOTHING.test(part)),
  );
  for (let i = 0; i < 4; i++) {
    const names = words.map((parts) => parts[i] ?? '');
    if (!names.includes('') && new Set(names).size === names.length)
      return new Map(folders.map((folder, at) => [folder, names[at]!]));
  }
  return new Map();
}
