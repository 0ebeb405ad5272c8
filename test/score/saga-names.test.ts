import { describe, expect, it } from 'vitest';
import { EMPTY_CONFIG, type History, type Transaction } from '../../src/model/index.js';
import { score } from '../../src/score/index.js';
import { PLACE_ORDER, shopGraph, shopMap, step } from './shop.js';

const NO_GIT: History = { available: false, reason: 'none' };
const FILE = 'src/orders/order.service.ts';
const sagaOf = (name: string, accesses: Transaction['accesses']) =>
  score(
    shopGraph({ transactions: [{ ...PLACE_ORDER, id: `${FILE}#${name}`, accesses, externalCalls: [] }] }),
    shopMap(),
    NO_GIT,
    EMPTY_CONFIG,
  ).sagas[0];
const on = (arm: number) => ({ arms: [{ at: `${FILE}:31-40`, arm }] });
const member = {
  ...step('members', 'write', 'src/members/grade.ts', 50, 'GradeService.change'),
  change: 'update' as const,
};

describe('a step that archives on one arm and deletes on the other', () => {
  const archive = { ...step('orders', 'write', FILE, 33, 'OrderService.archiveOrder'), change: 'update' as const };
  const remove = step('orders', 'delete', FILE, 38, 'OrderService.deleteOrder');
  it('bears both names, and both ways back', () => {
    const saga = sagaOf('OrderService.close', [{ ...archive, ...on(0) }, { ...remove, ...on(1) }, member]);
    expect(saga?.steps[0]).toMatchObject({
      event: 'ORDER_ARCHIVED_OR_DELETED',
      failureEvent: 'ORDER_ARCHIVE_OR_DELETE_FAILED',
      compensationEvent: 'ORDER_UNARCHIVED_OR_RESTORED',
      compensation: 'unarchive order; or restore order: delete softly, purge only after the pivot',
    });
    expect(saga?.steps[0]?.action).toMatch(/^archive or delete order: /);
  });
  it('does both when they are no arms of one branch, and is named by the first', () => {
    expect(sagaOf('OrderService.close', [archive, remove, member])?.steps[0]?.event).toBe('ORDER_ARCHIVED');
  });
  it('has one name when one function says what both are', () => {
    const cancel = (arm: number, one: Transaction['accesses'][number]) => ({
      ...one,
      function: 'OrderService.cancelOrder',
      ...on(arm),
    });
    const saga = sagaOf('OrderService.cancelOrder', [cancel(0, archive), cancel(1, remove), member]);
    expect(saga?.steps[0]?.event).toBe('ORDER_CANCELLED');
  });
});

describe('a lone word for a part', () => {
  it('gives way to the words of the table', () => {
    const line = { ...step('order_lines', 'write', FILE, 33, 'upsertLines'), change: 'insert' as const };
    expect(sagaOf('OrderService.fill', [line, member])?.steps[0]?.event).toBe('ORDER_LINE_CREATED');
  });
});
