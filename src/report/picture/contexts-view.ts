/** The context map: contexts with their relations, and the tables that two or more of them write. The default picture. */
import {
  type Analysis,
  contextOfNode,
  isAccessEdge,
  labelOf,
  type RelationCounts,
  SHARED_KERNEL,
} from '../../model/index.js';
import type { Arrow, Box, Picture } from './picture.js';

export function contextsView({ project, graph, contextMap, scorecard }: Analysis): Picture {
  const pilot = scorecard.pilot;
  const inCycle = new Set(contextMap.cycleCuts.flatMap(({ cut }) => cut.map(({ from, to }) => `${from}\n${to}`)));
  const contextOf = contextOfNode(contextMap);
  const cutRelations = new Set(
    [...inCycle].map((pair) =>
      pair
        .split('\n')
        .map((id) => contextOf.get(id) ?? '')
        .join('\n'),
    ),
  );
  const contexts: Box[] = contextMap.contexts.map((context) => ({
    id: context.id,
    label: context.name,
    detail: `${context.modules.length} modules, ${context.tables.length} tables`,
    shape: 'context',
    tone: context.id === pilot ? 'pilot' : 'plain',
    group: '',
  }));
  const relations: Arrow[] = contextMap.relations
    .filter(({ downstream, upstream }) => downstream !== SHARED_KERNEL && upstream !== SHARED_KERNEL)
    .map(({ downstream, upstream, edges, weight }) => ({
      from: downstream,
      to: upstream,
      label: countsLabel(edges),
      kind:
        edges.write > 0
          ? 'write'
          : edges.import + edges.read + edges['foreign-key'] > 0
            ? 'code'
            : edges.event > 0
              ? 'event'
              : 'type',
      weight,
      isAlarm: cutRelations.has(`${downstream}\n${upstream}`),
    }));
  const { boxes, arrows } = sharedTables(graph.edges.filter(isAccessEdge), contextMap.ownership, contextOf);
  return {
    title: `${project.name}: context map`,
    boxes: [...contexts, ...boxes],
    arrows: [...relations, ...arrows],
    groups: [],
    notes: [
      'an arrow points from the context that depends to the one it depends on; red: part of a cycle to cut, or a second writer of a table',
    ],
  };
}

/** `12 imports, 3 reads, 1 write`: only what there is. */
export function countsLabel(edges: RelationCounts): string {
  const words: readonly (readonly [keyof RelationCounts, string, string])[] = [
    ['import', 'import', 'imports'],
    ['type-import', 'type', 'types'],
    ['read', 'read', 'reads'],
    ['write', 'write', 'writes'],
    ['foreign-key', 'key', 'keys'],
    ['transaction', 'transaction', 'transactions'],
    ['event', 'event', 'events'],
  ];
  return words
    .filter(([kind]) => edges[kind] > 0)
    .map(([kind, one, many]) => `${edges[kind]} ${edges[kind] === 1 ? one : many}`)
    .join(', ');
}

function sharedTables(
  edges: readonly { readonly from: string; readonly to: string; readonly kind: string }[],
  ownership: Analysis['contextMap']['ownership'],
  contextOf: ReadonlyMap<string, string>,
): { boxes: Box[]; arrows: Arrow[] } {
  const shared = ownership.filter(({ isSharedWrite }) => isSharedWrite);
  const ids = new Set(shared.map(({ table }) => table));
  const writes = new Map<string, number>();
  for (const { from, to, kind } of edges) {
    const context = contextOf.get(from);
    if (!ids.has(to) || context === undefined || (kind !== 'write' && kind !== 'delete')) continue;
    writes.set(`${context}\n${to}`, (writes.get(`${context}\n${to}`) ?? 0) + 1);
  }
  const owners = new Map(shared.map(({ table, owner }) => [table, owner]));
  return {
    boxes: shared.map(({ table, owner }) => ({
      id: table,
      label: labelOf(table),
      detail: `owned by ${owner}`,
      shape: 'table',
      tone: 'shared',
      group: '',
    })),
    arrows: [...writes].map(([pair, count]) => {
      const [context, table] = pair.split('\n') as [string, string];
      return {
        from: context,
        to: table,
        label: count === 1 ? 'writes' : `writes in ${count} modules`,
        kind: 'write',
        weight: count,
        isAlarm: owners.get(table) !== context,
      };
    }),
  };
}
