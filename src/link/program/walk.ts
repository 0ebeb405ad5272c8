/**
 * Walks expressions without recursion: generated code nests thousands deep. Functions and classes written inside an
 * expression are leaves; their bodies are listed apart in `Program.functions`.
 */
import type { Expr } from '../../model/index.js';

export type CallExpr = Extract<Expr, { readonly kind: 'call' }>;
export type NewExpr = Extract<Expr, { readonly kind: 'new' }>;
export type TaggedExpr = Extract<Expr, { readonly kind: 'tagged' }>;
export type ObjectExpr = Extract<Expr, { readonly kind: 'object' }>;

/** The expressions an expression is made of, in source order. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'template':
      return expr.holes;
    case 'member':
      return [expr.object];
    case 'index':
      return [expr.object, expr.index];
    case 'call':
    case 'new':
      return [expr.callee, ...expr.args];
    case 'tagged':
      return [expr.tag, ...expr.holes];
    case 'object':
      return expr.entries.flatMap((entry) => (entry.computed ? [entry.computed, entry.value] : [entry.value]));
    case 'array':
      return expr.items;
    case 'spread':
    case 'cast':
    case 'await':
      return [expr.value];
    case 'either':
      return expr.options;
    case 'concat':
    case 'parts':
      return expr.parts;
    case 'assign':
      return [expr.value, expr.target];
    default:
      return [];
  }
}

/** Visits an expression and all its parts, parents first. Returning false leaves the parts out. */
export function walk(root: Expr, visit: (expr: Expr) => boolean | undefined): void {
  const stack: Expr[] = [root];
  while (stack.length > 0) {
    const expr = stack.pop() as Expr;
    if (visit(expr) !== false) pushParts(stack, expr);
  }
}

/** The parts onto a stack, the first on top: without a list of them, for bodies are walked again and again. */
export function pushParts(stack: Expr[], expr: Expr): void {
  switch (expr.kind) {
    case 'member':
      stack.push(expr.object);
      return;
    case 'call':
    case 'new':
      pushAll(stack, expr.args);
      stack.push(expr.callee);
      return;
    case 'name':
    case 'this':
    case 'string':
    case 'literal':
    case 'function':
      return;
    default:
      pushAll(stack, childrenOf(expr));
  }
}

function pushAll(stack: Expr[], parts: readonly Expr[]): void {
  for (let i = parts.length - 1; i >= 0; i--) stack.push(parts[i] as Expr);
}

/** The expression without `await` and casts around it. */
export function bare(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'await' || inner.kind === 'cast') inner = inner.value;
  return inner;
}

/** `a.b.c` as 'a.b.c'; undefined when something else than names and members is in it. */
export function dottedName(expr: Expr): string | undefined {
  const parts: string[] = [];
  let at = bare(expr);
  while (at.kind === 'member') {
    parts.push(at.name);
    at = bare(at.object);
  }
  if (at.kind === 'this') parts.push('this');
  else if (at.kind === 'name') parts.push(at.name);
  else return undefined;
  return parts.reverse().join('.');
}
