/** What tells one context of a function from another: `this`, what is given, and the file that gives it. */
import { type Arguments, type Evaluator, evaluate, type Scope, valueKey } from '../program/index.js';

/** The function, or one that it is written in, is followed with the arguments of a call. */
export function isGiven(scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at.args) return true;
  return false;
}

/** What is given, and the file that gives it: two callers that give a factory the same each account for their own. */
export function contextKey(ev: Evaluator, scope: Scope): string {
  const parts: string[] = [scope.self ? valueKey(scope.self) : ''];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const { args } = at;
    if (args) parts.push(args.scope.file.path, given(ev, args));
  }
  return parts.join('|');
}

export function given(ev: Evaluator, { exprs, scope }: Arguments): string {
  return exprs.map((expr) => valueKey(evaluate(ev, expr, scope))).join(',');
}
