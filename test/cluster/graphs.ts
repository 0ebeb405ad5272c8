/** Small SystemGraphs for tests: `shop` is layered, three contexts wide, with a logger that everybody uses. */
import type {
  AccessEdge,
  GraphEdge,
  GraphNode,
  ModuleEdge,
  Role,
  SystemGraph,
  TableEdge,
  TableNode,
} from '../../src/model/index.js';
import { accessEdge, graphOf, importEdge, keyEdge, moduleNode, tableNode } from '../hand-made.js';

export { graphOf };

export function module(path: string, role: Role = 'runtime'): GraphNode {
  return moduleNode(path, { role });
}

export function table(name: string): TableNode {
  return tableNode(name);
}

export function imports(from: string, to: string, kind: ModuleEdge['kind'] = 'import', weight = 1): ModuleEdge {
  return importEdge(from, to, { kind, symbols: ['x'], weight });
}

export function access(from: string, to: string, kind: AccessEdge['kind'] = 'write', places = 1): AccessEdge {
  return accessEdge(from, to, kind, {
    evidence: Array.from({ length: places }, (_, i) => ({ path: from, line: i + 1 })),
  });
}

export function foreignKey(from: string, to: string): TableEdge {
  return keyEdge(from, to);
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
