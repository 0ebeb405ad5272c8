/**
 * Packages of one repository that do not know one another: services side by side, none of which imports the other. Their
 * words are each their own (`users` of one and of the next), so likeness of names says less across them. Packages that
 * build on one another, an API on its data access, speak one language.
 */
import { type GraphNode, isModuleEdge, type SystemGraph } from '../../model/index.js';

/** Whether two nodes, by number, lie in such packages. A table lies where all that declare it lie. */
export function packagesApart(
  graph: Pick<SystemGraph, 'edges'>,
  nodes: readonly GraphNode[],
  indexOf: ReadonlyMap<string, number>,
): (a: number, b: number) => boolean {
  const numbers = new Map<string, number>();
  const numberOf = (name: string) => {
    if (name !== '' && !numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name) ?? NONE;
  };
  const packages = Int32Array.from(nodes, (node) => numberOf(packageOf(node, nodes, indexOf)));
  const knowing = new Set<number>();
  for (const edge of graph.edges) {
    const from = packages[indexOf.get(edge.from) ?? -1] ?? NONE;
    const to = packages[indexOf.get(edge.to) ?? -1] ?? NONE;
    if (from === NONE || to === NONE || !isModuleEdge(edge)) continue;
    knowing.add(from * numbers.size + to).add(to * numbers.size + from);
  }
  return (a, b) => {
    const [one, other] = [packages[a]!, packages[b]!];
    return one !== other && one !== NONE && other !== NONE && !knowing.has(one * numbers.size + other);
  };
}

const NONE = -1;

function packageOf(node: GraphNode, nodes: readonly GraphNode[], indexOf: ReadonlyMap<string, number>): string {
  if (node.kind === 'module') return node.package;
  const declaring = new Set(
    node.declaredAt.flatMap(({ path }) => {
      const module = nodes[indexOf.get(`module:${path}`) ?? -1];
      return module?.kind === 'module' ? [module.package] : [];
    }),
  );
  const [only = ''] = declaring;
  return declaring.size === 1 ? only : '';
}
