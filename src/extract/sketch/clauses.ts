/** What imports and exports have in common: `from 'x'` at their end, and lists in braces. */
import { next } from './lexer.js';
import { isBindable, plainString, textOf, W } from './record.js';
import { type Lexer, odd } from './state.js';
import { T } from './tokens.js';

export type Listed = {
  readonly name: string;
  readonly as: string;
  readonly isType: boolean;
  readonly start: number;
  /** The name, or the one it gets, is a word or text that no variable can have. */
  readonly isReserved: boolean;
  readonly isAsReserved: boolean;
};

/** From `from` on, to the token after the statement; undefined, and odd, when it goes on otherwise. */
export function fromClause(lexer: Lexer): string | undefined {
  if (lexer.word !== W.from) {
    odd(lexer);
    return undefined;
  }
  next(lexer);
  const specifier = plainString(lexer);
  endStatement(lexer);
  return specifier;
}

/** The statement ends here: by a semicolon, a new line or the end of the file. */
export function endStatement(lexer: Lexer): void {
  const kind = next(lexer);
  if (kind !== T.semicolon && kind !== T.end && (!lexer.isNewLine || kind !== T.keyword)) {
    const isNewStatement =
      lexer.isNewLine && (kind === T.name || kind === T.context || kind === T.at || kind === T.value);
    if (!isNewStatement) odd(lexer);
  }
}

/** `{ a, b as c, type d, 'e' as f }`, from its brace; leaves the lexer after it. */
export function list(lexer: Lexer): Listed[] {
  const items: Listed[] = [];
  next(lexer);
  while (lexer.kind !== T.closeBrace && !lexer.isOdd) {
    const item = listItem(lexer);
    if (item !== undefined) items.push(item);
    if (lexer.kind === T.comma) next(lexer);
    else if (lexer.kind !== T.closeBrace) odd(lexer);
  }
  next(lexer);
  return items;
}

function listItem(lexer: Lexer): Listed | undefined {
  const { start } = lexer;
  let isType = false;
  if (lexer.word === W.type) {
    next(lexer);
    if (lexer.kind === T.comma || lexer.kind === T.closeBrace)
      return { name: 'type', as: 'type', isType, start, isReserved: false, isAsReserved: false };
    if (lexer.word === W.as) odd(lexer);
    isType = true;
  }
  const isReserved = !isBindable(lexer);
  const name = itemName(lexer);
  next(lexer);
  if (lexer.word !== W.as || lexer.isOdd)
    return { name, as: name, isType, start, isReserved, isAsReserved: isReserved };
  next(lexer);
  const as = itemName(lexer);
  const isAsReserved = !isBindable(lexer);
  next(lexer);
  return { name, as, isType, start, isReserved, isAsReserved };
}

function itemName(lexer: Lexer): string {
  if (lexer.kind === T.literal) return plainString(lexer) ?? '';
  const isWord = isBindable(lexer) || lexer.kind === T.keyword || lexer.kind === T.value;
  if (!isWord) odd(lexer);
  return textOf(lexer);
}
