/** `msa-map doctor`: what the analysis saw and what it did not, so that nobody trusts a map with a hole in it. */

import {
  type Analysis,
  labelOf,
  type Palette,
  printable,
  printableJson,
  sortedBy,
  type Unresolved,
  untouchedTables,
} from '../model/index.js';
import type { Io } from './io.js';
import { write } from './io.js';
import { paletteFor, usesColor } from './palette.js';
import type { Exit } from './program.js';
import { type CommonOptions, openSession } from './session.js';

/** Reasons and examples listed before the rest is only counted. */
const SHOWN = 8;

export async function runDoctor(
  io: Io,
  _exit: Exit,
  dir: string,
  options: CommonOptions & { readonly format?: string },
): Promise<void> {
  const { analysis } = await openSession(io, dir, { ...options, quiet: true });
  const findings = diagnose(analysis);
  const text =
    options.format === 'json'
      ? printableJson(findings)
      : renderDoctor(findings, paletteFor(usesColor(io.stdout, io.env, options.color)));
  await write(io.stdout, text);
}

export type Reason = { readonly reason: string; readonly count: number; readonly examples: readonly string[] };

export type Doctor = {
  readonly project: string;
  readonly files: {
    readonly found: number;
    readonly parsed: number;
    readonly byRole: readonly (readonly [string, number])[];
  };
  readonly skipped: readonly Reason[];
  readonly packages: number;
  readonly frameworks: readonly string[];
  readonly dataAccess: readonly string[];
  readonly unread: readonly string[];
  readonly tables: {
    readonly total: number;
    readonly byTechnology: readonly (readonly [string, number])[];
    readonly bySource: readonly (readonly [string, number])[];
    /** Declared, and neither read nor written by code that runs. */
    readonly untouched: readonly string[];
  };
  readonly imports: {
    readonly resolved: number;
    readonly external: number;
    readonly unresolved: number;
    readonly reasons: readonly Reason[];
  };
  readonly dataCalls: { readonly resolved: number; readonly unresolved: number; readonly reasons: readonly Reason[] };
  readonly transactions: readonly (readonly [string, number])[];
  readonly entryPoints: readonly (readonly [string, number])[];
  readonly drift: readonly string[];
  readonly git: { readonly available: boolean; readonly commits: number; readonly note: string };
  readonly diagnostics: readonly Reason[];
};

/** Counts of what one analysis found, with the reasons for what it did not resolve, most frequent first. */
export function diagnose(analysis: Analysis): Doctor {
  const { graph, coverage } = analysis;
  const modules = graph.nodes.flatMap((node) => (node.kind === 'module' ? [node] : []));
  const tables = graph.nodes.flatMap((node) => (node.kind === 'table' ? [node] : []));
  return {
    project: analysis.project.name,
    files: { found: coverage.files, parsed: coverage.parsed, byRole: countBy(modules, (node) => [node.role]) },
    skipped: reasonsOf(coverage.skipped.map(({ path, reason }) => ({ path, line: 0, what: '', reason }))),
    packages: analysis.project.packages.length,
    frameworks: analysis.project.stack.frameworks,
    dataAccess: analysis.project.stack.dataAccess,
    unread: analysis.project.stack.unread ?? [],
    tables: {
      total: tables.length,
      byTechnology: countBy(tables, (node) => (node.technology.length > 0 ? node.technology : ['unknown'])),
      bySource: countBy(tables, (node) => [node.source]),
      untouched: untouchedTables(graph).map(labelOf),
    },
    imports: { ...coverage.imports, reasons: reasonsOf(coverage.unresolvedImports) },
    dataCalls: { ...coverage.dataAccess, reasons: reasonsOf(coverage.unresolvedAccess) },
    transactions: countBy(analysis.transactions, (transaction) => [transaction.mechanism]),
    entryPoints: countBy(graph.entryPoints, (entry) => [entry.kind]),
    drift: graph.drift.map(({ table, message }) => `${labelOf(table)}: ${message}`),
    git: coverage.git,
    diagnostics: reasonsOf(
      analysis.diagnostics.map(({ code, path, line, message }) => ({ path, line, what: message, reason: code })),
    ),
  };
}

function countBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const item of items) for (const key of keysOf(item)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return sortedBy(counts, ([key, count]) => [-count, key]);
}

function reasonsOf(items: readonly Unresolved[]): Reason[] {
  const groups = new Map<string, { count: number; examples: string[] }>();
  for (const { reason, path, line, what } of items) {
    const group = groups.get(reason) ?? { count: 0, examples: [] };
    groups.set(reason, group);
    group.count++;
    if (group.examples.length < 3)
      group.examples.push(`${path}${line > 0 ? `:${line}` : ''}${what === '' ? '' : ` ${what}`}`);
  }
  return sortedBy(groups, ([reason, { count }]) => [-count, reason]).map(([reason, group]) => ({ reason, ...group }));
}

function renderDoctor(doctor: Doctor, palette: Palette): string {
  const lines: string[] = [];
  const head = (title: string): void => void lines.push('', palette.bold(title));
  const pairs = (items: readonly (readonly [string, number])[]): string =>
    items.map(([key, count]) => `${key} ${count}`).join(', ') || 'none';
  lines.push(palette.bold(`msa-map doctor: ${printable(doctor.project)}`));
  head('Files');
  lines.push(
    `  ${doctor.files.found} found, ${doctor.files.parsed} parsed; ${pairs(doctor.files.byRole)}`,
    `  packages: ${doctor.packages}`,
  );
  pushReasons(lines, doctor.skipped, palette);
  head('Stack');
  lines.push(
    `  frameworks: ${doctor.frameworks.join(', ') || 'none found'}`,
    `  data access: ${doctor.dataAccess.join(', ') || 'none found'}`,
    ...(doctor.unread.length === 0 ? [] : [`  ${palette.yellow('not looked into')}: ${doctor.unread.join(', ')}`]),
  );
  head('Imports');
  lines.push(
    `  ${doctor.imports.resolved} resolved, ${doctor.imports.external} external, ${doctor.imports.unresolved} unresolved${share(doctor.imports)}`,
  );
  pushReasons(lines, doctor.imports.reasons, palette);
  head('Tables');
  lines.push(
    `  ${doctor.tables.total}: ${pairs(doctor.tables.byTechnology)}${overlap(doctor.tables.total, doctor.tables.byTechnology)}`,
    `  declared in: ${pairs(doctor.tables.bySource)}${overlap(doctor.tables.total, doctor.tables.bySource)}`,
  );
  const { untouched } = doctor.tables;
  if (untouched.length > 0)
    lines.push(
      `  ${palette.yellow('untouched')}: ${untouched.length} of ${doctor.tables.total}, which no code that runs was seen to read or write: ${printable(untouched.slice(0, SHOWN).join(', '))}${untouched.length > SHOWN ? `, and ${untouched.length - SHOWN} more (--format json lists them)` : ''}`,
    );
  for (const message of doctor.drift.slice(0, SHOWN)) lines.push(`  ${palette.yellow('drift')} ${printable(message)}`);
  if (doctor.drift.length > SHOWN) lines.push(`  and ${doctor.drift.length - SHOWN} more (--format json lists them)`);
  head('Data calls');
  lines.push(
    `  ${doctor.dataCalls.resolved} resolved, ${doctor.dataCalls.unresolved} unresolved${share(doctor.dataCalls)}`,
  );
  pushReasons(lines, doctor.dataCalls.reasons, palette);
  head('Transactions, entry points');
  lines.push(`  transactions: ${pairs(doctor.transactions)}`, `  entry points: ${pairs(doctor.entryPoints)}`);
  head('History');
  lines.push(
    `  ${doctor.git.available ? `${doctor.git.commits} commits read` : `not available: ${printable(doctor.git.note)}`}${doctor.git.available && doctor.git.note !== '' ? `; ${printable(doctor.git.note)}` : ''}`,
  );
  if (doctor.diagnostics.length > 0) {
    head('Diagnostics');
    pushReasons(lines, doctor.diagnostics, palette);
  }
  return `${lines.join('\n')}\n`;
}

function share({ resolved, unresolved }: { readonly resolved: number; readonly unresolved: number }): string {
  const total = resolved + unresolved;
  return total === 0 ? '' : ` (${((100 * unresolved) / total).toFixed(1)} % of what should resolve)`;
}

function pushReasons(lines: string[], reasons: readonly Reason[], palette: Palette): void {
  for (const { reason, count, examples } of reasons.slice(0, SHOWN)) {
    lines.push(
      `  ${palette.yellow(String(count).padStart(5))}  ${printable(reason)}  ${palette.dim(printable(examples[0] ?? ''))}`,
    );
  }
  if (reasons.length > SHOWN)
    lines.push(`         and ${reasons.length - SHOWN} more reasons (--format json lists them)`);
}

/** Why the parts sum up to more than there are. */
function overlap(total: number, parts: readonly (readonly [string, number])[]): string {
  const sum = parts.reduce((all, [, count]) => all + count, 0);
  return sum > total ? ' (a table counts for each of its own)' : '';
}
