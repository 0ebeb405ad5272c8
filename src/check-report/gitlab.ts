/** GitLab Code Quality: a bare array of what is new. Fingerprints are unique and free of lines, else GitLab drops entries. */
import { type Findings, printableJson } from '../model/index.js';
import { fingerprint } from './fingerprint.js';
import { type CheckReportOptions, newViolations, placeOf } from './options.js';

export function renderGitlab(findings: Findings, { prefix = '' }: CheckReportOptions): string {
  const issues = newViolations(findings).map((violation) => {
    const { path, line } = placeOf(violation);
    return {
      description: violation.message,
      check_name: violation.key.rule,
      fingerprint: fingerprint(violation.key),
      severity: violation.severity === 'error' ? 'major' : 'minor',
      location: { path: prefix + path, lines: { begin: line } },
    };
  });
  return printableJson(issues);
}
