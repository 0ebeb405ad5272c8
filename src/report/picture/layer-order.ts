/**
 * In which order the contexts stand from "depends on others" to "depended on": the one that turns the least weight
 * upwards, found greedily (Eades, Lin, Smyth 1993). What runs against it closes a cycle.
 */
export type Link = { readonly from: number; readonly to: number; readonly weight: number };

const NEARLY_NONE = 1e-9;

/** Indexes 0..count-1. Sources to the front, sinks to the back, else the one that gives most more than it takes. */
export function layerOrder(count: number, links: readonly Link[]): number[] {
  const left = new Set(Array.from({ length: count }, (_, i) => i));
  const out = new Array<number>(count).fill(0);
  const into = new Array<number>(count).fill(0);
  const touching: Link[][] = Array.from({ length: count }, () => []);
  for (const link of links) {
    out[link.from]! += link.weight;
    into[link.to]! += link.weight;
    touching[link.from]!.push(link);
    touching[link.to]!.push(link);
  }
  const front: number[] = [];
  const back: number[] = [];
  const isNone = (value: number): boolean => value < NEARLY_NONE;
  while (left.size > 0) {
    const nodes = [...left];
    const sink = nodes.find((node) => isNone(out[node]!) && !isNone(into[node]!));
    const source = nodes.find((node) => isNone(into[node]!));
    const node =
      sink ??
      source ??
      nodes.reduce((best, each) => (out[each]! - into[each]! > out[best]! - into[best]! ? each : best));
    (sink === undefined ? front : back).push(node);
    left.delete(node);
    for (const { from, to, weight } of touching[node]!) {
      if (from === node && left.has(to)) into[to]! -= weight;
      if (to === node && left.has(from)) out[from]! -= weight;
    }
  }
  return [...front, ...back.reverse()];
}
