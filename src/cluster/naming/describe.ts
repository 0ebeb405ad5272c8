/**
 * Groups of nodes → named bounded contexts with their figures; tests are attached to what they test. Ids are stable:
 * declared names first, then those of the previous map by largest overlap, then names from the content.
 */
import {
  type BoundedContext,
  type ContextMap,
  compareText,
  type GraphNode,
  isAccessEdge,
  isModuleEdge,
  isTableEdge,
  SHARED_KERNEL,
  type SystemGraph,
  sortedBy,
  UNASSIGNED,
} from '../../model/index.js';
import { KERNEL } from '../communities/communities.js';
import { membersOf } from '../graph/partition.js';
import type { Placement } from '../placing/place.js';
import { nameGroups } from './naming.js';
import { withTests } from './tests.js';

export type Described = {
  readonly contexts: readonly BoundedContext[];
  readonly contextOf: ReadonlyMap<string, string>;
};

export function describe(graph: SystemGraph, placement: Placement, previous: ContextMap | undefined): Described {
  const { evidence, labels } = placement;
  const groups = membersOf(labels);
  const reserved = new Map([...keptNames(groups, evidence.ids, previous), ...placement.declared]);
  const { tableNames } = evidence.vocabulary;
  const withWordsApart = (node: GraphNode) => (node.kind === 'table' ? { ...node, name: tableNames.of(node) } : node);
  const junctions = new Set(
    evidence.nodes.flatMap((node) => (node.kind === 'table' && node.tableKind === 'junction' ? [node.id] : [])),
  );
  const outside = evidence.nodes.filter((_, node) => labels[node]! < 0);
  const named = nameGroups({
    groups: groups.map((group) => group.map((node) => withWordsApart(evidence.nodes[node]!))),
    outside: outside.map(withWordsApart),
    apart: tableNames.apart,
    system: graph.name,
    entryPoints: graph.entryPoints,
    accesses: grouped(
      graph.edges.filter(isAccessEdge).filter((edge) => edge.kind !== 'ddl'),
      (edge) => edge.from,
      (edge) => edge,
    ),
    referrers: grouped(
      graph.edges.filter(isTableEdge).filter((edge) => !junctions.has(edge.from)),
      (edge) => edge.to,
      (edge) => edge.from,
    ),
    following: new Set(evidence.ids.filter((id) => !placement.clustered.evidence.indexOf.has(id))),
    layer: evidence.vocabulary.layer,
    reserved,
  });
  const runtime = new Map(
    evidence.ids.map((id, node) => {
      const label = labels[node]!;
      return [id, label === KERNEL ? SHARED_KERNEL : label < 0 ? UNASSIGNED : named[label]!.id];
    }),
  );
  const contextOf = withTests(graph, runtime, placement.pins);
  const nodesOf = grouped(
    contextOf,
    ([, context]) => context,
    ([node]) => node,
  );
  const shape = shapesOf(graph, runtime);
  const confidenceOf = (node: number) => (placement.pins.has(evidence.ids[node]!) ? 1 : placement.confidence[node]!);
  const contexts = named.map(({ id, name, terms }, group): BoundedContext => {
    const own = (nodesOf.get(id) ?? []).sort(compareText);
    const members = groups[group]!;
    const { inside, crossing, ca, ce } = shape(id);
    return {
      id,
      name,
      modules: own.filter((node) => node.startsWith('module:')),
      tables: own.filter((node) => node.startsWith('table:')),
      terms,
      confidence: members.reduce((sum, node) => sum + confidenceOf(node), 0) / members.length,
      cohesion: inside + crossing === 0 ? 0 : inside / (inside + crossing),
      ca,
      ce,
      instability: ca + ce === 0 ? 0 : ce / (ca + ce),
    };
  });
  return { contexts: sortedBy(contexts, (context) => [context.id]), contextOf };
}

/** Names of the previous map, by largest overlap (Jaccard), each given once; below a third it is another context. */
function keptNames(
  groups: readonly (readonly number[])[],
  ids: readonly string[],
  previous: ContextMap | undefined,
): Map<number, { id: string; name: string }> {
  const kept = new Map<number, { id: string; name: string }>();
  if (previous === undefined) return kept;
  const before = new Map<string, number>();
  previous.contexts.forEach((context, i) => {
    for (const id of [...context.modules, ...context.tables]) before.set(id, i);
  });
  const known = new Set(ids);
  const sizes = previous.contexts.map(
    (context) => [...context.modules, ...context.tables].filter((id) => known.has(id)).length,
  );
  const overlaps = groups.flatMap((group, g) => {
    const shared = new Map<number, number>();
    for (const node of group) {
      const context = before.get(ids[node]!);
      if (context !== undefined) shared.set(context, (shared.get(context) ?? 0) + 1);
    }
    return [...shared].map(([context, count]) => ({
      g,
      context,
      share: count / (group.length + sizes[context]! - count),
    }));
  });
  const used = new Set<number>();
  for (const { g, context, share } of sortedBy(overlaps, (o) => [-o.share, o.g, o.context])) {
    if (share < 1 / 3 || kept.has(g) || used.has(context)) continue;
    const { id, name } = previous.contexts[context]!;
    kept.set(g, { id, name });
    used.add(context);
  }
  return kept;
}

type Shape = { readonly inside: number; readonly crossing: number; readonly ca: number; readonly ce: number };

function shapesOf(graph: SystemGraph, contextOf: ReadonlyMap<string, string>): (context: string) => Shape {
  const tallies = new Map<string, { inside: number; crossing: number; ca: Set<string>; ce: Set<string> }>();
  const tally = (context: string) => {
    const known = tallies.get(context) ?? { inside: 0, crossing: 0, ca: new Set<string>(), ce: new Set<string>() };
    tallies.set(context, known);
    return known;
  };
  for (const edge of graph.edges) {
    const from = contextOf.get(edge.from);
    const to = contextOf.get(edge.to);
    if (from === undefined || to === undefined || (isAccessEdge(edge) && edge.kind === 'ddl')) continue;
    if (from === to) {
      tally(from).inside += edge.weight;
      continue;
    }
    tally(from).crossing += edge.weight;
    tally(to).crossing += edge.weight;
    if (!isModuleEdge(edge)) continue;
    tally(from).ce.add(edge.to);
    tally(to).ca.add(edge.from);
  }
  return (context) => {
    const { inside, crossing, ca, ce } = tally(context);
    return { inside, crossing, ca: ca.size, ce: ce.size };
  };
}

/** Keyed lists, in the order the values come. */
function grouped<T, V>(all: Iterable<T>, keyOf: (one: T) => string, pick: (one: T) => V): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [pick(one)]);
    else group.push(pick(one));
  }
  return groups;
}
