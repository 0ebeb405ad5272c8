/**
 * Typed reading of a JSON tree that knows the place of every value, so that each complaint names file and line.
 * Works on jsonc-parser's tree and not on plain objects: keys such as `__proto__` are data like any other.
 */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { didYouMean, UserError } from '../model/index.js';
import type { ConfigErrorCode } from './codes.js';

/** A value of the config: where it is, how it is called in messages, and the text it was read from. */
export type Value = { readonly node: Node; readonly name: string; readonly source: Source };
export type Source = { readonly file: string; readonly text: string };

/** Parses JSON with comments. Throws UserError MSA201 at the first syntax error. */
export function parseJson(source: Source): Value {
  const errors: ParseError[] = [];
  const node = parseTree(source.text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first !== undefined || node === undefined) {
    const what = first === undefined ? 'the file is empty' : words(printParseErrorCode(first.error));
    const line = lineAt(source.text, first?.offset ?? 0);
    throw new UserError('MSA201', `${source.file}:${line}: not valid JSON: ${what}`, 'Mend the syntax at that line.');
  }
  return { node, name: '', source };
}

/** Fails at the place of a value. */
export function fail(value: Value, code: ConfigErrorCode, message: string, hint: string): never {
  throw new UserError(code, `${value.source.file}:${lineAt(value.source.text, value.node.offset)}: ${message}`, hint);
}

/** Members of an object by key, in order. Throws when it is no object or names a key twice. */
export function members(value: Value): Map<string, Value> {
  if (value.node.type !== 'object') wrongType(value, 'an object { … }');
  const result = new Map<string, Value>();
  for (const property of value.node.children ?? []) {
    const [key, node] = property.children ?? [];
    if (key === undefined || node === undefined) continue;
    const member = { node, name: join(value.name, String(key.value)), source: value.source };
    if (result.has(String(key.value))) {
      fail({ ...member, node: key }, 'MSA207', `"${member.name}" is there twice`, 'Merge the two into one.');
    }
    result.set(String(key.value), member);
  }
  return result;
}

/** Members of an object whose keys are a closed list. Throws MSA202 with a suggestion for any other key. */
export function record<K extends string>(value: Value, keys: readonly K[]): Partial<Record<K, Value>> {
  const result: Partial<Record<K, Value>> = Object.create(null);
  for (const [key, member] of members(value)) {
    const known = keys.find((k) => k === key);
    if (known === undefined) {
      const hint = didYouMean(key, keys);
      fail(
        member,
        'MSA202',
        `unknown key "${member.name}"`,
        `${hint === '' ? '' : `${hint} `}Known: ${keys.join(', ')}.`,
      );
    }
    result[known] = member;
  }
  return result;
}

export function text(value: Value): string {
  if (value.node.type !== 'string') wrongType(value, 'a text "…"');
  return value.node.value as string;
}

export function nonEmptyText(value: Value): string {
  const result = text(value);
  if (result.trim() === '') fail(value, 'MSA203', `"${value.name}" is empty`, 'Write a text, or leave the key out.');
  return result;
}

export function flag(value: Value): boolean {
  if (value.node.type !== 'boolean') wrongType(value, 'true or false');
  return value.node.value as boolean;
}

export function numberWithin(value: Value, min: number, max: number): number {
  const found: unknown = value.node.value;
  if (value.node.type !== 'number' || typeof found !== 'number' || found < min || found > max) {
    const range = max === Number.POSITIVE_INFINITY ? `of at least ${min}` : `from ${min} to ${max}`;
    wrongType(value, `a number ${range}`);
  }
  return value.node.value as number;
}

export function list(value: Value): Value[] {
  if (value.node.type !== 'array') wrongType(value, 'a list [ … ]');
  return (value.node.children ?? []).map((node, i) => ({ node, name: `${value.name}[${i}]`, source: value.source }));
}

/** One of a closed list of names. Throws MSA206 with a suggestion. */
export function oneOf<T extends string>(value: Value, known: readonly T[], what: string): T {
  const found = text(value);
  const match = known.find((k) => k === found);
  if (match === undefined) unknownName(value, 'MSA206', what, found, known);
  return match;
}

export function unknownName(
  value: Value,
  code: ConfigErrorCode,
  what: string,
  found: string,
  known: readonly string[],
): never {
  const hint = didYouMean(found, known);
  const list = known.length === 0 ? 'There is none.' : `Known: ${known.join(', ')}.`;
  fail(value, code, `"${value.name}": unknown ${what} "${found}"`, `${hint === '' ? '' : `${hint} `}${list}`);
}

export function wrongType(value: Value, expected: string): never {
  const where = value.name === '' ? 'the file' : `"${value.name}"`;
  fail(value, 'MSA203', `${where} must be ${expected}`, 'See `msa-map schema config` for the shape of the file.');
}

/** 1-based line of an offset; CRLF counts once because only the LF is counted. */
function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

function join(parent: string, key: string): string {
  return parent === '' ? key : `${parent}.${key}`;
}

function words(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
