/**
 * The tables that several contexts write, with an arrow from each writer: what an extraction has to settle first. A writer is
 * whose own code writes, as in the list of tables; who calls the owner's code to write is none.
 */
import { type Analysis, besideRuntime, isDirectWrite, labelOf } from '../../model/index.js';
import type { Arrow, Box } from './picture.js';
import type { Words } from './words.js';

export function sharedTables(
  { graph, contextMap }: Analysis,
  contextOf: ReadonlyMap<string, string>,
  say: Words,
): { boxes: Box[]; arrows: Arrow[] } {
  const known = new Set(contextMap.contexts.map(({ id }) => id));
  const shared = contextMap.ownership.filter(({ isSharedWrite }) => isSharedWrite);
  const owners = new Map(shared.map(({ table, owner }) => [table, owner]));
  const beside = besideRuntime(graph);
  const writers = new Map<string, Map<string, Set<string>>>();
  for (const edge of graph.edges) {
    if (!isDirectWrite(edge) || !owners.has(edge.to) || beside.has(edge.from)) continue;
    const context = contextOf.get(edge.from);
    if (context === undefined || !known.has(context)) continue;
    const ofTable = writers.get(edge.to) ?? new Map<string, Set<string>>();
    writers.set(edge.to, ofTable);
    ofTable.set(context, (ofTable.get(context) ?? new Set()).add(edge.from));
  }
  return {
    boxes: shared.map(({ table, owner }) => ({
      id: table,
      label: labelOf(table),
      detail: say('ownedBy', { owner }),
      shape: 'table',
      tone: 'shared',
      group: '',
    })),
    arrows: shared.flatMap(({ table }) =>
      [...(writers.get(table) ?? [])].map(([context, from]) => ({
        from: context,
        to: table,
        label:
          owners.get(table) === context ? '' : from.size === 1 ? say('writesOne') : say('writesMany', { n: from.size }),
        tooltip: `${context} writes ${labelOf(table)} in ${from.size} files`,
        kind: 'write' as const,
        weight: from.size,
        isAlarm: owners.get(table) !== context,
      })),
    ),
  };
}
