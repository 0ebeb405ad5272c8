/**
 * The evaluator's state: all files, how names resolve across them, what is known of libraries, memos, and the budget
 * that keeps every query cheap. One evaluator serves one run; it is filled as it is asked, and asks are idempotent.
 */
import type { FileFacts, Role } from '../../model/index.js';
import type { BoundThis } from './bound-this.js';
import { type ProgramFile, programFile } from './files.js';
import type { Implementers } from './interfaces.js';
import type { Library } from './library.js';
import type { PutOnIndex } from './put-on.js';
import type { FoundCalls } from './typed-calls.js';
import type { ClassValue, Scope, Value } from './values.js';
import type { PartsWatch } from './watched-parts.js';

/**
 * What an imported name means. `name` of a file is the exported one's local name there; '*' is the whole module,
 * 'acme/sdk.*' that of a `declare module 'acme/sdk'` in it.
 */
export type Resolution =
  | { readonly kind: 'file'; readonly path: string; readonly name: string }
  | { readonly kind: 'package'; readonly package: string; readonly name: string }
  | { readonly kind: 'missing' };

/** How names cross files; re-exports are followed. */
export type Resolve = {
  /** The meaning of `import { name } from 'specifier'` in file `from`. */
  readonly imported: (from: string, specifier: string, name: string) => Resolution;
  /** What a file exports under a name. */
  readonly exported: (path: string, name: string) => Resolution;
};

/** A class or library type among the ancestors of an instance, nearest first. */
export type Ancestor =
  | { readonly kind: 'own'; readonly of: ClassValue; readonly types: ReadonlyMap<string, Value> }
  | { readonly kind: 'library'; readonly value: Value };

export type Evaluator = {
  readonly files: ReadonlyMap<string, ProgramFile>;
  readonly resolve: Resolve;
  readonly library: Library;
  /** Where it is noted who reads what of functions. */
  readonly watch?: PartsWatch | undefined;
  readonly memo: {
    readonly modules: Map<string, Scope>;
    readonly classScopes: Map<string, Scope>;
    readonly lineages: Map<string, readonly Ancestor[]>;
    readonly functions: Map<ProgramFile, Scope[]>;
    /** The same two by identity, which is asked far more often than a key is worth making. */
    readonly lineagesBySelf: Map<Value, readonly Ancestor[]>;
    readonly classScopesBySelf: Map<Value, Map<ReadonlyMap<string, Value>, Scope>>;
    readonly types: Map<object, Value | 'being found'>;
    /** Of instances, shapes and their like, by name. */
    readonly members: Map<Value, Map<string, Value>>;
    subclasses?: ReadonlyMap<string, readonly ClassValue[]>;
    implementers?: Implementers;
    boundThis?: BoundThis;
    putOn?: PutOnIndex;
    callsByType?: FoundCalls;
    readonly callsByName: Map<string, FoundCalls>;
    /** Functions whose `this` is being found. */
    readonly bindingThis: Set<string>;
  };
  readonly budget: {
    depth: number;
    steps: number;
    /**
     * The outermost question in progress that the current one came back to (0: the budget is spent). An answer that
     * rests on an unfinished one further out is not kept.
     */
    lowest: number;
    /** Questions that were not answered, the budget being spent. */
    spent: number;
    /** Times that a type was asked for while it was being found, and answered as unknown. */
    unfinishedTypes: number;
    /** Functions being followed, with the depth at which they were begun. */
    readonly active: Map<string, number>;
  };
};

/** Nesting of questions within a question, and questions per outermost question. */
const MAX_DEPTH = 150;
/**
 * Of 600,000 questions to ten monoliths all but forty took less than a thousand steps, seven more than that and less than
 * this, and the rest never ended: interpreters, whose functions call one another in every order.
 */
const MAX_STEPS = 3_000;
/** `lowest` of an answer that rests on no unfinished one: deeper than any. */
export const NOTHING_OPEN = MAX_DEPTH + 1;

/** Answers what names, types and calls mean across the files of `facts`. */
export function createEvaluator(
  facts: readonly FileFacts[],
  roleOf: (path: string) => Role,
  resolve: Resolve,
  library: Library,
  watch?: PartsWatch,
): Evaluator {
  const files = new Map<string, ProgramFile>();
  for (const fact of facts) if (fact.program) files.set(fact.path, programFile(fact, roleOf(fact.path), watch));
  return {
    files,
    watch,
    resolve,
    library,
    memo: {
      modules: new Map(),
      classScopes: new Map(),
      lineages: new Map(),
      functions: new Map(),
      lineagesBySelf: new Map(),
      classScopesBySelf: new Map(),
      types: new Map(),
      members: new Map(),
      callsByName: new Map(),
      bindingThis: new Set(),
    },
    budget: { depth: 0, steps: 0, spent: 0, lowest: NOTHING_OPEN, unfinishedTypes: 0, active: new Map() },
  };
}

/** Runs one question within the budget; `fallback` when it is spent. */
export function within<T>({ budget }: Evaluator, fallback: T, ask: () => T): T {
  if (!begins(budget)) return fallback;
  const answer = ask();
  budget.depth--;
  return answer;
}

/** One question more, which ends with `budget.depth--`; false when the budget is spent. */
export function begins(budget: Evaluator['budget']): boolean {
  if (budget.depth === 0) {
    budget.steps = 0;
    budget.lowest = NOTHING_OPEN;
  }
  if (budget.depth >= MAX_DEPTH || budget.steps >= MAX_STEPS) {
    budget.lowest = 0;
    budget.spent++;
    return false;
  }
  budget.depth++;
  budget.steps++;
  return true;
}
