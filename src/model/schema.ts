/**
 * What SQL text says about tables, from `.sql` files, strings in code and migrations: the common currency between the
 * SQL reader and the table graph. Names are as the database has them (unquoted ones folded by dialect).
 */

export type SqlName = {
  readonly schema?: string;
  readonly name: string;
  /** Said where it is created (CREATE TEMP TABLE, SELECT INTO TEMP): what reads it later does not say it again. */
  readonly isTemporary?: true;
};

/** What a statement does to one table. `insert`, `update` and `upsert` are all writes. */
export type SqlAccess = {
  readonly table: SqlName;
  readonly op: 'read' | 'insert' | 'update' | 'upsert' | 'delete' | 'ddl';
  /** Named after JOIN, in FROM beside another table, in USING, or in a sub-select. */
  readonly joined: boolean;
};

/** One change of the schema. Replayed in order, they give the tables of a migrated database. */
export type SchemaChange =
  | {
      readonly kind: 'create-table';
      readonly table: SqlName;
      readonly foreignKeys: readonly ForeignKey[];
      readonly columns: readonly string[];
    }
  | {
      readonly kind: 'create-view';
      readonly table: SqlName;
      readonly reads: readonly SqlName[];
      readonly materialized: boolean;
    }
  | { readonly kind: 'drop-table'; readonly table: SqlName }
  | { readonly kind: 'rename-table'; readonly table: SqlName; readonly to: SqlName }
  | { readonly kind: 'add-column'; readonly table: SqlName; readonly column: string; readonly foreignKey?: ForeignKey }
  | { readonly kind: 'drop-column'; readonly table: SqlName; readonly column: string }
  | { readonly kind: 'rename-column'; readonly table: SqlName; readonly column: string; readonly to: string }
  | { readonly kind: 'add-foreign-key'; readonly table: SqlName; readonly foreignKey: ForeignKey }
  | { readonly kind: 'drop-constraint'; readonly table: SqlName; readonly name: string };

export type ForeignKey = {
  /** Constraint name; the database's default name when not given. */
  readonly name?: string;
  readonly columns: readonly string[];
  readonly references: SqlName;
  readonly referencedColumns: readonly string[];
};

export type SqlStatement = {
  readonly line: number;
  readonly accesses: readonly SqlAccess[];
  readonly changes: readonly SchemaChange[];
  /** BEGIN, COMMIT, ROLLBACK when the statement is one. */
  readonly transaction?: 'begin' | 'commit' | 'rollback';
  /** True when neither parser read the statement; its tables are unknown, and it is counted. */
  readonly isUnreadable?: true;
  /** Numbers n of holes `${n}` that stand where a table name is expected, ascending; absent when there are none. */
  readonly tableHoles?: readonly number[];
};
