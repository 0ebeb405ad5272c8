/**
 * Whether a condition holds with the values that its names may have: true or false when it is decided whatever value each name
 * has, `undefined` when it is not. A predicate is asked for its own condition; of libraries those are known whose name says it.
 */
import type { Condition, Expr } from '../../model/index.js';
import { type Known, type Possible, possibleValues, type Surroundings } from './known.js';

type Answer = boolean | undefined;

/** Predicates that ask predicates. */
const MAX_DEPTH = 4;

export function holds(condition: Condition, around: Surroundings, depth = 0): Answer {
  switch (condition.kind) {
    case 'open':
      return undefined;
    case 'not':
      return negated(holds(condition.of, around, depth));
    case 'all':
    case 'any': {
      const decided = condition.of.map((one) => holds(one, around, depth));
      const deciding = condition.kind === 'any';
      if (decided.includes(deciding)) return deciding;
      return decided.includes(undefined) ? undefined : !deciding;
    }
    case 'test':
      return passes(condition, around, depth);
    default:
      return agreed(possibleValues(condition.of, around), testOf(condition, around));
  }
}

function negated(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer;
}

/** Of one value. */
function testOf(
  condition: Exclude<Condition, { readonly kind: 'open' | 'not' | 'all' | 'any' | 'test' }>,
  around: Surroundings,
): (one: Known) => Answer {
  switch (condition.kind) {
    case 'is':
      return (one) => one.kind === 'object' || Boolean(one.value);
    case 'some':
      return isIterated;
    case 'has':
      return (one) => hasEntry(one, condition.key);
    case 'typeof':
      return (one) => isOfType(one, condition.is);
    case 'compare':
      return (one) => compares(one, condition.by, condition.to);
    case 'equals':
      return equalTo(condition.to, condition.isLoose === true, around);
  }
}

function equalTo(expr: Expr, isLoose: boolean, around: Surroundings): (one: Known) => Answer {
  const [to, ...others] = possibleValues(expr, around) ?? [];
  if (to?.kind !== 'constant' || others.length > 0) return () => undefined;
  return (one) => {
    if (one.kind === 'object') return false;
    if (isLoose && isNothing(one)) return isNothing(to);
    return isLoose && typeof one.value !== typeof to.value ? undefined : one.value === to.value;
  };
}

function isNothing(one: Known): boolean {
  return one.kind === 'constant' && (one.value === null || one.value === undefined);
}

/** A loop over it runs; over nothing at all it does not even begin. */
function isIterated(one: Known): Answer {
  if (one.kind === 'constant') return one.value !== undefined && one.value !== null && one.value !== '';
  return agreed(one.entries.get('length'), (length) => (length.kind === 'constant' ? length.value !== 0 : undefined));
}

function hasEntry(one: Known, key: string): Answer {
  if (one.kind === 'constant') return undefined;
  return one.entries.has(key) ? true : one.isWhole ? false : undefined;
}

function isOfType(one: Known, type: string): Answer {
  if (one.kind === 'constant') return typeof one.value === type;
  return type === 'object' || type === 'function' ? undefined : false;
}

function compares(one: Known, by: '<' | '<=' | '>' | '>=', to: number): Answer {
  if (one.kind === 'object') return undefined;
  if (one.value === undefined) return false;
  if (typeof one.value !== 'number') return undefined;
  if (by === '<') return one.value < to;
  if (by === '<=') return one.value <= to;
  return by === '>' ? one.value > to : one.value >= to;
}

function passes(condition: Extract<Condition, { kind: 'test' }>, around: Surroundings, depth: number): Answer {
  const values = possibleValues(condition.of, around);
  if (values === undefined || depth > MAX_DEPTH) return undefined;
  const predicate = around.testOf(condition.by);
  if (predicate?.kind === 'library') return agreed(values, LIBRARY.get(predicate.name) ?? (() => undefined));
  if (predicate === undefined) return undefined;
  const nameOf = (name: string): Possible => (name === predicate.param ? values : undefined);
  return holds(predicate.when, { ...around, nameOf }, depth + 1);
}

/** Predicates that mean the same wherever they are offered (lodash, es-toolkit, radash, Node, the language). */
const LIBRARY: ReadonlyMap<string, (one: Known) => Answer> = new Map<string, (one: Known) => Answer>([
  ...['isUndefined'].map((name) => [name, (one: Known) => one.kind === 'constant' && one.value === undefined] as const),
  ...['isNull'].map((name) => [name, (one: Known) => one.kind === 'constant' && one.value === null] as const),
  ...['isNil', 'isNullish', 'isNullOrUndefined', 'isNone'].map((name) => [name, isNothing] as const),
  ...['isNotNil', 'isNonNullish', 'isNotNullish', 'isPresent'].map(
    (name) => [name, (one: Known) => !isNothing(one)] as const,
  ),
  ['isDefined', (one) => (one.kind === 'constant' && one.value === null ? undefined : !isNothing(one))],
  ['isEmpty', isEmpty],
  ['isString', (one) => isOfType(one, 'string')],
  ['isNumber', (one) => isOfType(one, 'number')],
  ['isBoolean', (one) => isOfType(one, 'boolean')],
  ...['isArray', 'isFunction', 'isPlainObject', 'isDate'].map(
    (name) => [name, (one: Known) => (one.kind === 'constant' ? false : undefined)] as const,
  ),
  ['isObject', (one) => one.kind === 'object'],
]);

/** Numbers and truth values are empty too. */
function isEmpty(one: Known): Answer {
  if (one.kind === 'constant') return typeof one.value === 'string' ? one.value === '' : true;
  if (one.isWhole) return one.entries.size === 0;
  return negated(isIterated(one));
}

function agreed(values: Possible, test: (one: Known) => Answer): Answer {
  if (values === undefined || values.length === 0) return undefined;
  const answers = new Set(values.map(test));
  return answers.size === 1 ? [...answers][0] : undefined;
}
