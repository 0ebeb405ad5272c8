/** What is gathered of a file while its tokens pass, and the words and names that declarations of modules share. */
import type { ExportFact, ImportFact } from '../../model/index.js';
import { createLines, type Lines } from './lines.js';
import { type Lexer, odd } from './state.js';
import { T, word } from './tokens.js';

export type ModuleRecord = {
  readonly lines: Lines;
  readonly imports: ImportFact[];
  readonly exports: ExportFact[];
  /** Names declared at the top level: interfaces and type aliases, classes, enums, other values. */
  readonly interfaces: string[];
  readonly types: string[];
  readonly classes: string[];
  readonly enums: string[];
  readonly values: Set<string>;
  /** Names that `export { … }` lists, with whether the list says `type`: what they are is known at the end. */
  readonly listed: { readonly local: string; readonly at: number }[];
};

export function createRecord(text: string): ModuleRecord {
  return {
    lines: createLines(text),
    imports: [],
    exports: [],
    interfaces: [],
    types: [],
    classes: [],
    enums: [],
    values: new Set(),
    listed: [],
  };
}

export const W = {
  as: word('as'),
  from: word('from'),
  type: word('type'),
  default: word('default'),
};

export function textOf({ text, start, end, intern }: Lexer): string {
  return intern(text.slice(start, end));
}

/** A name that may be bound: no reserved word. */
export function isBindable({ kind }: Lexer): boolean {
  return kind === T.name || kind === T.context;
}

/** The text of a string without escapes; undefined, and odd, for anything else. */
export function plainString(lexer: Lexer): string | undefined {
  const quote = lexer.text.charAt(lexer.start);
  const value = lexer.text.slice(lexer.start + 1, lexer.end - 1);
  if (lexer.kind === T.literal && (quote === '"' || quote === "'") && !value.includes('\\')) return lexer.intern(value);
  odd(lexer);
  return undefined;
}
