import { describe, expect, it } from 'vitest';
import {
  EMPTY_CONFIG,
  flowText,
  type History,
  sagaNoteText,
  type Transaction,
  tableId,
} from '../../src/model/index.js';
import { score } from '../../src/score/index.js';
import { cutIntoRuns, foldRuns } from '../../src/score/sagas/fold.js';
import { readVerb, singular, splitWords } from '../../src/score/sagas/verbs.js';
import { PLACE_ORDER, shopGraph, shopMap, step } from './shop.js';

const NO_GIT: History = { available: false, reason: 'none' };
const sagasOf = (...transactions: Transaction[]) =>
  score(shopGraph({ transactions }), shopMap(), NO_GIT, EMPTY_CONFIG).sagas;
const tx = (id: string, accesses: Transaction['accesses'], more: Partial<Transaction> = {}): Transaction => ({
  ...PLACE_ORDER,
  id: `src/orders/order.service.ts#${id}`,
  accesses,
  externalCalls: [],
  ...more,
});

describe('the saga of placing an order', () => {
  const [saga] = sagasOf(PLACE_ORDER);
  it('has the steps in order, stock, payment and delivery with their events', () => {
    expect(saga?.steps.map((s) => [s.context, s.kind, s.event, s.failureEvent])).toEqual([
      ['members', 'read', '', ''],
      ['orders', 'compensatable', 'ORDER_CREATED', 'ORDER_CREATION_FAILED'],
      ['stock', 'compensatable', 'STOCK_RESERVED', 'STOCK_RESERVATION_FAILED'],
      ['payment', 'pivot', 'PAYMENT_COMPLETED', 'PAYMENT_FAILED'],
      ['delivery', 'retriable', 'DELIVERY_PREPARED', ''],
    ]);
  });
  it('undoes what stands before the pivot, and only that', () => {
    expect(saga?.steps.map((s) => s.compensationEvent)).toEqual([
      undefined,
      'ORDER_CANCELLED',
      'STOCK_RELEASED',
      undefined,
      undefined,
    ]);
    expect(saga?.steps[2]?.compensation).toBe('release stock');
  });
  it('is orchestrated by orders, with the reason', () => {
    expect(saga).toMatchObject({
      orchestrator: 'orders',
      style: 'orchestration',
      reason: '4 contexts write: one place must know how far it is',
    });
  });
  it('needs an outbox, idempotent consumers and a key for the payment call', () => {
    expect(saga?.needs.join('\n')).toMatch(
      /outbox table in orders, stock, payment, delivery[\s\S]*idempotent consumers in stock, payment, delivery[\s\S]*idempotency key .*src\/payment\/payment.ts:13/,
    );
  });
  it('locks by meaning what other distributed transactions read before the pivot', () => {
    const audit = tx('Report.close', [
      step('orders', 'read', 'a.ts', 1, 'x'),
      step('payments', 'write', 'a.ts', 2, 'x'),
      step('shipments', 'write', 'a.ts', 3, 'x'),
    ]);
    const [placed, closed] = sagasOf(PLACE_ORDER, audit).sort((a, b) =>
      a.transaction.includes('placeOrder') ? -1 : b.transaction.includes('placeOrder') ? 1 : 0,
    );
    expect(placed?.semanticLocks).toEqual(['table:orders']);
    expect(closed?.complexity).toBe(1);
  });
});

describe('sagas', () => {
  it('are made only where writes span contexts: reading elsewhere is composition', () => {
    expect(
      sagasOf(tx('O.show', [step('orders', 'write', 'a.ts', 1, 'x'), step('members', 'read', 'a.ts', 2, 'x')])),
    ).toEqual([]);
    expect(
      sagasOf(tx('O.log', [step('orders', 'write', 'a.ts', 1, 'x'), step('order_lines', 'delete', 'a.ts', 2, 'x')])),
    ).toEqual([]);
  });
  it('choreograph two contexts in one direction', () => {
    const [saga] = sagasOf(
      tx('OrderService.createOrder', [
        step('orders', 'write', 'src/orders/order.service.ts', 1, 'OrderService.createOrder'),
        step('members', 'write', 'src/members/grade.ts', 2, 'GradeService.updateGrade'),
      ]),
    );
    expect(saga).toMatchObject({ style: 'choreography', orchestrator: 'orders' });
    expect(saga?.steps.map((s) => s.event)).toEqual(['ORDER_CREATED', 'MEMBER_UPDATED']);
    expect(saga?.needs.join()).toContain('neither a name nor a call to outside tells which step can be refused');
  });
  it('leave a read-only leak out of the decision but list a writing leak', () => {
    const leak = { ...step('members', 'write', 'src/members/member.ts', 7, 'MemberService.addPoints'), inside: false };
    expect(sagasOf(tx('O.a', [step('orders', 'write', 'a.ts', 1, 'x'), leak]))).toEqual([]);
    const [saga] = sagasOf(
      tx('O.b', [step('orders', 'write', 'a.ts', 1, 'x'), leak, step('payments', 'write', 'a.ts', 9, 'x')]),
    );
    expect(saga?.needs.join()).toContain('mend the leak at src/members/member.ts:7: members');
    const [twice] = sagasOf(
      tx('O.c', [step('orders', 'write', 'a.ts', 1, 'x'), leak, step('payments', 'write', 'a.ts', 9, 'x'), leak]),
    );
    expect(twice?.needs.filter((need) => need.includes('leak'))).toHaveLength(1);
  });
  it('undo a deletion softly', () => {
    const [saga] = sagasOf(
      tx('O.close', [
        step('members', 'delete', 'src/members/member.ts', 1, 'MemberService.removeMember'),
        step('orders', 'write', 'o.ts', 2, 'O.close'),
      ]),
    );
    expect(saga?.steps[0]?.compensation).toContain('delete softly');
    expect(saga?.steps[0]?.event).toBe('MEMBER_DELETED');
  });
  it('come in the order of their transactions', () => {
    const both = (id: string) =>
      tx(id, [step('orders', 'write', 'a.ts', 1, 'x'), step('payments', 'write', 'a.ts', 2, 'x')]);
    expect(sagasOf(both('B.b'), both('A.a')).map((s) => s.transaction)).toEqual([
      'src/orders/order.service.ts#A.a',
      'src/orders/order.service.ts#B.b',
    ]);
  });
});

describe('folding an access sequence', () => {
  const runs = (text: string, callsOut = '') =>
    cutIntoRuns(
      text.split(' ').map((word, i) => {
        const [context, op] = word.split(':') as [string, 'read' | 'write'];
        return {
          context,
          access: step(`${context}-${i}`, op, 'a.ts', i, `f${i}`),
          callsOut: context === callsOut,
          answers: false,
        };
      }),
    );
  const fold = (text: string, orchestrator: string, callsOut = '') =>
    foldRuns(runs(text, callsOut), orchestrator)
      .map((r) => r.context)
      .join(' ');
  it('joins a later write with the earlier one when nothing is read in between', () => {
    expect(fold('orders:write stock:write orders:write', 'orders')).toBe('orders stock');
  });
  it('keeps them apart when another context’s answer may be needed', () => {
    expect(fold('orders:write stock:read orders:write', 'orders')).toBe('orders stock orders');
    expect(fold('orders:write payment:write orders:write', 'orders', 'payment')).toBe('orders payment orders');
  });
  it('reads early what is only read', () => {
    expect(fold('orders:write stock:read orders:read', 'orders')).toBe('orders stock');
  });
  it('does not wait for reads of the orchestrator itself', () => {
    expect(fold('stock:write orders:read stock:write', 'orders')).toBe('stock orders');
    expect(fold('stock:write orders:read stock:write', 'stock')).toBe('stock orders stock');
  });
  it('says which visits it takes forward, and over what: the code does otherwise', () => {
    const [orders, stock] = foldRuns(runs('orders:write stock:write orders:write'), 'orders');
    expect(orders?.folded).toMatchObject({ over: ['stock'], isReadOnly: false, visits: [{ line: 2 }] });
    expect(stock?.folded).toBeUndefined();
    expect(foldRuns(runs('orders:write orders:write stock:write'), 'orders')[0]?.folded).toBeUndefined();
  });
  it('takes nothing over a step that calls out, not even a read', () => {
    expect(fold('orders:write payment:write orders:read', 'orders', 'payment')).toBe('orders payment orders');
  });
  it('deletes nothing before what was written in between', () => {
    const all = runs('members:delete orders:delete members:delete').map((run) => ({
      ...run,
      accesses: run.accesses.map((one) => ({ ...one, op: 'delete' as const })),
    }));
    expect(foldRuns(all, 'orders').map((run) => run.context)).toEqual(['members', 'orders', 'members']);
  });
  it('folds long sequences without recursion', () => {
    const long = Array.from({ length: 3000 }, (_, i) => (i % 2 === 0 ? 'orders:write' : 'stock:write')).join(' ');
    expect(fold(long, 'orders')).toBe('orders stock');
  });
});

describe('words', () => {
  it('splits and singularises what names say', () => {
    expect(splitWords('HTTPOrderLines_v2')).toEqual(['http', 'order', 'lines', 'v2']);
    expect(['categories', 'addresses', 'orders', 'status', 'boxes', 'bus', 'houses', 'series'].map(singular)).toEqual([
      'category',
      'address',
      'order',
      'status',
      'box',
      'bus',
      'house',
      'series',
    ]);
  });
  it('reads the verb of a function name, or none', () => {
    expect(readVerb('StockService.reserveStock')).toEqual({ verb: 'reserve', word: 'reserve', rest: ['stock'] });
    expect(readVerb('documentCreator')).toEqual({ verb: 'create', word: 'create', rest: ['document'] });
    expect(readVerb('OrderService.requestRefund')).toMatchObject({ verb: 'refund' });
    expect(readVerb('HistoryService.createEntryForOrder')).toMatchObject({ verb: 'create', rest: ['entry'] });
    expect(readVerb('constructor')).toBeUndefined();
  });
  it('takes counting down for a reservation only of what there is a quantity of', () => {
    expect(readVerb('StockService.decrement')).toMatchObject({ verb: 'reserve' });
    expect(readVerb('decrementInvoicedAmount')).toMatchObject({ verb: 'update' });
  });
});

describe('a transaction that only removes', () => {
  const removal = (table: string, line: number) => step(table, 'delete', 'src/members/member.ts', line, 'x');
  const CLOSE = [removal('orders', 1), removal('payments', 2), removal('shipments', 3), removal('members', 4)];
  it('is undone by nobody: each context removes its own, and tries until it has', () => {
    const [saga] = sagasOf(tx('MemberService.close', CLOSE));
    expect(saga).toMatchObject({
      style: 'choreography',
      reason:
        'nothing here can be refused, so nothing is undone: each of orders, payment, delivery, members removes its own when it hears of it, and tries again until it has',
    });
    expect(saga?.steps.map((s) => [s.kind, s.compensation])).toEqual([
      ['pivot', ''],
      ['retriable', ''],
      ['retriable', ''],
      ['retriable', ''],
    ]);
    expect(saga?.semanticLocks).toEqual([]);
    expect(saga?.needs.join()).not.toMatch(/pending|business reason/);
  });
  it('may still be refused when it asks others on the way', () => {
    const [saga] = sagasOf(
      tx('MemberService.close', [...CLOSE, step('stock_items', 'read', 'a.ts', 5, 'x'), removal('categories', 6)]),
    );
    expect(saga?.style).toBe('orchestration');
    expect(saga?.steps[0]?.kind).toBe('compensatable');
  });
  it('is none when something comes into being as well', () => {
    const [saga] = sagasOf(tx('MemberService.close', [...CLOSE, step('products', 'write', 'a.ts', 5, 'x')]));
    expect(saga?.steps[0]?.kind).toBe('compensatable');
  });
});

describe('what leaves the process', () => {
  const accesses = [
    step('orders', 'write', 'src/orders/order.service.ts', 35, 'OrderService.placeOrder'),
    step('members', 'write', 'src/members/grade.ts', 14, 'GradeService.updateGrade'),
  ];
  const during = (note: string) =>
    sagasOf(
      tx('OrderService.placeOrder', accesses, {
        externalCalls: [{ path: 'src/orders/order.service.ts', line: 36, function: 'OrderService.placeOrder', note }],
      }),
    )[0];
  it('may refuse: then what comes after it is tried again', () => {
    const saga = during('service @oven/sdk');
    expect(saga?.steps.map((s) => s.kind)).toEqual(['pivot', 'retriable']);
    expect(saga?.needs.join()).toContain('idempotency key needed: src/orders/order.service.ts:36 (service @oven/sdk)');
  });
  it('refuses nothing when it waits in a queue or is only told', () => {
    for (const note of ['queue bullmq', 'mail nodemailer', 'service posthog-node'])
      expect(during(note)?.steps.map((s) => s.kind)).toEqual(['compensatable', 'pivot']);
    expect(during('queue bullmq')?.needs.join()).toContain(
      'jobs put in a queue inside the transaction: src/orders/order.service.ts:36 (queue bullmq)',
    );
    expect(during('queue bullmq')?.needs.join()).not.toContain('idempotency key needed');
  });
});

describe('names of steps', () => {
  it('take the class for the noun, and call a second write of the same thing an update', () => {
    const [saga] = sagasOf({
      ...PLACE_ORDER,
      accesses: [
        step('orders', 'write', 'src/orders/order.service.ts', 35, 'OrderService.placeOrder'),
        step('stock_items', 'write', 'src/stock/stock.ts', 12, 'StockItemService.reserve'),
        step('payments', 'write', 'src/payment/payment.ts', 14, 'PaymentService.pay'),
        step('orders', 'write', 'src/orders/order.service.ts', 45, 'OrderService.placeOrder'),
        step('shipments', 'write', 'src/delivery/shipment.ts', 9, 'DeliveryService.prepare'),
        { ...step('order_lines', 'write', 'src/orders/cart.ts', 9, 'OrderHistory.record'), inside: false },
      ],
    });
    expect(saga?.steps.map((s) => [s.kind, s.event])).toEqual([
      ['compensatable', 'ORDER_CREATED'],
      ['compensatable', 'STOCK_ITEM_RESERVED'],
      ['pivot', 'PAYMENT_COMPLETED'],
      ['retriable', 'ORDER_UPDATED'],
      ['retriable', 'DELIVERY_PREPARED'],
    ]);
  });
});

describe('the saga of cancelling an order', () => {
  it('releases stock that the code raises by itself, withdraws the shipment and asks for the refund', () => {
    const inline = (table: string) => step(table, 'write', 'src/orders/cancel.ts', 30, 'OrderCancelService.cancel');
    const [saga] = sagasOf(
      tx(
        'x',
        [
          inline('orders'),
          inline('stock_items'),
          step('shipments', 'write', 'src/delivery/shipment.ts', 9, 'DeliveryService.withdraw', [
            'src/delivery/shipment.ts#DeliveryService.withdraw',
          ]),
          step('payments', 'write', 'src/payment/payment.ts', 9, 'PaymentService.requestRefund'),
        ],
        { id: 'src/orders/cart.ts#OrderCancelService.cancel', path: 'src/orders/cart.ts' },
      ),
    );
    expect(saga?.steps.map((s) => [s.kind, s.event])).toEqual([
      ['compensatable', 'ORDER_CANCELLED'],
      ['compensatable', 'STOCK_RELEASED'],
      ['compensatable', 'DELIVERY_WITHDRAWN'],
      ['pivot', 'PAYMENT_REFUNDED'],
    ]);
  });
  it('waits for an outside call made by a client class in a file of its own', () => {
    const accesses = [
      step('orders', 'write', 'src/orders/order.service.ts', 35, 'OrderService.placeOrder'),
      step('payments', 'write', 'src/payment/payment.ts', 14, 'PaymentService.pay'),
      step('orders', 'write', 'src/orders/order.service.ts', 45, 'OrderService.placeOrder'),
    ];
    const [saga] = sagasOf({
      ...PLACE_ORDER,
      accesses,
      externalCalls: [{ path: 'src/payment/refund.ts', line: 3, function: 'PgClient.approve' }],
    });
    expect(saga?.steps.map((s) => s.event)).toEqual(['ORDER_CREATED', 'PAYMENT_COMPLETED', 'ORDER_UPDATED']);
  });
});

describe('a transaction whose handle could not be followed', () => {
  it('is taken to hold everything called in it, and says so, instead of calling all of it leaks', () => {
    const outside = PLACE_ORDER.accesses.map((access) => ({ ...access, inside: false }));
    const transactions = [{ ...PLACE_ORDER, accesses: outside }];
    const { sagas, scorecard } = score(shopGraph({ transactions }), shopMap(), NO_GIT, EMPTY_CONFIG);
    expect(sagas[0]?.steps.map((s) => s.event)).toEqual(sagasOf(PLACE_ORDER)[0]?.steps.map((s) => s.event));
    expect(sagas[0]?.needs.join()).not.toContain('leak');
    expect(scorecard.notes.join()).toContain('In 1 transactions the handle could not be followed');
  });
});

describe('a table that all transactions append to', () => {
  const outbox = (table: string) => ({ ...step(table, 'write', 'a.ts', 2, 'x'), change: 'insert' as const });
  const each = (table: string, more: Transaction['accesses'] = []) =>
    ['orders', 'stock_items', 'payments', 'shipments', 'products'].map((own) =>
      tx(`S.${own}`, [step(own, 'write', 'a.ts', 1, 'x'), outbox(table), ...more]),
    );
  const withTable = (transactions: Transaction[], table: string) => {
    const base = shopMap();
    const contexts = base.contexts.map((c) =>
      c.id === 'members' ? { ...c, tables: [...c.tables, tableId(table)] } : c,
    );
    return score(shopGraph({ transactions }), { ...base, contexts }, NO_GIT, EMPTY_CONFIG);
  };
  it('is a journal: each service gets its own, and no saga comes of it', () => {
    const { sagas, scorecard } = withTable(each('outbox_events'), 'outbox_events');
    expect(sagas).toEqual([]);
    expect(scorecard.notes.join()).toContain('outbox_events: transactions of many contexts append there');
  });
  it('makes no saga either when it is a cache, inside or outside', () => {
    const { sagas } = withTable(
      [
        tx('OrderService.show', [
          step('orders', 'write', 'a.ts', 1, 'x'),
          step('order_cache', 'delete', 'a.ts', 2, 'x'),
          step('order_cache', 'write', 'a.ts', 3, 'x'),
        ]),
        tx('OrderService.pay', [
          step('orders', 'write', 'a.ts', 1, 'x'),
          { ...step('order_cache', 'delete', 'a.ts', 2, 'x'), inside: false },
          step('payments', 'write', 'a.ts', 3, 'x'),
        ]),
      ],
      'order_cache',
    );
    expect(sagas.map((s) => s.contexts)).toEqual([['orders', 'payment']]);
    expect(sagas[0]?.needs.join()).not.toContain('leak');
    expect(sagas[0]?.needs.join()).toContain('order_cache: a cache, of which each service keeps its own');
  });
  it('is none when it is updated or deleted from as well', () => {
    const worked = { ...step('outbox_events', 'write', 'a.ts', 3, 'x'), change: 'update' as const };
    expect(withTable(each('outbox_events', [worked]), 'outbox_events').sagas).toHaveLength(5);
    const purged = step('outbox_events', 'delete', 'a.ts', 3, 'x');
    expect(withTable(each('outbox_events', [purged]), 'outbox_events').sagas).toHaveLength(5);
  });
  it('is one when one helper fills it from many transactions, read where it may, and is told as the outbox that is there', () => {
    const { sagas } = withTable(
      [
        ...each('staged_jobs'),
        tx('OrderService.placeOrder', [
          step('orders', 'write', 'src/orders/order.service.ts', 31, 'OrderService.placeOrder'),
          step('stock_items', 'write', 'src/stock/stock.ts', 12, 'StockService.reserve'),
          step('staged_jobs', 'write', 'a.ts', 3, 'x'),
        ]),
      ],
      'staged_jobs',
    );
    expect(sagas).toHaveLength(1);
    expect(sagas[0]?.contexts).toEqual(['orders', 'stock']);
    expect(sagas[0]?.needs[0]).toBe(
      "the outbox is already there (staged_jobs): orders, stock each keep one of their own, each event a row written in the step's local transaction",
    );
  });
  it('is none by its use alone: what every context writes may be the business of one', () => {
    expect(withTable(each('attachments'), 'attachments').sagas).toHaveLength(5);
  });
});

describe('exclusive ways', () => {
  const on = (arm: number, one: Transaction['accesses'][number]) => ({
    ...one,
    arms: [{ at: 'src/orders/order.service.ts:31-40', arm }],
  });
  const write = (table: string, path: string, fn: string) => step(table, 'write', path, 12, fn);
  const stock = write('stock_items', 'src/stock/stock.ts', 'StockService.reserve');
  const shipment = write('shipments', 'src/delivery/shipment.ts', 'DeliveryService.prepare');
  const order = write('orders', 'src/orders/order.service.ts', 'OrderService.placeOrder');

  it('are kept apart in the steps, and told by the orchestrator', () => {
    const [saga] = sagasOf(tx('OrderService.placeOrder', [order, on(0, stock), on(1, shipment)]));
    expect(saga?.steps.map((s) => [s.context, s.kind, s.arms?.[0]?.arm])).toEqual([
      ['orders', 'compensatable', undefined],
      ['stock', 'pivot', 0],
      ['delivery', 'retriable', 1],
    ]);
    expect(flowText(saga?.steps ?? [])).toBe('ORDER_CREATED → (either STOCK_RESERVED or DELIVERY_PREPARED)');
  });
  it('have a pivot each when no step can be refused', () => {
    const plain = (table: string, arm: number) =>
      on(arm, { ...step(table, 'write', 'o.ts', 9, 'OrderService.move'), change: 'update' as const });
    const [saga] = sagasOf(tx('OrderService.move', [plain('members', 0), plain('products', 1)]));
    expect(saga?.steps.map((s) => [s.event, s.kind])).toEqual([
      ['MEMBER_UPDATED', 'pivot'],
      ['PRODUCT_UPDATED', 'pivot'],
    ]);
  });
  it('do not matter when both lie in one context', () => {
    const lines = { ...order, table: tableId('order_lines') };
    const [saga] = sagasOf(tx('OrderService.placeOrder', [on(0, order), on(1, lines), stock]));
    expect(saga?.steps.map((s) => [s.context, s.arms])).toEqual([
      ['orders', undefined],
      ['stock', undefined],
    ]);
  });
  it('do not keep two writes of one context apart: what lies between is on the other way', () => {
    const [saga] = sagasOf(
      tx('OrderService.placeOrder', [
        on(0, order),
        on(0, stock),
        on(0, step('stock_items', 'read', 'src/stock/stock.ts', 13, 'StockService.reserve')),
        on(1, { ...order, line: 39 }),
        on(1, shipment),
      ]),
    );
    expect(saga?.steps.map((s) => s.context)).toEqual(['orders', 'stock', 'delivery']);
  });
  it('are passed again and again in a loop: one or the other for each', () => {
    const repeated = (arm: number, one: Transaction['accesses'][number]) => ({
      ...one,
      arms: [{ at: 'src/orders/order.service.ts:31-40', arm, isRepeated: true as const }],
    });
    const [saga] = sagasOf(tx('OrderService.placeOrder', [repeated(0, stock), repeated(1, shipment)]));
    expect(flowText(saga?.steps ?? [])).toBe('(for each: either STOCK_RESERVED or DELIVERY_PREPARED)');
  });
});

describe('evidence and events of a step', () => {
  const insert = (table: string, path: string, line: number, fn: string) => ({
    ...step(table, 'write', path, line, fn),
    change: 'insert' as const,
  });
  it('are its writes alone; what it reads on the way is listed apart', () => {
    const [saga] = sagasOf(PLACE_ORDER);
    const reserve = saga?.steps.find((s) => s.context === 'stock');
    expect(reserve?.evidence).toEqual([{ path: 'src/stock/stock.ts', line: 12 }]);
    expect(reserve?.reads).toEqual([{ path: 'src/stock/stock.ts', line: 10 }]);
  });
  it('say what the statements do, not what the function of another thing is called', () => {
    const [saga] = sagasOf(
      tx('OrderService.moveToMember', [
        { ...step('orders', 'write', 'o.ts', 1, 'OrderService.moveToMember'), change: 'update' },
        step('members', 'delete', 'm.ts', 2, 'OrderService.moveToMember'),
        insert('products', 'src/catalog/product.ts', 3, 'ProductRepo.addOrderToCatalog'),
      ]),
    );
    expect(saga?.steps.map((s) => s.event)).toEqual(['ORDER_UPDATED', 'MEMBER_DELETED', 'PRODUCT_CREATED']);
    expect(saga?.steps.map((s) => s.action)).toEqual([
      'move order: update orders (OrderService.moveToMember)',
      'delete member: delete members (OrderService.moveToMember)',
      'create product: insert products (ProductRepo.addOrderToCatalog)',
    ]);
  });
  it('keep one step for a function that looks up another context on its way', () => {
    const watch = (line: number, table: string, op: 'read' | 'delete') =>
      step(table, op, 'src/stock/stock.ts', line, 'StockService.clean');
    const [saga] = sagasOf(
      tx('OrderService.placeOrder', [
        step('orders', 'write', 'src/orders/order.service.ts', 1, 'OrderService.placeOrder'),
        watch(10, 'stock_items', 'delete'),
        watch(11, 'members', 'read'),
        watch(12, 'stock_items', 'delete'),
      ]),
    );
    expect(saga?.steps.map((s) => [s.context, s.kind])).toEqual([
      ['orders', 'compensatable'],
      ['members', 'read'],
      ['stock', 'pivot'],
    ]);
  });
  it('name the event that the code publishes for it today', () => {
    const events = [
      {
        name: 'order.placed',
        mechanism: 'nest',
        publishers: [{ path: 'src/orders/order.service.ts', line: 50, function: 'OrderService.placeOrder' }],
        consumers: [],
      },
      {
        name: 'order.failed',
        mechanism: 'nest',
        publishers: [{ path: 'src/orders/order.service.ts', line: 55, function: 'OrderService.placeOrder' }],
        consumers: [],
      },
    ];
    const { sagas } = score(shopGraph({ transactions: [PLACE_ORDER], events }), shopMap(), NO_GIT, EMPTY_CONFIG);
    expect(sagas[0]?.steps.map((s) => s.publishedAs)).toEqual([
      undefined,
      'order.placed',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('what a step is called and does', () => {
  const write = (table: string, fn: string, line: number, more: object = {}) => ({
    ...step(table, 'write', 'src/orders/order.service.ts', line, fn),
    change: 'update' as const,
    ...more,
  });
  const stock = (line: number) => step('stock_items', 'write', 'src/stock/stock.ts', line, 'StockService.reserve');

  it('is told by the function when the same thing is changed again, not by a number', () => {
    const [saga] = sagasOf(
      tx('OrderService.move', [
        write('orders', 'OrderService.move', 1),
        stock(2),
        write('orders', 'OrderService.setShippingAddress', 3),
      ]),
    );
    expect(saga?.steps.map((s) => s.event)).toEqual(['ORDER_UPDATED', 'STOCK_RESERVED', 'SHIPPING_ADDRESS_SET']);
  });
  it('tells the ways inside one context', () => {
    const on = (arm: number) => ({ arms: [{ at: 'src/orders/order.service.ts:4-9', arm }] });
    const [saga] = sagasOf(
      tx('OrderService.close', [
        write('orders', 'OrderService.close', 1),
        write('order_lines', 'OrderService.close', 4, on(0)),
        write('orders', 'OrderService.close', 7, { ...on(1), change: 'delete' }),
        stock(12),
      ]),
    );
    expect(saga?.steps[0]?.action).toContain('update orders; either update order_lines or delete orders');
  });
  it('tells what is done on one way only', () => {
    const on = (arm: number) => ({ arms: [{ at: 'src/orders/order.service.ts:4-9', arm }] });
    const [saga] = sagasOf(
      tx('OrderService.close', [
        write('orders', 'OrderService.close', 4, on(0)),
        write('orders', 'OrderService.close', 7, on(1)),
        write('order_lines', 'OrderService.close', 8, on(1)),
        stock(12),
      ]),
    );
    expect(saga?.steps[0]?.action).toContain('update orders; perhaps update order_lines');
  });
  it('is told by the statement below the function that names it, not by what is saved besides', () => {
    const add = 'src/orders/cart.ts#CartService.addOrderLine';
    const [saga] = sagasOf(
      tx('CartService.update', [
        step('members', 'write', 'src/members/member.ts', 1, 'MemberService.updateMember'),
        { ...step('order_lines', 'write', 'src/orders/coupon.ts', 2, 'CouponRepo.set', [add]), change: 'update' },
        step('orders', 'write', 'src/orders/cart.ts', 3, 'CartService.update'),
      ]),
    );
    expect(saga?.steps[1]?.event).toBe('ORDER_LINE_UPDATED');
  });
  it('is never told by a function that speaks of another context, nor by a preposition', () => {
    const [saga] = sagasOf(
      tx('OrderService.move', [
        write('orders', 'OrderService.move', 1),
        stock(2),
        write('orders', 'OrderService.updateStockItem', 3),
        stock(4),
        write('orders', 'OrderService.saveWithContext', 5),
      ]),
    );
    const own = saga?.steps.filter((s) => s.context === 'orders' && s.kind !== 'read').map((s) => s.event) ?? [];
    expect(own.join()).not.toMatch(/STOCK|WITH/);
  });
  it('is a charge only where the payment itself is written, and a note is never updated', () => {
    const [saga] = sagasOf(
      tx('OrderService.move', [
        { ...write('orders', 'OrderService.move', 1), change: undefined },
        step('payment_sessions', 'write', 'src/orders/order.service.ts', 2, 'OrderService.move'),
        step('stock_items', 'write', 'src/orders/order.service.ts', 3, 'OrderService.move'),
      ] as Transaction['accesses']),
    );
    expect(saga?.steps.map((s) => s.event).join()).not.toContain('COMPLETED');
  });
  it('is published under the name that the code uses in the transaction', () => {
    const published = [
      { path: 'src/orders/order.service.ts', line: 5, function: 'OrderService.tell', note: 'order.creating' },
      { path: 'src/orders/order.service.ts', line: 6, function: 'OrderService.tell', note: 'OrderEvent' },
    ];
    const [saga] = sagasOf({
      ...tx('OrderService.move', [write('orders', 'OrderService.move', 1), stock(2)]),
      published,
    });
    expect(saga?.steps[0]).toMatchObject({ event: 'ORDER_UPDATED', publishedAs: 'OrderEvent' });
    expect(saga?.needs.join()).toContain(
      'published in this transaction today: order.creating (src/orders/order.service.ts:5)',
    );
  });
});

describe('a transaction that is always rolled back', () => {
  it('is a dry run: told, and no saga', () => {
    const dry = { ...PLACE_ORDER, rollsBack: true as const };
    const { sagas, scorecard } = score(shopGraph({ transactions: [dry] }), shopMap(), NO_GIT, EMPTY_CONFIG);
    expect(sagas).toEqual([]);
    expect(scorecard.notes.join()).toContain('1 transaction is always rolled back');
  });
});

describe('the words of a saga', () => {
  it('are there in Korean too', () => {
    const [saga] = sagasOf(PLACE_ORDER);
    expect(saga?.noted).toHaveLength(saga?.needs.length ?? 0);
    expect(saga?.why && sagaNoteText(saga.why, 'en')).toBe(saga?.reason);
    for (const note of saga?.noted ?? []) expect(sagaNoteText(note, 'ko')).toMatch(/[가-힣]/);
  });
});
