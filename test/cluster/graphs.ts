/** Small SystemGraphs for tests: `shop` is layered, three contexts wide, with a logger that everybody uses. */
import type { AccessKind, GraphEdge, GraphNode, ModuleEdgeKind, Role, SystemGraph } from '../../src/model/index.js';

export function graphOf(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  more: Partial<SystemGraph> = {},
): SystemGraph {
  return {
    name: 'test',
    nodes,
    edges,
    calls: [],
    transactions: [],
    entryPoints: [],
    events: [],
    drift: [],
    coverage: {
      files: 0,
      parsed: 0,
      skipped: [],
      imports: { resolved: 0, external: 0, unresolved: 0 },
      dataAccess: { resolved: 0, unresolved: 0 },
      unresolvedImports: [],
      unresolvedAccess: [],
    },
    diagnostics: [],
    ...more,
  };
}

export function module(path: string, role: Role = 'runtime'): GraphNode {
  return { id: `module:${path}`, kind: 'module', path, role, lines: 10, package: '', words: [] };
}

export function table(name: string): GraphNode {
  return {
    id: `table:${name}`,
    kind: 'table',
    name,
    tableKind: 'table',
    technology: ['typeorm'],
    models: [],
    declaredAt: [],
    naming: 'explicit',
    source: 'model',
  };
}

export function imports(from: string, to: string, kind: ModuleEdgeKind = 'import', weight = 1): GraphEdge {
  const evidence = [{ path: from, line: 1 }];
  return { from: `module:${from}`, to: `module:${to}`, kind, symbols: ['x'], weight, evidence, traits: [] };
}

export function access(from: string, to: string, kind: AccessKind = 'write', places = 1): GraphEdge {
  return {
    from: `module:${from}`,
    to: `table:${to}`,
    kind,
    direct: true,
    joined: false,
    via: [],
    confidence: 'exact',
    weight: 1,
    evidence: Array.from({ length: places }, (_, i) => ({ path: from, line: i + 1 })),
  };
}

export function foreignKey(from: string, to: string): GraphEdge {
  return { from: `table:${from}`, to: `table:${to}`, kind: 'foreign-key', columns: [], weight: 1, evidence: [] };
}

const SUBJECTS = ['order', 'invoice', 'customer'];

/** controllers/, services/, repositories/ and entities/ for each subject, plus logger, app module, a test, a migration. */
export function shop(): SystemGraph {
  const nodes: GraphNode[] = [
    module('src/common/logger.ts'),
    module('src/app.module.ts'),
    module('test/invoice.spec.ts', 'test'),
    module('migrations/001.ts', 'migration'),
  ];
  const edges: GraphEdge[] = [imports('test/invoice.spec.ts', 'src/services/invoice.service.ts')];
  for (const subject of SUBJECTS) {
    const at = (layer: string, kind: string) => `src/${layer}/${subject}.${kind}.ts`;
    const line = `src/entities/${subject}-line.entity.ts`;
    const [controller, service, repository, entity] = [
      at('controllers', 'controller'),
      at('services', 'service'),
      at('repositories', 'repository'),
      at('entities', 'entity'),
    ] as const;
    nodes.push(...[controller, service, repository, entity, line].map((path) => module(path)));
    nodes.push(table(`${subject}s`), table(`${subject}_lines`));
    edges.push(
      imports(controller, service),
      imports(service, repository),
      imports(repository, entity),
      imports(entity, line),
    );
    edges.push(access(repository, `${subject}s`, 'write', 3), access(repository, `${subject}_lines`, 'read'));
    edges.push(foreignKey(`${subject}_lines`, `${subject}s`), imports('src/app.module.ts', controller));
    for (const path of [controller, service, repository]) edges.push(imports(path, 'src/common/logger.ts'));
  }
  edges.push(imports('src/services/order.service.ts', 'src/services/customer.service.ts'));
  edges.push(imports('src/services/invoice.service.ts', 'src/services/order.service.ts'));
  edges.push(access('src/services/invoice.service.ts', 'orders', 'read'));
  edges.push(foreignKey('orders', 'customers'));
  return graphOf(nodes, edges);
}

/** The same graph, listed in another order. */
export function shuffled(graph: SystemGraph): SystemGraph {
  const turn = <T>(items: readonly T[]): T[] => [...items].reverse().sort((_, b) => (JSON.stringify(b).length % 3) - 1);
  return { ...graph, nodes: turn(graph.nodes), edges: turn(graph.edges) };
}
