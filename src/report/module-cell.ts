/** How many modules a context has, said alike in every table: runtime modules, with tests beside them. */
import type { SystemGraph } from '../model/index.js';
import type { Say } from './messages.js';

/** Ids of modules that do not run in production. */
export function testModules({ nodes }: Pick<SystemGraph, 'nodes'>): Set<string> {
  return new Set(nodes.flatMap((node) => (node.kind === 'module' && node.role !== 'runtime' ? [node.id] : [])));
}

export function moduleCell(modules: readonly string[], tests: ReadonlySet<string>, say: Say): string {
  const count = modules.filter((id) => tests.has(id)).length;
  return `${modules.length - count}${count === 0 ? '' : ` ${say('plusTests', { count })}`}`;
}
