/**
 * The shared kernel: technical modules (logger, config, base classes, database connection) and composition roots, apart
 * from the domain. A big fan-in alone is no reason: `Order` is a hub and belongs to its context. Needed together: it
 * touches no table, its name is technical or at least without a domain word, and its neighbours lie in many contexts
 * with none holding half of them.
 */
import { isAccessEdge, isModuleEdge, labelOf, type SystemGraph } from '../model/index.js';
import type { Evidence } from './evidence.js';
import { TECHNICAL_WORDS } from './layer-words.js';
import type { Partition } from './partition.js';
import { stemOf } from './vocabulary.js';
import { wordsOf } from './words.js';

const LEAST_CONTEXTS = 3;
const MOST_SHARE = 0.5;

/** Nodes of the shared kernel; `labels` are the contexts as clustered, -1 for none. */
export function kernelOf(graph: SystemGraph, evidence: Evidence, labels: Partition): Set<number> {
  const withTables = tableTouchers(graph, evidence);
  const spread = evidence.nodes.map(() => new Map<number, Set<number>>());
  for (const edge of graph.edges) {
    if (!isModuleEdge(edge)) continue;
    const from = evidence.indexOf.get(edge.from);
    const to = evidence.indexOf.get(edge.to);
    if (from === undefined || to === undefined) continue;
    note(spread[to]!, labels[from]!, from);
    note(spread[from]!, labels[to]!, to);
  }
  const kernel = new Set<number>();
  evidence.nodes.forEach((node, i) => {
    if (node.kind !== 'module' || withTables.has(i) || !isTechnicalName(labelOf(node.id), evidence.vocabulary.layer))
      return;
    const counts = [...spread[i]!].filter(([label]) => label >= 0).map(([, members]) => members.size);
    const all = counts.reduce((sum, count) => sum + count, 0);
    if (counts.length >= LEAST_CONTEXTS && Math.max(...counts) < MOST_SHARE * all) kernel.add(i);
  });
  return kernel;
}

function note(map: Map<number, Set<number>>, label: number, member: number): void {
  const members = map.get(label);
  if (members === undefined) map.set(label, new Set([member]));
  else members.add(member);
}

function tableTouchers(graph: SystemGraph, evidence: Evidence): Set<number> {
  const result = new Set<number>();
  for (const edge of graph.edges) {
    const from = evidence.indexOf.get(edge.from);
    if (isAccessEdge(edge) && from !== undefined && edge.kind !== 'ddl') result.add(from);
  }
  for (const node of graph.nodes) {
    if (node.kind !== 'table') continue;
    for (const place of node.declaredAt) {
      const module = evidence.indexOf.get(`module:${place.path}`);
      if (module !== undefined) result.add(module);
    }
  }
  return result;
}

/** Every telling word of the file name is technical; the folder decides when the name has none (`index`, `types`). */
export function isTechnicalName(path: string, layer: ReadonlySet<string>): boolean {
  const segments = path.split('/');
  const telling = (name: string) => wordsOf(name).filter((word) => !layer.has(word) && !TECHNICAL_WORDS.has(word));
  const file = wordsOf(stemOf(segments.pop() ?? ''));
  const own = telling(file.join(' '));
  if (own.length > 0)
    return own.length === 1 && file.some((word) => TECHNICAL_WORDS.has(word)) && isTechnicalFolder(segments);
  return segments.length === 0 || telling(segments[segments.length - 1]!).length === 0;
}

/** Somewhere above stands a folder like `utils`, `common` or `middlewares`. */
function isTechnicalFolder(segments: readonly string[]): boolean {
  return segments.some((segment) => wordsOf(segment).some((word) => TECHNICAL_WORDS.has(word)));
}
