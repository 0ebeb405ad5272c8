/**
 * Functions that are called by what they are handed to. Three who call them: methods that go through many
 * (`loaves.map(this.bake)`), own functions that call their parameter (`retry(load)`), and what a wrapper gave for them
 * (`const getLoaves = cache(load)`), once that is called. With which arguments is not known here, so none are followed.
 */
import type { Expr } from '../../model/index.js';
import {
  alternatives,
  type Chain,
  calledParameters,
  type Evaluator,
  evaluate,
  followedScope,
  type Link,
  nameValue,
  type ValueOf,
} from '../program/index.js';
import type { Call } from './nodes.js';

/** Methods that call what they are handed: for each of many, one after another, again. */
const CALLS_BACK: ReadonlySet<string> = new Set(
  'map forEach flatMap filter some every each eachSeries eachLimit mapSeries mapLimit queue cargo times retry then'.split(
    ' ',
  ),
);

/** `loaves.map(this.bake)`, `queue(bakeOne, 10)`. */
export function calledBack(ev: Evaluator, link: Link, chain: Chain): readonly Call[] {
  if (!CALLS_BACK.has(link.name)) return NO_CALLS;
  return link.args.flatMap((arg) => {
    const isReference = arg.kind === 'name' || (arg.kind === 'member' && arg.object.kind === 'this');
    return isReference ? callsOf(alternatives(evaluate(ev, arg, chain.scope)).filter(isFunction), link, chain) : [];
  });
}

/** `retry(load)` where retry calls its parameter; `getLoaves()` of `getLoaves = traced(load)`, of an own function. */
export function calledWithin(ev: Evaluator, callee: ValueOf<'function'>, link: Link, chain: Chain): readonly Call[] {
  if (link.expr.kind === 'tagged') return NO_CALLS;
  const names = calledParameters(callee.file, callee.index);
  if (names.length === 0) return NO_CALLS;
  const scope = followedScope(
    ev,
    callee,
    { exprs: link.args, scope: chain.scope },
    { expr: link.expr, scope: chain.scope },
  );
  const found = names.flatMap((name) => alternatives(nameValue(ev, name, scope)).filter(isFunction));
  return callsOf(found, link, chain);
}

/** Given a function, they hand back how to stop it being called. */
const LISTENS = /^(?:on|once|off|add\w*Listener|subscribe|watch|observe|listen|effect|set(?:Timeout|Interval))$/i;

/** `export const getLoaves = cache(async () => …)`: what a library makes of functions once, for the whole module, calls them. */
export function calledByMade(
  ev: Evaluator,
  { made, callee }: ValueOf<'made'>,
  link: Link,
  chain: Chain,
): readonly Call[] {
  const { expr, scope } = made;
  if (scope.fn !== 0 || expr.kind !== 'call' || LISTENS.test(nameOf(callee))) return NO_CALLS;
  const found = expr.args.flatMap((arg) => (isWrappable(arg) ? alternatives(evaluate(ev, arg, scope)) : []));
  return callsOf(found.filter(isFunction), link, chain);
}

function nameOf(callee: ValueOf<'made'>['callee']): string {
  return callee.kind === 'part' || callee.kind === 'import' ? (callee.name.split('.').at(-1) ?? '') : '';
}

function isWrappable({ kind }: Expr): boolean {
  return kind === 'function' || kind === 'name' || kind === 'member';
}

const isFunction = (value: { readonly kind: string }): value is ValueOf<'function'> => value.kind === 'function';

/** What is written where the call stands is part of that function anyway. */
function callsOf(functions: readonly ValueOf<'function'>[], link: Link, chain: Chain): Call[] {
  const own = functions.filter(
    ({ file, index }) => file !== chain.file || !file.uses().callbacks.has(index) || !isAround(chain, index),
  );
  return own.map((callee) => ({ callee, link: { ...link, name: 'bind', args: [] }, chain }));
}

function isAround({ file, fn }: Chain, callback: number): boolean {
  return file.program.functions[callback]?.parent === fn;
}

const NO_CALLS: readonly Call[] = [];
