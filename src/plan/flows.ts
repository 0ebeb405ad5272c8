/** Transactions, events, entry points and the calls of a request path: what flows over the seam at run time. */
import { type EntryPoint, labelOf, moduleId, sortedBy } from '../model/index.js';
import type { Chatter, CompositionPlan, Dossier, EventPlan, Place } from './dossier.js';
import type { PlanView } from './plan-view.js';

export function planTransactions(view: PlanView): Pick<Dossier, 'sagas' | 'compositions' | 'localTransactions'> {
  const sagas = view.analysis.sagas.filter((saga) => saga.steps.some((step) => step.context === view.context));
  const distributed = new Set(view.analysis.sagas.map((saga) => saga.transaction));
  const compositions: CompositionPlan[] = [];
  let localTransactions = 0;
  for (const transaction of view.transactions) {
    if (distributed.has(transaction.id)) continue;
    const inside = transaction.accesses.filter((a) => a.inside);
    if (!inside.some((a) => a.op !== 'read' && view.contextOf(a.table) === view.context)) continue;
    const foreign = inside.filter(
      (a) => a.op === 'read' && view.contextOf(a.table) !== view.context && view.isReal(view.contextOf(a.table)),
    );
    if (foreign.length === 0) localTransactions += 1;
    else {
      const reads = [...new Set(foreign.map((a) => labelOf(a.table)))].sort();
      compositions.push({ transaction: transaction.id, path: transaction.path, line: transaction.line, reads });
    }
  }
  return { sagas, compositions, localTransactions };
}

/** Events that exist, that the sagas bring, and that keep copies up to date: of this context's tables elsewhere, of others' tables here. */
export function planEvents(view: PlanView, { own, joins, foreign }: Dossier['data']): EventPlan[] {
  const found = new Map<string, EventPlan & { with: string[] }>();
  const add = (name: string, role: EventPlan['role'], origin: EventPlan['origin'], others: readonly string[]) => {
    const key = `${name} ${role}`;
    const known = found.get(key);
    const all = [...new Set([...(known?.with ?? []), ...others])].filter((id) => id !== view.context).sort();
    found.set(key, { name, role, origin: known?.origin ?? origin, with: all });
  };
  for (const flow of view.analysis.graph.events) {
    const publishers = flow.publishers.map((e) => view.contextOf(moduleId(e.path)));
    const consumers = flow.consumers.map((e) => view.contextOf(moduleId(e.path)));
    if (publishers.includes(view.context)) add(flow.name, 'publish', 'existing', consumers);
    if (consumers.includes(view.context) && publishers.some((id) => id !== view.context))
      add(flow.name, 'consume', 'existing', publishers);
  }
  for (const saga of view.analysis.sagas) sagaEvents(view, saga.steps, saga.orchestrator, add);
  for (const { table, otherReaders } of own) {
    const isCopied = (by: string) =>
      joins.some((join) => join.by === by && join.replacement === 'replica' && join.tables.includes(table));
    const copies = otherReaders.map((use) => use.context).filter(isCopied);
    if (copies.length > 0) add(`${eventNoun(table)}_CHANGED`, 'publish', 'replica', copies);
  }
  for (const { table, owner, replacement } of foreign)
    if (replacement === 'replica' && view.isReal(owner))
      add(`${eventNoun(table)}_CHANGED`, 'consume', 'replica', [owner]);
  return sortedBy(found.values(), (e) => [e.role === 'publish' ? 0 : 1, e.name]);
}

function sagaEvents(
  view: PlanView,
  steps: Dossier['sagas'][number]['steps'],
  orchestrator: string,
  add: (name: string, role: EventPlan['role'], origin: EventPlan['origin'], others: readonly string[]) => void,
): void {
  const writing = steps.filter((step) => step.event !== '');
  if (!writing.some((step) => step.context === view.context)) return;
  writing.forEach((step, i) => {
    const next = writing[i + 1]?.context;
    const listeners = [orchestrator, ...(next === undefined ? [] : [next])];
    const names = [step.event, step.failureEvent, step.compensationEvent ?? ''].filter((name) => name !== '');
    if (step.context === view.context) for (const name of names) add(name, 'publish', 'saga', listeners);
    else if (next === view.context || orchestrator === view.context)
      for (const name of names) add(name, 'consume', 'saga', [step.context]);
  });
}

function eventNoun(table: string): string {
  const label = labelOf(table);
  return label
    .slice(label.lastIndexOf('.') + 1)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase();
}

export function planEntryPoints(view: PlanView): Dossier['entryPoints'] {
  const own = view.analysis.graph.entryPoints.filter((entry) => view.contextOf(entry.module) === view.context);
  return sortedBy(own, (e) => [e.kind, e.name, e.verb, e.line]).map((e) => ({
    kind: e.kind,
    verb: e.verb,
    name: e.name,
    place: { path: labelOf(e.module), line: e.line, function: e.handler },
  }));
}

/**
 * Chattiness: call sites on the paths from an entry point that would cross the network once this context is out, in either
 * direction. Static: a call in a loop counts once, and a branch counts though not taken.
 */
export function measureChatter(view: PlanView, shown = 5): Chatter[] {
  const calls = new Map<string, Call[]>();
  for (const call of view.analysis.graph.calls) {
    const [from, to] = [view.contextOf(call.from), view.contextOf(call.to)];
    const crosses = from !== to && (from === view.context || to === view.context);
    const key = `${call.from}#${call.caller}`;
    const list = calls.get(key) ?? [];
    list.push({ target: `${call.to}#${call.callee}`, crosses, lines: call.lines });
    calls.set(key, list);
  }
  const endOf = inlineEnds(view.analysis.graph.entryPoints);
  const chatter = view.analysis.graph.entryPoints.map((entry): Chatter => {
    const place: Place = { path: labelOf(entry.module), line: entry.line, function: entry.handler };
    const name = [...new Set([entry.verb, entry.name])].filter((part) => part !== '').join(' ');
    const own = calls.get(`${entry.module}#${entry.handler}`) ?? [];
    const first = entry.handler === '' ? between(own, entry.line, entry.endLine ?? endOf(entry) - 1) : own;
    return { entry: name, place, calls: reachableCrossings(calls, first) };
  });
  return sortedBy(
    chatter.filter((c) => c.calls > 0),
    (c) => [-c.calls, c.entry, c.place.path],
  ).slice(0, shown);
}

type Call = { readonly target: string; readonly crosses: boolean; readonly lines: readonly number[] };

/** The calls of an inline handler have no function to stand under: they are those between its lines. */
function between(calls: readonly Call[], from: number, end: number): Call[] {
  return calls.flatMap((call) => {
    const lines = call.lines.filter((line) => line >= from && line <= end);
    return lines.length === 0 ? [] : [{ ...call, lines }];
  });
}

/** Line of the next entry point of the same file, for a handler whose end is not known. */
function inlineEnds(entries: readonly EntryPoint[]): (entry: EntryPoint) => number {
  const starts = new Map<string, number[]>();
  for (const { module, line } of sortedBy(entries, (entry) => [entry.line])) {
    const known = starts.get(module);
    if (known === undefined) starts.set(module, [line]);
    else known.push(line);
  }
  return ({ module, line }) => starts.get(module)?.find((start) => start > line) ?? Number.POSITIVE_INFINITY;
}

function reachableCrossings(calls: ReadonlyMap<string, readonly Call[]>, first: readonly Call[]): number {
  const seen = new Set<string>();
  const queue: (readonly Call[])[] = [first];
  let crossings = 0;
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { target, crosses, lines } of next) {
      if (crosses) crossings += Math.max(1, lines.length);
      if (seen.has(target)) continue;
      seen.add(target);
      queue.push(calls.get(target) ?? []);
    }
  }
  return crossings;
}
