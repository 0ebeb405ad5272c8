/**
 * `this` in a function that is put on a library's value, where the library says what it is there:
 * `schema.statics.byTitle = function …`, `schema.method('rewind', function …)`, `new Schema({…}, { statics: { … } })`.
 */
import type { Expr } from '../../model/index.js';
import type { Evaluator } from './evaluator.js';
import { evaluate } from './expressions.js';
import type { ProgramFile } from './files.js';
import { own } from './library.js';
import type { Slot } from './uses.js';
import { alternatives, type Scope, type Value } from './values.js';
import type { CallExpr, NewExpr, ObjectExpr } from './walk.js';

type OwnerSlot = Omit<Slot, 'fn'> & { readonly fn: number };

export function givenThis(ev: Evaluator, parent: Scope, fn: number): Value | undefined {
  const found = slotOf(parent.file, fn);
  if (found === undefined || found.fn !== parent.fn || !ev.library.slots.has(found.slot)) return undefined;
  for (const owner of alternatives(evaluate(ev, found.owner, parent))) {
    if (owner.kind !== 'external') continue;
    const types = ev.library.typeNamed(owner.package, owner.name)?.thisIn;
    const rule = types && own(types, found.slot);
    if (rule) return rule(owner);
  }
  return undefined;
}

export function slotOf(file: ProgramFile, fn: number): OwnerSlot | undefined {
  const uses = file.uses();
  const assigned = uses.slots.get(fn);
  if (assigned) return assigned;
  const user = uses.callbacks.get(fn);
  if (user) return methodSlot(user.call, user.fn);
  const entry = uses.entries.get(fn);
  return entry && (uses.slots.get(entry.object) ?? argumentSlot(file, entry.object));
}

/** `schema.method({ … })`, `new Schema({…}, { methods: { … } })`. */
function argumentSlot(file: ProgramFile, object: ObjectExpr): OwnerSlot | undefined {
  const uses = file.uses();
  const direct = uses.objectArguments.get(object);
  if (direct) return methodSlot(direct.call, direct.fn);
  const outer = uses.nested.get(object);
  const user = outer && uses.objectArguments.get(outer.object);
  return outer && user ? { owner: user.call, slot: outer.key, fn: user.fn } : undefined;
}

function methodSlot(call: CallExpr | NewExpr, fn: number): OwnerSlot | undefined {
  const callee: Expr = call.callee;
  return callee.kind === 'member' ? { owner: callee.object, slot: callee.name, fn } : undefined;
}
