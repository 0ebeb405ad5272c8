/**
 * Bags of words → vectors of length 1 by tf-idf and by how much a word follows the links of the system. Words are numbers
 * here and vectors flat arrays: every node is compared with hundreds of others.
 */
import type { WeightedEdge } from './partition.js';
import { inSteps } from './steps.js';
import type { Bag } from './vocabulary.js';

/** Words and values of node i are at start[i] .. start[i + 1], in the order of its bag. */
export type Vectors = {
  readonly start: Int32Array;
  readonly word: Int32Array;
  readonly value: Float64Array;
  /** How many words there are; each has a number below. */
  readonly words: number;
};

/** weight × ln(N / df) × business share, scaled to length 1; words of a single node are left out. */
export function unitVectors(bags: readonly Bag[], links: readonly WeightedEdge[]): Vectors {
  const all = numbered(bags);
  const frequency = new Int32Array(all.words);
  for (const word of all.word) frequency[word]! += 1;
  const shares = businessShares(all, frequency, links);
  const count = inSteps(bags.length) + 1;
  const rarity = Float64Array.from(frequency, (nodes) => Math.max(0, Math.log(count / nodes)));
  const vectors = chosen(all, (word) => frequency[word]! >= 2);
  const { start, word, value } = vectors;
  for (let node = 0; node < bags.length; node++) {
    let square = 0;
    for (let i = start[node]!; i < start[node + 1]!; i++) {
      value[i] = value[i]! * rarity[word[i]!]! * shares[word[i]!]!;
      square += value[i]! * value[i]!;
    }
    const length = Math.sqrt(square);
    for (let i = start[node]!; i < start[node + 1]!; i++) value[i]! /= length;
  }
  return vectors;
}

/** The vectors without the words that are not asked for. */
export function chosen({ start, word, value, words }: Vectors, isChosen: (word: number) => boolean): Vectors {
  const places = word.map((_, i) => i).filter((i) => isChosen(word[i]!));
  const less = new Int32Array(start.length);
  let kept = 0;
  for (let node = 1; node < start.length; node++) {
    while (kept < places.length && places[kept]! < start[node]!) kept++;
    less[node] = kept;
  }
  return { start: less, word: places.map((i) => word[i]!), value: Float64Array.from(places, (i) => value[i]!), words };
}

function numbered(bags: readonly Bag[]): Vectors {
  const numbers = new Map<string, number>();
  const start = new Int32Array(bags.length + 1);
  bags.forEach((bag, node) => {
    start[node + 1] = start[node]! + bag.size;
  });
  const word = new Int32Array(start[bags.length]!);
  const value = new Float64Array(word.length);
  let at = 0;
  for (const bag of bags) {
    for (const [name, weight] of bag) {
      const number = numbers.get(name) ?? numbers.size;
      if (number === numbers.size) numbers.set(name, number);
      word[at] = number;
      value[at++] = weight;
    }
  }
  return { start, word, value, words: numbers.size };
}

/**
 * How much more often two linked nodes share the word than two nodes at hand: share of link ends with the word whose
 * other end has it too, beyond the word's rate, 0..1, plus a floor. A business word follows the links ("invoice" calls
 * "invoice"); a layer word that no list foresaw does not. Words of few links are drawn towards the middle.
 */
function businessShares(
  { start, word, words }: Vectors,
  frequency: Int32Array,
  links: readonly WeightedEdge[],
): Float64Array {
  const ends = new Int32Array(words);
  const sharedEnds = new Int32Array(words);
  /** The link of which one end was seen last to have the word. */
  const seenAt = new Int32Array(words).fill(-1);
  links.forEach(({ from, to }, link) => {
    for (let i = start[from]!; i < start[from + 1]!; i++) {
      ends[word[i]!]! += 1;
      seenAt[word[i]!] = link;
    }
    for (let i = start[to]!; i < start[to + 1]!; i++) {
      ends[word[i]!]! += 1;
      if (seenAt[word[i]!] === link) sharedEnds[word[i]!]! += 2;
    }
  });
  const all = inSteps(start.length - 1);
  return Float64Array.from(frequency, (count, number) => {
    const rate = Math.min(LARGEST_RATE, count / all);
    const expected = Math.min(0.5, 4 * rate);
    const share = (sharedEnds[number]! + PRIOR_ENDS * expected) / (ends[number]! + PRIOR_ENDS);
    return LEAST_SHARE + Math.max(0, (share - rate) / (1 - rate));
  });
}

const PRIOR_ENDS = 2;
const LARGEST_RATE = 0.999;
const LEAST_SHARE = 0.15;
