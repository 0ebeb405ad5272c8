/**
 * The short cycles inside a large one. Where everything reaches everything, "17 contexts in a cycle" helps nobody; two
 * contexts that depend on each other, or three in a ring, can be understood and opened one at a time. A cycle weighs as
 * much as its weakest link: that is what it costs to open it, and what it takes for it to be no accident.
 */
import { type ContextLoop, sortedBy } from '../../model/index.js';

export type Flow = { readonly edges: number; readonly weight: number };
export type Flows = ReadonlyMap<string, ReadonlyMap<string, Flow>>;

const MOST_LOOPS = 100;

/** Cycles of two contexts, and of three that hold no cycle of two: how many there are, and those with the heaviest weakest link, first. */
export function shortLoops(component: readonly string[], flows: Flows): { loops: ContextLoop[]; loopCount: number } {
  const flow = (a: string, b: string) => flows.get(a)?.get(b);
  const loops: ContextLoop[] = [];
  const add = (contexts: readonly string[]) => {
    const links = contexts.map((context, i) => flow(context, contexts[(i + 1) % contexts.length]!)!);
    loops.push({ contexts, edges: links.map((link) => link.edges), weights: links.map((link) => link.weight) });
  };
  const inside = new Set(component);
  for (const a of component) {
    for (const b of flows.get(a)?.keys() ?? []) {
      if (!inside.has(b) || b <= a) continue;
      if (flow(b, a) !== undefined) add([a, b]);
    }
    for (const b of flows.get(a)?.keys() ?? []) {
      if (!inside.has(b) || b <= a || flow(b, a) !== undefined) continue;
      for (const c of flows.get(b)?.keys() ?? []) {
        if (!inside.has(c) || c <= a || c === b || flow(c, a) === undefined) continue;
        if (flow(c, b) === undefined && flow(a, c) === undefined) add([a, b, c]);
      }
    }
  }
  const firmest = sortedBy(loops, (loop) => [-Math.min(...loop.weights), loop.contexts.join('\n')]);
  return { loops: firmest.slice(0, MOST_LOOPS), loopCount: loops.length };
}
