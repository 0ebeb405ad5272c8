/**
 * Joins communities of a finer partition by how often many runs put their members together: the pair with the highest
 * mean co-membership first, until none is at or above the threshold (average linkage on the co-association matrix,
 * Fred & Jain 2005). Co-membership is a mean over many runs, each on slightly other evidence, so that it changes little
 * when the code changes little; whether one gain of modularity is above 0 does not.
 */
import { canonical, membersOf, type Partition, type WeightedGraph } from './partition.js';

/**
 * What the runs say of a group. All members of a fine community have equal labels in every run, so one label per run is
 * enough until groups are joined; then, per run, the labels that the group has there, and the share of it that each has.
 */
type Profile = Int32Array | Shares;

/** Those of run i are at start[i] .. start[i + 1]: flat, since there is one for every run of every group. */
type Shares = { readonly start: Int32Array; readonly labels: Int32Array; readonly shares: Float64Array };

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
      profiles[a] = joined(runs.length, profiles[a]!, sizes[a]!, profiles[b]!, sizes[b]!);
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

function joined(runs: number, a: Profile, sizeA: number, b: Profile, sizeB: number): Shares {
  const start = new Int32Array(runs + 1);
  const labels: number[] = [];
  const shares: number[] = [];
  const add = (run: number, label: number, share: number) => {
    const known = labels.indexOf(label, start[run]);
    if (known >= 0) shares[known]! += share;
    else {
      labels.push(label);
      shares.push(share);
    }
  };
  for (let run = 0; run < runs; run++) {
    eachShare(a, run, (label, share) => add(run, label, (share * sizeA) / (sizeA + sizeB)));
    eachShare(b, run, (label, share) => add(run, label, (share * sizeB) / (sizeA + sizeB)));
    start[run + 1] = labels.length;
  }
  return { start, labels: Int32Array.from(labels), shares: Float64Array.from(shares) };
}

function eachShare(of: Profile, run: number, visit: (label: number, share: number) => void): void {
  if (of instanceof Int32Array) visit(of[run]!, 1);
  else for (let i = of.start[run]!; i < of.start[run + 1]!; i++) visit(of.labels[i]!, of.shares[i]!);
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
  if (!(a instanceof Int32Array)) return b instanceof Int32Array ? sharedWith(a, b) : sharedBy(a, b);
  if (!(b instanceof Int32Array)) return sharedWith(b, a);
  let sum = 0;
  for (let run = 0; run < a.length; run++) if (a[run] === b[run]) sum += 1;
  return sum / a.length;
}

function sharedWith({ start, labels, shares }: Shares, b: Int32Array): number {
  let sum = 0;
  for (let run = 0; run < b.length; run++) {
    for (let i = start[run]!; i < start[run + 1]!; i++) if (labels[i] === b[run]) sum += shares[i]!;
  }
  return sum / b.length;
}

function sharedBy({ start, labels, shares }: Shares, b: Shares): number {
  const runs = start.length - 1;
  let sum = 0;
  for (let run = 0; run < runs; run++) {
    for (let i = start[run]!; i < start[run + 1]!; i++) sum += shares[i]! * shareOf(b, run, labels[i]!);
  }
  return sum / runs;
}

/** Looked for one by one: in a run, a group seldom has more than a few labels. */
function shareOf({ start, labels, shares }: Shares, run: number, label: number): number {
  for (let i = start[run]!; i < start[run + 1]!; i++) if (labels[i] === label) return shares[i]!;
  return 0;
}
