/**
 * Whether an expression's value comes from outside its function: from `this`, or from a parameter that a caller fills,
 * also by way of locals, loops and callbacks. What hangs on one may be told by the caller.
 */
import type { Expr } from '../../model/index.js';
import type { Binding, ProgramFile } from './files.js';
import { bare } from './walk.js';

/** Locals and callbacks on the way from an expression to the parameter it comes from. */
const MAX_STEPS = 8;

export function hangsOnCaller(file: ProgramFile, fn: number, expr: Expr): boolean {
  let at: { expr: Expr; fn: number } | undefined = { expr, fn };
  for (let i = 0; i < MAX_STEPS && at !== undefined; i++) {
    const root = rootOf(at.expr);
    if (root.kind === 'this' || root.kind === 'super') return true;
    const found: Bound | undefined = root.kind === 'name' ? bindingOf(file, at.fn, root.name) : undefined;
    if (found?.binding.kind === 'param') {
      const user = file.uses().callbacks.get(found.fn);
      if (user === undefined) return true;
      // A callback's parameter is one of what the callback's call is made on: `lines.map((line) => line.destroy())`.
      at = { expr: user.call.callee, fn: user.fn };
    } else if (found?.binding.kind === 'local' && found.binding.variable.init) {
      at = { expr: found.binding.variable.init, fn: found.fn };
    } else at = undefined;
  }
  return false;
}

type Bound = { readonly binding: Binding; readonly fn: number };

/** A name's declaration, looked for from the inside out, and the function that has it. */
function bindingOf(file: ProgramFile, fn: number, name: string): Bound | undefined {
  for (let at = fn; at > 0; at = file.program.functions[at]?.parent ?? -1) {
    const binding = file.names(at).get(name);
    if (binding) return { binding, fn: at };
  }
  return undefined;
}

/** What `a.b[0].c()` starts with. */
function rootOf(expr: Expr): Expr {
  let at = bare(expr);
  for (;;) {
    if (at.kind === 'member' || at.kind === 'index') at = bare(at.object);
    else if (at.kind === 'call' || at.kind === 'new') at = bare(at.callee);
    else return at;
  }
}
