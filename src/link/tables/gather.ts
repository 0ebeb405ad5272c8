/**
 * What happens in a transaction's scope: accesses and calls in source order, calls followed with the handles they pass on.
 * A function is read once for each set of handles it is given; when it is reached again on another way, what it does is
 * known to happen on what both ways have in common.
 */
import { type Arm, type Evidence, sortedBy, type TransactionAccess } from '../../model/index.js';
import { bare, type Chain, dottedName, type Evaluator, type ProgramFile } from '../program/index.js';
import { commonArms, START, type Way, wayTo } from './arms.js';
import type { CallGraph, GraphNode } from './call-graph.js';
import { handlesGiven, passedHandles, receiverFields, withGetters } from './carriers.js';
import { changeOf } from './changes.js';
import { stepOf } from './effects.js';
import { externalCall } from './external-calls.js';
import { handleNames, mentions, usesHandle, within } from './handles.js';
import { type Heard, heardIn, type Listeners } from './listeners.js';
import { type Call, chainsInNode } from './nodes.js';

/** Calls on the way from the scope to an access; real order transactions go seven deep. The number of accesses is the true bound. */
const MAX_CHAIN = 12;
const MAX_ACCESSES = 400;

/** What counts as inside in one function. */
export type Inside = {
  /** Names, fields as `this.field`, or `this`, that are the handle or derived from it. */
  readonly handles: ReadonlySet<string>;
  /** `list`: all that is called, whatever it is called on. Else a region's runner as it is spelled (`queryRunner`). */
  readonly all?: 'list' | { readonly spelled: string };
};

type Frame = { readonly file: ProgramFile; readonly fn: number; readonly handles: ReadonlySet<string> };
type Visit = { readonly from: number; to: number; arms: readonly Arm[] };

export type Gathered = { readonly accesses: readonly TransactionAccess[]; readonly external: readonly Evidence[] };

/** What the whole system tells, the same for every transaction. */
export type System = {
  readonly ev: Evaluator;
  readonly graph: CallGraph;
  /** Functions that run inside some transaction, as `path#index`. */
  readonly bodies: ReadonlySet<string>;
  readonly listeners: Listeners;
};

type Gathering = System & {
  readonly isAmbient: boolean;
  readonly accesses: TransactionAccess[];
  readonly external: Evidence[];
  /** Functions being followed, for what is written inside them sees their handles. */
  readonly frames: Frame[];
  readonly visits: Map<string, Visit>;
  /** How often each function was entered. */
  readonly counts: Map<string, number>;
};

export function gatherScope(
  system: System,
  node: GraphNode,
  isAmbient: boolean,
  contains: (chain: Chain, line: number) => boolean,
  inside: Inside,
): Gathered {
  const to: Gathering = {
    ...system,
    isAmbient,
    accesses: [],
    external: [],
    frames: [],
    visits: new Map(),
    counts: new Map(),
  };
  to.visits.set(visitKey(node.key, inside), { from: 0, to: 0, arms: [] });
  gather(to, node, contains, isAmbient ? inside : completed(to, node, inside), [], START);
  return to;
}

function gather(
  to: Gathering,
  node: GraphNode,
  contains: (chain: Chain, line: number) => boolean,
  inside: Inside,
  via: readonly string[],
  way: Way,
): void {
  const visit = (to.counts.get(node.key) ?? 0) + 1;
  to.counts.set(node.key, visit);
  const wayOf = (chain: Chain, line: number) => wayTo(node.file, node.fn, chain.fn, line, way, visit);
  to.frames.push({ file: node.file, fn: node.fn, handles: inside.handles });
  for (const { site, target, heard } of eventsOf(to, node, contains)) {
    if (to.accesses.length >= MAX_ACCESSES) break;
    if (site) {
      const { arms } = wayOf(site.chain, site.line);
      const change = changeOf(site);
      to.accesses.push({
        table: site.table,
        op: site.op,
        path: node.file.path,
        line: site.line,
        inside: isInside(to, inside, site.chain),
        ...(node.label === '' ? {} : { function: node.label }),
        via,
        ...(change === undefined ? {} : { change }),
        ...(arms.length === 0 ? {} : { arms }),
      });
    }
    if (target) followCall(to, node, target, inside, via, wayOf(target.call.chain, target.call.link.line));
    if (heard) followEvent(to, heard, inside, via, wayOf(heard.chain, heard.line));
  }
  to.frames.pop();
  gatherExternal(to, node, contains);
}

type Happening = {
  readonly line: number;
  readonly order: number;
  readonly site?: GraphNode['sites'][number];
  readonly target?: GraphNode['targets'][number];
  readonly heard?: Heard;
};

function eventsOf(
  { ev, listeners }: Gathering,
  node: GraphNode,
  contains: (chain: Chain, line: number) => boolean,
): Happening[] {
  const sites = node.sites.filter((site) => contains(site.chain, site.line));
  const targets = node.targets.filter(({ call }) => contains(call.chain, call.link.line));
  const heard = heardIn(ev, listeners, node).filter(({ chain, line }) => contains(chain, line));
  return sortedBy(
    [
      ...sites.map((site): Happening => ({ line: site.line, order: 0, site })),
      ...targets.map((target): Happening => ({ line: target.call.link.line, order: 1, target })),
      ...heard.map((one): Happening => ({ line: one.line, order: 2, heard: one })),
    ],
    (one) => [one.line, one.order],
  );
}

function gatherExternal(to: Gathering, node: GraphNode, contains: (chain: Chain, line: number) => boolean): void {
  for (const chain of chainsInNode(to.ev, node.file, node.fn, node.scope)) {
    const line = chain.links[0]?.line ?? 0;
    const what = contains(chain, line) ? externalCall(to.ev, chain) : undefined;
    if (what === undefined) continue;
    const place = { path: node.file.path, line, ...(node.label === '' ? {} : { function: node.label }), note: what };
    if (!to.external.some((one) => one.path === place.path && one.line === line && one.note === what))
      to.external.push(place);
  }
}

function isInside({ isAmbient }: Gathering, { handles, all }: Inside, chain: Chain): boolean {
  if (isAmbient || all === 'list' || usesHandle(chain, handles)) return true;
  return all !== undefined && isSpelled(chain, all.spelled);
}

function isSpelled(chain: Chain, spelled: string): boolean {
  const receiver = chain.links[0]?.receiver;
  const written = receiver && dottedName(receiver);
  return written !== undefined && (written === spelled || written.startsWith(`${spelled}.`));
}

function followCall(
  to: Gathering,
  caller: GraphNode,
  { key, call }: { readonly key: string; readonly call: Call },
  inside: Inside,
  via: readonly string[],
  way: Way,
): void {
  const target = to.graph.nodes.get(key);
  if (target !== undefined) enter(to, target, insideOf(to, caller, target, call, inside), via, way);
}

/** Listeners that are handed the transaction in the event run inside it; others are none of its business. */
function followEvent(
  to: Gathering,
  { args, listeners }: Heard,
  { handles }: Inside,
  via: readonly string[],
  way: Way,
): void {
  for (const key of listeners) {
    const target = to.graph.nodes.get(key);
    const given = target === undefined ? undefined : handlesGiven(target, args, handles);
    if (target === undefined || given === undefined || given.size === 0) continue;
    enter(to, target, completed(to, target, { handles: given }), via, way);
  }
}

function enter(to: Gathering, target: GraphNode, inner: Inside, via: readonly string[], way: Way): void {
  if (via.length >= MAX_CHAIN) return;
  const id = visitKey(target.key, inner);
  const known = to.visits.get(id);
  if (known !== undefined) {
    widen(to, known, way.arms);
    return;
  }
  const visit: Visit = { from: to.accesses.length, to: to.accesses.length, arms: way.arms };
  to.visits.set(id, visit);
  gather(to, target, () => true, inner, [...via, stepOf(target)], way);
  visit.to = to.accesses.length;
}

function visitKey(key: string, { handles, all }: Inside): string {
  return `${key}|${JSON.stringify(all ?? '')}|${[...handles].sort().join(' ')}`;
}

/** Reached again on another way: what was found below happens on what both have in common. */
function widen({ accesses }: Gathering, visit: Visit, arms: readonly Arm[]): void {
  const common = commonArms(visit.arms, arms);
  if (common.length === visit.arms.length) return;
  for (let i = visit.from; i < visit.to; i++) {
    const access = accesses[i] as TransactionAccess;
    const { arms: before = [], ...rest } = access;
    const after = [...common, ...before.slice(visit.arms.length)];
    accesses[i] = after.length === 0 ? rest : { ...rest, arms: after };
  }
  visit.arms = common;
}

/** The handles of the callee: those passed, those of the functions it is written in, those of the object it is called on. */
function insideOf(to: Gathering, caller: GraphNode, target: GraphNode, call: Call, inside: Inside): Inside {
  const { handles, all } = inside;
  const { receiver } = call.link;
  const first = new Set([...passedHandles(target, call, handles), ...closureHandles(to, target)]);
  const isThis = call.chain.root.kind === 'super' || receiver?.kind === 'this' || receiver?.kind === 'super';
  let inner: Inside['all'];
  if (all === 'list' && (call.chain.root.kind === 'this' || call.chain.root.kind === 'name')) inner = 'list';
  // `save(...args)` with the handle among them: which parameter is the handle is not known.
  else if (call.link.args.some((arg) => arg.kind === 'spread' && mentions(arg, handles))) inner = 'list';
  else if (isThis) {
    for (const name of handles) if (isOfThis(name)) first.add(name);
  } else if (receiver !== undefined && isOnHandle(inside, receiver)) {
    const fields = receiverFields(to.graph, caller, receiver, handles);
    if (fields === undefined || fields.size === 0) first.add('this');
    else for (const name of withGetters(to.ev, target, fields)) first.add(name);
  }
  return completed(to, target, { handles: first, ...(inner === undefined ? {} : { all: inner }) });
}

/** With what is derived from the handles in the function, and what transactions within it are given. */
function completed(to: Gathering, node: GraphNode, inside: Inside): Inside {
  const functions = [...within(node.file, node.fn)];
  const names = handleNames(node.file, functions, inside.handles);
  const nested = nestedHandles(to, node, names);
  const all = nested.length === 0 ? names : handleNames(node.file, functions, [...inside.handles, ...nested]);
  return { ...inside, handles: all };
}

/** `em.getRepository(X).find()`, `service.withTransaction(tx).save()`. */
function isOnHandle({ handles, all }: Inside, receiver: Call['chain']['root']): boolean {
  if (mentions(receiver, handles)) return true;
  const written = dottedName(bare(receiver));
  return typeof all === 'object' && written !== undefined && `${written}.`.startsWith(`${all.spelled}.`);
}

/** A function written inside one that is being followed sees its names. */
function closureHandles({ frames }: Gathering, target: GraphNode): Set<string> {
  const names = new Set<string>();
  for (let at = target.fn; at > 0; at = target.file.program.functions[at]?.parent ?? -1) {
    if (at === target.fn) continue;
    for (const frame of frames)
      if (frame.file === target.file && frame.fn === at) for (const name of frame.handles) names.add(name);
  }
  return names;
}

/**
 * What transactions opened within, on the handle or given it, hand to their callbacks: `tx.transaction(async (nested) => …)`,
 * `this.atomic(async (manager) => …)` on a `this` that carries the handle. One that is not given the handle is another transaction.
 */
function nestedHandles({ bodies }: Gathering, { file, fn }: GraphNode, given: ReadonlySet<string>): string[] {
  const inside = within(file, fn);
  const names = new Set(given);
  const isCarrier = [...names].some(isOfThis);
  for (const [inner, { call }] of file.uses().callbacks) {
    if (!inside.has(inner) || !bodies.has(`${file.path}#${inner}`)) continue;
    const { callee } = call;
    const isOnThis = callee.kind === 'member' && callee.object.kind === 'this';
    const isGiven = mentions(callee, names) || call.args.some((arg) => mentions(arg, names));
    if (!isGiven && !(isOnThis && isCarrier)) continue;
    for (const one of file.program.functions[inner]?.params ?? []) names.add(one.name);
  }
  return [...names].filter((name) => !given.has(name));
}

function isOfThis(name: string): boolean {
  return name === 'this' || name.startsWith('this.');
}
