/**
 * Joins communities of a finer partition by how often many runs put their members together: the pair with the highest
 * mean co-membership first, until none is at or above the threshold (average linkage on the co-association matrix,
 * Fred & Jain 2005). Co-membership is a mean over many runs, each on slightly other evidence, so that it changes little
 * when the code changes little; whether one gain of modularity is above 0 does not.
 *
 * Where the runs are of two minds, the tie decides: which part of all that holds the smaller group holds it to the other.
 * One file changes the share of runs by a hundredth, and a tie, a sum over all members, by a few thousandths of it, while
 * the ties of such pairs differ fivefold: so far fewer pairs of groups lie where one file joins or parts them.
 *
 * Where a team keeps services side by side (services.ts), what lies in one of them is one, and what lies in two is two.
 */
import { canonical, membersOf, type Partition, type WeightedGraph } from '../graph/partition.js';
import { inOneService, membersByService, type Services } from '../graph/services.js';

/**
 * What the runs say of a group. All members of a fine community have equal labels in every run, so one label per run is
 * enough until groups are joined; then, per run, the labels that the group has there, and the share of it that each has.
 */
type Profile = Int32Array | Shares;

/** Those of run i are at start[i] .. start[i + 1]: flat, since there is one for every run of every group. */
type Shares = { readonly start: Int32Array; readonly labels: Int32Array; readonly shares: Float64Array };

const NONE = new Int32Array(0);

/** Of two neighbouring groups: the weight between them, and how near they are. */
type Between = { readonly weight: number; nearness: number };

type Nearest = { readonly other: number; readonly nearness: number };

/** The part of the smaller group's weight that goes to the other, at which the runs alone decide. */
const USUAL_TIE = 0.12;
/** Share of runs that a tie of e times the usual makes up for; more than that none does. */
const LEAN = 0.4;
/** What it counts that two groups surely lie in one service, or in two: more than the runs and the least tie together. */
const BOND = 1.2;
/** More than sums of shares in another order may differ by. */
const ROUNDING = 1e-9;
/** Of a pair that will not be joined as it is, whatever the exact share. */
const TOO_SELDOM = Number.NEGATIVE_INFINITY;

/**
 * Rounds of joining reciprocal nearest neighbours; in each round at least the best pair of all is one.
 * Nodes of one community of `fine` must have equal labels in every run.
 */
export function mergeAgreed(
  graph: WeightedGraph,
  fine: Partition,
  runs: readonly Partition[],
  threshold: number,
  services?: Services,
): number[] {
  const labels = canonical(fine);
  const groups = membersOf(labels);
  const profiles = groups.map((nodes) => profileOf(nodes, runs));
  const sizes = groups.map((nodes) => nodes.length);
  const degrees = degreesOf(graph, labels, groups.length);
  const parts = groups.map((nodes) => membersByService(nodes, services));
  const nearness = (a: number, b: number, weight: number) => {
    const leaning = LEAN * tied(weight / Math.min(degrees[a]!, degrees[b]!));
    const bond = BOND * inOneService(parts[a]!, sizes[a]!, parts[b]!, sizes[b]!, services);
    return togetherOf(profiles[a]!, profiles[b]!, threshold - leaning - bond - ROUNDING) + leaning + bond;
  };
  const near = neighbours(graph, labels, nearness);
  const into = groups.map((_, label) => label);
  const best = near.map(nearestOf);
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    const changed = new Set<number>();
    const grown: number[] = [];
    for (let a = 0; a < best.length; a++) {
      const b = best[a]?.other;
      if (b === undefined || b < a || best[a]!.nearness < threshold || best[b]?.other !== a) continue;
      profiles[a] = joined(runs.length, profiles[a]!, sizes[a]!, profiles[b]!, sizes[b]!);
      profiles[b] = NONE;
      sizes[a]! += sizes[b]!;
      for (const [service, count] of parts[b]!) parts[a]!.set(service, (parts[a]!.get(service) ?? 0) + count);
      degrees[a]! += degrees[b]!;
      into[b] = a;
      best[a] = undefined;
      best[b] = undefined;
      for (const [c, { weight }] of near[b]!) {
        near[c]!.delete(b);
        if (c === a) continue;
        const both = weight + (near[a]!.get(c)?.weight ?? 0);
        near[c]!.set(a, { weight: both, nearness: TOO_SELDOM });
        near[a]!.set(c, { weight: both, nearness: TOO_SELDOM });
      }
      near[b] = new Map();
      for (const c of near[a]!.keys()) changed.add(c);
      changed.add(a);
      grown.push(a);
      isMoving = true;
    }
    // Only pairs with a group that grew are another distance apart than before.
    for (const a of grown) measure(a, near, nearness);
    for (const a of changed) if (into[a] === a) best[a] = nearestOf(near[a]!);
  }
  return canonical(labels.map((label) => (label < 0 ? label : rootOf(label, into))));
}

function rootOf(label: number, into: readonly number[]): number {
  let root = label;
  while (into[root] !== root) root = into[root]!;
  return root;
}

function profileOf([first = 0]: readonly number[], runs: readonly Partition[]): Profile {
  const profile = new Int32Array(runs.length);
  for (let run = 0; run < runs.length; run++) profile[run] = runs[run]![first]!;
  return profile;
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

/** From -1 to 1; 0 at the usual tie, 1 at e times that. */
function tied(tie: number): number {
  return Math.max(-1, Math.min(1, Math.log(tie / USUAL_TIE)));
}

/** Weight at the members of each group, that between two of them twice. */
function degreesOf(graph: WeightedGraph, labels: Partition, groups: number): Float64Array {
  const degrees = new Float64Array(groups);
  for (const { from, to, weight } of graph.edges) {
    if (labels[from]! >= 0) degrees[labels[from]!]! += weight;
    if (labels[to]! >= 0) degrees[labels[to]!]! += weight;
  }
  return degrees;
}

type Nearness = (a: number, b: number, weight: number) => number;

/** Per group its neighbours. */
function neighbours(graph: WeightedGraph, labels: Partition, nearness: Nearness): Map<number, Between>[] {
  const weights: Map<number, number>[] = [];
  for (const label of labels) while (weights.length <= label) weights.push(new Map());
  for (const { from, to, weight } of graph.edges) {
    const [a, b] = [labels[from]!, labels[to]!];
    if (a < 0 || b < 0 || a === b) continue;
    const low = weights[Math.min(a, b)]!;
    low.set(Math.max(a, b), (low.get(Math.max(a, b)) ?? 0) + weight);
  }
  const near = weights.map(() => new Map<number, Between>());
  weights.forEach((others, a) => {
    for (const [b, weight] of others) {
      const between = { weight, nearness: nearness(a, b, weight) };
      near[a]!.set(b, between);
      near[b]!.set(a, { ...between });
    }
  });
  return near;
}

/** Both ways, for a sum in another order is another sum. */
function measure(a: number, near: readonly Map<number, Between>[], nearness: Nearness): void {
  for (const [c, there] of near[a]!) {
    there.nearness = nearness(a, c, there.weight);
    near[c]!.get(a)!.nearness = there.nearness === TOO_SELDOM ? TOO_SELDOM : nearness(c, a, there.weight);
  }
}

/** The lowest number on a tie, so that of all pairs as near as the nearest, one is reciprocal. */
function nearestOf(others: ReadonlyMap<number, Between>): Nearest | undefined {
  let nearest = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (const [other, { nearness }] of others) {
    if (nearness < most || (nearness === most && other > nearest)) continue;
    nearest = other;
    most = nearness;
  }
  return nearest < 0 ? undefined : { other: nearest, nearness: most };
}

/**
 * Share of runs in which members of both are in one community. Counted only as far as it may come to the `least`: most
 * neighbours are apart in most runs, and how far apart nobody asks.
 */
function togetherOf(a: Profile, b: Profile, least: number): number {
  if (least > 1) return TOO_SELDOM;
  if (!(a instanceof Int32Array)) return b instanceof Int32Array ? sharedWith(a, b, least) : sharedBy(a, b, least);
  if (!(b instanceof Int32Array)) return sharedWith(b, a, least);
  const mostApart = a.length * (1 - least);
  let apart = 0;
  for (let run = 0; run < a.length; run++) if (a[run] !== b[run] && ++apart > mostApart) return TOO_SELDOM;
  return (a.length - apart) / a.length;
}

function sharedWith({ start, labels, shares }: Shares, b: Int32Array, least: number): number {
  const runs = b.length;
  let sum = 0;
  for (let run = 0; run < runs; run++) {
    for (let i = start[run]!; i < start[run + 1]!; i++) if (labels[i] === b[run]) sum += shares[i]!;
    if (sum + runs - run - 1 < least * runs) return TOO_SELDOM;
  }
  return sum / runs;
}

function sharedBy({ start, labels, shares }: Shares, b: Shares, least: number): number {
  const runs = start.length - 1;
  let sum = 0;
  for (let run = 0; run < runs; run++) {
    for (let i = start[run]!; i < start[run + 1]!; i++) sum += shares[i]! * shareOf(b, run, labels[i]!);
    if (sum + runs - run - 1 < least * runs) return TOO_SELDOM;
  }
  return sum / runs;
}

/** Looked for one by one: in a run, a group seldom has more than a few labels. */
function shareOf({ start, labels, shares }: Shares, run: number, label: number): number {
  for (let i = start[run]!; i < start[run + 1]!; i++) if (labels[i] === label) return shares[i]!;
  return 0;
}
