/**
 * PostgreSQL's parse tree (libpg_query JSON) of one statement → accesses and schema changes. The tree is walked with
 * an explicit stack: generated SQL nests thousands deep. Names of common table expressions hide tables lexically; a
 * name inside `FOR UPDATE OF x` is an alias, not a table.
 */
import type { SqlAccess, SqlName, SqlStatement } from '../../model/index.js';
import { changesOf } from './postgres-ddl.js';
import {
  aliases,
  doBlock,
  isTableObject,
  isUpsert,
  list,
  nameOf,
  objectNames,
  type PgNode,
  type RangeVar,
  tableNamedLikeUser,
  transactionOf,
} from './postgres-nodes.js';
import { unique } from './scan-frame.js';
import { HOLE_MARK } from './tokens.js';

type Scope = { readonly names: ReadonlySet<string>; readonly outer: Scope | undefined };
type Op = SqlAccess['op'];
type Found = { readonly table: SqlName; readonly op: Op; readonly joined: boolean; readonly at: number };
type Visit = {
  readonly node: unknown;
  readonly scope: Scope | undefined;
  readonly isJoined: boolean;
};

export type TreeReading = Pick<SqlStatement, 'accesses' | 'changes' | 'transaction'> & {
  /** Numbers of the holes found where a table stands. */
  readonly tableHoles: readonly number[];
  /** PostgreSQL would refuse to run it: SQL Server's `UPDATE o … FROM Orders o`, or a write through a CTE. */
  readonly isForeign: boolean;
  /** Body of a DO block, to be read as statements of its own. */
  readonly block?: string;
};

export function readTree(statement: PgNode): TreeReading {
  const walk = new TreeWalk();
  walk.run(statement);
  const transaction = transactionOf(statement);
  const block = doBlock(statement);
  return {
    accesses: unique(walk.found.sort((a, b) => a.at - b.at)),
    changes: changesOf(statement),
    tableHoles: [...walk.holes].sort((a, b) => a - b),
    isForeign: walk.isForeign,
    ...(transaction === undefined ? {} : { transaction }),
    ...(block === undefined ? {} : { block }),
  };
}

/** A class for its stack; it lives for one statement. */
class TreeWalk {
  readonly found: Found[] = [];
  readonly holes = new Set<number>();
  isForeign = false;
  private readonly stack: Visit[] = [];

  run(statement: PgNode): void {
    this.push(statement, undefined, false);
    for (let next = this.stack.pop(); next !== undefined; next = this.stack.pop()) this.visit(next);
  }

  private push(node: unknown, scope: Scope | undefined, isJoined: boolean): void {
    if (typeof node === 'object' && node !== null) this.stack.push({ node, scope, isJoined });
  }

  private visit({ node, scope, isJoined }: Visit): void {
    if (Array.isArray(node)) {
      for (const item of node) this.push(item, scope, isJoined);
      return;
    }
    for (const [key, value] of Object.entries(node as PgNode)) this.field(key, value, scope, isJoined);
  }

  private field(key: string, value: unknown, scope: Scope | undefined, isJoined: boolean): void {
    if (typeof value !== 'object' || value === null) return;
    const node = value as PgNode;
    switch (key) {
      case 'SelectStmt':
      case 'larg':
      case 'rarg':
        if (key !== 'SelectStmt' && 'RangeVar' in node) {
          this.push(node, scope, isJoined);
          return;
        }
        if (key !== 'SelectStmt' && !('op' in node) && !('targetList' in node)) {
          this.push(node, scope, isJoined);
          return;
        }
        this.select(node, scope, isJoined);
        return;
      case 'InsertStmt':
        this.write(node, scope, isUpsert(node) ? 'upsert' : 'insert', isJoined);
        return;
      case 'UpdateStmt':
        this.write(node, scope, 'update', isJoined);
        return;
      case 'DeleteStmt':
        this.write(node, scope, 'delete', isJoined);
        return;
      case 'MergeStmt':
        this.write(node, scope, 'upsert', isJoined);
        return;
      case 'RangeVar':
        this.mention(node as RangeVar, 'read', isJoined, scope);
        return;
      case 'RangeFunction': {
        const table = tableNamedLikeUser(node);
        if (table) this.mention(table, 'read', isJoined, scope);
        else this.push(node, scope, isJoined);
        return;
      }
      case 'SubLink':
        this.push(node, scope, true);
        return;
      case 'lockingClause':
        return;
      default:
        this.definition(key, node, scope, isJoined);
        return;
    }
  }

  private definition(key: string, node: PgNode, scope: Scope | undefined, isJoined: boolean): void {
    const ddl = (relation: unknown, op: Op = 'ddl'): void => this.mention(relation as RangeVar, op, false, undefined);
    switch (key) {
      case 'CreateStmt':
      case 'AlterTableStmt':
      case 'CreateTrigStmt':
      case 'IndexStmt':
      case 'RuleStmt':
      case 'AlterObjectSchemaStmt':
        if (isTableObject(node)) ddl(node['relation']);
        return;
      case 'RenameStmt':
        if (isTableObject(node) || node['relationType'] === 'OBJECT_TABLE') ddl(node['relation']);
        return;
      case 'CreatePolicyStmt':
      case 'AlterPolicyStmt':
        ddl(node['table']);
        return;
      case 'ViewStmt':
        ddl(node['view']);
        this.push(node['query'], scope, isJoined);
        return;
      case 'CreateTableAsStmt':
        ddl((node['into'] as PgNode | undefined)?.['rel']);
        this.push(node['query'], scope, isJoined);
        return;
      case 'RefreshMatViewStmt':
        ddl(node['relation'], 'update');
        return;
      case 'TruncateStmt':
        for (const item of list(node['relations'])) ddl(item['RangeVar'], 'delete');
        return;
      case 'CopyStmt':
        if (node['relation'] !== undefined) ddl(node['relation'], node['is_from'] === true ? 'insert' : 'read');
        this.push(node['query'], scope, isJoined);
        return;
      case 'DropStmt':
      case 'CommentStmt':
        for (const name of objectNames(key, node)) ddl(name);
        return;
      case 'CreateFunctionStmt':
      case 'GrantStmt':
      case 'VacuumStmt':
      case 'CreatePublicationStmt':
      case 'AlterPublicationStmt':
      case 'CreateStatsStmt':
      case 'CreateSeqStmt':
      case 'AlterSeqStmt':
      case 'CreateForeignTableStmt':
        if (key === 'CreateForeignTableStmt') ddl((node['base'] as PgNode)['relation']);
        return;
      default:
        this.push(node, scope, isJoined);
        return;
    }
  }

  private select(node: PgNode, scope: Scope | undefined, isJoined: boolean): void {
    const inner = this.ctes(node['withClause'] as PgNode | undefined, scope, isJoined);
    const into = (node['intoClause'] as PgNode | undefined)?.['rel'] as RangeVar | undefined;
    if (into !== undefined) this.mention(into, 'ddl', false, undefined);
    for (const [key, value] of Object.entries(node)) {
      if (key === 'withClause' || key === 'intoClause' || key === 'fromClause') continue;
      this.field(key, value, inner, isJoined);
    }
    list(node['fromClause']).forEach((item, i) => {
      this.fromItem(item, inner, isJoined || i > 0);
    });
  }

  /** The leftmost table of FROM is read in its own right; those beside it are joined. */
  private fromItem(item: PgNode, scope: Scope | undefined, isJoined: boolean): void {
    let node = item;
    let joined = isJoined;
    while (typeof node['JoinExpr'] === 'object' && node['JoinExpr'] !== null) {
      const join = node['JoinExpr'] as PgNode;
      this.push(join['rarg'], scope, true);
      this.push(join['quals'], scope, true);
      if (typeof join['larg'] !== 'object' || join['larg'] === null) return;
      node = join['larg'] as PgNode;
      joined = isJoined;
    }
    this.push(node, scope, joined);
  }

  private write(node: PgNode, scope: Scope | undefined, op: Op, isJoined: boolean): void {
    const inner = this.ctes(node['withClause'] as PgNode | undefined, scope, isJoined);
    const target = node['relation'] as (RangeVar & { readonly alias?: unknown }) | undefined;
    this.mention(target, op, false, undefined);
    if (target?.schemaname === undefined && target?.relname !== undefined && target.alias === undefined) {
      const isAlias = list(node['fromClause']).some((item) => aliases(item).includes(target.relname as string));
      if (isAlias || (op !== 'insert' && hides(inner, target.relname))) this.isForeign = true;
    }
    for (const [key, value] of Object.entries(node)) {
      if (key === 'withClause' || key === 'relation') continue;
      const isBeside =
        key === 'fromClause' || key === 'usingClause' || key === 'sourceRelation' || key === 'whereClause';
      if (key === 'selectStmt') this.push(value, inner, isJoined);
      else this.push(value, inner, isJoined || isBeside);
    }
  }

  /** Scope inside the statement; the bodies of its common table expressions are pushed on the way. */
  private ctes(clause: PgNode | undefined, scope: Scope | undefined, isJoined: boolean): Scope | undefined {
    if (clause === undefined) return scope;
    const expressions = list(clause['ctes']).map((item) => item['CommonTableExpr'] as PgNode);
    const all = new Set(expressions.map((cte) => String(cte['ctename'])));
    if (clause['recursive'] === true) {
      const inner = { names: all, outer: scope };
      for (const cte of expressions) this.push(cte['ctequery'], inner, isJoined);
      return inner;
    }
    let inner = scope;
    for (const cte of expressions) {
      this.push(cte['ctequery'], inner, isJoined);
      inner = { names: new Set([String(cte['ctename'])]), outer: inner };
    }
    return inner;
  }

  private mention(relation: RangeVar | undefined, op: Op, joined: boolean, scope: Scope | undefined): void {
    if (relation?.relname === undefined) return;
    for (const match of relation.relname.matchAll(new RegExp(`${HOLE_MARK}(\\d+|x)`, 'g'))) {
      this.holes.add(match[1] === 'x' ? -1 : Number(match[1]));
    }
    const table = nameOf(relation);
    if (table === undefined || (table.schema === undefined && hides(scope, table.name))) return;
    this.found.push({ table, op, joined, at: relation.location ?? 0 });
  }
}

function hides(scope: Scope | undefined, name: string): boolean {
  for (let s = scope; s !== undefined; s = s.outer) if (s.names.has(name)) return true;
  return false;
}
