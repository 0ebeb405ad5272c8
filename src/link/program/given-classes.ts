/**
 * Classes whose members a library's value takes: `schema.loadClass(Order)`. The class is then below what the library says of that
 * method, as if it extended it, and its members are the value's.
 */
import { chainsToSearch } from './chains.js';
import type { Evaluator } from './evaluator.js';
import { evaluate } from './expressions.js';
import type { ProgramFile } from './files.js';
import { own } from './library.js';
import { functionScope } from './scopes.js';
import { alternatives, type ClassValue, classFact, type Value } from './values.js';
import { bare, type CallExpr } from './walk.js';
import { expose } from './watched-parts.js';

/** A call of a method that takes a class, and the name that the class is given by. */
export type Giving = {
  readonly owner: CallExpr['callee'];
  readonly method: string;
  readonly given: string;
  readonly fn: number;
};

/** What instances of the class are by a library, when it is given to a value of that in its own file. */
export function givenBase(ev: Evaluator, of: ClassValue): Value[] | undefined {
  const { name } = classFact(of);
  for (const { owner, method, given, fn } of givingsOf(ev, of.file)) {
    if (given !== name) continue;
    const scope = fn === of.scope.fn ? of.scope : functionScope(ev, of.file, fn);
    for (const one of alternatives(evaluate(ev, owner, scope))) {
      const types = one.kind === 'external' ? ev.library.typeNamed(one.package, one.name)?.instanceIn : undefined;
      const rule = types && own(types, method);
      if (rule) return [rule(one)];
    }
  }
  return undefined;
}

/** Of a file, by names alone. */
export function givingsOf(ev: Evaluator, file: ProgramFile): readonly Giving[] {
  if (file.putOn.givings !== undefined) return file.putOn.givings;
  const found: Giving[] = [];
  for (const { links, fn } of chainsToSearch(file)) {
    for (const { name, args, receiver } of links) {
      const arg = args[0] && bare(args[0]);
      if (!receiver || arg?.kind !== 'name' || !ev.library.classTakers.has(name)) continue;
      expose(file.program.functions[fn]);
      found.push({ owner: receiver, method: name, given: arg.name, fn });
    }
  }
  file.putOn.givings = found;
  return found;
}
