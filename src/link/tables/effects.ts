/**
 * What functions do to tables through others: effects carried along the call graph up to a few calls away, shortest
 * chain kept. So the module that calls a wrapper is known to touch the table, while a data-access package is not made
 * the neighbour of all.
 */
import type { AccessKind, Confidence } from '../../model/index.js';
import type { CallGraph, GraphNode } from './call-graph.js';

/** Calls between the module and the one that holds the access. */
const MAX_CHAIN = 4;

export type Effect = {
  readonly table: string;
  readonly op: AccessKind;
  readonly joined: boolean;
  readonly confidence: Confidence;
  /** Functions called, outermost first, as `path#Class.method`. Empty for the function's own accesses. */
  readonly via: readonly string[];
  /** Line of the first call, in the function itself. */
  readonly line: number;
  /** Calls between the function and the one that holds the access. */
  readonly hops: number;
};

/** Effects by node key, then by table and op. */
export type Effects = ReadonlyMap<string, ReadonlyMap<string, Effect>>;

export function effectsOf({ nodes }: CallGraph): Effects {
  const all = new Map<string, Map<string, Effect>>();
  let fresh = new Map<string, Effect[]>();
  for (const node of nodes.values()) {
    const own = new Map<string, Effect>();
    for (const { table, op, joined, confidence, line, via } of node.sites) {
      add(own, { table, op, joined, confidence, via, line, hops: 0 });
    }
    all.set(node.key, own);
    if (own.size > 0) fresh.set(node.key, [...own.values()]);
  }
  for (let hop = 1; hop <= MAX_CHAIN && fresh.size > 0; hop++) {
    const next = new Map<string, Effect[]>();
    for (const node of nodes.values()) {
      const gained = passedOn(node, nodes, fresh, all.get(node.key)!);
      if (gained.length > 0) next.set(node.key, gained);
    }
    for (const [key, gained] of next) for (const effect of gained) add(all.get(key)!, effect);
    fresh = next;
  }
  return all;
}

function passedOn(
  node: GraphNode,
  nodes: ReadonlyMap<string, GraphNode>,
  fresh: ReadonlyMap<string, readonly Effect[]>,
  known: ReadonlyMap<string, Effect>,
): Effect[] {
  const gained = new Map<string, Effect>();
  for (const { key, call } of node.targets) {
    const target = nodes.get(key);
    if (target === undefined || key === node.key) continue;
    for (const effect of fresh.get(key) ?? []) {
      if (known.has(`${effect.table} ${effect.op}`)) continue;
      add(gained, {
        ...effect,
        via: [stepOf(target), ...effect.via],
        line: call.link.line,
        hops: effect.hops + 1,
      });
    }
  }
  return [...gained.values()];
}

/**
 * Every place of a function where the table is touched: calls that end in the access (within the same distance), and own
 * accesses that declarations bring in. Each with the chain that holds there; of several on one line the shortest.
 */
export function placesOf(node: GraphNode, nodes: CallGraph['nodes'], effects: Effects): Effect[] {
  const found = new Map<string, Effect>();
  const keep = (effect: Effect) => {
    const key = `${effect.line} ${effect.table} ${effect.op}`;
    const known = found.get(key);
    if (known === undefined || isBetter(effect, known)) found.set(key, effect);
  };
  for (const { table, op, joined, confidence, line, via } of node.sites)
    if (via.length > 0) keep({ table, op, joined, confidence, via, line, hops: 0 });
  for (const { key, call } of node.targets) {
    const target = nodes.get(key);
    if (target === undefined || key === node.key) continue;
    for (const effect of effects.get(key)?.values() ?? []) {
      if (effect.hops >= MAX_CHAIN || effect.via.includes(stepOf(node))) continue;
      keep({ ...effect, via: [stepOf(target), ...effect.via], line: call.link.line, hops: effect.hops + 1 });
    }
  }
  return [...found.values()];
}

/** A function in a chain: `path#Class.method`. */
export function stepOf({ home, file, label }: GraphNode): string {
  return `${home ?? file.path}#${label}`;
}

/** Keeps the shortest chain; of equal ones the first by code unit. */
function add(effects: Map<string, Effect>, effect: Effect): void {
  const key = `${effect.table} ${effect.op}`;
  const known = effects.get(key);
  if (known === undefined || isBetter(effect, known)) effects.set(key, effect);
}

function isBetter(a: Effect, b: Effect): boolean {
  if (a.joined !== b.joined) return b.joined;
  if (a.via.length !== b.via.length) return a.via.length < b.via.length;
  return a.via.join('\0') < b.via.join('\0');
}
