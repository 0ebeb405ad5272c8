/** Reads a JSON file that people write: comments, trailing commas, a byte order mark. Data only, never executed. */
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { readSmallFile } from './small-file.js';

export type JsonObject = { readonly [key: string]: unknown };

/**
 * `missing` when there is no such file; `broken` with the reason when there is one without an object in it. A file that
 * is cut or half-merged is `read` as far as it makes sense, and `fault` says where it does not.
 */
export type JsonFile =
  | { readonly kind: 'read'; readonly value: JsonObject; readonly fault?: JsonFault }
  | { readonly kind: 'missing' }
  | ({ readonly kind: 'broken' } & JsonFault);

export type JsonFault = { readonly reason: string; readonly line: number };

export function readJsonFile(path: string): JsonFile {
  const file = readSmallFile(path);
  if (file.kind === 'missing') return file;
  if (file.kind === 'too large') return { kind: 'broken', reason: 'too large', line: 0 };
  const text = file.text.replace(/^\uFEFF/, '');
  const plain = parsePlain(text);
  if (plain !== undefined) return { kind: 'read', value: plain };
  const errors: ParseError[] = [];
  let value: unknown;
  try {
    value = parse(text, errors, { allowTrailingComma: true });
  } catch {
    return { kind: 'broken', reason: 'nested too deeply', line: 0 };
  }
  const fault = errors[0] === undefined ? undefined : faultOf(errors[0], text);
  if (isObject(value)) return { kind: 'read', value, ...(fault === undefined ? {} : { fault }) };
  return { kind: 'broken', ...(fault ?? { reason: 'not an object', line: 1 }) };
}

/** Most files hold plain JSON, which the runtime reads many times faster; the rest is left to the tolerant parser. */
function parsePlain(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function faultOf({ error, offset }: ParseError, text: string): JsonFault {
  return { reason: printParseErrorCode(error), line: text.slice(0, offset).split('\n').length };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own property, so that `__proto__` and `constructor` in a file are plain names. */
export function field(object: unknown, name: string): unknown {
  return isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}

export function textField(object: unknown, name: string): string | undefined {
  const value = field(object, name);
  return typeof value === 'string' ? value : undefined;
}

export function textList(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

/** Own entries of an object, in file order. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
