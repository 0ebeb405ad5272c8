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
  const { config, onStage = () => {} } = options;
  const { project, graph } = await buildGraph(root, options);
  onStage('cluster');
  const contextMap = cluster(graph, config, options.cluster);
  onStage('history');
  const history: History =
    options.useGit === false
      ? { available: false, reason: 'switched off (--no-git)' }
      : await readHistory(root, project);
  onStage('score');
  const { scorecard, sagas } = score(graph, contextMap, history, config, options.traffic);
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'msa-map', version: VERSION },
    project: {
      name: project.name,
      files: project.files.length,
      packages: project.packages.map((p) => p.name),
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
    coverage: {
      ...graph.coverage,
      git: history.available
        ? { available: true, commits: history.commits.length, note: history.notes.join('; ') }
        : { available: false, commits: 0, note: history.reason },
    },
  };
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
  return { project, graph: await link(project, facts, config) };
}
