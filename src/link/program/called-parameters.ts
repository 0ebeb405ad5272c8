/**
 * Parameters that are called: `retry(load)` runs what it is handed, and `traced(load)` gives a function that does. Whoever
 * calls the one or the other calls `load`.
 */
import { chainsOfFunction } from './chains.js';
import type { ProgramFile } from './files.js';
import { expose, quietly } from './watched-parts.js';

/** Names of parameters of a function, and of those around it, that it calls itself or in callbacks written in it. */
export function calledParameters(file: ProgramFile, fn: number): readonly string[] {
  const known = file.called.get(fn);
  if (known !== undefined) return known;
  const found = quietly(file.watch, () => search(file, fn));
  if (found.length > 0) expose(file.program.functions[fn]);
  file.called.set(fn, found);
  return found;
}

function search(file: ProgramFile, fn: number): readonly string[] {
  const { functions } = file.program;
  const names = new Set<string>();
  for (const name of calledNames(file, fn)) {
    for (let at = fn; at > 0; at = functions[at]?.parent ?? 0) {
      const binding = file.names(at).get(name);
      if (binding?.kind === 'param') names.add(name);
      if (binding !== undefined) break;
    }
  }
  return names.size === 0 ? NONE : [...names];
}

const NONE: readonly string[] = [];

/** `load()`, `load.call(shop)`: names that are called as they are. */
function* calledNames(file: ProgramFile, fn: number): Generator<string> {
  const inline = file.inlined();
  const stack = [fn];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const { root, links } of chainsOfFunction(file, at)) {
      const [first] = links;
      if (root.kind !== 'name' || first === undefined || first.kind !== 'call') continue;
      if (first.receiver === undefined || (first.receiver === root && isCallItself(first.name))) yield root.name;
    }
    stack.push(...(inline.get(at) ?? []));
  }
}

function isCallItself(method: string): boolean {
  return method === 'call' || method === 'apply';
}
