/** JUnit XML: one suite per rule that was judged, a failed case per new error, a skipped case per new warning. */
import { type Findings, RULE_INFO, RULES, type RuleId, type Violation } from '../model/index.js';
import { xml } from './escape.js';
import { type CheckReportOptions, newViolations, placeOf } from './options.js';

export function renderJunit(findings: Findings, { prefix = '' }: CheckReportOptions): string {
  const fresh = newViolations(findings);
  const suites = RULES.map((rule) =>
    suite(
      rule,
      fresh.filter((v) => v.key.rule === rule),
      prefix,
    ),
  );
  const failures = fresh.filter((v) => v.severity === 'error').length;
  const tests = RULES.reduce((sum, rule) => sum + Math.max(1, fresh.filter((v) => v.key.rule === rule).length), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="msa-map check" tests="${tests}" failures="${failures}" errors="0">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(rule: RuleId, violations: readonly Violation[], prefix: string): string {
  const failures = violations.filter((v) => v.severity === 'error').length;
  const skipped = violations.length - failures;
  const tests = Math.max(1, violations.length);
  const cases =
    violations.length === 0
      ? [`    <testcase classname="${rule}" name="${xml(RULE_INFO[rule].title)}: nothing new"/>`]
      : violations.map((v) => testcase(v, prefix));
  return [
    `  <testsuite name="${rule}" tests="${tests}" failures="${failures}" errors="0" skipped="${skipped}">`,
    ...cases,
    '  </testsuite>',
  ].join('\n');
}

function testcase(violation: Violation, prefix: string): string {
  const { path, line } = placeOf(violation);
  const { rule, fromContext, toContext, from, to, kind } = violation.key;
  const file = xml(prefix + path);
  const name = xml(`${fromContext} → ${toContext}: ${from} → ${to} (${kind})`);
  const message = xml(violation.message);
  const body = xml(`${prefix}${path}:${line}\n${violation.message}\n${violation.fix}`);
  const outcome =
    violation.severity === 'error'
      ? `<failure type="${rule}" message="${message}">${body}</failure>`
      : `<skipped message="${message}"/>`;
  return `    <testcase classname="${rule}" name="${name}" file="${file}" line="${line}">${outcome}</testcase>`;
}
