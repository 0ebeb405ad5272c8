/**
 * What still holds of the last analysis when a few files changed since. Edits that only moved lines move the places in
 * its graph; and a graph that is another one in its lines alone gives the same map, which reads no line but those that
 * it quotes. Everything else is worked out anew.
 */
import type { Sources } from './extract/index.js';
import {
  type Analysis,
  type ContextMap,
  type GraphEdge,
  isRuntimeEdge,
  type Project,
  type SystemGraph,
} from './model/index.js';

/** What a run leaves for the next. */
export type KeptAnalysis = {
  /** Stands for everything but the contents of the files. */
  readonly basis: string | undefined;
  /** The content of each file, by path. */
  readonly hashes: readonly string[];
  readonly counted: SystemGraph['counted'];
  readonly analysis: Analysis;
};

/** The graph of the last run in its new places; undefined when an edit did more than to move lines. */
export async function graphAgain(
  project: Project,
  sources: Sources,
  last: KeptAnalysis,
): Promise<SystemGraph | undefined> {
  const changes = await sources.changedFacts(last.hashes);
  if (changes === undefined) return undefined;
  const { movedGraph } = await import('./link/moved-graph.js');
  const graph = movedGraph(graphOf(project, last), changes.changed);
  if (graph !== undefined) changes.keep();
  return graph;
}

function graphOf(project: Project, { analysis, counted }: KeptAnalysis): SystemGraph {
  const { graph, transactions, coverage, diagnostics } = analysis;
  return {
    ...graph,
    name: project.name,
    transactions,
    coverage,
    diagnostics: diagnostics.slice(project.diagnostics.length),
    ...(counted === undefined ? {} : { counted }),
  };
}

/** The map of the last run, when all that it was made of is the same. */
export function mapAgain(graph: SystemGraph, { analysis }: KeptAnalysis): ContextMap | undefined {
  const { nodes, edges, calls, entryPoints, events } = graph;
  const was = { ...analysis.graph, drift: [], transactions: analysis.transactions };
  if (!isSameButLines({ nodes, edges, calls, entryPoints, events, drift: [], transactions: graph.transactions }, was))
    return undefined;
  return withPlaces(analysis.contextMap, graph.edges);
}

/** Keys under which there are lines, or text with lines in it. */
const LINES: ReadonlySet<string> = new Set(['line', 'endLine', 'lines', 'at']);

function isSameButLines(a: unknown, b: unknown): boolean {
  const stack: [unknown, unknown][] = [[a, b]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [is, was] = next;
    if (is === was) continue;
    if (typeof is !== 'object' || typeof was !== 'object' || is === null || was === null) return false;
    const keys = Object.keys(is).filter((key) => (is as Fields)[key] !== undefined);
    if (keys.length !== Object.keys(was).length) return false;
    for (const key of keys) if (!LINES.has(key)) stack.push([(is as Fields)[key], (was as Fields)[key]]);
  }
  return true;
}

type Fields = Readonly<Record<string, unknown>>;

/** What to cut in cycles is quoted with its first places. */
function withPlaces(map: ContextMap, edges: readonly GraphEdge[]): ContextMap {
  const byEnds = new Map(edges.filter(isRuntimeEdge).map((edge) => [`${edge.from}\0${edge.to}\0${edge.kind}`, edge]));
  const cycleCuts = map.cycleCuts.map((cycle) => ({
    ...cycle,
    cut: cycle.cut.map((arc) => {
      const edge = byEnds.get(`${arc.from}\0${arc.to}\0${arc.kind}`);
      if (edge === undefined || arc.evidence === undefined) return arc;
      return { ...arc, evidence: edge.evidence.slice(0, arc.evidence.length) };
    }),
  }));
  return { ...map, cycleCuts };
}
