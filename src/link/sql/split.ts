/**
 * Tokens → statements. `;` ends a statement except inside the `BEGIN … END` body of a trigger or routine; a line `GO`
 * and `DELIMITER x` (MySQL client) are obeyed and dropped, as are the data lines after `COPY … FROM stdin`.
 */

import type { SqlDialect } from './dialect.js';
import { type SqlToken, tokenize } from './tokens.js';

export type RawStatement = { readonly tokens: readonly SqlToken[]; readonly line: number };

export function splitStatements(text: string, dialect?: SqlDialect): RawStatement[] {
  const tokens = tokenize(withoutClientCommands(text), dialect);
  const statements: RawStatement[] = [];
  let current: SqlToken[] = [];
  let depth = 0;
  let line = 1;
  let counted = 0;
  const finish = (): void => {
    const first = current[0];
    if (first !== undefined) {
      for (; counted < first.at; counted++) if (text.charCodeAt(counted) === 10) line++;
      statements.push({ tokens: current, line });
    }
    current = [];
    depth = 0;
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as SqlToken;
    if (token.key === ';' && depth <= 0) {
      finish();
      continue;
    }
    if (isRoutine(current)) depth += nesting(token, tokens[i + 1], tokens[i - 1]);
    current.push(token);
  }
  finish();
  return statements;
}

function isRoutine(tokens: readonly SqlToken[]): boolean {
  if (tokens[0]?.key !== 'CREATE' && tokens[0]?.key !== 'ALTER') return false;
  for (let i = 1; i < Math.min(tokens.length, 9); i++) {
    const key = tokens[i]?.key;
    if (key === 'TRIGGER' || key === 'PROCEDURE' || key === 'FUNCTION' || key === 'EVENT' || key === 'PROC')
      return true;
    if (key === 'TABLE' || key === 'INDEX' || key === 'VIEW' || key === '(') return false;
  }
  return false;
}

/** +1 for what opens a block, -1 for its END. `END IF` and `END LOOP` close blocks that were not counted. */
function nesting(token: SqlToken, next: SqlToken | undefined, before: SqlToken | undefined): number {
  if (token.key === 'BEGIN') return 1;
  if (token.key === 'CASE') return before?.key === 'END' ? 0 : 1;
  if (token.key !== 'END') return 0;
  return next?.key === 'IF' || next?.key === 'LOOP' || next?.key === 'WHILE' || next?.key === 'REPEAT' ? 0 : -1;
}

/** Blanks client commands, keeping every offset and line. */
function withoutClientCommands(text: string): string {
  let out = text;
  if (/^[ \t]*GO[ \t]*\r?$/im.test(out)) out = out.replace(/^([ \t]*)GO([ \t]*\r?)$/gim, '$1; $2');
  if (/^[ \t]*DELIMITER[ \t]/im.test(out)) out = obeyDelimiters(out);
  if (/\bFROM\s+STDIN\b/i.test(out) && /^\\\.\s*$/m.test(out)) out = withoutCopyData(out);
  return out;
}

function obeyDelimiters(text: string): string {
  let delimiter = ';';
  return text
    .split('\n')
    .map((line) => {
      const command = /^[ \t]*DELIMITER[ \t]+(\S+)/i.exec(line);
      if (command !== null) {
        delimiter = command[1] as string;
        return ' '.repeat(line.length);
      }
      if (delimiter === ';') return line;
      const end = line.trimEnd();
      return end.endsWith(delimiter)
        ? `${line.slice(0, end.length - delimiter.length)};${' '.repeat(line.length - (end.length - delimiter.length) - 1)}`
        : line;
    })
    .join('\n');
}

function withoutCopyData(text: string): string {
  let isData = false;
  return text
    .split('\n')
    .map((line) => {
      if (isData) {
        if (/^\\\.\s*$/.test(line)) isData = false;
        return ' '.repeat(line.length);
      }
      isData = line.trimEnd().endsWith(';') && /^\s*COPY\b.*\bFROM\s+STDIN\b/i.test(line);
      return line;
    })
    .join('\n');
}
