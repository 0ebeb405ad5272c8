import { describe, expect, it } from 'vitest';
import { sagaReasonText } from '../../src/model/index.js';
import { cutIntoRuns } from '../../src/score/sagas/fold.js';
import { beginnerOf, type Candidate, chooseLeader } from '../../src/score/sagas/leader.js';
import { step } from './shop.js';

const runs = (text: string) =>
  cutIntoRuns(
    text.split(' ').map((word, i) => {
      const [context = '', op] = word.split(':') as [string, 'read' | 'write'];
      const access = step(`${context}-${i}`, op, 'a.ts', i, `f${i}`);
      return { context, access, callsOut: false, answers: false };
    }),
  );
const costs = (all: Readonly<Record<string, number>>): Candidate[] =>
  Object.entries(all).map(([orchestrator, complexity]) => ({ orchestrator, complexity, folded: [], remote: 1 }));

describe('a saga begins', () => {
  it('in the context that the transaction stands in, when it has part in the data', () => {
    expect(beginnerOf(runs('ovens:read bread:write cakes:write'), 'ovens')).toBe('ovens');
  });
  it('else where something is written first', () => {
    expect(beginnerOf(runs('ovens:read bread:write cakes:write'), 'web')).toBe('bread');
    expect(beginnerOf(runs('ovens:read bread:write cakes:write'), undefined)).toBe('bread');
  });
});

describe('a saga is led', () => {
  it('by the context that begins it, though another is somewhat cheaper, and both costs are told', () => {
    const { leader, why } = chooseLeader(costs({ bread: 102, ovens: 82 }), 'bread');
    expect(leader.orchestrator).toBe('bread');
    expect(sagaReasonText({ key: 'parted', values: { at: 'a.ts:3' } }, why, 'en')).toBe(
      'the way parts at a.ts:3: one place must know which was taken; bread leads, which begins it: complexity 102 (led by ovens: 82, no clear advantage: more than half)',
    );
  });
  it('by another that costs at most half, and both costs are told', () => {
    const { leader, why } = chooseLeader(costs({ bread: 100, cakes: 60, ovens: 50 }), 'bread');
    expect(leader.orchestrator).toBe('ovens');
    expect(why).toEqual({
      key: 'leads-cheaper',
      values: { context: 'ovens', cost: '50', other: 'bread', otherCost: '100' },
    });
  });
  it('by the cheapest that begins it, beside the next best', () => {
    const { leader, why } = chooseLeader(costs({ bread: 5, cakes: 9, ovens: 7 }), 'bread');
    expect(leader.orchestrator).toBe('bread');
    expect(why).toMatchObject({ key: 'leads-begun', values: { cost: '5', other: 'ovens', otherCost: '7' } });
  });
  it('without a word when all cost the same', () => {
    for (const cost of [0, 4]) {
      const { leader, why } = chooseLeader(costs({ bread: cost, ovens: cost }), 'ovens');
      expect(leader.orchestrator).toBe('ovens');
      expect(why).toBeUndefined();
    }
  });
});
