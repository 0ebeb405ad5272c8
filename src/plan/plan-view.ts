/** An analysis with the look-ups that every part of a dossier needs. Built once per plan. */
import {
  type AccessEdge,
  type Analysis,
  contextOfNode,
  countedAccesses,
  isAccessEdge,
  isModuleEdge,
  labelOf,
  type ModuleEdge,
  type ModuleNode,
  moduleId,
  SHARED_KERNEL,
  type TableNode,
  type Transaction,
  UNASSIGNED,
  viaAt,
  withMembership,
} from '../model/index.js';
import type { Place } from './dossier.js';

export type PlanView = {
  readonly analysis: Analysis;
  readonly context: string;
  /** Context of a module or owner of a table; shared kernel and unassigned by their names. */
  readonly contextOf: (node: string) => string;
  readonly isReal: (context: string) => boolean;
  readonly modules: ReadonlyMap<string, ModuleNode>;
  readonly tables: ReadonlyMap<string, TableNode>;
  /** Runtime modules only, at both ends. */
  readonly moduleEdges: readonly ModuleEdge[];
  /** Transactions of runtime code. */
  readonly transactions: readonly Transaction[];
  /** Accesses counted where they are made: what a call through another context does is that context's access. */
  readonly accesses: readonly AccessEdge[];
};

export function buildPlanView(analysis: Analysis, context: string): PlanView {
  const byNode = contextOfNode(analysis.contextMap);
  for (const { table, owner } of analysis.contextMap.ownership) byNode.set(table, owner);
  const modules = new Map<string, ModuleNode>();
  const tables = new Map<string, TableNode>();
  for (const node of analysis.graph.nodes) {
    if (node.kind === 'module') modules.set(node.id, node);
    else tables.set(node.id, node);
  }
  const isRuntime = (id: string) => modules.get(id)?.role === 'runtime';
  const edges = analysis.graph.edges.filter(isAccessEdge).filter((e) => isRuntime(e.from));
  return {
    analysis,
    context,
    contextOf: (node) => byNode.get(node) ?? UNASSIGNED,
    isReal: (id) => id !== SHARED_KERNEL && id !== UNASSIGNED,
    modules,
    tables,
    moduleEdges: analysis.graph.edges.filter(isModuleEdge).filter((e) => isRuntime(e.from) && isRuntime(e.to)),
    transactions: analysis.transactions
      .filter((t) => modules.get(moduleId(t.path))?.role === 'runtime')
      .map(withMembership),
    accesses: countedAccesses(edges),
  };
}

export function placesOf(edge: AccessEdge): Place[] {
  return edge.evidence.map((e) => {
    const via = viaAt(edge, e);
    return { path: e.path, line: e.line, function: e.function ?? '', ...(via.length === 0 ? {} : { via }) };
  });
}

/** `table:public.orders` → `public.orders`. */
export function shortName(id: string): string {
  return labelOf(id);
}
