/**
 * What values an expression may have, as far as constants tell: literals, object literals, names that a caller bound to such.
 * Whether a condition then holds: `conditions.ts`. `undefined` means that nothing is known.
 */
import type { Condition, Expr } from '../../model/index.js';

export type Known =
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null | undefined }
  /** An object, array, function or instance; `isWhole` when entries that are not listed are not there. */
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Possible>; readonly isWhole: boolean };

/** One of these; undefined when it may be anything. */
export type Possible = readonly Known[] | undefined;

/** What names mean where an expression stands, and the text that a member of an enum or constant object is. */
export type Surroundings = {
  readonly nameOf: (name: string) => Possible;
  readonly textOf: (expr: Expr) => string | undefined;
  /** What a predicate tests: its own condition, or the name that a library gives it. */
  readonly testOf: (by: Expr) => Predicate | undefined;
};

export type Predicate =
  | { readonly kind: 'own'; readonly param: string; readonly when: Condition }
  | { readonly kind: 'library'; readonly name: string };

/** Alternatives and nesting beyond which nothing is known. */
const MAX_VALUES = 6;
const MAX_DEPTH = 8;

const UNDEFINED: Known = { kind: 'constant', value: undefined };
export const ABSENT: Possible = [UNDEFINED];
/** Some object of which no entry is known: true in a condition. */
export const SOME_OBJECT: Known = { kind: 'object', entries: new Map(), isWhole: false };

export function possibleValues(expr: Expr, around: Surroundings, depth = 0): Possible {
  if (depth > MAX_DEPTH) return undefined;
  switch (expr.kind) {
    case 'string':
      return [{ kind: 'constant', value: expr.value }];
    case 'literal':
      return literal(expr.text);
    case 'name':
      return around.nameOf(expr.name) ?? constantText(expr, around);
    case 'member':
      return entryOf(possibleValues(expr.object, around, depth + 1), expr.name) ?? constantText(expr, around);
    case 'cast':
      return possibleValues(expr.value, around, depth + 1);
    case 'either': {
      const options = expr.options.map((option) => possibleValues(option, around, depth + 1));
      const all = options.flatMap((one) => one ?? []);
      return options.includes(undefined) || all.length > MAX_VALUES ? undefined : all;
    }
    case 'object':
      return [objectValue(expr, around, depth)];
    case 'array':
      return [arrayValue(expr)];
    case 'function':
    case 'class':
    case 'new':
      return [SOME_OBJECT];
    default:
      return undefined;
  }
}

/** Of an array that is written out its length. */
function arrayValue({ items }: Extract<Expr, { kind: 'array' }>): Known {
  if (items.some((item) => item.kind === 'spread')) return SOME_OBJECT;
  const length: Known = { kind: 'constant', value: items.length };
  return { kind: 'object', entries: new Map([['length', [length]]]), isWhole: false };
}

function constantText(expr: Expr, { textOf }: Surroundings): Possible {
  const value = textOf(expr);
  return value === undefined ? undefined : [{ kind: 'constant', value }];
}

function literal(text: string): Possible {
  if (text === 'undefined') return ABSENT;
  if (text === 'true' || text === 'false') return [{ kind: 'constant', value: text === 'true' }];
  if (text === 'null') return [{ kind: 'constant', value: null }];
  const number = Number(text);
  return Number.isNaN(number) ? undefined : [{ kind: 'constant', value: number }];
}

function objectValue(expr: Extract<Expr, { kind: 'object' }>, around: Surroundings, depth: number): Known {
  let entries = new Map<string, Possible>();
  let isWhole = true;
  for (const { key, value } of expr.entries) {
    if (key === '[]') {
      entries = new Map();
      isWhole = false;
    } else if (key !== '...') entries.set(key, possibleValues(value, around, depth + 1));
    else {
      const [spread, ...others] = possibleValues(value, around, depth + 1) ?? [];
      // `...undefined` adds nothing.
      if (spread?.kind === 'constant' && others.length === 0) continue;
      if (spread?.kind !== 'object' || others.length > 0 || !spread.isWhole) {
        entries = new Map();
        isWhole = false;
      }
      if (spread?.kind === 'object' && others.length === 0)
        for (const [name, one] of spread.entries) entries.set(name, one);
    }
  }
  return { kind: 'object', entries, isWhole };
}

/** `options.flag` of the values that `options` may be. Of null and undefined nothing is left to run, or `?.` gives undefined. */
export function entryOf(values: Possible, name: string): Possible {
  if (values === undefined) return undefined;
  const found: Known[] = [];
  for (const value of values) {
    if (value.kind === 'constant') {
      if (value.value !== undefined && value.value !== null) return undefined;
      found.push(UNDEFINED);
      continue;
    }
    const entry = value.entries.has(name) ? value.entries.get(name) : value.isWhole ? ABSENT : undefined;
    if (entry === undefined) return undefined;
    found.push(...entry);
  }
  return found.length > MAX_VALUES ? undefined : found;
}

/** A default takes the place of `undefined`, and of nothing else. */
export function withDefault(values: Possible, fallback: () => Possible): Possible {
  if (values === undefined || !values.some(isUndefined)) return values;
  const given = fallback();
  return given === undefined ? undefined : [...values.filter((one) => !isUndefined(one)), ...given];
}

function isUndefined(value: Known): boolean {
  return value.kind === 'constant' && value.value === undefined;
}

/** The same text for the same values. */
export function textOfValues(values: Possible, depth = 0): string {
  if (values === undefined || depth > 3) return '?';
  return values
    .map((one) =>
      one.kind === 'constant'
        ? `${typeof one.value} ${String(one.value)}`
        : `{${[...one.entries].map(([key, value]) => `${key}:${textOfValues(value, depth + 1)}`).join(',')}${one.isWhole ? '' : '…'}}`,
    )
    .join('|');
}
