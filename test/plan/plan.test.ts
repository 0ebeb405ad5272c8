import { describe, expect, it } from 'vitest';
import { moduleId } from '../../src/model/index.js';
import { plan, planAll, renderDossier, renderDossierJson, renderRoadmap } from '../../src/plan/index.js';
import { speak } from '../../src/plan/messages.js';
import { PLACE_ORDER, step } from '../score/shop.js';
import { shopAnalysis } from './shop-analysis.js';

const analysis = shopAnalysis();

describe('the dossier of catalog', () => {
  const dossier = plan(analysis, 'catalog');
  it('offers the operations that others call, with their lines, and the types that leak', () => {
    expect(dossier.facade.operations).toEqual([
      {
        name: 'ProductService.findById',
        path: 'src/catalog/product.ts',
        style: 'sync',
        calls: 2,
        callers: [
          {
            context: 'orders',
            path: 'src/orders/order.service.ts',
            function: 'OrderService.placeOrder',
            lines: [33, 34],
          },
        ],
      },
    ]);
    expect(dossier.facade.symbols.map((s) => [s.symbol, s.kind, s.users[0]?.context])).toEqual([
      ['Product', 'type', 'stock'],
    ]);
  });
  it('takes its tables, and names who else writes them', () => {
    expect(dossier.data.own.map((t) => [t.table, t.otherWriters.map((w) => w.context)])).toEqual([
      ['table:categories', []],
      ['table:products', ['orders']],
    ]);
    expect(dossier.data.shared.map((t) => t.table)).toEqual(['table:products']);
  });
  it('says of a table that no running code was seen to touch that somebody has to be asked', () => {
    expect(renderDossier(dossier)).not.toContain('No code that runs');
    const edges = analysis.graph.edges.filter(({ to }) => to !== 'table:categories');
    const unseen = plan({ ...analysis, graph: { ...analysis.graph, edges } }, 'catalog');
    expect(unseen.data.own.map((t) => [t.table, t.isUntouched])).toEqual([
      ['table:categories', true],
      ['table:products', undefined],
    ]);
    expect(renderDossier(unseen)).toContain('No code that runs was seen to read or write `categories`: unused, or');
  });
  it('drops the foreign key that points in, and replaces the join into a list by a replica', () => {
    expect(dossier.data.keys.map((k) => [k.from, k.direction, k.neighbour, k.replacement])).toEqual([
      ['table:order_lines', 'in', 'orders', 'event-cleanup'],
    ]);
    expect(dossier.data.joins.map((j) => [j.tables, j.by, j.replacement])).toEqual([
      [['table:categories'], 'orders', 'replica'],
    ]);
    expect(dossier.events).toContainEqual({
      name: 'CATEGORIES_CHANGED',
      role: 'publish',
      origin: 'replica',
      with: ['orders'],
    });
  });
  it('has the reader hear of the changes that feed its copy', () => {
    const reader = plan(analysis, 'orders');
    const foreign = reader.data.foreign.filter((one) => one.replacement === 'replica').map((one) => one.table);
    expect(foreign).toContain('table:categories');
    expect(reader.events).toContainEqual({
      name: 'CATEGORIES_CHANGED',
      role: 'consume',
      origin: 'replica',
      with: ['catalog'],
    });
  });
  it('counts a context once that both reads here and is read from', () => {
    for (const { data, steps, context } of planAll(analysis).dossiers) {
      const contexts = data.joins.map(({ owner, by }) => (owner === context ? by : owner));
      expect(steps.find(({ kind }) => kind === 'cut-data')?.facts['joins'] ?? 0).toBe(new Set(contexts).size);
    }
  });
  it('does not say that a service needs nothing whose tables of others were cut the step before', () => {
    const dossiers = planAll(analysis).dossiers.filter(
      ({ callbacks, data }) => data.foreign.length > 0 && !callbacks.some(({ isStillInside }) => isStillInside),
    );
    expect(dossiers.length).toBeGreaterThan(0);
    for (const one of dossiers)
      expect(renderDossier(one)).toMatch(
        /it calls nothing in the monolith, and its use of \d+ foreign tables? is cut by now/,
      );
  });
  it('keeps the events that exist', () => {
    expect(dossier.events).toContainEqual({
      name: 'PRICE_CHANGED',
      role: 'publish',
      origin: 'existing',
      with: ['orders'],
    });
  });
  it('finds the tests that hold the seam', () => {
    expect(dossier.tests).toEqual({
      covering: [{ path: 'test/product.test.ts', providers: ['src/catalog/product.ts'] }],
      uncovered: [],
    });
  });
  it('knows authors and owners, of whom the last matching rule counts', () => {
    expect(dossier.team?.owners).toEqual([{ owner: '@shop/catalog', modules: 6 }]);
    expect(plan(analysis, 'orders').team).toMatchObject({
      owners: [{ owner: '@shop/all', modules: 3 }],
      unownedModules: 1,
    });
  });
  it('needs no saga state and no two-phase commit, but a router for its entry point', () => {
    const needed = dossier.infrastructure.filter((i) => i.isNeeded).map((i) => i.need);
    expect(needed).toContain('router');
    expect(needed).not.toContain('saga-state');
    expect(needed).not.toContain('two-phase-commit');
  });
});

describe('the dossier of payment', () => {
  const dossier = plan(analysis, 'payment');
  it('turns the call inside the order transaction into a saga command', () => {
    expect(dossier.facade.operations.map((o) => [o.name, o.style])).toEqual([['PaymentService.charge', 'saga']]);
    expect(dossier.sagas.map((s) => s.transaction)).toEqual([PLACE_ORDER.id]);
    expect(dossier.events.map((e) => [e.name, e.role, e.with])).toEqual([
      ['PAYMENT_COMPLETED', 'publish', ['delivery', 'orders']],
      ['PAYMENT_FAILED', 'publish', ['delivery', 'orders']],
      ['STOCK_RELEASED', 'consume', ['stock']],
      ['STOCK_RESERVATION_FAILED', 'consume', ['stock']],
      ['STOCK_RESERVED', 'consume', ['stock']],
    ]);
  });
  it('says that no test holds its seam', () => {
    expect(dossier.tests.uncovered).toEqual(['src/payment/payment.ts#PaymentService.charge']);
    expect(dossier.risks.map((r) => r.kind)).toContain('untested-seam');
  });
});

describe('a dossier', () => {
  it('counts the calls of a request path over the new border', () => {
    const orders = moduleId('src/orders/order.controller.ts');
    const calls = [
      {
        from: orders,
        to: moduleId('src/orders/order.service.ts'),
        callee: 'OrderService.placeOrder',
        caller: 'place',
        lines: [6],
      },
      ...shopAnalysis().graph.calls,
    ];
    const [chatter] = plan(shopAnalysis({ calls }), 'orders').chatter;
    expect(chatter).toMatchObject({ entry: 'POST /orders', calls: 5 });
  });
  it('counts for an inline handler only the calls between its route and the next one', () => {
    const routes = moduleId('src/orders/cart.ts');
    const route = (name: string, line: number) =>
      ({ id: name, kind: 'http', verb: 'GET', name, module: routes, handler: '', line }) as const;
    const call = { from: routes, to: moduleId('src/catalog/product.ts'), caller: '' };
    const dossier = plan(
      shopAnalysis({
        entryPoints: [{ ...route('/orders', 10), endLine: 15 }, route('/orders/:id', 20), route('/carts', 30)],
        calls: [
          { ...call, callee: 'ProductService.findById', lines: [5, 12, 17] },
          { ...call, callee: 'ProductService.findAll', lines: [21, 22] },
        ],
      }),
      'orders',
    );
    expect(dossier.chatter.map(({ entry, calls }) => [entry, calls])).toEqual([
      ['GET /orders/:id', 2],
      ['GET /orders', 1],
    ]);
  });
  it('tells a transaction that only reads elsewhere from a saga', () => {
    const show = {
      ...PLACE_ORDER,
      id: 'src/orders/cart.ts#Cart.checkOut',
      accesses: [step('members', 'read', 'a.ts', 1, 'x'), step('orders', 'write', 'a.ts', 2, 'x')],
    };
    const dossier = plan(shopAnalysis({ transactions: [show] }), 'orders');
    expect(dossier.sagas).toEqual([]);
    expect(dossier.compositions.map((c) => [c.transaction, c.reads])).toEqual([
      ['src/orders/cart.ts#Cart.checkOut', ['members']],
    ]);
  });
  it('is found by name as well as by id, and an unknown name is answered with the known ones', () => {
    expect(plan(analysis, 'Catalog').context).toBe('catalog');
    expect(() => plan(analysis, 'catalogue')).toThrowError(/no context is called "catalogue"/);
    try {
      plan(analysis, 'catalogue');
    } catch (error) {
      expect((error as { hint: string }).hint).toMatch(/^Did you mean catalog\? Contexts: catalog, delivery/);
    }
    expect(() => plan(analysis, '__proto__')).toThrowError(/no context/);
  });
  it('says that authors are unknown without git', () => {
    const text = renderDossier(plan(shopAnalysis({}, { available: false, reason: 'not a git repository' }), 'orders'));
    expect(text).toContain('No git history: authors and owners are unknown.');
  });
});

describe('the dossier as text', () => {
  it('has the twelve sections in English and Korean, and no word left to fill in', () => {
    for (const language of ['en', 'ko'] as const) {
      for (const context of ['orders', 'catalog', 'payment']) {
        const text = renderDossier(plan(analysis, context), { language });
        expect(text.match(/^## \d+\. /gm)).toHaveLength(12);
        expect(text).not.toMatch(/\{\w+\}|undefined|NaN|\[object/);
      }
    }
    expect(renderDossier(plan(analysis, 'orders'), { language: 'ko' })).toContain('사가');
  });
  it('tells the saga with its events and its failure path', () => {
    const text = renderDossier(plan(analysis, 'orders'));
    expect(text).toContain('`ORDER_CREATED` → `STOCK_RESERVED` → `PAYMENT_COMPLETED` → `DELIVERY_PREPARED`');
    expect(text).toContain('When `PAYMENT_FAILED` comes: `STOCK_RELEASED` → `ORDER_CANCELLED`');
  });
  it('makes text from strangers harmless', () => {
    const text = renderDossier(plan(analysis, 'orders'));
    expect(text).toContain('Bo \\| &lt;b&gt;');
    expect(text).not.toContain(' @shop');
  });
  it('is the same twice, and plain JSON', () => {
    const dossier = plan(analysis, 'orders');
    expect(JSON.parse(renderDossierJson(dossier))).toEqual(dossier);
    expect(renderDossier(plan(shopAnalysis(), 'orders'))).toBe(renderDossier(dossier));
  });
  it('counts with the right number of the noun', () => {
    expect(speak('en')('need.replication', { copies: 1 })).toBe('events that feed 1 read copy');
    expect(speak('en')('need.replication', { copies: 2 })).toBe('events that feed 2 read copies');
  });
});

describe('the roadmap', () => {
  it('leads with the waves and has a section for each context', () => {
    const roadmap = planAll(analysis);
    expect(roadmap.waves.flatMap((w) => w.contexts)).toEqual(analysis.scorecard.entries.map((e) => e.context));
    const text = renderRoadmap(roadmap);
    expect(text.startsWith('# Roadmap: shop\n')).toBe(true);
    expect(text.match(/^## Wave /gm)).toHaveLength(roadmap.waves.length);
    expect(text.match(/^## Extracting /gm)).toHaveLength(6);
    expect(renderRoadmap(roadmap, { language: 'ko' })).toContain('# 로드맵: shop');
  });
});
