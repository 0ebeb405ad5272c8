/** `check --update-baseline`: when it may write, what it writes, and what it says about it on stderr. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Scope, updateBaseline } from '../check/index.js';
import { writeAtomic, writeBaseline } from '../config/index.js';
import { type BaselineEntry, type Config, type Findings, printable, UserError } from '../model/index.js';
import type { CheckOptions } from './check.js';
import { type Io, write } from './io.js';

/** Throws MSA227 on a narrowed scope, MSA229 when a run in CI would begin a baseline by itself. */
export function refuseUpdate(io: Io, scope: Scope, file: string, baseline: readonly BaselineEntry[] | undefined): void {
  if (scope.kind !== 'all') {
    throw new UserError(
      'MSA227',
      '--update-baseline needs a check of the whole project',
      'Leave out --since, --staged and files.',
    );
  }
  const isCi = io.env['CI'] !== undefined && io.env['CI'] !== '' && io.env['CI'] !== 'false';
  if (baseline === undefined && isCi) {
    throw new UserError(
      'MSA229',
      `there is no baseline ${file}, and CI does not begin one`,
      'Run msa-map check --update-baseline on your machine and commit the file.',
    );
  }
}

/** Writes the next baseline and gives its entries. Growth and refusals are said, never silent. */
export async function changeBaseline(
  io: Io,
  file: string,
  baseline: readonly BaselineEntry[] | undefined,
  findings: Findings,
  config: Config,
  options: CheckOptions,
): Promise<readonly BaselineEntry[]> {
  const change = updateBaseline(findings, baseline ?? [], {
    config,
    isFirst: baseline === undefined,
    allowAdditions: options.allowAdditions === true,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  });
  writeBaseline(file, change.entries);
  if (options.gitattributes === true) addGitattributes(file);
  if (options.quiet === true) return change.entries;
  const { entries, added, removed, moved, refused } = change;
  const lines = [
    `${printable(file)}: ${entries.length} accepted (${added.length} added, ${removed.length} removed, ${moved} moved)`,
  ];
  if (refused.length > 0) lines.push(`${refused.length} stay new: their context is strict`);
  if (baseline === undefined && options.gitattributes !== true) {
    lines.push(
      `To merge it without conflicts add to .gitattributes (or pass --gitattributes): ${attributesLine(file)}`,
    );
  }
  await write(io.stderr, `${lines.join('\n')}\n`);
  return entries;
}

function attributesLine(file: string): string {
  return `${basename(file)} merge=union`;
}

/** Adds the line to the `.gitattributes` beside the baseline, once, in the line ending that the file has. */
function addGitattributes(file: string): void {
  const path = join(dirname(file), '.gitattributes');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const line = attributesLine(file);
  if (text.split(/\r?\n/).includes(line)) return;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  writeAtomic(path, `${text}${text === '' || text.endsWith('\n') ? '' : end}${line}${end}`);
}
