/** `msa-map analyze`: one session, one report. */
import { type Analysis, UserError } from '../model/index.js';
import { REPORTERS, type ReportOptions } from '../report/index.js';
import type { Io } from './io.js';
import { emit } from './output.js';
import { paletteFor, usesColor } from './palette.js';
import type { Exit } from './program.js';
import { type MapOptions, openSession, type Session } from './session.js';
import { lineReader } from './source-line.js';

export type AnalyzeCliOptions = MapOptions & {
  readonly format?: string;
  readonly output?: string;
  readonly open?: boolean;
  readonly watch?: boolean;
  readonly lang?: 'en' | 'ko';
};

export async function runAnalyze(io: Io, _exit: Exit, dir: string, options: AnalyzeCliOptions): Promise<void> {
  const format = options.open === true ? 'html' : (options.format ?? 'text');
  reporterOf(format);
  if (options.watch === true) {
    const { watchAndRun } = await import('./watch.js');
    return watchAndRun(io, dir, options.output, () => once(io, dir, format, options));
  }
  await once(io, dir, format, options);
}

async function once(io: Io, dir: string, format: string, options: AnalyzeCliOptions): Promise<void> {
  const session = await openSession(io, dir, options);
  const text = await render(io, format, session, options);
  if (options.open !== true) return emit(io, options.output, text);
  const { openInBrowser } = await import('./open.js');
  await openInBrowser(io, options.output ?? 'msa-map.html', text);
}

/** Formats that mark relations as new, accepted or allowed. */
const SHOWS_FINDINGS = new Set(['html', 'svg', 'png', 'dot', 'mermaid']);

/** Renders with what the terminal can show; `options` may carry view and focus. */
export async function render(
  io: Io,
  format: string,
  session: Session,
  options: AnalyzeCliOptions & ReportOptions,
): Promise<string | Uint8Array> {
  const isStdout = options.output === undefined || options.output === '-';
  const language = options.lang ?? session.config.language;
  const { view, focus, depth, direction, path } = options;
  const onNote = (note: string): void => void (options.quiet !== true && io.stderr.write(`${note}\n`));
  const findings = SHOWS_FINDINGS.has(format)
    ? (await import('./findings.js')).findingsOf(io, session, options, onNote)
    : undefined;
  io.onStage?.('render');
  const text = await reporterOf(format).render(session.analysis, {
    palette: paletteFor(isStdout && usesColor(io.stdout, io.env, options.color)),
    ...widthOf(io, isStdout),
    ...(language === undefined ? {} : { language }),
    ...(view === undefined ? {} : { view }),
    ...(focus === undefined ? {} : { focus }),
    ...(depth === undefined ? {} : { depth }),
    ...(direction === undefined ? {} : { direction }),
    ...(path === undefined ? {} : { path }),
    ...(findings === undefined ? {} : { findings }),
    owners: ownersOf(session.config),
    ...(session.target === undefined ? {} : { target: session.target }),
    onNote,
    ...(session.root === undefined ? {} : { readLine: lineReader(session.root) }),
  });
  io.onStage?.('');
  return text;
}

function ownersOf({ contexts }: Session['config']): Map<string, string> {
  return new Map(contexts.flatMap(({ id, owner }) => (owner === undefined ? [] : [[id, owner] as const])));
}

/** The terminal's width, or COLUMNS; a file or a pipe gets whole lines, to be searched and cut by who reads them. */
function widthOf(io: Io, isStdout: boolean): { readonly width?: number } {
  const width = (isStdout ? io.stdout.columns : undefined) ?? Number(io.env.COLUMNS);
  return Number.isInteger(width) && width > 0 ? { width } : {};
}

/** `others` are the formats that the command knows besides; the error names them as well. */
export function reporterOf(
  format: string,
  others: readonly string[] = [],
): {
  readonly render: (analysis: Analysis, options: ReportOptions) => string | Promise<string> | Promise<Uint8Array>;
} {
  const entry = Object.entries(REPORTERS).find(([name]) => name === format);
  if (entry) return entry[1];
  throw new UserError(
    'MSA007',
    `unknown format "${format}"`,
    `Formats: ${[...Object.keys(REPORTERS), ...others].join(', ')}.`,
  );
}
