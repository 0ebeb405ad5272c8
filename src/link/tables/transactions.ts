/**
 * Transactions with what happens inside them, in order, through the functions they call. Inside is decided by the
 * mechanism: what uses the handle, everything (ambient), or everything on the runner up to its commit. An access on
 * another handle within a scope is a leak: it is listed with `inside: false`.
 */
import { type EventFlow, type Parameter, sortedBy, type Transaction } from '../../model/index.js';
import type { Evaluator, ProgramFile } from '../program/index.js';
import { bare, type Chain, dottedName } from '../program/index.js';
import { withPartingArms } from './arms.js';
import { withGetters } from './carriers.js';
import { gatherScope } from './gather.js';
import type { Deciding } from './given.js';
import type { CallGraph, GraphNode } from './graph-node.js';
import { handleNames, within } from './handles.js';
import type { System } from './happenings.js';
import type { Inside } from './inside.js';
import { listenersOf, publishersOf } from './listeners.js';
import { chainsInNode } from './nodes.js';
import type { Opened } from './openers.js';

type Scope = {
  readonly file: ProgramFile;
  readonly line: number;
  readonly endLine: number;
  /** Function whose body runs inside, with the callbacks within; undefined for a region of the node itself. */
  readonly contains: (chain: Chain, line: number) => boolean;
  readonly inside: Inside;
  /** It is never committed: a dry run. */
  readonly rollsBack?: boolean;
};

export function transactionsOf(
  ev: Evaluator,
  graph: CallGraph,
  opened: readonly Opened[],
  isKept: (table: string) => boolean,
  deciding: () => Deciding,
  events: readonly EventFlow[] = [],
): Transaction[] {
  const seen = new Map<string, number>();
  const found: Transaction[] = [];
  const bodies = new Set(
    opened.flatMap(({ opening: { body } }) => (body?.kind === 'function' ? [body.file.keyOf(body.index)] : [])),
  );
  if (opened.length === 0) return [];
  const system: System = {
    ev,
    graph,
    bodies,
    listeners: listenersOf(graph, events),
    publishers: publishersOf(events),
    deciding: deciding(),
    happenings: new Map(),
    idle: new Map(),
  };
  const ordered = sortedBy(opened, ({ node, opening }) => [node.file.path, opening.line]);
  for (const one of ordered) {
    const { node, opening } = one;
    const scope = scopeOf(ev, one);
    if (scope === undefined) continue;
    const id = `${node.file.path}#${node.label}`;
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    const isAmbient = opening.membership === 'ambient';
    const gathered = gatherScope(system, node, isAmbient, scope.contains, scope.inside);
    found.push({
      id: count === 1 ? id : `${id}~${count}`,
      path: node.file.path,
      line: scope.line,
      endLine: scope.endLine,
      mechanism: opening.mechanism,
      membership: opening.membership,
      accesses: withPartingArms(gathered.accesses.filter(({ table }) => isKept(table))),
      externalCalls: gathered.external,
      ...(gathered.published.length > 0 ? { published: gathered.published } : {}),
      ...(scope.rollsBack && !gathered.commits ? { rollsBack: true as const } : {}),
    });
  }
  return sortedBy(found, ({ path, line, id }) => [path, line, id]);
}

function scopeOf(ev: Evaluator, { node, opening, chain, allParameters, fields }: Opened): Scope | undefined {
  const { file } = node;
  const { body, operations } = opening;
  if (operations) return listScope(node, opening.line, operations);
  if (body?.kind === 'function' && body.file === file) {
    const fact = file.program.functions[body.index];
    if (fact === undefined) return undefined;
    const inside = within(file, body.index);
    const wanted = opening.handleParameter ?? 0;
    const params = fact.params.filter((one) => (allParameters ? !isRequestData(one) : one.position === wanted));
    const first = [...params.map((one) => one.name), ...withGetters(ev, node, fields)];
    const line = Math.min(opening.line, fact.line);
    return {
      file,
      line,
      endLine: fact.endLine,
      contains: (at) => inside.has(at.fn),
      inside: { handles: handleNames(file, [...inside], first) },
    };
  }
  return opening.membership === 'region' && chain ? regionScope(ev, node, opening.line, chain) : undefined;
}

/** `@Args() input`, `@Body() dto`: what the client sent. */
const REQUEST_DATA = new Set(['Args', 'Body', 'Headers', 'Info', 'Param', 'Parent', 'Query', 'Root', 'UploadedFile']);

function isRequestData({ decorators = [] }: Parameter): boolean {
  return decorators.some(({ expression }) => {
    const callee = expression.kind === 'call' ? expression.callee : expression;
    return callee.kind === 'name' && REQUEST_DATA.has(callee.name);
  });
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
    inside: { handles: new Set(), all: 'list' },
  };
}

/** From the call to the last commit (without one to the rollback, or the function's end), for what is called on the same runner. */
function regionScope(ev: Evaluator, node: GraphNode, line: number, chain: Chain): Scope {
  const { file } = node;
  const receiver = chain.links.find((link) => link.receiver !== undefined)?.receiver;
  const spelled = receiver && dottedName(receiver);
  const closing = [...chainsInNode(ev, file, node.fn, node.scope)]
    .flatMap((one) => one.links)
    .filter((link) => /^(?:commit|rollback)/i.test(link.name) && link.line >= line);
  const commits = closing.filter(({ name }) => /^commit/i.test(name));
  // What stands between the commit and the rollback of the `catch` below it happens after the transaction.
  const ends = (commits.length > 0 ? commits : closing).map((link) => link.line);
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
    rollsBack: closing.length > 0 && commits.length === 0,
    inside: {
      handles: handleNames(file, [node.fn], [...first, ...given]),
      ...(given.length === 0 && spelled !== undefined ? { all: { spelled } } : {}),
    },
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
