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
  const near = neighbours(graph, labels, groups.length);
  const into = groups.map((_, label) => label);
  const best = near.map((others, a) => nearestOf(a, others, profiles));
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    const changed = new Set<number>();
    for (let a = 0; a < best.length; a++) {
      const b = best[a]?.other;
      if (b === undefined || b < a || best[a]!.together < threshold || best[b]?.other !== a) continue;
      profiles[a] = joined(profiles[a]!, sizes[a]!, profiles[b]!, sizes[b]!);
      profiles[b] = NONE;
      sizes[a]! += sizes[b]!;
      into[b] = a;
      best[a] = undefined;
      best[b] = undefined;
      for (const c of near[b]!) {
        near[c]!.delete(b);
        if (c === a) continue;
        near[c]!.add(a);
        near[a]!.add(c);
      }
      near[b] = new Set();
      for (const c of near[a]!) changed.add(c);
      changed.add(a);
      isMoving = true;
    }
    for (const a of changed) if (into[a] === a) best[a] = nearestOf(a, near[a]!, profiles);
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
  return Array.from({ length: a.length }, (_, run) => {
    const shares = new Map<number, number>();
    const add = (of: Profile, size: number) => {
      for (const [label, share] of sharesOf(of, run)) {
        shares.set(label, (shares.get(label) ?? 0) + (share * size) / (sizeA + sizeB));
      }
    };
    add(a, sizeA);
    add(b, sizeB);
    return shares;
  });
}

function sharesOf(profile: Profile, run: number): Iterable<readonly [number, number]> {
  return profile instanceof Int32Array ? [[profile[run]!, 1]] : profile[run]!;
}

function neighbours(graph: WeightedGraph, labels: Partition, count: number): Set<number>[] {
  const near = Array.from({ length: count }, () => new Set<number>());
  for (const { from, to } of graph.edges) {
    const [a, b] = [labels[from]!, labels[to]!];
    if (a < 0 || b < 0 || a === b) continue;
    near[a]!.add(b);
    near[b]!.add(a);
  }
  return near;
}

/** The lowest number on a tie, so that of all pairs as near as the nearest, one is reciprocal. */
function nearestOf(a: number, others: ReadonlySet<number>, profiles: readonly Profile[]): Nearest | undefined {
  let best: Nearest | undefined;
  for (const other of others) {
    const together = togetherOf(profiles[a]!, profiles[other]!);
    if (best === undefined || together > best.together || (together === best.together && other < best.other)) {
      best = { other, together };
    }
  }
  return best;
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
