/** Object and array literals. Long ones (data, not code) are cut, but visited to the end. */
import type { ts } from 'ts-morph';
import type { Expr, ObjectEntry } from '../../model/index.js';
import { expression, namedExpression, perform } from './expressions.js';
import { functionLike } from './functions.js';
import { propertyName } from './names.js';
import { spell } from './scope.js';
import {
  isComputedPropertyName,
  isGetAccessor,
  isMethodDeclaration,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isSpreadAssignment,
  isStringLiteralLike,
} from './syntax.js';
import { lineOf, UNKNOWN, type Walk } from './walk.js';

type MethodNode = ts.MethodDeclaration | ts.AccessorDeclaration;

const MAX_ITEMS = 200;
const MAX_ENTRIES = 500;

export function array(walk: Walk, node: ts.ArrayLiteralExpression): Expr {
  const items: Expr[] = [];
  for (const element of node.elements) {
    const item = expression(walk, element);
    if (items.length < MAX_ITEMS) items.push(item);
  }
  if (node.elements.length > MAX_ITEMS) items.push(UNKNOWN);
  return { kind: 'array', items };
}

export function object(walk: Walk, node: ts.ObjectLiteralExpression): Expr {
  const entries: ObjectEntry[] = [];
  for (const property of node.properties) {
    const entry = objectEntry(walk, property);
    if (entries.length < MAX_ENTRIES) entries.push(entry);
  }
  const line = lineOf(walk, node);
  if (node.properties.length > MAX_ENTRIES) entries.push({ key: '...', value: UNKNOWN, line });
  return { kind: 'object', entries, line };
}

function objectEntry(walk: Walk, property: ts.ObjectLiteralElementLike): ObjectEntry {
  const line = lineOf(walk, property);
  if (isSpreadAssignment(property)) return { key: '...', value: expression(walk, property.expression), line };
  if (isShorthandPropertyAssignment(property)) return shorthand(walk, property, line);
  const { name } = property;
  if (isComputedPropertyName(name) && !isStringLiteralLike(name.expression)) {
    const computed = expression(walk, name.expression);
    return { key: '[]', value: entryValue(walk, property, '[]'), computed, line };
  }
  const key = propertyName(walk, name);
  return { key, value: entryValue(walk, property, key), line };
}

function entryValue(walk: Walk, property: ts.PropertyAssignment | MethodNode, key: string): Expr {
  if (isPropertyAssignment(property)) return namedExpression(walk, property.initializer, key);
  const kind = isMethodDeclaration(property) ? 'method' : isGetAccessor(property) ? 'getter' : 'setter';
  walk.activity++;
  return { kind: 'function', index: functionLike(walk, property, { name: key, kind }) };
}

function shorthand(walk: Walk, property: ts.ShorthandPropertyAssignment, line: number): ObjectEntry {
  const value: Expr = { kind: 'name', name: spell(walk, property.name, false) };
  if (property.objectAssignmentInitializer) perform(walk, property.objectAssignmentInitializer);
  return { key: property.name.text, value, line };
}
