/**
 * The tolerant reader of SELECT, INSERT, UPDATE, DELETE, MERGE for dialects and texts that the PostgreSQL parser
 * refuses. It walks the tokens once with a stack of parentheses and keeps, for each, which clause it is in; a name is
 * a table only where the clause expects one (ClickHouse's ARRAY JOIN expects a column). Common table expressions are scoped, targets that name an alias
 * (`UPDATE o SET … FROM Orders o`, `DELETE o FROM …`) are resolved when the statement closes.
 */
import type { SqlAccess } from '../../model/index.js';
import type { SqlDialect } from './dialect.js';
import { readName } from './names.js';
import {
  aliasAt,
  CteNames,
  conflictUpdates,
  deletesMore,
  ENDS_TABLES,
  type Frame,
  type Item,
  NOT_ALIAS,
  newFrame,
  type Op,
  resolveTargets,
  SKIPPED_BEFORE_NAME,
  stepWith,
  unique,
} from './scan-frame.js';
import type { SqlToken } from './tokens.js';

export type Scan = { readonly accesses: readonly SqlAccess[]; readonly tableHoles: readonly number[] };

export function scanQuery(tokens: readonly SqlToken[], dialect?: SqlDialect, start = 0): Scan {
  return new QueryScanner(tokens, dialect).scan(start);
}

/** A class for its mutable cursor; it lives for one call of `scanQuery`. */
class QueryScanner {
  private readonly stack: Frame[] = [newFrame('query', false, false)];
  private readonly ctes = new CteNames();
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
    if (frame.with !== undefined && stepWith(frame, token, isKeyword)) return;
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
      if (this.isSelfVisible(frame)) this.ctes.enter(frame, frame.cteName);
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
        if (this.keyAt(1) === 'RECURSIVE' || this.keyAt(2) === 'AS' || this.keyAt(2) === '(') frame.with = 'name';
        return true;
      case 'FROM':
        return this.from(frame);
      case 'JOIN':
      case 'STRAIGHT_JOIN':
      case 'APPLY':
        if (frame.clause !== 'from' && frame.clause !== 'start') return false;
        frame.isFirst = false;
        this.expect(frame, 'read');
        if (this.keyAt(-1) === 'ARRAY') this.clauseEnd(frame, 'WHERE');
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
      const isUpdate = key === 'DUPLICATE' || conflictUpdates(this.tokens, this.at);
      for (const item of frame.items) if (item.op === 'insert' && isUpdate) item.op = 'upsert';
      frame.clause = 'other';
      return true;
    }
    if (!ENDS_TABLES.has(key)) return false;
    frame.expects = undefined;
    frame.clause = 'other';
    return true;
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
    // ClickHouse writes to what a function gives: `INSERT INTO FUNCTION s3(…)`.
    if (token.key === 'FUNCTION' && op === 'insert' && this.keyAt(2) === '(') return;
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
    const aliased = isFunction ? undefined : aliasAt(this.tokens, read.next);
    if (aliased !== undefined) this.at = aliased.at;
    if (read.name === undefined || isFunction || this.ctes.hides(read.name, op, this.dialect)) return;
    const { schema, name } = read.name;
    if (name.startsWith('#')) return; // temporary, in SQL Server
    const table = schema === undefined || schema === '' ? { name } : { schema, name };
    frame.items.push({
      table,
      op,
      joined: op === 'read' ? joined : false,
      at: token.at,
      ...(aliased === undefined ? {} : { alias: aliased.alias }),
    });
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

  private close(): void {
    const frame = this.stack.pop() as Frame;
    this.ctes.leave(frame);
    const parent = this.stack.at(-1);
    if (frame.kind === 'tables' && parent !== undefined) {
      for (const item of frame.items) parent.items.push(item);
      return;
    }
    for (const item of resolveTargets(frame)) this.found.push(item);
    if (frame.isCte && parent !== undefined) {
      if (!this.isSelfVisible(parent)) this.ctes.enter(parent, parent.cteName);
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
}
