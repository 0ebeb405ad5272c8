/** `msa-map export`: a picture or model of an analysis, fresh or saved. */
import { RULE_EXPORTS } from '../check-report/index.js';
import { UserError } from '../model/index.js';
import { VIEWS, type View } from '../report/index.js';
import { type AnalyzeCliOptions, render, reporterOf } from './analyze.js';
import { exportRules, isRuleFormat } from './export-rules.js';
import type { Io } from './io.js';
import { emit } from './output.js';
import type { Exit } from './program.js';
import { openSession } from './session.js';

export type ExportOptions = Omit<AnalyzeCliOptions, 'open' | 'watch'> & {
  readonly view?: string;
  readonly focus?: string;
  readonly depth?: number;
  readonly direction?: 'in' | 'out' | 'both';
  readonly path?: readonly string[];
};

export async function runExport(io: Io, _exit: Exit, dir: string, options: ExportOptions): Promise<void> {
  const format = options.format ?? 'mermaid';
  if (isRuleFormat(format)) return exportRules(io, dir, format, options);
  reporterOf(format, Object.keys(RULE_EXPORTS));
  const view = viewOf(options.view);
  const path = pathOf(options.path);
  const session = await openSession(io, dir, options);
  const { view: _v, path: _p, ...rest } = options;
  const text = await render(io, format, session, {
    ...rest,
    ...(view === undefined ? {} : { view }),
    ...(path === undefined ? {} : { path }),
  });
  await emit(io, options.output, text);
}

function viewOf(name: string | undefined): View | undefined {
  if (name === undefined) return undefined;
  const view = VIEWS.find((known) => known === name);
  if (!view) throw new UserError('MSA008', `unknown view "${name}"`, `Views: ${VIEWS.join(', ')}.`);
  return view;
}

function pathOf(ends: readonly string[] | undefined): readonly [string, string] | undefined {
  if (ends === undefined) return undefined;
  if (ends.length !== 2) throw new UserError('MSA009', '--path needs two names', 'For example: --path orders catalog');
  return [ends[0] as string, ends[1] as string];
}
