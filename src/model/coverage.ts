/** What the analysis saw and what it did not. */

/** A specifier or a data call that could not be resolved. Counted and shown: silence would look like good architecture. */
export type Unresolved = {
  readonly path: string;
  readonly line: number;
  readonly what: string;
  readonly reason: string;
};

/** A difference between what models declare and what migrations build. */
export type Drift = {
  readonly table: string;
  readonly kind: 'only-in-models' | 'only-in-migrations';
  readonly message: string;
};

export type Coverage = {
  readonly files: number;
  readonly parsed: number;
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  readonly imports: { readonly resolved: number; readonly external: number; readonly unresolved: number };
  readonly dataAccess: { readonly resolved: number; readonly unresolved: number };
  readonly unresolvedImports: readonly Unresolved[];
  readonly unresolvedAccess: readonly Unresolved[];
};
