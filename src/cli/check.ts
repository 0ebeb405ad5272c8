/** `msa-map check`: the ratchet. Reads the committed map and baseline, judges the code, reports, sets the exit code. */
import { basename, relative, resolve, sep } from 'node:path';
import { check, crossingsOf, readsTables, type Scope, withoutTables } from '../check/index.js';
import { answered } from '../check-answer.js';
import { baselinePath, readBaseline, readConfig } from '../config/index.js';
import { statsOf } from '../disk/index.js';
import { printable, UserError } from '../model/index.js';
import { changedFiles } from './changed-files.js';
import { changeBaseline, refuseUpdate } from './check-baseline.js';
import { formatsOf, rendered, showingOf, writeReports } from './check-output.js';
import type { Io } from './io.js';
import { rootOf } from './paths.js';
import type { Exit } from './program.js';
import { startProgress } from './progress.js';
import { absolute, analyzeOptions, type CommonOptions } from './session.js';

export type CheckOptions = CommonOptions & {
  readonly format?: string;
  readonly output?: string;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly allowAdditions?: boolean;
  readonly reason?: string;
  readonly gitattributes?: boolean;
  readonly failOnStale?: boolean;
  readonly since?: string;
  readonly staged?: boolean;
  readonly strict?: boolean;
  /** `YYYY-MM-DD` to judge the dates of exceptions by, instead of today (UTC). */
  readonly today?: string;
  readonly watch?: boolean;
  readonly list?: boolean;
};

/** `files` narrow the scope. When `dir` is a file it is one of them, and the working directory is analysed. */
export async function runCheck(
  io: Io,
  exit: Exit,
  dir: string,
  files: readonly string[],
  options: CheckOptions,
): Promise<void> {
  const formats = formatsOf(options.format, options.output);
  if (options.watch !== true) return once(io, exit, dir, files, formats, options);
  if (options.updateBaseline === true) {
    throw new UserError('MSA246', '--watch writes no baseline', 'Leave out --watch or --update-baseline.');
  }
  const { watchAndRun } = await import('./watch.js');
  await watchAndRun(io, dir, options.output, () => once(io, exit, dir, files, formats, options));
}

async function once(
  io: Io,
  exit: Exit,
  dir: string,
  files: readonly string[],
  formats: ReturnType<typeof formatsOf>,
  options: CheckOptions,
): Promise<void> {
  const isFile = statsOf(resolve(io.cwd, dir))?.isFile() === true;
  const root = rootOf(io, isFile ? '.' : dir);
  const { config } = readConfig(root, options.config === undefined ? undefined : absolute(io, options.config));
  const file = baselinePath(root, options.baseline === undefined ? undefined : absolute(io, options.baseline));
  const baseline = readBaseline(file);
  const scope = await scopeOf(io, root, isFile ? [dir, ...files] : files, options);
  if (options.updateBaseline === true) refuseUpdate(io, scope, file, baseline);

  const progress = startProgress(io, { isQuiet: options.quiet === true, timing: options.timing === true });
  const isModulesOnly = !readsTables(config);
  const judged = isModulesOnly ? withoutTables(config) : config;
  // With --strict a syntax error anywhere counts, and only parsing every file finds them all.
  const narrowed = options.strict === true ? {} : { crosses: crossingsOf(config) };
  const given = { config, isModulesOnly, ...narrowed, ...analyzeOptions(io, root, options, progress) };
  const today = options.today === undefined ? new Date().toISOString().slice(0, 10) : dayOf(options.today);
  const isFirst = baseline === undefined && scope.kind === 'all' && options.updateBaseline !== true;
  const showing = showingOf(io, root, formats, isFirst ? basename(file) : undefined, options);
  const restsOn = [config, baseline ?? 'none', scope, today, showing];
  // What is written besides the report, to a baseline or to the summary of a CI step, is no part of an answer.
  const isKept = options.updateBaseline !== true && !formats.includes('github');
  const answer = await answered(root, given, isKept ? restsOn : undefined, async (graph) => {
    const judge = (entries: NonNullable<typeof baseline>) =>
      check(graph, judged, entries, scope, { today, hasBaseline: baseline !== undefined });
    const before = judge(baseline ?? []);
    progress.end();
    const findings =
      options.updateBaseline === true
        ? judge(await changeBaseline(io, file, baseline, before, judged, options))
        : before;
    return rendered(io, root, findings, showing);
  }).finally(progress.end);
  await writeReports(io, answer, showing, { ...options, hasBaseline: baseline !== undefined });
  exit.code = answer.head.isFailed ? 1 : 0;
}

export function verdictOf(options: CheckOptions) {
  return { failOnStale: options.failOnStale === true, isStrict: options.strict === true };
}

function dayOf(text: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  // The 31st of February is read as a day of March.
  if (day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return text;
  throw new UserError(
    'MSA247',
    `--today: "${printable(text)}" is no day`,
    'Write it as YYYY-MM-DD, for example 2026-01-31.',
  );
}

async function scopeOf(io: Io, root: string, files: readonly string[], options: CheckOptions): Promise<Scope> {
  const ways = [files.length > 0, options.since !== undefined, options.staged === true].filter(Boolean).length;
  if (ways > 1) {
    throw new UserError('MSA243', 'more than one scope was given', 'Give --since, --staged or files, not several.');
  }
  if (options.since !== undefined) {
    return { kind: 'since', paths: await changedFiles(io, root, { since: options.since }) };
  }
  if (options.staged === true) return { kind: 'staged', paths: await changedFiles(io, root, { staged: true }) };
  if (files.length === 0) return { kind: 'all' };
  for (const file of files.filter((each) => statsOf(resolve(io.cwd, each)) === undefined))
    io.stderr.write(`msa-map: no such file: ${printable(file)}; if it was deleted, that is no violation\n`);
  return { kind: 'files', paths: files.map((file) => relative(root, resolve(io.cwd, file)).split(sep).join('/')) };
}
