/** Every way to give something to other modules: declarations, lists, re-exports, defaults, `export =`, CommonJS. */
import type { ts } from 'ts-morph';
import type { Expr } from '../../model/index.js';
import { addWords } from '../words.js';
import { namedExpression } from './expressions.js';
import { addImport } from './imports.js';
import { resolve, spell } from './scope.js';
import {
  isBindingElement,
  isIdentifier,
  isNamedExports,
  isNamespaceExport,
  isPropertyAccessExpression,
  isStringLiteralLike,
  K,
} from './syntax.js';
import { type BindingDraft, hasModifier, lineOf, type Walk } from './walk.js';

/** An exported declaration. Names of what has none are `default`, which no other name can be. */
export function localExport(walk: Walk, node: ts.Node, local: string, isType: boolean): void {
  if (!hasModifier(node, K.ExportKeyword)) return;
  const name = hasModifier(node, K.DefaultKeyword) ? 'default' : local;
  addLocal(walk, name, local, isType, node);
}

function addLocal(walk: Walk, name: string, local: string, isType: boolean, node: ts.Node): void {
  walk.exports.push({ kind: 'local', name, local, isType, line: lineOf(walk, node) });
}

/** `export const { a, b } = …`. */
export function exportsOf(walk: Walk, pattern: ts.BindingName): void {
  if (isIdentifier(pattern)) {
    addLocal(walk, pattern.text, resolve(walk, pattern.text)?.spelled ?? pattern.text, false, pattern);
    return;
  }
  for (const element of pattern.elements) if (isBindingElement(element)) exportsOf(walk, element.name);
}

/** `export { a as b }`, `export { a } from`, `export * from`, `export * as ns from`. */
export function exportDeclaration(walk: Walk, node: ts.ExportDeclaration): void {
  if (node.moduleSpecifier === undefined) exportList(walk, node);
  else if (isStringLiteralLike(node.moduleSpecifier)) reExport(walk, node, node.moduleSpecifier.text);
}

function exportList(walk: Walk, node: ts.ExportDeclaration): void {
  if (node.exportClause === undefined || !isNamedExports(node.exportClause)) return;
  for (const element of node.exportClause.elements) {
    const from = element.propertyName ?? element.name;
    if (!isIdentifier(from)) continue;
    const isTypeOnly = node.isTypeOnly || element.isTypeOnly;
    const known = resolve(walk, from.text);
    const local = spell(walk, from, isTypeOnly);
    addWords(walk.words, element.name.text);
    addLocal(walk, element.name.text, local, isTypeOnly || known?.isType === true, element);
  }
}

function reExport(walk: Walk, node: ts.ExportDeclaration, specifier: string): void {
  const { exportClause: clause, isTypeOnly } = node;
  const draft = addImport(walk, 'export-from', specifier, node, isTypeOnly);
  const { line } = draft;
  if (clause === undefined) {
    walk.exports.push({ kind: 'star-from', specifier, isTypeOnly, line });
    return;
  }
  if (isNamespaceExport(clause)) {
    const name = clause.name.text;
    draft.bindings.push(passedOn('*', name, isTypeOnly));
    walk.exports.push({ kind: 'namespace-from', name, specifier, isTypeOnly, line });
    return;
  }
  for (const element of clause.elements) {
    const name = element.name.text;
    const imported = (element.propertyName ?? element.name).text;
    const isType = isTypeOnly || element.isTypeOnly;
    addWords(walk.words, name);
    draft.bindings.push(passedOn(imported, name, isType));
    walk.exports.push({
      kind: 'named-from',
      name,
      imported,
      specifier,
      isTypeOnly: isType,
      line: lineOf(walk, element),
    });
  }
}

function passedOn(imported: string, local: string, isMarkedType: boolean): BindingDraft {
  return { imported, local, isMarkedType, valueUses: 0, typeUses: 0, lines: [] };
}

/** `export default x` and `export = x`. What is not a name becomes a variable `default` or `export=`. */
export function exportAssignment(walk: Walk, node: ts.ExportAssignment): void {
  const name = node.isExportEquals ? 'export=' : 'default';
  const line = lineOf(walk, node);
  const before = walk.activity;
  const value = namedExpression(walk, node.expression, name);
  if (walk.activity !== before) walk.fn.body.push(value);
  const local = value.kind === 'name' ? value.name : name;
  if (local === name) walk.fn.locals.push({ name, init: value, isConst: true, line });
  if (node.isExportEquals) walk.exports.push({ kind: 'equals', local, line });
  else addLocal(walk, 'default', local, false, node);
}

/** `module.exports = …`, `module.exports.a = …`, `exports.a = …` at the top of a module. */
export function moduleExports(walk: Walk, node: ts.BinaryExpression, value: Expr): void {
  const { left } = node;
  if (!isPropertyAccessExpression(left) || resolve(walk, 'exports') !== undefined) return;
  if (isModuleExports(left)) {
    const local = localOf(walk, 'module.exports', value, node);
    walk.exports.push({ kind: 'equals', local, line: lineOf(walk, node) });
    if (value.kind === 'object') exportEntries(walk, value, node);
    return;
  }
  const isExports = isIdentifier(left.expression) && left.expression.text === 'exports';
  if (!isExports && !(isPropertyAccessExpression(left.expression) && isModuleExports(left.expression))) return;
  const name = left.name.text;
  addLocal(walk, name, localOf(walk, `exports.${name}`, value, node), false, node);
}

function isModuleExports(node: ts.PropertyAccessExpression): boolean {
  return isIdentifier(node.expression) && node.expression.text === 'module' && node.name.text === 'exports';
}

/** The local name given away; a value without one is stored as a variable of the given name. */
function localOf(walk: Walk, name: string, value: Expr, node: ts.Node): string {
  if (value.kind === 'name') return value.name;
  walk.fn.locals.push({ name, init: value, isConst: true, line: lineOf(walk, node) });
  return name;
}

function exportEntries(walk: Walk, value: Expr & { kind: 'object' }, node: ts.Node): void {
  for (const { key, value: given, line } of value.entries) {
    if (key === '...' || key === '[]') continue;
    const local = localOf(walk, `exports.${key}`, given, node);
    walk.exports.push({ kind: 'local', name: key, local, isType: false, line });
  }
}
