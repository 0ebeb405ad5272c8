/**
 * The seam: what other contexts use of this one (its facade) and what it uses of them (its callbacks), down to the symbol
 * and line. Calls become operations; what is imported but never called is a type or a value, and leaks.
 */
import { type CallEdge, labelOf, type ModuleEdge, sortedBy } from '../model/index.js';
import type { Callback, Dossier, Operation, SeamSymbol } from './dossier.js';
import type { PlanView } from './plan-view.js';

/** Nobody waits for these: they can be an event or a message. */
const NOTICE =
  /^(notify|send|publish|emit|log|record|track|audit|enqueue|schedule|dispatch|invalidate|sync|refresh|broadcast)/i;
const QUESTION =
  /^(get|find|fetch|load|list|search|count|is|has|can|calc|compute|estimate|check|validate|resolve|query|read|exists|by)/i;

export function planFacade(view: PlanView): Dossier['facade'] {
  const isInbound = (from: string, to: string) =>
    view.contextOf(to) === view.context && view.contextOf(from) !== view.context;
  return seamBetween(view, isInbound);
}

/** What this context needs of each other one; those that leave later are still inside: each call goes back. */
export function planCallbacks(view: PlanView, rankOf: (context: string) => number): Callback[] {
  const others = view.analysis.contextMap.contexts.map((c) => c.id).filter((id) => id !== view.context);
  return others.flatMap((context) => {
    const isOutbound = (from: string, to: string) =>
      view.contextOf(from) === view.context && view.contextOf(to) === context;
    const { operations, symbols } = seamBetween(view, isOutbound);
    if (operations.length + symbols.length === 0) return [];
    return [{ context, isStillInside: rankOf(context) > rankOf(view.context), operations, symbols }];
  });
}

function seamBetween(
  view: PlanView,
  crosses: (from: string, to: string) => boolean,
): { operations: Operation[]; symbols: SeamSymbol[] } {
  const isRuntime = (id: string) => view.modules.get(id)?.role === 'runtime';
  const calls = view.analysis.graph.calls.filter(
    (c) => isRuntime(c.from) && isRuntime(c.to) && crosses(c.from, c.to) && !isView(c),
  );
  // A barrel only passes names on: who imports through it has an edge of its own.
  const edges = view.moduleEdges.filter((e) => e.kind !== 'event' && e.kind !== 're-export' && crosses(e.from, e.to));
  return { operations: operationsOf(view, calls), symbols: symbolsOf(view, edges, calls) };
}

function operationsOf(view: PlanView, calls: readonly CallEdge[]): Operation[] {
  const groups = new Map<string, CallEdge[]>();
  for (const call of calls) {
    const key = `${call.to}#${call.callee}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  const sagaFunctions = functionsOfSagas(view);
  const operations = [...groups.values()].map((group): Operation => {
    const { to, callee } = group[0]!;
    const callers = group.map((c) => ({
      context: view.contextOf(c.from),
      path: labelOf(c.from),
      function: c.caller,
      lines: c.lines,
    }));
    return {
      name: callee,
      path: labelOf(to),
      style: styleOf(callee, sagaFunctions),
      calls: group.reduce((sum, c) => sum + Math.max(1, c.lines.length), 0),
      callers: sortedBy(callers, (c) => [c.path, c.lines[0] ?? 0]),
    };
  });
  return sortedBy(operations, (o) => [o.path, o.name]);
}

/** A component of a page or a mail template is rendered by whoever imports it: nothing to call over a network. */
function isView({ to, callee }: CallEdge): boolean {
  return /\.[jt]sx$/.test(to) && /^[A-Z][^.]*$/.test(callee);
}

/** Functions that a saga passes through on the way to a write. */
function functionsOfSagas(view: PlanView): Set<string> {
  const sagas = new Set(view.analysis.sagas.map((saga) => saga.transaction));
  const result = new Set<string>();
  for (const transaction of view.transactions) {
    if (!sagas.has(transaction.id)) continue;
    for (const access of transaction.accesses) {
      if (access.op === 'read') continue;
      for (const name of [access.function ?? '', ...access.via.map((step) => step.slice(step.indexOf('#') + 1))])
        result.add(name);
    }
  }
  return result;
}

function styleOf(callee: string, sagaFunctions: ReadonlySet<string>): Operation['style'] {
  const verb = callee.slice(callee.lastIndexOf('.') + 1);
  if (QUESTION.test(verb)) return 'sync';
  if (sagaFunctions.has(callee)) return 'saga';
  return NOTICE.test(verb) ? 'async' : 'sync';
}

/** Imported names that no recorded call goes to: types, entities, constants, classes that are only injected. */
function symbolsOf(view: PlanView, edges: readonly ModuleEdge[], calls: readonly CallEdge[]): SeamSymbol[] {
  const called = new Set(calls.map((c) => `${c.to} ${c.callee.split('.')[0]}`));
  const entities = new Set([...view.tables.values()].flatMap((table) => table.models));
  const found = new Map<
    string,
    { symbol: string; to: string; isType: boolean; users: SeamSymbol['users'][number][] }
  >();
  for (const edge of edges) {
    for (const symbol of edge.symbols) {
      const key = `${edge.to} ${symbol}`;
      if (called.has(key)) continue;
      const entry = found.get(key) ?? { symbol, to: edge.to, isType: true, users: [] };
      entry.isType &&= edge.kind === 'type-import';
      entry.users.push({
        context: view.contextOf(edge.from),
        path: labelOf(edge.from),
        line: edge.evidence[0]?.line ?? 0,
      });
      found.set(key, entry);
    }
  }
  const symbols = [...found.values()].map(
    ({ symbol, to, isType, users }): SeamSymbol => ({
      symbol,
      path: labelOf(to),
      kind: isType ? 'type' : 'value',
      isEntity: entities.has(symbol),
      users: sortedBy(users, (u) => [u.path, u.line]),
    }),
  );
  return sortedBy(symbols, (s) => [s.path, s.symbol]);
}
