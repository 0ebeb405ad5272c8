/**
 * Who owns each table, and who else touches it. The owner is the context that writes most; a declared table belongs to
 * the context that declares it; a table that no context writes belongs where the map puts it, whatever the shared kernel
 * writes, which is no service and owns nothing. Counts are places in the code.
 */
import {
  compareText,
  isAccessEdge,
  type Ownership,
  placeCount,
  SHARED_KERNEL,
  type SystemGraph,
  sortedBy,
} from '../../model/index.js';

type Counts = Map<string, number>;

/** One entry per table of the graph, by table id. `contextOf` includes `shared-kernel`. */
export function ownershipOf(
  graph: SystemGraph,
  contextOf: ReadonlyMap<string, string>,
  declared: ReadonlySet<string>,
): Ownership[] {
  const writers = new Map<string, Counts>();
  const readers = new Map<string, Counts>();
  for (const edge of graph.edges) {
    if (!isAccessEdge(edge) || edge.kind === 'ddl' || !edge.direct) continue;
    const context = contextOf.get(edge.from);
    if (context === undefined) continue;
    const side = edge.kind === 'read' ? readers : writers;
    const counts = side.get(edge.to) ?? new Map<string, number>();
    side.set(edge.to, counts);
    counts.set(context, (counts.get(context) ?? 0) + Math.max(1, placeCount(edge)));
  }
  const tables = graph.nodes.filter((node) => node.kind === 'table').map((node) => node.id);
  return tables.sort(compareText).map((table) => {
    const write = ranked(writers.get(table));
    const read = ranked(readers.get(table));
    const users = new Set([...write, ...read].map((entry) => entry.context));
    const home = contextOf.get(table) ?? '';
    return {
      table,
      ...ownerOf(home, write, declared.has(table)),
      writers: write,
      readers: read,
      isSharedWrite: write.length > 1,
      isShared: users.size > 1,
    };
  });
}

function ranked(counts: Counts | undefined): { context: string; count: number }[] {
  return sortedBy(counts ?? [], ([context, count]) => [-count, context]).map(([context, count]) => ({
    context,
    count,
  }));
}

function ownerOf(
  home: string,
  writers: readonly { context: string; count: number }[],
  isDeclared: boolean,
): { owner: string; reason: string } {
  if (isDeclared) return { owner: home, reason: 'declared in the committed map' };
  const most = writers.find(({ context }) => context !== SHARED_KERNEL || context === home);
  if (most === undefined)
    return { owner: home, reason: 'no write by a context was seen; it lies with what it is coupled to most' };
  const total = writers.reduce((sum, writer) => sum + writer.count, 0);
  const atHome = writers.find((writer) => writer.context === home);
  if (atHome !== undefined && atHome.count === most.count) {
    return { owner: home, reason: `${atHome.count} of ${total} writing places` };
  }
  const elsewhere = home === '' || home === most.context ? '' : `; by all of its coupling it lies in ${home}`;
  return { owner: most.context, reason: `${most.count} of ${total} writing places${elsewhere}` };
}
