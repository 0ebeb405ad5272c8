/**
 * Where the reports of `check` go. One format: stdout, or the file `-o`. Several: `-o` is a folder; `text` and `github`
 * are read from the log and go to stdout all the same, the others to a file of their usual name.
 */
import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CHECK_REPORTERS, type CheckFormat, type CheckReportOptions, isSummedUp } from '../check-report/index.js';
import { BASELINE_FILE } from '../config/index.js';
import { linkStatsOf } from '../disk/index.js';
import { didYouMean, type Findings, failsCheck, UserError, type Verdict } from '../model/index.js';
import { VERSION } from '../version.js';
import { type CheckOptions, verdictOf } from './check.js';
import { type Io, write } from './io.js';
import { emit } from './output.js';
import { paletteFor, usesColor } from './palette.js';
import { lineReader } from './source-line.js';

const LOG_FORMATS: readonly CheckFormat[] = ['text', 'github'];

/** Throws MSA244 for an unknown format, MSA245 when several are to share stdout. */
export function formatsOf(names: string | undefined, output: string | undefined): CheckFormat[] {
  const known = Object.keys(CHECK_REPORTERS) as CheckFormat[];
  const formats = (names ?? 'text').split(',').map((name) => {
    const format = known.find((k) => k === name.trim());
    if (format !== undefined) return format;
    const hint = `${didYouMean(name.trim(), known)} Formats: ${known.join(', ')}.`.trim();
    throw new UserError('MSA244', `unknown format "${name.trim()}"`, hint);
  });
  const files = formats.filter((format) => !LOG_FORMATS.includes(format));
  if (formats.length > 1 && (output === undefined || output === '-') && files.length > 0) {
    throw new UserError(
      'MSA245',
      'several formats need a folder',
      'Add -o DIR, for example: --format text,sarif -o reports',
    );
  }
  return [...new Set(formats)];
}

/** How findings are to be shown: plain data, since what is shown rests on it. */
export type Showing = Verdict & {
  readonly formats: readonly { readonly format: CheckFormat; readonly target?: string; readonly isColored: boolean }[];
  readonly prefix: string;
  readonly missingBaseline?: string;
  readonly listsAll: boolean;
};

/** What a run says of its findings, besides the texts. */
export type Said = Pick<Findings, 'summary' | 'isStaleJudged'> & { readonly isFailed: boolean };

/** `missing` is the name of the baseline when a check of everything has none yet. */
export function showingOf(
  io: Io,
  root: string,
  formats: readonly CheckFormat[],
  missing: string | undefined,
  options: CheckOptions,
): Showing {
  const shown = formats.map((format) => {
    const target = targetOf(io, format, formats.length, options.output);
    const isScreen = target === undefined || target === '-';
    const isColored = isScreen && usesColor(io.stdout, io.env, options.color);
    return { format, isColored, ...(target === undefined ? {} : { target }) };
  });
  const first = missing === undefined ? {} : { missingBaseline: missing };
  return {
    formats: shown,
    prefix: repositoryPrefix(root),
    ...first,
    listsAll: options.list === true,
    ...verdictOf(options),
  };
}

/** One text for each format. */
export async function rendered(io: Io, root: string, findings: Findings, showing: Showing) {
  const { formats: _formats, failOnStale = false, isStrict = false, ...shown } = showing;
  const quoted = new Set<string>();
  const lineOf = lineReader(root);
  const readLine = (path: string, line: number) => {
    quoted.add(path);
    return lineOf(path, line);
  };
  const given: CheckReportOptions = { ...shown, version: VERSION, readLine, failOnStale, isStrict };
  const texts = showing.formats.map(({ format, isColored }) =>
    Buffer.from(CHECK_REPORTERS[format].render(findings, { ...given, palette: paletteFor(isColored) })),
  );
  await writeStepSummary(io, showing, findings, given);
  const { summary, isStaleJudged } = findings;
  const head: Said = { summary, isStaleJudged, isFailed: failsCheck(findings, showing) };
  return { head, texts, quoted: [...quoted] };
}

export async function writeReports(
  io: Io,
  { head, texts }: { readonly head: Said; readonly texts: readonly Uint8Array[] },
  showing: Showing,
  options: CheckOptions & { readonly hasBaseline: boolean },
): Promise<void> {
  const { formats } = showing;
  for (const [i, { target }] of formats.entries()) {
    const text = texts[i] as Uint8Array;
    await emit(io, target, io.stdout.isTTY === true ? Buffer.from(text).toString() : text);
  }
  await writeNotes(io, showing, head, options);
}

function targetOf(io: Io, format: CheckFormat, count: number, output: string | undefined): string | undefined {
  if (output === undefined || output === '-') return undefined;
  const path = isAbsolute(output) ? output : resolve(io.cwd, output);
  const isFolder = linkStatsOf(path)?.isDirectory() === true;
  if (count === 1) return isFolder ? join(path, CHECK_REPORTERS[format].file) : path;
  return LOG_FORMATS.includes(format) ? undefined : join(path, CHECK_REPORTERS[format].file);
}

/** GitHub names a file for the summary of a step; it belongs to the annotations. */
async function writeStepSummary(
  io: Io,
  { formats }: Showing,
  findings: Findings,
  given: CheckReportOptions,
): Promise<void> {
  const file = io.env['GITHUB_STEP_SUMMARY'];
  if (!formats.some(({ format }) => format === 'github') || file === undefined || file === '') return;
  await appendFile(file, CHECK_REPORTERS.markdown.render(findings, given)).catch(() => undefined);
}

/** What a reader of the log must know when the result is for a program. */
async function writeNotes(
  io: Io,
  showing: Showing,
  { summary, isStaleJudged }: Said,
  options: CheckOptions & { readonly hasBaseline: boolean },
): Promise<void> {
  if (options.quiet === true) return;
  const lines: string[] = [];
  const isText = showing.formats.some(({ format }) => format === 'text');
  if (!isText) {
    const stale = isStaleJudged ? `${summary.stale} stale` : 'stale not judged';
    lines.push(
      `${summary.new} new, ${summary.warnings} ${summary.warnings === 1 ? 'warning' : 'warnings'}, ${summary.accepted} accepted, ${summary.allowed} allowed, ${stale}`,
    );
  }
  const isTold = isText && isSummedUp({ ...showing, version: VERSION }, summary.new);
  if (!options.hasBaseline && options.updateBaseline !== true && summary.new > 0 && !isTold) {
    lines.push(
      `There is no ${BASELINE_FILE}: all debt is new. msa-map check --update-baseline accepts it as it is today.`,
    );
  }
  if (lines.length > 0) await write(io.stderr, `${lines.join('\n')}\n`);
}

/** Folders from the repository root down to the analysed root, with a slash at the end; '' for the root itself. */
function repositoryPrefix(root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) {
      const path = relative(folder, root).split(sep).join('/');
      return path === '' ? '' : `${path}/`;
    }
    if (dirname(folder) === folder) return '';
  }
}
