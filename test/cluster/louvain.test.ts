import { expect, it } from 'vitest';
import { hashesOf, louvainRuns, thinned } from '../../src/cluster/communities/louvain.js';
import { weightedGraph } from '../../src/cluster/graph/partition.js';

const HALF = 20;
const CORE = 12;
const NAMES = Array.from({ length: 2 * HALF }, (_, i) => (i < HALF ? `orders-${i}` : `stock-${i}`));

/** Two groups, each a dense core with modules that hang on one of its members only; `edges` in all. */
function twoGroups(edges: number) {
  const both = [0, HALF];
  const hanging = both.flatMap((start) =>
    Array.from({ length: HALF - CORE }, (_, i): [number, number, number] => [start + CORE + i, start + i, 1]),
  );
  const inside: [number, number, number][] = [];
  for (let step = 1; step < CORE / 2; step++) {
    for (let i = 0; i < CORE; i++) for (const start of both) inside.push([start + i, start + ((i + step) % CORE), 1]);
  }
  return weightedGraph(2 * HALF, [[0, HALF, 0.5], ...hanging, ...inside.slice(0, edges - 1 - hanging.length)]);
}

it.each([127, 128, 129])('keeps two groups of modules apart with %i edges, whatever the seed', (edges) => {
  const graph = twoGroups(edges);
  expect(graph.edges).toHaveLength(edges);
  for (let seed = 0; seed < 20; seed++) {
    const partition = [...louvainRuns(NAMES)(graph, seed, 0.5)];
    expect(new Set(partition.slice(0, HALF)).size).toBe(1);
    expect(new Set(partition.slice(HALF)).size).toBe(1);
    expect(partition[0]).not.toBe(partition[HALF]);
  }
});

it('leaves out every edge in one of each four runs when a quarter is left out, and other edges together in the next four', () => {
  const graph = twoGroups(127);
  const hashes = hashesOf(NAMES);
  const leftOutBy = (run: number) => {
    const kept = new Set(thinned(graph, hashes, { seed: 1, run }, 0.25).edges);
    return graph.edges.filter((edge) => !kept.has(edge));
  };
  const first = [0, 1, 2, 3].map(leftOutBy);
  expect(new Set(first.flat()).size).toBe(127);
  expect(first.flat()).toHaveLength(127);
  expect([4, 5, 6, 7].map(leftOutBy)).not.toEqual(first);
});
