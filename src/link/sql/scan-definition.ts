/** One part of a CREATE TABLE list, or what follows ADD: a column or a constraint, with the foreign key it declares. */
import type { ForeignKey, SqlName } from '../../model/index.js';
import { foldsCase, type SqlDialect } from './dialect.js';
import { columnNames, keyAt, type Tokens } from './lists.js';
import { readName, spelled } from './names.js';
import type { SqlToken } from './tokens.js';

const CONSTRAINT_WORDS = new Set('PRIMARY UNIQUE CHECK KEY INDEX FULLTEXT SPATIAL EXCLUDE LIKE PERIOD'.split(' '));

export type Definition = { readonly column?: string; readonly foreignKey?: ForeignKey };

/** One comma-separated part of a CREATE TABLE list, or what follows ADD: a column or a constraint. */
export function definition(tokens: Tokens, table: SqlName, dialect?: SqlDialect): Definition {
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
