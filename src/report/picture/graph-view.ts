/**
 * Modules and tables themselves: of one context, around a focus, or on the paths between two. Grouped by context, test
 * files and other non-runtime modules left out.
 */
import {
  type Analysis,
  contextOfNode,
  type GraphEdge,
  type GraphNode,
  isModuleEdge,
  isTableEdge,
  labelOf,
} from '../../model/index.js';
import type { Language } from '../messages.js';
import type { Arrow, ArrowKind, Box, Picture } from './picture.js';
import { pictureWords, type Words } from './words.js';

/** More boxes than this between two ends are no longer a path one can follow. */
const ALL_WAYS = 40;
const FOLDERS = 3;

export type GraphViewOptions = {
  readonly language?: Language;
  readonly only: 'all' | 'tables';
  /** Node ids to start from; empty shows everything. */
  readonly focus: readonly string[];
  readonly depth: number;
  readonly direction: 'in' | 'out' | 'both';
  readonly path?: { readonly from: readonly string[]; readonly to: readonly string[] };
};

export function graphView(analysis: Analysis, options: GraphViewOptions): Picture {
  const say = pictureWords(options.language);
  const named = new Set([...options.focus, ...(options.path?.from ?? []), ...(options.path?.to ?? [])]);
  const nodes = new Map(
    analysis.graph.nodes.filter((node) => named.has(node.id) || isDrawn(node, options)).map((node) => [node.id, node]),
  );
  const edges = analysis.graph.edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  const { chosen, notes } = choose(nodes, edges, options);
  const contextOf = contextOfNode(analysis.contextMap);
  const focus = new Set(options.focus);
  const shared = new Set(
    analysis.contextMap.ownership.filter(({ isSharedWrite }) => isSharedWrite).map(({ table }) => table),
  );
  const weight = new Map<string, number>();
  for (const { from, to, weight: w } of edges) for (const id of [from, to]) weight.set(id, (weight.get(id) ?? 0) + w);
  const order = [...chosen].sort(
    (a, b) =>
      Number(focus.has(b)) - Number(focus.has(a)) || (weight.get(b) ?? 0) - (weight.get(a) ?? 0) || (a < b ? -1 : 1),
  );
  const names = new Map(analysis.contextMap.contexts.map(({ id, name }) => [id, name]));
  const groups = [...new Set(order.map((id) => contextOf.get(id) ?? ''))].filter((id) => id !== '').sort();
  return {
    ...(options.language === undefined ? {} : { language: options.language }),
    title: say(options.only === 'tables' ? 'tables' : 'graph', { project: analysis.project.name }),
    boxes: order.map((id) =>
      boxOf(
        nodes.get(id) as GraphNode,
        contextOf.get(id) ?? '',
        focus.has(id) && focus.size < chosen.size,
        shared.has(id),
      ),
    ),
    arrows: merge(
      edges.filter(({ from, to }) => chosen.has(from) && chosen.has(to)),
      contextOf,
    ),
    groups: groups.map((id) => ({ id, label: names.get(id) ?? id })),
    notes: [say('graphArrows'), ...notes],
    omissions: [],
  };
}

function isDrawn(node: GraphNode, { only }: GraphViewOptions): boolean {
  return node.kind === 'table' || (only === 'all' && node.role === 'runtime');
}

type Choice = { readonly chosen: ReadonlySet<string>; readonly notes: readonly string[] };

function choose(nodes: ReadonlyMap<string, GraphNode>, edges: readonly GraphEdge[], options: GraphViewOptions): Choice {
  if (options.path) return between(options.path.from, options.path.to, edges, pictureWords(options.language));
  const chosen =
    options.focus.length === 0 ? nodes.keys() : reach(options.focus, edges, options.direction, options.depth).keys();
  return { chosen: new Set(chosen), notes: [] };
}

/** All that lies on a way from the one to the other; where that is too much to read, what lies on a shortest one. */
function between(from: readonly string[], to: readonly string[], edges: readonly GraphEdge[], say: Words): Choice {
  const forth = reach(from, edges, 'out', Number.POSITIVE_INFINITY);
  const back = reach(to, edges, 'in', Number.POSITIVE_INFINITY);
  const steps = new Map([...forth].flatMap(([id, there]) => (back.has(id) ? [[id, there + back.get(id)!]] : [])));
  if (steps.size === 0) return { chosen: new Set([...from, ...to]), notes: [say('noWay')] };
  if (steps.size <= ALL_WAYS) return { chosen: new Set(steps.keys()), notes: [] };
  const shortest = Math.min(...steps.values());
  return {
    chosen: new Set([...steps].filter(([, length]) => length === shortest).map(([id]) => id)),
    notes: [say('shortest', { n: shortest, all: steps.size })],
  };
}

/** Breadth first from the start: each node reached with its distance. */
function reach(
  start: readonly string[],
  edges: readonly GraphEdge[],
  direction: 'in' | 'out' | 'both',
  depth: number,
): Map<string, number> {
  const next = new Map<string, string[]>();
  const add = (from: string, to: string): void => void (next.get(from)?.push(to) ?? next.set(from, [to]));
  for (const { from, to } of edges) {
    if (direction !== 'in') add(from, to);
    if (direction !== 'out') add(to, from);
  }
  const seen = new Map(start.map((id) => [id, 0]));
  let front = [...start];
  for (let step = 0; step < depth && front.length > 0; step++) {
    const reached: string[] = [];
    for (const id of front) {
      for (const other of next.get(id) ?? []) {
        if (seen.has(other)) continue;
        seen.set(other, step + 1);
        reached.push(other);
      }
    }
    front = reached;
  }
  return seen;
}

function boxOf(node: GraphNode, group: string, isFocus: boolean, isShared: boolean): Box {
  return {
    id: node.id,
    label: node.kind === 'table' ? node.name : (labelOf(node.id).split('/').at(-1) as string),
    detail: node.kind === 'table' ? node.technology.join(', ') : folderOf(labelOf(node.id)),
    shape: node.kind,
    tone: isFocus ? 'focus' : isShared ? 'shared' : 'plain',
    group,
  };
}

/** The last folders of a path tell more than the first. */
function folderOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  const kept = folders.slice(-FOLDERS).join('/');
  return folders.length > FOLDERS ? `…/${kept}` : kept;
}

/** What a pair is drawn as when it has several: the strongest, `write` over `read`, code over types alone. */
const STRENGTH: readonly ArrowKind[] = ['write', 'read', 'code', 'event', 'type', 'key', 'order'];
const WIDTH: Readonly<Partial<Record<ArrowKind, number>>> = { write: 2.8, code: 1.5, key: 1.4 };
const THIN = 1.1;

/** One arrow a pair; several edges between the same two add up. */
function merge(edges: readonly GraphEdge[], contextOf: ReadonlyMap<string, string>): Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const edge of edges) {
    const pair = `${edge.from}\n${edge.to}`;
    const before = arrows.get(pair);
    const own = kindOf(edge);
    const kind = before && STRENGTH.indexOf(before.kind) < STRENGTH.indexOf(own) ? before.kind : own;
    arrows.set(pair, {
      from: edge.from,
      to: edge.to,
      label: '',
      kind,
      weight: (before?.weight ?? 0) + edge.weight,
      width: WIDTH[kind] ?? THIN,
      isAlarm: kind === 'write' && contextOf.get(edge.from) !== contextOf.get(edge.to),
    });
  }
  return [...arrows.values()];
}

function kindOf(edge: GraphEdge): ArrowKind {
  if (isTableEdge(edge)) return 'key';
  if (isModuleEdge(edge)) return edge.kind === 'event' ? 'event' : edge.kind === 'type-import' ? 'type' : 'code';
  return edge.kind === 'read' ? 'read' : 'write';
}
