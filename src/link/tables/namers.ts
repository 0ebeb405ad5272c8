/**
 * Which arguments of a call name a table: its entity, the table, a repository of it, or its name; by themselves, in a list, or
 * in an object of options.
 */
import type { Expr, TableNode } from '../../model/index.js';
import { classFact, type Evaluator, evaluate, type Scope, type Value } from '../program/index.js';

/** Names of a table and of its models, in small letters, by the table's id. */
export type TableNames = (id: string) => ReadonlySet<string>;

/** Objects in objects that are looked into. */
const MAX_DEPTH = 3;

export function tableNames(nodes: () => readonly TableNode[]): TableNames {
  const none: ReadonlySet<string> = new Set();
  let known: Map<string, ReadonlySet<string>> | undefined;
  return (id) => {
    known ??= new Map(
      nodes().map((node) => [node.id, new Set([node.name, ...node.models].map((name) => name.toLowerCase()))]),
    );
    return known.get(id) ?? none;
  };
}

/** The innermost expressions that name one of the tables; empty when the call names none. */
export function namersOf(
  ev: Evaluator,
  tables: readonly ReadonlySet<string>[],
  args: { readonly exprs: readonly Expr[]; readonly scope: Scope },
): Expr[] {
  const names = new Set(tables.flatMap((one) => [...one]));
  const found: Expr[] = [];
  const queue = args.exprs.map((expr) => ({ expr, value: evaluate(ev, expr, args.scope), depth: 0 }));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { expr, value, depth } = next;
    if (isName(ev, value, names)) found.push(expr);
    else if (depth >= MAX_DEPTH) continue;
    else if (value.kind === 'union' || value.kind === 'both')
      queue.push(...value.of.map((one) => ({ expr, value: one, depth: depth + 1 })));
    else if (value.kind === 'array') queue.push({ expr, value: value.element, depth: depth + 1 });
    else if (value.kind === 'object') {
      const { scope } = value;
      const isHere = expr === value.expr;
      for (const entry of value.expr.entries)
        queue.push({ expr: isHere ? entry.value : expr, value: evaluate(ev, entry.value, scope), depth: depth + 1 });
    }
  }
  return found;
}

function isName(ev: Evaluator, value: Value, names: ReadonlySet<string>): boolean {
  if (value.kind === 'class') return names.has(classFact(value.of).name.toLowerCase());
  if (value.kind === 'text') return names.has(value.texts.join('').toLowerCase());
  if (value.kind === 'external')
    return value.args.some((one) =>
      one.kind === 'instance' ? isName(ev, { kind: 'class', of: one.of }, names) : isName(ev, one, names),
    );
  // `pgTable('orders', …)`
  const { args } = value.kind === 'made' && value.made.expr.kind === 'call' ? value.made.expr : { args: [] };
  return value.kind === 'made' && args[0]?.kind === 'string' && names.has(args[0].value.toLowerCase());
}
