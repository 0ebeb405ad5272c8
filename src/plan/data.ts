/**
 * Database first: which tables move, who else uses them, which foreign keys and joins have to go, and what replaces each.
 * A foreign read becomes composition (asked per request) where it happens in few places for one row; a replica fed by
 * events where it is joined into lists or read in many places. A foreign write becomes a command to the owner.
 */
import { isTableEdge, sortedBy, type TableEdge, untouchedTables } from '../model/index.js';
import type { CutJoin, CutKey, Dossier, ForeignTable, OwnTable, Place, Replacement, Use } from './dossier.js';
import { type PlanView, placesOf } from './plan-view.js';

/** From this many places on, asking the owner each time costs more than keeping a copy. */
const REPLICA_FROM = 4;
/** From this many tables of the owner in one query on, no sequence of requests gives the same rows at bearable cost. */
const JOINED_TABLES = 3;
const LIST_FUNCTION =
  /(^|\.)(list|search|find(All|Many)|getAll|paginate|browse|filter|export)|report|statistic|dashboard|analytic|summary/i;

export function planData(view: PlanView): Dossier['data'] {
  const own = ownTables(view);
  return {
    own,
    shared: [...own.filter((t) => t.otherWriters.length > 0), ...foreignWritten(view)],
    foreign: foreignTables(view),
    keys: keysToCut(view),
    joins: joinsToCut(view),
  };
}

function ownTables(view: PlanView): OwnTable[] {
  const ids = [...view.tables.keys()].filter((id) => view.contextOf(id) === view.context).sort();
  const untouched = new Set(untouchedTables(view.analysis.graph));
  return ids.map((table) => ({
    ...describeTable(view, table),
    ...(untouched.has(table) ? { isUntouched: true as const } : {}),
  }));
}

function describeTable(view: PlanView, table: string): OwnTable {
  const others = view.accesses.filter((e) => e.to === table && view.contextOf(e.from) !== view.context);
  const uses = (isWrite: boolean) => {
    const byContext = new Map<string, Place[]>();
    for (const edge of others) {
      if ((edge.kind !== 'read') !== isWrite) continue;
      const context = view.contextOf(edge.from);
      const places = byContext.get(context) ?? [];
      places.push(...placesOf(edge));
      byContext.set(context, places);
    }
    return sortedBy(byContext, ([context, places]) => [-places.length, context]).map(
      ([context, places]): Use => ({ context, count: places.length, places: byPlace(places) }),
    );
  };
  return { table, otherReaders: uses(false), otherWriters: uses(true) };
}

/** Tables that this context writes and another owns: the other side of a shared table. */
function foreignWritten(view: PlanView): OwnTable[] {
  const ids = new Set(
    view.accesses
      .filter(
        (e) => e.kind !== 'read' && view.contextOf(e.from) === view.context && view.contextOf(e.to) !== view.context,
      )
      .map((e) => e.to),
  );
  return [...ids].sort().map((table) => describeTable(view, table));
}

function foreignTables(view: PlanView): ForeignTable[] {
  const byTable = new Map<string, { reads: Place[]; writes: Place[]; isJoined: boolean }>();
  for (const edge of view.accesses) {
    if (view.contextOf(edge.from) !== view.context || view.contextOf(edge.to) === view.context) continue;
    const use = byTable.get(edge.to) ?? { reads: [], writes: [], isJoined: false };
    (edge.kind === 'read' ? use.reads : use.writes).push(...placesOf(edge));
    byTable.set(edge.to, { ...use, isJoined: use.isJoined || edge.joined });
  }
  return sortedBy(byTable, ([table]) => [table]).map(([table, use]) => ({
    table,
    owner: view.contextOf(table),
    reads: byPlace(use.reads),
    writes: byPlace(use.writes),
    replacement: use.writes.length > 0 ? 'command' : readReplacement(use.reads, use.isJoined),
  }));
}

function readReplacement(places: readonly Place[], isJoined: boolean): Replacement {
  const isList = places.some((place) => LIST_FUNCTION.test(place.function));
  const perPlace = new Map<string, number>();
  for (const { path, line } of places) perPlace.set(`${path}:${line}`, (perPlace.get(`${path}:${line}`) ?? 0) + 1);
  const isWide = Math.max(0, ...perPlace.values()) >= JOINED_TABLES;
  return perPlace.size >= REPLICA_FROM || (isJoined && (isList || isWide)) ? 'replica' : 'composition';
}

function keysToCut(view: PlanView): CutKey[] {
  const keys = view.analysis.graph.edges.filter((e): e is TableEdge => isTableEdge(e) && e.kind === 'foreign-key');
  return keys.flatMap((edge): CutKey[] => {
    const [from, to] = [view.contextOf(edge.from), view.contextOf(edge.to)];
    if (from === to || (from !== view.context && to !== view.context)) return [];
    const isOut = from === view.context;
    const replacement = isOut ? 'reference-by-id' : 'event-cleanup';
    const { columns, evidence } = edge;
    return [
      {
        from: edge.from,
        to: edge.to,
        columns,
        neighbour: isOut ? to : from,
        direction: isOut ? 'out' : 'in',
        replacement,
        evidence,
      },
    ];
  });
}

function joinsToCut(view: PlanView): CutJoin[] {
  const joins = new Map<string, { owner: string; by: string; tables: Set<string>; places: Place[] }>();
  for (const edge of view.accesses) {
    const [by, owner] = [view.contextOf(edge.from), view.contextOf(edge.to)];
    if (!edge.joined || by === owner || (by !== view.context && owner !== view.context)) continue;
    const key = `${owner} ${by}`;
    const join = joins.get(key) ?? { owner, by, tables: new Set(), places: [] };
    join.tables.add(edge.to);
    join.places.push(...placesOf(edge));
    joins.set(key, join);
  }
  return sortedBy(joins, ([key]) => [key]).map(([, { tables, places, ...join }]) => ({
    ...join,
    tables: [...tables].sort(),
    places: uniquePlaces(places),
    replacement: readReplacement(places, true),
  }));
}

/** By place, each once: one query that joins three tables is one place. */
function uniquePlaces(places: readonly Place[]): Place[] {
  const seen = new Map(places.map((place) => [`${place.path}:${place.line}`, place]));
  return byPlace([...seen.values()]);
}

function byPlace(places: readonly Place[]): Place[] {
  return sortedBy(places, (place) => [place.path, place.line]);
}
