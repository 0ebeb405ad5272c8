/** How many modules a context has, said alike in every table: runtime modules, with tests beside them. */
import type { Say } from './messages.js';

/** Of some modules those that run, and the tests and scripts beside them. */
export function counted(modules: readonly string[], tests: ReadonlySet<string>): { runtime: number; beside: number } {
  const beside = modules.filter((id) => tests.has(id)).length;
  return { runtime: modules.length - beside, beside };
}

/** `22 + 1 test`. */
export function moduleCell(modules: readonly string[], tests: ReadonlySet<string>, say: Say): string {
  const { runtime, beside } = counted(modules, tests);
  return `${runtime}${beside === 0 ? '' : ` ${say('plusTests', { count: beside })}`}`;
}
