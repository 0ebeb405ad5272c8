/** What a cycle between contexts is made of, in words that every readable report shares: its short rings and what to cut. */
import { type ContextCycle, type ContextLoop, labelOf, sortedBy } from '../model/index.js';

export type Cut = ContextCycle['cut'][number];

/** Edges to cut that lie between the same two contexts. */
export type CutRelation = { readonly from: string; readonly to: string; readonly edges: readonly Cut[] };

/** Edges to cut by relation, the smallest relation first: those are nearly open already. */
export function cutRelations(cut: readonly Cut[]): CutRelation[] {
  const pairs = new Map<string, { from: string; to: string; edges: Cut[] }>();
  for (const edge of cut) {
    const [from, to] = [edge.fromContext ?? labelOf(edge.from), edge.toContext ?? labelOf(edge.to)];
    const pair = pairs.get(`${from}\n${to}`) ?? { from, to, edges: [] };
    pairs.set(`${from}\n${to}`, pair);
    pair.edges.push(edge);
  }
  return sortedBy(pairs.values(), (pair) => [pair.edges.length, pair.from, pair.to]);
}

/** `orders ⇄ payments`, `orders → stock → deliveries → orders`. */
export function ringText({ contexts }: ContextLoop): string {
  return contexts.length === 2 ? contexts.join(' ⇄ ') : [...contexts, contexts[0]].join(' → ');
}

/** `src/a.ts:12`, or without a line where a saved analysis has none. */
export function placeOf({ from, evidence }: Cut): string {
  const place = evidence?.[0];
  return place ? `${place.path}:${place.line}` : labelOf(from);
}
