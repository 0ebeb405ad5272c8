/**
 * Accesses of which a caller alone tells the table: `exists(Order, id)`, `this.store.getOrThrow(ctx, Order, id)`. The generic
 * function names no table, so they count for the file that gives the entity, table, repository or name.
 */
import { type Evaluator, hangsOnCaller } from '../program/index.js';
import { type Deciding, deadLines, type Frame, givenTo } from './given.js';
import type { CallGraph, GraphNode } from './graph-node.js';
import { isOfRecord } from './homes.js';
import { namersOf, type TableNames } from './namers.js';
import type { Call, Site } from './nodes.js';

/** An access, the function that holds the call, and the line at which the table is given. */
export type Told = { readonly site: Site; readonly holder: GraphNode; readonly line: number };

/** What a function does to tables through generic ones that it names the table to. */
export type ToldAccesses = (node: GraphNode) => readonly Told[];

type Held = Omit<Told, 'line'>;

export function toldAccesses(
  ev: Evaluator,
  { nodes }: CallGraph,
  names: TableNames,
  deciding: () => Deciding,
): ToldAccesses {
  const known = new Map<string, readonly Held[]>();
  const toldIn = ({ targets }: GraphNode) =>
    targets.flatMap(({ key, call }) => {
      const target = nodes.get(key);
      return target?.within !== undefined && isTold(target) ? [{ target, call }] : [];
    });
  // Most hold nothing; then nothing has to be asked of what they are given.
  const namers = ({ link, chain }: Call, held: readonly Held[]) =>
    held.length === 0
      ? []
      : namersOf(
          ev,
          held.map(({ site }) => names(site.table)),
          { exprs: link.args, scope: chain.scope },
        );

  /** Accesses in a generic function as it is called, and in those it hands the table on to: as deep as contexts nest. */
  const heldBy = (node: GraphNode, call: Call, frames: readonly Frame[]): readonly Held[] => {
    const before = known.get(node.key);
    if (before !== undefined) return before;
    known.set(node.key, []);
    const given = givenTo(deciding(), node, call, frames, call.chain.fn);
    const inner = [...frames, { file: node.file, fn: node.fn, handles: NO_HANDLES, given }];
    const dead = deadLines(deciding(), inner);
    const runs = (line: number) => !dead.some(([first, last]) => line >= first && line <= last);
    const own = new Set(nodes.get(node.within!)?.sites.map(placeOf));
    const held: Held[] = node.sites
      .filter((site) => runs(site.line) && !own.has(placeOf(site)) && !isOfRecord(ev, site))
      .map((site) => ({ site, holder: node }));
    for (const { target, call: next } of toldIn(node)) {
      if (!runs(next.link.line)) continue;
      const { file, fn } = next.chain;
      const there = heldBy(target, next, inner);
      const named = namers(next, there);
      if (named.length > 0 && named.every((expr) => hangsOnCaller(file, fn, expr))) held.push(...there);
    }
    known.set(node.key, held);
    return held;
  };
  return (node) =>
    toldIn(node).flatMap(({ target, call }) => {
      const held = heldBy(target, call, []);
      return namers(call, held).length === 0 ? [] : held.map((one) => ({ ...one, line: call.link.line }));
    });
}

/** Nobody's, or inherited: what a call adds to what the concrete class does without it, the caller tells. */
function isTold({ home, because }: GraphNode): boolean {
  return home === undefined || because?.note === 'base class';
}

const NO_HANDLES: ReadonlySet<string> = new Set();

/** Tells the accesses of one function apart. */
export function placeOf({ table, op, line }: Site): string {
  return `${line} ${op} ${table}`;
}
