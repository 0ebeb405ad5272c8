/**
 * Names as evidence: every node is linked to the few nodes whose words are most like its own (cosine of tf-idf vectors).
 * Candidates come from an inverted index over the rarer words, so the cost is words × rare postings, never n².
 */
import type { Evidence } from './evidence.js';

export type Likeness = readonly (readonly [a: number, b: number, cosine: number])[];

const NEIGHBOURS = 8;
const LEAST_COSINE = 0.25;
/** Words in more nodes than this bring no candidates (they still count in the cosine by their low idf). */
const MAX_POSTINGS = 400;

/** Pairs `a < b`, each once, sorted; cosine in (0, 1]. */
export function likeness(evidence: Evidence): Likeness {
  const vectors = unitVectors(evidence.words);
  const postings = new Map<string, number[]>();
  vectors.forEach((vector, node) => {
    for (const word of vector.keys()) {
      const list = postings.get(word);
      if (list === undefined) postings.set(word, [node]);
      else list.push(node);
    }
  });
  const pairs = new Map<number, number>();
  const size = vectors.length;
  vectors.forEach((vector, node) => {
    for (const [other, cosine] of nearest(node, vector, postings, vectors)) {
      pairs.set(Math.min(node, other) * size + Math.max(node, other), cosine);
    }
  });
  return [...pairs]
    .sort((x, y) => x[0] - y[0])
    .map(([key, cosine]) => [Math.floor(key / size), key % size, cosine] as const);
}

function nearest(
  node: number,
  vector: ReadonlyMap<string, number>,
  postings: ReadonlyMap<string, readonly number[]>,
  vectors: readonly ReadonlyMap<string, number>[],
): [number, number][] {
  const dots = new Map<number, number>();
  const common: [string, number][] = [];
  for (const [word, weight] of vector) {
    const list = postings.get(word)!;
    if (list.length > MAX_POSTINGS) common.push([word, weight]);
    else
      for (const other of list)
        if (other !== node) dots.set(other, (dots.get(other) ?? 0) + weight * vectors[other]!.get(word)!);
  }
  for (const other of dots.keys()) {
    for (const [word, weight] of common) {
      const there = vectors[other]!.get(word);
      if (there !== undefined) dots.set(other, dots.get(other)! + weight * there);
    }
  }
  return [...dots]
    .filter(([, cosine]) => cosine >= LEAST_COSINE)
    .sort((x, y) => y[1] - x[1] || x[0] - y[0])
    .slice(0, NEIGHBOURS);
}

/** weight × ln(N / df), scaled to length 1. */
function unitVectors(words: Evidence['words']): Map<string, number>[] {
  const frequency = new Map<string, number>();
  for (const bag of words) for (const word of bag.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return words.map((bag) => {
    const vector = new Map<string, number>();
    let square = 0;
    for (const [word, weight] of bag) {
      const df = frequency.get(word)!;
      if (df < 2) continue;
      const value = weight * Math.log((words.length + 1) / df);
      vector.set(word, value);
      square += value * value;
    }
    const length = Math.sqrt(square);
    for (const [word, value] of vector) vector.set(word, value / length);
    return vector;
  });
}
