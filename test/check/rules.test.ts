import { describe, expect, it } from 'vitest';
import { check } from '../../src/check/index.js';
import type { Config, Findings, GraphEdge, RuleId, RuleSeverity, SystemGraph } from '../../src/model/index.js';
import { accesses, config, foreignKey, imports, shop, transaction } from './shop.js';

const ORDER = 'src/orders/order.service.ts';
const PRODUCT = 'src/catalog/product.service.ts';
const PARCEL = 'src/shipping/parcel.service.ts';

function off(...rules: RuleId[]): Config['rules'] {
  return rules.map((rule) => ({ rule, severity: 'off', allow: [] }));
}
const QUIET = config({ rules: off('undeclared-relation') });

function found(findings: Findings): string[] {
  return findings.violations.map((v) => `${v.status} ${v.severity} ${v.key.rule} ${v.key.from} > ${v.key.to}`);
}
function judge(edges: readonly GraphEdge[], map: Config = QUIET): string[] {
  return found(check(shop(edges), map, [], { kind: 'all' }));
}
const allowing = (kinds?: readonly string[]): Config => ({
  ...QUIET,
  allowedRelations: [
    { downstream: 'orders', upstream: 'catalog', reason: 'sells products', ...(kinds === undefined ? {} : { kinds }) },
  ],
});

describe('imports between contexts', () => {
  it('are errors at runtime, warnings when only types, and each kind is its own', () => {
    expect(
      judge([
        imports(ORDER, PRODUCT),
        imports(ORDER, 'src/catalog/product.entity.ts', { kind: 'type-import' }),
        imports(ORDER, PARCEL, { kind: 'dynamic-import' }),
        imports('src/orders/order.entity.ts', PRODUCT, { kind: 'require' }),
        imports('src/orders/order.entity.ts', PARCEL, { kind: 're-export' }),
      ]),
    ).toEqual([
      `new error cross-context-import src/orders/order.entity.ts > ${PRODUCT}`,
      `new error cross-context-import ${ORDER} > ${PRODUCT}`,
      `new error cross-context-import src/orders/order.entity.ts > ${PARCEL}`,
      `new warning cross-context-type-import ${ORDER} > src/catalog/product.entity.ts`,
      `new error cross-context-dynamic-import ${ORDER} > ${PARCEL}`,
    ]);
  });
  it('are accepted by an additions flag once there is a baseline, and by any update before', () => {
    const fix = (hasBaseline: boolean) =>
      check(shop([imports(ORDER, PRODUCT)]), QUIET, [], { kind: 'all' }, { hasBaseline }).violations[0]?.fix;
    expect(fix(true)).toContain('or run msa-map check --update-baseline --allow-additions --reason "…".');
    expect(fix(false)).toContain('or run msa-map check --update-baseline.');
  });
  it('of the shared kernel are free, out of the kernel are not', () => {
    expect(judge([imports(ORDER, 'src/kernel/money.ts'), imports('src/kernel/money.ts', ORDER)])).toEqual([
      `new error cross-context-import src/kernel/money.ts > ${ORDER}`,
    ]);
  });
  it('in tests are not judged, within a context are nobody’s business, events are wanted', () => {
    expect(
      judge([
        imports('src/orders/order.service.spec.ts', PRODUCT),
        imports(ORDER, 'src/orders/order.entity.ts'),
        imports(ORDER, PRODUCT, { kind: 'event' }),
      ]),
    ).toEqual([]);
  });
  it('may be allowed by the map, all kinds or some, one way only', () => {
    expect(judge([imports(ORDER, PRODUCT)], allowing())).toEqual([]);
    expect(judge([imports(ORDER, PRODUCT, { kind: 're-export' })], allowing(['import']))).toEqual([]);
    expect(judge([imports(ORDER, PRODUCT)], allowing(['type-import']))).toHaveLength(1);
    expect(judge([imports(PRODUCT, ORDER)], allowing())).toHaveLength(1);
  });
  it('say what is imported, from where, and how to fix and accept it', () => {
    const { violations } = check(shop([imports(ORDER, PRODUCT, { symbols: ['ProductService'] })]), QUIET, [], {
      kind: 'all',
    });
    expect(violations[0]?.message).toBe(`orders imports ProductService of catalog: ${ORDER} → ${PRODUCT}`);
    expect(violations[0]?.evidence[0]).toEqual({ path: ORDER, line: 3 });
    expect(violations[0]?.fix).toMatch(/event.*\nTo accept it: declare orders → catalog/);
  });
});

describe('the public entry of a context', () => {
  const map = (more: Partial<Config> = {}): Config => {
    const base = allowing();
    return {
      ...base,
      contexts: base.contexts.map((c) => (c.id === 'catalog' ? { ...c, public: ['src/catalog/index.ts'] } : c)),
      ...more,
    };
  };
  it('may be imported, and what is seen through it as a barrel', () => {
    expect(
      judge(
        [
          imports(ORDER, 'src/catalog/index.ts'),
          imports(ORDER, PRODUCT, {
            evidence: [
              { path: ORDER, line: 2 },
              { path: 'src/catalog/index.ts', line: 1, note: 'barrel' },
            ],
          }),
        ],
        map(),
      ),
    ).toEqual([]);
  });
  it('may not be bypassed, though the relation is allowed', () => {
    expect(judge([imports(ORDER, PRODUCT)], map())).toEqual([`new error bypassed-entry ${ORDER} > ${PRODUCT}`]);
  });
  it('is bypassed by the one line that does not go through it, and only that line is named', () => {
    const both = imports(ORDER, PRODUCT, {
      evidence: [
        { path: ORDER, line: 2, via: ['src/catalog/index.ts'] },
        { path: ORDER, line: 7, via: [] },
        { path: 'src/catalog/index.ts', line: 1, note: 'barrel' },
      ],
    });
    const { violations } = check(shop([both]), map(), [], { kind: 'all' });
    expect(violations.map(({ key, evidence }) => [key.rule, evidence.map(({ line }) => line)])).toEqual([
      ['bypassed-entry', [7]],
    ]);
  });
  it('gives one finding where the import is not allowed at all', () => {
    expect(judge([imports(ORDER, PRODUCT)], map({ allowedRelations: [] }))).toEqual([
      `new error cross-context-import ${ORDER} > ${PRODUCT}`,
    ]);
  });
});

describe('tables of another context', () => {
  it('may not be written, read or joined, each its own rule', () => {
    expect(
      judge([
        accesses(ORDER, 'products', 'write'),
        accesses(ORDER, 'products', 'delete'),
        accesses(ORDER, 'products', 'read'),
        accesses(ORDER, 'prices', 'read', { joined: true }),
        accesses(ORDER, 'orders', 'write'),
      ]),
    ).toEqual([
      `new error foreign-write ${ORDER} > table:products`,
      `new error foreign-write ${ORDER} > table:products`,
      `new error foreign-read ${ORDER} > table:products`,
      `new error join-across ${ORDER} > table:prices`,
    ]);
  });
  it('are not touched by who calls the code of their owner', () => {
    const via = [`${PRODUCT}#ProductService.find`];
    expect(judge([accesses(ORDER, 'products', 'read', { direct: false, via })])).toEqual([]);
  });
  it('are touched by who hands them to a generic repository of the shared kernel', () => {
    const via = ['src/kernel/base-repository.ts#BaseRepository.save'];
    const handed = accesses(ORDER, 'products', 'write', { direct: false, via });
    expect(judge([handed])).toHaveLength(1);
    const named = accesses('src/kernel/base-repository.ts', 'products', 'write');
    expect(judge([handed, named])).toEqual(['new error foreign-write src/kernel/base-repository.ts > table:products']);
  });
  it('belong to the context that lists them, before the one that declares them', () => {
    const base = QUIET;
    const map = { ...base, contexts: base.contexts.map((c) => (c.id === 'orders' ? { ...c, tables: ['prices'] } : c)) };
    expect(judge([accesses(ORDER, 'prices', 'write'), accesses(PRODUCT, 'prices', 'read')], map)).toEqual([
      `new error foreign-read ${PRODUCT} > table:prices`,
    ]);
  });
  it('of the shared kernel are free', () => {
    const map = { ...QUIET, sharedKernel: { include: ['src/kernel/**'], tables: ['pri*'] } };
    expect(judge([accesses(ORDER, 'prices', 'write')], map)).toEqual([]);
  });
  it('may not be held by a foreign key', () => {
    expect(judge([foreignKey('orders', 'products'), foreignKey('prices', 'products')])).toEqual([
      'new error foreign-key-across table:orders > table:products',
    ]);
  });
});

describe("the one file of the shared kernel that declares everybody's tables", () => {
  const SCHEMA = 'src/kernel/schema.ts';
  const graph = shop([foreignKey('wishes', 'orders'), accesses(PRODUCT, 'wishes', 'write')], {
    tables: [
      ['orders', SCHEMA],
      ['wishes', SCHEMA],
    ],
  });
  const listing = (tables: readonly string[]): Config => ({
    ...QUIET,
    contexts: QUIET.contexts.map((c) => (c.id === 'orders' ? { ...c, tables } : c)),
  });

  it('says nothing about the owner of a table that no context lists: it is told, and not judged', () => {
    const findings = check(graph, listing(['orders']), [], { kind: 'all' });
    expect(found(findings)).toEqual([]);
    expect(findings.notes).toContain('1 table without an owning context, accesses not judged: wishes');
  });

  it('is of the kernel with its tables when no context lists any of them', () => {
    const findings = check(graph, listing([]), [], { kind: 'all' });
    expect(findings.notes.join()).not.toContain('without an owning context');
  });
});

describe('transactions', () => {
  const across = (graph: SystemGraph) => found(check(graph, QUIET, [], { kind: 'all' }));
  it('may not write tables of two contexts; the home is the context that opens it', () => {
    expect(
      across(shop([], { transactions: [transaction(`${ORDER}#OrderService.place`, ['orders', 'products'])] })),
    ).toEqual([`new error transaction-across ${ORDER}#OrderService.place > table:products`]);
  });
  it('opened in no context tie all owners, so that a further write is one more finding and renames none', () => {
    const modules = [...shop().nodes]
      .flatMap((n) => (n.kind === 'module' ? [[n.path, n.role] as const] : []))
      .concat([['src/main.ts', 'runtime']]);
    const run = (...tables: string[]) =>
      across(shop([], { modules, transactions: [transaction('src/main.ts#run', tables)] }));
    const rule = 'new error transaction-across src/main.ts#run >';
    expect(run('orders')).toEqual([]);
    expect(run('orders', 'parcels')).toEqual([`${rule} table:orders`, `${rule} table:parcels`]);
    expect(run('orders', 'parcels', 'products')).toEqual([
      `${rule} table:products`,
      `${rule} table:orders`,
      `${rule} table:parcels`,
    ]);
  });
  it('point at the write, with the opening as second place', () => {
    const graph = shop([], { transactions: [transaction(`${ORDER}#OrderService.place`, ['orders', 'products'])] });
    const [violation] = check(graph, QUIET, [], { kind: 'all' }).violations;
    expect(violation?.evidence.map((e) => [e.line, e.note ?? ''])).toEqual([
      [22, ''],
      [20, 'transaction opened here'],
    ]);
    expect(violation?.message).toMatch(/^one transaction ties the table products of catalog to tables of orders: /);
  });
  it('may read elsewhere, write one foreign table alone, or leave the transaction for the other write', () => {
    const base = transaction(`${ORDER}#OrderService.place`, ['orders', 'products']);
    const [own, other] = base.accesses;
    expect(
      across(
        shop([], {
          transactions: [
            { ...base, accesses: [own!, { ...other!, op: 'read' }] },
            { ...base, id: `${ORDER}#b`, accesses: [other!] },
            { ...base, id: `${ORDER}#c`, accesses: [own!, { ...other!, inside: false }] },
          ],
        }),
      ),
    ).toEqual([]);
  });
});

describe('cycles and relations between contexts', () => {
  const ring = [
    imports(ORDER, PRODUCT),
    imports(PRODUCT, PARCEL),
    imports('src/catalog/product.entity.ts', PARCEL),
    imports(PARCEL, ORDER),
  ];
  it('a ring is one finding that names its hops, not one for each', () => {
    const findings = check(shop(ring), QUIET, [], { kind: 'all' });
    const cycles = findings.violations.filter((v) => v.key.rule === 'context-cycle');
    expect(cycles.map((v) => v.key.from)).toEqual(['catalog → shipping → orders']);
    expect(cycles[0]?.message).toContain('catalog → shipping ×2');
  });
  it('types and events do not close a ring', () => {
    expect(
      judge([imports(ORDER, PRODUCT, { kind: 'type-import' }), imports(PRODUCT, ORDER, { kind: 'event' })]).filter(
        (v) => v.includes('cycle'),
      ),
    ).toEqual([]);
  });
  it('partners that declare both directions are no finding', () => {
    const map = {
      ...QUIET,
      allowedRelations: [
        { downstream: 'orders', upstream: 'catalog', reason: 'partners' },
        { downstream: 'catalog', upstream: 'orders', reason: 'partners' },
      ],
    };
    expect(judge([imports(ORDER, PRODUCT), imports(PRODUCT, ORDER)], map)).toEqual([]);
  });
  it('a pair that the map does not declare is a warning, once', () => {
    const map = { ...config(), rules: off('cross-context-import') };
    expect(judge([imports(ORDER, PRODUCT), imports('src/orders/order.entity.ts', PRODUCT)], map)).toEqual([
      'new warning undeclared-relation orders > catalog',
    ]);
  });
});

describe('modules in no context', () => {
  const modules = [
    ['src/app.ts', 'runtime'],
    ['src/catalog/a.ts', 'runtime'],
    ['src/orders/a.ts', 'runtime'],
    ['src/shipping/a.ts', 'runtime'],
    ['src/kernel/a.ts', 'runtime'],
    ['tools/seed.ts', 'seed'],
  ] as const;
  const run = (severity: RuleSeverity) =>
    check(
      shop([], { modules, tables: [] }),
      { ...QUIET, rules: [{ rule: 'unassigned-module', severity, allow: [] }] },
      [],
      { kind: 'all' },
    );
  it('are counted, and listed when the rule is on', () => {
    expect(run('off').notes).toEqual([
      '1 runtime module in no context and not judged (the rule unassigned-module is off): src/app.ts',
    ]);
    expect(found(run('error'))).toEqual(['new error unassigned-module src/app.ts > ']);
  });
});

describe('exceptions', () => {
  const allow = (from: string, to: string, until?: string): Config => ({
    ...QUIET,
    rules: [
      ...QUIET.rules,
      {
        rule: 'foreign-write',
        severity: 'error',
        allow: [{ from, to, reason: 'till 2', ...(until === undefined ? {} : { until }) }],
      },
    ],
  });
  const write = [accesses(ORDER, 'products', 'write')];
  it.each([
    ['orders', 'catalog'],
    ['orders', 'products'],
    [ORDER, 'table:products'],
    ['src/orders/**', 'pro*'],
    ['src/orders', '*'],
  ])('may name contexts, paths, globs and tables: %s to %s', (from, to) => {
    const [violation] = check(shop(write), allow(from, to), [], { kind: 'all' }).violations;
    expect([violation?.status, violation?.reason]).toEqual(['allowed', 'till 2']);
  });
  it('end after their day, judged by the date handed in', () => {
    const on = (today: string) =>
      check(shop(write), allow('orders', 'products', '2027-01-31'), [], { kind: 'all' }, { today });
    expect(on('2027-01-31').violations[0]?.status).toBe('allowed');
    expect(on('2027-02-01').violations[0]).toMatchObject({
      status: 'new',
      refusal: 'its exception ran out on 2027-01-31',
    });
    expect(on('2027-02-01').summary.new).toBe(1);
  });
  it('that match nothing are reported, and so are relations that nothing uses', () => {
    const map = { ...allow('orders', 'parcels'), allowedRelations: allowing(['import']).allowedRelations };
    expect(check(shop(write), map, [], { kind: 'all' }).diagnostics.map((d) => d.code)).toEqual(['MSA230', 'MSA231']);
  });
});

describe('a map that does not fit the code', () => {
  const base = config();
  const contexts = (change: Partial<Config['contexts'][number]>) => ({
    ...base,
    contexts: base.contexts.map((c) => (c.id === 'orders' ? { ...c, ...change } : c)),
  });
  it.each([
    [{ ...base, contexts: [] }, 'MSA213', /nothing to check/, /msa-map init/],
    [
      contexts({ include: ['src/order/**'] }),
      'MSA210',
      /"contexts.orders.include": the glob "src\/order\/\*\*"/,
      /Did you mean "src\/orders\/\*\*"/,
    ],
    [
      contexts({ include: ['src/orders/**', 'src/catalog/**'] }),
      'MSA211',
      /two contexts: "catalog" and "orders"/,
      /exclude/,
    ],
    [contexts({ tables: ['order'] }), 'MSA210', /no table is called "order"/, /Did you mean "orders"/],
    [
      { ...contexts({ tables: ['prices'] }), sharedKernel: { include: [], tables: ['prices'] } },
      'MSA212',
      /"orders" and "shared-kernel"/,
      /rules/,
    ],
    [contexts({ public: ['src/orders/api.ts'] }), 'MSA210', /orders.public/, /Take a name out/],
    [
      contexts({ include: ['src/orders/**', 'src/legacy/product.service.ts'], tables: ['ordres'] }),
      'MSA210',
      /"src\/legacy\/product.service.ts" matches no module; 1 more matches nothing: "contexts.orders.tables" "ordres" \(now "orders"\?\)/,
      /Did you mean "src\/catalog\/product.service.ts"/,
    ],
  ])('is refused: %#', (map, code, message, hint) => {
    const run = () => check(shop(), map as Config, [], { kind: 'all' });
    expect(run).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message), hint: expect.stringMatching(hint) }),
    );
  });
});

describe('globs of the map', () => {
  it('take a folder, route folders with brackets, and names that begin with a dot', () => {
    const modules = [
      ['app/(shop)/[id]/page.ts', 'runtime'],
      ['app/.well-known/route.ts', 'runtime'],
      ['lib/a.ts', 'runtime'],
    ] as const;
    const context = { exclude: [], tables: [], public: [], strict: false };
    const map = {
      ...config(),
      rules: [{ rule: 'unassigned-module', severity: 'error', allow: [] }] as const,
      sharedKernel: { include: [], tables: [] },
      contexts: [
        { ...context, id: 'a', name: 'a', include: ['app/(shop)/[id]/**'] },
        { ...context, id: 'b', name: 'b', include: ['lib'] },
        { ...context, id: 'c', name: 'c', include: ['app/**/route.ts'] },
      ],
    };
    expect(found(check(shop([], { modules, tables: [] }), map, [], { kind: 'all' }))).toEqual([]);
  });
});

it('gives the same findings for the same edges in another order', () => {
  const edges = [
    imports(ORDER, PRODUCT),
    imports(PARCEL, PRODUCT),
    accesses(ORDER, 'products', 'read'),
    imports(PRODUCT, ORDER),
  ];
  const one = check(shop(edges), config(), [], { kind: 'all' });
  const other = check(shop([...edges].reverse()), config(), [], { kind: 'all' });
  expect(JSON.stringify(other)).toBe(JSON.stringify(one));
});
