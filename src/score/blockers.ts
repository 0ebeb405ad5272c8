/** What stands in the way of a context, by name: tables that others write too, cycles, transactions, foreign keys. */
import { type Blocker, labelOf } from '../model/index.js';
import type { SystemView } from './system-view.js';
import { spanning, type TransactionSpan } from './transactions.js';

/** Contexts of a cycle that are named before the rest is only counted; `with` has them all. */
const SHOWN_CYCLE = 4;

export function blockersOf(view: SystemView, spans: readonly TransactionSpan[], context: string): Blocker[] {
  return [
    ...sharedWrites(view, context),
    ...cycles(view, context),
    ...spanning(spans, context).map(({ transaction, writes }): Blocker => {
      const others = writes.filter((id) => id !== context);
      const place = `${transaction.path}:${transaction.line}`;
      return {
        kind: 'transaction',
        what: transaction.id,
        with: others,
        reason: `${transaction.mechanism} at ${place} also writes tables of ${others.join(', ')}`,
      };
    }),
    ...foreignKeys(view, context),
  ];
}

function sharedWrites(view: SystemView, context: string): Blocker[] {
  return view.map.ownership
    .filter((o) => o.isSharedWrite && (o.owner === context || o.writers.some((w) => w.context === context)))
    .map((o) => {
      const others = o.writers.filter((w) => w.context !== context);
      const counts = o.writers.map((w) => `${w.context} (${w.count})`).join(', ');
      return {
        kind: 'shared-write',
        what: labelOf(o.table),
        with: others.map((w) => w.context),
        reason: `written by ${counts}; owner ${o.owner}`,
      };
    });
}

function cycles(view: SystemView, context: string): Blocker[] {
  return view.map.cycles
    .filter((cycle) => cycle.includes(context))
    .map((cycle) => {
      const cut = view.map.cycleCuts.find((c) => c.contexts.join() === cycle.join())?.cut ?? [];
      const cheapest = cut.slice(0, 3).map((edge) => `${labelOf(edge.from)} -> ${labelOf(edge.to)}`);
      const advice =
        cut.length === 0
          ? ''
          : `; ${cut.length} edges to cut open it: ${cheapest.join(', ')}${cut.length > 3 ? ' …' : ''}`;
      return {
        kind: 'cycle',
        what:
          cycle.length <= SHOWN_CYCLE
            ? cycle.join(' <-> ')
            : `${cycle.slice(0, SHOWN_CYCLE).join(' <-> ')} … (${cycle.length} contexts)`,
        with: cycle.filter((id) => id !== context),
        reason: `${cycle.length} contexts depend on one another${advice}`,
      };
    });
}

/** One blocker per neighbour, its foreign keys listed; both directions count: neither end can be moved alone. */
function foreignKeys(view: SystemView, context: string): Blocker[] {
  const byNeighbour = new Map<string, string[]>();
  for (const { edge, from, to } of view.crossingKeys) {
    if (from !== context && to !== context) continue;
    const other = from === context ? to : from;
    const name = `${labelOf(edge.from)}${edge.columns.length > 0 ? `(${edge.columns.join(', ')})` : ''} -> ${labelOf(edge.to)}`;
    byNeighbour.set(other, [...(byNeighbour.get(other) ?? []), name]);
  }
  return [...byNeighbour]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([other, keys]) => ({
      kind: 'foreign-key',
      what: keys[0]!,
      with: [other],
      reason: `${keys.length} foreign ${keys.length === 1 ? 'key' : 'keys'} between ${context} and ${other}: ${keys.slice(0, 5).join('; ')}${keys.length > 5 ? ' …' : ''}`,
    }));
}
