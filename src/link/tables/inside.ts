/**
 * What is inside a transaction when a call is followed into its callee: the handles that are passed, those of the functions the
 * callee is written in, those of the object it is called on, and what nested transactions on them hand to their callbacks.
 */
import type { Evaluator } from '../program/index.js';
import { bare, type Chain, dottedName } from '../program/index.js';
import { isBuiltFor } from './built.js';
import { passedHandles, receiverFields, withGetters } from './carriers.js';
import type { Frame } from './given.js';
import type { CallGraph, GraphNode } from './graph-node.js';
import { handleNames, mentions, usesHandle, within } from './handles.js';
import type { Call } from './nodes.js';

/** What counts as inside in one function. */
export type Inside = {
  /** Names, fields as `this.field`, or `this`, that are the handle or derived from it. */
  readonly handles: ReadonlySet<string>;
  /** `list`: all that is called, whatever it is called on. Else a region's runner as it is spelled (`queryRunner`). */
  readonly all?: 'list' | { readonly spelled: string };
};

/** What following needs to know of the system and of the way here. */
type Following = {
  readonly ev: Evaluator;
  readonly graph: CallGraph;
  /** Functions that run inside some transaction, as `path#index`. */
  readonly bodies: ReadonlySet<string>;
  readonly frames: readonly Frame[];
};

export function isInside({ handles, all }: Inside, chain: Chain): boolean {
  if (all === 'list' || usesHandle(chain, handles) || isBuiltFor(chain, handles)) return true;
  return all !== undefined && isSpelled(chain, all.spelled);
}

function isSpelled(chain: Chain, spelled: string): boolean {
  const receiver = chain.links[0]?.receiver;
  const written = receiver && dottedName(receiver);
  return written !== undefined && (written === spelled || written.startsWith(`${spelled}.`));
}

/** The handles of the callee: those passed, those of the functions it is written in, those of the object it is called on. */
export function insideOf(to: Following, caller: GraphNode, target: GraphNode, call: Call, inside: Inside): Inside {
  const { handles, all } = inside;
  const { receiver } = call.link;
  const first = new Set([...passedHandles(target, call, handles), ...closureHandles(to, target)]);
  const isThis = call.chain.root.kind === 'super' || receiver?.kind === 'this' || receiver?.kind === 'super';
  let inner: Inside['all'];
  if (all === 'list' && (call.chain.root.kind === 'this' || call.chain.root.kind === 'name')) inner = 'list';
  // `save(...args)` with the handle among them: which parameter is the handle is not known.
  else if (call.link.args.some((arg) => arg.kind === 'spread' && mentions(arg, handles))) inner = 'list';
  // `queue(this.save.bind(this))`: what it will be called with is not known here, so nothing in it is called a leak.
  else if (call.link.name === 'bind') inner = 'list';
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
export function completed(to: Following, node: GraphNode, inside: Inside): Inside {
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
function closureHandles({ frames }: Following, target: GraphNode): Set<string> {
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
function nestedHandles({ bodies }: Following, { file, fn }: GraphNode, given: ReadonlySet<string>): string[] {
  const inside = within(file, fn);
  const names = new Set(given);
  const isCarrier = [...names].some(isOfThis);
  for (const [inner, { call }] of file.uses().callbacks) {
    if (!inside.has(inner) || !bodies.has(file.keyOf(inner))) continue;
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
