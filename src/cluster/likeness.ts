/**
 * Names as evidence: every node is linked to the few nodes whose words are most like its own (cosine of tf-idf vectors).
 * Candidates come from an inverted index over the rarer words, so the cost is words × rare postings, never n².
 */
import type { Evidence } from './evidence.js';
import type { Bag } from './vocabulary.js';
import type { EvidenceWeights } from './weights.js';

export type Likeness = readonly (readonly [a: number, b: number, cosine: number])[];

/** Words in more nodes than this bring no candidates (they still count in the cosine by their low idf). */
const MAX_POSTINGS = 400;

/** Pairs `a < b`, each once, sorted; cosine in (0, 1]. */
export function likeness(evidence: Evidence, weights: EvidenceWeights): Likeness {
  const vectors = unitVectors(evidence.vocabulary.bags, businessShares(evidence));
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
    for (const [other, cosine] of nearest(node, vector, postings, vectors, weights)) {
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
  weights: EvidenceWeights,
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
    .filter(([, cosine]) => cosine >= weights.leastCosine)
    .sort((x, y) => y[1] - x[1] || x[0] - y[0])
    .slice(0, weights.neighbours)
    .map(([o, c]) => [o, c ** weights.sharpness]);
}

/** weight × ln(N / df) × business share, scaled to length 1; words of a single node are left out. */
function unitVectors(bags: readonly Bag[], shares: ReadonlyMap<string, number>): Map<string, number>[] {
  const frequency = frequencyOf(bags);
  return bags.map((bag) => {
    const vector = new Map<string, number>();
    let square = 0;
    for (const [word, weight] of bag) {
      const df = frequency.get(word)!;
      if (df < 2) continue;
      const value = weight * Math.log((bags.length + 1) / df) * shares.get(word)!;
      vector.set(word, value);
      square += value * value;
    }
    const length = Math.sqrt(square);
    for (const [word, value] of vector) vector.set(word, value / length);
    return vector;
  });
}

/**
 * How much more often two linked nodes share the word than two nodes at hand: share of link ends with the word whose
 * other end has it too, beyond the word's rate, 0..1, plus a floor. A business word follows the links ("invoice" calls
 * "invoice"); a layer word that no list foresaw does not. Words of few links are drawn towards the middle.
 */
function businessShares({ vocabulary, structure }: Evidence): Map<string, number> {
  const frequency = frequencyOf(vocabulary.bags);
  const ends = new Map<string, number>();
  const sharedEnds = new Map<string, number>();
  const add = (map: Map<string, number>, word: string, count: number) => map.set(word, (map.get(word) ?? 0) + count);
  for (const { from, to } of structure.edges) {
    const a = vocabulary.bags[from]!;
    const b = vocabulary.bags[to]!;
    for (const word of a.keys()) {
      add(ends, word, 1);
      if (b.has(word)) add(sharedEnds, word, 2);
    }
    for (const word of b.keys()) add(ends, word, 1);
  }
  const shares = new Map<string, number>();
  for (const [word, count] of frequency) {
    const rate = count / vocabulary.bags.length;
    const expected = Math.min(0.5, 4 * rate);
    const share = ((sharedEnds.get(word) ?? 0) + PRIOR_ENDS * expected) / ((ends.get(word) ?? 0) + PRIOR_ENDS);
    shares.set(word, LEAST_SHARE + Math.max(0, (share - rate) / (1 - rate)));
  }
  return shares;
}

const PRIOR_ENDS = 2;
const LEAST_SHARE = 0.15;

function frequencyOf(bags: readonly Bag[]): Map<string, number> {
  const frequency = new Map<string, number>();
  for (const bag of bags) for (const word of bag.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return frequency;
}
