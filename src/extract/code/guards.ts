/**
 * On which condition a range of lines runs, as far as the condition hangs on parameters or on variables made of them: what a
 * caller may fix (`find(id, { withLines: false })`). Everything else in a condition is left open. Pure: the walk has visited
 * the condition already, so nothing is counted twice.
 */
import type { ts } from 'ts-morph';
import type { Condition, Expr, FunctionFact, Guard, LineRange, Variable } from '../../model/index.js';
import {
  isAsExpression,
  isBinaryExpression,
  isBlock,
  isCallExpression,
  isIdentifier,
  isNonNullExpression,
  isNumericLiteral,
  isParenthesizedExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isReturnStatement,
  isStringLiteralLike,
  isTypeOfExpression,
  K,
} from './syntax.js';
import type { FunctionState, Scope, Walk } from './walk.js';

const KEYWORDS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [K.TrueKeyword, 'true'],
  [K.FalseKeyword, 'false'],
  [K.NullKeyword, 'null'],
]);
const COMPARISONS: ReadonlyMap<ts.SyntaxKind, '<' | '<=' | '>' | '>='> = new Map([
  [K.LessThanToken, '<'],
  [K.LessThanEqualsToken, '<='],
  [K.GreaterThanToken, '>'],
  [K.GreaterThanEqualsToken, '>='],
]);
export const OPEN: Condition = { kind: 'open' };
/** Conditions in conditions that are still read. */
const MAX_DEPTH = 6;
/** Arms of an `else if` chain whose conditions the later ones are known to follow. */
export const MAX_ARMS = 12;

export function conditionOf(walk: Walk, node: ts.Expression, depth = 0): Condition {
  if (depth > MAX_DEPTH) return OPEN;
  if (isParenthesizedExpression(node)) return conditionOf(walk, node.expression, depth + 1);
  if (isPrefixUnaryExpression(node))
    return node.operator === K.ExclamationToken ? not(conditionOf(walk, node.operand, depth + 1)) : OPEN;
  if (isBinaryExpression(node)) return ofOperator(walk, node, depth);
  if (isCallExpression(node)) return ofCall(walk, node, depth);
  const of = subjectOf(walk, node);
  return of === undefined ? OPEN : { kind: 'is', of };
}

function ofOperator(walk: Walk, { left, right, operatorToken }: ts.BinaryExpression, depth: number): Condition {
  const { kind } = operatorToken;
  if (kind === K.AmpersandAmpersandToken || kind === K.BarBarToken) {
    const of = [conditionOf(walk, left, depth + 1), conditionOf(walk, right, depth + 1)];
    return of.every((one) => one.kind === 'open')
      ? OPEN
      : { kind: kind === K.AmpersandAmpersandToken ? 'all' : 'any', of };
  }
  if (kind === K.InKeyword && isStringLiteralLike(left)) return entryTest(walk, right, left.text);
  const isEqual = kind === K.EqualsEqualsEqualsToken || kind === K.EqualsEqualsToken;
  if (!isEqual && kind !== K.ExclamationEqualsEqualsToken && kind !== K.ExclamationEqualsToken)
    return comparison(walk, left, right, kind);
  const equals =
    typeTest(walk, left, right) ??
    equality(walk, left, right, kind === K.EqualsEqualsToken || kind === K.ExclamationEqualsToken);
  return isEqual ? equals : not(equals);
}

/** `left === right`, either way round, when one of them hangs on a parameter and the other is plain. */
export function equality(walk: Walk, left: ts.Expression, right: ts.Expression, isLoose = false): Condition {
  const of = subjectOf(walk, left) ?? subjectOf(walk, right);
  const to = subjectOf(walk, left) === undefined ? plainOf(left) : plainOf(right);
  return of === undefined || to === undefined
    ? OPEN
    : { kind: 'equals', of, to, ...(isLoose ? { isLoose: true as const } : {}) };
}

/** `typeof value === 'string'`. */
function typeTest(walk: Walk, left: ts.Expression, right: ts.Expression): Condition | undefined {
  if (!isTypeOfExpression(left) || !isStringLiteralLike(right)) return undefined;
  const of = subjectOf(walk, left.expression);
  return of === undefined ? undefined : { kind: 'typeof', of, is: right.text };
}

/** `left > 3`, the subject on the left. */
function comparison(walk: Walk, left: ts.Expression, right: ts.Expression, kind: ts.SyntaxKind): Condition {
  const by = COMPARISONS.get(kind);
  if (by === undefined || !isNumericLiteral(right)) return OPEN;
  const of = subjectOf(walk, left);
  return of === undefined ? OPEN : { kind: 'compare', of, by, to: Number(right.text) };
}

function entryTest(walk: Walk, object: ts.Expression, key: string): Condition {
  const of = subjectOf(walk, object);
  return of === undefined ? OPEN : { kind: 'has', of, key };
}

/** `isDefined(value)`, `_.isEmpty(value)`, `Object.hasOwn(value, 'key')`. */
function ofCall(walk: Walk, { expression: callee, arguments: args }: ts.CallExpression, depth: number): Condition {
  const [first, second] = args;
  const name = isPropertyAccessExpression(callee) ? callee.name.text : isIdentifier(callee) ? callee.text : '';
  if (first === undefined || name === '') return OPEN;
  if (name === 'hasOwn' && second && isStringLiteralLike(second)) return entryTest(walk, first, second.text);
  if (name === 'hasOwnProperty' && isPropertyAccessExpression(callee) && isStringLiteralLike(first))
    return entryTest(walk, callee.expression, first.text);
  if (second !== undefined) return OPEN;
  if (name === 'Boolean' && isIdentifier(callee)) return conditionOf(walk, first, depth + 1);
  const of = subjectOf(walk, first);
  const by = isIdentifier(callee) ? callee : isPropertyAccessExpression(callee) ? callee.expression : undefined;
  if (of === undefined || by === undefined || !isIdentifier(by)) return OPEN;
  const root: Expr = { kind: 'name', name: functionName(walk, by.text) ?? by.text };
  return { kind: 'test', of, by: by === callee ? root : { kind: 'member', object: root, name } };
}

/** The body of a loop runs at all: `for (const one of options.lines ?? [])`. */
export function iteration(iterated: Expr): Condition {
  const options = iterated.kind === 'either' ? iterated.options : [iterated];
  const isPlain = options.every((one) => rootOf(one) !== undefined || one.kind === 'array');
  return isPlain ? { kind: 'some', of: iterated } : OPEN;
}

/** What a function of one parameter answers, when all it does is to answer a condition on it. */
export function toldBy(walk: Walk, node: ts.FunctionLikeDeclaration, fact: FunctionFact): Condition | undefined {
  const [param, ...others] = fact.params;
  if (fact.name === '' || param === undefined || others.length > 0 || param.isRest || param.path) return undefined;
  const { body } = node;
  const [only] = body && isBlock(body) && body.statements.length === 1 ? body.statements : [];
  const answer = only && isReturnStatement(only) ? only.expression : body && !isBlock(body) ? body : undefined;
  if (answer === undefined) return undefined;
  const when = conditionOf(walk, answer);
  return hasTest(when) && mentions(when, new Set([param.name])) ? when : undefined;
}

/** Something is compared; a mere member is an answer of its own. */
function hasTest(condition: Condition): boolean {
  if (condition.kind === 'not') return true;
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.some(hasTest);
  return condition.kind !== 'open' && condition.kind !== 'is';
}

export function not(of: Condition): Condition {
  if (of.kind === 'open') return OPEN;
  return of.kind === 'not' ? of.of : { kind: 'not', of };
}

/** What is open stays among the rest: `all` is then never known to hold, but may be known not to. */
export function all(of: readonly Condition[]): Condition {
  if (of.every((one) => one.kind === 'open')) return OPEN;
  return of.length === 1 ? (of[0] as Condition) : { kind: 'all', of };
}

export function any(of: readonly Condition[]): Condition {
  return of.some((one) => one.kind === 'open') ? OPEN : { kind: 'any', of };
}

/** `flag`, `options.flag`, `options?.flag` where the first name is a function's own. */
function subjectOf(walk: Walk, node: ts.Expression): Expr | undefined {
  const members: string[] = [];
  let at: ts.Expression = bareOf(node);
  while (isPropertyAccessExpression(at) && members.length < MAX_DEPTH) {
    members.push(at.name.text);
    at = bareOf(at.expression);
  }
  const name = isIdentifier(at) ? functionName(walk, at.text) : undefined;
  if (name === undefined) return undefined;
  return members.reverse().reduce<Expr>((object, member) => ({ kind: 'member', object, name: member }), {
    kind: 'name',
    name,
  });
}

/** Without `!`, `as` and parentheses. */
function bareOf(node: ts.Expression): ts.Expression {
  let at = node;
  while (isNonNullExpression(at) || isAsExpression(at) || isParenthesizedExpression(at)) at = at.expression;
  return at;
}

/** Spelling of a name that is declared in a function; undefined for what the file declares or imports. */
function functionName(walk: Walk, text: string): string | undefined {
  for (let scope: Scope | undefined = walk.scope; scope !== undefined; scope = scope.parent) {
    const name = scope.names?.get(text);
    if (name !== undefined) return scope.fn.index > 0 && !name.isType ? name.spelled : undefined;
  }
  return undefined;
}

/** A constant, or a name or member that may be one (`Status.Open`). */
export function plainOf(node: ts.Expression): Expr | undefined {
  if (isStringLiteralLike(node)) return { kind: 'string', value: node.text };
  if (isNumericLiteral(node)) return { kind: 'literal', text: node.text };
  const keyword = KEYWORDS.get(node.kind);
  if (keyword !== undefined) return { kind: 'literal', text: keyword };
  if (isIdentifier(node)) return node.text === 'undefined' ? { kind: 'literal', text: 'undefined' } : undefined;
  if (isPropertyAccessExpression(node) && isIdentifier(node.expression))
    return { kind: 'member', object: { kind: 'name', name: node.expression.text }, name: node.name.text };
  return undefined;
}

export function guard(walk: Walk, range: LineRange, when: Condition): void {
  if (when.kind !== 'open') walk.fn.guards.push({ range, when });
}

/** The guards that a caller may decide: each hangs on a parameter of the function or of one around it, or on a variable made of such. */
export function decidable(walk: Walk, fn: FunctionState): Guard[] {
  if (fn.guards.length === 0) return [];
  const names = new Set<string>();
  for (let at: FunctionState | undefined = fn; at !== undefined && at.index > 0; at = at.parent) {
    const { params } = walk.functions[at.index] as FunctionFact;
    for (const { name } of params) names.add(name);
  }
  for (let at: FunctionState | undefined = fn; at !== undefined && at.index > 0; at = at.parent)
    for (const local of at.locals) if (local.init && isMadeOf(local, names)) names.add(local.name);
  return fn.guards.filter(({ when }) => mentions(when, names));
}

/** `const { flag } = options`, `const flag = options.flag ?? false`: nothing called. */
function isMadeOf({ init, isElement }: Variable, names: ReadonlySet<string>): boolean {
  if (init === undefined || isElement) return false;
  const options = init.kind === 'either' ? init.options : [init];
  return options.some((option) => names.has(rootOf(option) ?? ''));
}

function rootOf(expr: Expr): string | undefined {
  let at: Expr = expr;
  while (at.kind === 'member' || at.kind === 'cast') at = at.kind === 'member' ? at.object : at.value;
  return at.kind === 'name' ? at.name : undefined;
}

function mentions(condition: Condition, names: ReadonlySet<string>): boolean {
  switch (condition.kind) {
    case 'open':
      return false;
    case 'not':
      return mentions(condition.of, names);
    case 'all':
    case 'any':
      return condition.of.some((one) => mentions(one, names));
    default: {
      const { of } = condition;
      return (of.kind === 'either' ? of.options : [of]).some((one) => names.has(rootOf(one) ?? ''));
    }
  }
}
