/**
 * Expressions, condensed to `Expr`. Every part is visited, so that uses of imports are counted; what has no meaning for
 * tables or calls is kept only as far as it holds calls. Dispatch is a table by node kind, for speed.
 */
import type { ts } from 'ts-morph';
import type { Condition, Expr, TypeRef } from '../../model/index.js';
import { type Arm, armOf, branch, guards } from './branches.js';
import { call, construct, tagged } from './calls.js';
import { classLike } from './classes.js';
import { functionLike } from './functions.js';
import { all, conditionOf, MAX_ARMS, not, OPEN } from './guards.js';
import { jsxElement, jsxFragment, jsxSelfClosing } from './jsx.js';
import { array, object } from './literals.js';
import { binary } from './operators.js';
import { countUsesBelow, resolve, spell } from './scope.js';
import {
  forEachChild,
  isArrowFunction,
  isClassExpression,
  isConditionalExpression,
  isFunctionExpression,
  isIdentifier,
  isMetaProperty,
  isNumericLiteral,
  isParenthesizedExpression,
  isStringLiteralLike,
  isTypeNode,
  K,
} from './syntax.js';
import { typeRef } from './types.js';
import { lineOf, MAX_DEPTH, report, UNKNOWN, type Walk } from './walk.js';

const MAX_STRING = 200_000;

type Convert = (walk: Walk, node: never) => Expr;

export function expression(walk: Walk, node: ts.Node): Expr {
  if (walk.depth > MAX_DEPTH) return tooDeep(walk, node);
  walk.depth++;
  const convert = CONVERTERS[node.kind] as ((walk: Walk, node: ts.Node) => Expr) | undefined;
  const result = convert === undefined ? parts(walk, node) : convert(walk, node);
  walk.depth--;
  return result;
}

/** Like `expression`, for a value that gives its name to a function or class. */
export function namedExpression(walk: Walk, node: ts.Expression, name: string): Expr {
  let inner: ts.Expression = node;
  while (isParenthesizedExpression(inner)) inner = inner.expression;
  if (isArrowFunction(inner) || isFunctionExpression(inner)) return functionValue(walk, inner, name);
  if (isClassExpression(inner)) return classValue(walk, inner, name);
  return expression(walk, node);
}

/** The expression when it calls, assigns or awaits something; else undefined. It is visited either way. */
function activeExpression(walk: Walk, node: ts.Node): Expr | undefined {
  const before = walk.activity;
  const result = expression(walk, node);
  return walk.activity === before ? undefined : result;
}

/** Adds the expression to the function's body when it does something. */
export function perform(walk: Walk, node: ts.Node): void {
  const active = activeExpression(walk, node);
  if (active !== undefined) walk.fn.body.push(active);
}

/** An expression of no interest in itself: the calls in it. */
function parts(walk: Walk, node: ts.Node): Expr {
  const found: Expr[] = [];
  forEachChild(node, (child) => {
    if (isTypeNode(child)) typeRef(walk, child);
    else collectPart(walk, child, found);
  });
  return partsOf(found);
}

export function collectPart(walk: Walk, node: ts.Node, found: Expr[]): void {
  const active = activeExpression(walk, node);
  if (active === undefined) return;
  if (active.kind === 'parts') found.push(...active.parts);
  else found.push(active);
}

export function partsOf(found: readonly Expr[]): Expr {
  return found.length === 0 ? UNKNOWN : { kind: 'parts', parts: found };
}

function tooDeep(walk: Walk, node: ts.Node): Expr {
  if (!walk.diagnostics.some((d) => d.code === 'MSA104'))
    report(walk, 'MSA104', 'warning', lineOf(walk, node), 'Nested too deeply; code below this point is not followed.');
  countUsesBelow(walk, node);
  return UNKNOWN;
}

function identifier(walk: Walk, node: ts.Identifier): Expr {
  if (node.text === 'undefined' && resolve(walk, 'undefined') === undefined)
    return { kind: 'literal', text: 'undefined' };
  return { kind: 'name', name: spell(walk, node, false) };
}

function member(walk: Walk, node: ts.PropertyAccessExpression): Expr {
  return memberOf(walk, node.expression, node.name.text);
}

/** `object.name`; when the object is a module's name, the member is noted as read from it. */
export function memberOf(walk: Walk, object: ts.Expression, name: string): Expr {
  if (isIdentifier(object))
    return { kind: 'member', object: { kind: 'name', name: spell(walk, object, false, name) }, name };
  if (isMetaProperty(object)) return { kind: 'member', object: { kind: 'name', name: 'import.meta' }, name };
  return { kind: 'member', object: expression(walk, object), name };
}

function index(walk: Walk, node: ts.ElementAccessExpression): Expr {
  const { argumentExpression: key } = node;
  if (isStringLiteralLike(key)) return memberOf(walk, node.expression, key.text);
  const object = expression(walk, node.expression);
  return { kind: 'index', object, index: expression(walk, key) };
}

export function clip(text: string): string {
  return text.length > MAX_STRING ? text.slice(0, MAX_STRING) : text;
}

/** A template without holes is a string; over several lines it keeps its line, for the SQL in it. */
function plainTemplate(walk: Walk, node: ts.NoSubstitutionTemplateLiteral): Expr {
  if (!node.text.includes('\n')) return { kind: 'string', value: clip(node.text) };
  return { kind: 'template', texts: [clip(node.text)], holes: [], line: lineOf(walk, node) };
}

function template(walk: Walk, node: ts.TemplateExpression): Expr {
  return { kind: 'template', ...templateParts(walk, node), line: lineOf(walk, node) };
}

export function templateParts(walk: Walk, node: ts.TemplateExpression): { texts: string[]; holes: Expr[] } {
  const texts = [clip(node.head.text)];
  const holes: Expr[] = [];
  for (const span of node.templateSpans) {
    holes.push(expression(walk, span.expression));
    texts.push(clip(span.literal.text));
  }
  return { texts, holes };
}

function functionValue(walk: Walk, node: ts.ArrowFunction | ts.FunctionExpression, name: string): Expr {
  walk.activity++;
  const kind = isArrowFunction(node) ? 'arrow' : 'function';
  return { kind: 'function', index: functionLike(walk, node, { name, kind }) };
}

function classValue(walk: Walk, node: ts.ClassExpression, name: string): Expr {
  walk.activity++;
  return { kind: 'class', index: classLike(walk, node, name) };
}

/** The condition is done first; the value is either branch. */
function conditional(walk: Walk, node: ts.ConditionalExpression): Expr {
  const options: Expr[] = [];
  const arms: Arm[] = [];
  const passed: Condition[] = [];
  const option = (value: ts.Expression, own: readonly Condition[]) => {
    const before = walk.activity;
    options.push(expression(walk, value));
    arms.push(armOf(walk, [value], before, false, all([...passed, ...own])));
  };
  let last: ts.Expression = node;
  while (isConditionalExpression(last)) {
    const when = conditionOf(walk, last.condition);
    perform(walk, last.condition);
    option(last.whenTrue, [when]);
    if (passed.length <= MAX_ARMS) passed.push(passed.length < MAX_ARMS ? not(when) : OPEN);
    last = last.whenFalse;
  }
  option(last, []);
  branch(walk, arms);
  guards(walk, arms);
  return { kind: 'either', options };
}

function cast(walk: Walk, node: ts.AsExpression | ts.TypeAssertion): Expr {
  const value = expression(walk, node.expression);
  const type: TypeRef = typeRef(walk, node.type);
  const isConst = type.kind === 'ref' && type.name === 'const';
  return isConst || type.kind === 'unknown' ? value : { kind: 'cast', value, type };
}

function awaited(walk: Walk, node: ts.AwaitExpression | ts.YieldExpression): Expr {
  if (node.expression === undefined) return UNKNOWN;
  const value = expression(walk, node.expression);
  walk.activity++;
  return { kind: 'await', value };
}

/** `x.count++` changes the object; on a plain name it is of no interest. */
function increment(walk: Walk, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Expr {
  const { operator, operand } = node;
  if (operator === K.MinusToken && isNumericLiteral(operand)) return { kind: 'literal', text: `-${operand.text}` };
  const isChange = operator === K.PlusPlusToken || operator === K.MinusMinusToken;
  if (!isChange || isIdentifier(operand)) return parts(walk, node);
  const target = expression(walk, operand);
  walk.activity++;
  return { kind: 'assign', target, value: UNKNOWN, line: lineOf(walk, node) };
}

function inner(
  walk: Walk,
  node: ts.ParenthesizedExpression | ts.NonNullExpression | ts.PartiallyEmittedExpression,
): Expr {
  return expression(walk, node.expression);
}

const text = (walk: Walk, node: ts.Node): Expr => ({ kind: 'literal', text: clip(node.getText(walk.file)) });

const fixed = (text: string): Convert => {
  const literal: Expr = { kind: 'literal', text };
  return () => literal;
};

const THIS: Expr = { kind: 'this' };
const SUPER: Expr = { kind: 'super' };

const CONVERTERS: Partial<Record<ts.SyntaxKind, Convert>> = {
  [K.Identifier]: identifier,
  [K.ThisKeyword]: () => THIS,
  [K.SuperKeyword]: () => SUPER,
  [K.StringLiteral]: (_walk, node: ts.StringLiteral) => ({ kind: 'string', value: clip(node.text) }),
  [K.NoSubstitutionTemplateLiteral]: plainTemplate,
  [K.TemplateExpression]: template,
  [K.NumericLiteral]: (_walk, node: ts.NumericLiteral) => ({ kind: 'literal', text: node.text }),
  [K.BigIntLiteral]: text,
  [K.RegularExpressionLiteral]: text,
  [K.TrueKeyword]: fixed('true'),
  [K.FalseKeyword]: fixed('false'),
  [K.NullKeyword]: fixed('null'),
  [K.PropertyAccessExpression]: member,
  [K.ElementAccessExpression]: index,
  [K.CallExpression]: call,
  [K.NewExpression]: construct,
  [K.TaggedTemplateExpression]: tagged,
  [K.ObjectLiteralExpression]: object,
  [K.ArrayLiteralExpression]: array,
  [K.SpreadElement]: (walk, node: ts.SpreadElement) => ({ kind: 'spread', value: expression(walk, node.expression) }),
  [K.ArrowFunction]: (walk, node: ts.ArrowFunction) => functionValue(walk, node, ''),
  [K.FunctionExpression]: (walk, node: ts.FunctionExpression) => functionValue(walk, node, ''),
  [K.ClassExpression]: (walk, node: ts.ClassExpression) => classValue(walk, node, ''),
  [K.ConditionalExpression]: conditional,
  [K.BinaryExpression]: binary,
  [K.AsExpression]: cast,
  [K.TypeAssertionExpression]: cast,
  [K.SatisfiesExpression]: (walk, node: ts.SatisfiesExpression) => {
    typeRef(walk, node.type);
    return expression(walk, node.expression);
  },
  // `Mixin(Repository<Order>)`: a class given with its type arguments is still that class.
  [K.ExpressionWithTypeArguments]: (walk, node: ts.ExpressionWithTypeArguments) => {
    for (const type of node.typeArguments ?? []) typeRef(walk, type);
    return expression(walk, node.expression);
  },
  [K.ParenthesizedExpression]: inner,
  [K.NonNullExpression]: inner,
  [K.AwaitExpression]: awaited,
  [K.YieldExpression]: awaited,
  [K.PrefixUnaryExpression]: increment,
  [K.PostfixUnaryExpression]: increment,
  [K.MetaProperty]: (): Expr => ({ kind: 'name', name: 'import.meta' }),
  [K.JsxElement]: jsxElement,
  [K.JsxSelfClosingElement]: jsxSelfClosing,
  [K.JsxFragment]: jsxFragment,
};
