/** What others read of functions, as the graph keeps it for the next run: files of which nothing is read are left out. */
import { type SystemGraph, sortedBy } from '../../model/index.js';
import type { Exposed, PartsWatch } from '../program/index.js';

export type ExposedParts = NonNullable<SystemGraph['exposed']>;

export function exposedParts({ exposed }: PartsWatch): ExposedParts {
  return sortedBy(
    [...exposed].flatMap(([path, marks]) => {
      const text = textOf(path, marks);
      return text === undefined ? [] : [text];
    }),
    ([path]) => [path],
  );
}

/** A digit for each function, and the bits of names where there are any. */
function textOf(path: string, { parts, names }: Exposed): ExposedParts[number] | undefined {
  const isNamed = names.some((bits) => bits !== 0);
  if (!isNamed && parts.every((bits) => bits === 0)) return undefined;
  const named = isNamed ? Array.from(names, (bits) => (bits === 0 ? '' : bits.toString(36))).join() : '';
  return [path, Array.from(parts, (bits) => bits.toString(36)).join(''), named];
}

/** Undefined when it is not known which of the functions they are. */
export function exposedIn(all: ExposedParts, path: string, functions: number): Exposed | undefined {
  const found = all.find(([one]) => one === path);
  const [, parts = '0'.repeat(functions), names = ''] = found ?? [];
  if (parts.length !== functions) return undefined;
  const named = new Uint32Array(functions);
  if (names !== '') for (const [i, bits] of names.split(',').entries()) named[i] = Number.parseInt(bits || '0', 36);
  return { parts: Uint8Array.from(parts, (digit) => Number.parseInt(digit, 36)), names: named };
}

/** With what is known of some files anew; `marks` of the others only add to what they had. */
export function exposedAfter(all: ExposedParts, marks: ReadonlyMap<string, Exposed>, own: string): ExposedParts {
  const found = new Map(all.map((one) => [one[0], one]));
  for (const [path, now] of marks) {
    const before = path === own ? undefined : found.get(path);
    const text = textOf(path, before === undefined ? now : withMarks(now, exposedIn([before], path, now.parts.length)));
    if (text !== undefined) found.set(path, text);
    else if (path === own) found.delete(path);
  }
  return sortedBy(found.values(), ([path]) => [path]);
}

function withMarks({ parts, names }: Exposed, before: Exposed | undefined): Exposed {
  // Not known which functions they were: all is read.
  if (before === undefined) return { parts: parts.map(() => ALL), names };
  return {
    parts: parts.map((bits, i) => bits | (before.parts[i] as number)),
    names: names.map((bits, i) => bits | (before.names[i] as number)),
  };
}

const ALL = 31;
