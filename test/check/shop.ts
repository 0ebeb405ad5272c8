/** A small online shop as a graph by hand: what the tests of `check` change one thing about at a time. */
import {
  type AccessEdge,
  type Config,
  EMPTY_CONFIG,
  type GraphEdge,
  type ModuleEdge,
  type Role,
  type SystemGraph,
  type TableEdge,
  type Transaction,
} from '../../src/model/index.js';
import { accessEdge, folderContext, graphOf, importEdge, keyEdge, moduleNode, tableNode } from '../hand-made.js';

export function imports(from: string, to: string, more: Partial<ModuleEdge> = {}): ModuleEdge {
  return importEdge(from, to, { symbols: ['Thing'], evidence: [{ path: from, line: 3 }], ...more });
}

export function accesses(
  from: string,
  to: string,
  kind: AccessEdge['kind'],
  more: Partial<AccessEdge> = {},
): AccessEdge {
  return accessEdge(from, to, kind, { evidence: [{ path: from, line: 12 }], ...more });
}

export function foreignKey(from: string, to: string, more: Partial<TableEdge> = {}): TableEdge {
  const evidence = [{ path: 'src/orders/order.entity.ts', line: 9 }];
  return keyEdge(from, to, { columns: ['product_id'], evidence, ...more });
}

export function transaction(id: string, writes: readonly string[], more: Partial<Transaction> = {}): Transaction {
  const path = id.slice(0, id.indexOf('#'));
  return {
    id,
    path,
    line: 20,
    endLine: 30,
    mechanism: 'typeorm.transaction',
    membership: 'handle',
    accesses: writes.map((table, i) => ({
      table: `table:${table}`,
      op: 'write',
      path,
      line: 21 + i,
      inside: true,
      via: [],
    })),
    externalCalls: [],
    ...more,
  };
}

const MODULES: readonly (readonly [path: string, role: Role])[] = [
  ['src/catalog/index.ts', 'runtime'],
  ['src/catalog/product.entity.ts', 'runtime'],
  ['src/catalog/product.service.ts', 'runtime'],
  ['src/orders/order.entity.ts', 'runtime'],
  ['src/orders/order.service.ts', 'runtime'],
  ['src/orders/order.service.spec.ts', 'test'],
  ['src/shipping/parcel.service.ts', 'runtime'],
  ['src/kernel/money.ts', 'runtime'],
  ['src/kernel/base-repository.ts', 'runtime'],
];

const TABLES: readonly (readonly [name: string, path: string])[] = [
  ['products', 'src/catalog/product.entity.ts'],
  ['prices', 'src/catalog/product.entity.ts'],
  ['orders', 'src/orders/order.entity.ts'],
  ['parcels', 'src/shipping/parcel.service.ts'],
];

export function shop(
  edges: readonly GraphEdge[] = [],
  more: {
    readonly transactions?: readonly Transaction[];
    readonly modules?: readonly (readonly [path: string, role: Role])[];
    readonly tables?: readonly (readonly [name: string, path: string])[];
  } = {},
): SystemGraph {
  const nodes = [
    ...(more.modules ?? MODULES).map(([path, role]) => moduleNode(path, { role })),
    ...(more.tables ?? TABLES).map(([name, path]) => tableNode(name, { declaredAt: [{ path, line: 1 }] })),
  ];
  return graphOf(nodes, edges, { name: 'shop', transactions: more.transactions ?? [] });
}

/** The shop's modules with some paths changed, as after a rename. */
export function renamed(paths: Readonly<Record<string, string>>): readonly (readonly [path: string, role: Role])[] {
  return MODULES.map(([path, role]) => [paths[path] ?? path, role]);
}

export function config(more: Partial<Config> = {}): Config {
  return {
    ...EMPTY_CONFIG,
    contexts: ['catalog', 'orders', 'shipping'].map(folderContext),
    sharedKernel: { include: ['src/kernel/**'], tables: [] },
    ...more,
  };
}
