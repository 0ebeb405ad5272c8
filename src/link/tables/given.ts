/**
 * What a call gives to the parameters that decide what the callee does (`find(id, { withLines: false })`, an argument that is
 * left out, a default), and which lines of the callee then never run.
 */
import type { Expr, FunctionFact, Guard, LineRange, Parameter, Variable } from '../../model/index.js';
import { bare, constantOf, type Evaluator, evaluate, moduleScope, type ProgramFile, walk } from '../program/index.js';
import { holds } from './conditions.js';
import type { CallGraph, GraphNode } from './graph-node.js';
import { within } from './handles.js';
import {
  ABSENT,
  entryOf,
  type Known,
  type Possible,
  type Predicate,
  possibleValues,
  SOME_OBJECT,
  type Surroundings,
  textOfValues,
  withDefault,
} from './known.js';
import type { Call } from './nodes.js';
import { type Telling, tellingParameters } from './telling-parameters.js';

/** Values of parameters by name; what is not listed may be anything. */
export type Given = ReadonlyMap<string, readonly Known[]>;
export const NOTHING_GIVEN: Given = new Map();

/** A function being followed: what its callbacks and the functions written in it see. */
export type Frame = {
  readonly file: ProgramFile;
  readonly fn: number;
  readonly handles: ReadonlySet<string>;
  readonly given: Given;
};

type PlacedGuard = Guard & { readonly fn: number };

/** What decides in a file's functions, found once. */
export type Deciding = {
  readonly ev: Evaluator;
  readonly telling: Telling;
  readonly guards: Map<string, readonly PlacedGuard[]>;
  readonly changed: Map<string, ReadonlySet<string>>;
};

/** What decides in the functions of a graph; worked out when it is first asked for. */
export function decidingIn(ev: Evaluator, graph: CallGraph): () => Deciding {
  let known: Deciding | undefined;
  return () => {
    known ??= { ev, telling: tellingParameters(graph), guards: new Map(), changed: new Map() };
    return known;
  };
}

export function givenTo(
  deciding: Deciding,
  target: GraphNode,
  { link }: Call,
  frames: readonly Frame[],
  caller: number,
): Given {
  const { file, fn } = target;
  const telling = deciding.telling.get(file.keyOf(fn));
  const fact = file.program.functions[fn];
  // `work.call(self, a)` shifts the arguments.
  if (telling === undefined || fact === undefined || /^(?:call|apply|bind)$/.test(link.name)) return NOTHING_GIVEN;
  const outer = surroundings(deciding, frames, caller);
  const given = new Map<string, readonly Known[]>();
  const inner: Surroundings = {
    nameOf: (name) => given.get(name),
    textOf: (expr) => fixedText(deciding.ev, file, fn, expr),
    testOf: (by) => predicateOf(deciding.ev, file, fn, by),
  };
  const isDecorated = hasDecorator(file, fn, fact);
  for (const param of fact.params) {
    if (!telling.has(param.name)) continue;
    const before = argumentOf(param, link.args, isDecorated, outer);
    const { init } = param;
    const whole = init === undefined ? before : withDefault(before, () => possibleValues(init, inner));
    const values = ofPattern(param, whole, inner);
    if (values !== undefined) given.set(param.name, values);
  }
  return given;
}

/** The whole argument. Decorators may put one in the place of what is left out. */
function argumentOf(param: Parameter, args: readonly Expr[], isDecorated: boolean, around: Surroundings): Possible {
  if (param.isRest) return undefined;
  if (args.slice(0, param.position + 1).some((arg) => arg.kind === 'spread')) return undefined;
  const arg = args[param.position];
  if (arg !== undefined) return possibleValues(arg, around);
  return isDecorated || param.decorators !== undefined ? undefined : ABSENT;
}

/** The entry that a name of a pattern takes from the value. */
function ofPattern({ path = [], fallback }: Variable, whole: Possible, around: Surroundings): Possible {
  if (path.includes('...')) return undefined;
  const values = path.reduce<Possible>(entryOf, whole);
  return fallback === undefined ? values : withDefault(values, () => possibleValues(fallback, around));
}

function hasDecorator(file: ProgramFile, fn: number, { ownerClass }: FunctionFact): boolean {
  const owner = ownerClass < 0 ? undefined : file.program.classes[ownerClass];
  return owner?.members.some((one) => one.function === fn && one.decorators !== undefined) === true;
}

/** What names mean in the last frame: parameters as given, handles, and variables made of them. */
function surroundings(deciding: Deciding, frames: readonly Frame[], fn: number, steps = 4): Surroundings {
  const frame = frames.at(-1);
  const { ev } = deciding;
  const textOf = (expr: Expr) => (frame === undefined ? undefined : fixedText(ev, frame.file, fn, expr));
  const nameOf = (name: string): Possible => {
    if (frame === undefined) return undefined;
    const { file } = frame;
    for (let at = fn; at >= 0; at = file.program.functions[at]?.parent ?? -1) {
      const binding = file.names(at).get(name);
      if (binding === undefined) continue;
      const holder = frames.findLast((one) => one.file === file && isWithin(file, at, one.fn));
      if (holder === undefined || changedNames(deciding, file, holder.fn).has(name)) return undefined;
      if (binding.kind === 'param' && at === holder.fn && holder.given.has(name)) return holder.given.get(name);
      if (binding.kind === 'param') return holder.handles.has(name) ? [SOME_OBJECT] : undefined;
      if (binding.kind !== 'local' || steps === 0) return undefined;
      const { variable } = binding;
      if (variable.init === undefined || variable.isElement) return undefined;
      const inner = surroundings(deciding, frames, at, steps - 1);
      return ofPattern(variable, possibleValues(variable.init, inner), inner);
    }
    return undefined;
  };
  const testOf = (by: Expr) => (frame === undefined ? undefined : predicateOf(ev, frame.file, fn, by));
  return { nameOf, textOf, testOf };
}

function isWithin(file: ProgramFile, fn: number, top: number): boolean {
  for (let at = fn; at >= 0; at = file.program.functions[at]?.parent ?? -1) if (at === top) return true;
  return false;
}

/** `OrderStatus.Open`: a member of something that the file declares or imports. */
function fixedText(ev: Evaluator, file: ProgramFile, fn: number, expr: Expr): string | undefined {
  if (expr.kind !== 'member' || expr.object.kind !== 'name') return undefined;
  for (let at = fn; at > 0; at = file.program.functions[at]?.parent ?? -1)
    if (file.names(at).has(expr.object.name)) return undefined;
  return constantOf(evaluate(ev, expr, moduleScope(ev, file)));
}

/** What the file declares or imports as a predicate. */
function predicateOf(ev: Evaluator, file: ProgramFile, fn: number, by: Expr): Predicate | undefined {
  const root = by.kind === 'member' ? by.object : by;
  if (root.kind !== 'name') return undefined;
  for (let at = fn; at > 0; at = file.program.functions[at]?.parent ?? -1)
    if (file.names(at).has(root.name)) return undefined;
  const value = evaluate(ev, by, moduleScope(ev, file));
  if (value.kind === 'import') return { kind: 'library', name: lastName(value.name) };
  if (value.kind === 'part') return { kind: 'library', name: value.name };
  if (value.kind === 'unknown' && by.kind === 'member') return { kind: 'library', name: by.name };
  if (value.kind !== 'function') return undefined;
  const fact = value.file.program.functions[value.index];
  const [param] = fact?.params ?? [];
  return fact?.tells === undefined || param === undefined
    ? undefined
    : { kind: 'own', param: param.name, when: fact.tells };
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Names that are assigned to in the function, or whose entries are. */
function changedNames({ changed }: Deciding, file: ProgramFile, fn: number): ReadonlySet<string> {
  const key = file.keyOf(fn);
  const known = changed.get(key);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const note = (target: Expr) => {
    let root = bare(target);
    while (root.kind === 'member' || root.kind === 'index') root = bare(root.object);
    if (root.kind === 'name') names.add(root.name);
  };
  for (const index of within(file, fn))
    for (const expr of file.program.functions[index]?.body ?? [])
      walk(expr, (part) => {
        if (part.kind === 'assign') note(part.target);
        const isAssign = part.kind === 'call' && part.callee.kind === 'member' && part.callee.name === 'assign';
        if (isAssign && part.args[0]) note(part.args[0]);
        return undefined;
      });
  changed.set(key, names);
  return names;
}

/** Lines of the last frame's function, and of the callbacks in it, that do not run with what it is given. */
export function deadLines(deciding: Deciding, frames: readonly Frame[]): LineRange[] {
  const frame = frames.at(-1);
  if (frame === undefined) return [];
  return guardsIn(deciding, frame).flatMap(({ range, when, fn }) =>
    holds(when, surroundings(deciding, frames, fn)) === false ? [range] : [],
  );
}

function guardsIn({ guards }: Deciding, { file, fn }: Frame): readonly PlacedGuard[] {
  const key = file.keyOf(fn);
  const known = guards.get(key);
  if (known !== undefined) return known;
  const hasAny = file.program.functions.some((one) => one.guards !== undefined);
  const found = !hasAny
    ? []
    : [...within(file, fn)].flatMap((at) =>
        (file.program.functions[at]?.guards ?? []).map((guard) => ({ ...guard, fn: at })),
      );
  guards.set(key, found);
  return found;
}

export function textOfGiven(given: Given): string {
  return [...given].map(([name, values]) => `${name}=${textOfValues(values)}`).join(' ');
}
