import { describe, expect, it } from 'vitest';
import { ari, mojoFm, nmi } from '../../src/cluster/index.js';

const labels = (text: string) => new Map([...text].map((label, i) => [`e${i}`, label]));

describe('agreement of partitions', () => {
  it('is 1, 1 and 100 for the same partition under other labels', () => {
    const [a, b] = [labels('aabbcc'), labels('xxyyzz')];
    expect([ari(a, b), nmi(a, b), mojoFm(a, b)]).toEqual([1, 1, 100]);
  });

  it('ARI of the worked example of Hubert & Arabie’s index: 0.24242…', () => {
    // The example of scikit-learn's documentation: [0,0,1,1,2,2] against [0,0,1,2,3,3] … sum 2, expected 3·2/15.
    expect(ari(labels('aabbcc'), labels('xxyzww'))).toBeCloseTo((2 - (3 * 2) / 15) / (2.5 - (3 * 2) / 15), 12);
  });

  it('ARI is below 0 for worse than chance', () => {
    expect(ari(labels('aabb'), labels('xyxy'))).toBeCloseTo(-0.5, 12);
  });

  it('NMI is 0 for independent partitions, and uses the mean of the entropies', () => {
    expect(nmi(labels('aabb'), labels('xyxy'))).toBeCloseTo(0, 12);
    expect(nmi(labels('aabb'), labels('xyzw'))).toBeCloseTo(Math.log(2) / ((Math.log(2) + Math.log(4)) / 2), 12);
  });

  it('MoJoFM counts moves and joins against the most that any partition needs', () => {
    // Truth of sizes 3 and 3: at most 6 - 2 = 4 operations. One element astray: one move.
    expect(mojoFm(labels('aaabba'), labels('xxxyyy'))).toBeCloseTo(75, 12);
    // Each in its own cluster: no move, but 6 - 2 = 4 joins.
    expect(mojoFm(labels('abcdef'), labels('xxxyyy'))).toBeCloseTo(0, 12);
    // One cluster for all: the smaller half moves out.
    expect(mojoFm(labels('aaaaaa'), labels('xxxyyy'))).toBeCloseTo(25, 12);
  });

  it('MoJoFM matches clusters so that the fewest joins remain', () => {
    // Cluster a may stand for x or y, b only for x: a takes y, and nothing is joined.
    expect(mojoFm(labels('abaxxx'.replaceAll('x', 'c')), labels('xxyzzz'))).toBeCloseTo(100 * (1 - 1 / 3), 12);
  });

  it('an element that was not found counts as one of an unobserved cluster', () => {
    const found = new Map([...labels('aab')].slice(0, 2));
    expect(mojoFm(found, labels('xxy'))).toBe(100);
  });
});
