/** Names of properties, and which words and decorators a declaration carries. */
import type { ts } from 'ts-morph';
import type { Decorator } from '../../model/index.js';
import { expression } from './expressions.js';
import { isComputedPropertyName, isDecorator, isStringLiteralLike } from './syntax.js';
import { lineOf, type Walk } from './walk.js';

/**
 * `a`, `'a'`, `1`, `#a` as text; `['a']` as a; any other computed name is '[]', its expression visited. A name computed
 * from an import is a value use, as it is for TypeScript, even in an interface.
 */
export function propertyName(walk: Walk, node: ts.PropertyName): string {
  if (!isComputedPropertyName(node)) return node.text;
  if (isStringLiteralLike(node.expression)) return node.expression.text;
  expression(walk, node.expression);
  return '[]';
}

export function decorators(walk: Walk, node: ts.Node): Decorator[] | undefined {
  const modifiers = (node as { modifiers?: readonly ts.ModifierLike[] }).modifiers;
  if (modifiers === undefined) return undefined;
  const found: Decorator[] = [];
  for (const modifier of modifiers)
    if (isDecorator(modifier))
      found.push({ expression: expression(walk, modifier.expression), line: lineOf(walk, modifier) });
  return found.length > 0 ? found : undefined;
}
