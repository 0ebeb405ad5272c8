/**
 * Names as evidence: every node is linked to the few nodes whose words are most like its own (cosine of tf-idf vectors).
 * Candidates come from an inverted index over the rarer words, so the cost is words × rare postings, never n².
 */
import type { Evidence } from './evidence.js';
import { inSteps } from './steps.js';
import type { Bag } from './vocabulary.js';
import type { EvidenceWeights } from './weights.js';

export type Likeness = readonly (readonly [a: number, b: number, cosine: number])[];

/** Words in more nodes than this bring no candidates; they still count in the cosine. */
const MOST_POSTINGS = 400;
/** Above this many nodes each has fewer neighbours, so that the links by name grow with the root of the size. */
const FULL_NEIGHBOURS_UP_TO = 2000;
const LEAST_NEIGHBOURS = 8;
/** Below the least cosine links fade out, down to this part of it: one word less must not cut what barely counts. */
const FADE_FROM = 0.4;

/** Pairs `a < b`, each once, sorted; likeness in (0, 1]: the cosine to the power of `sharpness`. */
export function likeness(evidence: Evidence, weights: EvidenceWeights): Likeness {
  const vectors = unitVectors(evidence.vocabulary.bags, businessShares(evidence));
  const size = vectors.length;
  const postings = postingsOf(vectors);
  const shrink = Math.sqrt(Math.min(1, FULL_NEIGHBOURS_UP_TO / Math.max(1, size)));
  const most = Math.max(Math.min(LEAST_NEIGHBOURS, weights.neighbours), Math.round(weights.neighbours * shrink));
  const fadeFrom = FADE_FROM * weights.leastCosine;
  const pairs = new Map<number, number>();
  const dots = new Float64Array(size);
  for (let node = 0; node < size; node++) {
    const touched = addRareWords(node, vectors[node]!, postings, MOST_POSTINGS, dots);
    // Common words have low weights: they alone cannot make up half of a likeness, so only near candidates get them.
    const near = touched.filter((other) => dots[other]! >= fadeFrom / 2);
    addCommonWords(vectors, vectors[node]!, postings, MOST_POSTINGS, near, dots);
    for (const other of nearest(near, dots, fadeFrom, most)) {
      const fade = Math.min(1, (dots[other]! - fadeFrom) / (weights.leastCosine - fadeFrom));
      pairs.set(Math.min(node, other) * size + Math.max(node, other), fade * dots[other]! ** weights.sharpness);
    }
    for (const other of touched) dots[other] = 0;
  }
  return [...pairs]
    .sort((x, y) => x[0] - y[0])
    .map(([key, cosine]) => [Math.floor(key / size), key % size, cosine] as const);
}

/** Word → the nodes that have it, with its value there. */
type Postings = ReadonlyMap<string, { readonly nodes: number[]; readonly values: number[] }>;

function postingsOf(vectors: readonly Bag[]): Postings {
  const postings = new Map<string, { nodes: number[]; values: number[] }>();
  vectors.forEach((vector, node) => {
    for (const [word, value] of vector) {
      const list = postings.get(word) ?? { nodes: [], values: [] };
      if (list.nodes.length === 0) postings.set(word, list);
      list.nodes.push(node);
      list.values.push(value);
    }
  });
  return postings;
}

/** Adds to `dots` what each other node shares with this one by rarer words; gives the nodes that share any. */
function addRareWords(node: number, vector: Bag, postings: Postings, most: number, dots: Float64Array): number[] {
  const touched: number[] = [];
  for (const [word, weight] of vector) {
    const { nodes, values } = postings.get(word)!;
    if (nodes.length > most) continue;
    for (let i = 0; i < nodes.length; i++) {
      const other = nodes[i]!;
      if (other === node) continue;
      if (dots[other] === 0) touched.push(other);
      dots[other]! += weight * values[i]!;
    }
  }
  return touched;
}

function addCommonWords(
  vectors: readonly Bag[],
  vector: Bag,
  postings: Postings,
  most: number,
  touched: readonly number[],
  dots: Float64Array,
): void {
  for (const [word, weight] of vector) {
    if (postings.get(word)!.nodes.length <= most) continue;
    for (const other of touched) {
      const there = vectors[other]!.get(word);
      if (there !== undefined) dots[other]! += weight * there;
    }
  }
}

function nearest(touched: readonly number[], dots: Float64Array, least: number, most: number): number[] {
  return touched
    .filter((other) => dots[other]! >= least)
    .sort((x, y) => dots[y]! - dots[x]! || x - y)
    .slice(0, most);
}

/** weight × ln(N / df) × business share, scaled to length 1; words of a single node are left out. */
function unitVectors(bags: readonly Bag[], shares: ReadonlyMap<string, number>): Map<string, number>[] {
  const frequency = frequencyOf(bags);
  const count = inSteps(bags.length) + 1;
  return bags.map((bag) => {
    const vector = new Map<string, number>();
    let square = 0;
    for (const [word, weight] of bag) {
      const df = frequency.get(word)!;
      if (df < 2) continue;
      const value = weight * Math.max(0, Math.log(count / df)) * shares.get(word)!;
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
  const all = inSteps(vocabulary.bags.length);
  const shares = new Map<string, number>();
  for (const [word, count] of frequency) {
    const rate = Math.min(LARGEST_RATE, count / all);
    const expected = Math.min(0.5, 4 * rate);
    const share = ((sharedEnds.get(word) ?? 0) + PRIOR_ENDS * expected) / ((ends.get(word) ?? 0) + PRIOR_ENDS);
    shares.set(word, LEAST_SHARE + Math.max(0, (share - rate) / (1 - rate)));
  }
  return shares;
}

const PRIOR_ENDS = 2;
const LARGEST_RATE = 0.999;
const LEAST_SHARE = 0.15;

function frequencyOf(bags: readonly Bag[]): Map<string, number> {
  const frequency = new Map<string, number>();
  for (const bag of bags) for (const word of bag.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return frequency;
}
