/**
 * What the tolerant reader keeps of each pair of parentheses, and what becomes of it when they close: targets that name
 * an alias (`UPDATE o SET … FROM Orders o`, `DELETE o FROM Orders o JOIN …`) are writes of the aliased table.
 */
import type { SqlAccess, SqlName } from '../../model/index.js';
import type { SqlDialect } from './dialect.js';
import type { SqlToken } from './tokens.js';

export type Op = SqlAccess['op'];
export type Item = {
  readonly table: SqlName;
  op: Op;
  readonly joined: boolean;
  readonly at: number;
  readonly alias?: string;
};

export type Frame = {
  kind: 'query' | 'expression' | 'tables';
  verb: '' | 'select' | 'insert' | 'update' | 'delete' | 'merge';
  clause: 'start' | 'select' | 'from' | 'targets' | 'set' | 'other';
  /** What the next name is, when a table name is due. */
  expects: Op | undefined;
  /** All of it lies in a sub-select of an expression or beside another table. */
  readonly isJoined: boolean;
  /** The next table is the first one of its FROM. */
  isFirst: boolean;
  readonly isCte: boolean;
  isFresh: boolean;
  usedUsing: boolean;
  items: Item[];
  readonly targets: string[];
  readonly ctes: string[];
  with: undefined | 'name' | 'as' | 'body' | 'value';
  isRecursive: boolean;
  cteName: string;
};

export const NOT_ALIAS = new Set(
  (
    'ON USING WHERE PREWHERE SET VALUES VALUE JOIN INNER LEFT RIGHT FULL CROSS OUTER NATURAL STRAIGHT_JOIN GROUP ORDER HAVING ' +
    'LIMIT OFFSET FETCH UNION INTERSECT EXCEPT MINUS FOR WITH FORCE USE IGNORE PARTITION TABLESAMPLE RETURNING WINDOW ' +
    'SELECT DEFAULT OUTPUT WHEN LOCK INDEXED NOT APPLY FROM INTO PIVOT UNPIVOT OPTION FIELDS LATERAL AND OR OVERRIDING ' +
    'DO END THEN ELSE QUALIFY INSERT UPDATE DELETE MERGE BEGIN RETURN'
  ).split(' '),
);
export const ENDS_TABLES = new Set(
  'WHERE PREWHERE GROUP HAVING ORDER LIMIT OFFSET FETCH RETURNING WINDOW FOR WHEN OUTPUT VALUES LOCK OPTION QUALIFY'.split(
    ' ',
  ),
);
export const SKIPPED_BEFORE_NAME = new Set(
  'ONLY LATERAL TABLE IGNORE LOW_PRIORITY HIGH_PRIORITY DELAYED QUICK INTO OVERWRITE'.split(' '),
);

export function newFrame(kind: Frame['kind'], isJoined: boolean, isCte: boolean): Frame {
  return {
    kind,
    verb: '',
    clause: 'start',
    expects: undefined,
    isJoined,
    isFirst: true,
    isCte,
    isFresh: true,
    usedUsing: false,
    items: [],
    targets: [],
    ctes: [],
    with: undefined,
    isRecursive: false,
    cteName: '',
  };
}

/** Names of common table expressions that are visible now, counted since inner ones may repeat outer ones. */
export class CteNames {
  private readonly active = new Map<string, number>();

  enter(frame: Frame, name: string): void {
    frame.ctes.push(name);
    this.active.set(name, (this.active.get(name) ?? 0) + 1);
  }

  leave(frame: Frame): void {
    for (const name of frame.ctes) this.active.set(name, (this.active.get(name) ?? 1) - 1);
  }

  hides(name: SqlName, op: Op, dialect: SqlDialect | undefined): boolean {
    if (name.schema !== undefined || (this.active.get(name.name.toLowerCase()) ?? 0) <= 0) return false;
    return op === 'read' || dialect === 'mssql';
  }
}

/** `DELETE FROM a, b USING …` (MySQL): names before USING are deleted from. */
export function deletesMore(frame: Frame): boolean {
  return (
    frame.verb === 'delete' &&
    !frame.usedUsing &&
    frame.targets.length === 0 &&
    frame.items.every((i) => i.op === 'delete')
  );
}

/** Targets that are aliases become writes of the aliased table; see the header. */
export function resolveTargets(frame: Frame): Item[] {
  if (frame.verb !== 'update' && frame.verb !== 'delete') return frame.items;
  const op = frame.verb;
  const byAlias = new Map<string, Item>();
  for (const item of frame.items) {
    if (item.op !== 'read') continue;
    byAlias.set(item.alias ?? item.table.name.toLowerCase(), item);
  }
  const kept: Item[] = [];
  for (const item of frame.items) {
    const aliased =
      item.op === op && item.table.schema === undefined ? byAlias.get(item.table.name.toLowerCase()) : undefined;
    if (aliased === undefined) kept.push(item);
    else aliased.op = op;
  }
  if (op === 'update') resolveSetTargets(frame, byAlias);
  return kept;
}

/** `UPDATE a JOIN b SET b.x = …` (MySQL) writes b: the qualifiers of SET tell. */
function resolveSetTargets(frame: Frame, readsByAlias: ReadonlyMap<string, Item>): void {
  const first = frame.items.find((item) => item.op === 'update');
  const written = frame.targets.map((target) => readsByAlias.get(target)).filter((item) => item !== undefined);
  if (first === undefined || written.length === 0) return;
  for (const item of written) item.op = 'update';
  const firstName = first.alias ?? first.table.name.toLowerCase();
  if (!frame.targets.includes(firstName)) first.op = 'read';
}

/** One access per table and operation, in source order; `joined` only when every mention is. */
export function unique(
  items: readonly { readonly table: SqlName; readonly op: Op; readonly joined: boolean }[],
): SqlAccess[] {
  const byKey = new Map<string, SqlAccess>();
  for (const item of items) {
    const { table, op } = item;
    const joined = op === 'read' && item.joined;
    const key = JSON.stringify([table.schema ?? '', table.name, op]);
    const known = byKey.get(key);
    if (known === undefined || (known.joined && !joined)) byKey.set(key, { table, op, joined });
  }
  return [...byKey.values()];
}

/** The alias that follows a table name, and the token it is. */
export function aliasAt(
  tokens: readonly SqlToken[],
  index: number,
): { readonly alias: string; readonly at: number } | undefined {
  const at = tokens[index]?.key === 'AS' ? index + 1 : index;
  const token = tokens[at];
  const isName = token?.kind === 'quoted' || (token?.kind === 'word' && !NOT_ALIAS.has(token.key));
  return isName ? { alias: (token as SqlToken).text.toLowerCase(), at } : undefined;
}

/** `ON CONFLICT … DO UPDATE`, not `DO NOTHING`. */
export function conflictUpdates(tokens: readonly SqlToken[], from: number): boolean {
  for (let i = from; i < Math.min(tokens.length, from + 60); i++) {
    if (tokens[i]?.key === 'DO') return tokens[i + 1]?.key === 'UPDATE';
  }
  return false;
}

/** A token of WITH: names of expressions up to their bodies; false when the statement itself begins. */
export function stepWith(frame: Frame, token: SqlToken, isKeyword: boolean): boolean {
  if (isKeyword && /^(?:SELECT|INSERT|UPDATE|DELETE|MERGE)$/.test(token.key)) {
    frame.with = undefined;
    return false;
  }
  if (frame.with === 'name') {
    if (token.key === 'RECURSIVE') frame.isRecursive = true;
    else if (token.key === 'AS') frame.with = 'value';
    else if (token.kind === 'word' || token.kind === 'quoted' || token.kind === 'hole') {
      frame.cteName = token.text.toLowerCase();
      frame.with = 'as';
    }
  } else if (frame.with === 'as' && token.key === 'AS') frame.with = 'body';
  // ClickHouse names values too: `WITH toDate({day:Date}) AS start, loaves AS (SELECT …)`.
  else if (frame.with === 'body' && token.kind !== 'hole' && !/^(?:NOT|MATERIALIZED)$/.test(token.key))
    frame.with = 'value';
  else if (frame.with === 'value' && token.key === ',') frame.with = 'name';
  return true;
}
