/**
 * A query builder kept in a variable: `const query = db('seats').where(…); … await query.del();`. The first chain reads
 * nothing by itself when all that comes of the variable is a write.
 */
import type { Expr } from '../../../model/index.js';
import { bare, type Chain, chainsIn, type Link, variableName } from '../../program/index.js';

/** True when the chain only makes a builder that later links (`isWrite`) turn into a write, and nothing else runs it. */
export function endsInWrite(chain: Chain, isWrite: (link: Link) => boolean): boolean {
  const { file, fn } = chain;
  if (chain.expr.kind === 'await') return false;
  const fact = file.program.functions[fn];
  const local = fact?.locals.find(({ init, path }) => init === chain.expr && path === undefined);
  const name = local?.name ?? assignedName(chain);
  if (fact === undefined || name === undefined) return false;
  let isWritten = false;
  for (let inner = fn; inner < file.program.functions.length; inner++) {
    if (inner !== fn && !isWithin(chain, inner)) continue;
    const body = file.program.functions[inner];
    if (body === undefined) continue;
    // Given on or given back: someone else runs it.
    if (body.returns.some((expr) => isRootedAt(expr, name) && !hasWrite(chain, expr, inner, isWrite))) return false;
    for (const expr of body.body) {
      for (const use of chainsIn(file, expr, inner)) {
        const links = use.links;
        if (links.some((link) => link.args.some((arg) => isRootedAt(arg, name)))) return false;
        if (!isRootedAt(use.expr, name)) continue;
        if (links.some(isWrite)) isWritten = true;
        else if (use.expr.kind === 'await' || links.some((link) => EXECUTING.test(link.name))) return false;
      }
    }
  }
  return isWritten;
}

/** Links that run a query whatever stands before. */
const EXECUTING = /^(?:first|firstOrFail|then|pluck|paginate|exec|stream|execute|executeTakeFirst|fetch)$/;

/** `query = query.where(…)` in the same function. */
function assignedName({ file, fn, expr }: Chain): string | undefined {
  for (const [variable, places] of file.uses().assigned) {
    if (places.some((place) => place.fn === fn && place.expr === expr)) return variableName(variable);
  }
  return undefined;
}

function isWithin({ file, fn }: Chain, inner: number): boolean {
  for (let at = inner; at > fn; at = file.program.functions[at]?.parent ?? -1) {
    if (file.program.functions[at]?.parent === fn) return true;
  }
  return false;
}

function isRootedAt(expr: Expr, name: string): boolean {
  let at = bare(expr);
  while (at.kind === 'call' || at.kind === 'member') at = bare(at.kind === 'call' ? at.callee : at.object);
  return at.kind === 'name' && at.name === name;
}

function hasWrite({ file }: Chain, expr: Expr, fn: number, isWrite: (link: Link) => boolean): boolean {
  for (const use of chainsIn(file, expr, fn)) if (use.links.some(isWrite)) return true;
  return false;
}
