/** The language's own methods that pass values on: arrays, promises, strings, Object. */
import { callFunction, elementOf } from './calls.js';
import type { Evaluator } from './evaluator.js';
import { argumentAt, evaluate } from './expressions.js';
import { fromEntries, type Handed, mappedValues, reducedEntries } from './mapped-objects.js';
import { textMethod } from './texts.js';
import {
  alternatives,
  constantOf,
  type Scope,
  type Thunk,
  text,
  UNKNOWN,
  unionOf,
  type Value,
  type ValueOf,
} from './values.js';
import { bare, type CallExpr } from './walk.js';

const ELEMENT = new Set(['find', 'findLast', 'pop', 'shift', 'at', 'next']);
const SAME = new Set([
  'filter',
  'slice',
  'sort',
  'reverse',
  'concat',
  'toSorted',
  'toReversed',
  'values',
  'splice',
  'flat',
]);
const OTHERS = new Set(['map', 'flatMap', 'get', 'reduce']);
const EACH = new Set([
  'map',
  'forEach',
  'filter',
  'find',
  'findLast',
  'findIndex',
  'some',
  'every',
  'flatMap',
  'sort',
  'reduce',
]); // prettier-ignore

/** Undefined when the call is not one of these. */
export function builtinResult(ev: Evaluator, expr: CallExpr, scope: Scope): Value | undefined {
  const callee = bare(expr.callee);
  if (callee.kind !== 'member') return callee.kind === 'name' ? namedBuiltin(ev, callee.name, expr, scope) : undefined;
  const { name } = callee;
  const root = bare(callee.object);
  if (root.kind === 'name' && (root.name === 'Promise' || root.name === 'Object' || root.name === 'Array')) {
    const known = globalCall(ev, root.name, name, expr, scope);
    if (known) return known;
  }
  if (name === 'then') return thenResult(ev, expr, evaluate(ev, callee.object, scope), scope);
  if (name === 'catch' || name === 'finally') return evaluate(ev, callee.object, scope);
  if (name === 'join' || name === 'trim' || name.startsWith('to')) {
    const receiver = evaluate(ev, callee.object, scope);
    if (receiver.kind === 'text') return textMethod(name, receiver);
    if (name === 'join' && receiver.kind === 'array') return joinedItems(ev, receiver, expr, scope);
  }
  if (name === 'mapValues' && expr.args.length === 2) return mappedValues(ev, expr, scope);
  if (!ELEMENT.has(name) && !SAME.has(name) && !OTHERS.has(name)) return undefined;
  const receiver = evaluate(ev, callee.object, scope);
  if (receiver.kind === 'array') return arrayResult(ev, name, receiver, expr, scope);
  // A list nobody knows still becomes a list of what the callback makes of its items.
  if (name === 'map' && alternatives(receiver).every(isBlank)) return mappedBlindly(ev, expr, scope);
  const isMap =
    receiver.kind === 'external' && receiver.package === '' && (receiver.name === 'Map' || receiver.name === 'WeakMap');
  return isMap && name === 'get' ? elementOf(receiver) : undefined;
}

function arrayResult(ev: Evaluator, name: string, receiver: Value, expr: CallExpr, scope: Scope): Value | undefined {
  if (ELEMENT.has(name)) return elementOf(receiver);
  if (SAME.has(name)) return receiver;
  if (name === 'reduce') {
    const fn = receiver.kind === 'array' && receiver.entriesOf && expr.args[0] && evaluate(ev, expr.args[0], scope);
    return fn ? reducedEntries(receiver, fn) : undefined;
  }
  if (name !== 'map' && name !== 'flatMap') return undefined;
  const fn = expr.args[0] && evaluate(ev, expr.args[0], scope);
  if (fn?.kind !== 'function') return { kind: 'array', element: UNKNOWN };
  const result = callFunction(ev, fn, undefined, undefined);
  if (name === 'flatMap' && result.kind === 'array') return result;
  const of = receiver.kind === 'array' && receiver.entriesOf?.fn === undefined ? receiver.entriesOf : undefined;
  return { kind: 'array', element: result, ...(of && { entriesOf: { ...of, fn } }) };
}

function isBlank({ kind }: Value): boolean {
  return kind === 'unknown' || kind === 'part' || kind === 'made';
}

function mappedBlindly(ev: Evaluator, expr: CallExpr, scope: Scope): Value | undefined {
  const made = arrayResult(ev, 'map', UNKNOWN, expr, scope);
  if (made?.kind !== 'array') return undefined;
  return made.element.kind === 'object' || alternatives(made.element).some(namesTable) ? made : undefined;
}

/** Promise.all and friends, Object.assign/values/freeze, Array.from. */
function globalCall(ev: Evaluator, root: string, name: string, expr: CallExpr, scope: Scope): Value | undefined {
  const first = expr.args[0];
  if (first === undefined) return undefined;
  const value = () => evaluate(ev, first, scope);
  if (root === 'Promise') return ['all', 'allSettled', 'race', 'any', 'resolve'].includes(name) ? value() : undefined;
  if (root === 'Array') return name === 'from' ? { kind: 'array', element: elementOf(value()) } : undefined;
  if (name === 'assign') return { kind: 'both', of: expr.args.map((arg) => evaluate(ev, arg, scope)).reverse() };
  if (name === 'freeze' || name === 'seal') return value();
  if (name === 'fromEntries') return fromEntries(value());
  if (name !== 'values' && name !== 'entries' && name !== 'keys') return undefined;
  const object = value();
  return { ...entryList(ev, object, name), entriesOf: { handed: name, expr: first, scope } };
}

const KEY: Value = { kind: 'external', package: '', name: 'string', args: [] };

function entryList(ev: Evaluator, object: Value, handed: Handed): ValueOf<'array'> {
  if (handed === 'keys') return { kind: 'array', element: KEY };
  const element =
    object.kind === 'object'
      ? unionOf(object.expr.entries.slice(0, 60).map((one) => evaluate(ev, one.value, object.scope)))
      : elementOf(object);
  if (handed === 'values') return { kind: 'array', element };
  return { kind: 'array', element: { kind: 'array', element, items: [KEY, element] } };
}

function namedBuiltin(ev: Evaluator, name: string, expr: CallExpr, scope: Scope): Value | undefined {
  if (name === 'mapValues' && expr.args.length === 2) return mappedValues(ev, expr, scope);
  if (name !== 'String' || expr.args[0] === undefined) return undefined;
  const value = evaluate(ev, expr.args[0], scope);
  return value.kind === 'text' ? value : undefined;
}

function thenResult(ev: Evaluator, expr: CallExpr, receiver: Value, scope: Scope): Value {
  const fn = expr.args[0] && evaluate(ev, expr.args[0], scope);
  const result = fn?.kind === 'function' ? callFunction(ev, fn, undefined, undefined) : UNKNOWN;
  return result.kind === 'unknown' && fn === undefined ? receiver : result;
}

function joinedItems(ev: Evaluator, list: ValueOf<'array'>, expr: CallExpr, scope: Scope): Value | undefined {
  const separator = argumentAt(ev, { exprs: expr.args, scope }, 0, false);
  const between = separator === undefined ? ',' : constantOf(separator);
  if (between === undefined) return undefined;
  const parts = list.items?.map(constantOf);
  if (parts === undefined || parts.includes(undefined)) return joinedPieces(list, between);
  return text(parts.join(between));
}

/**
 * `joins.join(' ')`: every piece of SQL that is put into the list, once, since each may be there. What is not known is left
 * out; lists of anything else say nothing.
 */
function joinedPieces({ items, element }: ValueOf<'array'>, between: string): Value | undefined {
  const known = (items ?? [element])
    .flatMap(alternatives)
    .filter((one): one is ValueOf<'text'> => one.kind === 'text' && constantOf(one) !== '');
  if (!known.some(namesTable)) return undefined;
  const texts = [''];
  const holes: Thunk[] = [];
  known.forEach((one, place) => {
    const [first = '', ...others] = one.texts;
    texts.push(`${texts.pop()}${place === 0 ? '' : between}${first}`, ...others);
    holes.push(...one.holes);
  });
  return { kind: 'text', texts, holes };
}

/** A piece of SQL that names a table of its own: a join, a sub-query. */
function namesTable(value: Value): boolean {
  return value.kind === 'text' && /\b(?:from|join)\s+["'`[\w]/i.test(value.texts.join('x'));
}

/** Parameter of a callback given to an array's method or to `then`. */
export function builtinCallback(ev: Evaluator, call: CallExpr, scope: Scope, position: number): Value | undefined {
  const callee = bare(call.callee);
  if (callee.kind !== 'member') return undefined;
  if (callee.name === 'then' && position === 0) return evaluate(ev, callee.object, scope);
  if (!EACH.has(callee.name)) return undefined;
  const receiver = evaluate(ev, callee.object, scope);
  if (receiver.kind !== 'array') return undefined;
  const wanted = callee.name === 'reduce' ? 1 : 0;
  if (position === wanted || (callee.name === 'sort' && position === 1)) return receiver.element;
  return undefined;
}
