/**
 * What happens in a transaction's scope: accesses and calls in source order, calls followed with the handles they pass on and
 * with what they give to the parameters that decide (lines that do not run with it are left out). A function that is reached
 * again is read again, so that what it does has its place in the order; when a transaction repeats itself too often, what a
 * function does is known to happen on what the ways to it have in common.
 */
import type { Arm, Evidence, TransactionAccess } from '../../model/index.js';
import type { Chain } from '../program/index.js';
import { commonArms, START, type Way, wayTo } from './arms.js';
import { handlesGiven } from './carriers.js';
import { changeOf } from './changes.js';
import { stepOf } from './effects.js';
import { deadLines, type Frame, type Given, givenTo, NOTHING_GIVEN, textOfGiven } from './given.js';
import type { GraphNode } from './graph-node.js';
import { happeningsIn, type System } from './happenings.js';
import { isIdle } from './idle.js';
import { completed, type Inside, insideOf, isInside } from './inside.js';
import type { Heard } from './listeners.js';
import type { Call } from './nodes.js';

/** Calls on the way from the scope to an access; real order transactions go seven deep. The number of accesses is the true bound. */
const MAX_CHAIN = 12;
/** Different accesses, and repeated ones. */
const MAX_ACCESSES = 400;
const MAX_REPEATS = 400;
/** Times that one function is read with the same handles. */
const MAX_VISITS = 6;

type Visit = { readonly from: number; to: number; arms: readonly Arm[]; count: number; isOpen: boolean };

export type Gathered = {
  readonly accesses: readonly TransactionAccess[];
  readonly external: readonly Evidence[];
  readonly published: readonly Evidence[];
  /** Somewhere on the way something is committed. */
  readonly commits: boolean;
};

type Gathering = System & {
  readonly isAmbient: boolean;
  readonly accesses: TransactionAccess[];
  readonly external: Evidence[];
  readonly published: Evidence[];
  /** Functions being followed, for what is written inside them sees their handles. */
  readonly frames: Frame[];
  readonly visits: Map<string, Visit>;
  /** How often each function was entered. */
  readonly counts: Map<string, number>;
  /** Each place with the time of its latest access, and each table with that of its latest write. */
  clock: number;
  readonly seen: Map<string, number>;
  readonly written: Map<string, number>;
  repeats: number;
  commits: boolean;
};

type Contains = (chain: Chain, line: number) => boolean;

export function gatherScope(
  system: System,
  node: GraphNode,
  isAmbient: boolean,
  contains: Contains,
  inside: Inside,
): Gathered {
  const to: Gathering = {
    ...system,
    isAmbient,
    accesses: [],
    external: [],
    published: [],
    frames: [],
    visits: new Map(),
    counts: new Map(),
    clock: 0,
    seen: new Map(),
    written: new Map(),
    repeats: 0,
    commits: false,
  };
  to.visits.set(visitKey(node.key, inside, NOTHING_GIVEN), { from: 0, to: 0, arms: [], count: 1, isOpen: true });
  gather(to, node, contains, isAmbient ? inside : completed(to, node, inside), NOTHING_GIVEN, [], START);
  return to;
}

function gather(
  to: Gathering,
  node: GraphNode,
  contains: Contains,
  inside: Inside,
  given: Given,
  via: readonly string[],
  way: Way,
): void {
  const visit = (to.counts.get(node.key) ?? 0) + 1;
  to.counts.set(node.key, visit);
  const wayOf = (chain: Chain, line: number) => wayTo(node.file, node.fn, chain.fn, line, way, visit);
  to.frames.push({ file: node.file, fn: node.fn, handles: inside.handles, given });
  const dead = deadLines(to.deciding, to.frames);
  for (const { chain, line, site, target, heard, external, published, commits } of happeningsIn(to, node)) {
    if (to.seen.size >= MAX_ACCESSES) break;
    if (
      !contains(chain, line) ||
      isAfterCommit(node, chain.fn) ||
      dead.some(([first, last]) => line >= first && line <= last)
    )
      continue;
    if (site) addAccess(to, node, site, to.isAmbient || isInside(inside, chain), via, wayOf(chain, line).arms);
    if (target) followCall(to, node, target, inside, via, () => wayOf(chain, line));
    if (heard) followEvent(to, heard, inside, via, wayOf(chain, line));
    if (external !== undefined) addPlace(to.external, node, line, external);
    if (commits) to.commits = true;
    if (published !== undefined) addPlace(to.published, node, line, published);
  }
  to.frames.pop();
}

/** Callbacks that wait for the commit, or for a time, are outside. */
const WAITS =
  /^(?:(?:run)?(?:after|on)(?:Transaction)?(?:Commit|Committed)|onTransactionCommit|runOnTransactionCommit|set(?:Interval|Timeout|Immediate)|nextTick|queueMicrotask)$/i;

function isAfterCommit({ file, fn }: GraphNode, from: number): boolean {
  for (let at = from; at >= 0 && at !== fn; at = file.program.functions[at]?.parent ?? -1) {
    const callee = file.uses().callbacks.get(at)?.call.callee;
    const name = callee?.kind === 'member' || callee?.kind === 'name' ? callee.name : '';
    if (WAITS.test(name)) return true;
  }
  return false;
}

function addAccess(
  to: Gathering,
  { file, label }: GraphNode,
  site: GraphNode['sites'][number],
  isIn: boolean,
  via: readonly string[],
  arms: readonly Arm[],
): void {
  const { table, op, line } = site;
  const { path } = file;
  const place = `${path}:${line} ${op} ${table}`;
  const before = to.seen.get(place);
  if (before !== undefined) {
    // Read before, and nobody wrote there since: known already.
    if (op === 'read' && (to.written.get(table) ?? 0) < before) return;
    to.repeats += 1;
    if (to.repeats > MAX_REPEATS) return;
  }
  to.clock += 1;
  to.seen.set(place, to.clock);
  if (op !== 'read') to.written.set(table, to.clock);
  const change = changeOf(site);
  to.accesses.push({
    table,
    op,
    path,
    line,
    inside: isIn,
    ...(label === '' ? {} : { function: label }),
    via,
    ...(change === undefined ? {} : { change }),
    ...(arms.length === 0 ? {} : { arms }),
  });
}

function addPlace(places: Evidence[], { file, label }: GraphNode, line: number, note: string): void {
  const { path } = file;
  if (places.some((one) => one.path === path && one.line === line && one.note === note)) return;
  places.push({ path, line, ...(label === '' ? {} : { function: label }), note });
}

function followCall(
  to: Gathering,
  caller: GraphNode,
  { key, call }: { readonly key: string; readonly call: Call },
  inside: Inside,
  via: readonly string[],
  way: () => Way,
): void {
  const target = to.graph.nodes.get(key);
  if (target === undefined || via.length >= MAX_CHAIN || isIdle(to, target)) return;
  const given = givenTo(to.deciding, target, call, to.frames, call.chain.fn);
  enter(to, target, insideOf(to, caller, target, call, inside), given, via, way());
}

/** Listeners that are handed the transaction in the event run inside it; others are none of its business. */
function followEvent(
  to: Gathering,
  { args, listeners }: Heard,
  { handles }: Inside,
  via: readonly string[],
  way: Way,
): void {
  for (const key of via.length >= MAX_CHAIN ? [] : listeners) {
    const target = to.graph.nodes.get(key);
    const passed = target === undefined ? undefined : handlesGiven(target, args, handles);
    if (target === undefined || passed === undefined || passed.size === 0) continue;
    enter(to, target, completed(to, target, { handles: passed }), NOTHING_GIVEN, via, way);
  }
}

function enter(to: Gathering, target: GraphNode, inner: Inside, given: Given, via: readonly string[], way: Way): void {
  const id = visitKey(target.key, inner, given);
  const known = to.visits.get(id);
  if (known !== undefined && !isWorthReading(to, known)) {
    widen(to, known, way.arms);
    return;
  }
  const from = to.accesses.length;
  const visit: Visit = known ?? { from, to: from, arms: way.arms, count: 0, isOpen: false };
  to.visits.set(id, visit);
  visit.count += 1;
  visit.isOpen = true;
  gather(to, target, () => true, inner, given, [...via, stepOf(target)], way);
  visit.isOpen = false;
  if (known === undefined) visit.to = to.accesses.length;
  else dropEcho(to.accesses, from);
}

/** Again: not when it calls itself, nor when it did nothing, nor too often. */
function isWorthReading({ repeats }: Gathering, { count, isOpen, from, to }: Visit): boolean {
  return !isOpen && to > from && count < MAX_VISITS && repeats < MAX_REPEATS;
}

/** What follows right upon the very same, on the same way, tells nothing. */
function dropEcho(accesses: TransactionAccess[], from: number): void {
  const length = accesses.length - from;
  const isSame = (a: TransactionAccess | undefined, b: TransactionAccess | undefined) =>
    a?.path === b?.path && a?.line === b?.line && a?.table === b?.table && a?.op === b?.op && isOneWay(a, b);
  for (let i = 0; i < length; i++) if (!isSame(accesses[from - length + i], accesses[from + i])) return;
  accesses.length = from;
}

function isOneWay(a: TransactionAccess | undefined, b: TransactionAccess | undefined): boolean {
  return (a?.arms ?? []).length === 0 && (b?.arms ?? []).length === 0;
}

function visitKey(key: string, { handles, all }: Inside, given: Given): string {
  return `${key}|${JSON.stringify(all ?? '')}|${[...handles].sort().join(' ')}|${textOfGiven(given)}`;
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
