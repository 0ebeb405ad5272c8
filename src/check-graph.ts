/**
 * The graph that `check` judges. When only imports are judged, the files are read by their tokens and parsed only where
 * they reach from one context to another; and when a few files changed since the last run, only these are linked again.
 */
import { type AnalyzeOptions, linkSources, open } from './analyze.js';
import { graphAgain } from './analyze-again.js';
import type { Sources } from './extract/index.js';
import { resultKey } from './kept/index.js';
import type { Crossed, Crosses, LinkOptions } from './link/index.js';
import type { Project, SystemGraph } from './model/index.js';
import { namesOnly, remembered } from './remember.js';

/** `crosses` narrows a graph of imports to those between contexts; other files are then not parsed, see `extract/sketch`. */
export type CheckGraphOptions = AnalyzeOptions & LinkOptions & { readonly crosses?: Crosses };

/** What there is to judge, before anything is read of it. */
export type ToCheck = {
  /** Stands for all that the files hold; undefined when that is not known from a run before. */
  readonly key: () => string | undefined;
  /** To be asked once. What `check` has no use for (words, calls, entry points …) is empty. */
  readonly graph: () => Promise<SystemGraph>;
  /** For a run that needs no graph. */
  readonly close: () => void;
};

export async function graphToCheck(root: string, options: CheckGraphOptions): Promise<SystemGraph> {
  const { graph } = await openToCheck(root, options);
  return graph();
}

export async function openToCheck(root: string, options: CheckGraphOptions): Promise<ToCheck> {
  const { crosses, isModulesOnly } = options;
  const narrowed = isModulesOnly === true ? crosses : undefined;
  const { project, sources } = await open(root, options, narrowed !== undefined);
  const key = keyOf(project, sources);
  const opened: Opened = { root, project, sources, key };
  const graph = () =>
    narrowed === undefined ? wholeGraph(opened, options) : importsBetween(opened, options, narrowed);
  return { key, graph, close: sources.close };
}

type Opened = {
  readonly root: string;
  readonly project: Project;
  readonly sources: Sources;
  readonly key: () => string | undefined;
};

/** The project is written out once for each state of its files. */
function keyOf(project: Project, sources: Sources): () => string | undefined {
  let known: { readonly contents: string | undefined; readonly key: string | undefined } | undefined;
  return () => {
    const contents = sources.key();
    if (known === undefined || known.contents !== contents) known = { contents, key: resultKey([contents, project]) };
    return known.key;
  };
}

async function wholeGraph({ root, project, sources, key }: Opened, options: CheckGraphOptions): Promise<SystemGraph> {
  const { config, isModulesOnly } = options;
  const kind = isModulesOnly === true ? 'imports' : 'graph';
  const ofGraph = () => resultKey([key(), config.ormFamilies]);
  const { graph } = await remembered<KeptGraph>(kind, root, options, sources, ofGraph, async (lastOn) => {
    const basis = resultKey([namesOnly(project), config.ormFamilies]);
    const last = lastOn(basis);
    const moved = last && (await graphAgain(sources, last.hashes, last.graph));
    const graph = moved ?? (await linkSources(project, sources, options));
    const bare = { ...withoutWords(graph), calls: [], entryPoints: [], events: [], drift: [] };
    return { basis, hashes: sources.hashes(), graph: bare };
  });
  return graph;
}

type KeptGraph = {
  readonly basis: string | undefined;
  readonly hashes: readonly string[];
  readonly graph: SystemGraph;
};

function withoutWords(graph: SystemGraph): SystemGraph {
  return { ...graph, nodes: graph.nodes.map((node) => (node.kind === 'module' ? { ...node, words: [] } : node)) };
}

/** What the next run may begin with. */
type Kept = Crossed & {
  /** Stands for everything but the contents of the files. */
  readonly basis: string | undefined;
  /** The content of each file, by path. */
  readonly hashes: readonly string[];
};

async function importsBetween(
  { root, project, sources, key }: Opened,
  options: CheckGraphOptions,
  crosses: Crosses,
): Promise<SystemGraph> {
  const { config } = options;
  const ofGraph = () => resultKey([key(), config.contexts, config.sharedKernel]);
  const { graph } = await remembered<Kept>('between', root, options, sources, ofGraph, async (lastOn) => {
    const basis = resultKey([namesOnly(project), config.contexts, config.sharedKernel]);
    const before = lastOn(basis);
    const again = before && (await linkChanged(project, sources, before, crosses, options));
    const crossed = again ?? (await linkAll(project, sources, crosses, options));
    return { ...crossed, graph: withoutWords(crossed.graph), basis, hashes: sources.hashes() };
  });
  return graph;
}

async function linkAll(
  project: Project,
  sources: Sources,
  crosses: Crosses,
  { onStage = () => {} }: AnalyzeOptions,
): Promise<Crossed> {
  const { facts, outlines, close } = await sources.sketches();
  onStage('link');
  const { linkBetween } = await import('./link/index.js');
  const crossed = await linkBetween(project, { facts, outlines, crosses });
  close();
  return crossed;
}

/** Undefined when more is different than the changed files alone. */
async function linkChanged(
  project: Project,
  sources: Sources,
  last: Kept,
  crosses: Crosses,
  { onStage = () => {} }: AnalyzeOptions,
): Promise<Crossed | undefined> {
  const changes = await sources.changes(last.hashes);
  if (changes === undefined) return undefined;
  onStage('link');
  const { relinkBetween } = await import('./link/index.js');
  const { graph, asked, behindEvents } = last;
  const crossed = await relinkBetween(project, { graph, asked, behindEvents }, { ...changes, crosses });
  if (crossed === undefined || !changes.isWhole()) return undefined;
  changes.close();
  return crossed;
}
