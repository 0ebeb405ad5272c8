/** tRPC procedures, GraphQL resolver maps, and `'use server'` actions. */
import type { EntryPointFact, ExportFact, Expr } from '../../model/index.js';
import { calledName, type Lookup, spelledOf } from './lookup.js';

export const PROCEDURE_CALLS: ReadonlySet<string> = new Set(['query', 'mutation', 'subscription']);
const ROOT_TYPES = new Set(['Query', 'Mutation', 'Subscription']);

/** `create: protectedProcedure.input(…).mutation(…)`, in a router or as a variable; nested routers give the prefix. */
export function procedures(lookup: Lookup): EntryPointFact[] {
  const found: Found = { facts: [], seen: new Set() };
  for (const { locals } of lookup.program.functions)
    for (const { name, init } of locals) if (init !== undefined) ofValue(name, init, '', found);
  // Routers not held by a variable: exported at once, or passed on. The outer ones stand last.
  for (const { expr } of [...lookup.calls].reverse()) if (isRouterCall(expr)) ofValue('', expr, '', found);
  return found.facts;
}

type Found = { readonly facts: EntryPointFact[]; readonly seen: Set<Expr> };

function isRouterCall(expr: Expr): boolean {
  return expr.kind === 'call' && /^(?:create\w*)?router$/i.test(calledName(expr)) && expr.args[0]?.kind === 'object';
}

function ofValue(name: string, value: Expr, prefix: string, found: Found): void {
  if (value.kind !== 'call' || found.seen.has(value)) return;
  if (isRouterCall(value)) {
    found.seen.add(value);
    const { entries } = value.args[0] as Expr & { kind: 'object' };
    for (const entry of entries)
      ofValue(entry.key, entry.value, isRouterCall(entry.value) ? `${prefix}${entry.key}.` : prefix, found);
    return;
  }
  const { callee, args, line } = value;
  if (callee.kind !== 'member' || !PROCEDURE_CALLS.has(callee.name)) return;
  if (!/procedure$/i.test(chainRootName(callee.object))) return;
  found.seen.add(value);
  const handler = args[0] === undefined ? '' : spelledOf(args[0]);
  found.facts.push({ kind: 'rpc', verb: callee.name, name: prefix + name, handler, line });
}

/** Last name before the first call of a chain: `publicProcedure`, `procedure` of `t.procedure.input()`. */
function chainRootName(expr: Expr): string {
  let next = expr;
  for (;;) {
    if (next.kind === 'call') next = next.callee;
    else if (next.kind === 'member' && next.object.kind === 'call') next = next.object;
    else break;
  }
  if (next.kind === 'member' && /^(?:input|output|use|meta|concat|unstable_concat)$/.test(next.name))
    next = next.object;
  return next.kind === 'name' || next.kind === 'member' ? next.name : '';
}

/** `{ Query: { order() {} }, Mutation: { … } }` at the top of a module. */
export function resolverMaps(lookup: Lookup): EntryPointFact[] {
  const found: EntryPointFact[] = [];
  for (const { init } of lookup.program.functions[0]?.locals ?? []) {
    if (init?.kind !== 'object') continue;
    for (const { key, value } of init.entries) {
      if (!ROOT_TYPES.has(key) || value.kind !== 'object') continue;
      for (const field of value.entries)
        if (field.key !== '...' && (field.value.kind === 'function' || field.value.kind === 'name'))
          found.push({
            kind: 'graphql',
            verb: key,
            name: field.key,
            handler: spelledOf(field.value),
            line: field.line,
          });
    }
  }
  return found;
}

/** Exported functions of a file that says `'use server'`: the browser calls them. */
export function serverActions(lookup: Lookup, exports: readonly ExportFact[]): EntryPointFact[] {
  const names = new Set(lookup.program.functions.filter((f) => f.parent === 0).map((f) => f.name));
  return exports.flatMap((e) =>
    e.kind === 'local' && !e.isType && names.has(e.local)
      ? [{ kind: 'rpc' as const, verb: 'server-action', name: e.name, handler: e.local, line: e.line }]
      : [],
  );
}
