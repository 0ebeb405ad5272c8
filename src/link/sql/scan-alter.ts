/** ALTER TABLE read from tokens: columns and foreign keys added, dropped and renamed, tables renamed. */
import type { SchemaChange, SqlAccess, SqlName } from '../../model/index.js';
import type { SqlDialect } from './dialect.js';
import { keyAt, skipWords, splitCommas, splitList, type Tokens } from './lists.js';
import { type NameAt, readName, spelled } from './names.js';
import { type Definition, definition } from './scan-definition.js';

export type DdlScan = {
  readonly accesses: readonly SqlAccess[];
  readonly changes: readonly SchemaChange[];
  readonly tableHoles: readonly number[];
};

export const NOTHING: DdlScan = { accesses: [], changes: [], tableHoles: [] };
export function scanAlter(tokens: Tokens, dialect?: SqlDialect): DdlScan {
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

export function renamed(table: SqlName, to: NameAt | undefined): SchemaChange[] {
  if (to?.name === undefined) return [];
  const target =
    to.name.schema === undefined && table.schema !== undefined ? { schema: table.schema, ...to.name } : to.name;
  return [{ kind: 'rename-table', table, to: target }];
}

export function touched(names: NameAt | readonly NameAt[] | undefined, op: SqlAccess['op']): DdlScan {
  const list = names === undefined ? [] : Array.isArray(names) ? (names as readonly NameAt[]) : [names as NameAt];
  return {
    accesses: list.flatMap(({ name }) => (name === undefined ? [] : [{ table: name, op, joined: false }])),
    changes: [],
    tableHoles: list.flatMap(({ holes }) => holes),
  };
}
