/**
 * The graph that `check` judges. When only imports are judged, the files are read by their tokens and parsed only where
 * they reach from one context to another; and when a few files changed since the last run, only these are linked again.
 */
import { type AnalyzeOptions, linkSources, open } from './analyze.js';
import { graphAgain } from './analyze-again.js';
import { type Judged, judgedOf, withEdges, withGraph } from './check-kept.js';
import type { Sources } from './extract/index.js';
import { resultKey } from './kept/index.js';
import type { Crossed, Crosses, LinkOptions } from './link/index.js';
import { EMPTY_GRAPH, labelOf, type Project, type SystemGraph } from './model/index.js';
import { keptIn, namesOnly, onSameBasis, remembered } from './remember.js';

/** `crosses` narrows a graph of imports to those between contexts; other files are then not parsed, see `extract/sketch`. */
export type CheckGraphOptions = AnalyzeOptions & LinkOptions & { readonly crosses?: Crosses };

/** What there is to judge, before anything is read of it. */
export type ToCheck = {
  /** Stands for all that the files hold; undefined when that is not known from a run before. */
  readonly key: () => string | undefined;
  /** To be asked once. What `check` has no use for (lines and words of modules, calls, entry points …) is empty. */
  readonly judged: () => Promise<Judged>;
  /** What a file holds, in short, as far as that is known. */
  readonly hashOf: () => (path: string) => string | undefined;
  /** For a run that needs no graph. */
  readonly close: () => void;
};

export async function graphToCheck(root: string, options: CheckGraphOptions): Promise<SystemGraph> {
  const { judged } = await openToCheck(root, options);
  return (await judged()).graph();
}

export async function openToCheck(root: string, options: CheckGraphOptions): Promise<ToCheck> {
  const { crosses, isModulesOnly } = options;
  const narrowed = isModulesOnly === true ? crosses : undefined;
  const { project, sources } = await open(root, options, narrowed !== undefined);
  const key = keyOf(project, sources);
  const opened: Opened = { root, project, sources, key };
  const judged = () =>
    narrowed === undefined ? wholeGraph(opened, options) : importsBetween(opened, options, narrowed);
  const hashOf = () => {
    const hashes = sources.hashes();
    const byPath = new Map(sources.paths.map((path, i) => [path, hashes[i]]));
    return (path: string) => byPath.get(path) || undefined;
  };
  return { key, judged, hashOf, close: sources.close };
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

/** What the next run may begin with. */
type KeptGraph = {
  /** Stands for everything but the contents of the files. */
  readonly basis: string | undefined;
  /** The content of each file, by path. */
  readonly hashes: readonly string[];
  readonly judged: Judged;
};

async function wholeGraph({ root, project, sources, key }: Opened, options: CheckGraphOptions): Promise<Judged> {
  const { config, isModulesOnly, onStage } = options;
  const make = async (lastKept: () => KeptGraph | undefined): Promise<KeptGraph> => {
    const basis = resultKey([namesOnly(project), config.ormFamilies]);
    const last = onSameBasis(lastKept, basis);
    const moved = last && (await graphAgain(sources, last.hashes, last.judged.graph()));
    const graph = moved ?? (await linkSources(project, sources, options));
    const bare = { ...bareOf(graph), calls: [], entryPoints: [], events: [], drift: [] };
    return { basis, hashes: sources.hashes(), judged: judgedOf(bare) };
  };
  const kept = keptIn(isModulesOnly === true ? 'imports' : 'graph', root, options, withGraph<KeptGraph>());
  const ofGraph = () => resultKey([key(), config.ormFamilies]);
  const { judged } = await remembered({ kept, key: ofGraph, make, onKnown: sources.close, onStage });
  return judged;
}

/** Without what nothing is judged by, and what changes with every line that is written. */
function bareOf(graph: SystemGraph): SystemGraph {
  const { coverage } = graph;
  return {
    ...graph,
    nodes: graph.nodes.map((node) => (node.kind === 'module' ? { ...node, lines: 0, words: [] } : node)),
    coverage: { ...coverage, imports: EMPTY_GRAPH.coverage.imports },
  };
}

type KeptBetween = KeptGraph &
  Omit<Crossed, 'graph'> & {
    /** Files of which something is said besides the edges that start from them: places of events, diagnostics. */
    readonly told: readonly string[];
  };

async function importsBetween(
  { root, project, sources, key }: Opened,
  options: CheckGraphOptions,
  crosses: Crosses,
): Promise<Judged> {
  const { config, onStage } = options;
  const make = async (lastKept: () => KeptBetween | undefined): Promise<KeptBetween> => {
    const basis = resultKey([namesOnly(project), config.contexts, config.sharedKernel]);
    const last = onSameBasis(lastKept, basis);
    const again = last && (await linkChanged(project, sources, last, crosses, options));
    const between = again ?? keepable(await linkAll(project, sources, crosses, options));
    return { ...between, basis, hashes: sources.hashes() };
  };
  const kept = keptIn('between', root, options, withGraph<KeptBetween>());
  const ofGraph = () => resultKey([key(), config.contexts, config.sharedKernel]);
  const { judged } = await remembered({ kept, key: ofGraph, make, onKnown: sources.close, onStage });
  return judged;
}

type Between = Omit<KeptBetween, 'basis' | 'hashes'>;

function keepable({ graph, asked, behindEvents }: Crossed): Between {
  const events = graph.edges.filter(({ kind }) => kind === 'event');
  const places = [...events.flatMap(({ evidence }) => evidence), ...graph.diagnostics];
  const told = [...new Set([...events.map(({ from }) => labelOf(from)), ...places.map(({ path }) => path)])];
  return { judged: judgedOf(bareOf(graph)), asked, behindEvents, told };
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
  last: KeptBetween,
  crosses: Crosses,
  { onStage = () => {} }: AnalyzeOptions,
): Promise<Between | undefined> {
  const changes = await sources.changes(last.hashes);
  if (changes === undefined) return undefined;
  onStage('link');
  const { relinkBetween, withRelinked } = await import('./link/index.js');
  const relinked = await relinkBetween(project, last, { ...changes, crosses });
  if (relinked === undefined || !changes.isWhole()) return undefined;
  changes.close();
  const { judged, behindEvents, told } = last;
  const isTold = new Set(told);
  const { asked, edges, diagnostics } = relinked;
  const isPlain = diagnostics.length === 0 && !changes.changed.some(({ after }) => isTold.has(after.path));
  if (isPlain) return { judged: withEdges(judged, edges), asked, behindEvents, told };
  return keepable({ graph: withRelinked(judged.graph(), relinked), asked, behindEvents });
}
