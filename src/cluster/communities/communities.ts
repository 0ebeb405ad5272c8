/** From what many runs agree on to contexts: the shared kernel apart, stragglers and leftovers where they belong. */
import type { SystemGraph } from '../../model/index.js';
import { isDomainTable } from '../graph/bookkeeping.js';
import type { Evidence } from '../graph/evidence.js';
import { adjacencyOf, canonical, type Partition, type WeightedGraph } from '../graph/partition.js';
import { askedOf } from '../kernel/libraries.js';
import { kernelOf } from '../kernel/shared-kernel.js';
import type { Consensus } from './consensus.js';
import { joinEntityServices } from './entity-services.js';
import { followFolders } from './folders.js';
import { foldTiny, joinSatellites } from './grouping.js';
import { settle } from './settle.js';
import { dissolveWeak } from './substance.js';
import { settleTables } from './table-homes.js';

export const NOWHERE = -1;
export const KERNEL = -2;

/**
 * 1 up to 150 nodes, then 0.3 more for every tenfold: modularity at a fixed resolution merges ever larger communities as
 * a graph grows (Fortunato & Barthélemy 2007), and on every larger system tried somewhat above 1 was better.
 */
export function defaultResolution(size: number): number {
  return Math.round(100 + 35 * Math.max(0, Math.log10(size / 150))) / 100;
}

/** Group per node; NOWHERE, KERNEL. And the ids of composition roots and of schema modules. */
export function communities(
  graph: SystemGraph,
  evidence: Evidence,
  coupling: WeightedGraph,
  agreed: Consensus,
  resolution: number,
  usePathEvidence: boolean,
): { labels: number[]; roots: ReadonlySet<string>; schemas: ReadonlySet<string> } {
  const pull = adjacencyOf(coupling);
  const isTable = (node: number) => isDomainTable(evidence.nodes[node]!);
  const folded = canonical(foldTiny(coupling, agreed.partition));
  const kernel = kernelOf(graph, evidence, folded, agreed.firm);
  const inDomain = folded.map((label, node) => (kernel.nodes.has(node) ? KERNEL : label));
  const settled = settle(coupling, pull, inDomain, resolution);
  const tidy = usePathEvidence ? followFolders(evidence, pull, settled) : settled;
  const labels = dissolveWeak(evidence.structure, pull, tidy, isTable);
  for (const node of likeInNameOnly(evidence, labels)) labels[node] = NOWHERE;
  const whole = joinSatellites(coupling, canonical(labels), (nodes) => nodes.some(isTable));
  const asked = askedOf(graph, evidence, whole);
  const joined = joinEntityServices(coupling, evidence.nodes, canonical(whole), usePathEvidence, asked);
  const homes = settleTables(graph, evidence, pull, joined);
  const idsOf = (nodes: ReadonlySet<number>) => new Set([...nodes].map((node) => evidence.ids[node]!));
  return { labels: canonical(homes), roots: idsOf(kernel.roots), schemas: idsOf(kernel.schemas) };
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
