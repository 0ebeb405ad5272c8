/** What the reports of `check` may use besides the findings. They read no disk, no clock and no environment. */
import type { Evidence, Findings, Palette, Verdict, Violation } from '../model/index.js';

export type CheckReportOptions = Verdict & {
  readonly version: string;
  readonly palette?: Palette;
  /** Text of a line of the analysed code, 1-based, for source excerpts. */
  readonly readLine?: (path: string, line: number) => string | undefined;
  /** Folders from the repository root to the analysed root, `packages/shop/`: hosts want paths from the repository root. */
  readonly prefix?: string;
  /** Name of the baseline, when a check of the whole project has none yet: the text sums up then, unless `listsAll`. */
  readonly missingBaseline?: string;
  readonly listsAll?: boolean;
};

export type CheckReporter = {
  readonly title: string;
  /** File name for `--output-dir`. */
  readonly file: string;
  readonly render: (findings: Findings, options: CheckReportOptions) => string;
};

/** Errors first, each group in the order of the findings. */
export function newViolations(findings: Findings): Violation[] {
  const fresh = findings.violations.filter((v) => v.status === 'new');
  return [...fresh.filter((v) => v.severity === 'error'), ...fresh.filter((v) => v.severity === 'warning')];
}

/** The place to look at: the first evidence, else the start of the file. */
export function placeOf(violation: Violation): Evidence {
  const first = violation.evidence[0];
  return { path: first?.path ?? violation.key.from, line: Math.max(1, first?.line ?? 1) };
}

export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** `1 new, 2 warnings, 40 accepted, 3 allowed, 1 stale`, zeros left out but for `new`. */
export function summaryLine({ summary, isStaleJudged }: Findings): string {
  const parts = [`${summary.new} new`];
  if (summary.warnings > 0) parts.push(counted(summary.warnings, 'warning'));
  if (summary.accepted > 0) parts.push(`${summary.accepted} accepted`);
  if (summary.allowed > 0) parts.push(`${summary.allowed} allowed`);
  parts.push(isStaleJudged ? `${summary.stale} stale` : 'stale not judged');
  return parts.join(', ');
}
