/**
 * The state of one walk over one file: where in the code we are (scope, function, prefix), and what was found so far.
 * Made for a file, filled by the walk, dropped with the syntax tree. Nothing here outlives the file.
 */
import type { ts } from 'ts-morph';
import type {
  ClassFact,
  Diagnostic,
  EnumFact,
  ExportFact,
  Expr,
  FunctionFact,
  Guard,
  ImportFact,
  InterfaceFact,
  LineRange,
  Overload,
  TypeAlias,
  Variable,
} from '../../model/index.js';
import { K } from './syntax.js';

export type Draft<T> = { -readonly [K in keyof T]: T[K] };

export type CodeCall = { readonly expr: Expr & { kind: 'call' | 'new' }; readonly fn: number };

/** Uses of one imported name, counted while walking. */
export type BindingDraft = {
  imported: string;
  local: string;
  isMarkedType: boolean;
  valueUses: number;
  typeUses: number;
  lines: number[];
  /** For names that stand for a whole module: what is read through them; '*' when it is passed on whole. */
  members?: Set<string>;
};

export type ImportDraft = Omit<Draft<ImportFact>, 'bindings'> & { bindings: BindingDraft[] };

/** What a name means in a scope: how the facts spell it, and which import it is. */
export type Name = { spelled: string; use?: BindingDraft; isType: boolean };

export type Scope = {
  readonly parent: Scope | undefined;
  /** Made with the first name: most functions and blocks declare none. */
  names: Map<string, Name> | undefined;
  readonly fn: FunctionState;
  /** Inside a namespace: its dotted name with a dot at the end, which its members are spelled with. */
  readonly prefix: string;
};

export type FunctionState = {
  readonly index: number;
  readonly parent: FunctionState | undefined;
  /** Declared names → how many times, to number the next one. */
  used: Map<string, number> | undefined;
  readonly locals: Variable[];
  readonly body: Expr[];
  readonly returns: Expr[];
  readonly branches: (readonly LineRange[])[];
  readonly loops: LineRange[];
  readonly guards: Guard[];
};

export type Walk = {
  readonly file: ts.SourceFile;
  readonly path: string;
  readonly isJs: boolean;
  /** `var` occurs, or what looks like it: only then are nested statements searched for hoisted names. */
  readonly hasVar: boolean;
  readonly lineStarts: readonly number[];
  /** Index of the line asked for last. */
  lastLine: number;
  scope: Scope;
  fn: FunctionState;
  readonly functions: FunctionFact[];
  /** Signatures of the function that comes next, if it has this name. */
  overloads: { readonly name: string; readonly list: readonly Overload[] };
  readonly classes: ClassFact[];
  readonly interfaces: InterfaceFact[];
  readonly types: TypeAlias[];
  readonly enums: EnumFact[];
  readonly imports: ImportDraft[];
  readonly exports: ExportFact[];
  /** Calls of `require` and `import()` whose bindings a declaration already gave. */
  readonly claimed: Set<ts.Node>;
  readonly words: Map<string, number> | undefined;
  /** Every call and `new`, with the function it stands in: what entry points and events are read from. */
  readonly calls: CodeCall[];
  readonly diagnostics: Diagnostic[];
  depth: number;
  /** Grows with every call, assignment, await … converted: whether an expression is worth keeping is read from it. */
  activity: number;
  /** Identifiers count as type uses (heritage of ambient classes, `typeof x` in a type). */
  inType: boolean;
  /** Class whose field initialiser is being read: functions made there are its members. */
  ownerClass: number;
  usesJsx: boolean;
};

/** Nesting that is still followed. Deeper code is counted for imports only; consumers may recurse this deep. */
export const MAX_DEPTH = 400;

export const UNKNOWN: Expr = { kind: 'unknown' };

export function createWalk(file: ts.SourceFile, path: string, hasWords: boolean): Walk {
  const fn: FunctionState = {
    index: 0,
    parent: undefined,
    used: undefined,
    locals: [],
    body: [],
    returns: [],
    branches: [],
    loops: [],
    guards: [],
  };
  return {
    file,
    path,
    isJs: /\.[cm]?jsx?$/.test(path),
    hasVar: file.text.includes('var '),
    lineStarts: file.getLineStarts(),
    lastLine: 0,
    scope: { parent: undefined, names: undefined, fn, prefix: '' },
    fn,
    functions: [],
    overloads: { name: '', list: [] },
    classes: [],
    interfaces: [],
    types: [],
    enums: [],
    imports: [],
    exports: [],
    claimed: new Set(),
    words: hasWords ? new Map() : undefined,
    calls: [],
    diagnostics: [],
    depth: 0,
    activity: 0,
    inType: false,
    ownerClass: -1,
    usesJsx: false,
  };
}

/** 1-based line of a position. Most are asked for in order, so the line before and the one after it are tried first. */
export function lineAt(walk: Walk, position: number): number {
  const starts = walk.lineStarts;
  const last = walk.lastLine;
  if ((starts[last] as number) <= position) {
    if (last + 1 >= starts.length || position < (starts[last + 1] as number)) return last + 1;
    if (last + 2 >= starts.length || position < (starts[last + 2] as number)) {
      walk.lastLine = last + 1;
      return last + 2;
    }
  }
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= position) low = middle;
    else high = middle - 1;
  }
  walk.lastLine = low;
  return low + 1;
}

/** Line of a node's first token. */
export function lineOf(walk: Walk, node: ts.Node): number {
  return lineAt(walk, startOf(walk, node));
}

/** An identifier's start is read from its end, which spares skipping the trivia before it. */
function startOf(walk: Walk, node: ts.Node): number {
  if (node.kind === K.Identifier) return Math.max(node.pos, node.end - 1);
  return node.getStart(walk.file);
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const modifiers = (node as { modifiers?: readonly ts.Node[] }).modifiers;
  if (modifiers === undefined) return false;
  for (const modifier of modifiers) if (modifier.kind === kind) return true;
  return false;
}

export function report(
  walk: Walk,
  code: string,
  severity: Diagnostic['severity'],
  line: number,
  message: string,
): void {
  walk.diagnostics.push({ code, severity, path: walk.path, line, message });
}
