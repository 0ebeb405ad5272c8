/**
 * Greedy agglomeration (Clauset, Newman & Moore 2004) on the communities of a finer partition: joins the pair that
 * raises modularity most, until no pair raises it. There is no chance in it, and what one file changes is a little of
 * one gain, so the same communities come out after small changes, where another Louvain run might have joined others.
 */
import { canonical, type Partition, type WeightedGraph } from './partition.js';

type Gain = { readonly a: number; readonly b: number; readonly gain: number };

/** Gain of joining a and b: w_ab/m - resolution deg(a) deg(b) / (2 m²), with m the total weight. */
export function agglomerate(graph: WeightedGraph, fine: Partition, resolution: number): number[] {
  const labels = canonical(fine);
  const count = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const links = Array.from({ length: count }, () => new Map<number, number>());
  const degree = new Float64Array(count);
  let total = 0;
  const { edges } = graph;
  for (let i = 0; i < edges.length; i++) {
    const { from, to, weight } = edges[i]!;
    const a = labels[from]!;
    const b = labels[to]!;
    if (a < 0 || b < 0) continue;
    total += weight;
    degree[a]! += weight;
    degree[b]! += weight;
    if (a === b) continue;
    links[a]!.set(b, (links[a]!.get(b) ?? 0) + weight);
    links[b]!.set(a, (links[b]!.get(a) ?? 0) + weight);
  }
  const into = Array.from({ length: count }, (_, i) => i);
  const gainOf = (a: number, b: number) =>
    links[a]!.get(b)! / total - (resolution * degree[a]! * degree[b]!) / (2 * total * total);
  const best = links.map((_, a) => bestOf(a, links[a]!, gainOf));
  for (let next = topOf(best); next !== undefined; next = topOf(best)) {
    const [a, b] = next.a < next.b ? [next.a, next.b] : [next.b, next.a];
    join(a, b, links, degree);
    into[b] = a;
    best[b] = undefined;
    best[a] = bestOf(a, links[a]!, gainOf);
    // For the others only the gain with `a` is another; where that was the best one, or b's, all are weighed again.
    for (const other of links[a]!.keys()) {
      const known = best[other];
      if (known !== undefined && (known.b === a || known.b === b)) best[other] = bestOf(other, links[other]!, gainOf);
      else best[other] = better(known, other, a, gainOf(other, a));
    }
  }
  const rootOf = (label: number) => {
    let root = label;
    while (into[root] !== root) root = into[root]!;
    return root;
  };
  return canonical(labels.map((label) => (label < 0 ? label : rootOf(label))));
}

function bestOf(
  a: number,
  links: ReadonlyMap<number, number>,
  gainOf: (a: number, b: number) => number,
): Gain | undefined {
  let best: Gain | undefined;
  for (const b of links.keys()) best = better(best, a, b, gainOf(a, b));
  return best;
}

/** The greater gain above 0; of equals the one with the lower number. */
function better(best: Gain | undefined, a: number, b: number, gain: number): Gain | undefined {
  if (!(gain > 0) || (best !== undefined && (gain < best.gain || (gain === best.gain && b >= best.b)))) return best;
  return { a, b, gain };
}

function topOf(best: readonly (Gain | undefined)[]): Gain | undefined {
  let top: Gain | undefined;
  for (let i = 0; i < best.length; i++) {
    const gain = best[i];
    if (gain !== undefined && (top === undefined || gain.gain > top.gain)) top = gain;
  }
  return top;
}

function join(a: number, b: number, links: Map<number, number>[], degree: Float64Array): void {
  degree[a]! += degree[b]!;
  degree[b] = 0;
  for (const [other, weight] of links[b]!) {
    links[other]!.delete(b);
    if (other === a) continue;
    links[a]!.set(other, (links[a]!.get(other) ?? 0) + weight);
    links[other]!.set(a, links[a]!.get(other)!);
  }
  links[b] = new Map();
}
