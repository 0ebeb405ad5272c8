/**
 * CREATE, ALTER, DROP, RENAME and TRUNCATE read from tokens, for the dialects PostgreSQL's parser refuses: tables,
 * columns and foreign keys, the rest of the definition skipped.
 */
import type { ForeignKey, SchemaChange, SqlAccess, SqlName } from '../../model/index.js';
import { foldsCase, type SqlDialect } from './dialect.js';
import { type NameAt, readName, spelled } from './names.js';
import { scanQuery } from './scan-query.js';
import type { SqlToken } from './tokens.js';

export type DdlScan = {
  readonly accesses: readonly SqlAccess[];
  readonly changes: readonly SchemaChange[];
  readonly tableHoles: readonly number[];
};

type Tokens = readonly SqlToken[];

const NOTHING: DdlScan = { accesses: [], changes: [], tableHoles: [] };
const CREATE_WORDS = new Set(
  (
    'OR REPLACE TEMP TEMPORARY GLOBAL LOCAL UNLOGGED VIRTUAL EXTERNAL FOREIGN UNIQUE FULLTEXT SPATIAL CLUSTERED ' +
    'NONCLUSTERED MATERIALIZED RECURSIVE ALGORITHM DEFINER SQL SECURITY INVOKER UNDEFINED MERGE TEMPTABLE = @ % ' +
    'CONSTRAINT COLUMNSTORE'
  ).split(' '),
);

export function scanDdl(tokens: Tokens, dialect?: SqlDialect): DdlScan {
  switch (tokens[0]?.key) {
    case 'CREATE':
      return scanCreate(tokens, dialect);
    case 'ALTER':
      return scanAlter(tokens, dialect);
    case 'DROP':
      return scanDrop(tokens, dialect);
    case 'RENAME':
      return scanRename(tokens, dialect);
    case 'TRUNCATE':
      return touched(namesFrom(tokens, tokens[1]?.key === 'TABLE' ? 2 : 1, dialect), 'delete');
    default:
      return NOTHING;
  }
}

function scanCreate(tokens: Tokens, dialect?: SqlDialect): DdlScan {
  let i = 1;
  let isTemporary = false;
  while (i < tokens.length && (CREATE_WORDS.has(keyAt(tokens, i)) || tokens[i]?.kind !== 'word')) {
    if (keyAt(tokens, i).startsWith('TEMP')) isTemporary = true;
    i++;
  }
  switch (keyAt(tokens, i)) {
    case 'TABLE':
      return isTemporary ? NOTHING : createTable(tokens, skipWords(tokens, i + 1, ['IF', 'NOT', 'EXISTS']), dialect);
    case 'VIEW':
      return createView(tokens, skipWords(tokens, i + 1, ['IF', 'NOT', 'EXISTS']), dialect);
    case 'INDEX':
    case 'TRIGGER':
      return touched(nameAfterOn(tokens, i + 1, dialect), 'ddl');
    default:
      return NOTHING;
  }
}

function createTable(tokens: Tokens, at: number, dialect?: SqlDialect): DdlScan {
  const named = readName(tokens, at, dialect);
  if (named?.name === undefined) return touched(named, 'ddl');
  const table = named.name;
  if (table.name.startsWith('#')) return NOTHING;
  const isVirtual = keyAt(tokens, named.next) === 'USING';
  const items = keyAt(tokens, named.next) === '(' && !isVirtual ? splitList(tokens, named.next) : [];
  const definitions = items.map((item) => definition(item, table, dialect));
  const rest = afterList(tokens, named.next);
  const query = tokens.findIndex(
    (t, i) => i >= rest && (t.key === 'SELECT' || t.key === 'WITH') && isQueryStart(tokens, i),
  );
  const reads = query >= 0 && !isVirtual ? scanQuery(tokens, dialect, query) : { accesses: [], tableHoles: [] };
  return {
    accesses: [{ table, op: 'ddl', joined: false }, ...reads.accesses],
    changes: [
      {
        kind: 'create-table',
        table,
        columns: definitions.flatMap((d) => (d.column === undefined ? [] : [d.column])),
        foreignKeys: definitions.flatMap((d) => (d.foreignKey === undefined ? [] : [d.foreignKey])),
      },
    ],
    tableHoles: reads.tableHoles,
  };
}

function isQueryStart(tokens: Tokens, at: number): boolean {
  return keyAt(tokens, at) === 'SELECT' || keyAt(tokens, at + 2) === 'AS';
}

function createView(tokens: Tokens, at: number, dialect?: SqlDialect): DdlScan {
  const named = readName(tokens, at, dialect);
  if (named?.name === undefined) return touched(named, 'ddl');
  const query = tokens.findIndex((t, i) => i >= named.next && t.key === 'AS');
  const reads = query < 0 ? { accesses: [], tableHoles: [] } : scanQuery(tokens, dialect, query + 1);
  return {
    accesses: [{ table: named.name, op: 'ddl', joined: false }, ...reads.accesses],
    changes: [
      { kind: 'create-view', table: named.name, reads: reads.accesses.map((a) => a.table), materialized: false },
    ],
    tableHoles: reads.tableHoles,
  };
}

const CONSTRAINT_WORDS = new Set('PRIMARY UNIQUE CHECK KEY INDEX FULLTEXT SPATIAL EXCLUDE LIKE PERIOD'.split(' '));

type Definition = { readonly column?: string; readonly foreignKey?: ForeignKey };

/** One comma-separated part of a CREATE TABLE list, or what follows ADD: a column or a constraint. */
function definition(tokens: Tokens, table: SqlName, dialect?: SqlDialect): Definition {
  let at = 0;
  let name: string | undefined;
  if (keyAt(tokens, 0) === 'CONSTRAINT') {
    const isNamed = !/^(?:FOREIGN|PRIMARY|UNIQUE|CHECK)$/.test(keyAt(tokens, 1));
    name = isNamed && tokens[1] !== undefined ? spelled(tokens[1], dialect) : undefined;
    at = isNamed ? 2 : 1;
  }
  if (keyAt(tokens, at) === 'FOREIGN' && keyAt(tokens, at + 1) === 'KEY') {
    const open = tokens.findIndex((t, i) => i > at && t.key === '(');
    const columns = open < 0 ? [] : columnNames(tokens, open, dialect);
    const foreignKey = references(tokens, columns, table, dialect, name);
    return foreignKey === undefined ? {} : { foreignKey };
  }
  if (at > 0 || tokens[0] === undefined || tokens[0].kind === 'hole') return {};
  if (tokens[0].kind === 'word' && CONSTRAINT_WORDS.has(tokens[0].key)) return {};
  if (tokens[0].kind !== 'word' && tokens[0].kind !== 'quoted') return {};
  const column = spelled(tokens[0], dialect);
  const foreignKey = references(tokens, [column], table, dialect, constraintBeforeReferences(tokens, dialect));
  return foreignKey === undefined ? { column } : { column, foreignKey };
}

function constraintBeforeReferences(tokens: Tokens, dialect?: SqlDialect): string | undefined {
  const at = tokens.findIndex((t) => t.key === 'REFERENCES');
  let i = at - 1;
  while (i > 0 && (keyAt(tokens, i) === 'KEY' || keyAt(tokens, i) === 'FOREIGN')) i--;
  return i > 0 && keyAt(tokens, i - 1) === 'CONSTRAINT' ? spelled(tokens[i] as SqlToken, dialect) : undefined;
}

function references(
  tokens: Tokens,
  columns: readonly string[],
  table: SqlName,
  dialect: SqlDialect | undefined,
  name: string | undefined,
): ForeignKey | undefined {
  const at = tokens.findIndex((t) => t.kind === 'word' && t.key === 'REFERENCES');
  const target = at < 0 ? undefined : readName(tokens, at + 1, dialect);
  if (target?.name === undefined) return undefined;
  const referencedColumns = keyAt(tokens, target.next) === '(' ? columnNames(tokens, target.next, dialect) : [];
  const fallback = foldsCase(dialect) ? defaultForeignKeyName(table.name, columns) : undefined;
  const chosen = name ?? fallback;
  return { ...(chosen === undefined ? {} : { name: chosen }), columns, references: target.name, referencedColumns };
}

/** PostgreSQL's name for an unnamed foreign key: `<table>_<columns>_fkey`, both shortened to fit 63 bytes. */
export function defaultForeignKeyName(table: string, columns: readonly string[]): string {
  let first = table;
  let second = columns.join('_');
  const room = 63 - '__fkey'.length;
  while (Buffer.byteLength(first) + Buffer.byteLength(second) > room) {
    if (Buffer.byteLength(first) > Buffer.byteLength(second)) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return `${first}_${second}_fkey`;
}

function scanAlter(tokens: Tokens, dialect?: SqlDialect): DdlScan {
  const at = skipWords(tokens, 1, ['IGNORE', 'ONLINE', 'FOREIGN']);
  if (keyAt(tokens, at) !== 'TABLE') return NOTHING;
  const named = readName(tokens, skipWords(tokens, at + 1, ['IF', 'EXISTS', 'ONLY']), dialect);
  if (named?.name === undefined) return touched(named, 'ddl');
  const table = named.name;
  const changes: SchemaChange[] = [];
  let verb = '';
  for (const action of splitCommas(tokens.slice(named.next))) {
    const start = skipWords(action, 0, ['WITH', 'CHECK', 'NOCHECK']);
    const key = keyAt(action, start);
    const isVerb = ALTER_VERBS.has(key);
    if (isVerb) verb = key;
    changes.push(...alterAction(action.slice(isVerb ? start + 1 : start), verb, table, dialect));
  }
  return { accesses: [{ table, op: 'ddl', joined: false }], changes, tableHoles: [] };
}

const ALTER_VERBS = new Set(
  'ADD DROP RENAME CHANGE MODIFY ALTER SET ENABLE DISABLE OWNER ENGINE CONVERT COMMENT'.split(' '),
);

function alterAction(tokens: Tokens, verb: string, table: SqlName, dialect?: SqlDialect): SchemaChange[] {
  if (verb === 'ADD') {
    const at = skipWords(tokens, 0, ['COLUMN', 'IF', 'NOT', 'EXISTS']);
    const parts = keyAt(tokens, at) === '(' ? splitList(tokens, at) : [tokens.slice(at)];
    return parts.flatMap((part) => addition(definition(part, table, dialect), table));
  }
  if (verb === 'DROP') return dropAction(tokens, table, dialect);
  if (verb === 'RENAME') return renameAction(tokens, table, dialect);
  if (verb === 'CHANGE') {
    const [from, to] = tokens.slice(skipWords(tokens, 0, ['COLUMN']));
    if (from === undefined || to === undefined) return [];
    const change = { column: spelled(from, dialect), to: spelled(to, dialect) };
    return change.column === change.to ? [] : [{ kind: 'rename-column', table, ...change }];
  }
  return [];
}

function addition({ column, foreignKey }: Definition, table: SqlName): SchemaChange[] {
  if (column !== undefined) {
    return [{ kind: 'add-column', table, column, ...(foreignKey === undefined ? {} : { foreignKey }) }];
  }
  return foreignKey === undefined ? [] : [{ kind: 'add-foreign-key', table, foreignKey }];
}

function dropAction(tokens: Tokens, table: SqlName, dialect?: SqlDialect): SchemaChange[] {
  const what = keyAt(tokens, 0);
  const isConstraint = what === 'CONSTRAINT' || (what === 'FOREIGN' && keyAt(tokens, 1) === 'KEY');
  if (!isConstraint && /^(?:PRIMARY|INDEX|KEY|CHECK|PARTITION)$/.test(what) && tokens[1] !== undefined) return [];
  const at = skipWords(
    tokens,
    0,
    isConstraint ? ['CONSTRAINT', 'FOREIGN', 'KEY', 'IF', 'EXISTS'] : ['COLUMN', 'IF', 'EXISTS'],
  );
  const token = tokens[at];
  if (token === undefined || (token.kind !== 'word' && token.kind !== 'quoted')) return [];
  const name = spelled(token, dialect);
  return [isConstraint ? { kind: 'drop-constraint', table, name } : { kind: 'drop-column', table, column: name }];
}

function renameAction(tokens: Tokens, table: SqlName, dialect?: SqlDialect): SchemaChange[] {
  const key = keyAt(tokens, 0);
  if (key === 'TO' || key === 'AS') return renamed(table, readName(tokens, 1, dialect));
  if (key === 'INDEX' || key === 'KEY' || key === 'CONSTRAINT') return [];
  const at = key === 'COLUMN' ? 1 : 0;
  const [from, to] = [tokens[at], keyAt(tokens, at + 1) === 'TO' ? tokens[at + 2] : undefined];
  if (from === undefined) return [];
  if (to === undefined) return at === 0 && tokens.length === 1 ? renamed(table, readName(tokens, 0, dialect)) : [];
  return [{ kind: 'rename-column', table, column: spelled(from, dialect), to: spelled(to, dialect) }];
}

function renamed(table: SqlName, to: NameAt | undefined): SchemaChange[] {
  if (to?.name === undefined) return [];
  const target =
    to.name.schema === undefined && table.schema !== undefined ? { schema: table.schema, ...to.name } : to.name;
  return [{ kind: 'rename-table', table, to: target }];
}

function scanDrop(tokens: Tokens, dialect?: SqlDialect): DdlScan {
  const at = skipWords(tokens, 1, ['TEMPORARY', 'MATERIALIZED', 'FOREIGN']);
  const what = keyAt(tokens, at);
  if (what === 'TRIGGER' || what === 'INDEX') return touched(nameAfterOn(tokens, at + 1, dialect), 'ddl');
  if (what !== 'TABLE' && what !== 'VIEW') return NOTHING;
  const names = namesFrom(tokens, skipWords(tokens, at + 1, ['IF', 'EXISTS']), dialect);
  const known = names.flatMap((n) => (n.name === undefined ? [] : [n.name]));
  return { ...touched(names, 'ddl'), changes: known.map((table) => ({ kind: 'drop-table', table })) };
}

/** `RENAME TABLE a TO b, c TO d` (MySQL). */
function scanRename(tokens: Tokens, dialect?: SqlDialect): DdlScan {
  if (keyAt(tokens, 1) !== 'TABLE') return NOTHING;
  const pairs = splitCommas(tokens.slice(2)).flatMap((part) => {
    const from = readName(part, 0, dialect);
    return from?.name === undefined ? [] : [{ table: from.name, to: readName(part, from.next + 1, dialect) }];
  });
  return {
    accesses: pairs.map(({ table }) => ({ table, op: 'ddl', joined: false })),
    changes: pairs.flatMap(({ table, to }) => renamed(table, to)),
    tableHoles: [],
  };
}

function touched(names: NameAt | readonly NameAt[] | undefined, op: SqlAccess['op']): DdlScan {
  const list = names === undefined ? [] : Array.isArray(names) ? (names as readonly NameAt[]) : [names as NameAt];
  return {
    accesses: list.flatMap(({ name }) => (name === undefined ? [] : [{ table: name, op, joined: false }])),
    changes: [],
    tableHoles: list.flatMap(({ holes }) => holes),
  };
}

function namesFrom(tokens: Tokens, start: number, dialect?: SqlDialect): NameAt[] {
  const names: NameAt[] = [];
  let at = start;
  for (;;) {
    if (keyAt(tokens, at) === 'ONLY') at++;
    const read = readName(tokens, at, dialect);
    if (read === undefined) return names;
    names.push(read);
    if (keyAt(tokens, read.next) !== ',') return names;
    at = read.next + 1;
  }
}

function nameAfterOn(tokens: Tokens, start: number, dialect?: SqlDialect): NameAt | undefined {
  const on = tokens.findIndex((t, i) => i >= start && t.key === 'ON');
  return on < 0 ? undefined : readName(tokens, keyAt(tokens, on + 1) === 'ONLY' ? on + 2 : on + 1, dialect);
}

/** Parts of the parenthesised list that opens at `open`, split at its commas. */
function splitList(tokens: Tokens, open: number): SqlToken[][] {
  return splitCommas(tokens.slice(open + 1, afterList(tokens, open) - 1));
}

/** Index behind the parenthesis that closes the one at `open`; `open` itself when there is none. */
function afterList(tokens: Tokens, open: number): number {
  if (keyAt(tokens, open) !== '(') return open;
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const key = keyAt(tokens, i);
    if (key === '(') depth++;
    else if (key === ')' && --depth === 0) return i + 1;
  }
  return tokens.length + 1;
}

function splitCommas(tokens: Tokens): SqlToken[][] {
  const parts: SqlToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.key === '(') depth++;
    else if (token.key === ')') depth--;
    if (token.key === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

function columnNames(tokens: Tokens, open: number, dialect?: SqlDialect): string[] {
  return splitList(tokens, open).map((part) => spelled(part[0] as SqlToken, dialect));
}

function skipWords(tokens: Tokens, start: number, words: readonly string[]): number {
  let at = start;
  while (tokens[at]?.kind === 'word' && words.includes(keyAt(tokens, at))) at++;
  return at;
}

function keyAt(tokens: Tokens, at: number): string {
  return tokens[at]?.key ?? '';
}
