/**
 * A large cycle, opened step by step: which few relations to cut first. Each step is a directed cut: a group of contexts (most
 * often one) that no longer needs the others, or is no longer needed by them. Of all such cuts of all that is still knotted the
 * step with the fewest places a context comes first, where a place is a line to change: an import line, a data call. Greedy, so
 * the whole sequence is no minimum (`cut` of the cycle is for that); what is said of each step is counted, not estimated: a
 * relation that closes no cycle any more stays, and the strongly connected components are computed anew.
 *
 * Worked example: seven shops reach one another; the kiosk imports the bakery on one line, and eight lines import the kiosk. The
 * first step cuts that one line: the kiosk is free, six are left.
 */
import type { CycleStep } from '../../model/index.js';
import { stronglyConnected } from './strongly-connected.js';

/** Edges and places from one context to another; every count above 0. */
export type Bond = { readonly edges: number; readonly places: number };
export type Bonds = ReadonlyMap<string, ReadonlyMap<string, Bond>>;

/** Members of a group that is grown from one context; a larger one is met from its other side or in later steps. */
const MOST_GROWN = 6;
/** Contexts of a cycle up to which groups are grown at all: above it one context leaves at a time. */
const MOST_FOR_GROUPS = 100;

type Knot = {
  readonly names: readonly string[];
  /** Places from row to column, 0 when there are none or when they are cut. */
  readonly places: readonly Float64Array[];
  readonly bonds: Bonds;
};

/** `group` without its dependencies on the rest of `part`. */
type DirectedCut = {
  readonly part: readonly number[];
  readonly group: ReadonlySet<number>;
  readonly places: number;
  readonly gain: number;
};

/** Steps until no cycle is left among the `names`, which all reach one another. */
export function untyingSteps(names: readonly string[], bonds: Bonds): CycleStep[] {
  const places = names.map((a) => Float64Array.from(names, (b) => (a === b ? 0 : (bonds.get(a)?.get(b)?.places ?? 0))));
  const knot: Knot = { names, places, bonds };
  const best = new Map<readonly number[], DirectedCut>();
  let parts = knotted(knot, [...names.keys()]);
  const steps: CycleStep[] = [];
  while (parts.length > 0) {
    for (const part of parts) if (!best.has(part)) best.set(part, cheapestCut(knot, part));
    const next = parts.map((part) => best.get(part)!).reduce((a, b) => (isBetter(b, a) ? b : a));
    const relations = cutOff(knot, next);
    const after = knotted(knot, next.part);
    parts = [...parts.filter((part) => part !== next.part), ...after];
    const tied = new Set(after.flat());
    const byName = (items: Iterable<number>) => [...items].sort((a, b) => a - b).map((item) => names[item]!);
    const apart = next.group.size * 2 > next.part.length ? next.part.filter((i) => !next.group.has(i)) : next.group;
    steps.push({
      frees: byName(next.part.filter((item) => !tied.has(item))),
      apart: byName(apart),
      cut: relations,
      places: relations.reduce((sum, relation) => sum + relation.places, 0),
      left: parts.map((part) => part.length).sort((a, b) => b - a),
    });
  }
  return steps;
}

/** Components of two and more that are left among `items`. */
function knotted({ places }: Knot, items: readonly number[]): number[][] {
  const next = (item: number) => items.filter((other) => places[item]![other]! > 0);
  return stronglyConnected(items, next)
    .filter((part) => part.length > 1)
    .map((part) => part.sort((a, b) => a - b))
    .sort((a, b) => a[0]! - b[0]!);
}

/** Fewest places for each context that comes apart; of equals the fewest places, then the one found first. */
function isBetter(a: DirectedCut, b: DirectedCut): boolean {
  const [left, right] = [a.places * b.gain, b.places * a.gain];
  return left < right || (left === right && a.places < b.places);
}

function cheapestCut(knot: Knot, part: readonly number[]): DirectedCut {
  const { places } = knot;
  const out = (a: number, b: number) => places[a]![b]!;
  const back = (a: number, b: number) => places[b]![a]!;
  let best: DirectedCut | undefined;
  for (const flow of [out, back]) {
    const totals = new Map(part.map((item) => [item, part.reduce((sum, other) => sum + flow(item, other), 0)]));
    for (const seed of part) {
      for (const { members, cost } of grown(totals, seed, flow)) {
        const inside = new Set(members);
        const group = flow === out ? inside : new Set(part.filter((item) => !inside.has(item)));
        const found = { part, group, places: cost, gain: gainOf(members.length, part.length) };
        if (best === undefined || isBetter(found, best)) best = found;
      }
    }
  }
  return best!;
}

/** Contexts that come apart when `size` of `all` leave: the smaller side, and the other one too when it is alone. */
function gainOf(size: number, all: number): number {
  const less = Math.min(size, all - size);
  return all - less === 1 ? all : less;
}

/** The group around `seed`, member by member, each the one that leaves the least over the group's border. */
function grown(
  totals: ReadonlyMap<number, number>,
  seed: number,
  flow: (a: number, b: number) => number,
): { members: readonly number[]; cost: number }[] {
  let cost = totals.get(seed)!;
  const members = [seed];
  const sizes = [{ members: [...members], cost }];
  const most = totals.size > MOST_FOR_GROUPS ? 1 : Math.min(MOST_GROWN, totals.size - 1);
  if (most === 1) return sizes;
  const change = new Map([...totals].map(([item, total]) => [item, total - flow(item, seed) - flow(seed, item)]));
  change.delete(seed);
  while (members.length < most) {
    const [item, more] = [...change].reduce((a, b) => (b[1] < a[1] ? b : a));
    change.delete(item);
    members.push(item);
    cost += more;
    sizes.push({ members: [...members], cost });
    for (const [other, value] of change) change.set(other, value - flow(other, item) - flow(item, other));
  }
  return sizes;
}

/** Cuts what leads out of the group, and puts back what closes no cycle, the widest first. */
function cutOff({ names, places, bonds }: Knot, { part, group }: DirectedCut): CycleStep['cut'][number][] {
  const cut = part.flatMap((from) =>
    group.has(from) ? part.filter((to) => !group.has(to) && places[from]![to]! > 0).map((to) => ({ from, to })) : [],
  );
  for (const { from, to } of cut) places[from]![to] = 0;
  const widest = cut
    .map(({ from, to }) => ({ from, to, ...bonds.get(names[from]!)!.get(names[to]!)! }))
    .sort((a, b) => b.places - a.places || a.from - b.from || a.to - b.to);
  const kept = widest.filter(({ from, to, places: count }) => {
    if (reaches(places, part, to, from)) return true;
    places[from]![to] = count;
    return false;
  });
  return kept.map(({ from, to, edges, places: count }) => ({
    from: names[from]!,
    to: names[to]!,
    edges,
    places: count,
  }));
}

function reaches(places: readonly Float64Array[], part: readonly number[], from: number, to: number): boolean {
  const seen = new Set([from]);
  for (const item of seen) {
    if (item === to) return true;
    for (const other of part) if (places[item]![other]! > 0) seen.add(other);
  }
  return false;
}
