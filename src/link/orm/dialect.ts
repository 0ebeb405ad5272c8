/**
 * What one ORM, driver or query builder says about code: the interface that each file of this folder implements.
 * A dialect knows its library and nothing else. Following wrappers, callers, subclasses and transactions across files
 * is done for it, by `../program` (values) and `../tables` (accesses).
 *
 * The life of a dialect in one run:
 *   1. Its data (`packages`, `types`, `functions`) tells the evaluator what the library's calls give.
 *   2. `read(world)` finds the declared tables once, and returns the reading with its closures.
 *   3. `access(chain)` is asked for each call chain that has one of its `methods` in it.
 */
import type { AccessKind, Confidence, Evidence, Expr, SqlName, TableKind } from '../../model/index.js';
import type { Chain, LibraryKnowledge, Scope, Value, ValueOf } from '../program/index.js';
import type { World } from './world.js';

/**
 * A table by name. `database` only when the repository has several logical databases; `isCreated` where a statement creates it.
 */
export type TableName = SqlName & { readonly database?: string; readonly isCreated?: true };

export type TableDeclaration = {
  readonly table: TableName;
  readonly kind: TableKind;
  readonly naming: 'explicit' | 'default' | 'convention' | 'sql';
  readonly source: 'model' | 'migration' | 'query';
  /** Model or class names mapped to it. */
  readonly models: readonly string[];
  readonly at: Evidence;
};

export type ForeignKeyDeclaration = {
  readonly from: TableName;
  readonly to: TableName;
  /** `reference` has no constraint in the database. */
  readonly kind: 'foreign-key' | 'reference';
  readonly columns: readonly string[];
  readonly at: Evidence;
};

/**
 * A function that the library itself calls when it writes a row: a hook, a listener, a subscriber. What it does happens in
 * the transaction of the write that it is given.
 */
export type Hook = {
  readonly when: 'before' | 'after';
  readonly body: ValueOf<'function'>;
  /** What it is called with, as far as that is written at the write (its options, the handle). */
  readonly args: readonly Expr[];
};

/** What one call does to one table. */
export type Access = {
  readonly table: TableName;
  readonly op: AccessKind;
  /** Joined, included, populated, named in a sub-select: not the table the call is about. */
  readonly joined?: true;
  /** `exact`: class or constant; `typed`: a declared type says so; `convention`: a name that fits a known table. */
  readonly confidence?: Confidence;
  /** Where the chain names it; the chain's own line when absent. */
  readonly line?: number;
  /** How many lines `line` stands below the one it was counted from: a statement in a text of several lines. */
  readonly below?: number;
  readonly note?: string;
  /**
   * Declarations in other files that bring the table in without the call naming it (eager relations, default
   * scopes), as `path#Model.property`. The access is then indirect, through them.
   */
  readonly via?: readonly string[];
  /** In the order the library calls them. Only those that surely run on this very call. */
  readonly hooks?: readonly Hook[];
};

/** What a dialect makes of a chain that is its own. A chain that is not gives `undefined` instead. */
export type Finding = {
  readonly accesses: readonly Access[];
  /**
   * The handle is the library's, but what it acts on cannot be told, here. Say it also when the reason is a type
   * parameter or an argument: the chain is asked again for each subclass and caller, in their scope.
   */
  readonly unresolved?: { readonly line: number; readonly reason: string };
  /** What is found stands, but callers may tell more (the stages of a pipeline that is a parameter): asked again for each. */
  readonly isOpen?: true;
};

/** A call (or decorator) that opens a transaction. */
export type Opening = {
  /** `typeorm.transaction`, `prisma.$transaction` … */
  readonly mechanism: string;
  /**
   * `handle`: inside is what is called on the handle or given it. `ambient`: everything called while it runs.
   * `region`: from this call to `commit` or the end of the function, on the handle that it gives or is called on.
   */
  readonly membership: 'handle' | 'ambient' | 'region';
  /** The function that runs inside; absent for a region or a list of operations. */
  readonly body?: Value;
  /** Position of the handle among the body's parameters; 0 when absent. */
  readonly handleParameter?: number;
  /** Expressions that are the operations, for a list (`$transaction([a, b])`). */
  readonly operations?: readonly { readonly expr: Expr; readonly scope: Scope }[];
  readonly line: number;
};

export type Reading = {
  readonly tables: readonly TableDeclaration[];
  readonly foreignKeys: readonly ForeignKeyDeclaration[];
  /** Names to ask `access` about beside the dialect's `methods`: those of own functions found while reading. */
  readonly methods?: ReadonlySet<string>;
  readonly access?: (chain: Chain) => Finding | undefined;
  readonly opening?: (chain: Chain) => Opening | undefined;
  /** The library is used, though its tables are declared elsewhere: calls on untyped parameters may be its own. */
  readonly isUsed?: true;
};

export type Dialect = LibraryKnowledge & {
  /** File and fixture folder name. */
  readonly id: string;
  readonly title: string;
  /** One line on what is understood, for `doctor` and the documentation. */
  readonly docs: string;
  /** A chain is asked about only when a link has one of these names … */
  readonly methods: readonly string[];
  /** … or this says so (tags, callable handles). Must be cheap: it is asked for every chain. */
  readonly isCandidate?: (chain: Pick<Chain, 'file' | 'links' | 'root' | 'expr'>) => boolean;
  /** Names of functions and methods whose calls declare tables; `world.calls(name)` lists them. */
  readonly declaringCalls?: readonly string[];
  /** Decorators that make a method transactional: exported name → membership. */
  readonly transactionDecorators?: Readonly<Record<string, 'ambient' | 'handle'>>;
  readonly read: (world: World) => Reading;
};
