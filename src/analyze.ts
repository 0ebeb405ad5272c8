/** The main job: composes the stages. Read this first. What a run leaves for the next: `remember.ts`. */
import { analysisForm } from './analysis-form.js';
import { graphAgain, graphOf, type KeptAnalysis, mapAgain, sagasAgain } from './analyze-again.js';
import type { ClusterOptions } from './cluster/index.js';
import { type ExtractOptions, openSources, type Sources } from './extract/index.js';
import { resultKeys } from './kept/index.js';
import type { LinkOptions } from './link/index.js';
import {
  type Analysis,
  type Config,
  type ContextMap,
  type History,
  type Project,
  SCHEMA_VERSION,
  type SystemGraph,
} from './model/index.js';
import { keptIn, namesOnly, onSameBasis, remembered, rememberedHistory } from './remember.js';
import { historyKey, scan, type TakeListed } from './scan/index.js';
import type { Traffic } from './score/index.js';
import { VERSION } from './version.js';

export type AnalyzeOptions = {
  readonly config: Config;
  readonly useGit?: boolean;
  readonly maxFileSize?: number;
  readonly extract?: ExtractOptions;
  readonly cluster?: ClusterOptions;
  readonly traffic?: Traffic;
  /** Called when a stage begins; for progress and timings. */
  readonly onStage?: (stage: string) => void;
  /** Told what was found before any of it is parsed. */
  readonly onProject?: (project: Project) => void;
  /** What another thread has listed of the folder meanwhile. */
  readonly listed?: TakeListed | undefined;
};

/** Everything known of the monolith below `root`, an absolute path. Throws UserError when there is nothing to analyse. */
export async function analyze(root: string, options: AnalyzeOptions): Promise<Analysis> {
  const { config, onStage = () => {}, useGit = true } = options;
  const { project, sources } = await open(root, options);
  const { cacheDir } = options.extract ?? {};
  const past = useGit && cacheDir !== undefined ? await historyKey(root, project) : 'none';
  const given = [past, config, options.cluster ?? {}, options.traffic ?? {}];
  const keyOf = resultKeys();
  let isLasting = true;
  const key = () => (isLasting ? keyOf([sources.key(), project, ...given]) : undefined);
  const make = async (lastKept: () => KeptAnalysis | undefined): Promise<KeptAnalysis> => {
    // Git reads its log on another core while the files are parsed.
    const reading = useGit ? rememberedHistory(root, project, past, options, keyOf) : Promise.resolve(NO_HISTORY);
    const basis = keyOf([namesOnly(project), ...given]);
    const last = onSameBasis(lastKept, basis);
    const again = last && (await graphAgain(sources, last.hashes, graphOf(project, last), { project, config }));
    const graph =
      again ?? (await linkSources(project, sources, { ...options, isWatched: cacheDir !== undefined }, reading));
    if (again !== undefined) onStage('history');
    const history = await reading;
    isLasting = !useGit || past === 'not a git repository' || (history.available && history.isBroken !== true);
    const analysis = await judge(graph, project, history, options, last);
    const { counted, readTexts, exposed } = graph;
    return { basis, hashes: sources.hashes(), counted, readTexts, exposed, analysis };
  };
  const kept = keptIn('analysis', root, options, analysisForm());
  const { analysis } = await remembered({ kept, key, make, onKnown: sources.close, onStage });
  return analysis;
}

/** The same for a graph from elsewhere: cluster, score and report without code. */
export function analyzeGraph(graph: SystemGraph, options: AnalyzeOptions): Promise<Analysis> {
  const stack = { frameworks: [], dataAccess: [] };
  return judge(graph, { name: graph.name, files: [], packages: [], stack, diagnostics: [] }, NO_HISTORY, options);
}

const NO_HISTORY: History = { available: false, reason: 'switched off or not asked for' };

type Described = Pick<Project, 'name' | 'files' | 'packages' | 'stack' | 'diagnostics'>;

/** What a run that finds its result kept never loads. */
async function judge(
  graph: SystemGraph,
  project: Described,
  history: History,
  options: AnalyzeOptions,
  last?: KeptAnalysis,
): Promise<Analysis> {
  const { config, onStage = () => {} } = options;
  const again = last && (await mapAgain(graph, last, config));
  const contextMap = again?.contextMap ?? (await mapOf(graph, options));
  onStage('score');
  const known = again ?? (last && { sagas: sagasAgain(graph, contextMap, last) });
  const { score } = await import('./score/index.js');
  const { scorecard, sagas } = score(graph, contextMap, history, config, options.traffic, known);
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'msa-map', version: VERSION },
    project: {
      name: project.name,
      files: project.files.length,
      packages: project.packages.map(({ name }) => name),
      stack: project.stack,
    },
    graph: {
      nodes: graph.nodes,
      edges: graph.edges,
      calls: graph.calls,
      entryPoints: graph.entryPoints,
      events: graph.events,
      drift: graph.drift,
    },
    transactions: graph.transactions,
    contextMap,
    scorecard,
    sagas,
    diagnostics: [...project.diagnostics, ...graph.diagnostics],
    coverage: { ...graph.coverage, git: gitCoverage(history) },
  };
}

async function mapOf(graph: SystemGraph, { config, cluster: options, onStage }: AnalyzeOptions): Promise<ContextMap> {
  onStage?.('cluster');
  const { cluster } = await import('./cluster/index.js');
  return cluster(graph, config, options);
}

function gitCoverage(history: History): Analysis['coverage']['git'] {
  if (!history.available) return { available: false, commits: 0, note: history.reason };
  return { available: true, commits: history.commits.length, note: history.notes.join('; ') };
}

/** From the directory to the graph, without clustering. */
export async function buildGraph(
  root: string,
  options: AnalyzeOptions & LinkOptions,
): Promise<{ project: Project; graph: SystemGraph }> {
  const { project, sources } = await open(root, options);
  return { project, graph: await linkSources(project, sources, options) };
}

/**
 * A function of its own, so that the facts are gone when the graph is there: they are most of the memory. What is read
 * meanwhile is waited for before linking, which leaves the event loop no turn: its output would not be taken.
 */
export async function linkSources(
  project: Project,
  sources: Sources,
  options: AnalyzeOptions & LinkOptions,
  meanwhile?: Promise<unknown>,
): Promise<SystemGraph> {
  const { onStage = () => {} } = options;
  const facts = await sources.facts();
  if (meanwhile !== undefined) {
    onStage('history');
    await meanwhile;
  }
  onStage('link');
  const { link } = await import('./link/index.js');
  return link(project, facts, options.config, options);
}

/** The project and its files, before anything is read of them. */
export async function open(root: string, options: AnalyzeOptions & LinkOptions, isSketch = false) {
  const { config, maxFileSize, onStage = () => {} } = options;
  onStage('scan');
  const times = new Map<string, string>();
  const project = await scan(root, {
    config,
    ...(maxFileSize === undefined ? {} : { maxFileSize }),
    onFile: (path, seen) => times.set(path, seen),
    listed: options.listed,
  });
  options.onProject?.(project);
  onStage('extract');
  const isOutline = options.isModulesOnly === true;
  return { project, sources: openSources(root, project, { ...options.extract, isOutline, isSketch, times }) };
}
