/** The figures of one map: metrics of metrics.ts, and plain Louvain on file imports as the printed baseline. */
import {
  type ClusterMetrics,
  type ContextMap,
  contextOfNode,
  isAccessEdge,
  isModuleEdge,
  type MapFigures,
  type SystemGraph,
  sortedBy,
  UNASSIGNED,
} from '../../model/index.js';
import { louvainRuns } from '../communities/louvain.js';
import { modularity, type Partition, type WeightedGraph, weightedGraph } from '../graph/partition.js';
import type { Placement } from '../placing/place.js';
import {
  businessContextPurity,
  callGraphOf,
  interCallPercentage,
  interfaceNumber,
  nonExtremeDistribution,
  structuralModularity,
  tableEntropy,
  turboMQ,
} from './metrics.js';

export function figures(
  graph: SystemGraph,
  contextOf: ReadonlyMap<string, string>,
  placement: Placement,
): ClusterMetrics {
  const calls = callGraphOf(graph, contextOf);
  const plain = plainLouvain(graph);
  return {
    modularity: modularity(placement.evidence.structure, placement.labels),
    stability: placement.stability,
    plainModularity: modularity(plain.graph, plain.partition),
    sm: structuralModularity(calls),
    icp: interCallPercentage(calls),
    ifn: interfaceNumber(calls),
    ned: nonExtremeDistribution(calls),
    turboMQ: turboMQ(calls),
    tableEntropy: tableEntropy(graph, contextOf),
    bcp: businessContextPurity(calls, graph.entryPoints),
  };
}

/** The few figures by which two maps of one system are compared. */
export function mapFigures(graph: SystemGraph, map: ContextMap): MapFigures {
  const contextOf = contextOfNode(map);
  let all = 0;
  let crossing = 0;
  for (const edge of graph.edges) {
    const [from, to] = [contextOf.get(edge.from) ?? UNASSIGNED, contextOf.get(edge.to) ?? UNASSIGNED];
    if (from === UNASSIGNED || to === UNASSIGNED || (isAccessEdge(edge) && edge.kind === 'ddl')) continue;
    all += edge.weight;
    if (from !== to) crossing += edge.weight;
  }
  return {
    contexts: map.contexts.length,
    inCycles: map.cycleCuts.reduce((sum, cycle) => sum + cycle.contexts.length, 0),
    cutEdges: map.cycleCuts.reduce((sum, cycle) => sum + cycle.cut.length, 0),
    crossing: all === 0 ? 0 : crossing / all,
    metrics: map.metrics,
  };
}

/** The baseline: one run of Louvain on imports between runtime modules, unweighted, no tables, no names. */
export function plainLouvain(graph: SystemGraph): {
  ids: readonly string[];
  graph: WeightedGraph;
  partition: Partition;
} {
  const modules = graph.nodes.filter((node) => node.kind === 'module' && node.role === 'runtime');
  const ids = sortedBy(modules, (node) => [node.id]).map((node) => node.id);
  const indexOf = new Map(ids.map((id, i) => [id, i]));
  const pairs = new Set<number>();
  for (const edge of graph.edges) {
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    if (!isModuleEdge(edge) || edge.kind === 'event' || from === undefined || to === undefined) continue;
    pairs.add(Math.min(from, to) * ids.length + Math.max(from, to));
  }
  const imports = weightedGraph(
    ids.length,
    [...pairs].map((key) => [Math.floor(key / ids.length), key % ids.length, 1] as const),
  );
  return { ids, graph: imports, partition: louvainRuns(ids)(imports, 1, 1) };
}
