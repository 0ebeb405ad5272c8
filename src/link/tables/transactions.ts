/**
 * Transactions with what happens inside them, in order, through the functions they call. Inside is decided by the
 * mechanism: what uses the handle, everything (ambient), or everything on the runner up to its commit. An access on
 * another handle within a scope is a leak: it is listed with `inside: false`.
 */
import { type Evidence, sortedBy, type Transaction, type TransactionAccess } from '../../model/index.js';
import type { Evaluator, ProgramFile } from '../program/index.js';
import { bare, type Chain, dottedName } from '../program/index.js';
import type { CallGraph, GraphNode } from './call-graph.js';
import { externalCall } from './external-calls.js';
import { handleNames, mentions, usesHandle } from './handles.js';
import { type Call, chainsInNode } from './nodes.js';
import type { Opened } from './openers.js';

const MAX_CHAIN = 5;
const MAX_ACCESSES = 400;

type Scope = {
  readonly file: ProgramFile;
  readonly line: number;
  readonly endLine: number;
  /** Function whose body runs inside, with the callbacks within; undefined for a region of the node itself. */
  readonly contains: (chain: Chain, line: number) => boolean;
  readonly handles: ReadonlySet<string>;
  /** For a region: `queryRunner`, as it is spelled. */
  readonly spelled: string | undefined;
};

export function transactionsOf(
  ev: Evaluator,
  graph: CallGraph,
  opened: readonly Opened[],
  isKept: (table: string) => boolean,
): Transaction[] {
  const seen = new Map<string, number>();
  const found: Transaction[] = [];
  const ordered = sortedBy(opened, ({ node, opening }) => [node.file.path, opening.line]);
  for (const { node, opening, chain, allParameters } of ordered) {
    const scope = scopeOf(ev, node, opening, chain, allParameters);
    if (scope === undefined) continue;
    const id = `${node.file.path}#${node.label}`;
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    const gathered: Gathered = { ev, graph, isAmbient: opening.membership === 'ambient', accesses: [], external: [] };
    gather(gathered, node, scope.contains, scope.handles, scope.spelled, [], new Set([node.key]));
    found.push({
      id: count === 1 ? id : `${id}~${count}`,
      path: node.file.path,
      line: scope.line,
      endLine: scope.endLine,
      mechanism: opening.mechanism,
      membership: opening.membership,
      accesses: gathered.accesses.filter(({ table }) => isKept(table)).slice(0, MAX_ACCESSES),
      externalCalls: gathered.external,
    });
  }
  return sortedBy(found, ({ path, line, id }) => [path, line, id]);
}

function scopeOf(
  ev: Evaluator,
  node: GraphNode,
  opening: Opened['opening'],
  chain: Chain | undefined,
  allParameters: boolean,
): Scope | undefined {
  const { file } = node;
  const { body, operations } = opening;
  if (operations) return listScope(node, opening.line, operations);
  if (body?.kind === 'function' && body.file === file) {
    const fact = file.program.functions[body.index];
    if (fact === undefined) return undefined;
    const inside = within(file, body.index);
    const wanted = opening.handleParameter ?? 0;
    const first = fact.params.filter((one) => allParameters || one.position === wanted).map((one) => one.name);
    const line = Math.min(opening.line, fact.line);
    return {
      file,
      line,
      endLine: fact.endLine,
      contains: (at) => inside.has(at.fn),
      handles: handleNames(file, [...inside], first),
      spelled: undefined,
    };
  }
  return opening.membership === 'region' && chain ? regionScope(ev, node, opening.line, chain) : undefined;
}

/** The function and what is written inside it. */
function within(file: ProgramFile, fn: number): Set<number> {
  const inside = new Set([fn]);
  for (let i = fn + 1; i < file.program.functions.length; i++) {
    if (inside.has(file.program.functions[i]?.parent ?? -1)) inside.add(i);
  }
  return inside;
}

function listScope(node: GraphNode, line: number, operations: NonNullable<Opened['opening']['operations']>): Scope {
  const lines = new Set<number>([line]);
  const names = new Set<string>();
  const stack = operations.map((one) => one.expr);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at.kind === 'call' || at.kind === 'tagged') lines.add(at.line);
    if (at.kind === 'name' && !names.has(at.name)) {
      names.add(at.name);
      const local = node.file.program.functions[node.fn]?.locals.find(
        (one) => one.name === (at as { name: string }).name,
      );
      if (local?.init) stack.push(local.init);
    }
    if (at.kind === 'call') stack.push(at.callee, ...at.args);
    else if (at.kind === 'member') stack.push(at.object);
    else if (at.kind === 'array') stack.push(...at.items);
    else if (at.kind === 'spread' || at.kind === 'await' || at.kind === 'cast') stack.push(at.value);
    else if (at.kind === 'either') stack.push(...at.options);
    else if (at.kind === 'function')
      for (const inner of node.file.program.functions[at.index]?.body ?? []) stack.push(inner);
  }
  return {
    file: node.file,
    line,
    endLine: Math.max(...lines),
    contains: (_, at) => lines.has(at),
    // Every operation of the list is inside, whatever it is called on.
    handles: new Set(),
    spelled: '*',
  };
}

/** From the call to the commit (or the function's end), for what is called on the same runner. */
function regionScope(ev: Evaluator, node: GraphNode, line: number, chain: Chain): Scope {
  const { file } = node;
  const receiver = chain.links.find((link) => link.receiver !== undefined)?.receiver;
  const spelled = receiver && dottedName(receiver);
  const ends = [...chainsInNode(ev, file, node.fn, node.scope)]
    .flatMap((one) => one.links)
    .filter((link) => /^(?:commit|rollback)/i.test(link.name) && link.line >= line)
    .map((link) => link.line);
  const endLine = ends.length > 0 ? Math.max(...ends) : (file.program.functions[node.fn]?.endLine ?? line);
  const given = assignedFrom(chain);
  // `const trx = await db.transaction()`: what stays on `db` is outside.
  const root = given.length === 0 && receiver ? bare(receiver) : undefined;
  const first = root?.kind === 'name' ? [root.name] : [];
  return {
    file,
    line,
    endLine,
    contains: (_, at) => at >= line && at <= endLine,
    handles: handleNames(file, [node.fn], [...first, ...given]),
    spelled: given.length === 0 ? spelled : undefined,
  };
}

/** `const trx = await knex.transaction()`: the handle is what the call gives. */
function assignedFrom(chain: Chain): string[] {
  const locals = chain.file.program.functions[chain.fn]?.locals ?? [];
  return locals
    .filter((one) => one.init && 'line' in bare(one.init) && sameCall(one.init, chain))
    .map((one) => one.name);
}

function sameCall(init: Parameters<typeof bare>[0], chain: Chain): boolean {
  const call = bare(init);
  const last = chain.links.at(-1)?.expr;
  return call.kind === 'call' && last?.kind === 'call' && call.line === last.line;
}

type Gathered = {
  readonly ev: Evaluator;
  readonly graph: CallGraph;
  readonly isAmbient: boolean;
  readonly accesses: TransactionAccess[];
  readonly external: Evidence[];
};

/** Accesses and calls of a node in source order; calls are followed with the handles they pass on. */
function gather(
  to: Gathered,
  node: GraphNode,
  contains: (chain: Chain, line: number) => boolean,
  handles: ReadonlySet<string>,
  spelled: string | undefined,
  via: readonly string[],
  seen: Set<string>,
): void {
  const isInside = (chain: Chain) =>
    to.isAmbient ||
    spelled === '*' ||
    usesHandle(chain, handles) ||
    (spelled !== undefined && isSpelled(chain, spelled));
  const sites = node.sites.filter((site) => contains(site.chain, site.line));
  const targets = node.targets.filter(({ call }) => contains(call.chain, call.link.line));
  const events = sortedBy(
    [
      ...sites.map((site) => ({ line: site.line, order: 0, site, target: undefined })),
      ...targets.map((target) => ({ line: target.call.link.line, order: 1, site: undefined, target })),
    ],
    (one) => [one.line, one.order],
  );
  for (const { site, target } of events) {
    if (to.accesses.length >= MAX_ACCESSES) return;
    if (site) {
      const { table, op, line } = site;
      to.accesses.push({
        table,
        op,
        path: node.file.path,
        line,
        inside: isInside(site.chain),
        ...(node.label === '' ? {} : { function: node.label }),
        via,
      });
    }
    if (target) followCall(to, target.key, target.call, handles, isInside, spelled === '*', via, seen);
  }
  for (const chain of chainsInNode(to.ev, node.file, node.fn, node.scope)) {
    const line = chain.links[0]?.line ?? 0;
    if (!contains(chain, line)) continue;
    const what = externalCall(to.ev, chain);
    if (what)
      to.external.push({
        path: node.file.path,
        line,
        ...(node.label === '' ? {} : { function: node.label }),
        note: what,
      });
  }
}

function followCall(
  to: Gathered,
  key: string,
  call: Call,
  handles: ReadonlySet<string>,
  isInside: (chain: Chain) => boolean,
  isAll: boolean,
  via: readonly string[],
  seen: Set<string>,
): void {
  const target = to.graph.nodes.get(key);
  if (target === undefined || seen.has(key) || via.length >= MAX_CHAIN) return;
  seen.add(key);
  const passed = passedHandles(target, call, handles);
  // `new Store(tx).save()`, `repo.withManager(em).find()`: all that the callee does is on the handle.
  const { receiver } = call.link;
  const isOnHandle = receiver !== undefined && isInside(call.chain) && mentions(receiver, handles);
  const isDerived = isOnHandle || (isAll && (call.chain.root.kind === 'this' || call.chain.root.kind === 'name'));
  const inner = isDerived ? new Set([...passed, ...ownCallbackNames(target)]) : passed;
  gather(
    to,
    target,
    () => true,
    inner,
    isDerived || call.link.args.some((arg) => arg.kind === 'spread') ? '*' : undefined,
    [...via, `${target.home ?? target.file.path}#${target.label}`],
    seen,
  );
}

/** In a method on the handle: what its own class's wrappers give to their callbacks (`this.atomic(async (manager) => …)`). */
function ownCallbackNames({ file, fn }: GraphNode): Set<string> {
  const inside = within(file, fn);
  const names: string[] = [];
  for (const [inner, { call }] of file.uses().callbacks) {
    const callee = bare(call.callee);
    if (!inside.has(inner) || callee.kind !== 'member' || callee.object.kind !== 'this') continue;
    names.push(...(file.program.functions[inner]?.params ?? []).map((one) => one.name));
  }
  return handleNames(file, [...inside], names);
}

/** Parameters of the callee that are given a handle. */
function passedHandles(target: GraphNode, { link }: Call, handles: ReadonlySet<string>): Set<string> {
  const names = new Set<string>();
  const params = target.file.program.functions[target.fn]?.params ?? [];
  link.args.forEach((arg, position) => {
    if (!mentions(arg, handles)) return;
    for (const param of params)
      if (param.position === position || (param.isRest && position > param.position)) names.add(param.name);
  });
  return handleNames(target.file, [target.fn], names);
}

function isSpelled(chain: Chain, spelled: string): boolean {
  const receiver = chain.links[0]?.receiver;
  const written = receiver && dottedName(receiver);
  return written !== undefined && (written === spelled || written.startsWith(`${spelled}.`));
}
