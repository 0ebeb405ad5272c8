/**
 * Queries that are built first and run later: `const q = knex('loaves').insert(loaf); if (trx) q.transacting(trx); await q`.
 * Where a query is given the handle, or is a part of one that runs on it (`trx('ovens').whereIn('id', q)`), it runs inside.
 */
import type { Expr, FunctionFact } from '../../model/index.js';
import { bare, type Chain, pushParts } from '../program/index.js';
import { isAwaited, mentions } from './handles.js';

/** How many queries may lie in one another. */
const MAX_STEPS = 4;

/** The chain makes a query that a local holds, and that local runs inside. */
export function isBuiltFor(chain: Chain, handles: ReadonlySet<string>): boolean {
  const fact = chain.file.program.functions[chain.fn];
  const last = chain.links.at(-1)?.expr;
  if (handles.size === 0 || fact === undefined || last === undefined) return false;
  const local = fact.locals.find(({ init }) => init !== undefined && !isAwaited(init) && bare(init) === last);
  return local !== undefined && runsInside(fact, local.name, handles, MAX_STEPS);
}

function runsInside(fact: FunctionFact, name: string, handles: ReadonlySet<string>, steps: number): boolean {
  for (const expr of fact.body) if (takesPart(expr, name, handles)) return true;
  for (const { name: other, init } of steps === 0 ? [] : fact.locals) {
    if (init === undefined || other === name) continue;
    if (takesPart(init, name, handles)) return true;
    if (isAwaited(init) || !isPartOf(bare(init), name)) continue;
    if (runsInside(fact, other, handles, steps - 1)) return true;
  }
  return false;
}

/** Somewhere in it `name.transacting(trx)`, or a query on the handle that is given the name. */
function takesPart(expr: Expr, name: string, handles: ReadonlySet<string>): boolean {
  const stack: Expr[] = [expr];
  for (let i = 0; stack.length > 0 && i < 2000; i++) {
    const at = stack.pop() as Expr;
    if (at.kind === 'call' && at.callee.kind === 'member') {
      const isOnIt = rootOf(at) === name;
      if (isOnIt && at.args.some((arg) => mentions(arg, handles))) return true;
      if (!isOnIt && mentions(at.callee, handles) && at.args.some((arg) => isName(arg, name))) return true;
    }
    pushParts(stack, at);
  }
  return false;
}

/** The name is given to some call of the chain, as it is: awaited before, it has run on its own. */
function isPartOf(expr: Expr, name: string): boolean {
  for (let at = expr; at.kind === 'call'; ) {
    if (at.args.some((arg) => isName(arg, name))) return true;
    if (at.callee.kind !== 'member') return false;
    at = at.callee.object;
  }
  return false;
}

function isName(expr: Expr, name: string): boolean {
  return expr.kind === 'name' && expr.name === name;
}

function rootOf(expr: Expr): string | undefined {
  let at: Expr = expr;
  for (;;) {
    if (at.kind === 'call') at = at.callee;
    else if (at.kind === 'member') at = at.object;
    else return at.kind === 'name' ? at.name : undefined;
  }
}
