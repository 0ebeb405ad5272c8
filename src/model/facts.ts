/**
 * What `extract` gives: what ONE file says, as written. Raw specifiers, names as spelled, positions; nothing resolved,
 * nothing from another file, no absolute path. So facts can be cached and made in any worker. `link` turns
 * "as written" into "is". Lines are 1-based.
 */
import type { Diagnostic } from './diagnostics.js';
import type { Program } from './program.js';
import type { SqlStatement } from './schema.js';

/** How a specifier is asked for. `import-type` is `import('x').T` in a type position. */
export type ImportForm =
  | 'import'
  | 'side-effect'
  | 'export-from'
  | 'dynamic-import'
  | 'require'
  | 'import-equals'
  | 'import-type'
  | 'jsdoc';

export type ImportBinding = {
  /** Exported name in the other file; `default` for a default import, `*` for a namespace. */
  readonly imported: string;
  /** Name in this file; for an `export … from` the exported name. */
  readonly local: string;
  /** Marked `type`, or every use of it is in a type position, so that TypeScript elides it. */
  readonly isTypeOnly: boolean;
  /** `type` is written before this name. Under `verbatimModuleSyntax` only such a name is elided. */
  readonly isMarkedType?: true;
  /** For a namespace or a require bound to one name: the members read through it, sorted; '*' when used whole. */
  readonly members?: readonly string[];
  /**
   * Of a file read by its tokens: what they leave open. `role`: it is used, as a value or as a type; `all`: nothing of its
   * use is known. Where nothing is open the uses are 1 or 0.
   */
  readonly open?: 'role' | 'all';
  /** Number of uses in value and in type positions (the import itself not counted). */
  readonly valueUses: number;
  readonly typeUses: number;
  /** Lines of the uses, ascending, at most 50. */
  readonly lines: readonly number[];
};

export type ImportFact = {
  readonly form: ImportForm;
  /** As written. For a dynamic import that is not a literal: its constant prefix, else ''. */
  readonly specifier: string;
  /** False when the specifier is computed; such an import is counted as unresolved. */
  readonly isLiteral: boolean;
  readonly line: number;
  /** The whole declaration says `type` (`import type`, `export type … from`). */
  readonly isTypeOnly: boolean;
  readonly bindings: readonly ImportBinding[];
};

export type ExportFact =
  /** `export const x`, `export class X`, `export { local as name }`, `export default …`. What has no name of its own is `default`
   *  (or `exports.x`) here and in the Program: a function, class or top-level variable of that name. */
  | {
      readonly kind: 'local';
      readonly name: string;
      readonly local: string;
      readonly isType: boolean;
      readonly line: number;
    }
  /** `export { imported as name } from 'specifier'`. */
  | {
      readonly kind: 'named-from';
      readonly name: string;
      readonly imported: string;
      readonly specifier: string;
      readonly isTypeOnly: boolean;
      readonly line: number;
    }
  /** `export * as name from 'specifier'`. */
  | {
      readonly kind: 'namespace-from';
      readonly name: string;
      readonly specifier: string;
      readonly isTypeOnly: boolean;
      readonly line: number;
    }
  /** `export * from 'specifier'`. */
  | { readonly kind: 'star-from'; readonly specifier: string; readonly isTypeOnly: boolean; readonly line: number }
  /** `export = x`, `module.exports = …`; a value without a name is the variable `export=` or `module.exports`. */
  | { readonly kind: 'equals'; readonly local: string; readonly line: number };

export type EntryPointKind = 'http' | 'graphql' | 'rpc' | 'queue' | 'event' | 'cron' | 'websocket' | 'cli';

/** Where the outside world comes in. */
export type EntryPointFact = {
  readonly kind: EntryPointKind;
  /** `GET`, `Query`, `mutation`, queue name, cron expression … as far as the file says; '' when unknown. */
  readonly verb: string;
  /** Route, field, procedure, topic; the prefix of the class or router in the same file included. */
  readonly name: string;
  /** `Class.method` or function; '' for an inline handler. */
  readonly handler: string;
  readonly line: number;
  /** Last line of a handler that stands inline. */
  readonly endLine?: number;
  /** Variable of the module that holds the router of a route; none when a function makes or is given it. */
  readonly router?: string;
};

/** A router or plugin from another file, hung under a path: `app.use('/orders', orders)`. */
export type MountFact = {
  /** The path with that of `onto` in the same file; '' when it is mounted without one. */
  readonly path: string;
  /** Variable of the module that holds the router it is mounted on; '' for none. */
  readonly onto: string;
  /** The imported name; for `app.use('/orders', require('./orders'))` the specifier. */
  readonly mounted: { readonly local: string } | { readonly specifier: string };
};

/** An event, message or job by name, published or consumed here. */
export type EventFact = {
  readonly direction: 'publish' | 'consume';
  /** Event name: the literal, or the class name of an event object, or the constant's spelled name (`OrderEvents.PAID`). */
  readonly name: string;
  readonly nameKind: 'literal' | 'class' | 'constant';
  readonly mechanism: string;
  readonly function: string;
  readonly line: number;
};

export type FileFacts = {
  readonly path: string;
  /** Read by its tokens only: what functions and classes hold is not known, and how imported names are used in part. */
  readonly isSketch?: true;
  /** Of a file read by its tokens: there is a decorator in it, which may keep types at run time. */
  readonly isDecorated?: true;
  readonly lines: number;
  /** Set by a generator's header comment (`@generated`, `DO NOT EDIT` …). */
  readonly isGenerated: boolean;
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly entryPoints: readonly EntryPointFact[];
  /** Left out when there are none. */
  readonly mounts?: readonly MountFact[];
  readonly events: readonly EventFact[];
  /** Lower-case words of declared names and of the file's own identifiers with counts, layer words included; sorted. */
  readonly words: readonly (readonly [word: string, count: number])[];
  /** Declarations and calls, condensed, for code files; absent for others. */
  readonly program?: Program;
  /** Statements of a `.sql` file, when they were read already. */
  readonly sql?: readonly SqlStatement[];
  /** Text of a `.sql` file, as read: the SQL reader lives in `link`, which knows the dialect and the known tables. */
  readonly sqlText?: string;
  /** Text of a `.prisma` file, as read: the schema spans files, so it is understood when linking. */
  readonly prisma?: string;
  readonly diagnostics: readonly Diagnostic[];
};
