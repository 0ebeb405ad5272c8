/**
 * What went wrong, in two kinds. A `Diagnostic` is something odd in one analysed file: it is recorded, counted, and
 * the run goes on. A `UserError` is a wrong call of the tool: it is caught once, in the command line, and printed with
 * its hint. Anything else thrown is a bug and keeps its stack.
 */
export type Severity = 'error' | 'warning' | 'info';

export type Diagnostic = {
  /** Stable code, `MSA` and three digits; the list is `DIAGNOSTICS` and `ERRORS` in `codes.ts`. */
  readonly code: string;
  readonly severity: Severity;
  /** Path relative to the analysed root; '' when the diagnostic is about the run as a whole. */
  readonly path: string;
  /** 1-based line; 0 when unknown. */
  readonly line: number;
  readonly message: string;
};

/** Messages of diagnostics that name no file: what the analysis as a whole could not see. */
export function aboutTheWhole(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.filter(({ path }) => path === '').map(({ message }) => message);
}

/** A wrong call of the tool. Ends the run with exit code 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    readonly code: string,
    message: string,
    /** The next step, as one sentence. */
    readonly hint: string,
  ) {
    super(message);
  }
}
