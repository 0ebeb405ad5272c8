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
  const indexOf = new Map(runtime.map((node, i) => [node.id, i]));
  const importers = importersOf(view, indexOf);
  const isParked = hubs(view, indexOf, importers);
  const seen = new Int32Array(runtime.length);
  return new Map(
    view.contexts.map((id, i) => {
      const own = new Set((view.modules.get(id) ?? []).map((node) => indexOf.get(node.id)!));
      return [id, radius(own, importers, isParked, seen, i + 1)];
    }),
  );
}

/** Importers as flat arrays: those of module i are at start[i] .. start[i + 1]. Numbers, for each context looks at all. */
type Importers = { readonly start: Int32Array; readonly from: Int32Array };

function importersOf({ graph }: SystemView, indexOf: ReadonlyMap<string, number>): Importers {
  const ends: number[] = [];
  const start = new Int32Array(indexOf.size + 1);
  for (const edge of graph.edges) {
    if (!isModuleEdge(edge) || !isRuntimeCall(edge)) continue;
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    if (from === undefined || to === undefined) continue;
    ends.push(from, to);
    start[to + 1]! += 1;
  }
  for (let i = 0; i < indexOf.size; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const from = new Int32Array(ends.length / 2);
  for (let i = 0; i < ends.length; i += 2) from[next[ends[i + 1]!]!++] = ends[i]!;
  return { start, from };
}

/** 1 for a module that is not followed. */
function hubs(view: SystemView, indexOf: ReadonlyMap<string, number>, { start, from }: Importers): Uint8Array {
  const isParked = new Uint8Array(indexOf.size);
  for (const id of view.map.sharedKernel.modules) {
    const index = indexOf.get(id);
    if (index !== undefined) isParked[index] = 1;
  }
  if (indexOf.size < HUB_FROM) return isParked;
  for (let i = 0; i < indexOf.size; i++)
    if (new Set(from.subarray(start[i], start[i + 1])).size > HUB_SHARE * indexOf.size) isParked[i] = 1;
  return isParked;
}

/** `seen[i]` is `mark` for what this context's failure reaches; marks of others are as good as none. */
function radius(
  own: ReadonlySet<number>,
  { start, from }: Importers,
  isParked: Uint8Array,
  seen: Int32Array,
  mark: number,
): number {
  for (const index of own) seen[index] = mark;
  const queue = [...own].filter((index) => isParked[index] === 0);
  let reached = 0;
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (let i = start[next]!; i < start[next + 1]!; i++) {
      const importer = from[i]!;
      if (seen[importer] === mark) continue;
      seen[importer] = mark;
      reached += 1;
      if (isParked[importer] === 0) queue.push(importer);
    }
  }
  const outside = seen.length - own.size;
  return outside <= 0 ? 0 : reached / outside;
}
