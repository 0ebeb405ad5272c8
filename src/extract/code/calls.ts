/**
 * Calls, `new` and tagged templates. A chain `a.b().c().d()` is followed link by link without recursion, since chains
 * grow long; each call's line is the line of the called name.
 */
import type { ts } from 'ts-morph';
import type { Expr } from '../../model/index.js';
import { clip, expression, memberOf, templateParts } from './expressions.js';
import { addImportCall, callForm, namesFromThen } from './imports.js';
import { countUsesBelow, resolve } from './scope.js';
import {
  isCallExpression,
  isIdentifier,
  isNonNullExpression,
  isPropertyAccessExpression,
  isTemplateExpression,
  K,
} from './syntax.js';
import { typeRefs } from './types.js';
import { lineAt, lineOf, MAX_DEPTH, report, type Walk } from './walk.js';

type Called = Expr & { kind: 'call' | 'new' };
type Link = ts.CallExpression | ts.PropertyAccessExpression;

/** Nobody writes more; a list in a generated call may be any length. */
const MAX_ARGUMENTS = 1000;

/** A call and the chain of calls and members below it, innermost first. */
export function call(walk: Walk, node: ts.CallExpression): Expr {
  if (isSingle(node.expression)) return callOf(walk, node, callee(walk, node.expression));
  const links: Link[] = [];
  let root: ts.Expression = node;
  for (;;) {
    if (isCallExpression(root)) links.push(root);
    else if (isPropertyAccessExpression(root) && !isIdentifier(root.expression)) links.push(root);
    else if (isNonNullExpression(root)) {
      root = root.expression;
      continue;
    } else break;
    root = (root as Link).expression;
  }
  if (walk.depth + links.length > MAX_DEPTH) {
    for (const link of links.splice(0, links.length - Math.max(1, MAX_DEPTH - walk.depth))) skipLink(walk, link);
  }
  walk.depth += links.length;
  const result = followLinks(walk, root, links);
  walk.depth -= links.length;
  return result;
}

/** `f()`, `a.f()`, `this.f()`: no chain. */
function isSingle(called: ts.Expression): boolean {
  if (called.kind === K.Identifier) return true;
  if (!isPropertyAccessExpression(called)) return false;
  return called.expression.kind === K.Identifier || called.expression.kind === K.ThisKeyword;
}

/** A link beyond the depth that is followed: only the imports it uses count. */
function skipLink(walk: Walk, link: Link): void {
  if (!walk.diagnostics.some((d) => d.code === 'MSA104'))
    report(
      walk,
      'MSA104',
      'warning',
      lineOf(walk, link),
      'A chain of calls too long; its last links are not followed.',
    );
  if (isCallExpression(link)) for (const argument of link.arguments) countUsesBelow(walk, argument);
}

function followLinks(walk: Walk, root: ts.Expression, links: readonly Link[]): Expr {
  for (const link of links) if (isCallExpression(link)) namesFromThen(walk, link);
  let value: Expr | undefined;
  for (let i = links.length - 1; i >= 0; i--) {
    const link = links[i] as Link;
    if (isPropertyAccessExpression(link))
      value = { kind: 'member', object: value ?? callee(walk, root), name: link.name.text };
    else value = callOf(walk, link, value ?? callee(walk, root));
  }
  return value ?? callee(walk, root);
}

function callee(walk: Walk, root: ts.Expression): Expr {
  if (isPropertyAccessExpression(root)) return memberOf(walk, root.expression, root.name.text);
  if (root.kind === K.ImportKeyword) return { kind: 'name', name: 'import' };
  return expression(walk, root);
}

function callOf(walk: Walk, node: ts.CallExpression, callee: Expr): Expr {
  const found = callForm(walk, node);
  if (found !== undefined && !walk.claimed.has(node)) addImportCall(walk, found);
  const typeArgs = node.typeArguments ? typeRefs(walk, node.typeArguments) : undefined;
  const args = argumentsOf(walk, node.arguments);
  const line = accessLine(walk, node.expression);
  const expr: Called =
    typeArgs === undefined ? { kind: 'call', callee, args, line } : { kind: 'call', callee, args, typeArgs, line };
  if (isPrint(walk, callee)) return expr;
  walk.activity++;
  walk.calls.push({ expr, fn: walk.fn.index });
  return expr;
}

/** All are read, for the imports that they use; of a call with thousands the first ones are kept. */
function argumentsOf(walk: Walk, nodes: readonly ts.Expression[]): Expr[] {
  const args: Expr[] = [];
  for (const node of nodes) {
    const arg = expression(walk, node);
    if (args.length < MAX_ARGUMENTS) args.push(arg);
  }
  return args;
}

/** `console.log(…)` does nothing that facts are about: it is kept only for what is called in its arguments. */
function isPrint(walk: Walk, callee: Expr): boolean {
  if (callee.kind !== 'member' || callee.object.kind !== 'name' || callee.object.name !== 'console') return false;
  return resolve(walk, 'console') === undefined;
}

/** Line of the called name: the last name of a member chain. */
function accessLine(walk: Walk, callee: ts.Expression): number {
  return lineAt(walk, Math.max(callee.pos, callee.end - 1));
}

export function construct(walk: Walk, node: ts.NewExpression): Expr {
  const callee = expression(walk, node.expression);
  const typeArgs = node.typeArguments ? typeRefs(walk, node.typeArguments) : undefined;
  const args = argumentsOf(walk, node.arguments ?? []);
  walk.activity++;
  const line = accessLine(walk, node.expression);
  const expr: Called =
    typeArgs === undefined ? { kind: 'new', callee, args, line } : { kind: 'new', callee, args, typeArgs, line };
  walk.calls.push({ expr, fn: walk.fn.index });
  return expr;
}

export function tagged(walk: Walk, node: ts.TaggedTemplateExpression): Expr {
  const tag = expression(walk, node.tag);
  const typeArgs = node.typeArguments ? typeRefs(walk, node.typeArguments) : undefined;
  const { template } = node;
  const { texts, holes } = isTemplateExpression(template)
    ? templateParts(walk, template)
    : { texts: [clip(template.text)], holes: [] };
  walk.activity++;
  const line = lineOf(walk, template);
  return { kind: 'tagged', tag, ...(typeArgs === undefined ? {} : { typeArgs }), texts, holes, line };
}
