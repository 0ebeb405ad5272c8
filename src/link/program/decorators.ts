/**
 * Decorators as the library's, seen through own ones: `@Tenanted('crates')` is `@Entity('crates')` when the function
 * Tenanted returns, applies or joins (`applyDecorators`) it. Found by following the functions, not by their names.
 */
import type { Decorator, Expr } from '../../model/index.js';
import { calleeOf, followedScope } from './calls.js';
import { chainsIn } from './chains.js';
import type { Evaluator } from './evaluator.js';
import { evaluate } from './expressions.js';
import { childScope } from './scopes.js';
import { alternatives, type Scope, type Value, type ValueOf } from './values.js';
import { bare, type CallExpr } from './walk.js';

/** One library decorator that applies; `scope` is where its arguments are to be evaluated. */
export type LibraryDecorator = {
  readonly package: string;
  readonly name: string;
  readonly args: readonly Expr[];
  readonly scope: Scope;
  /** Line of the decorator as written on the class or member. */
  readonly line: number;
};

const MAX_DEPTH = 6;

export function libraryDecorators(
  ev: Evaluator,
  decorators: readonly Decorator[] | undefined,
  scope: Scope,
): LibraryDecorator[] {
  const found: LibraryDecorator[] = [];
  for (const { expression, line } of decorators ?? []) follow(ev, expression, scope, line, found, 0);
  return found;
}

function follow(ev: Evaluator, expr: Expr, scope: Scope, line: number, found: LibraryDecorator[], depth: number): void {
  if (depth > MAX_DEPTH) return;
  const inner = bare(expr);
  if (inner.kind !== 'call') {
    for (const value of alternatives(evaluate(ev, inner, scope))) followValue(ev, value, [], scope, line, found, depth);
    return;
  }
  for (const callee of alternatives(calleeOf(ev, inner, scope))) {
    if (callee.kind === 'function') followFunction(ev, callee, inner, scope, line, found, depth);
    else followValue(ev, callee, inner.args, scope, line, found, depth);
  }
}

/** A decorator held by a name: the library's own, a made one (`const Owned = Entity('x')`), a plain function. */
function followValue(
  ev: Evaluator,
  value: Value,
  args: readonly Expr[],
  scope: Scope,
  line: number,
  found: LibraryDecorator[],
  depth: number,
): void {
  if (value.kind === 'import') {
    found.push({ package: value.package, name: value.name, args, scope, line });
    // `applyDecorators(Entity(), Index())` and the like: what they are given may be decorators.
    if (value.name === 'applyDecorators') for (const arg of args) follow(ev, arg, scope, line, found, depth + 1);
  } else if (value.kind === 'made' && value.made.expr.kind === 'call') {
    follow(ev, value.made.expr, value.made.scope, line, found, depth + 1);
  } else if (value.kind === 'function')
    appliedInside(ev, value, childScope(ev, value.scope, value.index), line, found, depth);
}

/** An own decorator factory: what it returns for these arguments. */
function followFunction(
  ev: Evaluator,
  fn: ValueOf<'function'>,
  call: CallExpr,
  scope: Scope,
  line: number,
  found: LibraryDecorator[],
  depth: number,
): void {
  const inner = followedScope(ev, fn, { exprs: call.args, scope }, { expr: call, scope });
  for (const returned of fn.file.program.functions[fn.index]?.returns ?? []) {
    for (const option of returned.kind === 'either' ? returned.options : [returned]) {
      const expr = bare(option);
      if (expr.kind === 'function') {
        appliedInside(
          ev,
          { kind: 'function', file: fn.file, index: expr.index, scope: inner },
          childScope(ev, inner, expr.index),
          line,
          found,
          depth,
        );
      } else follow(ev, expr, inner, line, found, depth + 1);
    }
  }
}

/** `(target) => { Entity('x')(target); }`: decorators applied by hand. */
function appliedInside(
  ev: Evaluator,
  fn: ValueOf<'function'>,
  scope: Scope,
  line: number,
  found: LibraryDecorator[],
  depth: number,
): void {
  for (const expr of fn.file.program.functions[fn.index]?.body ?? []) {
    for (const { expr: applied } of chainsIn(fn.file, expr, fn.index)) {
      const call = bare(applied);
      if (call.kind === 'call' && bare(call.callee).kind === 'call')
        follow(ev, call.callee, scope, line, found, depth + 1);
    }
  }
}
