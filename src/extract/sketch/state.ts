/**
 * Where a reading of tokens stands: the token, those before it, and what is open around it. Made for a file, dropped with
 * it.
 */
import type { Intern } from './intern.js';
import { T } from './tokens.js';

/** What is open. A level with `marks` in it holds decorators, whose operands need no comma after them. */
export const LEVEL = {
  paren: 1,
  control: 2,
  bracket: 3,
  object: 4,
  brace: 5,
  hole: 6,
  jsxHole: 7,
  jsxTag: 8,
  jsxChildren: 9,
} as const;

export type Lexer = {
  readonly text: string;
  readonly hasJsx: boolean;
  readonly intern: Intern;
  /** The token now. */
  kind: number;
  word: number;
  start: number;
  end: number;
  isNewLine: boolean;
  /** Of a name: a hash of its text. */
  hash: number;
  /** The one before it, and its word; the one before that, and the one before that. */
  before: number;
  wordBefore: number;
  farBefore: number;
  wordFar: number;
  farther: number;
  wordFarther: number;
  /** `)` that closes the head of an `if` or a loop: a slash after it begins a regular expression. */
  closedControl: boolean;
  /** Something that only a parser can tell. */
  isOdd: boolean;
  /** Whether the statement is one of values; in a declaration of types a brace holds members. */
  isValue: boolean;
  depth: number;
  readonly levels: number[];
  /** By level: tokens since it, or its last comma or statement, began; 1 when decorators stand in it. */
  readonly runs: number[];
  readonly marks: number[];
  /** Sum of `runs`: nothing is nested deeper than that. */
  run: number;
  /** Names of the open JSX elements. */
  readonly tags: string[];
  /** Names of all JSX elements that are no element of HTML, as written; undefined until there is any element. */
  used: Set<string> | undefined;
};

/** More tokens than this within one another might be deeper than the parser's walk goes; see `MAX_DEPTH` there. */
export const MAX_RUN = 250;
const MAX_LEVELS = 60;

export function createLexer(text: string, hasJsx: boolean, intern: Intern): Lexer {
  const bom = text.startsWith('#!') ? Math.max(text.indexOf('\n'), 0) : 0;
  return {
    text,
    hasJsx,
    intern,
    kind: T.start,
    word: 0,
    start: 0,
    end: bom,
    isNewLine: true,
    hash: 0,
    before: T.start,
    wordBefore: 0,
    farBefore: T.start,
    wordFar: 0,
    farther: T.start,
    wordFarther: 0,
    closedControl: false,
    isOdd: false,
    isValue: true,
    depth: 0,
    levels: [0],
    runs: [0],
    marks: [0],
    run: 0,
    tags: [],
    used: undefined,
  };
}

export function odd(lexer: Lexer): number {
  lexer.isOdd = true;
  lexer.kind = T.end;
  return T.end;
}

/** A new statement or item: what came before it does not hold what follows. */
export function beginItem(lexer: Lexer): void {
  lexer.run -= lexer.runs[lexer.depth] as number;
  lexer.runs[lexer.depth] = 0;
}

export function pushLevel(lexer: Lexer, level: number): void {
  const depth = ++lexer.depth;
  if (depth > MAX_LEVELS) odd(lexer);
  lexer.levels[depth] = level;
  lexer.runs[depth] = 0;
  lexer.marks[depth] = 0;
}

export function popLevel(lexer: Lexer): void {
  lexer.run -= lexer.runs[lexer.depth] as number;
  lexer.depth--;
}
