/**
 * What a dialect may ask while it reads: values of expressions, classes, decorators, calls by name, SQL text. One
 * world serves all dialects of a run. Every answer is from facts; a file is never opened.
 */
import type { Decorator, Expr, FileFacts, Role, SqlName, SqlStatement, TypeRef } from '../../model/index.js';
import {
  type Chain,
  type ClassValue,
  chainsToSearch,
  constantOf,
  type Evaluator,
  entityOf,
  evaluate,
  expose,
  functionScope,
  type LibraryDecorator,
  libraryDecorators,
  lineageOf,
  memberOf,
  moduleScope,
  type ObjectExpr,
  placed,
  type Scope,
  type Thunk,
  typeOf,
  type Value,
  type ValueOf,
} from '../program/index.js';
import {
  type MigrationSet,
  mergeTables,
  migrateSets,
  type ReplayedTable,
  type SqlDialect,
  type SqlReader,
} from '../sql/index.js';
import type { Access, Finding } from './dialect.js';

export type SqlOptions = {
  readonly dialect?: SqlDialect;
  /** What a hole stands for, as SQL text (a quoted table name, a fragment); undefined for a value. */
  readonly hole?: (hole: Thunk) => string | undefined;
  /** Line the text begins at. */
  readonly line: number;
};

/** Texts of files that are no code, as read. */
export type Sources = {
  readonly prisma: readonly { readonly path: string; readonly text: string }[];
  readonly sql: readonly { readonly path: string; readonly text: string }[];
  /** The .sql files that may build the schema: all but seeds and tests. */
  readonly migrations: readonly { readonly path: string; readonly text: string }[];
};

export type World = {
  readonly ev: Evaluator;
  readonly value: (expr: Expr, scope: Scope) => Value;
  readonly type: (type: TypeRef, scope: Scope) => Value;
  readonly member: (value: Value, name: string) => Value;
  /** The string when it is constant. */
  readonly constant: (expr: Expr | undefined, scope: Scope) => string | undefined;
  /** The object literal an expression is, through names, casts and calls that pass it on. */
  readonly object: (expr: Expr | undefined, scope: Scope) => ValueOf<'object'> | undefined;
  /** A property of an options object given as `expr`; undefined when it is not there. */
  readonly option: (expr: Expr | undefined, scope: Scope, name: string) => Value | undefined;
  /** The entity (class instance, model value) that an argument names. */
  readonly entity: (expr: Expr | undefined, scope: Scope) => Value;
  readonly sources: Sources;
  readonly reader: SqlReader;
  /** Tables that the .sql files build. */
  readonly migrated: () => readonly ReplayedTable[];
  /** The same by the folder of migrations that builds them. */
  readonly migratedSets: () => readonly MigrationSet[];
  /** Every class, with the scope it is declared in. */
  readonly classes: () => readonly ClassValue[];
  readonly decorators: (decorators: readonly Decorator[] | undefined, scope: Scope) => LibraryDecorator[];
  /** Chains that have a link of this name; only for names in `declaringCalls` of a dialect. */
  readonly calls: (name: string) => readonly Chain[];
  /** Library type at the end of a class's heritage, such as `BaseEntity`. */
  readonly libraryBase: (of: ClassValue) => Value | undefined;
  /** Statements of an SQL text, with the holes that stand where a table should. */
  readonly sql: (text: Value, options: SqlOptions) => readonly SqlStatement[];
  /** The finding for a call that is given SQL; undefined when the value is no text. */
  readonly sqlFinding: (text: Value, options: SqlOptions) => Finding | undefined;
};

/** The one answerer of a run; `declaringCalls` are the names that dialects ask for as a whole. */
export function createWorld(
  ev: Evaluator,
  reader: SqlReader,
  declaringCalls: ReadonlySet<string>,
  facts: readonly FileFacts[] = [],
  roleOf: (path: string) => Role = () => 'runtime',
): World {
  let classes: readonly ClassValue[] | undefined;
  let migrated: readonly ReplayedTable[] | undefined;
  let sets: readonly MigrationSet[] | undefined;
  const sources = sourcesOf(facts, roleOf);
  let calls: ReadonlyMap<string, readonly Chain[]> | undefined;
  const value = (expr: Expr, scope: Scope) => evaluate(ev, expr, scope);
  const object = (expr: Expr | undefined, scope: Scope) => (expr ? objectOf(evaluate(ev, expr, scope)) : undefined);
  const migratedSets = () => {
    sets ??= migrateSets(sources.migrations, reader);
    return sets;
  };
  const sql = (text: Value, options: SqlOptions) => readSql(ev, reader, text, options);
  return {
    ev,
    reader,
    sources,
    migrated() {
      migrated ??= mergeTables(migratedSets().map(({ tables }) => tables));
      return migrated;
    },
    migratedSets,
    value,
    type: (type, scope) => typeOf(ev, type, scope),
    member: (of, name) => memberOf(ev, of, name),
    constant: (expr, scope) => (expr ? constantOf(evaluate(ev, expr, scope)) : undefined),
    object,
    option(expr, scope, name) {
      const options = object(expr, scope);
      const found = options && memberOf(ev, options, name);
      return found === undefined || found.kind === 'unknown' ? undefined : found;
    },
    entity: (expr, scope) => (expr ? entityOf(evaluate(ev, expr, scope)) : { kind: 'unknown' }),
    classes() {
      classes ??= allClasses(ev);
      return classes;
    },
    decorators: (decorators, scope) => libraryDecorators(ev, decorators, scope),
    calls(name) {
      calls ??= callsByName(ev, declaringCalls);
      return calls.get(name) ?? [];
    },
    libraryBase(of) {
      const last = lineageOf(ev, { kind: 'instance', of, args: [] }).at(-1);
      return last?.kind === 'library' ? last.value : undefined;
    },
    sql,
    sqlFinding(text, options) {
      if (text.kind === 'text') return findingOf(sql(text, options), options);
      const isText = text.kind === 'union' && text.of.some(({ kind }) => kind === 'text');
      return isText ? atOneLine(findingOf(sql(text, options), options), options.line) : undefined;
    },
  };
}

function sourcesOf(facts: readonly FileFacts[], roleOf: (path: string) => Role): Sources {
  const texts = (key: 'prisma' | 'sqlText') =>
    facts.flatMap((fact) => (fact[key] === undefined ? [] : [{ path: fact.path, text: fact[key] }]));
  const sql = texts('sqlText');
  const migrations = sql.filter(({ path }) => !/^(?:test|seed)$/.test(roleOf(path)));
  return { prisma: texts('prisma'), sql, migrations };
}

function objectOf(value: Value): ValueOf<'object'> | undefined {
  if (value.kind === 'object') return value;
  if (value.kind === 'union' || value.kind === 'both') {
    for (const one of value.of) if (one.kind === 'object') return one;
  }
  return undefined;
}

function allClasses(ev: Evaluator): ClassValue[] {
  const classes: ClassValue[] = [];
  for (const file of ev.files.values()) {
    file.program.classes.forEach((fact, index) => {
      const scope = fact.parent === 0 ? moduleScope(ev, file) : functionScope(ev, file, fact.parent);
      classes.push({ file, index, scope });
    });
  }
  return classes;
}

function callsByName(ev: Evaluator, names: ReadonlySet<string>): Map<string, Chain[]> {
  const found = new Map<string, Chain[]>();
  for (const file of ev.files.values()) {
    for (const plain of chainsToSearch(file)) {
      const hits = new Set(plain.links.filter((link) => names.has(link.name)).map((link) => link.name));
      if (hits.size === 0) continue;
      expose(file.program.functions[plain.fn]);
      const chain = placed(ev, plain);
      for (const name of hits) found.set(name, [...(found.get(name) ?? []), chain]);
    }
  }
  return found;
}

/** Holes that a dialect knows are put in; the others stay `${n}` for the reader's repair. */
function readSql(ev: Evaluator, reader: SqlReader, value: Value, options: SqlOptions): readonly SqlStatement[] {
  if (value.kind === 'union') return value.of.flatMap((one) => readSql(ev, reader, one, options));
  if (value.kind !== 'text') return [];
  let text = value.texts[0] ?? '';
  value.holes.forEach((hole, index) => {
    const known = options.hole?.(hole);
    text += `${known ?? `\${${index}}`}${value.texts[index + 1] ?? ''}`;
  });
  return reader.read(text, options.dialect);
}

const OPERATIONS = {
  read: 'read',
  insert: 'write',
  update: 'write',
  upsert: 'write',
  delete: 'delete',
  ddl: 'ddl',
} as const;

function findingOf(statements: readonly SqlStatement[], options: SqlOptions): Finding {
  const accesses: Access[] = [];
  let reason: string | undefined;
  for (const statement of statements) {
    const below = statement.line - 1;
    const line = options.line + below;
    if (statement.isUnreadable) reason = 'the SQL text could not be read';
    if (statement.tableHoles && statement.tableHoles.length > 0) reason = 'the SQL names its table by a value';
    const created = statement.changes.filter(({ kind }) => kind === 'create-table' || kind === 'create-view');
    for (const { table, op, joined } of statement.accesses) {
      if (isHole(table)) continue;
      const isCreated = op === 'ddl' && created.some((one) => one.table.name === table.name);
      accesses.push({
        table: isCreated ? { ...table, isCreated } : table,
        op: OPERATIONS[op],
        line,
        ...(below === 0 ? {} : { below }),
        ...(joined ? { joined: true } : {}),
      });
    }
  }
  return { accesses, ...(reason === undefined ? {} : { unresolved: { line: options.line, reason } }) };
}

/** Of texts that a statement may be, `query += ' AND …'`: told where it is run, each table once. */
function atOneLine({ accesses, ...rest }: Finding, line: number): Finding {
  const byPlace = new Map(
    accesses.map(({ below: _, ...one }) => [`${one.op} ${one.table.schema ?? ''}.${one.table.name}`, { ...one, line }]),
  );
  return { accesses: [...byPlace.values()], ...rest };
}

function isHole(table: SqlName): boolean {
  return table.name === '' || table.name.includes('${');
}

export type { ObjectExpr };
