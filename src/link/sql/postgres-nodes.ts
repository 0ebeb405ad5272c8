/** Small questions about nodes of PostgreSQL's parse tree: names, aliases, what kind of object a statement is about. */
import type { SqlName, SqlStatement } from '../../model/index.js';
import { HOLE_MARK } from './tokens.js';

/** A node of the tree; its shape is PostgreSQL's, so fields are read defensively. */
export type PgNode = { readonly [key: string]: unknown };
export type RangeVar = {
  readonly relname?: string;
  readonly schemaname?: string;
  readonly location?: number;
  /** `t` for what lives as long as its session. */
  readonly relpersistence?: string;
};

/** Name of a RangeVar; undefined when it is a hole. A schema that is a hole is left out. */
export function nameOf(relation: RangeVar | undefined): SqlName | undefined {
  const { relname, schemaname, relpersistence } = relation ?? {};
  if (relname === undefined || relname.includes(HOLE_MARK)) return undefined;
  if (relpersistence === 't' || schemaname === 'pg_temp') return { name: relname, isTemporary: true };
  return schemaname === undefined || schemaname.includes(HOLE_MARK)
    ? { name: relname }
    : { schema: schemaname, name: relname };
}

/** Aliases of tables in a FROM item, joins on the left side included. */
export function aliases(item: PgNode): string[] {
  const found: string[] = [];
  for (let node: PgNode | undefined = item; node !== undefined; ) {
    const join = node['JoinExpr'] as PgNode | undefined;
    for (const part of join === undefined ? [node] : [(join['rarg'] ?? {}) as PgNode]) {
      const alias = (part['RangeVar'] as PgNode | undefined)?.['alias'] as PgNode | undefined;
      if (alias !== undefined) found.push(String(alias['aliasname']));
    }
    node = join?.['larg'] as PgNode | undefined;
  }
  return found;
}

export function isUpsert(insert: PgNode): boolean {
  return (insert['onConflictClause'] as PgNode | undefined)?.['action'] === 'ONCONFLICT_UPDATE';
}

const TABLE_OBJECTS = new Set(['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_FOREIGN_TABLE']);

/** ALTER INDEX, SEQUENCE, TYPE … also come as AlterTableStmt and RenameStmt. */
export function isTableObject(node: PgNode): boolean {
  const object = node['objtype'] ?? node['objectType'] ?? node['renameType'];
  return object === undefined || TABLE_OBJECTS.has(String(object));
}

/** Names inside DROP TABLE, DROP TRIGGER … ON, COMMENT ON: lists of strings, not RangeVars. */
export function objectNames(key: string, node: PgNode): RangeVar[] {
  const object = String(key === 'DropStmt' ? node['removeType'] : node['objtype']);
  const owned =
    object === 'OBJECT_TRIGGER' || object === 'OBJECT_POLICY' || object === 'OBJECT_RULE' || object === 'OBJECT_COLUMN';
  if (!owned && !TABLE_OBJECTS.has(object)) return [];
  const objects = key === 'DropStmt' ? list(node['objects']) : [node['object'] as PgNode];
  return objects.flatMap((item) => {
    const parts = stringsOf(item);
    const named = owned ? parts.slice(0, -1) : parts;
    const relname = named.at(-1);
    const schemaname = named.at(-2);
    return relname === undefined ? [] : [{ relname, ...(schemaname === undefined ? {} : { schemaname }) }];
  });
}

/** Strings of `{ List: { items: [{ String: { sval } }] } }`. */
export function stringsOf(node: PgNode | undefined): string[] {
  const items = list((node?.['List'] as PgNode | undefined)?.['items']);
  return items.map((item) => String((item['String'] as PgNode | undefined)?.['sval'] ?? ''));
}

export function list(value: unknown): PgNode[] {
  return Array.isArray(value) ? (value as PgNode[]) : [];
}

export function transactionOf(statement: PgNode): SqlStatement['transaction'] {
  const kind = (statement['TransactionStmt'] as PgNode | undefined)?.['kind'];
  if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') return 'begin';
  if (kind === 'TRANS_STMT_COMMIT') return 'commit';
  return kind === 'TRANS_STMT_ROLLBACK' ? 'rollback' : undefined;
}

export function doBlock(statement: PgNode): string | undefined {
  for (const item of list((statement['DoStmt'] as PgNode | undefined)?.['args'])) {
    const element = item['DefElem'] as PgNode | undefined;
    if (element?.['defname'] !== 'as') continue;
    return ((element['arg'] as PgNode | undefined)?.['String'] as PgNode | undefined)?.['sval'] as string | undefined;
  }
  return undefined;
}

/**
 * `FROM user`, `JOIN system_user s`: to PostgreSQL 17 the name of who is logged in, which nobody selects from; a table of
 * another database, or of an older PostgreSQL.
 */
export function tableNamedLikeUser(rangeFunction: PgNode): RangeVar | undefined {
  const [only, ...others] = list(rangeFunction['functions']);
  const items = list((only?.['List'] as PgNode | undefined)?.['items']);
  const value = items[0]?.['SQLValueFunction'] as PgNode | undefined;
  const call = items[0]?.['FuncCall'] as PgNode | undefined;
  if (others.length > 0) return undefined;
  if (value?.['op'] === 'SVFOP_USER') return { relname: 'user', location: Number(value['location'] ?? 0) };
  if (call?.['funcformat'] !== 'COERCE_SQL_SYNTAX') return undefined;
  const name = (list(call['funcname']).at(-1)?.['String'] as PgNode | undefined)?.['sval'];
  return name === 'system_user' ? { relname: name, location: Number(call['location'] ?? 0) } : undefined;
}
