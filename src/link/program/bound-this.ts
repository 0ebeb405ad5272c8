/**
 * `this` in a function outside of classes that methods hand their own to: `actions.cancel.call(this, order)`,
 * `cancel.bind(this)(order)`. Names are followed without evaluating anything, for scopes are made from what is found.
 */
import type { Expr } from '../../model/index.js';
import { chainsToSearch } from './chains.js';
import type { Evaluator } from './evaluator.js';
import type { ProgramFile } from './files.js';
import { functionScope } from './scopes.js';
import { type Value, valueKey } from './values.js';
import { bare } from './walk.js';
import { expose, forAll } from './watched-parts.js';

type Place = { readonly file: ProgramFile; readonly fn: number };
export type BoundThis = ReadonlyMap<string, readonly Place[]>;

/** The one `this` that a function is given; undefined when nobody gives one, or several differ. */
export function boundThis(ev: Evaluator, file: ProgramFile, fn: number): Value | undefined {
  ev.memo.boundThis ??= forAll(ev.watch, () => allBound(ev));
  const key = keyOf(file, fn);
  // Asked again on the way to its own answer: a class inside of the function hands its own `this` to it.
  if (!ev.memo.boundThis.has(key) || ev.memo.bindingThis.has(key)) return undefined;
  ev.memo.bindingThis.add(key);
  const selves = new Map<string, Value>();
  for (const place of beginnings(ev.memo.boundThis, key)) {
    const { self } = functionScope(ev, place.file, place.fn);
    if (self) selves.set(valueKey(self), self);
  }
  ev.memo.bindingThis.delete(key);
  return selves.size === 1 ? selves.values().next().value : undefined;
}

/** Where the `this` comes from that functions hand on to one another, perhaps in a circle. */
function beginnings(bound: BoundThis, key: string): Place[] {
  const found: Place[] = [];
  const open = [key];
  const seen = new Set(open);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const place of bound.get(at) ?? []) {
      const outer = keyOf(place.file, ownerOfThis(place));
      if (!bound.has(outer)) found.push(place);
      else if (!seen.has(outer)) {
        seen.add(outer);
        open.push(outer);
      }
    }
  }
  return found;
}

/** The function whose `this` it is: arrows have the one around them. */
function ownerOfThis({ file, fn }: Place): number {
  let at = fn;
  for (let fact = file.program.functions[at]; fact?.kind === 'arrow' && fact.parent >= 0; ) {
    at = fact.parent;
    fact = file.program.functions[at];
  }
  return at;
}

function keyOf(file: ProgramFile, fn: number): string {
  return file.keyOf(fn);
}

function allBound(ev: Evaluator): BoundThis {
  const found = new Map<string, Place[]>();
  for (const file of ev.files.values()) {
    for (const { links, fn } of chainsToSearch(file)) {
      for (const { name, receiver, args } of links) {
        if ((name !== 'bind' && name !== 'call' && name !== 'apply') || receiver === undefined) continue;
        expose(file.program.functions[fn]);
        const key = args[0] && bare(args[0]).kind === 'this' ? functionNamed(ev, file, bare(receiver)) : undefined;
        if (key !== undefined) found.set(key, [...(found.get(key) ?? []), { file, fn }]);
      }
    }
  }
  return found;
}

/** `cancel`, `actions.cancel` of a namespace: a top-level function, own or imported. */
function functionNamed(ev: Evaluator, file: ProgramFile, expr: Expr): string | undefined {
  if (expr.kind === 'name') {
    const imported = file.imports.get(expr.name);
    if (imported === undefined) return functionOf(file, expr.name);
    const target = ev.resolve.imported(file.path, imported.specifier, imported.imported);
    return target.kind === 'file' ? functionOf(ev.files.get(target.path), target.name) : undefined;
  }
  const space = expr.kind === 'member' && expr.object.kind === 'name' ? file.imports.get(expr.object.name) : undefined;
  if (expr.kind !== 'member' || space?.imported !== '*') return undefined;
  const whole = ev.resolve.imported(file.path, space.specifier, '*');
  const target = whole.kind === 'file' ? ev.resolve.exported(whole.path, expr.name) : undefined;
  return target?.kind === 'file' ? functionOf(ev.files.get(target.path), target.name) : undefined;
}

function functionOf(file: ProgramFile | undefined, name: string): string | undefined {
  const binding = file?.names(0).get(name);
  if (binding?.kind === 'function') return file!.keyOf(binding.index);
  const init = binding?.kind === 'local' ? binding.variable.init : undefined;
  return init?.kind === 'function' ? file!.keyOf(init.index) : undefined;
}
