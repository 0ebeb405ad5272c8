/** Relative specifiers, seen from another file. `.js` endings hold under every module resolution of TypeScript. */
import type { ImportRequest } from './names.js';

const ENDINGS: readonly (readonly [source: RegExp, spelled: string])[] = [
  [/\.d\.ts$/, '.js'],
  [/\.mts$/, '.mjs'],
  [/\.cts$/, '.cjs'],
  [/\.tsx?$/, '.js'],
];

export function relativeSpecifier(at: string, { specifier, from }: ImportRequest): string {
  if (!specifier.startsWith('.')) return specifier;
  const target = resolve(from, specifier);
  const base = at.split('/').slice(0, -1);
  const parts = target.split('/');
  let same = 0;
  while (same < base.length && same < parts.length - 1 && base[same] === parts[same]) same += 1;
  const up = base.length - same;
  const path = [...Array<string>(up).fill('..'), ...parts.slice(same)].join('/');
  const spelled = up === 0 ? `./${path}` : path;
  const ending = ENDINGS.find(([source]) => source.test(spelled));
  return ending === undefined ? spelled : spelled.replace(ending[0], ending[1]);
}

function resolve(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
