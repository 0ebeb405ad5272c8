/** Import declarations, from the word on. `import x = …` and import attributes are left to the parser. */
import type { ImportBinding } from '../../model/index.js';
import { endStatement, fromClause, list } from './clauses.js';
import { next } from './lexer.js';
import { lineOf } from './lines.js';
import { isBindable, type ModuleRecord, plainString, textOf, W } from './record.js';
import { type Lexer, odd } from './state.js';
import { T } from './tokens.js';

/** Leaves the lexer on the token after the declaration. */
export function readImport(lexer: Lexer, record: ModuleRecord): void {
  const line = lineOf(record.lines, lexer.start);
  const bindings: ImportBinding[] = [];
  next(lexer);
  if (lexer.kind === T.literal) {
    const specifier = plainString(lexer) ?? '';
    endStatement(lexer);
    record.imports.push({ form: 'side-effect', specifier, isLiteral: true, line, isTypeOnly: false, bindings });
    return;
  }
  const isTypeOnly = clause(lexer, bindings);
  const specifier = fromClause(lexer);
  if (specifier === undefined) return;
  record.imports.push({ form: 'import', specifier, isLiteral: true, line, isTypeOnly, bindings });
}

/** `a, { b }`, `* as a`, `type { a }` …; answers whether all of it is marked as types. */
function clause(lexer: Lexer, bindings: ImportBinding[]): boolean {
  let isTypeOnly = false;
  if (lexer.word === W.type) {
    next(lexer);
    // `import type from 'x'` and `import type, { a } from 'x'` name their default import so.
    if (lexer.kind === T.comma) {
      bindings.push(bound('default', 'type', false, false));
      next(lexer);
      named(lexer, bindings, false);
      return false;
    }
    if (lexer.word === W.from) odd(lexer);
    isTypeOnly = true;
  }
  if (isBindable(lexer)) {
    bindings.push(bound('default', textOf(lexer), isTypeOnly, false));
    next(lexer);
    if (lexer.kind !== T.comma) return isTypeOnly;
    if (isTypeOnly) odd(lexer);
    next(lexer);
  }
  named(lexer, bindings, isTypeOnly);
  return isTypeOnly;
}

function named(lexer: Lexer, bindings: ImportBinding[], isTypeOnly: boolean): void {
  if (lexer.kind === T.star) {
    next(lexer);
    if (lexer.word !== W.as) odd(lexer);
    next(lexer);
    if (!isBindable(lexer)) odd(lexer);
    bindings.push(bound('*', textOf(lexer), isTypeOnly, false));
    next(lexer);
  } else if (lexer.kind === T.openBrace) {
    for (const { name, as, isType, isAsReserved } of list(lexer)) {
      if (isAsReserved) odd(lexer);
      bindings.push(bound(name, as, isTypeOnly || isType, isType && !isTypeOnly));
    }
  } else odd(lexer);
}

/** Uses are not counted: whoever needs them has the file parsed. */
function bound(imported: string, local: string, isTypeOnly: boolean, isMarked: boolean): ImportBinding {
  const use = { valueUses: 0, typeUses: 0, lines: [] };
  return isMarked
    ? { imported, local, isTypeOnly, isMarkedType: true, ...use }
    : { imported, local, isTypeOnly, ...use };
}
