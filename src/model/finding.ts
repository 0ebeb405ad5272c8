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
