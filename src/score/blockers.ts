/** What stands in the way of a context, by name: tables that others write too, cycles, transactions, foreign keys. */
import { type Blocker, labelOf, sortedBy } from '../model/index.js';
import type { SystemView } from './system-view.js';
import { spanning, type TransactionSpan } from './transactions.js';

/** A cycle of more contexts than these is a knot: its contexts are counted, not named; `with` has them all. */
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
      const edges = cut.slice(0, 3).map((edge) => `${labelOf(edge.from)} -> ${labelOf(edge.to)}`);
      const opening =
        cut.length === 0
          ? ''
          : `; ${cut.length} edges to cut open it: ${edges.join(', ')}${cut.length > 3 ? ' …' : ''}`;
      const isLarge = cycle.length > SHOWN_CYCLE;
      return {
        kind: 'cycle',
        what: isLarge ? `of ${cycle.length} contexts` : cycle.join(' <-> '),
        with: cycle.filter((id) => id !== context),
        reason: isLarge
          ? `part of a cycle of ${cycle.length} contexts${cheapestCuts(view, cycle, context)}`
          : `${cycle.length} contexts depend on one another${opening}`,
      };
    });
}

/** In a giant cycle nobody cuts it open at once: which of this context's two-way relations cost least to make one-way. */
function cheapestCuts(view: SystemView, cycle: readonly string[], context: string): string {
  const weightOf = (from: string, to: string) => view.calls[view.indexOf.get(from)!]?.[view.indexOf.get(to)!] ?? 0;
  const mutual = cycle.flatMap((other) => {
    const [out, back] = [weightOf(context, other), weightOf(other, context)];
    if (other === context || out === 0 || back === 0) return [];
    return [out <= back ? { from: context, to: other, weight: out } : { from: other, to: context, weight: back }];
  });
  const cheapest = sortedBy(mutual, (one) => [one.weight, one.from, one.to]).slice(0, 3);
  if (cheapest.length === 0)
    return '; no other calls it and is called by it: it lies on ways round of three contexts and more';
  const texts = cheapest.map(
    ({ from, to, weight }) => `${from} -> ${to} (weight ${round(weight)}${placeOf(view, from, to)})`,
  );
  return `; ${mutual.length} two-way relations of this one, the cheapest to make one-way: ${texts.join(', ')}`;
}

/** The heaviest import of the relation, for a start. */
function placeOf(view: SystemView, from: string, to: string): string {
  const imports = (view.borders.get(from) ?? []).filter((one) => one.from === from && one.to === to);
  const [first] = sortedBy(imports, ({ edge }) => [-edge.weight, edge.from, edge.to]);
  return first === undefined ? '' : `, first ${labelOf(first.edge.from)} -> ${labelOf(first.edge.to)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
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
