import { expect, it } from 'vitest';
import { CHECK_REPORTERS } from '../../src/check-report/index.js';
import type { Findings, RuleId, Violation } from '../../src/model/index.js';

function violation(
  rule: RuleId,
  from: string,
  to: string,
  line: number,
  severity: 'error' | 'warning' = 'error',
): Violation {
  const path = `src/${from}/till.ts`;
  return {
    key: { rule, fromContext: from, toContext: to, from: path, to: `src/${to}/shelf.ts`, kind: 'import' },
    severity,
    status: 'new',
    evidence: [{ path, line }],
    symbols: [],
    message: `${from} needs ${to}`,
    fix: 'Call it through its entry.\nTo accept it: add an exception.',
  };
}

const VIOLATIONS = [
  ...Array.from({ length: 30 }, (_, i) => violation('cross-context-import', 'orders', 'stock', i + 1)),
  ...Array.from({ length: 4 }, (_, i) => violation('foreign-write', 'orders', 'stock', i + 50)),
  violation('foreign-read', 'stock', 'members', 7),
  violation('unassigned-module', 'unassigned', 'unassigned', 1),
  violation('cross-context-type-import', 'stock', 'members', 9, 'warning'),
];

const FINDINGS: Findings = {
  violations: VIOLATIONS,
  stale: [],
  moved: [],
  isStaleJudged: true,
  scope: { kind: 'all', files: 9 },
  skipped: [],
  diagnostics: [],
  notes: [],
  summary: { new: 36, warnings: 1, accepted: 0, allowed: 0, stale: 0 },
};
const first = { version: '1', missingBaseline: 'msa-map.baseline.jsonl' };

it('the first check of a monolith says how much debt there is, of what kind, between whom, and what to do', () => {
  const text = CHECK_REPORTERS.text.render(FINDINGS, first);
  expect(text.split('\n')).toEqual([
    "There is no msa-map.baseline.jsonl yet: all of today's debt counts as new, 36 violations, between 2 pairs of contexts",
    '',
    'By rule',
    '  30  Import across contexts (cross-context-import), first src/orders/till.ts:1',
    '   4  Write to a table of another context (foreign-write), first src/orders/till.ts:50',
    '   1  Read from a table of another context (foreign-read), first src/stock/till.ts:7',
    '   1  Module in no context (unassigned-module), first src/unassigned/till.ts:1',
    '  1 warn  Type-only import across contexts (cross-context-type-import), first src/stock/till.ts:9',
    '',
    'By pair of contexts, most first',
    '  orders → stock  34: 30 cross-context-import, 4 foreign-write, first src/orders/till.ts:1',
    '  stock → members  1: 1 foreign-read, first src/stock/till.ts:7',
    '',
    'Next',
    '  msa-map check --update-baseline  accepts all of it as it is; commit msa-map.baseline.jsonl, and from then on only what is new fails',
    '  msa-map explain orders stock     what lies behind the first pair, with its lines',
    '  msa-map check --list             all 37, each with its line; --format json, sarif or markdown for programs',
    '',
    '✗ 36 new, 1 warning, 0 stale (the whole project)',
    '',
  ]);
});

it('lists them all when asked, when there are few, and when there is a baseline', () => {
  const few = { ...FINDINGS, violations: VIOLATIONS.slice(0, 30) };
  const listed = (findings: Findings, options: object) =>
    CHECK_REPORTERS.text
      .render(findings, { version: '1', ...options })
      .split('\n')
      .filter((line) => line.includes(' needs ')).length;
  expect(listed(FINDINGS, { ...first, listsAll: true })).toBe(37);
  expect(listed(few, first)).toBe(30);
  expect(listed(FINDINGS, {})).toBe(37);
});

it('hands programs every violation all the same', () => {
  expect(JSON.parse(CHECK_REPORTERS.json.render(FINDINGS, first)).violations).toHaveLength(37);
  expect(JSON.parse(CHECK_REPORTERS.sarif.render(FINDINGS, first)).runs[0].results).toHaveLength(37);
});
