/**
 * The one door to SQL text: PostgreSQL's own parser first (WebAssembly, loaded once) unless the spelling says another
 * dialect, then the tolerant scanner. Statements are split first, so one odd statement costs the others nothing.
 * Readings are remembered by text: the same statement stands in many migrations.
 */
import { loadModule, parseSync } from 'libpg-query';
import type { SchemaChange, SqlName, SqlStatement } from '../../model/index.js';
import { guessDialect, isSystemTable, type SqlDialect } from './dialect.js';
import { type PgParse, parsePostgres } from './postgres-parse.js';
import { readTree } from './postgres-tree.js';
import { scanStatement } from './scan.js';
import { scanQuery } from './scan-query.js';
import { type RawStatement, splitStatements } from './split.js';
import { tokenize } from './tokens.js';

export type SqlReader = {
  /**
   * What the text says, statement by statement; `line` counts from 1 in `text`. For text known to be SQL (a proven
   * sink, a `.sql` file). Unknown values stand as `${0}`, `${1}` …; fragments (`JOIN x ON …`, `(SELECT …) AS y`) are
   * read too, their tables as joined. Never throws.
   */
  readonly read: (text: string, dialect?: SqlDialect) => readonly SqlStatement[];
  /**
   * The same for text that only looks like SQL: it counts when PostgreSQL's parser takes it whole and every table in
   * it is known; else the answer is empty. Prose such as "delete from the list" parses as SQL.
   */
  readonly readIfKnown: (text: string, isKnown: (table: SqlName) => boolean) => readonly SqlStatement[];
};

/** Line, from 1, of a quote that is never closed, so that all after it is one literal; 0 when there is none. */
export function openQuoteLine(text: string): number {
  const last = tokenize(text, guessDialect(text)).at(-1);
  return last?.isOpen === true ? text.slice(0, last.at).split('\n').length : 0;
}

export type SqlReaderOptions = {
  /** Keep tables of the database's own catalogues (`pg_class`, `sys.tables` …); left out by default. */
  readonly keepSystemTables?: boolean;
};

/** Loads the parser (WebAssembly) once and gives a reader that remembers each text it has read. */
export async function loadSqlReader(options: SqlReaderOptions = {}): Promise<SqlReader> {
  await loadModule();
  const parse = parseSync as unknown as PgParse;
  const remembered = new Map<string, readonly SqlStatement[]>();
  return {
    read(text, dialect) {
      const key = `${dialect ?? ''}\n${text}`;
      const known = remembered.get(key);
      if (known !== undefined) return known;
      const statements = readText(withoutNumbers(text), dialect, parse);
      const kept = options.keepSystemTables === true ? statements : statements.map(withoutSystemTables);
      remembered.set(key, kept);
      return kept;
    },
    readIfKnown(text, isKnown) {
      if (!looksLikeSql(text)) return [];
      const statements = splitStatements(text).map((raw) => readPostgres(raw, parse));
      const read = statements.flatMap((found) => found ?? []);
      const tables = read.flatMap((statement) => statement.accesses.map((access) => access.table));
      const isSure = statements.every((found) => found !== undefined) && tables.length > 0 && tables.every(isKnown);
      return isSure ? read.map(withoutSystemTables) : [];
    },
  };
}

/**
 * Cheap gate before the parser: a verb of SQL at the start, in upper case or followed by what it asks for. The `(?=(…))\1`
 * keeps to the first `AS`: one try instead of one for each of them.
 */
export function looksLikeSql(text: string): boolean {
  if (!/[=*()$;'"]/.test(text) && !/^\s*[A-Z]{4}/.test(text)) return false;
  return /^\s*(?:--[^\n]*\n\s*)*(?:\(\s*)?(?:SELECT\b[\s\S]*\bFROM\b|WITH\b(?=([\s\S]*?\bAS\b))\1[\s\S]*\(|INSERT\s+(?:OR\s+\w+\s+|IGNORE\s+)?INTO\b|REPLACE\s+INTO\b|UPDATE\b[\s\S]*\bSET\b|DELETE\s+FROM\b|MERGE\s+INTO\b|TRUNCATE\s+|CREATE\s+\w+|ALTER\s+TABLE\b|DROP\s+(?:TABLE|VIEW)\b|COPY\b[\s\S]*\b(?:FROM|TO)\b|LOCK\s+TABLE|REFRESH\s+MATERIALIZED)/i.test(
    text,
  );
}

/** `$${position}` is a numbered parameter, not the quote `$$`. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<!\$)\$(?=\$\{\d+\})/g, '');
}

function readText(text: string, dialect: SqlDialect | undefined, parse: PgParse): SqlStatement[] {
  const guessed = dialect ?? guessDialect(text);
  return splitStatements(text, guessed).flatMap((raw) => readStatement(raw, guessed, parse));
}

function readStatement(raw: RawStatement, dialect: SqlDialect | undefined, parse: PgParse): readonly SqlStatement[] {
  const isPostgres = dialect === undefined || dialect === 'postgres';
  const parsed = isPostgres ? readPostgres(raw, parse) : undefined;
  if (parsed !== undefined) return parsed;
  const nested = raw.tokens[0]?.key === '(' ? readFragment(raw, dialect, parse) : undefined;
  if (nested !== undefined) return nested;
  const scanned = scanStatement(raw, dialect);
  if (scanned.isUnreadable !== true) return [scanned];
  return readFragment(raw, dialect, parse) ?? [scanned];
}

function readPostgres(raw: RawStatement, parse: PgParse, prefix = ''): readonly SqlStatement[] | undefined {
  const trees = parsePostgres(raw.tokens, prefix, parse);
  if (trees === undefined) return undefined;
  return trees.flatMap((tree) => {
    const { tableHoles, block, isForeign, ...reading } = readTree(tree);
    if (isForeign) return [scanStatement(raw, 'mssql')];
    const statement = { line: raw.line, ...reading, ...(tableHoles.length === 0 ? {} : { tableHoles }) };
    return block === undefined ? [statement] : readBlock(block, raw.line, parse);
  });
}

const BLOCK_STATEMENTS = new Set('SELECT INSERT UPDATE DELETE CREATE ALTER DROP TRUNCATE MERGE WITH'.split(' '));

/** Statements inside a DO block: what follows BEGIN, THEN, ELSE, LOOP. Conditions are taken as met. */
function readBlock(block: string, line: number, parse: PgParse): SqlStatement[] {
  return splitStatements(block, 'postgres').flatMap(({ tokens, line: inner }) => {
    let depth = 0;
    let start = -1;
    for (let i = 0; i < tokens.length; i++) {
      const key = tokens[i]?.key ?? '';
      if (key === '(') depth++;
      else if (key === ')') depth--;
      const opens = i === 0 || /^(?:BEGIN|THEN|ELSE|LOOP)$/.test(tokens[i - 1]?.key ?? '');
      if (depth === 0 && opens && BLOCK_STATEMENTS.has(key)) {
        start = i;
        break;
      }
    }
    if (start < 0) return [];
    const skipped = block.slice(tokens[0]?.at, tokens[start]?.at).split('\n').length - 1;
    return [...(readPostgres({ tokens: tokens.slice(start), line: line + inner - 1 + skipped }, parse) ?? [])];
  });
}

/** What a piece of SQL must follow for PostgreSQL to take it. */
const FRAGMENT_PREFIXES = [
  'SELECT ',
  'SELECT 1 ',
  'SELECT 1 FROM msaholex ',
  'SELECT 1 WHERE true ',
  'SELECT 1 FROM ',
  'SELECT 1 WHERE 1 = ',
];

function readFragment(raw: RawStatement, dialect: SqlDialect | undefined, parse: PgParse): SqlStatement[] | undefined {
  if (dialect !== undefined && dialect !== 'postgres') return readOpenFragment(raw, dialect);
  if (raw.tokens.length > 20_000) return undefined;
  for (const prefix of FRAGMENT_PREFIXES) {
    if (prefix === 'SELECT 1 FROM ' && !/^(?:\w+\.)?\w+$/.test(raw.tokens[0]?.text ?? '')) continue;
    const statements = readPostgres(raw, parse, prefix);
    if (statements === undefined) continue;
    return statements.map(({ tableHoles = [], ...statement }) => ({
      ...statement,
      ...(tableHoles.some((hole) => hole >= 0) ? { tableHoles: tableHoles.filter((hole) => hole >= 0) } : {}),
      accesses: statement.accesses.map((access) => ({ ...access, joined: access.op === 'read' })),
    }));
  }
  return readOpenFragment(raw, dialect);
}

/** `FROM a JOIN b ON (a.x = b.x`: a piece whose parentheses other pieces close. */
function readOpenFragment(raw: RawStatement, dialect: SqlDialect | undefined): SqlStatement[] | undefined {
  if (!/^(?:FROM|JOIN|LEFT|RIGHT|INNER|CROSS|FULL)$/.test(raw.tokens[0]?.key ?? '')) return undefined;
  const { accesses, tableHoles } = scanQuery(raw.tokens, dialect);
  if (accesses.length === 0) return undefined;
  const joined = accesses.map((access) => ({ ...access, joined: access.op === 'read' }));
  return [{ line: raw.line, accesses: joined, changes: [], ...(tableHoles.length === 0 ? {} : { tableHoles }) }];
}

function withoutSystemTables(statement: SqlStatement): SqlStatement {
  if (!statement.accesses.some((access) => isSystemTable(access.table))) return statement;
  return {
    ...statement,
    accesses: statement.accesses.filter((access) => !isSystemTable(access.table)),
    changes: statement.changes.filter((change: SchemaChange) => !isSystemTable(change.table)),
  };
}
