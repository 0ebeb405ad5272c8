/**
 * What a method that only puts names together answers for given names: `tableName('WardVisit', undefined)`. Read from facts,
 * nothing of the repository is run. Only strings, lists of them, and the functions that libraries give for their case; anything
 * else is not told, so an answer is what the method gives.
 */
import type { Expr } from '../../../model/index.js';
import {
  bare,
  classFact,
  constantOf,
  functionScope,
  lineageOf,
  type Scope,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import type { World } from '../world.js';
import { libraryFunction, strategyMethod } from './library-spelling.js';
import { ABSENT, type Spelled } from './spelled.js';
import { replaced, stringMethod } from './string-methods.js';

type Frame = {
  readonly scope: Scope;
  readonly names: ReadonlyMap<string, Spelled>;
  readonly outer: Frame | undefined;
  /** The instance whose method it is, and how far up its classes the method stands. */
  readonly self: ValueOf<'instance'> | undefined;
  readonly level: number;
  readonly depth: number;
};

const MAX_DEPTH = 12;

/** A method of the instance's nearest class that has it, from `level` on; a library's strategy is the last. */
export function spelledBy(world: World, self: ValueOf<'instance'>, name: string, args: readonly Spelled[]): Spelled {
  return methodFrom(world, self, 0, name, args, 0);
}

function methodFrom(
  world: World,
  self: ValueOf<'instance'>,
  level: number,
  name: string,
  args: readonly Spelled[],
  depth: number,
): Spelled {
  const lineage = lineageOf(world.ev, self);
  for (let at = level; at < lineage.length; at++) {
    const one = lineage[at];
    if (one?.kind !== 'own') return strategyMethod(name, args);
    const member = classFact(one.of).members.find((own) => own.name === name && own.function !== undefined);
    if (member?.function === undefined) continue;
    const scope = functionScope(world.ev, one.of.file, member.function);
    return called(world, { scope, names: new Map(), outer: undefined, self, level: at, depth }, args);
  }
  return undefined;
}

/** What a function returns; several returns are a choice. */
function called(world: World, frame: Frame, args: readonly Spelled[]): Spelled {
  const { file, fn } = frame.scope;
  const fact = file.program.functions[fn];
  if (fact === undefined || frame.depth > MAX_DEPTH) return undefined;
  const names = new Map<string, Spelled>();
  for (const { name, position, path, isRest } of fact.params) {
    names.set(
      name,
      path === undefined && isRest === undefined ? (position < args.length ? args[position] : ABSENT) : undefined,
    );
  }
  const inner = { ...frame, names };
  for (const { name, init, path } of fact.locals) {
    names.set(name, path === undefined && init !== undefined ? spelled(world, init, inner) : undefined);
  }
  // What is assigned anew is not followed.
  for (const expr of fact.body) {
    if (expr.kind === 'assign' && expr.target.kind === 'name') names.set(expr.target.name, undefined);
  }
  return chosen(fact.returns.map((expr) => spelled(world, expr, inner)));
}

/** The one answer that all arms that have one agree on. */
function chosen(options: readonly Spelled[]): Spelled {
  if (options.includes(undefined)) return undefined;
  const given = options.filter((one) => one !== ABSENT);
  if (given.length === 0) return options.length === 0 ? undefined : ABSENT;
  return given.every((one) => one === given[0]) ? given[0] : undefined;
}

function spelled(world: World, written: Expr, frame: Frame): Spelled {
  const expr = bare(written);
  switch (expr.kind) {
    case 'string':
      return expr.value;
    case 'literal':
      if (expr.text === 'undefined' || expr.text === 'null') return ABSENT;
      return /^-?\d+$/.test(expr.text) ? Number(expr.text) : undefined;
    case 'template':
      return sum(
        expr.texts.flatMap((text, at): readonly Spelled[] => {
          const hole = expr.holes[at];
          return hole === undefined ? [text] : [text, spelled(world, hole, frame)];
        }),
      );
    case 'concat':
      return sum(expr.parts.map((part) => spelled(world, part, frame)));
    case 'either':
      return chosen(expr.options.map((option) => spelled(world, option, frame)));
    case 'name':
      return nameIn(world, expr, frame);
    case 'member':
      return expr.object.kind === 'this' && frame.self
        ? constantOf(world.member(frame.self, expr.name))
        : constantOf(world.value(expr, frame.scope));
    case 'array':
      return list(expr.items.map((item) => spelled(world, item, frame)));
    case 'index':
      return itemAt(spelled(world, expr.object, frame), spelled(world, expr.index, frame));
    case 'call':
      return callIn(world, expr, frame);
    default:
      return undefined;
  }
}

function nameIn(world: World, expr: Extract<Expr, { kind: 'name' }>, frame: Frame): Spelled {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.outer) {
    if (at.names.has(expr.name)) return at.names.get(expr.name);
  }
  return constantOf(world.value(expr, frame.scope));
}

function callIn(world: World, expr: Extract<Expr, { kind: 'call' }>, frame: Frame): Spelled {
  const depth = frame.depth + 1;
  if (depth > MAX_DEPTH) return undefined;
  const callee = bare(expr.callee);
  const args = () => expr.args.map((arg) => spelled(world, arg, frame));
  if (callee.kind === 'member') {
    const object = bare(callee.object);
    if (frame.self && object.kind === 'this') return methodFrom(world, frame.self, 0, callee.name, args(), depth);
    if (frame.self && object.kind === 'super')
      return methodFrom(world, frame.self, frame.level + 1, callee.name, args(), depth);
    const receiver = spelled(world, object, frame);
    if (receiver === ABSENT) return ABSENT;
    const callback = expr.args.find((arg) => arg.kind === 'function' || arg.kind === 'name');
    const by = callback && functionOf(world, callback, frame);
    const run = by && ((given: readonly string[]) => called(world, { ...by, depth }, given));
    if (callee.name === 'replace' || callee.name === 'replaceAll')
      return replaced(
        receiver,
        expr.args[0],
        run ?? (expr.args[1] && spelled(world, expr.args[1], frame)),
        callee.name,
      );
    if (receiver !== undefined) return stringMethod(receiver, callee.name, run ? [] : args(), run, expr.args[0]);
  }
  const fn = functionOf(world, callee, frame);
  if (fn) return called(world, { ...fn, depth }, args());
  const value = world.value(callee, frame.scope);
  return libraryFunction(value, args());
}

/** An own function, with the frame it is written in when that is this one. */
function functionOf(world: World, expr: Expr, frame: Frame): Frame | undefined {
  const value: Value = world.value(expr, frame.scope);
  if (value.kind !== 'function') return undefined;
  const isInside =
    value.file === frame.scope.file && value.file.program.functions[value.index]?.parent === frame.scope.fn;
  const scope = functionScope(world.ev, value.file, value.index);
  const outer = isInside ? frame : undefined;
  return {
    scope,
    names: new Map(),
    outer,
    self: isInside ? frame.self : undefined,
    level: frame.level,
    depth: frame.depth,
  };
}

function sum(parts: readonly Spelled[]): Spelled {
  if (parts.some((part) => part === undefined || Array.isArray(part))) return undefined;
  return parts.includes(ABSENT) ? ABSENT : parts.join('');
}

function list(items: readonly Spelled[]): Spelled {
  const known = items.filter((item) => typeof item === 'string');
  return known.length === items.length ? known : undefined;
}

function itemAt(of: Spelled, at: Spelled): Spelled {
  if (of === ABSENT) return ABSENT;
  return typeof at === 'number' && (typeof of === 'string' || Array.isArray(of))
    ? (of[at] as string | undefined)
    : undefined;
}
