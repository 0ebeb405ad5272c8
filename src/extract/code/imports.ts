/**
 * Every way to ask for another module: import and export declarations, `import x = require()`, `require()`, `import()`
 * and `import('x')` types, with the names they bind. Uses of those names are counted by the scopes.
 */
import type { ts } from 'ts-morph';
import type { ImportBinding, ImportFact, ImportForm } from '../../model/index.js';
import { compareText } from '../../model/index.js';
import { compiler } from './compiler.js';
import { declarePattern } from './hoist.js';
import { declare, resolve } from './scope.js';
import {
  isArrayBindingPattern,
  isArrowFunction,
  isAsExpression,
  isAwaitExpression,
  isBinaryExpression,
  isCallExpression,
  isExternalModuleReference,
  isFunctionExpression,
  isIdentifier,
  isNamespaceImport,
  isNonNullExpression,
  isObjectBindingPattern,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isStringLiteral,
  isStringLiteralLike,
  isTemplateExpression,
  K,
} from './syntax.js';
import { type BindingDraft, type Draft, type ImportDraft, lineOf, type Walk } from './walk.js';

export type ImportCall = { readonly form: 'require' | 'dynamic-import'; readonly call: ts.CallExpression };

export function addImport(
  walk: Walk,
  form: ImportForm,
  specifier: string,
  node: ts.Node,
  isTypeOnly = false,
): ImportDraft {
  const draft: ImportDraft = { form, specifier, isLiteral: true, line: lineOf(walk, node), isTypeOnly, bindings: [] };
  walk.imports.push(draft);
  return draft;
}

function bind(walk: Walk, draft: ImportDraft, imported: string, local: string, isMarkedType: boolean): BindingDraft {
  const use: BindingDraft = { imported, local, isMarkedType, valueUses: 0, typeUses: 0, lines: [] };
  if (imported === '*') use.members = new Set();
  draft.bindings.push(use);
  const name = declare(walk, local, isMarkedType, false);
  name.use = use;
  return use;
}

export function importDeclaration(walk: Walk, node: ts.ImportDeclaration): void {
  if (!isStringLiteralLike(node.moduleSpecifier)) return;
  const { importClause: clause } = node;
  const isTypeOnly = clause?.phaseModifier === K.TypeKeyword;
  const draft = addImport(walk, clause ? 'import' : 'side-effect', node.moduleSpecifier.text, node, isTypeOnly);
  if (clause?.name) bind(walk, draft, 'default', clause.name.text, isTypeOnly);
  const named = clause?.namedBindings;
  if (named === undefined) return;
  if (isNamespaceImport(named)) {
    bind(walk, draft, '*', named.name.text, isTypeOnly);
    return;
  }
  for (const element of named.elements)
    bind(walk, draft, (element.propertyName ?? element.name).text, element.name.text, isTypeOnly || element.isTypeOnly);
}

/** `import x = require('y')`; `import x = A.B` only declares a name, its right side is read in its turn. */
export function importEquals(walk: Walk, node: ts.ImportEqualsDeclaration): void {
  const reference = node.moduleReference;
  if (isExternalModuleReference(reference) && isStringLiteralLike(reference.expression)) {
    const draft = addImport(walk, 'import-equals', reference.expression.text, node, node.isTypeOnly);
    bind(walk, draft, '*', node.name.text, node.isTypeOnly);
  } else declare(walk, node.name.text);
}

/** The module asked for by an initialiser: `require('x')`, `await import('x')`, `require('x').a`, casts around them. */
export function importCallOf(walk: Walk, initializer: ts.Expression): ImportCall | undefined {
  let node: ts.Node = initializer;
  for (;;) {
    if (isCallExpression(node)) return callForm(walk, node);
    if (isAwaitExpression(node) || isPropertyAccessExpression(node) || isAsExpression(node)) {
      node = node.expression;
    } else if (isParenthesizedExpression(node) || isNonNullExpression(node)) node = node.expression;
    else return undefined;
  }
}

/** `require(…)` of the module system, not of a local, or `import(…)`. */
export function callForm(walk: Walk, call: ts.CallExpression): ImportCall | undefined {
  if (call.arguments.length === 0) return undefined;
  if (call.expression.kind === K.ImportKeyword) return { form: 'dynamic-import', call };
  const isRequire = isIdentifier(call.expression) && call.expression.text === 'require';
  return isRequire && resolve(walk, 'require') === undefined ? { form: 'require', call } : undefined;
}

/** `const x = require('y')`, `const { a, b: c } = await import('y')`, `const z = require('y').a.b`. */
export function namesFromCall(walk: Walk, declaration: ts.VariableDeclaration, found: ImportCall): void {
  const initializer = declaration.initializer as ts.Expression;
  const read = memberRead(initializer);
  const isWhole = found.form === 'require' || isAwaited(initializer);
  if (!isWhole) {
    declarePattern(walk, declaration.name);
    return;
  }
  const draft = addImportCall(walk, found);
  walk.claimed.add(found.call);
  const { name } = declaration;
  if (isIdentifier(name)) bind(walk, draft, read ?? '*', name.text, false);
  else if (read !== undefined || isArrayBindingPattern(name)) declarePattern(walk, name);
  else
    for (const element of name.elements) {
      const key = element.propertyName ?? element.name;
      const imported = element.dotDotDotToken ? '*' : isIdentifier(key) || isStringLiteral(key) ? key.text : '*';
      if (isIdentifier(element.name)) bind(walk, draft, imported, element.name.text, false);
      else declarePattern(walk, element.name);
    }
}

/** First member read of the module: `a` in `require('y').a.b`. */
function memberRead(initializer: ts.Expression): string | undefined {
  let node: ts.Expression = initializer;
  let member: string | undefined;
  for (;;) {
    if (isPropertyAccessExpression(node)) {
      member = node.name.text;
      node = node.expression;
    } else if (isAwaitExpression(node) || isParenthesizedExpression(node)) node = node.expression;
    else if (isAsExpression(node) || isNonNullExpression(node)) node = node.expression;
    else return member;
  }
}

function isAwaited(initializer: ts.Expression): boolean {
  let node: ts.Expression = initializer;
  for (;;) {
    if (isAwaitExpression(node)) return true;
    if (isPropertyAccessExpression(node) || isParenthesizedExpression(node)) node = node.expression;
    else if (isAsExpression(node) || isNonNullExpression(node)) node = node.expression;
    else return false;
  }
}

/** The fact for a call, its specifier read as far as it is constant. */
export function addImportCall(walk: Walk, { form, call }: ImportCall): ImportDraft {
  const [argument] = call.arguments;
  const draft = addImport(walk, form, '', call);
  if (argument === undefined) return draft;
  if (isStringLiteralLike(argument)) draft.specifier = argument.text;
  else {
    draft.isLiteral = false;
    draft.specifier = constantPrefix(argument);
  }
  return draft;
}

function constantPrefix(argument: ts.Expression): string {
  let node = argument;
  if (isTemplateExpression(node)) return node.head.text;
  while (isBinaryExpression(node) && node.operatorToken.kind === K.PlusToken) node = node.left;
  return isStringLiteralLike(node) ? node.text : '';
}

/** `import('x').then(({ a }) => …)`: the names that the callback takes from the module. */
export function namesFromThen(walk: Walk, call: ts.CallExpression): void {
  const access = call.expression;
  if (!isPropertyAccessExpression(access) || access.name.text !== 'then') return;
  const asked = access.expression;
  const [callback] = call.arguments;
  if (!isCallExpression(asked) || asked.expression.kind !== K.ImportKeyword || callback === undefined) return;
  if (!isArrowFunction(callback) && !isFunctionExpression(callback)) return;
  const pattern = callback.parameters[0]?.name;
  if (pattern === undefined) return;
  const draft = addImportCall(walk, { form: 'dynamic-import', call: asked });
  walk.claimed.add(asked);
  if (isIdentifier(pattern)) pushMembers(draft, pattern.text, callback.body);
  else if (isObjectBindingPattern(pattern))
    for (const { propertyName, name } of pattern.elements) {
      const key = propertyName ?? name;
      if (isIdentifier(key)) draft.bindings.push(plainBinding(key.text, draft.line));
    }
}

function pushMembers(draft: ImportDraft, parameter: string, body: ts.Node): void {
  const reads = (node: ts.Node): string | undefined =>
    isPropertyAccessExpression(node) && isIdentifier(node.expression) && node.expression.text === parameter
      ? node.name.text
      : undefined;
  const member = reads(body) ?? (isParenthesizedExpression(body) ? defaultMember(body.expression, reads) : undefined);
  if (member !== undefined) draft.bindings.push(plainBinding(member, draft.line));
}

/** `(m) => ({ default: m.Page })`, as lazy components are written. */
function defaultMember(node: ts.Node, reads: (node: ts.Node) => string | undefined): string | undefined {
  if (!isObjectLiteralExpression(node)) return undefined;
  const [property] = node.properties;
  return property !== undefined && isPropertyAssignment(property) ? reads(property.initializer) : undefined;
}

function plainBinding(imported: string, line: number): BindingDraft {
  return { imported, local: imported, isMarkedType: false, valueUses: 1, typeUses: 0, lines: [line] };
}

/** `import('./x')` in comments of JavaScript, where types are written so. */
export function jsdocImports(walk: Walk): void {
  const { text } = walk.file;
  for (const [start, end] of docComments(text)) {
    const asked = text
      .slice(start, end)
      .matchAll(/\bimport\(\s*['"]([^'"\n]+)['"]\s*\)(?:\.([\w$]+))?|@import\b[^'"*@]*\bfrom\s+['"]([^'"\n]+)['"]/g);
    for (const match of asked) {
      const line = lineOfOffset(walk, start + match.index);
      const draft = {
        form: 'jsdoc',
        specifier: match[1] ?? match[3] ?? '',
        isLiteral: true,
        line,
        isTypeOnly: true,
      } as const;
      const bindings = match[2] === undefined ? [] : [typeBinding(match[2], line)];
      walk.imports.push({ ...draft, bindings });
    }
  }
}

/** Start and end of each; one that nothing closes is looked for only once. */
function* docComments(text: string): Generator<readonly [number, number]> {
  for (let start = text.indexOf('/**'), end = 0; start >= 0; start = text.indexOf('/**', end)) {
    end = text.indexOf('*/', start + 3) + 2;
    if (end < 2) return;
    yield [start, end];
  }
}

export function typeBinding(imported: string, line: number): BindingDraft {
  return { imported, local: imported, isMarkedType: true, valueUses: 0, typeUses: 1, lines: [line] };
}

function lineOfOffset(walk: Walk, offset: number): number {
  return compiler.getLineAndCharacterOfPosition(walk.file, offset).line + 1;
}

/** Drafts as facts. A name without any value use is elided by TypeScript, in JavaScript nothing is. */
export function finishImports(walk: Walk): ImportFact[] {
  return walk.imports
    .sort((a, b) => a.line - b.line)
    .map(({ form, specifier, isLiteral, line, isTypeOnly, bindings }, i) => ({
      form,
      specifier,
      isLiteral,
      line,
      isTypeOnly,
      bindings: bindings.map((use) => finishBinding(walk, walk.imports[i] as ImportDraft, use)),
    }));
}

function finishBinding(walk: Walk, draft: ImportDraft, use: BindingDraft): ImportBinding {
  const isErasable = draft.form === 'import' || draft.form === 'import-equals';
  const isJsxFactory = walk.usesJsx && use.local === 'React' && isErasable;
  const isElided = isErasable && !walk.isJs && use.valueUses === 0 && !isJsxFactory;
  const isTypeOnly = use.isMarkedType || isElided;
  const binding = { imported: use.imported, local: use.local, isTypeOnly } as Draft<ImportBinding>;
  if (use.isMarkedType && !draft.isTypeOnly) binding.isMarkedType = true;
  if (use.members !== undefined) binding.members = [...use.members].sort(compareText);
  binding.valueUses = use.valueUses;
  binding.typeUses = use.typeUses;
  binding.lines = use.lines.length > 1 ? use.lines.sort((a, b) => a - b) : use.lines;
  return binding;
}
