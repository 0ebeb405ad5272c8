/** What `check` gives. A violation is identified by `ViolationKey`: no line, count or date is part of it. */
import type { RuleId, RuleSeverity } from './config.js';
import type { Diagnostic } from './diagnostics.js';
import type { Evidence } from './graph.js';

export type ViolationKey = {
  readonly rule: RuleId;
  readonly fromContext: string;
  readonly toContext: string;
  /** Module path, or transaction id. */
  readonly from: string;
  /** Module path or `table:name`. */
  readonly to: string;
  /** Edge kind, or `join`, `transaction`, `cycle`. */
  readonly kind: string;
};

export type Violation = {
  readonly key: ViolationKey;
  readonly severity: Exclude<RuleSeverity, 'off'>;
  readonly status: 'new' | 'accepted' | 'allowed';
  readonly evidence: readonly Evidence[];
  readonly symbols: readonly string[];
  readonly message: string;
  /** How to fix it, and how to accept it. */
  readonly fix: string;
  /** Reason from the baseline or the allow-list. */
  readonly reason?: string;
  /** Why an acceptance does not count: its date has passed, or the context is strict. */
  readonly refusal?: string;
};

export type BaselineEntry = ViolationKey & { readonly reason?: string; readonly until?: string };

export type Findings = {
  /** Sorted by rule and key. */
  readonly violations: readonly Violation[];
  /** Baseline entries that no longer hold; empty and not judged on a narrowed scope. */
  readonly stale: readonly BaselineEntry[];
  readonly moved: readonly { readonly entry: BaselineEntry; readonly now: ViolationKey }[];
  readonly isStaleJudged: boolean;
  readonly scope: { readonly kind: 'all' | 'since' | 'staged' | 'files'; readonly files: number };
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  readonly diagnostics: readonly Diagnostic[];
  readonly notes: readonly string[];
  readonly summary: {
    readonly new: number;
    readonly accepted: number;
    readonly allowed: number;
    readonly stale: number;
    readonly warnings: number;
  };
};

export type Verdict = { readonly failOnStale?: boolean; readonly isStrict?: boolean };

/**
 * Whether findings fail a run: new errors always, stale entries when asked for, and in a strict run also new warnings
 * and files that could not be read.
 */
export function failsCheck({ summary, diagnostics }: Findings, { failOnStale, isStrict }: Verdict): boolean {
  if (summary.new > 0) return true;
  if (summary.stale > 0 && (failOnStale === true || isStrict === true)) return true;
  return isStrict === true && (summary.warnings > 0 || diagnostics.some((d) => d.severity === 'error'));
}
