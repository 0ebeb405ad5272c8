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
  labelOf,
  type Relation,
  type RelationCounts,
  type RelationNote,
  type RelationNoteKey,
  type RelationPattern,
  relationNoteText,
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
    const { pattern, why } = patternOf(link, back, downstreams.get(link.upstream)!.size);
    const { downstream, upstream, counts, weight } = link;
    const reason = relationNoteText(why, 'en');
    return { downstream, upstream, pattern, reason, why, edges: { ...counts }, weight };
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
/** From this share of the heavier direction on, the lighter one is no accident. */
const ABOUT_AS_MUCH = 0.25;
const TRANSLATORS: ReadonlySet<string> = new Set(
  'adapter mapper translator acl anticorruption gateway client facade'.split(' '),
);

type Judged = { readonly pattern: RelationPattern; readonly why: RelationNote };

function patternOf(link: Link, back: Link | undefined, downstreams: number): Judged {
  const { counts } = link;
  if (counts.write > 0 && back !== undefined && back.counts.write > 0) return judged('shared-kernel', 'shared-kernel');
  const isMutual = back !== undefined && runs(link) && runs(back);
  if (isMutual && Math.min(link.weight, back.weight) / Math.max(link.weight, back.weight) >= ABOUT_AS_MUCH) {
    return judged('partnership', 'partnership');
  }
  const sources = [...link.sources].sort(compareText);
  if (sources.length > 0 && sources.every(isTranslator)) {
    const values = { module: labelOf(sources[0]!), count: String(sources.length) };
    return judged('acl', sources.length === 1 ? 'acl-one' : 'acl-many', values);
  }
  if (downstreams >= OPEN_HOST_DOWNSTREAMS && link.targets.size <= NARROW_SURFACE && counts.write === 0) {
    return judged('open-host', 'open-host', {
      count: String(downstreams),
      surface: [...link.targets].sort(compareText).map(labelOf).join(', '),
    });
  }
  const tables = counts.read + counts.write > 0;
  const types = counts['type-import'] > 0;
  if (tables || types) {
    return judged(
      'conformist',
      tables && types ? 'conformist-both' : tables ? 'conformist-tables' : 'conformist-types',
    );
  }
  if (counts['foreign-key'] > 0) return judged('conformist', 'conformist-keys');
  return judged('customer-supplier', ...callsOf(link, isMutual ? back : undefined));
}

function judged(pattern: RelationPattern, key: RelationNoteKey, values: RelationNote['values'] = {}): Judged {
  return { pattern, why: { key, values } };
}

/** What is said of a relation without tables and types; `back` when the other calls, too, though much less or much more. */
function callsOf(link: Link, back: Link | undefined): [RelationNoteKey, RelationNote['values']?] {
  if (back !== undefined) {
    const share = `${Math.round((100 * link.weight) / (link.weight + back.weight))} %`;
    return ['mostly-there', { share }];
  }
  if (link.counts.import > 0) return ['customer-supplier'];
  return [link.counts.event > 0 ? 'events' : 'transactions'];
}

function runs({ counts }: Link): boolean {
  return counts.import + counts.read + counts.write > 0;
}

/** Its file is called a translator, `pg-client.ts`; a folder `client/` is the front end, and `oracle` holds no `acl`. */
function isTranslator(id: string): boolean {
  const file = labelOf(id)
    .split('/')
    .at(-1)!
    .replace(/anti-?corruption/i, 'anticorruption');
  const words = file
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return words.some((word) => TRANSLATORS.has(word));
}
