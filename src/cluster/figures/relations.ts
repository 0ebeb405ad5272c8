/**
 * The context map between contexts: counts of edges by kind, and the pattern the counts suggest. Every edge points from
 * downstream to upstream. Patterns after Evans and Vernon, told from the shape of the dependency; a proposal with its
 * reason, not a finding.
 */
import {
  compareText,
  countedAccesses,
  type GraphEdge,
  isAccessEdge,
  isTableEdge,
  type Relation,
  type RelationCounts,
  type RelationPattern,
  type SystemGraph,
  sortedBy,
} from '../../model/index.js';

const NONE: RelationCounts = {
  import: 0,
  'type-import': 0,
  read: 0,
  write: 0,
  'foreign-key': 0,
  transaction: 0,
  event: 0,
};

type Link = {
  readonly downstream: string;
  readonly upstream: string;
  counts: Record<keyof RelationCounts, number>;
  weight: number;
  readonly targets: Set<string>;
  /** Modules through which the downstream side depends. */
  readonly sources: Set<string>;
};

/**
 * `contextOf` gives the context id of a node, undefined for the shared kernel and for what is unassigned. Accesses are counted
 * where they are made: calling a function of the owner is an import, not a read or write of its table as well.
 */
export function relationsOf(graph: SystemGraph, contextOf: ReadonlyMap<string, string>): Relation[] {
  const links = new Map<string, Link>();
  const accesses = countedAccesses(graph.edges.filter(isAccessEdge));
  for (const edge of [...graph.edges.filter((each) => !isAccessEdge(each)), ...accesses]) {
    const key = countOf(edge);
    if (key === undefined) continue;
    const link = linkOf(links, contextOf.get(edge.from), contextOf.get(edge.to));
    if (link === undefined) continue;
    link.counts[key] += 1;
    link.weight += edge.weight;
    link.targets.add(edge.to);
    link.sources.add(edge.from);
  }
  for (const transaction of graph.transactions) {
    const home = contextOf.get(`module:${transaction.path}`);
    const foreign = new Set(transaction.accesses.map((access) => contextOf.get(access.table)));
    for (const upstream of foreign) {
      const link = linkOf(links, home, upstream);
      if (link !== undefined) link.counts.transaction += 1;
    }
  }
  const downstreams = new Map<string, Set<string>>();
  for (const link of links.values()) {
    downstreams.set(link.upstream, (downstreams.get(link.upstream) ?? new Set()).add(link.downstream));
  }
  return sortedBy(links.values(), (link) => [link.downstream, link.upstream]).map((link) => {
    const back = links.get(`${link.upstream}\n${link.downstream}`);
    const { pattern, reason } = patternOf(link, back, downstreams.get(link.upstream)!.size);
    const { downstream, upstream, counts, weight } = link;
    return { downstream, upstream, pattern, reason, edges: { ...counts }, weight };
  });
}

function countOf(edge: GraphEdge): keyof RelationCounts | undefined {
  if (isTableEdge(edge)) return 'foreign-key';
  if (isAccessEdge(edge)) return edge.kind === 'ddl' ? undefined : edge.kind === 'read' ? 'read' : 'write';
  if (edge.kind === 'type-import' || edge.kind === 'event') return edge.kind;
  return 'import';
}

function linkOf(
  links: Map<string, Link>,
  downstream: string | undefined,
  upstream: string | undefined,
): Link | undefined {
  if (downstream === undefined || upstream === undefined || downstream === upstream) return undefined;
  const key = `${downstream}\n${upstream}`;
  const known = links.get(key);
  if (known !== undefined) return known;
  const link: Link = { downstream, upstream, counts: { ...NONE }, weight: 0, targets: new Set(), sources: new Set() };
  links.set(key, link);
  return link;
}

const OPEN_HOST_DOWNSTREAMS = 3;
const NARROW_SURFACE = 3;
const TRANSLATOR = /(?:adapter|mapper|translator|acl|anti-?corruption|gateway|client|facade)/i;

function patternOf(
  link: Link,
  back: Link | undefined,
  downstreams: number,
): { pattern: RelationPattern; reason: string } {
  const { counts } = link;
  const runtime = counts.import + counts.read + counts.write;
  if (counts.write > 0 && back !== undefined && back.counts.write > 0) {
    return { pattern: 'shared-kernel', reason: 'each writes tables of the other' };
  }
  if (back !== undefined && runtime > 0 && back.counts.import + back.counts.read + back.counts.write > 0) {
    const less = Math.min(link.weight, back.weight) / Math.max(link.weight, back.weight);
    if (less >= 0.25) {
      return { pattern: 'partnership', reason: 'both depend on each other about as much, or the boundary is wrong' };
    }
  }
  const sources = [...link.sources].sort(compareText);
  if (sources.length > 0 && sources.every((id) => TRANSLATOR.test(id))) {
    return { pattern: 'acl', reason: `everything goes through ${sources[0]!.slice(sources[0]!.indexOf(':') + 1)}` };
  }
  if (downstreams >= OPEN_HOST_DOWNSTREAMS && link.targets.size <= NARROW_SURFACE && counts.write === 0) {
    return {
      pattern: 'open-host',
      reason: `${downstreams} contexts use it, here through ${link.targets.size} modules or tables`,
    };
  }
  if (counts.read + counts.write + counts['foreign-key'] > 0 || counts['type-import'] > 0) {
    return { pattern: 'conformist', reason: 'downstream uses upstream tables or types as they are' };
  }
  return { pattern: 'customer-supplier', reason: 'downstream calls upstream, one way' };
}
