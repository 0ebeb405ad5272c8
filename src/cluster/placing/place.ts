/** Where every runtime module and table belongs: clusters, lets the front end follow, lays the declared map over it. */
import type { Config, ContextMap, SystemGraph } from '../../model/index.js';
import { communities, defaultResolution, KERNEL, NOWHERE } from '../communities/communities.js';
import { consensus, runsFor } from '../communities/consensus.js';
import { strongest } from '../communities/grouping.js';
import { couplingOf } from '../graph/coupling.js';
import { type Evidence, gatherEvidence } from '../graph/evidence.js';
import { adjacencyOf, canonical, membersOf, type Partition, type WeightedGraph } from '../graph/partition.js';
import { servicesOf } from '../graph/services.js';
import { evidenceWeights } from '../graph/weights.js';
import { accessChecks } from '../kernel/access-checks.js';
import { tableTouchers } from '../kernel/shared-kernel.js';
import { startsOf } from '../kernel/starts.js';
import { usedByAll } from '../kernel/used-by-all.js';
import { pinsOf } from './declared.js';
import { examplesOf } from './examples.js';
import { follow } from './follow.js';
import { frontEndOf } from './front-end.js';
import { withPins } from './pinned.js';
import { strayWidgets } from './widgets.js';

export type PlaceOptions = {
  readonly seed?: number;
  readonly resolution?: number;
  /** Folder closeness as weak evidence; default true. */
  readonly usePathEvidence?: boolean;
};

export type Placement = {
  readonly source: ContextMap['source'];
  readonly evidence: Evidence;
  /** Between all nodes of `evidence`. */
  readonly coupling: WeightedGraph;
  /** What was clustered: all of it, or all but the front end of a system that has a back end. */
  readonly clustered: { readonly graph: WeightedGraph; readonly evidence: Evidence };
  /** Group per node of `evidence`; NOWHERE, KERNEL. */
  readonly labels: Partition;
  /** Ids of the composition roots among the kernel. */
  readonly roots: ReadonlySet<string>;
  /** Ids of the access checks among the kernel. */
  readonly checks: ReadonlySet<string>;
  /** Ids of the schema modules among the kernel. */
  readonly schemas: ReadonlySet<string>;
  /** Ids of modules and tables of examples, which take no part. */
  readonly examples: ReadonlySet<string>;
  /** Ids of front-end modules among the kernel, which follow no one context. */
  readonly sharedFront: ReadonlySet<string>;
  /** Share of runs in which the node stood with the majority of its group; of a module that follows, the share of that context. */
  readonly confidence: readonly number[];
  /** Context id and name per group that was declared. */
  readonly declared: ReadonlyMap<number, { readonly id: string; readonly name: string }>;
  /** Node id → declared context. */
  readonly pins: ReadonlyMap<string, string>;
  readonly stability: number;
  readonly resolution: number;
  readonly seed: number;
};

export function place(whole: SystemGraph, config: Config, options: PlaceOptions): Placement {
  const pins = pinsOf(whole, config);
  const examples = new Set([...examplesOf(whole)].filter((id) => !pins.has(id)));
  const graph = withoutNodes(whole, examples);
  const seed = options.seed ?? 1;
  const weights = evidenceWeights(config);
  const usePathEvidence = options.usePathEvidence ?? true;
  const evidence = gatherEvidence(graph, weights, usePathEvidence);
  const coupling = couplingOf(evidence, weights);
  const touching = tableTouchers(graph, evidence);
  const front = frontEndOf(graph, evidence, touching);
  const inFront = new Set([...front].map((node) => evidence.ids[node]!));
  const back = front.size === 0 ? evidence : gatherEvidence(withoutNodes(graph, inFront), weights, usePathEvidence);
  const clustered = front.size === 0 ? coupling : couplingOf(back, weights);
  const resolution = options.resolution ?? config.resolution ?? defaultResolution(back.ids.length);
  const services = usePathEvidence ? servicesOf(graph, back) : undefined;
  const agreed = consensus(clustered, back.ids, seed, resolution, runsFor(clustered), services);
  const { labels: inBack, roots, schemas } = communities(graph, back, clustered, agreed, resolution, usePathEvidence);
  const followed = follow(coupling, lifted(inBack, back, evidence), front, KERNEL);
  const stray = strayWidgets(evidence, followed.labels, front, KERNEL);
  const themselves = tableTouchers(graph, evidence, true);
  // Only now the users in the front end count, too: a helper of all screens may belong to the back end.
  const shared =
    front.size === 0 ? new Set<number>() : usedByAll(graph, evidence, followed.labels, themselves, touching);
  const checks = accessChecks(graph, evidence, followed.labels, front);
  const starts = startsOf(graph, evidence, followed.labels, touching, themselves, numbersOf(roots, evidence));
  const apart = new Set([...stray, ...shared, ...checks, ...starts.roots, ...starts.serving]);
  const found = withoutRemnants(
    followed.labels.map((label, node) => (apart.has(node) ? KERNEL : label)),
    followed.labels,
    evidence,
  );
  const { labels, declared } = withPins(evidence, found, pins, config, adjacencyOf(coupling));
  const idsOf = (some: ReadonlySet<number>) => new Set([...some].map((node) => evidence.ids[node]!));
  const inKernel = (ids: ReadonlySet<string>) =>
    new Set([...ids].filter((id) => labels[evidence.indexOf.get(id)!] === KERNEL));
  return {
    source: pins.size === 0 ? 'clustered' : declared.size < membersOf(labels).length ? 'mixed' : 'declared',
    evidence,
    coupling,
    labels,
    clustered: { graph: clustered, evidence: back },
    examples,
    roots: inKernel(new Set([...roots, ...idsOf(starts.roots)])),
    checks: inKernel(idsOf(checks)),
    schemas: inKernel(schemas),
    sharedFront: new Set([...front].filter((node) => labels[node] === KERNEL).map((node) => evidence.ids[node]!)),
    confidence: confidenceOf(labels, followed.share, back, evidence, agreed.runs),
    declared,
    pins,
    stability: agreed.stability,
    resolution,
    seed,
  };
}

/** A group without a table of which so few modules are left is none: a start without what it started. */
const LEAST_LEFT = 4;

/** Groups that lost members to the kernel, and are next to nothing without them, go there as a whole. */
function withoutRemnants(labels: Partition, before: Partition, { nodes }: Evidence): number[] {
  const sizes = new Map<number, number>();
  const kept = new Set<number>();
  labels.forEach((label, node) => {
    sizes.set(label, (sizes.get(label) ?? 0) + 1);
    if (nodes[node]!.kind === 'table') kept.add(label);
  });
  const thinned = new Set(before.filter((label, node) => labels[node] !== label));
  const isRemnant = (label: number) => thinned.has(label) && !kept.has(label) && sizes.get(label)! < LEAST_LEFT;
  return canonical(labels.map((label) => (label >= 0 && isRemnant(label) ? KERNEL : label)));
}

function numbersOf(ids: ReadonlySet<string>, { indexOf }: Evidence): Set<number> {
  return new Set([...ids].map((id) => indexOf.get(id)!));
}

/** The graph without some nodes: evidence gathered from it is that of a system that never had them. */
function withoutNodes(graph: SystemGraph, left: ReadonlySet<string>): SystemGraph {
  return left.size === 0 ? graph : { ...graph, nodes: graph.nodes.filter((node) => !left.has(node.id)) };
}

/** Labels of a part of the nodes as labels of all; the others are nowhere. */
function lifted(labels: Partition, part: Evidence, all: Evidence): number[] {
  return all.ids.map((id) => labels[part.indexOf.get(id) ?? -1] ?? NOWHERE);
}

/** Per node: in how many runs its community is the one where most of its group stood. */
function confidenceOf(
  labels: Partition,
  followed: readonly number[],
  part: Evidence,
  all: Evidence,
  runs: readonly Partition[],
): number[] {
  const groups = new Map<number, number[]>();
  all.ids.forEach((id, node) => {
    const clustered = part.indexOf.get(id);
    const label = labels[node]!;
    if (clustered === undefined || label < 0) return;
    const group = groups.get(label) ?? [];
    groups.set(label, group);
    group.push(clustered);
  });
  const counts = part.ids.map(() => 0);
  for (const run of runs) {
    for (const group of groups.values()) {
      const sizes = new Map<number, number>();
      for (const node of group) sizes.set(run[node]!, (sizes.get(run[node]!) ?? 0) + 1);
      const majority = strongest(sizes);
      for (const node of group) if (run[node] === majority) counts[node]! += 1;
    }
  }
  return all.ids.map((id, node) => {
    const clustered = part.indexOf.get(id);
    return clustered === undefined ? followed[node]! : runs.length === 0 ? 0 : counts[clustered]! / runs.length;
  });
}
