/**
 * The tables that several contexts write, in the terminal report: who owns each, who else writes it, and where. Those that others
 * write most come first.
 */

import {
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
  const firstWrite = firstWrites(analysis);
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

/** `path:line` of the first write or delete of a table by a context. */
function firstWrites({ graph, contextMap }: Analysis): (table: string, context: string) => string | undefined {
  const contextOf = contextOfNode(contextMap);
  const beside = besideRuntime(graph);
  const places = new Map<string, string>();
  for (const edge of graph.edges) {
    const place = edge.evidence[0];
    if (!isDirectWrite(edge) || !place || beside.has(edge.from)) continue;
    const key = `${edge.to}\n${contextOf.get(edge.from) ?? ''}`;
    if (!places.has(key)) places.set(key, `${place.path}:${place.line}`);
  }
  return (table, context) => places.get(`${table}\n${context}`);
}
