/**
 * Findings for a person at a terminal: per rule why it matters and how to fix it, per violation the place with its
 * source line (summed up where there is no baseline yet), then what was fixed and moved, and one line of sum. Names from the code are shown with visible escapes.
 */
import {
  type BaselineEntry,
  type Findings,
  failsCheck,
  type Palette,
  PLAIN,
  printable,
  RULE_INFO,
  type Violation,
} from '../model/index.js';
import { excerpt } from './excerpt.js';
import { firstCheckLines, isSummedUp } from './first-check.js';
import { type CheckReportOptions, counted, newViolations, placeOf, summaryLine } from './options.js';

/** Warnings do not fail; a few show what is meant. */
const WARNINGS_SHOWN = 10;
const LISTED = 20;
const PAIRS_NAMED = 4;

export function renderText(findings: Findings, options: CheckReportOptions): string {
  const palette = options.palette ?? PLAIN;
  const fresh = newViolations(findings);
  const errors = fresh.filter((v) => v.severity === 'error');
  const warnings = fresh.filter((v) => v.severity === 'warning');
  const found = isSummedUp(options, errors.length)
    ? firstCheckLines(errors, warnings, options.missingBaseline ?? '', palette)
    : [
        ...byRule(errors).flatMap((group) => ruleBlock(group, options, palette)),
        ...warningBlock(warnings, options, palette),
      ];
  const lines = [
    ...found,
    ...listBlock('Fixed, still in the baseline', findings.stale.map(entryLine), palette.green),
    ...listBlock('Moved, still accepted', onceEach(findings.moved.map(movedLine)), palette.cyan),
    ...diagnosticBlock(findings, palette),
    ...findings.notes.map((note) => palette.dim(`note: ${printable(note)}`)),
    verdict(findings, options, palette),
  ];
  return `${lines.join('\n')}\n`;
}

function byRule(violations: readonly Violation[]): Violation[][] {
  const groups = new Map<string, Violation[]>();
  for (const v of violations) {
    const group = groups.get(v.key.rule);
    if (group === undefined) groups.set(v.key.rule, [v]);
    else group.push(v);
  }
  return [...groups.values()];
}

function ruleBlock(group: readonly Violation[], options: CheckReportOptions, palette: Palette): string[] {
  const first = group[0]!;
  const rule = first.key.rule;
  const [fix, accept] = first.fix.split('\n');
  const title = palette.bold(palette.red(`${RULE_INFO[rule].title} (${rule}, ${counted(group.length, 'new', 'new')})`));
  return [
    title,
    ...group.flatMap((v) => violationBlock(v, options, palette)),
    `  ${palette.bold('why')}    ${RULE_INFO[rule].why}`,
    `  ${palette.bold('fix')}    ${fix}`,
    `  ${palette.bold('accept')} ${printable(forAll(group, (accept ?? '').replace(/^To accept it: /, '')))}`,
    '',
  ];
}

/** The way to accept the first is that of all, but for the contexts it names. */
function forAll(group: readonly Violation[], accept: string): string {
  const pairs = [...new Set(group.map(({ key }) => `${key.fromContext} → ${key.toContext}`))];
  if (pairs.length < 2) return accept;
  const named = pairs.length <= PAIRS_NAMED ? pairs.join(', ') : `the ${pairs.length} pairs of contexts above`;
  return accept.replace(`declare ${pairs[0]} under`, () => `declare ${named} under`);
}

function violationBlock(violation: Violation, options: CheckReportOptions, palette: Palette): string[] {
  const { path, line } = placeOf(violation);
  const lines = [`  ${palette.cyan(printable(`${path}:${line}`))}  ${printable(violation.message)}`];
  const source = options.readLine?.(path, line);
  const shown = source === undefined ? undefined : excerpt(source, violation);
  if (shown !== undefined) {
    const gutter = String(line);
    lines.push(`    ${palette.dim(`${gutter} |`)} ${shown.line}`);
    lines.push(`    ${palette.dim(`${' '.repeat(gutter.length)} |`)} ${palette.red(shown.caret)}`);
  }
  if (violation.refusal !== undefined) lines.push(`    ${printable(violation.refusal)}`);
  const others = violation.evidence
    .slice(1, 4)
    .map((e) => printable(`${e.path}:${e.line}${e.note === undefined ? '' : ` (${e.note})`}`));
  const via = violation.evidence[0]?.via ?? [];
  if (via.length > 0) lines.push(`    ${palette.dim(`through ${printable(via.join(' → '))}`)}`);
  if (others.length > 0) {
    const more = violation.evidence.length > 4 ? ` and ${violation.evidence.length - 4} more` : '';
    lines.push(`    ${palette.dim(`also ${others.join(', ')}${more}`)}`);
  }
  return lines;
}

function warningBlock(warnings: readonly Violation[], options: CheckReportOptions, palette: Palette): string[] {
  if (warnings.length === 0) return [];
  const rest = warnings.length - WARNINGS_SHOWN;
  return [
    palette.bold(
      palette.yellow(
        `${counted(warnings.length, 'new warning')}${options.isStrict === true ? '' : `, which ${warnings.length === 1 ? 'does' : 'do'} not fail the check`}`,
      ),
    ),
    ...warnings.slice(0, WARNINGS_SHOWN).map((v) => {
      const { path, line } = placeOf(v);
      return `  ${palette.cyan(printable(`${path}:${line}`))}  ${printable(v.message)} ${palette.dim(`(${v.key.rule})`)}`;
    }),
    ...(rest > 0 ? [palette.dim(`  … and ${rest} more; --format json lists all`)] : []),
    '',
  ];
}

function movedLine({ entry, now }: Findings['moved'][number]): string {
  if (now.rule !== entry.rule) return `${entry.from} → ${entry.to}: ${entry.rule}, now ${now.rule}`;
  return `${entry.from} → ${now.from === entry.from ? now.to : now.from}`;
}

/** A moved file takes all its entries with it: one line with their number. */
function onceEach(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => (count === 1 ? line : `${line} (${count} entries)`));
}

function listBlock(title: string, items: readonly string[], color: (text: string) => string): string[] {
  if (items.length === 0) return [];
  const rest = items.length - LISTED;
  return [
    color(`${title} (${items.length})`),
    ...items.slice(0, LISTED).map((item) => `  ${printable(item)}`),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    '',
  ];
}

function entryLine(entry: BaselineEntry): string {
  return `${entry.rule}: ${entry.from} → ${entry.to} (${entry.kind})`;
}

/** Only what is about the map; `doctor` lists what is about the code. */
function diagnosticBlock(findings: Findings, palette: Palette): string[] {
  return findings.diagnostics
    .filter((d) => d.path === '' || d.code.startsWith('MSA2'))
    .map((d) => palette.yellow(`warning: ${printable(d.message)} (${d.code})`));
}

function verdict(findings: Findings, options: CheckReportOptions, palette: Palette): string {
  const { summary, scope } = findings;
  const what = scope.kind === 'all' ? 'the whole project' : counted(scope.files, 'changed file');
  const update = summary.stale > 0 ? '; run msa-map check --update-baseline to take the fixed ones out' : '';
  const line = `${summaryLine(findings)} (${what}${update})`;
  return failsCheck(findings, options) ? palette.bold(palette.red(`✗ ${line}`)) : palette.green(`✓ ${line}`);
}
