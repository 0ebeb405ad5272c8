import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Config, EMPTY_CONFIG, type History, moduleId, type Score, tableId } from '../../src/model/index.js';
import { score } from '../../src/score/index.js';
import { accessEdge, importEdge, shopEdges, shopGraph, shopMap } from './shop.js';

const NO_GIT: History = { available: false, reason: 'not a git repository' };
const commit = (paths: string[], more: Partial<{ ageDays: number; author: string; isFix: boolean }> = {}) => ({
  hash: paths.join() + (more.author ?? ''),
  ageDays: 0,
  author: 'Ana',
  isFix: false,
  paths,
  ...more,
});
const history = (commits: ReturnType<typeof commit>[], isShallow = false): History => ({
  available: true,
  isShallow,
  commits,
  owners: [],
  notes: [],
});

const shop = (h: History = NO_GIT, config = EMPTY_CONFIG, traffic?: Parameters<typeof score>[4]) =>
  score(shopGraph(), shopMap(), h, config, traffic);
const entryOf = (result: ReturnType<typeof score>, context: string) =>
  result.scorecard.entries.find((e) => e.context === context)!;
const sum = (s: Score) => s.terms.reduce((total, t) => total + t.value * t.weight, 0);

describe('the scorecard of a shop', () => {
  it('has one entry per context, by rank, and its terms add up to its scores', () => {
    const { entries } = shop(history([commit(['src/orders/cart.ts'])])).scorecard;
    expect(entries.map((e) => e.rank)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const entry of entries) {
      expect(sum(entry.impact)).toBeCloseTo(entry.impact.score, 12);
      expect(sum(entry.difficulty)).toBeCloseTo(entry.difficulty.score, 12);
    }
  });
  it('chooses catalog or members as the pilot, with every gate passed', () => {
    const { pilot, entries } = shop().scorecard;
    expect(['catalog', 'members']).toContain(pilot);
    expect(entries.find((e) => e.pilot)?.gates.every((g) => g.passed && g.remedy === '')).toBe(true);
  });
  it('names the blockers: the table both write, the cycle with its cut, the transaction, the foreign keys', () => {
    const result = shop();
    expect(entryOf(result, 'catalog').blockers.map((b) => [b.kind, b.what, b.with])).toEqual([
      ['shared-write', 'products', ['orders']],
      ['foreign-key', 'order_lines(product_id) -> products', ['orders']],
    ]);
    const cycle = entryOf(result, 'stock').blockers.find((b) => b.kind === 'cycle');
    expect(cycle?.what).toBe('delivery <-> stock');
    expect(cycle?.reason).toContain('src/stock/warehouse.ts -> src/delivery/carrier.ts');
    const tx = entryOf(result, 'payment').blockers.find((b) => b.kind === 'transaction');
    expect(tx?.with).toEqual(['delivery', 'orders', 'stock']);
    expect(tx?.reason).toContain('src/orders/order.service.ts:30');
  });
  it('says which gate fails and what would help when no context can be the pilot', () => {
    const graph = shopGraph({
      edges: shopEdges().concat(importEdge('src/members/member.ts', 'src/catalog/product.ts', [], 30)),
    });
    const { pilot, pilotNote } = score(graph, shopMap(), NO_GIT, EMPTY_CONFIG).scorecard;
    expect(pilot).toBe('');
    expect(pilotNote).toMatch(/No context passes every gate\. Nearest is \w+: .* needs /);
  });
  it('asks who writes a table that nobody was seen to write, and calls nothing a library that owns data', () => {
    const map = shopMap();
    const remedy = (ownership: typeof map.ownership) =>
      score(shopGraph(), { ...map, ownership }, NO_GIT, EMPTY_CONFIG)
        .scorecard.entries.find(({ context }) => context === 'catalog')
        ?.gates.find(({ name }) => name === 'own-table')?.remedy;
    const unwritten = map.ownership.map((one) => ({ ...one, writers: [], isSharedWrite: false }));
    expect(remedy(unwritten)).toMatch(/^nobody was seen to write what it owns: find out who writes .*products/);
    expect(remedy(map.ownership.filter(({ owner }) => owner !== 'catalog'))).toMatch(/^it owns no data/);
  });
  it('names the imports whose removal brings the share of crossing imports down to the limit', () => {
    const graph = shopGraph({
      edges: shopEdges().concat(importEdge('src/members/member.ts', 'src/catalog/product.ts', [], 30)),
    });
    const { entries } = score(graph, shopMap(), NO_GIT, EMPTY_CONFIG).scorecard;
    const gate = entries.find((e) => e.context === 'members')?.gates.find((g) => g.name === 'cross-share');
    expect(gate?.targets).toEqual(['src/members/member.ts → src/catalog/product.ts']);
    expect(gate?.remedy).toContain(
      '1 import of 1 is enough, then it is 0: src/members/member.ts → src/catalog/product.ts (30)',
    );
  });
  it('does not count what tests import as coupling', () => {
    const before = entryOf(shop(), 'catalog').difficulty.score;
    const graph = shopGraph({
      edges: [...shopEdges(), importEdge('test/product.test.ts', 'src/orders/order.service.ts', [], 50)],
    });
    const base = shopMap();
    const contexts = base.contexts.map((c) =>
      c.id === 'catalog' ? { ...c, modules: [...c.modules, 'module:test/product.test.ts'] } : c,
    );
    const after = score(graph, { ...base, contexts }, NO_GIT, EMPTY_CONFIG);
    expect(after.scorecard.entries.find((e) => e.context === 'catalog')?.difficulty.score).toBe(before);
  });
  it('counts a call through another context as that context’s access, not as a foreign write', () => {
    const via = ['src/stock/stock.ts#StockService.reserve'];
    const before = entryOf(shop(), 'orders').difficulty.score;
    const edges = [
      ...shopEdges(),
      accessEdge('src/orders/order.service.ts', 'stock_items', 'write', { direct: false, via }),
    ];
    const after = score(shopGraph({ edges }), shopMap(), NO_GIT, EMPTY_CONFIG);
    expect(entryOf(after, 'orders').difficulty.score).toBe(before);
  });
  it('counts an access through a wrapper that names no table as the caller’s own', () => {
    const via = ['src/shared/base.repository.ts#BaseRepository.save'];
    const edges = [
      ...shopEdges(),
      accessEdge('src/orders/order.service.ts', 'stock_items', 'write', { direct: false, via }),
    ];
    const after = score(shopGraph({ edges }), shopMap(), NO_GIT, EMPTY_CONFIG);
    expect(entryOf(after, 'orders').difficulty.score).toBeGreaterThan(entryOf(shop(), 'orders').difficulty.score);
  });
});

describe('the share of spanning transactions', () => {
  it('says where a context is only read: that leaves no saga behind', () => {
    const reasonOf = (context: string) =>
      entryOf(shop(), context).difficulty.terms.find(({ name }) => name === 'tx')?.reason;
    expect(reasonOf('members')).toBe(
      '1 of 1 transactions that touch its tables also write elsewhere; in each of those its own are only read',
    );
    expect(reasonOf('orders')).toBe('1 of 1 transactions that touch its tables also write elsewhere');
  });
});

describe('a context of rank 1 without a table', () => {
  it('is told as such, with the first that has data of its own', () => {
    const note = 'owns no table: taking it out moves code and no data';
    expect(shop().scorecard.notes.join()).not.toContain(note);
    const first = shop().scorecard.entries[0]!.context;
    const map = shopMap();
    const ownership = map.ownership.filter(({ owner }) => owner !== first);
    const { scorecard } = score(shopGraph(), { ...map, ownership }, NO_GIT, EMPTY_CONFIG);
    const second = scorecard.entries.find(({ context }) => ownership.some(({ owner }) => owner === context));
    expect(scorecard.entries[0]?.context).toBe(first);
    expect(scorecard.notes).toContain(
      `Rank 1, ${first}, ${note}. The first with data of its own is ${second?.context} (rank ${second?.rank}).`,
    );
  });
});

describe('impact', () => {
  it('is unknown, not zero, where there is no history and no traffic', () => {
    const { scorecard } = shop();
    const churn = scorecard.entries[0]!.impact.terms.find((t) => t.name === 'churn');
    expect(churn).toMatchObject({ raw: null, weight: 0 });
    expect(churn?.reason).toContain('not a git repository');
    expect(scorecard.notes.join()).toContain('unknown');
  });
  it('is neutral when nothing at all is known', () => {
    const result = score(shopGraph({ entryPoints: [] }), shopMap(), NO_GIT, EMPTY_CONFIG);
    expect(entryOf(result, 'stock').impact.score).toBe(0.5);
  });
  it('follows what the user said before any proxy', () => {
    const declared = {
      id: 'stock',
      name: 'Stock',
      include: [],
      exclude: [],
      tables: [],
      public: [],
      strict: false,
      impact: 'core',
      timeCriticality: 5,
      riskReduction: 2,
    } as const;
    const { impact } = entryOf(shop(NO_GIT, { ...EMPTY_CONFIG, contexts: [declared] }), 'stock');
    expect(impact.terms.map((t) => [t.name, t.raw, t.isProxy])).toEqual([
      ['impact', 5, false],
      ['timeCriticality', 5, false],
      ['riskReduction', 2, false],
    ]);
    expect(impact.score).toBeCloseTo((1 + 1 + 0.4) / 3);
  });
  it('takes impact by glob for the part of a context that the glob covers', () => {
    const config = { ...EMPTY_CONFIG, impact: [{ include: ['src/payment/payment.ts'], impact: 5 as const }] };
    const { impact } = entryOf(shop(NO_GIT, config), 'payment');
    expect(impact.terms[0]).toMatchObject({ name: 'impact', value: 1, weight: 0.5 });
  });
  it('weighs recent changes more, and a commit of everything next to nothing', () => {
    const everything = Array.from({ length: 400 }, (_, i) => `src/stock/f${i}.ts`).concat('src/stock/stock.ts');
    const result = shop(
      history([
        commit(['src/orders/cart.ts'], { isFix: true }),
        commit(['src/payment/payment.ts'], { ageDays: 360 }),
        commit(everything),
      ]),
    );
    const churn = (c: string) => entryOf(result, c).impact.terms.find((t) => t.name === 'churn')!;
    expect(churn('payment').raw).toBeCloseTo(0.25);
    expect(churn('orders').raw).toBe(1);
    expect(churn('stock').raw).toBeLessThan(0.01);
    expect(entryOf(result, 'orders').impact.terms.find((t) => t.name === 'fixes')?.value).toBe(1);
    expect(result.scorecard.notes.join()).toContain('1 of 3 commits change very many files');
  });
  it('says that a shallow clone shows only part of the history', () => {
    expect(shop(history([commit(['src/orders/cart.ts'])], true)).scorecard.notes.join()).toContain('shallow');
  });
  it('matches measured routes behind a gateway prefix and tables, and names what matches nothing', () => {
    const traffic = {
      routes: [
        { route: 'GET /api/v1/products/42', requests: 900 },
        { route: '/members/{memberId}', requests: 100 },
        { route: 'GET /ghost', requests: 5 },
      ],
      tables: [{ table: 'PAYMENTS', reads: 5, writes: 5 }],
    };
    const result = shop(NO_GIT, EMPTY_CONFIG, traffic);
    const raw = (c: string) => entryOf(result, c).impact.terms.find((t) => t.name === 'traffic')?.raw;
    expect([raw('catalog'), raw('members'), raw('payment')]).toEqual([900, 100, 10]);
    expect(result.scorecard.notes.join()).toContain('GET /ghost');
  });
});

describe('score as a function', () => {
  it('gives an empty scorecard for an empty map', () => {
    const { scorecard, sagas } = score(
      shopGraph({ nodes: [], edges: [], transactions: [], entryPoints: [] }),
      shopMap({ contexts: [], ownership: [], cycles: [] }),
      NO_GIT,
      EMPTY_CONFIG,
    );
    expect(scorecard.entries).toEqual([]);
    expect(sagas).toEqual([]);
    expect(scorecard.pilotNote).not.toBe('');
  });
  it('adds up for every history', () => {
    const paths = fc.subarray(['src/orders/cart.ts', 'src/stock/stock.ts', 'src/catalog/price.ts', 'README.md']);
    const commits = fc.array(
      fc.record({
        hash: fc.string(),
        ageDays: fc.nat(2000),
        author: fc.constantFrom('Ana', 'Bo', '__proto__'),
        isFix: fc.boolean(),
        paths,
      }),
    );
    fc.assert(
      fc.property(commits, (list) => {
        for (const entry of shop(history(list)).scorecard.entries) {
          expect(sum(entry.impact)).toBeCloseTo(entry.impact.score, 10);
          expect(entry.impact.terms.reduce((t, x) => t + x.weight, 0)).toBeCloseTo(1, 10);
          expect(entry.impact.score).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 30 },
    );
  });
  it('lowers no other difficulty when one context grows', () => {
    const before = shop();
    const grown = {
      ...shopGraph(),
      edges: [...shopEdges(), importEdge('src/payment/refund.ts', 'src/payment/payment.ts', [], 50)],
    };
    const after = score(grown, shopMap(), NO_GIT, EMPTY_CONFIG);
    expect(entryOf(after, 'members').difficulty).toEqual(entryOf(before, 'members').difficulty);
  });
});

describe('libraries', () => {
  const withVouchers = (changes: Partial<Config> = {}) => {
    const map = shopMap();
    const vouchers = { ...map.contexts[0]!, id: 'vouchers', modules: [], tables: [tableId('vouchers')] };
    const contexts = [...map.contexts, vouchers].sort((a, b) => (a.id < b.id ? -1 : 1));
    const graph = shopGraph();
    const read = accessEdge('src/orders/cart.ts', 'vouchers', 'read');
    return score({ ...graph, edges: [...graph.edges, read] }, { ...map, contexts }, NO_GIT, {
      ...EMPTY_CONFIG,
      ...changes,
    });
  };

  it('are tables without code, too, whoever reads them and whoever declared them', () => {
    expect(entryOf(withVouchers(), 'vouchers')).toMatchObject({ rank: 7, isLibrary: true, aside: 'data' });
  });

  it('are ranked like services once they are given an impact', () => {
    const declared = { id: 'vouchers', name: 'Vouchers', include: [], exclude: [], tables: ['vouchers'] };
    const contexts = [{ ...declared, public: [], strict: false, impact: 5 as const }];
    expect(entryOf(withVouchers({ contexts }), 'vouchers').isLibrary).toBe(false);
  });

  it('are contexts without tables, access, entry points and events: last in the order, and no coupling of the others', () => {
    const map = shopMap({ source: 'clustered' });
    const icons = { ...map.contexts[0]!, id: 'icons', modules: [moduleId('src/icons/icon.ts')], tables: [] };
    const graph = shopGraph();
    const icon = {
      ...graph.nodes[0]!,
      id: moduleId('src/icons/icon.ts'),
      path: 'src/icons/icon.ts',
    } as (typeof graph.nodes)[number];
    const edges = [
      ...graph.edges,
      importEdge('src/catalog/product.ts', 'src/icons/icon.ts', [], 40),
      importEdge('src/orders/cart.ts', 'src/icons/icon.ts', [], 40),
    ];
    const contexts = [...map.contexts, icons].sort((a, b) => (a.id < b.id ? -1 : 1));
    const result = score(
      { ...graph, nodes: [...graph.nodes, icon], edges },
      { ...map, contexts },
      NO_GIT,
      EMPTY_CONFIG,
    );
    expect(entryOf(result, 'icons')).toMatchObject({ rank: 7, isLibrary: true, quadrant: 'leave' });
    expect(entryOf(result, 'orders').difficulty).toEqual(entryOf(shop(), 'orders').difficulty);
    expect(result.scorecard.order.naive).not.toContain('icons');
  });

  it.each([
    ['plug-in', '@shop/badge-plugin', 'http', undefined],
    ['tool', '@shop/badges', 'cli', undefined],
    ['tool', '@shop/badge-cli', undefined, undefined],
    ['reader', '@shop/badges', undefined, 'read'],
    ['library', '@shop/badges', undefined, undefined],
    ['apart', '@shop/badges', 'http', undefined],
    [undefined, '@shop/badges', undefined, 'write'],
  ] as const)(
    'badges that own no table are a %s in package %s with an entry point of %s and access to %s',
    (aside, name, kind, op) => {
      const map = shopMap({ source: 'clustered' });
      const graph = shopGraph();
      const id = moduleId('src/badges/badge.ts');
      const badges = { ...map.contexts[0]!, id: 'badges', modules: [id], tables: [] };
      const node = {
        ...graph.nodes[0]!,
        id,
        path: 'src/badges/badge.ts',
        package: name,
      } as (typeof graph.nodes)[number];
      const entry = { id: 'badge', kind: kind ?? 'http', verb: '', name: 'badge', module: id, handler: '', line: 1 };
      const access = op === undefined ? [] : [accessEdge('src/badges/badge.ts', 'orders', op)];
      const { scorecard } = score(
        {
          ...graph,
          nodes: [...graph.nodes, node],
          edges: [...graph.edges, ...access],
          entryPoints: kind === undefined ? graph.entryPoints : [...graph.entryPoints, entry],
        },
        { ...map, contexts: [...map.contexts, badges].sort((a, b) => (a.id < b.id ? -1 : 1)) },
        NO_GIT,
        EMPTY_CONFIG,
      );
      const found = scorecard.entries.find(({ context }) => context === 'badges');
      expect([found?.aside, found?.isLibrary]).toEqual([aside, aside !== undefined]);
      if (aside !== undefined) expect([found?.rank, found?.reasons.length]).toEqual([scorecard.entries.length, 1]);
    },
  );
});
