/**
 * Where a reading of names stands: the token, what was found, and the scope. Made for a file, dropped with it. Whatever
 * is not certain ends it (`doubt`, `leave`), and the file is parsed.
 */
import type { ExportFact, ImportFact } from '../../model/index.js';

type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** `names` are those declared in it; imported names may be used from `start` to `end`. */
export type Scope = { names: Set<string> | undefined; readonly start: number; end: number };

export type BoundName = {
  readonly imported: string;
  readonly local: string;
  readonly isMarkedType: boolean;
  readonly scope: Scope;
  valueUses: number;
  typeUses: number;
  readonly lines: number[];
  readonly members: Set<string> | undefined;
};

/** `names` is undefined where names are passed on, and `passed` says which. */
export type ImportDraft = Omit<Draft<ImportFact>, 'bindings'> & { readonly names: BoundName[]; isHoisted: boolean };

export type Reading = {
  readonly text: string;
  readonly hasJsx: boolean;
  kind: number;
  /** Its number among the known words; 0 for other names. */
  word: number;
  start: number;
  end: number;
  hash: number;
  isNewLine: boolean;
  /** Where the token before it ends. */
  before: number;
  /** Names that are used, six numbers each: start, end, hash, 1 for a type, start and end of the member read of it. */
  readonly uses: number[];
  /** Declared names in order, each with the scope it was entered in; of members, which no scope has, undefined. */
  readonly declared: string[];
  readonly declaredIn: (Scope | undefined)[];
  /** Names of type parameters. */
  readonly typeParams: string[];
  scope: Scope;
  readonly imports: ImportDraft[];
  readonly exports: ExportFact[];
  /** The scope of the file, and whether each of its names is but a type. */
  readonly module: Scope;
  readonly isType: Map<string, boolean>;
  /** Exports that a list names: what they are is known at the end. */
  readonly listed: number[];
  depth: number;
  /** Open arms of `?`, in which `(a): b =>` may be two things. */
  arms: number;
  /** Inside the type after `extends` of another one, where no conditional type begins. */
  isConstraint: boolean;
  isGenerator: boolean;
  usesJsx: boolean;
  /** Readings that had to be begun again. */
  failures: number;
};

const DOUBT = new Error('not what was expected');
const LEFT = new Error('left to the parser');
const MAX_DEPTH = 120;
/** And one for every twenty characters. */
const MAX_FAILURES = 200;

/** What was tried cannot be it; outside of a try the file is left to the parser. */
export function doubt(): never {
  throw DOUBT;
}

/** Only the parser can tell. */
export function leave(): never {
  throw LEFT;
}

export function isLeft(error: unknown): boolean {
  return error === DOUBT || error === LEFT;
}

export function createReading(text: string, hasJsx: boolean): Reading {
  const first = text.startsWith('#!') ? Math.max(text.indexOf('\n'), 0) : 0;
  const module: Scope = { names: undefined, start: 0, end: text.length };
  return {
    text,
    hasJsx,
    kind: 0,
    word: 0,
    start: first,
    end: first,
    hash: 0,
    isNewLine: true,
    before: 0,
    uses: [],
    declared: [],
    declaredIn: [],
    typeParams: [],
    scope: module,
    module,
    imports: [],
    exports: [],
    isType: new Map(),
    listed: [],
    depth: 0,
    arms: 0,
    isConstraint: false,
    isGenerator: false,
    usesJsx: false,
    failures: 0,
  };
}

export function deeper(r: Reading): void {
  if (++r.depth > MAX_DEPTH) leave();
}

type Mark = Pick<Reading, 'kind' | 'word' | 'start' | 'end' | 'hash' | 'isNewLine' | 'before' | 'depth' | 'scope'> & {
  readonly uses: number;
  readonly declared: number;
  readonly imports: number;
  readonly typeParams: number;
  readonly isConstraint: boolean;
  readonly isGenerator: boolean;
  readonly arms: number;
};

export function mark(r: Reading): Mark {
  return {
    kind: r.kind,
    word: r.word,
    start: r.start,
    end: r.end,
    hash: r.hash,
    isNewLine: r.isNewLine,
    before: r.before,
    depth: r.depth,
    scope: r.scope,
    isConstraint: r.isConstraint,
    isGenerator: r.isGenerator,
    arms: r.arms,
    uses: r.uses.length,
    declared: r.declared.length,
    imports: r.imports.length,
    typeParams: r.typeParams.length,
  };
}

export function reset(r: Reading, to: Mark): void {
  r.kind = to.kind;
  r.word = to.word;
  r.start = to.start;
  r.end = to.end;
  r.hash = to.hash;
  r.isNewLine = to.isNewLine;
  r.before = to.before;
  r.depth = to.depth;
  r.scope = to.scope;
  r.isConstraint = to.isConstraint;
  r.isGenerator = to.isGenerator;
  r.arms = to.arms;
  r.uses.length = to.uses;
  undeclare(r, to.declared);
  r.imports.length = to.imports;
  r.typeParams.length = to.typeParams;
}

/** Looks ahead and comes back. */
export function ahead<T>(r: Reading, look: (r: Reading) => T): T {
  const from = mark(r);
  const found = look(r);
  reset(r, from);
  return found;
}

/** Reads on as `read` does; false, and back where it began, when that cannot be. */
export function attempt(r: Reading, read: (r: Reading) => boolean): boolean {
  const from = mark(r);
  try {
    if (read(r)) return true;
  } catch (error) {
    if (error !== DOUBT) throw error;
  }
  reset(r, from);
  // Within one another they would double the time with each.
  if (++r.failures > MAX_FAILURES + r.text.length / 20) leave();
  return false;
}

export function scoped(r: Reading, inside: (r: Reading) => void): void {
  const outer = r.scope;
  const scope: Scope = { names: undefined, start: r.start, end: r.text.length };
  r.scope = scope;
  inside(r);
  scope.end = r.before;
  r.scope = outer;
}

/** A name of the current scope, counted once in it. */
export function declare(r: Reading, name: string, isType = false): void {
  const { scope } = r;
  if (scope === r.module) r.isType.set(name, isType && r.isType.get(name) !== false);
  scope.names ??= new Set();
  if (scope.names.has(name)) return;
  scope.names.add(name);
  r.declared.push(name);
  r.declaredIn.push(scope);
}

/** The name of a member. */
export function declareMember(r: Reading, name: string): void {
  r.declared.push(name);
  r.declaredIn.push(undefined);
}

export function undeclare(r: Reading, length: number): void {
  for (let i = length; i < r.declared.length; i++) r.declaredIn[i]?.names?.delete(r.declared[i] as string);
  r.declared.length = length;
  r.declaredIn.length = length;
}

/** The token is a name that is used; answers its place in `uses`. */
export function use(r: Reading, isType: boolean): number {
  return r.uses.push(r.start, r.end, r.hash, isType ? 1 : 0, 0, 0) - 6;
}

/** What is read of the name used at that place. */
export function readOf(r: Reading, place: number, start: number, end: number): void {
  r.uses[place + 4] = start;
  r.uses[place + 5] = end;
}

export function tokenText(r: Reading): string {
  return r.text.slice(r.start, r.end);
}
