/** The way of a file's tokens past the rules of how imported names are used. */
import { isInArguments, settlePending, trackBrackets } from './brackets.js';
import type { ModuleRecord } from './record.js';
import { LEVEL, type Lexer } from './state.js';
import { T } from './tokens.js';
import { noteUse } from './use-rules.js';
import { beginHead, noteGiven, noteHead, type Uses, useAt } from './uses.js';

/** What the token that the lexer stands on says of imported names. */
export function readUse(uses: Uses, lexer: Lexer, id: number): void {
  settlePending(uses, lexer);
  trackBrackets(uses, lexer);
  if (lexer.kind === T.openBrace) typesInArguments(uses, lexer);
  if (id !== 0) noteHead(uses, lexer, id, lexer.start);
  const use = useAt(uses, lexer);
  if (use !== undefined) noteUse(uses, lexer, use);
}

/** `{` among type arguments holds members, which semicolons part. */
function typesInArguments(uses: Uses, { depth, levels, before }: Lexer): void {
  const isAmong = before === T.comma && levels[depth] === LEVEL.object && isInArguments(uses, depth - 1);
  if (isAmong) levels[depth] = LEVEL.brace;
}

const EXPORTED_HEAD = /^export\s+(?:(?:default|declare|abstract|const)\s+)*(class|interface|enum)\b/;
const EXPORTED_NAME = /^export\s+default\s+([\w$]+)(?![\w$])(?:\s*(?:\?\.|\.)\s*([\w$]+))?/;

/** What an export, read from `start` to where the lexer is now, says of imported names. */
export function readGiven(
  uses: Uses,
  lexer: Lexer,
  { listed, exports }: ModuleRecord,
  start: number,
  from: number,
): void {
  const text = lexer.text.slice(start, lexer.end);
  for (const { local, at } of listed.slice(from)) {
    const item = exports[at];
    noteGiven(uses, local, '*', item?.kind === 'local' && item.isType);
  }
  const kind = EXPORTED_HEAD.exec(text)?.[1];
  if (kind !== undefined) beginHead(uses, lexer, kind === 'enum', start);
  const [, name, member = '*'] = EXPORTED_NAME.exec(lexer.text.slice(start, lexer.end + 80)) ?? [];
  if (name !== undefined) noteGiven(uses, name, member, false);
}
