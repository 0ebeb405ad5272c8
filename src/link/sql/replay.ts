/**
 * Schema changes in the order they ran → the tables of the migrated database. Follows what databases do: a renamed
 * table keeps the foreign keys that lead to it, a dropped column takes its foreign keys along, and SQLite's way of
 * altering (`CREATE __new_x`, `DROP x`, `RENAME __new_x TO x`) keeps those of other tables.
 */
import { compareText, type ForeignKey, type SchemaChange, type SqlName } from '../../model/index.js';

export type Place = { readonly path: string; readonly line: number };
export type PlacedChange = { readonly change: SchemaChange; readonly place: Place };

export type ReplayedTable = {
  readonly table: SqlName;
  /** The store that it is in, when that is not the system's own database: `clickhouse`. */
  readonly database?: string;
  readonly kind: 'table' | 'view';
  readonly columns: readonly string[];
  readonly foreignKeys: readonly (ForeignKey & { readonly place: Place })[];
  /** Tables that a view reads. */
  readonly reads: readonly SqlName[];
  /** Where it was created. */
  readonly place: Place;
};

type Key = {
  name?: string;
  columns: string[];
  references: SqlName;
  referencedColumns: string[];
  place: Place;
  isDangling: boolean;
};
type Live = {
  table: SqlName;
  readonly kind: 'table' | 'view';
  columns: string[];
  foreignKeys: Key[];
  readonly reads: readonly SqlName[];
  readonly place: Place;
};

/**
 * Tables and views that stand at the end, by schema and name. A change of a table that is created later (files of
 * definitions run in any order) waits for it; a change of a table nobody creates is passed over.
 */
export function replay(changes: Iterable<PlacedChange>): ReplayedTable[] {
  const tables = new Map<string, Live>();
  const waiting = new Map<string, PlacedChange[]>();
  for (const placed of changes) {
    const { change, place } = placed;
    const key = keyOf(change.table);
    const isCreation = change.kind === 'create-table' || change.kind === 'create-view';
    if (!isCreation && change.kind !== 'drop-table' && !tables.has(key)) {
      const queue = waiting.get(key);
      if (queue === undefined) waiting.set(key, [placed]);
      else queue.push(placed);
      continue;
    }
    apply(tables, change, place);
    if (!isCreation) continue;
    for (const late of waiting.get(key) ?? []) apply(tables, late.change, late.place);
    waiting.delete(key);
  }
  return [...tables.values()]
    .map(({ foreignKeys, ...table }) => ({
      ...table,
      foreignKeys: foreignKeys.filter((key) => !key.isDangling).map(({ isDangling: _, ...key }) => key),
    }))
    .sort((a, b) => compareText(keyOf(a.table), keyOf(b.table)));
}

/** Names of default schemas say nothing; what differs only in case is one table outside PostgreSQL. */
function keyOf({ schema, name }: SqlName): string {
  return schema === undefined || schema === 'public' || schema === 'dbo' ? name : `${schema}.${name}`;
}

function find(tables: ReadonlyMap<string, Live>, name: SqlName): Live | undefined {
  return tables.get(keyOf(name));
}

function apply(tables: Map<string, Live>, change: SchemaChange, place: Place): void {
  switch (change.kind) {
    case 'create-table':
      create(
        tables,
        change.table,
        { kind: 'table', columns: change.columns, foreignKeys: change.foreignKeys, reads: [] },
        place,
      );
      return;
    case 'create-view':
      create(tables, change.table, { kind: 'view', columns: [], foreignKeys: [], reads: change.reads }, place);
      return;
    case 'drop-table':
      drop(tables, change.table);
      return;
    case 'rename-table':
      renameTable(tables, change.table, change.to);
      return;
    default:
      alter(tables, change, place);
      return;
  }
}

type Shape = {
  readonly kind: Live['kind'];
  readonly columns: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly reads: readonly SqlName[];
};

function create(tables: Map<string, Live>, table: SqlName, shape: Shape, place: Place): void {
  const key = keyOf(table);
  const known = tables.get(key);
  if (known !== undefined && shape.kind === 'table') return; // IF NOT EXISTS
  const live: Live = {
    table: normal(table),
    kind: shape.kind,
    columns: [...shape.columns],
    foreignKeys: [],
    reads: shape.reads,
    place: known?.place ?? place,
  };
  tables.set(key, live);
  for (const foreignKey of shape.foreignKeys) addForeignKey(live, foreignKey, place);
}

function normal(table: SqlName): SqlName {
  return table.schema === 'public' || table.schema === 'dbo' ? { name: table.name } : table;
}

function drop(tables: Map<string, Live>, table: SqlName): void {
  const key = keyOf(table);
  if (!tables.delete(key)) return;
  for (const other of tables.values()) {
    for (const foreignKey of other.foreignKeys) if (keyOf(foreignKey.references) === key) foreignKey.isDangling = true;
  }
}

function renameTable(tables: Map<string, Live>, from: SqlName, to: SqlName): void {
  const live = find(tables, from);
  if (live === undefined) return;
  const [fromKey, toKey] = [keyOf(from), keyOf(to)];
  tables.delete(fromKey);
  tables.set(toKey, live);
  live.table = normal(to);
  for (const other of tables.values()) {
    for (const foreignKey of other.foreignKeys) {
      const target = keyOf(foreignKey.references);
      if (target === fromKey) foreignKey.references = normal(to);
      else if (target === toKey) foreignKey.isDangling = false;
    }
  }
}

type Alteration = Exclude<
  SchemaChange,
  { readonly kind: 'create-table' | 'create-view' | 'drop-table' | 'rename-table' }
>;

function alter(tables: ReadonlyMap<string, Live>, change: Alteration, place: Place): void {
  const live = find(tables, change.table);
  if (live === undefined) return;
  switch (change.kind) {
    case 'add-column':
      if (live.columns.includes(change.column)) return;
      live.columns.push(change.column);
      if (change.foreignKey !== undefined) addForeignKey(live, change.foreignKey, place);
      return;
    case 'drop-column':
      live.columns = live.columns.filter((column) => column !== change.column);
      live.foreignKeys = live.foreignKeys.filter((key) => !key.columns.includes(change.column));
      return;
    case 'rename-column':
      renameColumn(tables, live, change.column, change.to);
      return;
    case 'add-foreign-key':
      addForeignKey(live, change.foreignKey, place);
      return;
    case 'drop-constraint':
      live.foreignKeys = live.foreignKeys.filter(
        (key, i) => key.name !== change.name && `${live.table.name}_ibfk_${i + 1}` !== change.name,
      );
  }
}

function renameColumn(tables: ReadonlyMap<string, Live>, live: Live, from: string, to: string): void {
  const renamed = (columns: readonly string[]) => columns.map((column) => (column === from ? to : column));
  live.columns = renamed(live.columns);
  for (const key of live.foreignKeys) key.columns = renamed(key.columns);
  for (const other of tables.values()) {
    for (const key of other.foreignKeys) {
      if (keyOf(key.references) === keyOf(live.table)) key.referencedColumns = renamed(key.referencedColumns);
    }
  }
}

/** PostgreSQL numbers a default name that is taken: `a_b_fkey`, `a_b_fkey1`. The same foreign key twice counts once. */
function addForeignKey(live: Live, foreignKey: ForeignKey, place: Place): void {
  const twin = (key: Key) =>
    keyOf(key.references) === keyOf(foreignKey.references) && String(key.columns) === String(foreignKey.columns);
  const same = live.foreignKeys.filter((key) => key.name !== undefined && key.name === foreignKey.name);
  if (same.some(twin) || (foreignKey.name === undefined && live.foreignKeys.some(twin))) return;
  const name =
    same.length > 0 && foreignKey.name?.endsWith('_fkey') ? `${foreignKey.name}${same.length}` : foreignKey.name;
  live.foreignKeys.push({
    ...(name === undefined ? {} : { name }),
    columns: [...foreignKey.columns],
    references: normal(foreignKey.references),
    referencedColumns: [...foreignKey.referencedColumns],
    place,
    isDangling: false,
  });
}
