/** JSX: tags are uses of the components they name; what attributes and children call is kept as parts. */
import type { ts } from 'ts-morph';
import type { Expr } from '../../model/index.js';
import { collectPart, expression, partsOf } from './expressions.js';
import { isIdentifier, isJsxExpression, isJsxNamespacedName, isJsxSpreadAttribute, isJsxText } from './syntax.js';
import { typeRef } from './types.js';
import type { Walk } from './walk.js';

const INTRINSIC = /^[a-z]|-/;

export function jsxElement(walk: Walk, node: ts.JsxElement): Expr {
  const found: Expr[] = [];
  opening(walk, node.openingElement, found);
  children(walk, node.children, found);
  return partsOf(found);
}

export function jsxSelfClosing(walk: Walk, node: ts.JsxSelfClosingElement): Expr {
  const found: Expr[] = [];
  opening(walk, node, found);
  return partsOf(found);
}

export function jsxFragment(walk: Walk, node: ts.JsxFragment): Expr {
  walk.usesJsx = true;
  const found: Expr[] = [];
  children(walk, node.children, found);
  return partsOf(found);
}

function opening(walk: Walk, node: ts.JsxOpeningLikeElement, found: Expr[]): void {
  walk.usesJsx = true;
  const { tagName } = node;
  if (!isJsxNamespacedName(tagName) && !(isIdentifier(tagName) && INTRINSIC.test(tagName.text)))
    expression(walk, tagName);
  if (node.typeArguments) for (const type of node.typeArguments) typeRef(walk, type);
  for (const attribute of node.attributes.properties) {
    if (isJsxSpreadAttribute(attribute)) collectPart(walk, attribute.expression, found);
    else if (attribute.initializer) content(walk, attribute.initializer, found);
  }
}

function children(walk: Walk, nodes: readonly ts.JsxChild[], found: Expr[]): void {
  for (const node of nodes) content(walk, node, found);
}

function content(walk: Walk, node: ts.Node, found: Expr[]): void {
  if (isJsxExpression(node)) {
    if (node.expression) collectPart(walk, node.expression, found);
  } else if (!isJsxText(node)) collectPart(walk, node, found);
}
