/**
 * CREATE, DROP, RENAME and TRUNCATE (and the way to ALTER) read from tokens, for the dialects PostgreSQL's parser refuses: tables,
 * columns and foreign keys, the rest of the definition skipped.
 */
import type { SqlName } from '../../model/index.js';
import type { SqlDialect } from './dialect.js';
import { afterList, keyAt, skipWords, splitCommas, splitList, type Tokens } from './lists.js';
import { type NameAt, readName } from './names.js';
import { type DdlScan, NOTHING, renamed, scanAlter, touched } from './scan-alter.js';
import { definition } from './scan-definition.js';
import { scanQuery } from './scan-query.js';

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
      return touched(namesFrom(tokens, skipWords(tokens, 1, ['TABLE', 'IF', 'EXISTS']), dialect), 'delete');
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
    case 'VIEW': {
      const create = keyAt(tokens, i) === 'TABLE' ? createTable : createView;
      const created = create(tokens, skipWords(tokens, i + 1, ['IF', 'NOT', 'EXISTS']), dialect);
      return isTemporary ? asTemporary(created) : created;
    }
    case 'INDEX':
    case 'TRIGGER':
      return touched(nameAfterOn(tokens, i + 1, dialect), 'ddl');
    default:
      return NOTHING;
  }
}

/** What a session keeps for itself changes no schema. */
function asTemporary({ accesses, tableHoles }: DdlScan): DdlScan {
  const named = ({ name }: SqlName): SqlName => ({ name, isTemporary: true });
  return {
    accesses: accesses.map((access) => (access.op === 'ddl' ? { ...access, table: named(access.table) } : access)),
    changes: [],
    tableHoles,
  };
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
