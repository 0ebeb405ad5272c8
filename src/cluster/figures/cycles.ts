/**
 * Cycles between contexts: strongly connected components over runtime edges, each with a cheapest set of edges whose
 * removal opens it (minimum feedback arc set by weight), the short cycles in it, and which relations to cut first. The set is exact by
 * dynamic programming over subsets up to 14 contexts, above that by sifting an order until no single move helps.
 */
import {
  type ContextCycle,
  changingPlaces,
  compareText,
  isRuntimeEdge,
  type SystemGraph,
  sortedBy,
} from '../../model/index.js';
import { type Flow, shortLoops } from './loops.js';
import { stronglyConnected } from './strongly-connected.js';
import { type Bond, untyingSteps } from './untie.js';

const MOST_EXACT = 14;
const MOST_ROUNDS = 20;

/** Places told per edge to cut. */
const MOST_PLACES = 3;

type Arc = ContextCycle['cut'][number];

export function cyclesOf(graph: SystemGraph, contextOf: ReadonlyMap<string, string>): ContextCycle[] {
  const arcs = new Map<string, Map<string, Arc[]>>();
  const bonds = new Map<string, Map<string, Bond>>();
  for (const edge of graph.edges) {
    const from = contextOf.get(edge.from);
    const to = contextOf.get(edge.to);
    if (!isRuntimeEdge(edge) || from === undefined || to === undefined || from === to) continue;
    const row = arcs.get(from) ?? new Map<string, Arc[]>();
    arcs.set(from, row);
    const list = row.get(to) ?? [];
    row.set(to, list);
    const bound = bonds.get(from) ?? new Map<string, Bond>();
    const { edges, places } = bound.get(to) ?? { edges: 0, places: 0 };
    bonds.set(from, bound.set(to, { edges: edges + 1, places: places + changingPlaces(edge) }));
    list.push({
      from: edge.from,
      to: edge.to,
      kind: edge.kind,
      weight: edge.weight,
      fromContext: from,
      toContext: to,
      evidence: edge.evidence.slice(0, MOST_PLACES),
    });
  }
  const contexts = [...new Set([...arcs.keys(), ...[...arcs.values()].flatMap((row) => [...row.keys()])])].sort(
    compareText,
  );
  const flows = new Map(
    [...arcs].map(([from, row]) => [from, new Map([...row].map(([to, list]) => [to, flowOf(list)]))]),
  );
  const components = stronglyConnected(contexts, (context) => [...(arcs.get(context)?.keys() ?? [])].sort(compareText));
  return components
    .filter((component) => component.length > 1)
    .map((component) => component.sort(compareText))
    .sort((a, b) => compareText(a[0]!, b[0]!))
    .map((component) => {
      const weight = weightsOf(component, arcs);
      const order = component.length <= MOST_EXACT ? exactOrder(component, weight) : siftedOrder(component, weight);
      const cut = order.flatMap((later, i) =>
        order.slice(0, i).flatMap((earlier) => arcs.get(later)?.get(earlier) ?? []),
      );
      return {
        contexts: component,
        cut: sortedBy(cut, (arc) => [arc.from, arc.to, arc.kind]),
        ...shortLoops(component, flows),
        ...(component.length > 2 ? { steps: untyingSteps(component, bonds) } : {}),
      };
    });
}

function flowOf(arcs: readonly Arc[]): Flow {
  return { edges: arcs.length, weight: arcs.reduce((sum, arc) => sum + arc.weight, 0) };
}

/** Total weight of the arcs between two contexts of the component, summed once. */
function weightsOf(
  component: readonly string[],
  arcs: ReadonlyMap<string, ReadonlyMap<string, readonly Arc[]>>,
): (a: string, b: string) => number {
  const at = new Map(component.map((context, i) => [context, i]));
  const sums = new Float64Array(component.length ** 2);
  for (const [a, i] of at) {
    for (const [b, list] of arcs.get(a) ?? []) {
      const j = at.get(b);
      if (j !== undefined) sums[i * component.length + j] = list.reduce((sum, arc) => sum + arc.weight, 0);
    }
  }
  return (a, b) => sums[at.get(a)! * component.length + at.get(b)!]!;
}

/** An order in which the arcs that point backwards (later → earlier) weigh least. */
function exactOrder(items: readonly string[], weight: (a: string, b: string) => number): string[] {
  const n = items.length;
  const w = items.map((a) => items.map((b) => (a === b ? 0 : weight(a, b))));
  const cost = new Float64Array(1 << n).fill(Number.POSITIVE_INFINITY);
  const last = new Int8Array(1 << n).fill(-1);
  cost[0] = 0;
  for (let set = 0; set < 1 << n; set++) {
    for (let item = 0; item < n; item++) {
      if (set & (1 << item)) continue;
      let back = 0;
      for (let earlier = 0; earlier < n; earlier++) if (set & (1 << earlier)) back += w[item]![earlier]!;
      const next = set | (1 << item);
      if (cost[set]! + back < cost[next]!) {
        cost[next] = cost[set]! + back;
        last[next] = item;
      }
    }
  }
  const order: string[] = [];
  for (let set = (1 << n) - 1; set !== 0; set &= ~(1 << last[set]!)) order.unshift(items[last[set]!]!);
  return order;
}

/** Starts with the most net outgoing first, then moves single items to their best place while that helps. */
function siftedOrder(items: readonly string[], weight: (a: string, b: string) => number): string[] {
  const net = (a: string) => items.reduce((sum, b) => sum + weight(a, b) - weight(b, a), 0);
  let order = sortedBy(items, (item) => [-net(item), item]);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = order.join('\n');
    for (const item of items)
      order = insertedBest(
        order.filter((other) => other !== item),
        item,
        weight,
      );
    if (order.join('\n') === before) break;
  }
  return order;
}

function insertedBest(rest: readonly string[], item: string, weight: (a: string, b: string) => number): string[] {
  // Cost of position p: arcs of item to those before it, and of those after it to item.
  let cost = rest.reduce((sum, other) => sum + weight(other, item), 0);
  let best = 0;
  let least = cost;
  rest.forEach((other, p) => {
    cost += weight(item, other) - weight(other, item);
    if (cost < least - 1e-9) {
      least = cost;
      best = p + 1;
    }
  });
  return [...rest.slice(0, best), item, ...rest.slice(best)];
}
