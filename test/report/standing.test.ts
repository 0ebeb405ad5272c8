/** Rank 1, pilot and quadrant, told so that they do not seem to contradict one another. */
import { describe, expect, it } from 'vitest';
import type { Analysis, Gate, ScoreEntry } from '../../src/model/index.js';
import { speak } from '../../src/report/messages.js';
import { pilotLines, standingLine } from '../../src/report/standing.js';

const gate = (passed: boolean): Gate => ({
  name: 'cross-share',
  value: passed ? 0.2 : 0.6,
  limit: '<= 0.35 of its import weight',
  passed,
  remedy: passed ? '' : 'take 3 of the 9 import weight off its border: src/oven.ts → src/till.ts (3)',
  ...(passed ? {} : { targets: ['src/oven.ts → src/till.ts'] }),
});
const score = {
  score: 0.5,
  terms: [{ name: 'churn', raw: 1, value: 0.5, weight: 1, isProxy: true, reason: '4 of 8' }],
};
const entry = (context: string, rank: number, passed: boolean, pilot = false) =>
  ({
    context,
    rank,
    pilot,
    quadrant: passed ? 'quick-win' : 'leave',
    impact: score,
    difficulty: score,
    gates: [gate(passed)],
    reasons: ['impact 0.50: mostly churn'],
  }) as unknown as ScoreEntry;
const analysis = (entries: ScoreEntry[], pilot: string, pilotNearest?: string) =>
  ({ scorecard: { entries, pilot, pilotNote: 'note', pilotNearest } }) as unknown as Analysis;

describe('rank 1 and the pilot', () => {
  const apart = analysis([entry('oven', 1, false), entry('till', 2, true, true)], 'till');
  it('are reconciled when they differ, with the gate that rank 1 fails and both quadrants', () => {
    expect(standingLine(apart, speak('en'), 'en')).toBe(
      'Rank 1 of the order is oven (leave): beginning with it, the whole programme calls back least. The pilot is till, rank 2 (quick win), because oven fails a gate: cross-share 0.6 (<= 0.35 of its import weight).',
    );
  });
  it('are said to be one when they are', () => {
    const one = analysis([entry('till', 1, true, true)], 'till');
    expect(standingLine(one, speak('en'), 'en')).toContain(
      'Rank 1 of the order and the pilot are one: till (quick win)',
    );
  });
  it('name the nearest context and what would have to change when there is no pilot', () => {
    const none = analysis([entry('oven', 1, false)], '', 'oven');
    expect(pilotLines(none, speak('en'), 'en')).toEqual([
      'Nearest is oven: cross-share 0.6 (<= 0.35 of its import weight)',
      'cross-share: take 3 of the 9 import weight off its border: src/oven.ts → src/till.ts (3)',
    ]);
    expect(standingLine(none, speak('en'), 'en')).toContain('It is no pilot: cross-share 0.6');
  });
  it('are told in Korean without an English word but names', () => {
    const none = analysis([entry('oven', 1, false)], '', 'oven');
    const text = [...pilotLines(none, speak('ko'), 'ko'), standingLine(none, speak('ko'), 'ko')].join(' ');
    expect(text.replaceAll(/src\/\w+\.ts|oven|import/g, '')).not.toMatch(/[a-z]{3,}/i);
  });
});
