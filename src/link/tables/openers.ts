/**
 * Where transactions open: the library's own calls, own wrappers that run a given function inside one
 * (`withTransaction(ctx, work)`, found by following them, not by their names), and decorators.
 */
import type { Expr, TypeRef } from '../../model/index.js';
import type { Dialect, Opening, World } from '../orm/index.js';
import {
  alternatives,
  bare,
  type Chain,
  classFact,
  type Evaluator,
  evaluate,
  functionScope,
  moduleScope,
  type Value,
} from '../program/index.js';
import { begunElsewhere } from './begun-elsewhere.js';
import { type CallGraph, type GraphNode, keyOf } from './graph-node.js';
import { within } from './handles.js';
import { type Call, chainsInNode } from './nodes.js';

/** A transaction's scope within a node. */
export type Opened = {
  readonly node: GraphNode;
  readonly opening: Opening;
  readonly chain: Chain | undefined;
  /** Every parameter of the body is a handle (wrappers pass their own context). */
  readonly allParameters: boolean;
  /** Fields of `this` that the wrapper keeps the handle in while the body runs, as `this.field`. */
  readonly fields: ReadonlySet<string>;
  /** Begun by the own function that `chain` calls: what that is given does not run inside. */
  readonly isBegunElsewhere?: true;
};

/** An own function that runs its parameter inside a transaction. */
type Wrapper = {
  readonly position: number;
  readonly opening: Opening;
  readonly givesHandle: boolean;
  readonly fields: ReadonlySet<string>;
};

/** By the function's key. `transaction(work)` and `transaction(trx, work)` of one function are two. */
type Wrappers = Map<string, Wrapper[]>;

const MAX_ROUNDS = 4;
const NONE: ReadonlySet<string> = new Set();

export function openedScopes(world: World, dialects: readonly Dialect[], graph: CallGraph): Opened[] {
  const own: Opened[] = [];
  for (const node of graph.nodes.values()) {
    if (node.home !== node.file.path || node.key !== keyOf(node.file, node.fn)) continue;
    for (const { opening, chain } of node.openings)
      own.push({ node, opening, chain, allParameters: false, fields: NONE });
  }
  const wrappers: Wrappers = new Map();
  const begun = begunElsewhere(graph, own);
  let latest = [...own, ...begun.opened];
  const opened = [...own.filter(({ node }) => !begun.starters.has(node.key)), ...begun.opened];
  for (let round = 0; round < MAX_ROUNDS && latest.length > 0; round++) {
    const found = latest.flatMap((one) => wrapperOf(world.ev, one) ?? []);
    const fresh = new Set(found.map(({ key }) => key).filter((key) => !wrappers.has(key)));
    for (const { key, wrapper } of found) if (fresh.has(key)) addWrapper(wrappers, key, wrapper);
    latest = callsOfWrappers(graph, wrappers, fresh);
    opened.push(...latest);
  }
  const decorated = decoratedMethods(world, dialects, graph, opened);
  return [...opened, ...decorated].filter((one) => !isOnlyWrapper(one, wrappers));
}

function addWrapper(wrappers: Wrappers, key: string, wrapper: Wrapper): void {
  const known = wrappers.get(key);
  if (known === undefined) wrappers.set(key, [wrapper]);
  else if (!known.some(({ position }) => position === wrapper.position)) known.push(wrapper);
}

/** The wrapper's own scope holds nothing but the call of what it is given. */
function isOnlyWrapper({ node }: Opened, wrappers: Wrappers): boolean {
  return wrappers.has(node.key) && node.sites.length === 0;
}

/** When the scope runs a parameter of the function around it, that function is a wrapper. */
function wrapperOf(
  ev: Evaluator,
  { node, opening, chain, isBegunElsewhere }: Opened,
): { key: string; wrapper: Wrapper } | undefined {
  const { file, fn } = node;
  const params = new Map(
    (file.program.functions[fn]?.params ?? [])
      .filter((one) => one.path === undefined)
      .map((one) => [one.name, one.position]),
  );
  // `dataSource.transaction(work)`: handed over as it is. With a body of its own, other arguments are something else.
  for (const link of opening.body?.kind === 'function' || isBegunElsewhere ? [] : (chain?.links ?? [])) {
    for (const given of link.args) {
      const arg = bare(given);
      const position = arg.kind === 'name' ? params.get(arg.name) : undefined;
      if (position === undefined || arg.kind !== 'name' || !isFunctionParameter(node, arg.name)) continue;
      return { key: node.key, wrapper: { position, opening, givesHandle: true, fields: NONE } };
    }
  }
  // Called inside: `transaction(em => work(em))`, or after startTransaction().
  for (const call of chainsWithin(ev, node)) {
    const { root, links } = call;
    const position = root.kind === 'name' ? params.get(root.name) : undefined;
    if (position === undefined || links[0]?.receiver !== undefined) continue;
    const given = links[0]?.args ?? [];
    const fields = fieldsGiven(node, given);
    return { key: node.key, wrapper: { position, opening, givesHandle: given.length > 0 || fields.size > 0, fields } };
  }
  return undefined;
}

/** `this.manager = tx` before `work(tx)`: the fields that hold what the body is given. */
function fieldsGiven({ file, fn }: GraphNode, given: readonly Expr[]): Set<string> {
  const fields = new Set<string>();
  const names = given.flatMap((arg) => (arg.kind === 'name' ? [arg.name] : []));
  for (const index of within(file, fn)) {
    for (const expr of file.program.functions[index]?.body ?? []) {
      if (expr.kind !== 'assign' || expr.target.kind !== 'member' || expr.target.object.kind !== 'this') continue;
      if (expr.value.kind === 'name' && names.includes(expr.value.name)) fields.add(`this.${expr.target.name}`);
    }
  }
  return fields;
}

/** Chains of the function and of the functions written in it (`const doWork = (m) => work(m)`). */
function* chainsWithin(ev: Evaluator, { file, fn, scope }: GraphNode): Generator<Chain> {
  yield* chainsInNode(ev, file, fn, scope);
  const inside = new Set([fn]);
  for (let at = fn + 1; at < file.program.functions.length; at++) {
    if (!inside.has(file.program.functions[at]?.parent ?? -1)) continue;
    inside.add(at);
    if (!file.uses().callbacks.has(at)) yield* chainsInNode(ev, file, at, functionScope(ev, file, at));
  }
}

function isFunctionParameter(node: GraphNode, name: string): boolean {
  const type = node.file.program.functions[node.fn]?.params.find((one) => one.name === name)?.type;
  const mayBe = ({ kind }: TypeRef) => kind === 'function' || kind === 'ref';
  return (
    type === undefined || mayBe(type) || (type.kind === 'union' && type.of.some(({ kind }) => kind === 'function'))
  );
}

/** Calls of wrappers with a function of their own. */
function callsOfWrappers(graph: CallGraph, wrappers: Wrappers, fresh: ReadonlySet<string>): Opened[] {
  const opened: Opened[] = [];
  for (const node of graph.nodes.values()) {
    if (node.home !== node.file.path || node.key !== keyOf(node.file, node.fn)) continue;
    for (const call of node.calls) {
      const key = keyOf(call.callee.file, call.callee.index);
      for (const wrapper of fresh.has(key) ? usedBy(call, wrappers.get(key) ?? []) : [])
        opened.push(...openedBy(node, call, wrapper));
    }
  }
  return opened;
}

/** The position at which the call gives a function, where there is more than one. */
function usedBy({ link }: Call, wrappers: readonly Wrapper[]): readonly Wrapper[] {
  const given = wrappers.filter(({ position }) => link.args[position]?.kind === 'function');
  return given.length > 0 ? given : wrappers.slice(0, 1);
}

function openedBy(
  node: GraphNode,
  { link, chain }: Call,
  { position, opening, givesHandle, fields }: Wrapper,
): Opened[] {
  const isOwn = link.receiver?.kind === 'this' || link.receiver?.kind === 'super';
  const arg = link.args[position];
  if (arg === undefined) return [];
  const body: Value | undefined =
    arg.kind === 'function' ? { kind: 'function', file: node.file, index: arg.index, scope: chain.scope } : undefined;
  const { mechanism } = opening;
  return [
    {
      node,
      chain,
      allParameters: true,
      fields: isOwn ? fields : NONE,
      opening: {
        mechanism,
        membership: givesHandle ? 'handle' : 'ambient',
        ...(body ? { body } : {}),
        line: link.line,
      },
    },
  ];
}

/** `@Transactional()` methods, and those of own decorators whose interceptor opens a transaction. */
function decoratedMethods(
  world: World,
  dialects: readonly Dialect[],
  graph: CallGraph,
  opened: readonly Opened[],
): Opened[] {
  const openers = new Set(opened.map((one) => one.node.key));
  const found: Opened[] = [];
  for (const file of world.ev.files.values()) {
    for (const fact of file.program.classes) {
      for (const member of fact.members) {
        if (member.decorators === undefined || member.function === undefined) continue;
        const node = graph.nodes.get(keyOf(file, member.function));
        if (node === undefined) continue;
        const decorators = world.decorators(member.decorators, moduleScope(world.ev, file));
        for (const decorator of decorators) {
          const how =
            declaredMembership(dialects, decorator.package, decorator.name) ??
            intercepted(world, graph, openers, decorator);
          if (how === undefined) continue;
          const body: Value = {
            kind: 'function',
            file,
            index: member.function,
            scope: node.scope.parent ?? node.scope,
          };
          const opening: Opening = {
            mechanism: `@${writtenName(member.decorators, decorator.line)}`,
            membership: how,
            body,
            line: member.line,
          };
          found.push({ node, opening, chain: undefined, allParameters: true, fields: NONE });
          break;
        }
      }
    }
  }
  return found;
}

function writtenName(
  decorators: readonly { readonly expression: unknown; readonly line: number }[],
  line: number,
): string {
  const written = decorators.find((one) => one.line === line)?.expression as
    | { kind: string; callee?: unknown; name?: string }
    | undefined;
  const callee = (written?.kind === 'call' ? written.callee : written) as { name?: string } | undefined;
  return callee?.name ?? 'Transactional';
}

function declaredMembership(
  dialects: readonly Dialect[],
  packageName: string,
  name: string,
): 'ambient' | 'handle' | undefined {
  for (const { transactionDecorators, packages } of dialects) {
    if (transactionDecorators && Object.hasOwn(transactionDecorators, name) && isOneOf(packages, packageName)) {
      return transactionDecorators[name];
    }
  }
  return undefined;
}

function isOneOf(packages: readonly string[], name: string): boolean {
  return packages.some((one) => one === name || (one.endsWith('/*') && name.startsWith(one.slice(0, -1))));
}

/** `UseInterceptors(TransactionInterceptor)`: its `intercept` opens a transaction, itself or through what it calls. */
function intercepted(
  world: World,
  graph: CallGraph,
  openers: ReadonlySet<string>,
  decorator: {
    readonly name: string;
    readonly args: readonly Parameters<typeof evaluate>[1][];
    readonly scope: Parameters<typeof evaluate>[2];
  },
): 'handle' | undefined {
  if (decorator.name !== 'UseInterceptors') return undefined;
  for (const arg of decorator.args) {
    for (const value of alternatives(evaluate(world.ev, arg, decorator.scope))) {
      if (value.kind !== 'class') continue;
      const fn = classFact(value.of).members.find((one) => one.name === 'intercept')?.function;
      if (fn !== undefined && reaches(graph, keyOf(value.of.file, fn), openers)) return 'handle';
    }
  }
  return undefined;
}

function reaches(graph: CallGraph, start: string, openers: ReadonlySet<string>): boolean {
  let level = [start];
  const seen = new Set(level);
  for (let depth = 0; depth < MAX_ROUNDS; depth++) {
    if (level.some((key) => openers.has(key) || (graph.nodes.get(key)?.openings.length ?? 0) > 0)) return true;
    level = level
      .flatMap((key) => graph.nodes.get(key)?.targets.map((target) => target.key) ?? [])
      .filter((key) => !seen.has(key));
    for (const key of level) seen.add(key);
  }
  return false;
}
