/**
 * The tables that several contexts write, in the terminal report: who owns each, who else writes it, and where. Those that others
 * write most come first.
 */

import {
  type AccessEdge,
  type Analysis,
  besideRuntime,
  contextOfNode,
  isDirectWrite,
  labelOf,
  type Palette,
  printable,
  sortedBy,
  UNASSIGNED,
} from '../model/index.js';
import type { Say } from './messages.js';

/** Tables named before the rest is counted. */
const SHOWN = 6;
/** Other writers named for each table, those with the most places first. */
const WRITERS = 4;

export function sharedTableLines(analysis: Analysis, say: Say, palette: Palette): string[] {
  const { contextMap } = analysis;
  const shared = sortedBy(
    contextMap.ownership.filter(({ isSharedWrite }) => isSharedWrite),
    ({ table, owner, writers }) => [
      -writers.reduce((sum, { context, count }) => sum + (context === owner ? 0 : count), 0),
      table,
    ],
  );
  if (shared.length === 0) return [];
  const firstWrite = firstWrites(analysis, say);
  const contextOf = contextOfNode(contextMap);
  const home = (table: string) => contextOf.get(table) ?? UNASSIGNED;
  const lines = shared.slice(0, SHOWN).map(({ table: id, owner, writers }) => {
    const others = writers
      .filter(({ context }) => context !== owner)
      .map(({ context, count }) => {
        const at = firstWrite(id, context);
        return `${context} (${count}${at === undefined ? '' : `: ${printable(at)}`})`;
      });
    const named = [
      ...others.slice(0, WRITERS),
      ...(others.length > WRITERS ? [say('more', { count: others.length - WRITERS })] : []),
    ];
    return `  ${palette.yellow(printable(labelOf(id)))}  ${say('owner', { owner })}${home(id) === owner ? '' : ` (${say('liesIn', { context: home(id) })})`}, ${say('alsoWritten', { others: named.join(', ') })}`;
  });
  return [
    palette.bold(`${say('sharedTables')} (${shared.length})`),
    ...lines,
    ...(shared.length > SHOWN ? [`  ${say('more', { count: shared.length - SHOWN })}`] : []),
  ];
}

/** Where the statement itself stands elsewhere: the class below a generic base, and who makes a generic object, stand for it. */
const STANDS_FOR: ReadonlySet<string> = new Set(['base class', 'factory']);

/** `path:line` of the first write or delete of a table by a context; of one that a base class does, the place of both. */
function firstWrites(
  { graph, contextMap }: Analysis,
  say: Say,
): (table: string, context: string) => string | undefined {
  const contextOf = contextOfNode(contextMap);
  const beside = besideRuntime(graph);
  const places = new Map<string, { at: string; isItself: boolean }>();
  for (const edge of graph.edges) {
    if (!isDirectWrite(edge) || beside.has(edge.from)) continue;
    const key = `${edge.to}\n${contextOf.get(edge.from) ?? ''}`;
    const place = places.get(key)?.isItself ? undefined : placeOf(edge, say);
    if (place !== undefined && (place.isItself || !places.has(key))) places.set(key, place);
  }
  return (table, context) => places.get(`${table}\n${context}`)?.at;
}

function placeOf(
  { from, evidence }: Pick<AccessEdge, 'from' | 'evidence'>,
  say: Say,
): { at: string; isItself: boolean } | undefined {
  const own = evidence.filter(({ path }) => path === labelOf(from));
  const itself = own.find(({ note = '' }) => !STANDS_FOR.has(note));
  const first = itself ?? evidence[0];
  if (first === undefined) return undefined;
  const at = `${first.path}:${first.line}`;
  const behind = itself === undefined ? evidence.find(({ path }) => path !== first.path) : undefined;
  if (behind === undefined) return { at, isItself: itself !== undefined };
  return { at: say('through', { at, behind: `${behind.path}:${behind.line}` }), isItself: false };
}
