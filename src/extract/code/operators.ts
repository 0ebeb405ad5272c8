/** Binary operators: `+` is flattened, `??` `||` `&&` give either value, assignments are kept, the rest is parts. */
import type { ts } from 'ts-morph';
import type { Expr } from '../../model/index.js';
import { moduleExports } from './exports.js';
import { collectPart, expression, namedExpression, partsOf, perform } from './expressions.js';
import { isBinaryExpression, isIdentifier, isPropertyAccessExpression, K } from './syntax.js';
import { lineOf, type Walk } from './walk.js';

const isElse = (kind: ts.SyntaxKind) => kind === K.QuestionQuestionToken || kind === K.BarBarToken;
const isEither = (kind: ts.SyntaxKind) => isElse(kind) || kind === K.AmpersandAmpersandToken;

export function binary(walk: Walk, node: ts.BinaryExpression): Expr {
  const operator = node.operatorToken.kind;
  if (operator >= K.FirstAssignment && operator <= K.LastAssignment) return assign(walk, node);
  if (operator === K.PlusToken) return { kind: 'concat', parts: operands(walk, node, (kind) => kind === K.PlusToken) };
  if (isEither(operator)) {
    const inOrder = isElse(operator) && spine(node, isElse).length === spine(node, isEither).length;
    return { kind: 'either', options: operands(walk, node, isEither), ...(inOrder ? { inOrder } : {}) };
  }
  if (operator === K.CommaToken) return sequence(walk, node);
  const found: Expr[] = [];
  for (const operand of spine(node, (kind) => kind > K.LastAssignment || kind < K.FirstAssignment))
    collectPart(walk, operand, found);
  return partsOf(found);
}

function operands(walk: Walk, node: ts.BinaryExpression, isSame: (kind: ts.SyntaxKind) => boolean): Expr[] {
  return spine(node, isSame).map((operand) => expression(walk, operand));
}

/** Operands of a left-leaning chain of operators, left to right, without recursion. */
function spine(node: ts.BinaryExpression, isSame: (kind: ts.SyntaxKind) => boolean): ts.Expression[] {
  const found: ts.Expression[] = [];
  let left: ts.Expression = node;
  while (isBinaryExpression(left) && isSame(left.operatorToken.kind)) {
    found.push(left.right);
    left = left.left;
  }
  found.push(left);
  return found.reverse();
}

/** `a(), b`: what comes first is done, the last is the value. */
function sequence(walk: Walk, node: ts.BinaryExpression): Expr {
  const all = spine(node, (kind) => kind === K.CommaToken);
  for (const operand of all.slice(0, -1)) perform(walk, operand);
  return expression(walk, all.at(-1) as ts.Expression);
}

function assign(walk: Walk, node: ts.BinaryExpression): Expr {
  const line = lineOf(walk, node);
  const { left, right } = node;
  const target = expression(walk, left);
  const name = isPropertyAccessExpression(left) ? left.name.text : isIdentifier(left) ? left.text : '';
  const assigned = namedExpression(walk, right, name);
  walk.activity++;
  if (walk.fn.index === 0) moduleExports(walk, node, assigned);
  return { kind: 'assign', target, value: resultOf(node.operatorToken.kind, target, assigned), line };
}

function resultOf(operator: ts.SyntaxKind, target: Expr, assigned: Expr): Expr {
  if (operator === K.EqualsToken) return assigned;
  if (operator === K.PlusEqualsToken) return { kind: 'concat', parts: [target, assigned] };
  const isEitherAssign =
    operator === K.QuestionQuestionEqualsToken ||
    operator === K.BarBarEqualsToken ||
    operator === K.AmpersandAmpersandEqualsToken;
  return isEitherAssign ? { kind: 'either', options: [target, assigned] } : { kind: 'parts', parts: [assigned] };
}
