/**
 * What still holds of the last analysis when a few files changed since. Edits that only moved lines move the places in
 * its graph; and a graph that is another one in its lines alone gives the same map, which reads no line but those that
 * it quotes. What tests import places tests alone. A new map that puts everything where the last one did leaves the sagas as
 * they are. Everything else is worked out anew.
 */
import type { ChangedFacts, Sources } from './extract/index.js';
import {
  type Analysis,
  besideRuntime,
  type Config,
  type ContextMap,
  type GraphEdge,
  type GraphNode,
  isModuleEdge,
  isRuntimeEdge,
  type Project,
  type SystemGraph,
} from './model/index.js';
import type { Designed } from './score/index.js';

/** What a run leaves for the next. */
export type KeptAnalysis = {
  /** Stands for everything but the contents of the files. */
  readonly basis: string | undefined;
  /** The content of each file, by path. */
  readonly hashes: readonly string[];
  readonly counted: SystemGraph['counted'];
  readonly readTexts: SystemGraph['readTexts'];
  readonly exposed: SystemGraph['exposed'];
  readonly analysis: Analysis;
};

/**
 * The graph of the last run in its new places; undefined when an edit did more than to move lines. With `whole`, where the
 * last graph is whole, its modules may be linked again, and functions read again, as long as tables stay as they are.
 */
export async function graphAgain(
  sources: Sources,
  hashes: readonly string[],
  last: SystemGraph,
  whole?: { readonly project: Project; readonly config: Config },
): Promise<SystemGraph | undefined> {
  const changes = await sources.changedFacts(hashes);
  if (changes === undefined) return undefined;
  const { movedGraph } = await import('./link/again/moved-graph.js');
  const moved = movedGraph(last, changes.changed, changes.isAsked);
  const graph =
    moved ??
    (whole && ((await modulesAgain(whole.project, last, changes)) ?? (await bodiesAgain(whole, last, changes))));
  if (graph !== undefined) changes.keep();
  return graph;
}

async function modulesAgain(project: Project, last: SystemGraph, changes: ChangedFacts) {
  const { graphWithModulesAgain } = await import('./link/again/modules-again.js');
  return graphWithModulesAgain(project, last, changes);
}

async function bodiesAgain(
  { project, config }: { readonly project: Project; readonly config: Config },
  last: SystemGraph,
  { changed, whole }: ChangedFacts,
) {
  const [change, ...others] = changed;
  if (change === undefined || others.length > 0) return undefined;
  const { graphWithOwnBodies } = await import('./link/again/own-bodies.js');
  return graphWithOwnBodies(project, config, last, change, whole);
}

/** The graph that it was made of. */
export function graphOf(project: Project, { analysis, counted, readTexts, exposed }: KeptAnalysis): SystemGraph {
  const { graph, transactions, coverage, diagnostics } = analysis;
  return {
    ...graph,
    name: project.name,
    transactions,
    coverage,
    diagnostics: diagnostics.slice(project.diagnostics.length),
    ...(counted === undefined ? {} : { counted }),
    ...(readTexts === undefined ? {} : { readTexts }),
    ...(exposed === undefined ? {} : { exposed }),
  };
}

/** The map of the last run, its sagas, and what the scorecard counts along edges. */
export type MapAgain = {
  readonly contextMap: ContextMap;
  readonly sagas: ReadonlyMap<string, Designed>;
  readonly blast: ReadonlyMap<string, number>;
};

/** When all that a map is made of is the same, or what tests import at the most. */
export async function mapAgain(
  graph: SystemGraph,
  { analysis }: KeptAnalysis,
  config: Config,
): Promise<MapAgain | undefined> {
  const { contextMap: before, graph: was } = analysis;
  if (!isSameNodes(graph.nodes, was.nodes) || !isSameFlow(graph, analysis)) return undefined;
  const isSame = isSameButLines(graph.edges, was.edges);
  if (!isSame && (before.whatIf !== undefined || !isSameButLines(running(graph), running(was)))) return undefined;
  const blast = new Map(analysis.scorecard.entries.map(({ context, blastRadius }) => [context, blastRadius]));
  if (isSame) return { contextMap: withPlaces(before, graph.edges), sagas: designedIn(analysis), blast };
  const { withTestsAgain } = await import('./cluster/tests-again.js');
  const contextMap = withPlaces(withTestsAgain(before, graph, config), graph.edges);
  return { contextMap, sagas: isSamePlaces(contextMap, before) ? designedIn(analysis) : new Map(), blast };
}

/** The sagas of the last run, when a new map puts all that they go through where the last one did. */
export function sagasAgain(
  graph: SystemGraph,
  contextMap: ContextMap,
  { analysis }: KeptAnalysis,
): ReadonlyMap<string, Designed> | undefined {
  const was = analysis.graph;
  const isSame =
    isSamePlaces(contextMap, analysis.contextMap) &&
    isSameNodes(graph.nodes, was.nodes) &&
    isSameFlow(graph, analysis) &&
    isSameButLines(ofTables(graph), ofTables(was));
  return isSame ? designedIn(analysis) : undefined;
}

function designedIn({ transactions, sagas }: Analysis): ReadonlyMap<string, Designed> {
  const before = new Map(transactions.map((one) => [one.id, one]));
  return new Map(
    sagas.flatMap((saga) => {
      const transaction = before.get(saga.transaction);
      return transaction === undefined ? [] : [[saga.transaction, { transaction, saga }] as const];
    }),
  );
}

/** All but nodes and edges. */
function isSameFlow({ calls, entryPoints, events, transactions }: SystemGraph, before: Analysis): boolean {
  const { graph } = before;
  const was = { calls: graph.calls, entryPoints: graph.entryPoints, events: graph.events };
  return isSameButLines({ calls, entryPoints, events, transactions }, { ...was, transactions: before.transactions });
}

/** Which context every node is in, and which owns each table. */
function isSamePlaces(a: ContextMap, b: ContextMap): boolean {
  return (
    a.contexts.length === b.contexts.length &&
    a.assignments.length === b.assignments.length &&
    a.ownership.length === b.ownership.length &&
    a.contexts.every(({ id }, i) => id === b.contexts[i]?.id) &&
    a.assignments.every(
      ({ node, context }, i) => node === b.assignments[i]?.node && context === b.assignments[i]?.context,
    ) &&
    a.ownership.every(({ table, owner }, i) => table === b.ownership[i]?.table && owner === b.ownership[i]?.owner)
  );
}

/** Without imports by tests, scripts and the like. */
function running(graph: Pick<SystemGraph, 'nodes' | 'edges'>): readonly GraphEdge[] {
  const beside = besideRuntime(graph);
  return graph.edges.filter((edge) => !isModuleEdge(edge) || !beside.has(edge.from));
}

function ofTables({ edges }: Pick<SystemGraph, 'edges'>): readonly GraphEdge[] {
  return edges.filter((edge) => !isModuleEdge(edge));
}

function isSameNodes(nodes: readonly GraphNode[], before: readonly GraphNode[]): boolean {
  const isSame = (node: GraphNode, i: number): boolean => {
    const was = before[i] as GraphNode;
    return node === was || isSameButLines(withWordsRead(node), withWordsRead(was));
  };
  return nodes.length === before.length && nodes.every(isSame);
}

/** Only the words of what runs in production are evidence of where it belongs. */
function withWordsRead(node: GraphNode): GraphNode {
  return node.kind === 'table' || node.role === 'runtime' ? node : { ...node, words: [] };
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
