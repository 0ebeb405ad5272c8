/**
 * Which of several databases a model or a query means that names none. The folder of migrations that builds the table tells;
 * where several build one of the name, the code that stands nearest to one of them, or that bears its name (`SystemUser`),
 * or what the models that are sure leave over.
 */
import type { TableDeclaration, TableName } from '../orm/index.js';
import { isOfMainStore, type MigrationSet } from '../sql/index.js';

export type Databases = {
  /** Databases that build a table of the name, the one with the most tables first. */
  readonly candidates: (table: string) => readonly string[];
  /** The one of `among` that is meant by code at the path, with these names; undefined when nothing tells. */
  readonly meant: (among: readonly string[], path: string, names: readonly string[]) => string | undefined;
};

/** The table with its database; `beside` is that of a table which it is named together with. */
export type Placing = (table: TableName, path: string, beside?: string) => TableName;

/** Dialects hand on the very name that they declared, so a query on a model is placed as the model is. */
export function placing(databases: Databases, declared: readonly TableDeclaration[]): Placing {
  const placed = new Map<TableName, string>();
  const open: TableDeclaration[] = [];
  const taken = new Set<string>();
  for (const declaration of declared) {
    const { table, kind, at, models } = declaration;
    const among = table.database === undefined && kind !== 'collection' ? databases.candidates(table.name) : [];
    if (among.length === 0) continue;
    const database = databases.meant(among, at.path, models);
    if (database === undefined) open.push(declaration);
    else {
      placed.set(table, database);
      taken.add(`${database}.${table.name.toLowerCase()}`);
    }
  }
  for (const { table } of open) {
    const left = databases.candidates(table.name).filter((one) => !taken.has(`${one}.${table.name.toLowerCase()}`));
    if (left.length === 1) placed.set(table, left[0]!);
  }
  return (table, path, beside) => {
    if (table.database !== undefined) return table;
    const among = databases.candidates(table.name);
    const database =
      placed.get(table) ??
      (beside !== undefined && among.includes(beside) ? beside : (databases.meant(among, path, []) ?? among[0]));
    return database === undefined ? table : { ...table, database };
  };
}

export function databasesIn(sets: readonly MigrationSet[]): Databases {
  const folders = new Map<string, string>();
  const sizes = new Map<string, number>();
  const byTable = new Map<string, Set<string>>();
  for (const { folder, tables } of sets) {
    for (const { table, database } of tables.filter(isOfMainStore)) {
      if (database === undefined) continue;
      folders.set(database, folder);
      sizes.set(database, (sizes.get(database) ?? 0) + 1);
      const name = table.name.toLowerCase();
      byTable.set(name, (byTable.get(name) ?? new Set()).add(database));
    }
  }
  const size = (database: string) => sizes.get(database) ?? 0;
  return {
    candidates: (table) =>
      [...(byTable.get(table.toLowerCase()) ?? [])].sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1)),
    meant(among, path, names) {
      if (among.length < 2) return among[0];
      return only(among, (one) => names.some((name) => bears(name, one))) ?? nearest(among, folders, path);
    },
  };
}

function bears(name: string, word: string): boolean {
  const plain = word.replace(/s$/i, '').toLowerCase();
  return name
    .split(/(?<=[a-z\d])(?=[A-Z])|[^A-Za-z\d]+/)
    .some((part) => part.toLowerCase().replace(/s$/, '') === plain);
}

function nearest(among: readonly string[], folders: ReadonlyMap<string, string>, path: string): string | undefined {
  const own = path.split('/');
  const shared = (database: string) => {
    const parts = (folders.get(database) ?? '').split('/');
    const at = parts.findIndex((part, i) => part !== own[i]);
    return at < 0 ? parts.length : at;
  };
  const most = Math.max(...among.map(shared));
  return (
    only(among, (one) => shared(one) === most) ??
    only(among, (one) => own.slice(0, -1).some((part) => bears(part, one)))
  );
}

function only(among: readonly string[], holds: (one: string) => boolean): string | undefined {
  const found = among.filter(holds);
  return found.length === 1 ? found[0] : undefined;
}
