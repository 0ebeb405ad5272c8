/** Nodes, edges and whole graphs by hand, complete: a test says only what it is about, the rest is filled in. */
import {
  type AccessEdge,
  type Config,
  EMPTY_GRAPH,
  type GraphEdge,
  type GraphNode,
  type ModuleEdge,
  type ModuleNode,
  moduleId,
  type SystemGraph,
  type TableEdge,
  type TableNode,
  tableId,
} from '../src/model/index.js';

export function graphOf(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  more: Partial<SystemGraph> = {},
): SystemGraph {
  return { ...EMPTY_GRAPH, name: 'test', nodes, edges, ...more };
}

export function moduleNode(path: string, more: Partial<ModuleNode> = {}): ModuleNode {
  return { id: moduleId(path), kind: 'module', path, role: 'runtime', lines: 10, package: '', words: [], ...more };
}

export function tableNode(name: string, more: Partial<TableNode> = {}): TableNode {
  return {
    id: tableId(name),
    kind: 'table',
    name,
    tableKind: 'table',
    technology: ['typeorm'],
    models: [],
    declaredAt: [],
    naming: 'explicit',
    source: 'model',
    ...more,
  };
}

/** From path to path. */
export function importEdge(from: string, to: string, more: Partial<ModuleEdge> = {}): ModuleEdge {
  return {
    from: moduleId(from),
    to: moduleId(to),
    kind: 'import',
    symbols: [],
    weight: 1,
    evidence: [{ path: from, line: 1 }],
    traits: [],
    ...more,
  };
}

/** From a module's path to a table's name. */
export function accessEdge(
  from: string,
  table: string,
  kind: AccessEdge['kind'],
  more: Partial<AccessEdge> = {},
): AccessEdge {
  return {
    from: moduleId(from),
    to: tableId(table),
    kind,
    direct: true,
    joined: false,
    via: [],
    confidence: 'exact',
    weight: 1,
    evidence: [{ path: from, line: 1 }],
    ...more,
  };
}

/** From table name to table name. */
export function keyEdge(from: string, to: string, more: Partial<TableEdge> = {}): TableEdge {
  return {
    from: tableId(from),
    to: tableId(to),
    kind: 'foreign-key',
    columns: [],
    weight: 1,
    evidence: [],
    ...more,
  };
}

/** A declared context of one folder. */
export function folderContext(id: string): Config['contexts'][number] {
  return { id, name: id, include: [`src/${id}/**`], exclude: [], tables: [], public: [], strict: false };
}
