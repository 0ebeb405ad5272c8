/** The expressions that are the operations of a list: `[a(), ...bs.map(b)]`, or a variable that holds one. */
import type { Expr } from '../../../model/index.js';
import { bare, type Scope } from '../../program/index.js';

export type Operations = readonly { readonly expr: Expr; readonly scope: Scope }[];

/** Undefined when the expression is no list that can be seen. */
export function listOperations(list: Expr, scope: Scope): Operations | undefined {
  const expr = bare(list);
  if (expr.kind === 'array')
    return expr.items.map((item) => ({ expr: item.kind === 'spread' ? item.value : item, scope }));
  if (expr.kind === 'call') return [{ expr, scope }];
  if (expr.kind !== 'name') return undefined;
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const binding = at.file.names(at.fn).get(expr.name);
    if (binding === undefined) continue;
    const init = binding.kind === 'local' && !binding.variable.path ? binding.variable.init : undefined;
    const inner = init && bare(init);
    return inner?.kind === 'array' || inner?.kind === 'call' ? listOperations(inner, at) : undefined;
  }
  return undefined;
}
