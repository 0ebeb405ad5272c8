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
import { type Chain, functionLabel } from '../program/index.js';
import { type Effects, placesOf, whatOf } from './effects.js';
import { type CallGraph, type GraphNode, keyOf } from './graph-node.js';
import { isInline, type Site } from './nodes.js';
import type { RecordAccesses } from './record-wrappers.js';
import { placeOf, type ToldAccesses } from './told.js';

const CONFIDENCE: readonly Confidence[] = ['exact', 'typed', 'convention'];
/** Places listed per edge; more are counted. */
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
  /** Places beyond those listed. */
  unlisted: number;
  /** Functions that reach the table: what an indirect edge weighs by, however often each calls. */
  functions: number;
};

/** By file, then by what is done to which table. */
type Drafts = Map<string, Map<string, Draft>>;

export function accessEdges(
  graph: CallGraph,
  effects: Effects,
  records: RecordAccesses,
  told: ToldAccesses,
): AccessEdge[] {
  const direct = directEdges(graph, records, told);
  const indirect = indirectEdges(graph, effects, direct);
  return [...direct.values(), ...indirect.values()].flatMap((drafts) => [...drafts.values()].map(edgeOf));
}

/** Files that hold the call itself; a generic base's call counts for the concrete class's file, a told one for the teller's. */
function directEdges({ nodes }: CallGraph, { of, inherited }: RecordAccesses, told: ToldAccesses): Drafts {
  const drafts: Drafts = new Map();
  const homed = [...nodes.values()].flatMap((node) =>
    node.home === undefined || isToldAround(node) ? [] : [{ node, home: node.home, toldHere: told(node) }],
  );
  const elsewhere = new Set(
    homed.flatMap(({ toldHere }) => toldHere.map(({ site, holder }) => `${holder.key} ${placeOf(site)}`)),
  );
  for (const { node, home, toldHere } of homed) {
    const ofBase = placesOfBase(nodes, node);
    const own = inherited.has(node.key)
      ? []
      : node.sites.filter((site) => !elsewhere.has(`${node.key} ${placeOf(site)}`) && !ofBase.has(placeOf(site)));
    for (const site of [...own, ...(of.get(node.key) ?? [])]) {
      if (site.via.length > 0) continue;
      const draft = draftOf(drafts, home, site.table, site.op, []);
      if (!site.joined) draft.joined = false;
      raise(draft, site.confidence);
      for (const one of siteEvidence(node, site)) addEvidence(draft, one);
    }
    for (const { site, holder, line } of toldHere) {
      if (site.via.length > 0) continue;
      const draft = draftOf(drafts, home, site.table, site.op, []);
      if (!site.joined) draft.joined = false;
      raise(draft, site.confidence);
      addEvidence(draft, {
        path: home,
        line,
        ...(node.label === '' ? {} : { function: node.label }),
        note: 'argument',
      });
      for (const one of siteEvidence(holder, site)) addEvidence(draft, one);
    }
  }
  return drafts;
}

/** What an inherited method does whatever the class below says counts for the base's own file. */
function placesOfBase(nodes: CallGraph['nodes'], { file, fn, because }: GraphNode): ReadonlySet<string> {
  const base = because?.note === 'base class' ? nodes.get(keyOf(file, fn)) : undefined;
  return base?.home === file.path ? new Set(base.sites.map(placeOf)) : NO_PLACES;
}

const NO_PLACES: ReadonlySet<string> = new Set();

/** A callback that others call as well: what it does is told of the function that it is written in. */
function isToldAround({ key, file, fn }: GraphNode): boolean {
  return isInline(file, fn) && key === keyOf(file, fn);
}

function siteEvidence(node: GraphNode, site: Site): Evidence[] {
  const label = labelAt(node, site.chain);
  const own: Evidence = {
    path: node.file.path,
    line: site.line,
    ...(label === '' ? {} : { function: label }),
    ...(site.note === undefined ? {} : { note: site.note }),
  };
  if (node.because === undefined || node.home === undefined) return [own];
  return [{ path: node.home, line: node.because.line, note: node.because.note }, own];
}

/** Also at the top level of a file, where a variable names what is written for it: `getLoaves = cache(async () => …)`. */
function labelAt(node: GraphNode, { file, fn }: Chain): string {
  return node.label === '' ? functionLabel(file.program, fn) : node.label;
}

/** Callers in other files, where the file has no such access itself. */
function indirectEdges({ nodes }: CallGraph, effects: Effects, direct: Drafts): Drafts {
  const drafts: Drafts = new Map();
  for (const node of nodes.values()) {
    const { home } = node;
    if (home === undefined || home !== node.file.path || isToldAround(node)) continue;
    const own = direct.get(home);
    for (const effect of effects.get(node.key)?.values() ?? []) {
      if (effect.via.length === 0 || own?.has(effect.what)) continue;
      const draft = draftOf(drafts, home, effect.table, effect.op, effect.via);
      if (!effect.joined) draft.joined = false;
      if (isShorter(effect.via, draft.via)) draft.via = effect.via;
      raise(draft, effect.confidence);
      draft.functions += 1;
    }
    const asked = drafts.get(home);
    for (const { what, line, via } of asked === undefined ? [] : placesOf(node, nodes, effects, asked)) {
      addEvidence(asked!.get(what)!, { path: home, line, ...(node.label === '' ? {} : { function: node.label }), via });
    }
  }
  return drafts;
}

function isShorter(a: readonly string[], b: readonly string[]): boolean {
  return a.length !== b.length ? a.length < b.length : a.join('\0') < b.join('\0');
}

function draftOf(drafts: Drafts, path: string, table: string, kind: AccessKind, via: readonly string[]): Draft {
  let ofFile = drafts.get(path);
  if (ofFile === undefined) {
    ofFile = new Map();
    drafts.set(path, ofFile);
  }
  const what = whatOf(table, kind);
  let draft = ofFile.get(what);
  if (draft === undefined) {
    draft = {
      from: moduleId(path),
      to: table,
      kind,
      joined: true,
      confidence: 'convention',
      via,
      unlisted: 0,
      functions: 0,
      evidence: new Map(),
    };
    ofFile.set(what, draft);
  }
  return draft;
}

function raise(draft: Draft, confidence: Confidence): void {
  if (CONFIDENCE.indexOf(confidence) < CONFIDENCE.indexOf(draft.confidence)) draft.confidence = confidence;
}

function addEvidence(draft: Draft, one: Evidence): void {
  const { evidence } = draft;
  const key = `${one.path}:${one.line}:${one.function ?? ''}`;
  if (evidence.size < MAX_EVIDENCE || evidence.has(key)) evidence.set(key, one);
  else draft.unlisted += 1;
}

function edgeOf({ evidence: found, via, unlisted, functions, ...edge }: Draft): AccessEdge {
  const isDirect = via.length === 0;
  const evidence = [...found.values()].map(({ via: own, ...place }): Evidence => {
    return own === undefined || isSame(own, via) ? place : { ...place, via: own };
  });
  const own = isDirect ? evidence.filter((one) => moduleId(one.path) === edge.from).length : functions;
  return {
    ...edge,
    direct: isDirect,
    via,
    weight: (1 + Math.log2(Math.max(1, own))) * HOP_WEIGHT ** via.length,
    evidence: sortedBy(evidence, (one) => [
      one.path === edge.from.slice(7) ? 0 : 1,
      one.path,
      one.line,
      one.function ?? '',
    ]),
    ...(unlisted === 0 ? {} : { places: evidence.length + unlisted }),
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

/** Functions of other modules called from each module. */
export function callEdges({ nodes }: CallGraph): CallEdge[] {
  const found = new Map<string, { edge: Omit<CallEdge, 'lines'>; lines: Set<number> }>();
  for (const node of nodes.values()) {
    if (node.home !== node.file.path || isToldAround(node)) continue;
    for (const { key, call } of node.targets) {
      const target = nodes.get(key);
      if (target === undefined || (target.home ?? target.file.path) === node.file.path || target.label === '') continue;
      const edge = {
        from: moduleId(node.file.path),
        to: moduleId(target.home ?? target.file.path),
        callee: target.label,
        caller: labelAt(node, call.chain),
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
