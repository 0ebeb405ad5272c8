/**
 * Names as evidence: every node is linked to the few nodes whose words are most like its own (cosine of tf-idf vectors).
 * Candidates come from an inverted index over the rarer words, so the cost is words × rare postings, never n².
 */
import type { Evidence } from './evidence.js';
import { orderOfPairs } from './partition.js';
import type { EvidenceWeights } from './weights.js';
import { chosen, unitVectors, type Vectors } from './word-vectors.js';

/** Pairs `low < high`, each once, sorted; likeness in [0, 1]: the cosine to the power of `sharpness`. In columns: they are many. */
export type Likeness = {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly cosine: Float64Array;
};

/** Words in more nodes than this bring no candidates; they still count in the cosine. */
const MOST_POSTINGS = 400;
/** Above this many nodes each has fewer neighbours, so that the links by name grow with the root of the size. */
const FULL_NEIGHBOURS_UP_TO = 2000;
const LEAST_NEIGHBOURS = 8;
/** Below the least cosine links fade out, down to this part of it: one word less must not cut what barely counts. */
const FADE_FROM = 0.4;
/** Factor across packages that do not know one another. */
const APART = 0.5;

export function likeness({ vocabulary, structure, areApart }: Evidence, weights: EvidenceWeights): Likeness {
  const vectors = unitVectors(vocabulary.bags, structure.edges);
  const size = vocabulary.bags.length;
  const postings = postingsOf(vectors);
  const rare = chosen(vectors, (word) => postings.start[word + 1]! - postings.start[word]! <= MOST_POSTINGS);
  const common = chosen(vectors, (word) => postings.start[word + 1]! - postings.start[word]! > MOST_POSTINGS);
  const shrink = Math.sqrt(Math.min(1, FULL_NEIGHBOURS_UP_TO / Math.max(1, size)));
  const most = Math.max(Math.min(LEAST_NEIGHBOURS, weights.neighbours), Math.round(weights.neighbours * shrink));
  const fadeFrom = FADE_FROM * weights.leastCosine;
  const found: Pairs = { low: [], high: [], cosine: [] };
  const dots = new Float64Array(size);
  const shared = new Float64Array(vectors.words);
  for (let node = 0; node < size; node++) {
    const touched = addRareWords(node, rare, postings, dots);
    // Common words have low weights: they alone cannot make up half of a likeness, so only near candidates get them.
    const near = touched.filter((other) => dots[other]! >= fadeFrom / 2);
    addCommonWords(node, common, near, shared, dots);
    for (const other of nearest(near, dots, fadeFrom, most)) {
      const fade = Math.min(1, (dots[other]! - fadeFrom) / (weights.leastCosine - fadeFrom));
      found.low.push(Math.min(node, other));
      found.high.push(Math.max(node, other));
      found.cosine.push((areApart(node, other) ? APART : 1) * fade * dots[other]! ** weights.sharpness);
    }
    for (const other of touched) dots[other] = 0;
  }
  return inOrder(size, found);
}

type Pairs = { readonly low: number[]; readonly high: number[]; readonly cosine: number[] };

/** Two nodes may each have found the other; what the later one says holds. */
function inOrder(size: number, { low, high, cosine }: Pairs): Likeness {
  const order = orderOfPairs(size, low, high);
  const isLast = (at: number, i: number) => low[order[i + 1]!] !== low[at] || high[order[i + 1]!] !== high[at];
  const last = order.filter(isLast);
  return {
    low: last.map((at) => low[at]!),
    high: last.map((at) => high[at]!),
    cosine: Float64Array.from(last, (at) => cosine[at]!),
  };
}

/** Per word the nodes that have it, ascending, and its value there: those of word w are at start[w] .. start[w + 1]. */
type Postings = { readonly start: Int32Array; readonly nodes: Int32Array; readonly values: Float64Array };

function postingsOf({ start, word, value, words }: Vectors): Postings {
  const first = new Int32Array(words + 1);
  for (const one of word) first[one + 1]! += 1;
  for (let one = 0; one < words; one++) first[one + 1]! += first[one]!;
  const next = first.slice();
  const nodes = new Int32Array(word.length);
  const values = new Float64Array(word.length);
  for (let node = 0; node + 1 < start.length; node++) {
    for (let i = start[node]!; i < start[node + 1]!; i++) {
      const at = next[word[i]!]!++;
      nodes[at] = node;
      values[at] = value[i]!;
    }
  }
  return { start: first, nodes, values };
}

/** Adds to `dots` what each other node shares with this one by rarer words; gives the nodes that share any. */
function addRareWords(node: number, rare: Vectors, { start, nodes, values }: Postings, dots: Float64Array): number[] {
  const touched: number[] = [];
  for (let at = rare.start[node]!; at < rare.start[node + 1]!; at++) {
    const word = rare.word[at]!;
    const weight = rare.value[at]!;
    for (let i = start[word]!; i < start[word + 1]!; i++) {
      const other = nodes[i]!;
      if (other === node) continue;
      if (dots[other] === 0) touched.push(other);
      dots[other]! += weight * values[i]!;
    }
  }
  return touched;
}

/** Adds what each candidate shares by common words. `shared` has a place for each word, and is all 0 before and after. */
function addCommonWords(
  node: number,
  { start, word, value }: Vectors,
  near: readonly number[],
  shared: Float64Array,
  dots: Float64Array,
): void {
  if (start[node] === start[node + 1]) return;
  for (const other of near) {
    for (let i = start[other]!; i < start[other + 1]!; i++) shared[word[i]!] = value[i]!;
    for (let i = start[node]!; i < start[node + 1]!; i++) dots[other]! += value[i]! * shared[word[i]!]!;
    for (let i = start[other]!; i < start[other + 1]!; i++) shared[word[i]!] = 0;
  }
}

/** The `most` candidates with the largest dots that reach the `least`; of equals those of lower number. Largest first. */
function nearest(candidates: readonly number[], dots: Float64Array, least: number, most: number): number[] {
  const found: number[] = [];
  for (const one of candidates) {
    const dot = dots[one]!;
    if (dot < least) continue;
    // Kept in order as they come: of hundreds of candidates few displace one of the nearest so far.
    let at = found.length;
    if (at === most) {
      if (!isNearer(dot, one, found[most - 1]!, dots)) continue;
      at -= 1;
    }
    for (; at > 0 && isNearer(dot, one, found[at - 1]!, dots); at--) found[at] = found[at - 1]!;
    found[at] = one;
  }
  return found;
}

function isNearer(dot: number, one: number, other: number, dots: Float64Array): boolean {
  return dot > dots[other]! || (dot === dots[other]! && one < other);
}
