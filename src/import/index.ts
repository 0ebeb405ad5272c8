/**
 * A graph from elsewhere: the text of a `--graph` file → SystemGraph, so that a monolith in another language, or a
 * published data set, can be mapped too. Other keys than those of the contract are ignored.
 */
import {
  type AccessEdge,
  EMPTY_GRAPH,
  type GraphEdge,
  type GraphNode,
  isModuleEdge,
  MODULE_EDGE_KINDS,
  type ModuleEdge,
  type ModuleEdgeKind,
  type SystemGraph,
  sortedBy,
  UserError,
} from '../model/index.js';

type ForeignNode = { readonly id: string; readonly kind: string };
type ForeignEdge = { readonly source: string; readonly target: string; readonly weight: number; readonly kind: string };

const TABLE_KINDS: ReadonlySet<string> = new Set(['table', 'view', 'collection', 'junction', 'child']);

/** Reads `{ name, nodes: [{ id, kind }], edges: [{ source, target, weight, kind }] }`. Throws UserError MSA041. */
export function readGraph(text: string): SystemGraph {
  const data = parse(text);
  const nodes = new Map<string, GraphNode>();
  for (const node of nodesOf(data)) {
    if (nodes.has(node.id)) throw wrong(`node "${node.id}" is listed twice`);
    nodes.set(node.id, graphNode(node));
  }
  const edges = new Map<string, GraphEdge>();
  for (const edge of edgesOf(data)) {
    const from = nodes.get(edge.source);
    const to = nodes.get(edge.target);
    if (from === undefined || to === undefined) {
      throw wrong(`edge ${edge.source} → ${edge.target} names a node that is not in "nodes"`);
    }
    if (from === to) continue;
    const added = graphEdge(edge, from, to);
    const key = `${added.from}\n${added.to}\n${added.kind}`;
    const known = edges.get(key);
    edges.set(key, known === undefined ? added : { ...added, weight: known.weight + added.weight });
  }
  const modular = [...edges.values()].filter(isModuleEdge).length;
  return {
    ...EMPTY_GRAPH,
    name: typeof data['name'] === 'string' ? data['name'] : 'graph',
    nodes: sortedBy(nodes.values(), (node) => [node.kind, node.id]),
    edges: sortedBy(edges.values(), (edge) => [edge.from, edge.to, edge.kind]),
    coverage: {
      ...EMPTY_GRAPH.coverage,
      imports: { resolved: modular, external: 0, unresolved: 0 },
      dataAccess: { resolved: edges.size - modular, unresolved: 0 },
    },
  };
}

function graphNode({ id, kind }: ForeignNode): GraphNode {
  if (!TABLE_KINDS.has(kind)) {
    return { id: `module:${id}`, kind: 'module', path: id, role: 'runtime', lines: 0, package: '', words: [] };
  }
  return {
    id: `table:${id}`,
    kind: 'table',
    name: id,
    tableKind: kind as 'table',
    technology: [],
    models: [],
    declaredAt: [],
    naming: 'explicit',
    source: 'model',
  };
}

/** `weight` is a count of uses; stored as 1 + log2(count), like the weight of an import. */
function graphEdge(edge: ForeignEdge, from: GraphNode, to: GraphNode): GraphEdge {
  const weight = 1 + Math.log2(Math.max(1, edge.weight));
  if (from.kind === 'table' && to.kind === 'table') {
    return { from: from.id, to: to.id, kind: 'foreign-key', columns: [], weight, evidence: [] };
  }
  // An access points from the code to the table, whichever way round the file has it.
  if (to.kind === 'table' || from.kind === 'table') {
    const [code, table] = to.kind === 'table' ? [from, to] : [to, from];
    return { from: code.id, to: table.id, kind: accessKind(edge.kind), ...ACCESS, weight };
  }
  return {
    from: from.id,
    to: to.id,
    kind: moduleKind(edge.kind),
    symbols: [],
    weight,
    evidence: [],
    traits: traitsOf(edge.kind),
  };
}

const ACCESS = { direct: true, joined: false, via: [], confidence: 'exact', evidence: [] } as const;

function accessKind(kind: string): AccessEdge['kind'] {
  if (/delete|remove/i.test(kind)) return 'delete';
  if (/ddl/i.test(kind)) return 'ddl';
  return /write|insert|update|upsert|save|create/i.test(kind) ? 'write' : 'read';
}

function moduleKind(kind: string): ModuleEdgeKind {
  const same = MODULE_EDGE_KINDS.find((known) => known === kind);
  return same ?? (/type/i.test(kind) ? 'type-import' : 'import');
}

function traitsOf(kind: string): ModuleEdge['traits'] {
  if (/inherit|extend|implement/i.test(kind)) return ['inheritance'];
  return /inject/i.test(kind) ? ['injection'] : [];
}

type Data = { readonly [key: string]: unknown };

function parse(text: string): Data {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw wrong(`it is not JSON (${(error as Error).message})`);
  }
  if (!isRecord(data)) throw wrong('it is not a JSON object');
  return data;
}

function nodesOf(data: Data): ForeignNode[] {
  return listOf(data, 'nodes').map((node, i) => {
    const id = isRecord(node) ? node['id'] : undefined;
    if (!isRecord(node) || (typeof id !== 'string' && typeof id !== 'number') || id === '') {
      throw wrong(`nodes[${i}] has no "id"`);
    }
    return { id: String(id), kind: typeof node['kind'] === 'string' ? node['kind'] : 'module' };
  });
}

function edgesOf(data: Data): ForeignEdge[] {
  return listOf(data, 'edges').map((edge, i) => {
    if (!isRecord(edge) || edge['source'] === undefined || edge['target'] === undefined) {
      throw wrong(`edges[${i}] has no "source" or no "target"`);
    }
    const weight = edge['weight'] ?? 1;
    if (typeof weight !== 'number' || !Number.isFinite(weight) || weight < 0) {
      throw wrong(`edges[${i}].weight is not a number of 0 or more`);
    }
    return {
      source: String(edge['source']),
      target: String(edge['target']),
      weight,
      kind: typeof edge['kind'] === 'string' ? edge['kind'] : 'import',
    };
  });
}

function listOf(data: Data, key: string): readonly unknown[] {
  const list = data[key];
  if (!Array.isArray(list)) throw wrong(`it has no list "${key}"`);
  return list;
}

function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(what: string): UserError {
  return new UserError(
    'MSA041',
    `The graph file cannot be used: ${what}.`,
    'Give { "nodes": [{ "id", "kind" }], "edges": [{ "source", "target", "weight", "kind" }] }.',
  );
}
