import { describe, expect, it } from 'vitest';
import { relationsOf } from '../../src/cluster/figures/relations.js';
import { relationReason } from '../../src/model/index.js';
import { access, foreignKey, graphOf, imports, module, table } from './graphs.js';

/** `shop/till.ts` lies in the context `shop`. */
function relate(
  paths: readonly string[],
  edges: Parameters<typeof graphOf>[1],
  tables: Readonly<Record<string, string>> = {},
) {
  const nodes = [...paths.map((path) => module(path)), ...Object.keys(tables).map((name) => table(name))];
  const homes = [
    ...paths.map((path): [string, string] => [`module:${path}`, path.split('/')[0]!]),
    ...Object.entries(tables).map(([name, context]): [string, string] => [`table:${name}`, context]),
  ];
  return relationsOf(graphOf(nodes, edges), new Map(homes)).map(
    (r) => `${r.downstream} → ${r.upstream}: ${r.pattern}, ${r.reason}`,
  );
}

describe('how two contexts relate, and why', () => {
  it('says nothing of one way where both call each other, one of them much less', () => {
    const found = relate(
      ['orders/cart.ts', 'stock/shelf.ts'],
      [
        imports('orders/cart.ts', 'stock/shelf.ts', 'import', 9),
        imports('stock/shelf.ts', 'orders/cart.ts', 'import', 1),
      ],
    );
    expect(found).toEqual([
      'orders → stock: customer-supplier, downstream calls upstream; 90 % of the weight between them goes this way',
      'stock → orders: customer-supplier, downstream calls upstream; 10 % of the weight between them goes this way',
    ]);
  });

  it('tells tables from types, and from keys alone', () => {
    expect(
      relate(
        ['orders/cart.ts', 'orders/line.ts', 'stock/shelf.ts', 'stock/a.ts', 'stock/b.ts', 'stock/c.ts'],
        [
          access('orders/cart.ts', 'shelves', 'read'),
          foreignKey('carts', 'customers'),
          imports('orders/cart.ts', 'bakery/bread.ts', 'type-import'),
        ],
        { shelves: 'stock', carts: 'orders', customers: 'members' },
      ),
    ).toEqual([
      'orders → members: conformist, tables of downstream refer to tables of upstream by foreign keys',
      'orders → stock: conformist, downstream uses upstream tables as they are',
    ]);
  });

  it('sees a layer against corruption in the name of a file, not of the folder of a front end or inside of a word', () => {
    const found = relate(
      [
        'orders/pg-client.ts',
        'web/client/app.ts',
        'reports/oracle.ts',
        'payments/pay.ts',
        'till/PaymentGateway.ts',
        'till/feeMapper.ts',
      ],
      [
        imports('orders/pg-client.ts', 'payments/pay.ts'),
        imports('web/client/app.ts', 'orders/pg-client.ts'),
        imports('reports/oracle.ts', 'orders/pg-client.ts'),
        imports('till/PaymentGateway.ts', 'payments/pay.ts'),
        imports('till/feeMapper.ts', 'payments/pay.ts'),
      ],
    );
    expect(found).toEqual([
      'orders → payments: acl, everything goes through orders/pg-client.ts',
      'reports → orders: customer-supplier, downstream calls upstream, and nothing calls back',
      'till → payments: acl, everything goes through 2 modules that translate: till/PaymentGateway.ts and others',
      'web → orders: customer-supplier, downstream calls upstream, and nothing calls back',
    ]);
  });

  it('names what an open host is used through, and says it in Korean', () => {
    const graph = graphOf(
      ['a/x.ts', 'b/x.ts', 'c/x.ts', 'mail/send.ts'].map((path) => module(path)),
      ['a/x.ts', 'b/x.ts', 'c/x.ts'].map((path) => imports(path, 'mail/send.ts')),
    );
    const home = new Map(
      ['a/x.ts', 'b/x.ts', 'c/x.ts', 'mail/send.ts'].map((path) => [`module:${path}`, path.split('/')[0]!]),
    );
    const [first] = relationsOf(graph, home);
    expect(first?.reason).toBe('3 contexts use it, here through mail/send.ts');
    expect(relationReason(first!, 'ko')).toBe('컨텍스트 3개가 사용하며, 여기서는 mail/send.ts을(를) 통함');
  });
});
