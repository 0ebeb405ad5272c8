/**
 * A comment for a pull request, or a step summary: new, fixed and remaining per pair of contexts, then the new ones by
 * place. The first line is a mark by which a bot finds its comment again.
 */
import { type Findings, RULE_INFO, sortedBy, type Violation } from '../model/index.js';
import { markdown, markdownCode } from './escape.js';
import { type CheckReportOptions, newViolations, placeOf, summaryLine } from './options.js';

export const COMMENT_MARK = '<!-- msa-map check -->';
/** A comment holds 65,536 characters. */
const MAX_LENGTH = 60_000;

export function renderMarkdown(findings: Findings, { prefix = '' }: CheckReportOptions): string {
  const fresh = newViolations(findings);
  const head = [
    COMMENT_MARK,
    `### ${findings.summary.new === 0 ? '✅' : '❌'} Context map: ${summaryLine(findings)}`,
    '',
    ...pairTable(findings),
  ];
  const tail = [
    ...findings.diagnostics.filter((d) => d.code.startsWith('MSA2')).map((d) => `- ⚠️ ${markdown(d.message)}`),
    ...findings.notes.map((note) => `- ${markdown(note)}`),
    ...(findings.stale.length > 0
      ? [
          '',
          `${findings.stale.length} fixed: run <code>msa-map check --update-baseline</code> and commit the smaller baseline.`,
        ]
      : []),
  ];
  return `${[...head, ...details(fresh, prefix), ...tail].join('\n').trimEnd()}\n`;
}

function pairTable({ violations, stale }: Findings): string[] {
  const rows = new Map<string, Row>();
  const row = (from: string, to: string) => {
    const key = JSON.stringify([from, to]);
    const found = rows.get(key) ?? { from, to, new: 0, fixed: 0, remaining: 0 };
    rows.set(key, found);
    return found;
  };
  for (const { key, status } of violations) {
    if (status === 'new') row(key.fromContext, key.toContext).new++;
    if (status === 'accepted') row(key.fromContext, key.toContext).remaining++;
  }
  for (const entry of stale) row(entry.fromContext, entry.toContext).fixed++;
  const all = sortedBy(rows.values(), (r) => [r.from, r.to]);
  const isChanged = (r: Row) => r.new > 0 || r.fixed > 0;
  const rest = all.filter((r) => !isChanged(r));
  return [
    ...tableOf(all.filter(isChanged)),
    ...(rest.length === 0
      ? []
      : [
          '<details>',
          `<summary>Unchanged: ${rest.length} ${rest.length === 1 ? 'pair' : 'pairs'} of contexts</summary>`,
          '',
          ...tableOf(rest),
          '</details>',
          '',
        ]),
  ];
}

type Row = { readonly from: string; readonly to: string; new: number; fixed: number; remaining: number };

function tableOf(rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  return [
    '| From | To | New | Fixed | Remaining |',
    '|---|---|--:|--:|--:|',
    ...rows.map((r) => `| ${markdown(r.from)} | ${markdown(r.to)} | ${r.new} | ${r.fixed} | ${r.remaining} |`),
    '',
  ];
}

function details(violations: readonly Violation[], prefix: string): string[] {
  const lines: string[] = [];
  let length = 0;
  for (const [i, violation] of violations.entries()) {
    const { path, line } = placeOf(violation);
    const mark = violation.severity === 'error' ? '❌' : '⚠️';
    const text = `- ${mark} ${markdownCode(`${prefix}${path}:${line}`)} ${markdownCode(violation.message)}<br>${markdown(RULE_INFO[violation.key.rule].fix)}`;
    length += text.length + 1;
    if (length > MAX_LENGTH) return [...lines, `- … and ${violations.length - i} more`, ''];
    lines.push(text);
  }
  return lines.length === 0 ? [] : [...lines, ''];
}
