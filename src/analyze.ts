/** The main job: composes the stages. Read this first. */
import { type ClusterOptions, cluster } from './cluster/index.js';
import { type ExtractOptions, extract } from './extract/index.js';
import { link } from './link/index.js';
import {
  type Analysis,
  type Config,
  type History,
  type Project,
  SCHEMA_VERSION,
  type SystemGraph,
} from './model/index.js';
import { readHistory, scan } from './scan/index.js';
import { score, type Traffic } from './score/index.js';
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
};

/** Everything known of the monolith below `root`, an absolute path. Throws UserError when there is nothing to analyse. */
export async function analyze(root: string, options: AnalyzeOptions): Promise<Analysis> {
  const { project, graph } = await buildGraph(root, options);
  options.onStage?.('history');
  await turn();
  const history = options.useGit === false ? NO_HISTORY : await readHistory(root, project);
  return judge(graph, project, history, options);
}

/** The same for a graph from elsewhere: cluster, score and report without code. */
export function analyzeGraph(graph: SystemGraph, options: AnalyzeOptions): Analysis {
  const project = {
    name: graph.name,
    files: [],
    packages: [],
    stack: { frameworks: [], dataAccess: [] },
    diagnostics: [],
  };
  return judge(graph, project, NO_HISTORY, options);
}

const NO_HISTORY: History = { available: false, reason: 'switched off or not asked for' };

type Described = Pick<Project, 'name' | 'files' | 'packages' | 'stack' | 'diagnostics'>;

function judge(graph: SystemGraph, project: Described, history: History, options: AnalyzeOptions): Analysis {
  const { config, onStage = () => {} } = options;
  onStage('cluster');
  const contextMap = cluster(graph, config, options.cluster);
  onStage('score');
  const { scorecard, sagas } = score(graph, contextMap, history, config, options.traffic);
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

function gitCoverage(history: History): Analysis['coverage']['git'] {
  if (!history.available) return { available: false, commits: 0, note: history.reason };
  return { available: true, commits: history.commits.length, note: history.notes.join('; ') };
}

/** Between long stages the event loop gets a turn, so that Ctrl-C is heard. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The part that `check` shares: from the directory to the graph, without clustering. */
export async function buildGraph(
  root: string,
  options: AnalyzeOptions,
): Promise<{ project: Project; graph: SystemGraph }> {
  const { config, onStage = () => {} } = options;
  onStage('scan');
  const project = await scan(root, {
    config,
    ...(options.maxFileSize === undefined ? {} : { maxFileSize: options.maxFileSize }),
  });
  onStage('extract');
  const facts = await extract(root, project, options.extract);
  onStage('link');
  await turn();
  return { project, graph: await link(project, facts, config) };
}
