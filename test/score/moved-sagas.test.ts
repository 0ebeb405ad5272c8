import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_CONFIG, type History, type Transaction } from '../../src/model/index.js';
import { score } from '../../src/score/index.js';
import { movedSaga } from '../../src/score/sagas/moved.js';
import { PLACE_ORDER, shopGraph, shopMap } from './shop.js';

const NO_GIT: History = { available: false, reason: 'none' };
const designed = (transaction: Transaction) =>
  score(shopGraph({ transactions: [transaction] }), shopMap(), NO_GIT, EMPTY_CONFIG).sagas[0]!;

/** Order and label are written on the two arms of a branch, and an event is published. */
const BEFORE: Transaction = {
  ...PLACE_ORDER,
  accesses: PLACE_ORDER.accesses.map((access, i) =>
    [1, 2, 6].includes(i)
      ? { ...access, arms: [{ at: 'src/orders/order.service.ts:34-40#2', arm: i === 6 ? 1 : 0 }] }
      : access,
  ),
  externalCalls: [
    ...PLACE_ORDER.externalCalls,
    { path: 'src/stock/stock.ts', line: 8, function: 'StockService.reserve', note: 'queue restock' },
  ],
  published: [{ path: 'src/orders/order.service.ts', line: 38, note: 'order.placed' }],
};

/** The transaction when a comment of so many lines is written above a line of a file. */
function edited(one: Transaction, path: string, above: number, by: number): Transaction {
  const line = (of: string, at: number) => (of === path && at >= above ? at + by : at);
  const placed = <T extends { path: string; line: number }>(place: T) => ({
    ...place,
    line: line(place.path, place.line),
  });
  const arm = (at: string) =>
    at.replace(/^(.*):(\d+)-(\d+)/, (_, of, a, b) => `${of}:${line(of, Number(a))}-${line(of, Number(b))}`);
  return {
    ...placed(one),
    endLine: line(one.path, one.endLine),
    accesses: one.accesses.map((access) => ({
      ...placed(access),
      ...(access.arms && { arms: access.arms.map((a) => ({ ...a, at: arm(a.at) })) }),
    })),
    externalCalls: one.externalCalls.map(placed),
    published: one.published!.map(placed),
  };
}

describe('the saga of a transaction whose lines moved', () => {
  const before = { transaction: BEFORE, saga: designed(BEFORE) };

  it('is, where it is taken over, the one that would be designed', () => {
    let taken = 0;
    const paths = [...new Set(BEFORE.accesses.map(({ path }) => path))];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.nat(45), fc.integer({ min: 1, max: 9 }), (path, above, by) => {
        const after = edited(BEFORE, path, above, by);
        const moved = movedSaga(before, after);
        if (moved === undefined) return;
        taken++;
        expect(moved).toEqual(designed(after));
      }),
    );
    expect(taken).toBeGreaterThan(50);
  });

  it('says the new lines in its needs and at its branches', () => {
    const moved = movedSaga(before, edited(BEFORE, 'src/orders/order.service.ts', 1, 100));
    const branches = moved?.steps.flatMap(({ arms = [] }) => arms.map(({ at }) => at));
    expect(new Set(branches)).toEqual(new Set(['src/orders/order.service.ts:134-140#2']));
    expect(moved?.needs.join('\n')).toContain('order.placed (src/orders/order.service.ts:138)');
  });

  it('is designed anew when a write came nearer to a payment that may be refused, or farther from it', () => {
    expect(movedSaga(before, edited(BEFORE, 'src/payment/payment.ts', 14, 3))).toBeUndefined();
    expect(movedSaga(before, edited(BEFORE, 'src/payment/payment.ts', 1, 3))).toEqual(
      designed(edited(BEFORE, 'src/payment/payment.ts', 1, 3)),
    );
  });

  it('is the same object when no line moved', () => {
    expect(movedSaga(before, structuredClone(BEFORE))).toBe(before.saga);
  });
});
