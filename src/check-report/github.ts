/**
 * Annotations for GitHub Actions. It shows ten of a kind per step, so the first ten errors and warnings are written and
 * a notice says how many there are in all. No name can begin a line or end a property.
 */
import type { Findings, Violation } from '../model/index.js';
import { githubMessage, githubProperty } from './escape.js';
import { type CheckReportOptions, newViolations, placeOf, summaryLine } from './options.js';

const SHOWN_PER_KIND = 10;

export function renderGithub(findings: Findings, { prefix = '' }: CheckReportOptions): string {
  const fresh = newViolations(findings);
  const shown = (['error', 'warning'] as const).flatMap((severity) =>
    fresh.filter((v) => v.severity === severity).slice(0, SHOWN_PER_KIND),
  );
  const hidden = fresh.length - shown.length;
  const more = hidden === 0 ? '' : `; ${hidden} more in the step summary`;
  const summary = `::notice title=msa-map check::${githubMessage(summaryLine(findings) + more)}`;
  return `${[...shown.map((v) => annotation(v, prefix)), summary].join('\n')}\n`;
}

function annotation(violation: Violation, prefix: string): string {
  const { path, line } = placeOf(violation);
  const file = githubProperty(prefix + path);
  const title = githubProperty(`msa-map ${violation.key.rule}`);
  const refusal = violation.refusal === undefined ? '' : ` (${violation.refusal})`;
  const message = githubMessage(`${violation.message}${refusal}\n${violation.fix}`);
  return `::${violation.severity} file=${file},line=${line},title=${title}::${message}`;
}
