/**
 * Who owns each table, and who else touches it. The owner is the context that inserts and updates most; deleting is no sign
 * of it, since the account that is closed is cleaned out of every table. The context that the table lies in keeps it against
 * one that writes a little more and less than all others together. A declared table belongs to the context that declares it; a
 * table that no context writes belongs where the map puts it, whatever the shared kernel writes, which is no service and owns
 * nothing. Counts are places in the code.
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
  const makers = new Map<string, Counts>();
  const readers = new Map<string, Counts>();
  for (const edge of graph.edges) {
    if (!isAccessEdge(edge) || edge.kind === 'ddl' || !edge.direct) continue;
    const context = contextOf.get(edge.from);
    if (context === undefined) continue;
    const places = Math.max(1, placeCount(edge));
    add(edge.kind === 'read' ? readers : writers, edge.to, context, places);
    if (edge.kind === 'write') add(makers, edge.to, context, places);
  }
  const tables = graph.nodes.filter((node) => node.kind === 'table').map((node) => node.id);
  return tables.sort(compareText).map((table) => {
    const write = ranked(writers.get(table));
    const read = ranked(readers.get(table));
    const users = new Set([...write, ...read].map((entry) => entry.context));
    const home = contextOf.get(table) ?? '';
    return {
      table,
      ...ownerOf(home, write, ranked(makers.get(table)), declared.has(table)),
      writers: write,
      readers: read,
      isSharedWrite: write.length > 1,
      isShared: users.size > 1,
    };
  });
}

function add(side: Map<string, Counts>, table: string, context: string, places: number): void {
  const counts = side.get(table) ?? new Map<string, number>();
  side.set(table, counts.set(context, (counts.get(context) ?? 0) + places));
}

function ranked(counts: Counts | undefined): { context: string; count: number }[] {
  return sortedBy(counts ?? [], ([context, count]) => [-count, context]).map(([context, count]) => ({
    context,
    count,
  }));
}

type Shares = readonly { readonly context: string; readonly count: number }[];

function ownerOf(
  home: string,
  writers: Shares,
  makers: Shares,
  isDeclared: boolean,
): { owner: string; reason: string } {
  if (isDeclared) return { owner: home, reason: 'declared in the committed map' };
  const most = makers.find(({ context }) => context !== SHARED_KERNEL || context === home);
  if (most === undefined) {
    const what = writers.length > 0 && makers.length === 0 ? 'nothing but deletes' : 'no write by a context';
    return { owner: home, reason: `${what} was seen; it lies with what it is coupled to most` };
  }
  const total = makers.reduce((sum, maker) => sum + maker.count, 0);
  const atHome = makers.find((maker) => maker.context === home);
  if (atHome !== undefined && (atHome.count === most.count || most.count * 2 <= total)) {
    return { owner: home, reason: `${atHome.count} of ${total} places that insert or update` };
  }
  const elsewhere = home === '' || home === most.context ? '' : `; by all of its coupling it lies in ${home}`;
  return { owner: most.context, reason: `${most.count} of ${total} places that insert or update${elsewhere}` };
}
