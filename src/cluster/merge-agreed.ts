/**
 * Joins communities of a finer partition by how often many runs put their members together: the pair with the highest
 * mean co-membership first, until none is at or above the threshold (average linkage on the co-association matrix,
 * Fred & Jain 2005). Co-membership is a mean over many runs, each on slightly other evidence, so that it changes little
 * when the code changes little; whether one gain of modularity is above 0 does not.
 */
import { canonical, membersOf, type Partition, type WeightedGraph } from './partition.js';

/**
 * What the runs say of a group. All members of a fine community have equal labels in every run, so one label per run is
 * enough until groups are joined; then, per run, label → share of the group that has it.
 */
type Profile = Int32Array | readonly ReadonlyMap<number, number>[];

const NONE = new Int32Array(0);

type Nearest = { readonly other: number; readonly together: number };

/**
 * Rounds of joining reciprocal nearest neighbours; in each round at least the best pair of all is one.
 * Nodes of one community of `fine` must have equal labels in every run.
 */
export function mergeAgreed(
  graph: WeightedGraph,
  fine: Partition,
  runs: readonly Partition[],
  threshold: number,
): number[] {
  const labels = canonical(fine);
  const groups = membersOf(labels);
  const profiles = groups.map((nodes) => profileOf(nodes, runs));
  const sizes = groups.map((nodes) => nodes.length);
  const near = neighbours(graph, labels, profiles);
  const into = groups.map((_, label) => label);
  const best = near.map(nearestOf);
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    const changed = new Set<number>();
    const grown: number[] = [];
    for (let a = 0; a < best.length; a++) {
      const b = best[a]?.other;
      if (b === undefined || b < a || best[a]!.together < threshold || best[b]?.other !== a) continue;
      profiles[a] = joined(profiles[a]!, sizes[a]!, profiles[b]!, sizes[b]!);
      profiles[b] = NONE;
      sizes[a]! += sizes[b]!;
      into[b] = a;
      best[a] = undefined;
      best[b] = undefined;
      for (const c of near[b]!.keys()) {
        near[c]!.delete(b);
        if (c === a) continue;
        near[c]!.set(a, 0);
        near[a]!.set(c, 0);
      }
      near[b] = new Map();
      for (const c of near[a]!.keys()) changed.add(c);
      changed.add(a);
      grown.push(a);
      isMoving = true;
    }
    // Only pairs with a group that grew are another distance apart than before.
    for (const a of grown) measure(a, near, profiles);
    for (const a of changed) if (into[a] === a) best[a] = nearestOf(near[a]!);
  }
  return canonical(labels.map((label) => (label < 0 ? label : rootOf(label, into))));
}

function rootOf(label: number, into: readonly number[]): number {
  let root = label;
  while (into[root] !== root) root = into[root]!;
  return root;
}

function profileOf(nodes: readonly number[], runs: readonly Partition[]): Profile {
  return Int32Array.from(runs, (run) => run[nodes[0]!]!);
}

function joined(a: Profile, sizeA: number, b: Profile, sizeB: number): Profile {
  const shares: Map<number, number>[] = [];
  for (let run = 0; run < a.length; run++) {
    const together = new Map<number, number>();
    addShares(together, a, run, sizeA, sizeA + sizeB);
    addShares(together, b, run, sizeB, sizeA + sizeB);
    shares.push(together);
  }
  return shares;
}

function addShares(to: Map<number, number>, of: Profile, run: number, size: number, all: number): void {
  if (of instanceof Int32Array) {
    const label = of[run]!;
    to.set(label, (to.get(label) ?? 0) + size / all);
    return;
  }
  for (const [label, share] of of[run]!) to.set(label, (to.get(label) ?? 0) + (share * size) / all);
}

/** Per group its neighbours, each with how much the runs keep the two together. */
function neighbours(graph: WeightedGraph, labels: Partition, profiles: readonly Profile[]): Map<number, number>[] {
  const near = profiles.map(() => new Map<number, number>());
  for (const { from, to } of graph.edges) {
    const [a, b] = [labels[from]!, labels[to]!];
    if (a < 0 || b < 0 || a === b || near[a]!.has(b)) continue;
    const together = togetherOf(profiles[a]!, profiles[b]!);
    near[a]!.set(b, together);
    near[b]!.set(a, together);
  }
  return near;
}

/** Both ways, for a sum in another order is another sum. */
function measure(a: number, near: readonly Map<number, number>[], profiles: readonly Profile[]): void {
  for (const c of near[a]!.keys()) {
    near[a]!.set(c, togetherOf(profiles[a]!, profiles[c]!));
    near[c]!.set(a, togetherOf(profiles[c]!, profiles[a]!));
  }
}

/** The lowest number on a tie, so that of all pairs as near as the nearest, one is reciprocal. */
function nearestOf(others: ReadonlyMap<number, number>): Nearest | undefined {
  let nearest = -1;
  let most = 0;
  for (const [other, together] of others) {
    if (nearest >= 0 && (together < most || (together === most && other > nearest))) continue;
    nearest = other;
    most = together;
  }
  return nearest < 0 ? undefined : { other: nearest, together: most };
}

function togetherOf(a: Profile, b: Profile): number {
  let sum = 0;
  if (a instanceof Int32Array && b instanceof Int32Array) {
    for (let run = 0; run < a.length; run++) if (a[run] === b[run]) sum += 1;
  } else if (a instanceof Int32Array) {
    return togetherOf(b, a);
  } else {
    a.forEach((shares, run) => {
      if (b instanceof Int32Array) sum += shares.get(b[run]!) ?? 0;
      else for (const [label, share] of shares) sum += share * (b[run]!.get(label) ?? 0);
    });
  }
  return sum / a.length;
}
