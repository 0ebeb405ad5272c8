/**
 * The first check of a monolith, before there is a baseline: thousands of violations, none of them new to anybody. A list of all
 * helps nobody, so this says how much there is by rule and by pair of contexts, each with a place to look at, and what to do next.
 */
import { type Palette, printable, RULE_INFO, sortedBy, UNASSIGNED, type Violation } from '../model/index.js';
import { type CheckReportOptions, counted, placeOf } from './options.js';

/** Up to here the violations themselves are quicker read than a summary. */
const FEW = 30;
const PAIRS = 10;
/** Rules told of a pair; the others are in its sum. */
const RULES_OF_A_PAIR = 3;

type Pair = { readonly from: string; readonly to: string; readonly violations: Violation[] };

/** Whether the list gives way to the summary; `count` is the number of new errors. */
export function isSummedUp({ missingBaseline, listsAll = false }: CheckReportOptions, count: number): boolean {
  return missingBaseline !== undefined && !listsAll && count > FEW;
}

/** `file` is the name of the baseline that is not there. */
export function firstCheckLines(
  errors: readonly Violation[],
  warnings: readonly Violation[],
  file: string,
  palette: Palette,
): string[] {
  const pairs = pairsOf(errors);
  const [first] = pairs;
  const all = errors.length + warnings.length;
  return [
    palette.bold(
      printable(
        `There is no ${file} yet: all of today's debt counts as new, ${counted(errors.length, 'violation')}, between ${counted(pairs.length, 'pair')} of contexts`,
      ),
    ),
    '',
    palette.bold('By rule'),
    ...ruleLines(errors, '', palette),
    ...ruleLines(warnings, ' warn', palette),
    '',
    palette.bold('By pair of contexts, most first'),
    ...pairs.slice(0, PAIRS).map((pair) => pairLine(pair, palette)),
    ...(pairs.length > PAIRS ? [palette.dim(`  and ${counted(pairs.length - PAIRS, 'more pair')}`)] : []),
    '',
    palette.bold('Next'),
    ...aligned([
      [
        'msa-map check --update-baseline',
        `accepts all of it as it is; commit ${file}, and from then on only what is new fails`,
      ],
      ...(first === undefined
        ? []
        : [[`msa-map explain ${first.from} ${first.to}`, 'what lies behind the first pair, with its lines']]),
      ['msa-map check --list', `all ${all}, each with its line; --format json, sarif or markdown for programs`],
    ]).map((line) => `  ${printable(line)}`),
    '',
  ];
}

function ruleLines(violations: readonly Violation[], mark: string, palette: Palette): string[] {
  const groups = grouped(violations, ({ key }) => key.rule);
  const width = Math.max(0, ...groups.map(({ length }) => String(length).length));
  return groups.map((group) => {
    const { rule } = group[0]!.key;
    const { path, line } = placeOf(group[0]!);
    return `  ${String(group.length).padStart(width)}${mark}  ${RULE_INFO[rule].title} (${rule}), ${palette.dim(printable(`first ${path}:${line}`))}`;
  });
}

function pairsOf(violations: readonly Violation[]): Pair[] {
  const between = violations.filter(({ key }) => key.toContext !== UNASSIGNED && key.toContext !== key.fromContext);
  const groups = grouped(between, ({ key }) => `${key.fromContext}\n${key.toContext}`);
  return groups.map((group) => ({ from: group[0]!.key.fromContext, to: group[0]!.key.toContext, violations: group }));
}

function pairLine({ from, to, violations }: Pair, palette: Palette): string {
  const rules = grouped(violations, ({ key }) => key.rule);
  const named = rules.slice(0, RULES_OF_A_PAIR).map((group) => `${group.length} ${group[0]!.key.rule}`);
  const rest = rules.slice(RULES_OF_A_PAIR).reduce((sum, group) => sum + group.length, 0);
  const { path, line } = placeOf(violations[0]!);
  const what = `${named.join(', ')}${rest > 0 ? `, ${rest} other` : ''}`;
  return `  ${palette.yellow(printable(`${from} → ${to}`))}  ${violations.length}: ${what}, ${palette.dim(printable(`first ${path}:${line}`))}`;
}

/** Largest group first, of equals the one that is met first; members in their order. */
function grouped(violations: readonly Violation[], keyOf: (violation: Violation) => string): Violation[][] {
  const groups = new Map<string, Violation[]>();
  for (const violation of violations) {
    const key = keyOf(violation);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [violation]);
    else group.push(violation);
  }
  return sortedBy([...groups.values()].entries(), ([at, group]) => [-group.length, at]).map(([, group]) => group);
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([command = '']) => command.length));
  return rows.map(([command = '', what = '']) => `${command.padEnd(width)}  ${what}`);
}
