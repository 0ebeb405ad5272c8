/**
 * Events published inside a transaction: who listens, so that a listener that is handed the transaction (`emitAsync(placed, { order,
 * trx })`) can be followed like a call.
 */
import type { EventFlow, Expr } from '../../model/index.js';
import type { Chain, Evaluator } from '../program/index.js';
import type { CallGraph, GraphNode } from './graph-node.js';
import { chainsInNode } from './nodes.js';

/** Path → line of publishing → keys of the functions that listen. */
export type Listeners = ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>;

/** Path → line → names of the events published there. */
export type Publishers = ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>;

/** One event published in a function. `args` are what its listeners are called with. */
export type Heard = {
  readonly chain: Chain;
  readonly line: number;
  readonly args: readonly Expr[];
  readonly listeners: readonly string[];
};

export function listenersOf(graph: CallGraph, events: readonly EventFlow[]): Listeners {
  const byLabel = new Map<string, string>();
  for (const node of graph.nodes.values())
    if (node.home === node.file.path)
      byLabel.set(`${node.file.path}#${node.label}`, byLabel.get(`${node.file.path}#${node.label}`) ?? node.key);
  const found = new Map<string, Map<number, string[]>>();
  for (const { publishers, consumers } of events) {
    const keys = consumers.flatMap((one) => byLabel.get(`${one.path}#${one.function ?? ''}`) ?? []);
    if (keys.length === 0) continue;
    for (const { path, line } of publishers) {
      const lines = found.get(path) ?? new Map<number, string[]>();
      lines.set(line, [...new Set([...(lines.get(line) ?? []), ...keys])]);
      found.set(path, lines);
    }
  }
  return found;
}

export function publishersOf(events: readonly EventFlow[]): Publishers {
  const found = new Map<string, Map<number, string[]>>();
  for (const { name, publishers } of events)
    for (const { path, line } of publishers) {
      const lines = found.get(path) ?? new Map<number, string[]>();
      lines.set(line, [...(lines.get(line) ?? []), name]);
      found.set(path, lines);
    }
  return found;
}

export function heardIn(ev: Evaluator, listeners: Listeners, node: GraphNode): Heard[] {
  const lines = listeners.get(node.file.path);
  if (lines === undefined) return [];
  const found: Heard[] = [];
  for (const chain of chainsInNode(ev, node.file, node.fn, node.scope)) {
    for (const link of chain.links) {
      const keys = lines.get(link.line);
      // `emit(name, payload)`: the name is no argument of the listeners.
      if (keys && link.args.length > 1)
        found.push({ chain, line: link.line, args: link.args.slice(1), listeners: keys });
    }
  }
  return found;
}
