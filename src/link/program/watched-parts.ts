/**
 * Who reads what functions are made of. A function reads itself, and with it those that are written in the same outermost
 * function: that is its own affair (`readsItself`). Whatever anybody else reads of it is exposed: an edit of it may matter
 * elsewhere. What is kept for whoever asks next is nobody's own reading (`forAll`), nor is what is evaluated in other
 * functions on the way. Looking through all functions for something exposes those where it is found (`quietly`).
 */
import type { FileFacts, FunctionFact, Program } from '../../model/index.js';

/** A bit for each part that is watched; the others are the function's outside. */
const BODY = 1;
const LOCALS = 2;
const RETURNS = 4;
const BRANCHES = 8;
const LOOPS = 16;
const ALL = 31;

/** A number for each function: bits of parts, and bits that names have. */
export type Exposed = { readonly parts: Uint8Array; readonly names: Uint32Array };

export type PartsWatch = {
  /** Whose own reading this is: the file, its families, and the outermost function. */
  path: string | undefined;
  of: Program | undefined;
  families: readonly number[];
  family: number;
  isQuiet: boolean;
  /** By path: the parts of each function that others read, and below them the names that they looked for in it. */
  readonly exposed: Map<string, Exposed>;
};

/** From now on it is noted which parts are read. The facts stay what they are. */
export function watchParts(facts: readonly FileFacts[]): PartsWatch {
  const watch: PartsWatch = {
    path: undefined,
    of: undefined,
    families: [],
    family: -1,
    isQuiet: false,
    exposed: new Map(),
  };
  for (const { path, program } of facts) {
    if (program === undefined) continue;
    const { length } = program.functions;
    const marks: Exposed = { parts: new Uint8Array(length), names: new Uint32Array(length) };
    watch.exposed.set(path, marks);
    const families = familiesOf(program);
    const functions = program.functions as FunctionFact[];
    for (const [fn, fact] of functions.entries())
      functions[fn] = new WatchedFunction(fact, {
        watch,
        path,
        fn,
        family: families[fn] as number,
        marks,
      }) as FunctionFact;
  }
  return watch;
}

/** Of each function the outermost one that it is written in; the module's top level is one by itself. */
export function familiesOf({ functions }: Program): number[] {
  const families: number[] = [];
  for (const [fn, { parent }] of functions.entries()) families.push(parent <= 0 ? fn : (families[parent] ?? fn));
  return families;
}

/** What is read to answer is read by the function itself. */
export function readingItself<T>(
  watch: PartsWatch | undefined,
  { path, program }: { readonly path: string; readonly program: Program },
  fn: number,
  answer: () => T,
): T {
  if (watch === undefined) return answer();
  if (watch.of !== program) {
    watch.of = program;
    watch.families = familiesOf(program);
  }
  watch.path = path;
  watch.family = watch.families[fn] ?? fn;
  const answered = answer();
  watch.path = undefined;
  return answered;
}

/** Whether what stands in that function is asked for by another one that is reading itself. */
export function isAway(watch: PartsWatch | undefined, path: string, fn: number): watch is PartsWatch {
  return watch?.path !== undefined && (watch.path !== path || watch.families[fn] !== watch.family);
}

/** Makes what whoever asks next is given as well. */
export function forAll<T>(watch: PartsWatch | undefined, make: () => T): T {
  if (watch?.path === undefined) return make();
  const { path } = watch;
  watch.path = undefined;
  const made = make();
  watch.path = path;
  return made;
}

/** What is read to make it is noted for nobody: who finds something in it says so (`expose`). */
export function quietly<T>(watch: PartsWatch | undefined, make: () => T): T {
  if (watch === undefined || watch.isQuiet) return make();
  watch.isQuiet = true;
  const made = make();
  watch.isQuiet = false;
  return made;
}

/** What stands in that function matters to somebody else. */
export function expose(fact: FunctionFact | undefined): void {
  if (fact instanceof WatchedFunction) fact.expose(ALL);
}

/** The name was looked for among those that the function declares. */
export function exposeName(fact: FunctionFact | undefined, name: string): void {
  if (fact instanceof WatchedFunction) fact.noteName(name);
}

/** One of 32 bits: two names may share one, and then count as one. */
export function bitOf(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return 1 << (hash & 31);
}

type Watched = {
  readonly watch: PartsWatch;
  readonly path: string;
  readonly fn: number;
  readonly family: number;
  readonly marks: Exposed;
};

/** A class, since properties of a prototype cost less than those defined one by one on each of many objects. */
class WatchedFunction {
  readonly name: FunctionFact['name'];
  readonly kind: FunctionFact['kind'];
  readonly parent: number;
  readonly ownerClass: number;
  readonly params: FunctionFact['params'];
  readonly line: number;
  readonly endLine: number;
  // Those that may be left out are not there when they are.
  declare readonly isStatic?: true;
  declare readonly isAsync?: true;
  readonly #fact: FunctionFact;
  readonly #watched: Watched;

  constructor(fact: FunctionFact, watched: Watched) {
    const { name, kind, parent, ownerClass, params, line, endLine, body, locals, returns, branches, loops, ...rest } =
      fact;
    this.name = name;
    this.kind = kind;
    this.parent = parent;
    this.ownerClass = ownerClass;
    this.params = params;
    this.line = line;
    this.endLine = endLine;
    Object.assign(this, rest);
    this.#fact = fact;
    this.#watched = watched;
  }

  note(part: number): void {
    if (!this.#isUnnoted()) this.expose(part);
  }

  noteName(name: string): void {
    const { marks, fn } = this.#watched;
    if (!this.#isUnnoted()) marks.names[fn] = (marks.names[fn] as number) | bitOf(name);
  }

  #isUnnoted(): boolean {
    const { watch, family, path } = this.#watched;
    return watch.isQuiet || (watch.family === family && watch.path === path);
  }

  expose(part: number): void {
    const { marks, fn } = this.#watched;
    marks.parts[fn] = (marks.parts[fn] as number) | part;
  }

  get body() {
    this.note(BODY);
    return this.#fact.body;
  }

  get locals() {
    this.note(LOCALS);
    return this.#fact.locals;
  }

  get returns() {
    this.note(RETURNS);
    return this.#fact.returns;
  }

  get branches() {
    this.note(BRANCHES);
    return this.#fact.branches;
  }

  get loops() {
    this.note(LOOPS);
    return this.#fact.loops;
  }
}
