/**
 * Blast radius: the share of the modules outside a context that reach it over runtime dependencies, so that could feel
 * its failure. Hubs are parked (shared kernel, and in large systems modules that more than 5 % of all modules import):
 * through a logger or a base class everything reaches everything, which says nothing about one context.
 */
import { isModuleEdge, type ModuleNode } from '../model/index.js';
import { isRuntimeCall, type SystemView } from './system-view.js';

const HUB_SHARE = 0.05;
/** Below this many modules removing hubs was measured to hurt. */
const HUB_FROM = 150;

export function blastRadius(view: SystemView): Map<string, number> {
  const runtime = view.graph.nodes.filter(
    (node): node is ModuleNode => node.kind === 'module' && node.role === 'runtime',
  );
  const importers = new Map<string, string[]>(runtime.map((node) => [node.id, []]));
  for (const edge of view.graph.edges) {
    if (!isModuleEdge(edge) || !isRuntimeCall(edge) || !importers.has(edge.from)) continue;
    importers.get(edge.to)?.push(edge.from);
  }
  const parked = hubs(view, importers);
  return new Map(view.contexts.map((id) => [id, radius(view.modules.get(id) ?? [], importers, parked)]));
}

function hubs(view: SystemView, importers: ReadonlyMap<string, readonly string[]>): Set<string> {
  const result = new Set(view.map.sharedKernel.modules);
  if (importers.size < HUB_FROM) return result;
  for (const [id, from] of importers) if (new Set(from).size > HUB_SHARE * importers.size) result.add(id);
  return result;
}

function radius(
  own: readonly ModuleNode[],
  importers: ReadonlyMap<string, readonly string[]>,
  parked: ReadonlySet<string>,
): number {
  const inside = new Set(own.map((node) => node.id));
  const seen = new Set(inside);
  const queue = [...inside].filter((id) => !parked.has(id));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const from of importers.get(next) ?? []) {
      if (seen.has(from)) continue;
      seen.add(from);
      if (!parked.has(from)) queue.push(from);
    }
  }
  const outside = importers.size - inside.size;
  return outside <= 0 ? 0 : (seen.size - inside.size) / outside;
}
