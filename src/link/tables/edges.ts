/** Accesses → edges: one per module, table, kind and directness, with every place as evidence. */
import {
  type AccessEdge,
  type AccessKind,
  type CallEdge,
  type Confidence,
  type Evidence,
  moduleId,
  sortedBy,
} from '../../model/index.js';
import type { CallGraph, GraphNode } from './call-graph.js';
import type { Effects } from './effects.js';
import type { Site } from './nodes.js';

const CONFIDENCE: readonly Confidence[] = ['exact', 'typed', 'convention'];
/** Places listed per edge; more say nothing new. */
const MAX_EVIDENCE = 200;
/** What a call through wrappers weighs, per wrapper between. */
const HOP_WEIGHT = 0.5;

type Draft = {
  readonly from: string;
  readonly to: string;
  readonly kind: AccessKind;
  joined: boolean;
  confidence: Confidence;
  via: readonly string[];
  readonly evidence: Map<string, Evidence>;
};

export function accessEdges(graph: CallGraph, effects: Effects): AccessEdge[] {
  const direct = directEdges(graph);
  const indirect = indirectEdges(graph, effects, direct);
  return [...direct.values(), ...indirect.values()].map((draft) => edgeOf(draft));
}

/** Files that hold the call itself; a generic base's call counts for the concrete class's file. */
function directEdges({ nodes }: CallGraph): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  for (const node of nodes.values()) {
    if (node.home === undefined) continue;
    for (const site of node.sites) {
      if (site.via.length > 0) continue;
      const draft = draftOf(drafts, node.home, site.table, site.op, []);
      if (!site.joined) draft.joined = false;
      raise(draft, site.confidence);
      for (const one of siteEvidence(node, site)) addEvidence(draft, one);
    }
  }
  return drafts;
}

function siteEvidence(node: GraphNode, site: Site): Evidence[] {
  const own: Evidence = {
    path: node.file.path,
    line: site.line,
    ...(node.label === '' ? {} : { function: node.label }),
    ...(site.note === undefined ? {} : { note: site.note }),
  };
  if (node.because === undefined || node.home === undefined) return [own];
  return [{ path: node.home, line: node.because.line, note: node.because.note }, own];
}

/** Callers in other files, where the file has no such access itself. */
function indirectEdges({ nodes }: CallGraph, effects: Effects, direct: ReadonlyMap<string, Draft>): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  for (const node of nodes.values()) {
    if (node.home === undefined || node.home !== node.file.path) continue;
    for (const effect of effects.get(node.key)?.values() ?? []) {
      if (effect.via.length === 0 || direct.has(keyOf(node.home, effect.table, effect.op))) continue;
      const draft = draftOf(drafts, node.home, effect.table, effect.op, effect.via);
      if (!effect.joined) draft.joined = false;
      if (isShorter(effect.via, draft.via)) draft.via = effect.via;
      raise(draft, effect.confidence);
      addEvidence(draft, {
        path: node.file.path,
        line: effect.line,
        ...(node.label === '' ? {} : { function: node.label }),
      });
    }
  }
  return drafts;
}

function isShorter(a: readonly string[], b: readonly string[]): boolean {
  return a.length !== b.length ? a.length < b.length : a.join('\0') < b.join('\0');
}

function keyOf(path: string, table: string, kind: AccessKind): string {
  return `${path}|${table}|${kind}`;
}

function draftOf(
  drafts: Map<string, Draft>,
  path: string,
  table: string,
  kind: AccessKind,
  via: readonly string[],
): Draft {
  const key = keyOf(path, table, kind);
  let draft = drafts.get(key);
  if (draft === undefined) {
    draft = { from: moduleId(path), to: table, kind, joined: true, confidence: 'convention', via, evidence: new Map() };
    drafts.set(key, draft);
  }
  return draft;
}

function raise(draft: Draft, confidence: Confidence): void {
  if (CONFIDENCE.indexOf(confidence) < CONFIDENCE.indexOf(draft.confidence)) draft.confidence = confidence;
}

function addEvidence(draft: Draft, one: Evidence): void {
  if (draft.evidence.size < MAX_EVIDENCE) draft.evidence.set(`${one.path}:${one.line}:${one.function ?? ''}`, one);
}

function edgeOf({ evidence, via, ...edge }: Draft): AccessEdge {
  const own = [...evidence.values()].filter((one) => moduleId(one.path) === edge.from).length;
  return {
    ...edge,
    direct: via.length === 0,
    via,
    weight: (1 + Math.log2(Math.max(1, own))) * HOP_WEIGHT ** via.length,
    evidence: sortedBy(evidence.values(), (one) => [
      one.path === edge.from.slice(7) ? 0 : 1,
      one.path,
      one.line,
      one.function ?? '',
    ]),
  };
}

/** Functions of other modules called from each module. */
export function callEdges({ nodes }: CallGraph): CallEdge[] {
  const found = new Map<string, { edge: Omit<CallEdge, 'lines'>; lines: Set<number> }>();
  for (const node of nodes.values()) {
    if (node.home !== node.file.path) continue;
    for (const { key, call } of node.targets) {
      const target = nodes.get(key);
      if (target === undefined || (target.home ?? target.file.path) === node.file.path || target.label === '') continue;
      const edge = {
        from: moduleId(node.file.path),
        to: moduleId(target.home ?? target.file.path),
        callee: target.label,
        caller: node.label,
      };
      const id = `${edge.from}|${edge.to}|${edge.callee}|${edge.caller}`;
      const known = found.get(id) ?? { edge, lines: new Set<number>() };
      known.lines.add(call.link.line);
      found.set(id, known);
    }
  }
  return sortedBy(
    [...found.values()].map(({ edge, lines }) => ({ ...edge, lines: [...lines].sort((a, b) => a - b) })),
    (edge) => [edge.from, edge.to, edge.callee, edge.caller],
  );
}
