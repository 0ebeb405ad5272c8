/**
 * Functions that a file puts on a library's value, by their names: `schema.statics.byTitle = function …`,
 * `new Schema({…}, { statics: { byTitle() {…} } })`. What `this` is in them, `given-this` says.
 */
import type { Evaluator } from './evaluator.js';
import { evaluate } from './expressions.js';
import type { ProgramFile } from './files.js';
import { slotOf } from './given-this.js';
import { functionScope } from './scopes.js';
import type { Slot } from './uses.js';
import { alternatives, type Made, type ValueOf } from './values.js';

export type PutOn = Slot & { readonly name: string; readonly index: number };

/** All of a file's, by name. */
function functionsPutOn(file: ProgramFile): ReadonlyMap<string, readonly PutOn[]> {
  const found = new Map<string, PutOn[]>();
  file.program.functions.forEach((fact, index) => {
    const slot = slotOf(file, index);
    const name = file.uses().entries.get(index)?.key ?? fact.name;
    if (slot === undefined || name === '') return;
    found.set(name, [...(found.get(name) ?? []), { ...slot, name, index }]);
  });
  return found;
}

/** The function of that name in one of the slots of the value that was made there. */
export function memberPutOn(
  ev: Evaluator,
  { expr, scope: { file } }: Made,
  slots: ReadonlySet<string>,
  name: string,
): ValueOf<'function'> | undefined {
  file.putOn.byName ??= functionsPutOn(file);
  for (const { slot, owner, fn, index } of file.putOn.byName.get(name) ?? []) {
    if (!slots.has(slot)) continue;
    const scope = functionScope(ev, file, fn);
    const isOn = alternatives(evaluate(ev, owner, scope)).some(
      (one) => one.kind === 'external' && one.made?.expr === expr,
    );
    if (isOn) return { kind: 'function', file, index, scope };
  }
  return undefined;
}
