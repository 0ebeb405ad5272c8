/**
 * Own functions that hand SQL text on to a driver: `DB.query(text)` of an own class around a pool, `run(sql, params)`
 * around that. The text stands in the caller, so the caller's file is the one that names the table. Found once, from
 * the calls that give a driver (or another such function) one of their own parameters as text.
 */

import type { Expr } from '../../../model/index.js';
import {
  alternatives,
  bare,
  type Chain,
  calleeOf,
  chainsToSearch,
  expose,
  type Link,
  type PlainChain,
  type ProgramFile,
  placed,
  type Value,
} from '../../program/index.js';
import type { World } from '../world.js';
import { driverOf, isBlank, isPrepared } from './drivers.js';
import { TEXT_KEYS } from './raw.js';

export type SqlWrapper = {
  /** Position of the parameter that is the text. */
  readonly argument: number;
  /** What the text is called in the object that the parameter is; absent when the parameter itself is the text. */
  readonly key?: string;
  /** Package of the driver that runs it, when it is known. */
  readonly driver: string | undefined;
};

export type SqlWrappers = {
  /** Names under which they are called. */
  readonly names: ReadonlySet<string>;
  readonly of: (callee: Value) => SqlWrapper | undefined;
};

type Sinks = { readonly strong: ReadonlySet<string>; readonly weak: ReadonlySet<string> };
type Parameter = {
  readonly key: string;
  readonly name: string;
  readonly position: number;
  /** What is taken of the parameter, when that is an object; `isWhole` when it is handed on as it is. */
  readonly entry?: string;
  readonly isWhole?: true;
};

/** Wrappers around wrappers that are followed. */
const MAX_LAYERS = 4;

export function findSqlWrappers(world: World, sinks: Sinks): SqlWrappers {
  const found = new Map<string, SqlWrapper>();
  const names = new Set<string>();
  const of = (callee: Value): SqlWrapper | undefined =>
    callee.kind === 'function' ? found.get(callee.file.keyOf(callee.index)) : undefined;
  const calls = callsWithArguments(world);
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const before = found.size;
    for (const call of calls) {
      const { link } = call;
      const isSink = sinks.strong.has(link.name) || sinks.weak.has(link.name);
      if (!isSink && !names.has(link.name)) continue;
      const given = ownParameters(call);
      if (given.size === 0) continue;
      expose(call.chain.file.program.functions[call.chain.fn]);
      const wrapper = innerCall(world, of, sinks, placed(world.ev, call.chain), link);
      const parameter = wrapper && given.get(wrapper.argument);
      if (wrapper === undefined || parameter === undefined || found.has(parameter.key)) continue;
      // An object handed on whole, or spread into another, has the text under the name that the inner call looks for.
      const key = parameter.entry ?? (parameter.isWhole ? wrapper.key : undefined);
      const at = { argument: parameter.position, driver: wrapper.driver };
      found.set(parameter.key, key === undefined ? at : { ...at, key });
      names.add(parameter.name);
    }
    if (found.size === before) break;
  }
  return { names, of };
}

/** Which argument of the call is SQL text: a driver's first, or that of a function already known to hand it on. */
function innerCall(
  world: World,
  of: SqlWrappers['of'],
  sinks: Sinks,
  chain: Chain,
  link: Link,
): SqlWrapper | undefined {
  if (link.expr.kind === 'tagged') return undefined;
  const callees = alternatives(calleeOf(world.ev, link.expr, chain.scope));
  const own = callees.map(of).find((one) => one !== undefined);
  if (own !== undefined) return own;
  if (link.receiver === undefined || callees.some((callee) => callee.kind === 'function')) return undefined;
  const receiver = world.value(link.receiver, chain.scope);
  if (isPrepared(receiver) && !link.name.startsWith('prepare')) return undefined;
  const driver = driverOf(world, receiver);
  if (driver === undefined && !(sinks.strong.has(link.name) && isOutside(receiver))) return undefined;
  return { argument: 0, driver };
}

/** Nothing is known of it, or a library made it (an ORM's connection): its `query` may well take SQL. */
function isOutside(value: Value): boolean {
  return alternatives(value).every(
    (one) => isBlank(one) || ((one.kind === 'external' || one.kind === 'import') && one.package !== ''),
  );
}

/** `given`: arguments that are a parameter of a function around the call; looked for where the called name matters. */
type CallWithArguments = {
  readonly chain: PlainChain;
  readonly link: Link;
  given: ReadonlyMap<number, Parameter> | undefined;
};

function callsWithArguments(world: World): CallWithArguments[] {
  const calls: CallWithArguments[] = [];
  for (const file of world.ev.files.values())
    for (const chain of chainsToSearch(file))
      for (const link of chain.links) if (link.args.length > 0) calls.push({ chain, link, given: undefined });
  return calls;
}

function ownParameters(call: CallWithArguments): ReadonlyMap<number, Parameter> {
  if (call.given !== undefined) return call.given;
  const { file, fn } = call.chain;
  const given = new Map<number, Parameter>();
  call.link.args.slice(0, 4).forEach((arg, at) => {
    const source = textSource(arg);
    const parameter = source && parameterNamed(file, fn, source);
    if (parameter) given.set(at, parameter);
  });
  call.given = given;
  return given;
}

/** A name, and what is taken of it: `sql`, `{ text: sql, values }`, `` `${sql} LIMIT 1` ``, `opts.query`, `{ ...opts }`. */
type TextSource = { readonly name: string; readonly entry?: string };

function textSource(expr: Expr): TextSource | undefined {
  const at = bare(expr);
  if (at.kind === 'name') return { name: at.name };
  if (at.kind === 'member') {
    const object = bare(at.object);
    return object.kind === 'name' && TEXT_KEYS.includes(at.name) ? { name: object.name, entry: at.name } : undefined;
  }
  if (at.kind === 'template') return at.texts[0] === '' && at.holes[0] ? textSource(at.holes[0]) : undefined;
  if (at.kind === 'concat') return at.parts[0] ? textSource(at.parts[0]) : undefined;
  if (at.kind !== 'object') return undefined;
  const entry = at.entries.find(({ key }) => TEXT_KEYS.includes(key)) ?? at.entries.find(({ key }) => key === '...');
  const value = entry && bare(entry.value);
  return value?.kind === 'name' || value?.kind === 'member' ? textSource(value) : undefined;
}

/** The function, from the inside out, that declares the name, when it is a parameter of it. */
function parameterNamed(file: ProgramFile, fn: number, { name, entry }: TextSource): Parameter | undefined {
  for (let at = fn; at > 0; at = file.program.functions[at]?.parent ?? -1) {
    const binding = file.names(at).get(name);
    if (binding === undefined) continue;
    const fact = file.program.functions[at];
    if (binding.kind !== 'param' || fact === undefined || fact.name === '' || file.uses().callbacks.has(at))
      return undefined;
    const { position, path } = binding.param;
    const parameter = { key: file.keyOf(at), name: fact.name, position };
    if (path === undefined || path.length === 0)
      return entry === undefined ? { ...parameter, isWhole: true } : { ...parameter, entry };
    // One name of a pattern: `run({ query, params })`.
    const [own = ''] = path;
    return path.length === 1 && entry === undefined && TEXT_KEYS.includes(own)
      ? { ...parameter, entry: own }
      : undefined;
  }
  return undefined;
}
