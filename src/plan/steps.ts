/**
 * The strangler steps: seam in the monolith, one writer per table, data cut, service beside, reads over, writes over, own
 * database, clean-up. Steps that would be empty for this context are left out. Traffic moves at 10, 30, 50, 100 %.
 */
import { labelOf } from '../model/index.js';
import type { Dossier, StepPlan } from './dossier.js';

const CANARY = [10, 30, 50, 100] as const;

export function planSteps(
  parts: Pick<Dossier, 'data' | 'facade' | 'sagas' | 'entryPoints' | 'callbacks' | 'tests'>,
): StepPlan[] {
  const { data, facade, sagas, entryPoints, callbacks } = parts;
  const callers = new Set(facade.operations.flatMap((o) => o.callers.map((c) => c.path)));
  const users = new Set(facade.symbols.flatMap((s) => s.users.map((u) => u.path)));
  const tables = data.own.map((t) => labelOf(t.table));
  const inside = callbacks.filter((c) => c.isStillInside).map((c) => c.context);
  const step = (kind: StepPlan['kind'], facts: StepPlan['facts'], canary: readonly number[] = []): StepPlan => ({
    kind,
    canary,
    facts,
  });
  const steps = [
    step('seam', {
      operations: facade.operations.length,
      modules: new Set([...callers, ...users]).size,
      symbols: facade.symbols.length,
      uncovered: parts.tests.uncovered.length,
    }),
  ];
  if (data.shared.length > 0) {
    steps.push(
      step('single-writer', { count: data.shared.length, tables: data.shared.map((t) => labelOf(t.table)).join(', ') }),
    );
  }
  if (data.keys.length + data.joins.length + data.foreign.length > 0) {
    // A neighbour may read here and be read from: two joins to replace, one context.
    const neighbours = new Set(data.joins.flatMap(({ owner, by }) => [owner, by])).size - 1;
    const joins = Math.max(0, neighbours);
    steps.push(step('cut-data', { keys: data.keys.length, joins, foreign: data.foreign.length }));
  }
  steps.push(step('service', { callbacks: inside.length, contexts: inside.join(', '), foreign: data.foreign.length }));
  if (tables.length > 0 || entryPoints.length > 0)
    steps.push(step('reads', { entries: entryPoints.length, tables: tables.length }, CANARY));
  if (tables.length > 0) {
    steps.push(step('writes', { sagas: sagas.length, tables: tables.length }, CANARY));
    steps.push(step('own-database', { count: tables.length, tables: tables.slice(0, 12).join(', ') }));
  }
  steps.push(step('clean-up', { keys: data.keys.length }));
  return steps;
}
