/**
 * Where every runtime module and table belongs: clusters, then lays the declared map over the clusters. A declared node
 * stays where it is declared; a community that holds declared nodes joins them; a community without any is a new
 * candidate context.
 */
import { type Config, type ContextMap, SHARED_KERNEL, type SystemGraph } from '../model/index.js';
import { isDomainTable } from './bookkeeping.js';
import type { ClusterOptions } from './cluster.js';
import { type Consensus, consensus } from './consensus.js';
import { couplingOf } from './coupling.js';
import { pinsOf } from './declared.js';
import { type Evidence, gatherEvidence } from './evidence.js';
import { followFolders } from './folders.js';
import { foldTiny, joinSatellites, pullOf, strongest } from './grouping.js';
import { type Adjacency, adjacencyOf, canonical, membersOf, type Partition, type WeightedGraph } from './partition.js';
import { settle } from './settle.js';
import { kernelOf } from './shared-kernel.js';
import { dissolveWeak } from './substance.js';
import { evidenceWeights } from './weights.js';

export const NOWHERE = -1;
export const KERNEL = -2;
/** Below this share of declared members, the others of a community stay a candidate context of their own. */
const LEAST_DECLARED = 1 / 3;

export type Placement = {
  readonly source: ContextMap['source'];
  readonly evidence: Evidence;
  /** What was clustered. */
  readonly coupling: WeightedGraph;
  /** Group per node of `evidence`; NOWHERE, KERNEL. */
  readonly labels: Partition;
  /** Ids of the composition roots among the kernel. */
  readonly roots: ReadonlySet<string>;
  /** Share of runs in which the node stood with the majority of its group. */
  readonly confidence: readonly number[];
  /** Context id and name per group that was declared. */
  readonly declared: ReadonlyMap<number, { readonly id: string; readonly name: string }>;
  /** Node id → declared context. */
  readonly pins: ReadonlyMap<string, string>;
  readonly stability: number;
  readonly resolution: number;
  readonly seed: number;
};

export function place(graph: SystemGraph, config: Config, options: ClusterOptions): Placement {
  const seed = options.seed ?? 1;
  const weights = evidenceWeights(config);
  const usePathEvidence = options.usePathEvidence ?? true;
  const evidence = gatherEvidence(graph, weights, usePathEvidence);
  const resolution = options.resolution ?? config.resolution ?? defaultResolution(evidence.ids.length);
  const coupling = couplingOf(evidence, weights);
  const agreed = consensus(coupling, evidence.ids, seed, resolution);
  const pull = adjacencyOf(coupling);
  const { found, roots } = communities(graph, evidence, coupling, pull, agreed, resolution, usePathEvidence);
  const pins = pinsOf(graph, config);
  const { labels, declared } = withPins(evidence, found, pins, config, pull);
  return {
    source: pins.size === 0 ? 'clustered' : declared.size < membersOf(labels).length ? 'mixed' : 'declared',
    evidence,
    coupling,
    labels,
    roots: new Set([...roots].filter((node) => labels[node] === KERNEL).map((node) => evidence.ids[node]!)),
    confidence: confidenceOf(labels, agreed.runs),
    declared,
    pins,
    stability: agreed.stability,
    resolution,
    seed,
  };
}

/**
 * 1 up to 150 nodes, then 0.3 more for every tenfold: modularity at a fixed resolution merges ever larger communities as
 * a graph grows (Fortunato & Barthélemy 2007), and on every larger system tried somewhat above 1 was better.
 */
export function defaultResolution(size: number): number {
  return Math.round(100 + 30 * Math.max(0, Math.log10(size / 150))) / 100;
}

function communities(
  graph: SystemGraph,
  evidence: Evidence,
  coupling: WeightedGraph,
  pull: Adjacency,
  agreed: Consensus,
  resolution: number,
  usePathEvidence: boolean,
): { found: number[]; roots: ReadonlySet<number> } {
  const isTable = (node: number) => isDomainTable(evidence.nodes[node]!);
  const folded = canonical(foldTiny(coupling, agreed.partition));
  const kernel = kernelOf(graph, evidence, folded);
  const inDomain = folded.map((label, node) => (kernel.nodes.has(node) ? KERNEL : label));
  const settled = settle(coupling, pull, inDomain, resolution);
  const tidy = usePathEvidence ? followFolders(evidence, pull, settled) : settled;
  const labels = dissolveWeak(evidence.structure, pull, tidy, isTable);
  for (const node of likeInNameOnly(evidence, labels)) labels[node] = NOWHERE;
  const found = canonical(joinSatellites(coupling, canonical(labels), (nodes) => nodes.some(isTable)));
  return { found, roots: kernel.roots };
}

/** Members of groups without a table and without one dependency inside: `jest.config.ts` of every package. */
function likeInNameOnly({ nodes, structure }: Evidence, labels: Partition): number[] {
  const held = new Set<number>();
  for (const { from, to } of structure.edges) if (labels[from] === labels[to]) held.add(labels[from]!);
  nodes.forEach((node, i) => {
    if (node.kind === 'table') held.add(labels[i]!);
  });
  return labels.flatMap((label, node) => (label >= 0 && !held.has(label) ? [node] : []));
}

function withPins(
  evidence: Evidence,
  found: Partition,
  pins: ReadonlyMap<string, string>,
  config: Config,
  pull: Adjacency,
): { labels: number[]; declared: Map<number, { id: string; name: string }> } {
  if (pins.size === 0) return { labels: [...found], declared: new Map() };
  const ids = [...new Set([...config.contexts.map((context) => context.id), ...pins.values()])].filter(
    (id) => id !== SHARED_KERNEL,
  );
  const first = found.reduce((most, label) => Math.max(most, label), -1) + 1;
  const pinned = evidence.ids.map((id) => {
    const context = pins.get(id);
    return context === undefined ? undefined : context === SHARED_KERNEL ? KERNEL : first + ids.indexOf(context);
  });
  const homes = homesOf(found, pinned);
  const onlyPinned = pinned.map((label) => label ?? NOWHERE);
  const labels = evidence.ids.map((_, node) => {
    const label = pinned[node];
    if (label !== undefined) return label;
    const candidates = homes.get(found[node]!);
    if (candidates === undefined) return found[node]!;
    const near = new Map([...pullOf([node], onlyPinned, pull)].filter(([context]) => candidates.has(context)));
    return strongest(near) ?? Math.min(...candidates);
  });
  const names = new Map(config.contexts.map((context) => [context.id, context.name]));
  const numbers = new Map<number, number>();
  for (const label of labels) if (label >= 0 && !numbers.has(label)) numbers.set(label, numbers.size);
  const declared = new Map<number, { id: string; name: string }>();
  ids.forEach((id, i) => {
    const group = numbers.get(first + i);
    if (group !== undefined) declared.set(group, { id, name: names.get(id) ?? id });
  });
  return { labels: labels.map((label) => (label < 0 ? label : numbers.get(label)!)), declared };
}

/** Declared groups of each community that has enough declared members for the others to follow them. */
function homesOf(found: Partition, pinned: readonly (number | undefined)[]): Map<number, Set<number>> {
  const homes = new Map<number, Set<number>>();
  membersOf(found).forEach((nodes, community) => {
    const held = nodes.flatMap((node) => {
      const label = pinned[node];
      return label !== undefined && label >= 0 ? [label] : [];
    });
    if (held.length > 0 && held.length >= LEAST_DECLARED * nodes.length) homes.set(community, new Set(held));
  });
  return homes;
}

/** Per node: in how many runs its community is the one where most of its group stood. */
function confidenceOf(labels: Partition, runs: readonly Partition[]): number[] {
  const groups = membersOf(labels.map((label) => Math.max(label, -1)));
  const counts = labels.map(() => 0);
  for (const run of runs) {
    for (const group of groups) {
      const sizes = new Map<number, number>();
      for (const node of group) sizes.set(run[node]!, (sizes.get(run[node]!) ?? 0) + 1);
      const majority = strongest(sizes);
      for (const node of group) if (run[node] === majority) counts[node]! += 1;
    }
  }
  return counts.map((count) => (runs.length === 0 ? 0 : count / runs.length));
}
