/**
 * The tolerant reader of SELECT, INSERT, UPDATE, DELETE, MERGE for dialects and texts that the PostgreSQL parser
 * refuses. It walks the tokens once with a stack of parentheses and keeps, for each, which clause it is in; a name is
 * a table only where the clause expects one. Common table expressions are scoped, targets that name an alias
 * (`UPDATE o SET … FROM Orders o`, `DELETE o FROM Orders o JOIN …`) are resolved when the statement closes.
 */
import type { SqlAccess, SqlName } from '../../model/index.js';
import type { SqlDialect } from './dialect.js';
import { readName } from './names.js';
import type { SqlToken } from './tokens.js';

export type Scan = { readonly accesses: readonly SqlAccess[]; readonly tableHoles: readonly number[] };

type Op = SqlAccess['op'];
type Item = { readonly table: SqlName; op: Op; readonly joined: boolean; readonly at: number; readonly alias?: string };

type Frame = {
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
  with: undefined | 'name' | 'as' | 'body';
  isRecursive: boolean;
  cteName: string;
};

const NOT_ALIAS = new Set(
  (
    'ON USING WHERE SET VALUES VALUE JOIN INNER LEFT RIGHT FULL CROSS OUTER NATURAL STRAIGHT_JOIN GROUP ORDER HAVING ' +
    'LIMIT OFFSET FETCH UNION INTERSECT EXCEPT MINUS FOR WITH FORCE USE IGNORE PARTITION TABLESAMPLE RETURNING WINDOW ' +
    'SELECT DEFAULT OUTPUT WHEN LOCK INDEXED NOT APPLY FROM INTO PIVOT UNPIVOT OPTION FIELDS LATERAL AND OR OVERRIDING ' +
    'DO END THEN ELSE QUALIFY INSERT UPDATE DELETE MERGE BEGIN RETURN'
  ).split(' '),
);
const ENDS_TABLES = new Set(
  'WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH RETURNING WINDOW FOR WHEN OUTPUT VALUES LOCK OPTION QUALIFY'.split(' '),
);
const SKIPPED_BEFORE_NAME = new Set(
  'ONLY LATERAL TABLE IGNORE LOW_PRIORITY HIGH_PRIORITY DELAYED QUICK INTO OVERWRITE'.split(' '),
);

export function scanQuery(tokens: readonly SqlToken[], dialect?: SqlDialect, start = 0): Scan {
  return new QueryScanner(tokens, dialect).scan(start);
}

/** A class for its mutable cursor; it lives for one call of `scanQuery`. */
class QueryScanner {
  private readonly stack: Frame[] = [newFrame('query', false, false)];
  private readonly activeCtes = new Map<string, number>();
  private readonly found: Item[] = [];
  private readonly holes = new Set<number>();
  private at = 0;

  constructor(
    private readonly tokens: readonly SqlToken[],
    private readonly dialect: SqlDialect | undefined,
  ) {}

  scan(start: number): Scan {
    for (this.at = start; this.at < this.tokens.length; this.at++) this.step(this.tokens[this.at] as SqlToken);
    while (this.stack.length > 0) this.close();
    return {
      accesses: unique(this.found.sort((a, b) => a.at - b.at)),
      tableHoles: [...this.holes].sort((a, b) => a - b),
    };
  }

  private get frame(): Frame {
    return this.stack.at(-1) as Frame;
  }

  private keyAt(offset: number): string {
    return this.tokens[this.at + offset]?.key ?? '';
  }

  private step(token: SqlToken): void {
    const frame = this.frame;
    if (token.key === '(') {
      this.open();
      return;
    }
    if (token.key === ')') {
      if (this.stack.length > 1) this.close();
      return;
    }
    const isKeyword = token.kind === 'word' && this.keyAt(-1) !== '.';
    if (frame.with !== undefined && this.stepWith(frame, token, isKeyword)) return;
    if (isKeyword && this.keyword(frame, token)) {
      frame.isFresh = false;
      return;
    }
    frame.isFresh = false;
    if (frame.expects !== undefined) this.table(frame, token);
    else if (token.key === ',' && frame.clause === 'from') this.expect(frame, deletesMore(frame) ? 'delete' : 'read');
    else if (frame.clause === 'set') this.setTarget(frame, token);
    else if (frame.clause === 'targets') this.deleteTarget(frame, token);
  }

  private open(): void {
    const frame = this.frame;
    if (frame.with === 'body') {
      frame.with = undefined;
      if (this.isSelfVisible(frame)) this.addCte(frame, frame.cteName);
      this.stack.push(newFrame('query', frame.isJoined, true));
      return;
    }
    if (frame.expects !== undefined && frame.kind !== 'expression') {
      const inner = newFrame('tables', frame.isJoined || !frame.isFirst, false);
      inner.expects = frame.expects;
      inner.clause = 'from';
      frame.expects = undefined;
      frame.isFirst = false;
      this.stack.push(inner);
      return;
    }
    const isArm =
      frame.kind === 'query' && (frame.clause === 'start' || (frame.verb === 'insert' && frame.clause === 'from'));
    this.stack.push(newFrame('expression', frame.isJoined || !isArm, false));
  }

  /** Keywords that move between clauses; true when the token is used up. */
  private keyword(frame: Frame, token: SqlToken): boolean {
    const { key } = token;
    if (frame.isFresh && frame.kind !== 'query' && /^(?:SELECT|WITH|INSERT|UPDATE|DELETE|MERGE|VALUES)$/.test(key)) {
      frame.kind = 'query';
      frame.expects = undefined;
      frame.clause = 'start';
    }
    if (frame.kind === 'expression') return false;
    switch (key) {
      case 'SELECT':
        if (frame.verb === '') frame.verb = 'select';
        frame.clause = 'select';
        frame.expects = undefined;
        frame.isFirst = true;
        return true;
      case 'WITH':
        if (frame.clause !== 'start' && frame.verb !== 'insert') return frame.expects === undefined;
        if (/^(?:RECURSIVE)$/.test(this.keyAt(1)) || this.keyAt(2) === 'AS' || this.keyAt(2) === '(')
          frame.with = 'name';
        return true;
      case 'FROM':
        return this.from(frame);
      case 'JOIN':
      case 'STRAIGHT_JOIN':
      case 'APPLY':
        if (frame.clause !== 'from' && frame.clause !== 'start') return false;
        frame.isFirst = false;
        this.expect(frame, 'read');
        return true;
      case 'USING':
        if (frame.usedUsing || !(frame.verb === 'merge' || (frame.verb === 'delete' && frame.targets.length === 0)))
          return false;
        frame.usedUsing = true;
        frame.isFirst = false;
        this.expect(frame, 'read');
        return true;
      case 'INTO':
        if (frame.clause !== 'select' || this.dialect !== 'mssql') return frame.expects !== undefined;
        frame.expects = 'ddl';
        return true;
      case 'SET':
        frame.expects = undefined;
        frame.clause = frame.verb === 'update' || frame.verb === 'insert' ? 'set' : 'other';
        return true;
      case 'UNION':
      case 'INTERSECT':
      case 'EXCEPT':
        frame.expects = undefined;
        frame.clause = 'start';
        return true;
      default:
        return this.verb(frame, key) || this.clauseEnd(frame, key);
    }
  }

  private clauseEnd(frame: Frame, key: string): boolean {
    if ((key === 'CONFLICT' || key === 'DUPLICATE') && this.keyAt(-1) === 'ON') {
      const isUpdate = key === 'DUPLICATE' || this.conflictUpdates();
      for (const item of frame.items) if (item.op === 'insert' && isUpdate) item.op = 'upsert';
      frame.clause = 'other';
      return true;
    }
    if (!ENDS_TABLES.has(key)) return false;
    frame.expects = undefined;
    frame.clause = 'other';
    return true;
  }

  private conflictUpdates(): boolean {
    for (let i = this.at; i < Math.min(this.tokens.length, this.at + 60); i++) {
      if (this.tokens[i]?.key === 'DO') return this.tokens[i + 1]?.key === 'UPDATE';
    }
    return false;
  }

  /** The verb that opens a statement; a later UPDATE is `DO UPDATE`, `FOR UPDATE`, `THEN UPDATE`. */
  private verb(frame: Frame, key: string): boolean {
    if (frame.verb !== '' || frame.clause !== 'start') return false;
    switch (key) {
      case 'INSERT':
      case 'REPLACE': {
        frame.verb = 'insert';
        const isReplace = key === 'REPLACE' || (this.keyAt(1) === 'OR' && this.keyAt(2) === 'REPLACE');
        if (this.keyAt(1) === 'OR') this.at += 2;
        this.expect(frame, isReplace ? 'upsert' : 'insert');
        return true;
      }
      case 'UPDATE':
        frame.verb = 'update';
        if (this.keyAt(1) === 'OR') this.at += 2;
        this.expect(frame, 'update');
        return true;
      case 'MERGE':
        frame.verb = 'merge';
        this.expect(frame, 'upsert');
        return true;
      case 'DELETE':
        frame.verb = 'delete';
        frame.clause = 'targets';
        return true;
      default:
        return false;
    }
  }

  private from(frame: Frame): boolean {
    if (this.keyAt(-1) === 'DISTINCT' && /^(?:IS|NOT)$/.test(this.keyAt(-2))) return true;
    if (frame.verb === '' && frame.clause !== 'start') return false;
    const isDelete = frame.verb === 'delete' && frame.clause === 'targets' && frame.targets.length === 0;
    frame.isFirst = frame.verb !== 'update';
    this.expect(frame, isDelete ? 'delete' : 'read');
    return true;
  }

  private expect(frame: Frame, op: Op): void {
    frame.clause = 'from';
    frame.expects = op;
  }

  private table(frame: Frame, token: SqlToken): void {
    if (token.kind === 'word' && SKIPPED_BEFORE_NAME.has(token.key)) return;
    if (token.key === 'TOP') {
      if (this.keyAt(1) === '(') while (this.at < this.tokens.length && this.keyAt(0) !== ')') this.at++;
      else this.at++;
      return;
    }
    const op = frame.expects as Op;
    frame.expects = undefined;
    const isKeyword = token.kind === 'word' && NOT_ALIAS.has(token.key);
    const read = isKeyword ? undefined : readName(this.tokens, this.at, this.dialect);
    if (read === undefined) return;
    for (const hole of read.holes) this.holes.add(hole);
    const next = this.tokens[read.next];
    const isFunction = op === 'read' && next?.key === '(' && !/^NOLOCK$/i.test(this.tokens[read.next + 1]?.key ?? '');
    this.at = read.next - 1;
    const joined =
      frame.isJoined || !frame.isFirst || (op === 'read' && frame.verb !== 'select' && frame.verb !== 'insert');
    frame.isFirst = false;
    const alias = isFunction ? undefined : this.alias(read.next);
    if (read.name === undefined || isFunction || this.isCte(read.name, op)) return;
    const { schema, name } = read.name;
    if (name.startsWith('#')) return; // temporary table of SQL Server
    const table = schema === undefined || schema === '' ? { name } : { schema, name };
    frame.items.push({
      table,
      op,
      joined: op === 'read' ? joined : false,
      at: token.at,
      ...(alias === undefined ? {} : { alias }),
    });
  }

  /** The alias that follows a table name; the cursor moves onto it. */
  private alias(index: number): string | undefined {
    const hasAs = this.tokens[index]?.key === 'AS';
    const token = this.tokens[hasAs ? index + 1 : index];
    const isName = token?.kind === 'quoted' || (token?.kind === 'word' && !NOT_ALIAS.has(token.key));
    if (!isName) return undefined;
    this.at = hasAs ? index + 1 : index;
    return (token as SqlToken).text.toLowerCase();
  }

  private setTarget(frame: Frame, token: SqlToken): void {
    const before = this.keyAt(-1);
    const isName = token.kind === 'word' || token.kind === 'quoted';
    if (isName && (before === 'SET' || before === ',') && this.keyAt(1) === '.' && this.keyAt(3) === '=') {
      frame.targets.push(token.text.toLowerCase());
    }
  }

  private deleteTarget(frame: Frame, token: SqlToken): void {
    if (token.kind === 'word' && (SKIPPED_BEFORE_NAME.has(token.key) || token.key === 'TOP')) return;
    const read = readName(this.tokens, this.at, this.dialect);
    if (read === undefined) return;
    for (const hole of read.holes) this.holes.add(hole);
    if (read.name !== undefined) {
      frame.targets.push(read.name.name.toLowerCase());
      frame.items.push({ table: read.name, op: 'delete', joined: false, at: token.at });
    }
    this.at = read.next - 1;
  }

  private stepWith(frame: Frame, token: SqlToken, isKeyword: boolean): boolean {
    if (isKeyword && /^(?:SELECT|INSERT|UPDATE|DELETE|MERGE)$/.test(token.key)) {
      frame.with = undefined;
      return false;
    }
    if (frame.with === 'name') {
      if (token.key === 'RECURSIVE') frame.isRecursive = true;
      else if (token.kind === 'word' || token.kind === 'quoted' || token.kind === 'hole') {
        frame.cteName = token.text.toLowerCase();
        frame.with = 'as';
      }
    } else if (frame.with === 'as' && token.key === 'AS') frame.with = 'body';
    return true;
  }

  private close(): void {
    const frame = this.stack.pop() as Frame;
    for (const name of frame.ctes) this.activeCtes.set(name, (this.activeCtes.get(name) ?? 1) - 1);
    const parent = this.stack.at(-1);
    if (frame.kind === 'tables' && parent !== undefined) {
      for (const item of frame.items) parent.items.push(item);
      return;
    }
    for (const item of resolveTargets(frame)) this.found.push(item);
    if (frame.isCte && parent !== undefined) {
      if (!this.isSelfVisible(parent)) this.addCte(parent, parent.cteName);
      if (this.keyAt(1) === ',') {
        this.at++;
        parent.with = 'name';
      }
    }
  }

  /** PostgreSQL and MySQL want RECURSIVE for a CTE to see itself; the others do not. */
  private isSelfVisible(frame: Frame): boolean {
    return frame.isRecursive || this.dialect === 'mssql' || this.dialect === 'sqlite';
  }

  private addCte(frame: Frame, name: string): void {
    frame.ctes.push(name);
    this.activeCtes.set(name, (this.activeCtes.get(name) ?? 0) + 1);
  }

  private isCte(name: SqlName, op: Op): boolean {
    if (name.schema !== undefined || (this.activeCtes.get(name.name.toLowerCase()) ?? 0) <= 0) return false;
    return op === 'read' || this.dialect === 'mssql';
  }
}

function newFrame(kind: Frame['kind'], isJoined: boolean, isCte: boolean): Frame {
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

/** `DELETE FROM a, b USING …` (MySQL): names before USING are deleted from. */
function deletesMore(frame: Frame): boolean {
  return (
    frame.verb === 'delete' &&
    !frame.usedUsing &&
    frame.targets.length === 0 &&
    frame.items.every((i) => i.op === 'delete')
  );
}

/** Targets that are aliases become writes of the aliased table; see the header. */
function resolveTargets(frame: Frame): Item[] {
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
