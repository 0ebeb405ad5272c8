/** Options that commands share, and the way from them to an Analysis. */
import { isAbsolute, normalize } from 'node:path';
import { analyze } from '../analyze.js';
import { readConfig } from '../config/index.js';
import { type Analysis, type Config, type Diagnostic, type Project, printable, UserError } from '../model/index.js';
import type { Target } from '../report/index.js';
import { type Io, write } from './io.js';
import { memoryNote } from './memory.js';
import { cacheFolder, rootOf, textOf } from './paths.js';
import { type Progress, startProgress } from './progress.js';

export type CommonOptions = {
  readonly config?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
  readonly cache?: boolean;
  readonly cacheDir?: string;
  readonly jobs?: number;
  readonly git?: boolean;
  readonly timing?: boolean;
  readonly maxFileSize?: number;
  readonly debug?: boolean;
};

export type MapOptions = CommonOptions & {
  readonly graph?: string;
  readonly from?: string;
  readonly seed?: number;
  readonly resolution?: number;
  readonly pathEvidence?: boolean;
  readonly sweep?: boolean;
  readonly move?: readonly string[];
};

export type Session = {
  readonly analysis: Analysis;
  readonly config: Config;
  /** Absolute path; undefined when the analysis came from a file. */
  readonly root?: string;
  /** What was analysed, as it was asked for; undefined for the folder that the command runs in. */
  readonly target?: Target;
};

/** Analyses `dir`, or reads what `--from` or `--graph` names instead. */
export async function openSession(io: Io, dir: string, options: MapOptions): Promise<Session> {
  const target = targetOf(dir, options);
  const session = await openMap(io, dir, options);
  return target === undefined ? session : { ...session, target };
}

/** An absolute path says nothing on another machine, and reports hold none. */
function targetOf(dir: string, { from, graph }: MapOptions): Target | undefined {
  const said = (path: string, name: string) => ({ option: `${name} ${isAbsolute(path) ? '…' : path}` });
  if (from !== undefined) return said(from, '--from');
  if (graph !== undefined) return said(graph, '--graph');
  return isAbsolute(dir) || normalize(dir) === '.' || normalize(dir) === './' ? undefined : { folder: dir };
}

async function openMap(io: Io, dir: string, options: MapOptions): Promise<Session> {
  if (options.from !== undefined) return fromSaved(io, options.from);
  const progress = startProgress(io, { isQuiet: options.quiet === true, timing: options.timing === true });
  try {
    return options.graph === undefined
      ? await fromDirectory(io, dir, options, progress)
      : await fromGraph(io, options.graph, options, progress);
  } finally {
    progress.end();
  }
}

async function fromDirectory(io: Io, dir: string, options: MapOptions, progress: Progress): Promise<Session> {
  const root = rootOf(io, dir);
  const { config } = readConfig(root, options.config === undefined ? undefined : absolute(io, options.config));
  // Whoever uses a weight knows its name, so this loads those stages: only for a config that sets one.
  if (Object.keys(config.weights).length > 0) (await import('./weights.js')).assertKnownWeights(config);
  const traffic = await trafficOf(io, root, config);
  const analysis = await analyze(root, {
    config,
    ...analyzeOptions(io, root, options, progress),
    cluster: clusterOptions(options),
    ...(traffic === undefined ? {} : { traffic }),
  });
  await printNotes(io, analysis, config, options);
  return { analysis, config, root };
}

/** The part of the options that `check` needs as well. */
export function analyzeOptions(io: Io, root: string, options: CommonOptions, progress: Progress) {
  const cacheDir = cacheFolder(root, options.cache === false ? false : options.cacheDir, io);
  // What V8 made of the compiler before (extract/code/compiled.ts) is a cache, too.
  if (options.cache === false) process.env['NODE_DISABLE_COMPILE_CACHE'] = '1';
  let isTold = false;
  return {
    useGit: options.git !== false,
    ...(options.maxFileSize === undefined ? {} : { maxFileSize: options.maxFileSize }),
    extract: {
      ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
      cacheDir,
      onProgress: progress.count,
      onCacheProblem: ({ message, code }: Diagnostic) => {
        if (!isTold) io.stderr.write(`msa-map: ${message} (${code})\n`);
        isTold = true;
      },
    },
    onStage: progress.stage,
    listed: io.listed,
    onProject: (project: Project) => {
      const note = options.quiet === true ? undefined : memoryNote(project);
      if (note !== undefined) io.stderr.write(`msa-map: ${note}\n`);
    },
  };
}

async function fromGraph(io: Io, file: string, options: MapOptions, progress: Progress): Promise<Session> {
  const [{ readGraph }, { analyzeGraph }] = await Promise.all([import('../import/index.js'), import('../analyze.js')]);
  const { config } = readConfig(io.cwd, options.config === undefined ? undefined : absolute(io, options.config));
  const graph = readGraph(textOf(io, file, 'graph'));
  return {
    analysis: await analyzeGraph(graph, { config, cluster: clusterOptions(options), onStage: progress.stage }),
    config,
  };
}

async function fromSaved(io: Io, file: string): Promise<Session> {
  const { EMPTY_CONFIG } = await import('../model/index.js');
  let saved: unknown;
  try {
    saved = JSON.parse(textOf(io, file, 'analysis'));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      'MSA004',
      `${file} is not JSON`,
      'Write it with: msa-map analyze <dir> --format json -o analysis.json',
    );
  }
  const version = (saved as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version !== 'string' || !version.startsWith('1.')) {
    throw new UserError(
      'MSA005',
      `${file} is not an analysis of this version of msa-map`,
      'Write it again with: msa-map analyze <dir> --format json -o analysis.json',
    );
  }
  return { analysis: saved as Analysis, config: EMPTY_CONFIG };
}

function clusterOptions(options: MapOptions) {
  return {
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.resolution === undefined ? {} : { resolution: options.resolution }),
    ...(options.pathEvidence === undefined ? {} : { usePathEvidence: options.pathEvidence }),
    ...(options.sweep === undefined ? {} : { sweep: options.sweep }),
    ...(options.move === undefined ? {} : { moves: options.move.map(parseMove) }),
  };
}

function parseMove(text: string): { glob: string; context: string } {
  const at = text.lastIndexOf('=');
  if (at <= 0 || at === text.length - 1) {
    throw new UserError(
      'MSA006',
      `--move needs GLOB=CONTEXT, not "${text}"`,
      'For example: --move "src/coupons/**=promotions"',
    );
  }
  return { glob: text.slice(0, at), context: text.slice(at + 1) };
}

async function trafficOf(io: Io, root: string, config: Config) {
  const files = [config.traffic, config.tableStatistics].filter((file) => file !== undefined);
  if (files.length === 0) return undefined;
  const { readTraffic } = await import('../traffic/index.js');
  return readTraffic(files.map((path) => ({ path, text: textOf({ ...io, cwd: root }, path, 'traffic file') })));
}

async function printNotes(io: Io, analysis: Analysis, config: Config, options: CommonOptions): Promise<void> {
  if (options.quiet === true) return;
  const mapped = new Set(analysis.contextMap.contexts.map(({ id }) => id));
  for (const { id } of config.contexts.filter((context) => !mapped.has(context.id))) {
    await write(io.stderr, `msa-map: "contexts.${printable(id)}" of the config matches no module and no table\n`);
  }
  const count = { error: 0, warning: 0, info: 0 };
  for (const diagnostic of analysis.diagnostics) count[diagnostic.severity]++;
  const seen = count.error + count.warning;
  if (seen === 0) return;
  await write(
    io.stderr,
    `msa-map: ${plural(seen, 'diagnostic')} (${plural(count.error, 'error')}, ${plural(count.warning, 'warning')}); see msa-map doctor\n`,
  );
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

export function absolute(io: Io, file: string): string {
  return file.startsWith('/') ? file : `${io.cwd}/${file}`;
}
