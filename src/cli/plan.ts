/** `msa-map plan`: the dossier of one context, its facade, or the roadmap of all. */
import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { printableJson, UserError } from '../model/index.js';
import { plan, planAll, renderDossier, renderDossierJson, renderRoadmap, writeFacade } from '../plan/index.js';
import type { Io } from './io.js';
import { emit, writeWhole } from './output.js';
import type { Exit } from './program.js';
import { type MapOptions, openSession, type Session } from './session.js';

export type PlanOptions = MapOptions & {
  readonly all?: boolean;
  readonly facade?: boolean;
  readonly format?: string;
  readonly output?: string;
  readonly lang?: 'en' | 'ko';
};

/** With `--all` the first word is the directory: there is no context to name. */
export async function runPlan(
  io: Io,
  _exit: Exit,
  context: string | undefined,
  dir: string,
  options: PlanOptions,
): Promise<void> {
  const format = options.format ?? 'markdown';
  if (format !== 'markdown' && format !== 'json') {
    throw new UserError('MSA011', `unknown format "${format}"`, 'Formats of plan: markdown, json.');
  }
  if (options.all === true) return roadmap(io, await openSession(io, context ?? dir, options), format, options);
  if (context === undefined) {
    throw new UserError('MSA012', 'plan needs a context', 'Name one (msa-map analyze lists them), or ask for --all.');
  }
  const session = await openSession(io, dir, options);
  const dossier = plan(session.analysis, context);
  if (options.facade === true) return facade(io, session, dossier, options);
  await emit(
    io,
    options.output,
    format === 'json' ? renderDossierJson(dossier) : renderDossier(dossier, languageOf(session, options)),
  );
}

async function roadmap(io: Io, session: Session, format: string, options: PlanOptions): Promise<void> {
  const all = planAll(session.analysis);
  const text = format === 'json' ? printableJson(all) : renderRoadmap(all, languageOf(session, options));
  await emit(io, options.output, text);
}

function languageOf(session: Session, options: PlanOptions): { language: 'en' | 'ko' } {
  return { language: options.lang ?? session.config.language ?? 'en' };
}

/** The facade is code by purpose, so it may end in `.ts`; it still never replaces a file that is there. */
async function facade(
  io: Io,
  { root }: Session,
  dossier: ReturnType<typeof plan>,
  options: PlanOptions,
): Promise<void> {
  if (root === undefined) {
    throw new UserError('MSA013', '--facade needs the code', 'Run it on the directory, not on a saved analysis.');
  }
  const isFile = options.output !== undefined && options.output !== '-';
  const target = isFile
    ? isAbsolute(options.output as string)
      ? (options.output as string)
      : resolve(io.cwd, options.output as string)
    : undefined;
  const at = target?.startsWith(root + sep)
    ? target
        .slice(root.length + 1)
        .split(sep)
        .join('/')
    : undefined;
  const file = await writeFacade(dossier, (path) => textBelow(root, path), at);
  for (const { operation, reason } of file.omitted) io.stderr.write(`left out: ${operation} (${reason})\n`);
  if (target === undefined) return emit(io, undefined, file.text);
  await writeWhole(target, file.text);
}

function textBelow(root: string, path: string): string | undefined {
  try {
    const real = realpathSync(join(root, path));
    return real.startsWith(root + sep) ? readFileSync(real, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
