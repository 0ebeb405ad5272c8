/** The hand-made shop of the score tests as a whole Analysis. */
import {
  type Analysis,
  EMPTY_CONFIG,
  type History,
  moduleId,
  SCHEMA_VERSION,
  type SystemGraph,
} from '../../src/model/index.js';
import { score } from '../../src/score/index.js';
import { accessEdge, shopEdges, shopGraph, shopMap } from '../score/shop.js';

const HISTORY: History = {
  available: true,
  isShallow: false,
  commits: [
    { hash: 'a', ageDays: 0, author: 'Ana', isFix: true, paths: ['src/orders/cart.ts'] },
    {
      hash: 'b',
      ageDays: 3,
      author: 'Bo | <b>',
      isFix: false,
      paths: ['src/catalog/product.ts', 'src/orders/cart.ts'],
    },
  ],
  owners: [
    { pattern: '*', owners: ['@shop/all'] },
    { pattern: '/src/catalog/', owners: ['@shop/catalog'] },
    { pattern: 'cart.ts', owners: [] },
  ],
  notes: [],
};

export function shopAnalysis(changes: Partial<SystemGraph> = {}, history: History = HISTORY): Analysis {
  const joined = {
    ...accessEdge('src/orders/order.service.ts', 'categories', 'read', { joined: true }),
    evidence: [{ path: 'src/orders/order.service.ts', line: 80, function: 'OrderService.listOrders' }],
  };
  const typeUse = {
    from: moduleId('src/stock/stock.ts'),
    to: moduleId('src/catalog/product.ts'),
    kind: 'type-import',
    symbols: ['Product'],
    weight: 1,
    evidence: [{ path: 'src/stock/stock.ts', line: 2 }],
    traits: [],
  } as const;
  const graph = shopGraph({
    edges: [...shopEdges(), joined, typeUse, { ...typeUse, from: moduleId('test/product.test.ts'), kind: 'import' }],
    events: [
      {
        name: 'PRICE_CHANGED',
        mechanism: 'EventEmitter',
        publishers: [{ path: 'src/catalog/price.ts', line: 4 }],
        consumers: [{ path: 'src/orders/cart.ts', line: 9 }],
      },
    ],
    ...changes,
  });
  const contextMap = shopMap();
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'msa-map', version: '0' },
    project: { name: 'shop', files: 0, packages: [], stack: { frameworks: [], dataAccess: [] } },
    graph,
    transactions: graph.transactions,
    contextMap,
    ...score(graph, contextMap, history, EMPTY_CONFIG),
    diagnostics: [],
    coverage: { ...graph.coverage, git: { available: true, commits: 0, note: '' } },
  };
}
