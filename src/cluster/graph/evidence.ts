/**
 * SystemGraph → what clustering looks at: the nodes that take part (runtime modules and tables), the undirected weight
 * between them by kind of edge, and the words of each. Tests, migrations, seeds and scripts take no part: they touch
 * everything, and would glue contexts together. Nodes are sorted by id, so input order cannot matter.
 */
import {
  compareText,
  type GraphNode,
  isAccessEdge,
  isModuleEdge,
  isTableEdge,
  type SystemGraph,
  sortedBy,
} from '../../model/index.js';
import { packagesApart } from './packages-apart.js';
import { type WeightedGraph, weightedGraph } from './partition.js';
import { type Vocabulary, vocabularyOf } from './vocabulary.js';
import { accessEdgeWeight, type EvidenceWeights, moduleEdgeWeight, tableEdgeWeight } from './weights.js';

export type Evidence = {
  readonly nodes: readonly GraphNode[];
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** By kind of edge, not yet damped, without names. */
  readonly structure: WeightedGraph;
  /** Distinct modules that depend on the node. */
  readonly fanIn: readonly number[];
  readonly vocabulary: Vocabulary;
  /** Whether two nodes lie in packages that do not know one another; never without path evidence. */
  readonly areApart: (a: number, b: number) => boolean;
};

export function gatherEvidence(graph: SystemGraph, weights: EvidenceWeights, usePathEvidence: boolean): Evidence {
  const nodes = sortedBy(takingPart(graph), (node) => [node.id]);
  const ids = nodes.map((node) => node.id);
  const indexOf = new Map(ids.map((id, i) => [id, i]));
  const structure = weightedGraph(nodes.length, structuralPairs(graph, nodes, indexOf, weights));
  return {
    nodes,
    ids,
    indexOf,
    structure,
    fanIn: fanInOf(graph, indexOf),
    vocabulary: vocabularyOf(nodes, weights, usePathEvidence),
    areApart: usePathEvidence ? packagesApart(graph, nodes, indexOf) : () => false,
  };
}

/** Runtime modules, and tables but for those that only tests, seeds and scripts declare and use. */
function takingPart(graph: SystemGraph): GraphNode[] {
  const runtime = new Set<string>();
  const others = new Set<string>();
  for (const node of graph.nodes) {
    if (node.kind !== 'module') continue;
    if (node.role === 'runtime') runtime.add(node.id);
    else if (node.role === 'test' || node.role === 'seed' || node.role === 'script') others.add(`module:${node.path}`);
  }
  const used = new Set(graph.edges.flatMap((edge) => (runtime.has(edge.from) ? [edge.to] : [])));
  return graph.nodes.filter((node) => {
    if (node.kind === 'module') return runtime.has(node.id);
    const isDeclaredApart =
      node.declaredAt.length > 0 && node.declaredAt.every(({ path }) => others.has(`module:${path}`));
    return used.has(node.id) || !isDeclaredApart;
  });
}

const MAX_TABLES_OF_TRANSACTION = 12;

function* structuralPairs(
  graph: SystemGraph,
  nodes: readonly GraphNode[],
  indexOf: ReadonlyMap<string, number>,
  weights: EvidenceWeights,
): Generator<readonly [number, number, number]> {
  for (const edge of inOrder(graph.edges)) {
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    if (from === undefined || to === undefined) continue;
    if (isModuleEdge(edge)) yield [from, to, moduleEdgeWeight(edge, weights)];
    else if (isAccessEdge(edge)) yield [from, to, accessEdgeWeight(edge, weights)];
    else if (isTableEdge(edge)) yield [from, to, tableEdgeWeight(edge, weights)];
  }
  for (const node of nodes) {
    if (node.kind !== 'table') continue;
    for (const path of new Set(node.declaredAt.map((place) => place.path))) {
      const module = indexOf.get(`module:${path}`);
      if (module !== undefined) yield [indexOf.get(node.id)!, module, weights.declares];
    }
  }
  for (const transaction of sortedBy(graph.transactions, (t) => [t.id])) {
    const written = transaction.accesses.filter((access) => access.op === 'write' || access.op === 'delete');
    const tables = [...new Set(written.map((access) => access.table))].sort().flatMap((id) => indexOf.get(id) ?? []);
    if (tables.length > MAX_TABLES_OF_TRANSACTION) continue;
    for (const a of tables) for (const b of tables) if (a < b) yield [a, b, weights.transaction / (tables.length - 1)];
  }
}

/** Sorted; link gives them so, and then nothing need be copied. */
function inOrder(edges: SystemGraph['edges']): SystemGraph['edges'] {
  for (let i = 1; i < edges.length; i++) {
    const [a, b] = [edges[i - 1]!, edges[i]!];
    if ((compareText(a.from, b.from) || compareText(a.to, b.to) || compareText(a.kind, b.kind)) > 0)
      return sortedBy(edges, (edge) => [edge.from, edge.to, edge.kind]);
  }
  return edges;
}

function fanInOf(graph: SystemGraph, indexOf: ReadonlyMap<string, number>): number[] {
  const dependants = Array.from({ length: indexOf.size }, () => new Set<string>());
  for (const edge of graph.edges) {
    const to = indexOf.get(edge.to);
    if (to !== undefined && indexOf.has(edge.from) && !isTableEdge(edge)) dependants[to]!.add(edge.from);
  }
  return dependants.map((set) => set.size);
}
