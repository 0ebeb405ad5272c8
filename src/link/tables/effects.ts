/**
 * What functions do to tables through others: effects carried along the call graph up to a few calls away, shortest
 * chain kept. So the module that calls a wrapper is known to touch the table, while a data-access package is not made
 * the neighbour of all.
 */
import type { AccessKind, Confidence } from '../../model/index.js';
import type { CallGraph, GraphNode } from './graph-node.js';
import type { Site } from './nodes.js';

/** Calls between the module and the one that holds the access. */
const MAX_CHAIN = 4;

export type Effect = {
  readonly table: string;
  readonly op: AccessKind;
  /** Table and op in one text, made once and then handed on: effects are looked up by it far more often than found. */
  readonly what: string;
  readonly joined: boolean;
  readonly confidence: Confidence;
  /** Functions called, outermost first, as `path#Class.method`. Empty for the function's own accesses. */
  readonly via: readonly string[];
  /** Line of the first call, in the function itself. */
  readonly line: number;
  /** Calls between the function and the one that holds the access. */
  readonly hops: number;
};

/** Effects by node key, then by what they do. */
export type Effects = ReadonlyMap<string, ReadonlyMap<string, Effect>>;

export function effectsOf({ nodes }: CallGraph): Effects {
  const all = new Map<string, Map<string, Effect>>();
  let fresh = new Map<string, readonly Effect[]>();
  for (const node of nodes.values()) {
    if (node.sites.length === 0) continue;
    const own = new Map<string, Effect>();
    for (const site of node.sites) add(own, ownEffect(site));
    all.set(node.key, own);
    fresh.set(node.key, [...own.values()]);
  }
  for (let hop = 1; hop <= MAX_CHAIN && fresh.size > 0; hop++) {
    const next = new Map<string, readonly Effect[]>();
    for (const node of nodes.values()) {
      const gained = passedOn(node, nodes, fresh, all.get(node.key));
      if (gained.length > 0) next.set(node.key, gained);
    }
    for (const [key, gained] of next) {
      const known = all.get(key) ?? new Map<string, Effect>();
      all.set(key, known);
      for (const effect of gained) add(known, effect);
    }
    fresh = next;
  }
  return all;
}

function passedOn(
  node: GraphNode,
  nodes: ReadonlyMap<string, GraphNode>,
  fresh: ReadonlyMap<string, readonly Effect[]>,
  known: ReadonlyMap<string, Effect> | undefined,
): readonly Effect[] {
  if (!node.targets.some(({ key }) => fresh.has(key))) return NONE;
  const gained = new Map<string, Effect>();
  for (const { key, call } of node.targets) {
    const target = key === node.key || !fresh.has(key) ? undefined : nodes.get(key);
    if (target === undefined) continue;
    const step = stepOf(target);
    for (const effect of fresh.get(key) ?? []) {
      if (known?.has(effect.what)) continue;
      const before = gained.get(effect.what);
      if (before !== undefined && !isBetterThrough(step, effect, before)) continue;
      gained.set(effect.what, through(step, effect, call.link.line));
    }
  }
  return [...gained.values()];
}

const NONE: readonly Effect[] = [];

/** The effect for one that calls the function it was found in. */
function through(step: string, effect: Effect, line: number): Effect {
  const { table, op, what, joined, confidence, via, hops } = effect;
  return { table, op, what, joined, confidence, via: [step, ...via], line, hops: hops + 1 };
}

function ownEffect({ table, op, joined, confidence, via, line }: Site): Effect {
  return { table, op, what: whatOf(table, op), joined, confidence, via, line, hops: 0 };
}

export function whatOf(table: string, op: AccessKind): string {
  return `${table} ${op}`;
}

/**
 * Every place of a function where a table is touched in one of the ways `asked` for: calls that end in the access (within
 * the same distance), and own accesses that declarations bring in. Each with the chain that holds there; of several on one
 * line the shortest.
 */
export function placesOf(
  node: GraphNode,
  nodes: CallGraph['nodes'],
  effects: Effects,
  asked: { readonly has: (what: string) => boolean },
): Effect[] {
  const places = createPlaces();
  for (const site of node.sites) {
    if (site.via.length === 0) continue;
    const effect = ownEffect(site);
    const known = places.at(effect.line, effect.what);
    if (asked.has(effect.what) && (known === undefined || isBetter(effect, known))) places.put(effect);
  }
  const own = stepOf(node);
  for (const { key, call } of node.targets) {
    const target = nodes.get(key);
    const there = effects.get(key);
    if (target === undefined || key === node.key || there === undefined || there.size === 0) continue;
    const { line } = call.link;
    const step = stepOf(target);
    for (const effect of there.values()) {
      if (effect.hops >= MAX_CHAIN || !asked.has(effect.what) || effect.via.includes(own)) continue;
      const known = places.at(line, effect.what);
      if (known === undefined || isBetterThrough(step, effect, known)) places.put(through(step, effect, line));
    }
  }
  return places.all();
}

/** One effect for each line and what it does there, in the order in which they were first put. */
function createPlaces() {
  const found: Effect[] = [];
  const lines = new Map<number, Map<string, number>>();
  return {
    at(line: number, what: string): Effect | undefined {
      const place = lines.get(line)?.get(what);
      return place === undefined ? undefined : found[place];
    },
    put(effect: Effect): void {
      const line = lines.get(effect.line) ?? new Map<string, number>();
      lines.set(effect.line, line);
      const place = line.get(effect.what) ?? found.length;
      line.set(effect.what, place);
      found[place] = effect;
    },
    all: () => found,
  };
}

/** A function in a chain: `path#Class.method`. */
export function stepOf({ home, file, label }: GraphNode): string {
  return `${home ?? file.path}#${label}`;
}

/** Keeps the shortest chain; of equal ones the first by code unit. */
function add(effects: Map<string, Effect>, effect: Effect): void {
  const known = effects.get(effect.what);
  if (known === undefined || isBetter(effect, known)) effects.set(effect.what, effect);
}

function isBetter(a: Effect, b: Effect): boolean {
  if (a.joined !== b.joined) return b.joined;
  if (a.via.length !== b.via.length) return a.via.length < b.via.length;
  return isBefore(a.via, b.via, 0);
}

/** `isBetter` of an effect with one step more in front, before there is one: most are not better. */
function isBetterThrough(step: string, a: Effect, b: Effect): boolean {
  if (a.joined !== b.joined) return b.joined;
  if (a.via.length + 1 !== b.via.length) return a.via.length + 1 < b.via.length;
  const first = b.via[0]!;
  return step === first ? isBefore(a.via, b.via, 1) : step < first;
}

/** By code unit, step by step; the second from `from` on. Both are equally long. */
function isBefore(a: readonly string[], b: readonly string[], from: number): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i + from]) return a[i]! < b[i + from]!;
  return false;
}
