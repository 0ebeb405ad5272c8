/** Methods of strings and of lists of them, on values that are known: what JavaScript answers. */
import type { Expr } from '../../../model/index.js';
import type { Spelled } from './spelled.js';

type Run = (given: readonly string[]) => Spelled;

const MAX_PATTERN = 200;
/** A group that repeats and is repeated may take for ever: such a pattern is not tried. */
const RUNAWAY = /\([^)]*[+*}][^)]*\)[+*{]/;

/** A pattern as it is spelled, `/([A-Z])/g`. */
function patternOf(expr: Expr | undefined): RegExp | undefined {
  const found = expr?.kind === 'literal' ? /^\/(.+)\/([dgimsuvy]*)$/s.exec(expr.text) : null;
  if (found === null || (found[1] ?? '').length > MAX_PATTERN || RUNAWAY.test(found[1] ?? '')) return undefined;
  try {
    return new RegExp(found[1] ?? '', found[2]);
  } catch {
    return undefined;
  }
}

/** `name.replace(/([A-Z])/g, (_, letter) => …)`, `name.replace('Entity', '')`. */
export function replaced(of: Spelled, from: Expr | undefined, to: Run | Spelled, method: string): Spelled {
  const what = patternOf(from) ?? (from?.kind === 'string' ? from.value : undefined);
  if (typeof of !== 'string' || what === undefined) return undefined;
  if (method === 'replaceAll' && typeof what !== 'string' && !what.global) return undefined;
  let isTold = true;
  const by = (...given: unknown[]): string => {
    const answer = typeof to === 'function' ? to(given.map((one) => (one === undefined ? '' : String(one)))) : to;
    if (typeof answer !== 'string') isTold = false;
    return typeof answer === 'string' ? answer : '';
  };
  if (typeof to !== 'function' && typeof to !== 'string') return undefined;
  const into = typeof to === 'string' ? to : by;
  // One call for each: the two overloads take no union.
  const result =
    typeof into === 'string'
      ? method === 'replaceAll'
        ? of.replaceAll(what, into)
        : of.replace(what, into)
      : method === 'replaceAll'
        ? of.replaceAll(what, into)
        : of.replace(what, into);
  return isTold ? result : undefined;
}

export function stringMethod(
  of: Exclude<Spelled, undefined>,
  method: string,
  args: readonly Spelled[],
  run: Run | undefined,
  first: Expr | undefined,
): Spelled {
  if (typeof of === 'string') return onString(of, method, args, first);
  return Array.isArray(of) ? onList(of, method, args, run) : undefined;
}

function onString(of: string, method: string, args: readonly Spelled[], first: Expr | undefined): Spelled {
  const [one, two] = args;
  const [from, to] = [one, two].map((arg) => (typeof arg === 'number' ? arg : undefined));
  switch (method) {
    case 'toLowerCase':
    case 'toLocaleLowerCase':
      return of.toLowerCase();
    case 'toUpperCase':
    case 'toLocaleUpperCase':
      return of.toUpperCase();
    case 'trim':
    case 'toString':
      return method === 'trim' ? of.trim() : of;
    case 'charAt':
      return of.charAt(from ?? 0);
    case 'slice':
    case 'substring':
    case 'substr':
      if (from === undefined || (args.length > 1 && to === undefined)) return undefined;
      return of[method](from, to);
    case 'concat':
      return args.every((arg) => typeof arg === 'string') ? of.concat(...args) : undefined;
    case 'split': {
      const by = patternOf(first) ?? (typeof one === 'string' ? one : undefined);
      return by === undefined ? undefined : of.split(by);
    }
    default:
      return undefined;
  }
}

function onList(of: readonly string[], method: string, args: readonly Spelled[], run: Run | undefined): Spelled {
  if (method === 'join')
    return args.length === 0 || typeof args[0] === 'string' ? of.join(args[0] as string) : undefined;
  if (method === 'pop') return of.at(-1);
  if (method === 'shift') return of[0];
  if (method === 'at') return typeof args[0] === 'number' ? of.at(args[0]) : undefined;
  if (method !== 'map' || run === undefined) return undefined;
  const made = of.map((one) => run([one]));
  return made.every((one) => typeof one === 'string') ? made : undefined;
}
