/**
 * How much each table of a group says of what the group is about: by how many of its modules use it, and by how many of
 * its other tables refer to it. Those are parts of it, or kept for it: `users` before `user_sessions` and `user_tokens`,
 * `projects` before the databases that a project has.
 */
import { type AccessEdge, compareText, type GraphNode } from '../../model/index.js';
import { wordsOf } from '../words/words.js';

/** Table → the tables that refer to it, without junctions: those are of two. */
export type Referrers = ReadonlyMap<string, readonly string[]>;

/** A table called by one word (`cart`) is what others are about (`cart_discounts`). */
const ROOT_TABLE = 1.3;
const JUNCTION = 0.3;
/** Of what a table is worth, what it passes on to the one that it refers to; so often. */
const PASSED_ON = 0.5;
const ROUNDS = 3;
const OUTSIDE = 0.25;
const EXPONENT = 0.75;

/** Weight per table of the group, by id. */
export function tableWeights(
  nodes: readonly GraphNode[],
  accesses: ReadonlyMap<string, readonly AccessEdge[]>,
  referrers: Referrers,
  layer: ReadonlySet<string>,
): Map<string, number> {
  const use = usesOf(nodes, accesses);
  const rank = ranksOf(nodes, referrers);
  return new Map(
    nodes.flatMap((node) => {
      if (node.kind !== 'table') return [];
      const isRoot = wordsOf(node.name).filter((word) => !layer.has(word)).length === 1;
      const kind = (node.tableKind === 'junction' ? JUNCTION : 1) * (isRoot ? ROOT_TABLE : 1);
      return [[node.id, kind * Math.sqrt(1 + (use.get(node.id) ?? 0)) * rank.get(node.id)! ** EXPONENT]];
    }),
  );
}

/** How often modules of the group touch each of its tables. */
export function usesOf(
  nodes: readonly GraphNode[],
  accesses: ReadonlyMap<string, readonly AccessEdge[]>,
): Map<string, number> {
  const ids = new Set(nodes.map((node) => node.id));
  const use = new Map<string, number>();
  for (const id of ids)
    for (const { to } of accesses.get(id) ?? []) if (ids.has(to)) use.set(to, (use.get(to) ?? 0) + 1);
  return use;
}

/**
 * 1 and more: a table, and in part what refers to it, and in part what refers to that. Tables of other groups count
 * little: `users` are what all are about.
 */
function ranksOf(nodes: readonly GraphNode[], referrers: Referrers): Map<string, number> {
  const own = new Set(nodes.flatMap((node) => (node.kind === 'table' ? [node.id] : [])));
  const base = new Map<string, number>();
  const inside = new Map<string, string[]>();
  for (const id of own) {
    const all = [...new Set(referrers.get(id) ?? [])].filter((from) => from !== id).sort(compareText);
    const near = all.filter((from) => own.has(from));
    inside.set(id, near);
    base.set(id, 1 + OUTSIDE * Math.log2(1 + all.length - near.length));
  }
  let rank = base;
  for (let round = 0; round < ROUNDS; round++) {
    const before = rank;
    rank = new Map(
      [...base].map(([id, own]) => [
        id,
        own + PASSED_ON * inside.get(id)!.reduce((sum, from) => sum + before.get(from)!, 0),
      ]),
    );
  }
  return rank;
}
