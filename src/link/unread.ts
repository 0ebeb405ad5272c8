/**
 * Schema files and SQL that could not be read to the end → one diagnostic per file, with its first place. What is left
 * of them is used; but a schema cut in half would otherwise look like a small one.
 */
import type { Diagnostic, FileFacts } from '../model/index.js';
import { schemaFaults } from './prisma/index.js';
import { forwardPart, openQuoteLine, type SqlReader } from './sql/index.js';

/** `sql`: paths of the .sql files that build the schema; only they are read whole. */
export function unreadTexts(facts: readonly FileFacts[], sql: ReadonlySet<string>, reader: SqlReader): Diagnostic[] {
  return facts.flatMap(({ path, prisma, sqlText }): Diagnostic[] => {
    if (prisma !== undefined) return schemaDiagnostics(path, prisma);
    return sqlText !== undefined && sql.has(path) ? sqlDiagnostics(path, sqlText, reader) : [];
  });
}

function schemaDiagnostics(path: string, text: string): Diagnostic[] {
  const faults = schemaFaults(text);
  const [first] = faults;
  if (first === undefined) return [];
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return [
    { code: 'MSA107', severity: 'warning', path, line: first.line, message: `Prisma schema: ${first.message}${more}.` },
  ];
}

function sqlDiagnostics(path: string, text: string, reader: SqlReader): Diagnostic[] {
  const forward = forwardPart(text);
  const quote = openQuoteLine(forward);
  if (quote > 0) {
    const message = 'A quote in this SQL file is never closed; what follows it is not read.';
    return [{ code: 'MSA108', severity: 'warning', path, line: quote, message }];
  }
  const statements = reader.read(forward);
  const unread = statements.filter(({ isUnreadable }) => isUnreadable === true);
  const line = unread[0]?.line ?? (saysNothing(text) ? 1 : 0);
  if (line === 0) return [];
  const message =
    unread.length === 0
      ? 'Nothing in this SQL file could be read.'
      : `${unread.length} of ${statements.length} SQL statements could not be read.`;
  return [{ code: 'MSA108', severity: 'warning', path, line, message }];
}

/** Something stands in it, but no word: brackets, quotes, dots. */
function saysNothing(text: string): boolean {
  const words = /[\p{L}_]{2,}/u;
  if (words.test(text)) return false;
  return /\S/.test(text);
}
