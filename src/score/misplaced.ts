/**
 * Modules of a context that most others import and that touch no table: helpers, configuration, decorators that the clustering
 * had to put somewhere. A context of high rank that holds them cannot leave with them.
 */
import { labelOf, sortedBy } from '../model/index.js';
import type { SystemView } from './system-view.js';

const MIN_CONTEXTS = 4;
const MIN_SHARE = 0.4;

/** Paths, the one that most contexts import first. */
export function misplacedModules(view: SystemView, context: string): string[] {
  const importers = new Map<string, Set<string>>();
  for (const { from, to, edge } of view.borders.get(context) ?? []) {
    if (to !== context) continue;
    importers.set(edge.to, (importers.get(edge.to) ?? new Set()).add(from));
  }
  const least = Math.max(MIN_CONTEXTS, MIN_SHARE * view.contexts.length);
  const found = [...importers].filter(([id, contexts]) => contexts.size >= least && !view.touching.has(id));
  return sortedBy(found, ([id, contexts]) => [-contexts.size, id]).map(([id]) => labelOf(id));
}
