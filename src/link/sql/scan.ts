/** One statement's tokens → what it says, by the tolerant scanner: which kind of statement it is decides who reads it. */
import type { SqlStatement } from '../../model/index.js';
import type { SqlDialect } from './dialect.js';
import { readName } from './names.js';
import { scanDdl } from './scan-ddl.js';
import { scanQuery } from './scan-query.js';
import type { RawStatement } from './split.js';
import type { SqlToken } from './tokens.js';

const QUERIES = new Set('SELECT WITH INSERT UPDATE DELETE MERGE REPLACE VALUES ( TABLE'.split(' '));
const DEFINITIONS = new Set('CREATE ALTER DROP RENAME TRUNCATE'.split(' '));
/** Statements that name no table of interest. */
const SILENT = new Set(
  (
    'SET PRAGMA USE EXEC EXECUTE CALL SHOW DESCRIBE DESC GRANT REVOKE VACUUM ANALYZE ANALYSE DECLARE END SAVEPOINT ' +
    'RELEASE COMMENT RESET LISTEN NOTIFY UNLISTEN DISCARD CHECKPOINT CLUSTER REINDEX FETCH CLOSE DEALLOCATE ATTACH ' +
    'DETACH PRINT KILL FLUSH OPTIMIZE HANDLER UNLOCK ELSE RETURN RAISE PERFORM THROW WAITFOR REASSIGN DO SHUTDOWN'
  ).split(' '),
);

export function scanStatement({ tokens, line }: RawStatement, dialect?: SqlDialect): SqlStatement {
  const key = tokens[0]?.key ?? '';
  const transaction = transactionOf(tokens);
  if (transaction !== undefined) return { line, accesses: [], changes: [], transaction };
  if (QUERIES.has(key)) return withHoles({ line, changes: [], ...scanQuery(tokens, dialect) });
  if (DEFINITIONS.has(key)) return withHoles({ line, ...scanDdl(tokens, dialect) });
  if (key === 'EXPLAIN') return scanStatement({ tokens: afterExplain(tokens), line }, dialect);
  if (key === 'IF' || key === 'WHILE' || key === 'BEGIN') return scanControl({ tokens, line }, dialect);
  if (key === 'LOAD') return scanLoad(tokens, line, dialect);
  if (key === 'LOCK') return scanLock(tokens, line, dialect);
  if (SILENT.has(key)) return { line, accesses: [], changes: [] };
  return { line, accesses: [], changes: [], isUnreadable: true };
}

/** BEGIN, START TRANSACTION, COMMIT, ROLLBACK (not to a savepoint), and SQL Server's `BEGIN TRAN`. */
function transactionOf(tokens: readonly SqlToken[]): SqlStatement['transaction'] {
  const [first, second] = [tokens[0]?.key ?? '', tokens[1]?.key ?? ''];
  if (first === 'START' && second === 'TRANSACTION') return 'begin';
  const isBegin = /^(?:|TRAN|TRANSACTION|WORK|ISOLATION|READ|DEFERRED|IMMEDIATE|EXCLUSIVE|CONCURRENT|NOT|DEFERRABLE)$/;
  if (first === 'BEGIN' && isBegin.test(second)) return 'begin';
  if (first === 'END' && (tokens.length === 1 || second === 'TRANSACTION' || second === 'WORK')) return 'commit';
  if (first === 'COMMIT') return second === 'PREPARED' ? undefined : 'commit';
  if ((first === 'ROLLBACK' || first === 'ABORT') && !tokens.some((t) => t.key === 'TO')) return 'rollback';
  return undefined;
}

function withHoles(statement: SqlStatement & { readonly tableHoles: readonly number[] }): SqlStatement {
  const { tableHoles, ...rest } = statement;
  return tableHoles.length === 0 ? rest : { ...rest, tableHoles };
}

function afterExplain(tokens: readonly SqlToken[]): readonly SqlToken[] {
  const at = tokens.findIndex((token) => QUERIES.has(token.key) && token.key !== '(');
  return at < 0 ? [] : tokens.slice(at);
}

/** `IF NOT EXISTS (SELECT …) CREATE TABLE …`, `IF … BEGIN …`: the condition is a query, the rest a statement. */
function scanControl({ tokens, line }: RawStatement, dialect?: SqlDialect): SqlStatement {
  const body = bodyStart(tokens);
  const condition = scanQuery([...parenthesised(tokens.slice(0, body))], dialect);
  const rest = tokens.slice(body);
  const inner: SqlStatement =
    rest.length > 0 && body > 0 ? scanStatement({ tokens: rest, line }, dialect) : { line, accesses: [], changes: [] };
  return withHoles({
    line,
    accesses: [...condition.accesses, ...inner.accesses],
    changes: inner.changes,
    tableHoles: [...condition.tableHoles, ...(inner.tableHoles ?? [])],
  });
}

function parenthesised(tokens: readonly SqlToken[]): readonly SqlToken[] {
  const open = tokens.findIndex((token) => token.key === '(');
  return open < 0 ? [] : tokens.slice(open);
}

function bodyStart(tokens: readonly SqlToken[]): number {
  let depth = 0;
  for (let i = 1; i < tokens.length; i++) {
    const key = tokens[i]?.key ?? '';
    if (key === '(') depth++;
    else if (key === ')') depth--;
    else if (depth === 0 && key !== '' && (QUERIES.has(key) || DEFINITIONS.has(key) || key === 'EXEC')) return i;
  }
  return tokens.length;
}

/** `LOAD DATA … INTO TABLE t` (MySQL). */
function scanLoad(tokens: readonly SqlToken[], line: number, dialect?: SqlDialect): SqlStatement {
  const at = tokens.findIndex((token, i) => token.key === 'TABLE' && tokens[i - 1]?.key === 'INTO');
  const read = at < 0 ? undefined : readName(tokens, at + 1, dialect);
  return {
    line,
    accesses: read?.name === undefined ? [] : [{ table: read.name, op: 'insert', joined: false }],
    changes: [],
  };
}

/** `LOCK TABLES a WRITE, b AS c READ` (MySQL). */
function scanLock(tokens: readonly SqlToken[], line: number, dialect?: SqlDialect): SqlStatement {
  const names = tokens.flatMap((token, i) => {
    const isName = token.key === 'TABLE' || token.key === 'TABLES' || token.key === ',';
    const read = isName ? readName(tokens, i + 1, dialect) : undefined;
    return read?.name === undefined ? [] : [read.name];
  });
  return { line, accesses: names.map((table) => ({ table, op: 'read', joined: false })), changes: [] };
}
