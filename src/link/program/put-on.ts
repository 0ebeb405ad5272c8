/**
 * Functions that code puts on a library's value, by their names: `schema.statics.byTitle = function …`,
 * `schema.static('byTitle', function …)`, `new Schema({…}, { statics: { byTitle() {…} } })`, in the value's own file; and the
 * members of classes given to it, in any. What `this` is in them, `given-this` and `given-classes` say.
 */

import { instanceOfClass } from './classes.js';
import type { Evaluator } from './evaluator.js';
import { evaluate } from './expressions.js';
import type { ProgramFile } from './files.js';
import { type Giving, givingsOf } from './given-classes.js';
import { slotOf } from './given-this.js';
import { memberOf } from './members.js';
import { functionScope } from './scopes.js';
import type { Slot } from './uses.js';
import { alternatives, type Made, type Scope, type Value } from './values.js';

export type PutOn = Slot & { readonly name: string; readonly index: number };

/** What is put on values anywhere, by names alone: enough to know where nothing has to be asked. */
export type PutOnIndex = {
  readonly functions: ReadonlySet<string>;
  /** By the name of a member of the class. */
  readonly givings: ReadonlyMap<string, readonly (Giving & { readonly file: ProgramFile })[]>;
};

/** The function of that name in one of the slots of the value that was made there, or of a class given to it. */
export function memberPutOn(
  ev: Evaluator,
  made: Made,
  slots: ReadonlySet<string>,
  name: string,
  isStatic: boolean,
): Value | undefined {
  const index = putOnIndex(ev);
  return (
    (index.functions.has(name) ? functionPutOn(ev, made, slots, name) : undefined) ??
    memberGiven(ev, made, index.givings.get(name) ?? [], name, isStatic)
  );
}

/** Whether a member of that name is put on anything at all. */
export function isPutOn(ev: Evaluator, name: string): boolean {
  const { functions, givings } = putOnIndex(ev);
  return functions.has(name) || givings.has(name);
}

function functionPutOn(
  ev: Evaluator,
  { expr, scope: { file } }: Made,
  slots: ReadonlySet<string>,
  name: string,
): Value | undefined {
  for (const { slot, owner, fn, index } of functionsPutOn(file).get(name) ?? []) {
    if (!slots.has(slot)) continue;
    const scope = functionScope(ev, file, fn);
    if (isMadeBy(ev, owner, scope, expr)) return { kind: 'function', file, index, scope };
  }
  return undefined;
}

function memberGiven(
  ev: Evaluator,
  { expr }: Made,
  givings: NonNullable<ReturnType<PutOnIndex['givings']['get']>>,
  name: string,
  isStatic: boolean,
): Value | undefined {
  for (const { file, owner, given, fn } of givings) {
    const scope = functionScope(ev, file, fn);
    if (!isMadeBy(ev, owner, scope, expr)) continue;
    for (const of of alternatives(evaluate(ev, { kind: 'name', name: given }, scope))) {
      const self = isStatic ? of : instanceOfClass(of, []);
      const found = of.kind === 'class' && self ? memberOf(ev, self, name) : undefined;
      if (found?.kind === 'function') return found;
    }
  }
  return undefined;
}

function isMadeBy(ev: Evaluator, owner: Giving['owner'], scope: Scope, made: Made['expr']): boolean {
  return alternatives(evaluate(ev, owner, scope)).some((one) => one.kind === 'external' && one.made?.expr === made);
}

/** All of a file's, by name. */
export function functionsPutOn(file: ProgramFile): ReadonlyMap<string, readonly PutOn[]> {
  if (file.putOn.byName !== undefined) return file.putOn.byName;
  const found = new Map<string, PutOn[]>();
  const uses = file.uses();
  file.program.functions.forEach((fact, index) => {
    const slot = slotOf(file, index);
    if (slot === undefined) return;
    // `schema.static('byTitle', function …)`.
    const user = uses.callbacks.get(index);
    const first = user?.position === 1 ? user.call.args[0] : undefined;
    const name = first?.kind === 'string' ? first.value : (uses.entries.get(index)?.key ?? fact.name);
    if (name !== '') found.set(name, [...(found.get(name) ?? []), { ...slot, name, index }]);
  });
  file.putOn.byName = found;
  return found;
}

function putOnIndex(ev: Evaluator): PutOnIndex {
  ev.memo.putOn ??= allPutOn(ev);
  return ev.memo.putOn;
}

function allPutOn(ev: Evaluator): PutOnIndex {
  const functions = new Set<string>();
  const byClass = new Map<string, (Giving & { file: ProgramFile })[]>();
  for (const file of ev.files.values()) {
    for (const [name, all] of functionsPutOn(file))
      if (all.some(({ slot }) => ev.library.slots.has(slot))) functions.add(name);
    for (const giving of givingsOf(ev, file)) {
      const name = file.imports.get(giving.given)?.imported ?? giving.given;
      for (const key of new Set([name === 'default' ? giving.given : name, giving.given]))
        byClass.set(key, [...(byClass.get(key) ?? []), { ...giving, file }]);
    }
  }
  const givings = new Map<string, (Giving & { file: ProgramFile })[]>();
  for (const file of byClass.size === 0 ? [] : ev.files.values()) {
    for (const { name, members } of file.program.classes) {
      const all = byClass.get(name);
      for (const member of all ? members : []) {
        const known = givings.get(member.name) ?? [];
        givings.set(member.name, [...known, ...(all ?? []).filter((one) => !known.includes(one))]);
      }
    }
  }
  return { functions, givings };
}
