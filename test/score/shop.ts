/**
 * A shop by hand: orders, stock, payment, delivery, catalog, members, and a parked logger. Orders places an order in one
 * transaction over four contexts; the product price table is written by catalog and by orders; stock and delivery need
 * one another; catalog and members stand apart.
 */
import {
  type AccessEdge,
  type AccessKind,
  type CallEdge,
  type ContextMap,
  type GraphEdge,
  type ModuleEdge,
  moduleId,
  type SystemGraph,
  type TableEdge,
  type Transaction,
  tableId,
} from '../../src/model/index.js';
import {
  graphOf,
  keyEdge,
  moduleNode,
  accessEdge as plainAccess,
  importEdge as plainImport,
  tableNode,
} from '../hand-made.js';

export const SHOP: Readonly<Record<string, { files: readonly string[]; tables: readonly string[] }>> = {
  catalog: {
    files: ['product.ts', 'price.ts', 'category.ts', 'search.ts', 'browse.controller.ts', 'review.ts'],
    tables: ['products', 'categories'],
  },
  delivery: { files: ['shipment.ts', 'carrier.ts', 'label.ts'], tables: ['shipments'] },
  members: { files: ['member.ts', 'login.ts', 'address.ts', 'grade.ts', 'member.controller.ts'], tables: ['members'] },
  orders: {
    files: ['order.service.ts', 'cart.ts', 'order.controller.ts', 'coupon.ts'],
    tables: ['orders', 'order_lines'],
  },
  payment: { files: ['payment.ts', 'refund.ts'], tables: ['payments'] },
  stock: { files: ['stock.ts', 'warehouse.ts'], tables: ['stock_items'] },
};

export const file = (context: string, name: string) => `src/${context}/${name}`;

export function importEdge(from: string, to: string, symbols: readonly string[] = [], weight = 1): ModuleEdge {
  return plainImport(from, to, { symbols, weight });
}

export function accessEdge(
  from: string,
  table: string,
  kind: AccessEdge['kind'],
  more: Partial<AccessEdge> = {},
): AccessEdge {
  return plainAccess(from, table, kind, { evidence: [{ path: from, line: 20 }], ...more });
}

export function foreignKey(from: string, to: string, column: string): TableEdge {
  return keyEdge(from, to, { columns: [column], evidence: [{ path: 'src/schema.ts', line: 3 }] });
}

export const PLACE_ORDER: Transaction = {
  id: 'src/orders/order.service.ts#OrderService.placeOrder',
  path: 'src/orders/order.service.ts',
  line: 30,
  endLine: 60,
  mechanism: 'typeorm.transaction',
  membership: 'handle',
  accesses: [
    step('members', 'read', 'src/orders/order.service.ts', 32, 'OrderService.placeOrder'),
    step('orders', 'write', 'src/orders/order.service.ts', 35, 'OrderService.placeOrder', [
      'src/orders/order.service.ts#OrderService.createOrder',
    ]),
    step('order_lines', 'write', 'src/orders/order.service.ts', 36, 'OrderService.createOrder'),
    step('stock_items', 'read', 'src/stock/stock.ts', 10, 'StockService.reserve', [
      'src/stock/stock.ts#StockService.reserve',
    ]),
    step('stock_items', 'write', 'src/stock/stock.ts', 12, 'StockService.reserve', [
      'src/stock/stock.ts#StockService.reserve',
    ]),
    step('payments', 'write', 'src/payment/payment.ts', 14, 'PaymentService.charge', [
      'src/payment/payment.ts#PaymentService.charge',
    ]),
    step('shipments', 'write', 'src/delivery/shipment.ts', 9, 'DeliveryService.prepare', [
      'src/delivery/shipment.ts#DeliveryService.prepare',
    ]),
  ],
  externalCalls: [{ path: 'src/payment/payment.ts', line: 13, function: 'PaymentService.charge' }],
};

export function step(
  table: string,
  op: AccessKind,
  path: string,
  line: number,
  fn: string,
  via: readonly string[] = [],
) {
  return { table: tableId(table), op, path, line, inside: true, function: fn, via };
}

export function shopEdges(): GraphEdge[] {
  const inside = Object.entries(SHOP).flatMap(([context, { files, tables }]) => [
    ...files.slice(1).map((name) => importEdge(file(context, name), file(context, files[0]!), [], 3)),
    ...tables.map((table) => accessEdge(file(context, files[0]!), table, 'write')),
    ...tables.map((table) => accessEdge(file(context, files[0]!), table, 'read')),
  ]);
  return [
    ...inside,
    importEdge('src/orders/order.service.ts', 'src/stock/stock.ts', ['StockService'], 2),
    importEdge('src/orders/order.service.ts', 'src/payment/payment.ts', ['PaymentService'], 2),
    importEdge('src/orders/order.service.ts', 'src/delivery/shipment.ts', ['DeliveryService'], 2),
    importEdge('src/orders/order.service.ts', 'src/catalog/product.ts', ['ProductService'], 2),
    importEdge('src/delivery/shipment.ts', 'src/stock/stock.ts', ['StockService'], 2),
    importEdge('src/stock/warehouse.ts', 'src/delivery/carrier.ts', ['Carrier'], 1),
    accessEdge('src/orders/order.service.ts', 'products', 'write'),
    accessEdge('src/orders/order.service.ts', 'members', 'read'),
    foreignKey('orders', 'members', 'member_id'),
    foreignKey('order_lines', 'products', 'product_id'),
    ...Object.entries(SHOP).flatMap(([context, { files }]) =>
      importEdge(file(context, files[0]!), 'src/shared/logger.ts'),
    ),
  ];
}

const CALLS: readonly CallEdge[] = [
  call('src/orders/order.service.ts', 'src/stock/stock.ts', 'StockService.reserve', 'OrderService.placeOrder', [40]),
  call(
    'src/orders/order.service.ts',
    'src/payment/payment.ts',
    'PaymentService.charge',
    'OrderService.placeOrder',
    [42],
  ),
  call(
    'src/orders/order.service.ts',
    'src/delivery/shipment.ts',
    'DeliveryService.prepare',
    'OrderService.placeOrder',
    [44],
  ),
  call(
    'src/orders/order.service.ts',
    'src/catalog/product.ts',
    'ProductService.findById',
    'OrderService.placeOrder',
    [33, 34],
  ),
];

function call(from: string, to: string, callee: string, caller: string, lines: readonly number[]): CallEdge {
  return { from: moduleId(from), to: moduleId(to), callee, caller, lines };
}

export function shopGraph(changes: Partial<SystemGraph> = {}): SystemGraph {
  const own = Object.entries(SHOP).flatMap(([context, { files }]) => files.map((name) => file(context, name)));
  const nodes = [
    ...own.map((path) => moduleNode(path, { lines: 100 })),
    moduleNode('src/shared/logger.ts'),
    moduleNode('test/product.test.ts', { role: 'test' }),
    ...Object.values(SHOP).flatMap(({ tables }) => tables.map((name) => tableNode(name))),
  ];
  const edges = [...shopEdges(), importEdge('test/product.test.ts', 'src/catalog/product.ts', ['ProductService'])];
  return graphOf(nodes, edges, {
    name: 'shop',
    calls: CALLS,
    transactions: [PLACE_ORDER],
    entryPoints: [
      {
        id: 'e1',
        kind: 'http',
        verb: 'GET',
        name: '/products/:id',
        module: moduleId('src/catalog/browse.controller.ts'),
        handler: 'browse',
        line: 5,
      },
      {
        id: 'e2',
        kind: 'http',
        verb: 'POST',
        name: '/orders',
        module: moduleId('src/orders/order.controller.ts'),
        handler: 'place',
        line: 5,
      },
      {
        id: 'e3',
        kind: 'http',
        verb: 'GET',
        name: '/members/:id',
        module: moduleId('src/members/member.controller.ts'),
        handler: 'show',
        line: 5,
      },
    ],
    ...changes,
  });
}

export function shopMap(changes: Partial<ContextMap> = {}): ContextMap {
  const contexts = Object.entries(SHOP).map(([id, { files, tables }]) => ({
    id,
    name: id[0]!.toUpperCase() + id.slice(1),
    modules: files.map((name) => moduleId(file(id, name))).sort(),
    tables: tables.map((name) => tableId(name)).sort(),
    terms: [id],
    confidence: 1,
    cohesion: 0.5,
    ca: 0,
    ce: 0,
    instability: 0,
  }));
  return {
    source: 'declared',
    contexts,
    sharedKernel: { modules: [moduleId('src/shared/logger.ts')], tables: [] },
    unassigned: [moduleId('test/product.test.ts')],
    assignments: [],
    ownership: contexts.flatMap((c) =>
      c.tables.map((table) => {
        const isPrice = table === 'table:products';
        const writers = [{ context: c.id, count: 2 }, ...(isPrice ? [{ context: 'orders', count: 1 }] : [])];
        return {
          table,
          owner: c.id,
          reason: 'writes most',
          writers,
          readers: [],
          isSharedWrite: isPrice,
          isShared: isPrice,
        };
      }),
    ),
    relations: [],
    cycles: [['delivery', 'stock']],
    cycleCuts: [
      {
        contexts: ['delivery', 'stock'],
        cut: [
          {
            from: moduleId('src/stock/warehouse.ts'),
            to: moduleId('src/delivery/carrier.ts'),
            kind: 'import',
            weight: 1,
          },
        ],
      },
    ],
    metrics: {
      modularity: 0,
      stability: 0,
      plainModularity: 0,
      sm: 0,
      icp: 0,
      ifn: 0,
      ned: 0,
      turboMQ: 0,
      tableEntropy: 0,
      bcp: null,
    },
    resolution: 1,
    seed: 1,
    notes: [],
    ...changes,
  };
}
