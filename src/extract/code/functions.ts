/** Functions of every kind: parameters, locals, body and returns, condensed to one `FunctionFact` each. */
import type { ts } from 'ts-morph';
import type { Expr, FunctionFact, Parameter, Variable } from '../../model/index.js';
import { addWords } from '../words.js';
import { expression, perform } from './expressions.js';
import { decidable, plainOf, toldBy } from './guards.js';
import { declarePattern, hoist } from './hoist.js';
import { decorators, propertyName } from './names.js';
import { declare, resolve } from './scope.js';
import { statements } from './statements.js';
import {
  isArrayBindingPattern,
  isBindingElement,
  isBlock,
  isComputedPropertyName,
  isFunctionExpression,
  isIdentifier,
  isObjectLiteralExpression,
  isStringLiteralLike,
  K,
} from './syntax.js';
import { overload, typeParams, typeRef } from './types.js';
import { type Draft, type FunctionState, hasModifier, lineAt, lineOf, type Walk } from './walk.js';

export type FunctionRole = {
  readonly name: string;
  readonly kind: FunctionFact['kind'];
  /** Class it is a member of. */
  readonly ownerClass?: number;
};

type Pattern = {
  readonly name: string;
  readonly path: readonly string[];
  readonly line: number;
  readonly fallback?: Expr;
};

/** Keeps a signature for the function that follows it. */
export function overloadOf(walk: Walk, node: ts.SignatureDeclaration, name: string): void {
  const before = walk.overloads.name === name ? walk.overloads.list : [];
  walk.overloads = { name, list: [...before, overload(walk, node)] };
}

/** Reads a function in its own scope; answers its index. */
export function functionLike(walk: Walk, node: ts.FunctionLikeDeclaration, role: FunctionRole): number {
  const index = walk.functions.length;
  const fact: Draft<FunctionFact> = {
    name: role.name,
    kind: role.kind,
    parent: walk.fn.index,
    ownerClass: role.ownerClass ?? walk.ownerClass,
    line: lineOf(walk, node),
    endLine: lineAt(walk, node.end),
    params: [],
    locals: [],
    body: [],
    returns: [],
  };
  if (walk.overloads.list.length > 0) {
    if (walk.overloads.name === role.name && node.body) fact.overloads = walk.overloads.list;
    walk.overloads = { name: '', list: [] };
  }
  if (hasModifier(node, K.StaticKeyword)) fact.isStatic = true;
  if (hasModifier(node, K.AsyncKeyword)) fact.isAsync = true;
  walk.functions.push(fact);
  if (role.kind === 'method' || role.kind === 'getter') addWords(walk.words, role.name);
  inFunction(walk, index, (fn) => {
    readSignature(walk, node, fact);
    if (node.body) readBody(walk, node.body);
    fact.locals = fn.locals;
    fact.body = fn.body;
    fact.returns = fn.returns;
    if (fn.branches.length > 0) fact.branches = fn.branches;
    if (fn.loops.length > 0) fact.loops = fn.loops;
    const guards = decidable(walk, fn);
    if (guards.length > 0) fact.guards = guards;
    const tells = toldBy(walk, node, fact);
    if (tells !== undefined) fact.tells = tells;
  });
  return index;
}

function inFunction(walk: Walk, index: number, inside: (fn: FunctionState) => void): void {
  const { fn: outer, ownerClass, inType, scope } = walk;
  const fn: FunctionState = {
    index,
    parent: outer,
    used: undefined,
    locals: [],
    body: [],
    returns: [],
    branches: [],
    loops: [],
    guards: [],
  };
  walk.fn = fn;
  walk.ownerClass = -1;
  walk.inType = false;
  walk.scope = { parent: scope, names: undefined, fn, prefix: '' };
  inside(fn);
  walk.fn = outer;
  walk.ownerClass = ownerClass;
  walk.inType = inType;
  walk.scope = scope;
}

function readSignature(walk: Walk, node: ts.FunctionLikeDeclaration, fact: Draft<FunctionFact>): void {
  if (isFunctionExpression(node) && node.name) declare(walk, node.name.text);
  if (node.typeParameters) fact.typeParams = typeParams(walk, node.typeParameters);
  if (node.parameters.length > 0) readParameters(walk, node, fact);
  if (node.type) fact.returnType = typeRef(walk, node.type);
}

/** `this: Type` is no parameter: arguments begin after it. */
function readParameters(walk: Walk, node: ts.FunctionLikeDeclaration, fact: Draft<FunctionFact>): void {
  for (const parameter of node.parameters) declarePattern(walk, parameter.name);
  const isThis = ({ name }: ts.ParameterDeclaration) => isIdentifier(name) && name.text === 'this';
  const given = node.parameters.filter((parameter) => !isThis(parameter));
  for (const { type } of node.parameters.filter(isThis)) if (type) typeRef(walk, type);
  fact.params = given.flatMap((parameter, position) => parameterFacts(walk, parameter, position));
}

function parameterFacts(walk: Walk, node: ts.ParameterDeclaration, position: number): Parameter[] {
  const shared: Draft<Omit<Parameter, 'name' | 'path' | 'line'>> = { position };
  const marks = decorators(walk, node);
  if (marks) shared.decorators = marks;
  if (node.dotDotDotToken) shared.isRest = true;
  if (node.questionToken) shared.isOptional = true;
  if (isParameterProperty(node)) shared.isField = true;
  if (node.type) shared.type = typeRef(walk, node.type);
  if (node.initializer) shared.init = performed(walk, node.initializer);
  return patternNames(walk, node.name).map((pattern) => variable(pattern, shared));
}

function isParameterProperty(node: ts.ParameterDeclaration): boolean {
  const { modifiers } = node;
  if (modifiers === undefined) return false;
  return modifiers.some(({ kind }) => kind !== K.Decorator);
}

/** A default or initialiser; what it calls is part of the body. */
function performed(walk: Walk, node: ts.Expression): Expr {
  const before = walk.activity;
  const value = expression(walk, node);
  if (walk.activity !== before) walk.fn.body.push(value);
  return value;
}

function variable<T extends object>(pattern: Pattern, shared: T): { name: string; line: number } & T {
  const { name, path, fallback, line } = pattern;
  if (path.length === 0) return { name, ...shared, line };
  return { name, path, ...shared, ...(fallback === undefined ? {} : { fallback }), line };
}

/** The variables of one declaration, whose names are already in scope; `shared` is what they have in common. */
export function variableFacts(
  walk: Walk,
  name: ts.BindingName,
  shared: Omit<Variable, 'name' | 'path' | 'line'>,
): Variable[] {
  return patternNames(walk, name).map((pattern) => variable(pattern, shared));
}

/** Names of a pattern with where in the value each comes from. Defaults in the pattern are visited. */
function patternNames(walk: Walk, root: ts.BindingName): Pattern[] {
  if (isIdentifier(root))
    return [{ name: resolve(walk, root.text)?.spelled ?? root.text, path: [], line: lineOf(walk, root) }];
  const found: Pattern[] = [];
  const stack: { node: ts.BindingName; path: readonly string[]; fallback?: Expr }[] = [{ node: root, path: [] }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, path, fallback } = next;
    if (isIdentifier(node)) {
      const name = resolve(walk, node.text)?.spelled ?? node.text;
      found.push({ name, path, line: lineOf(walk, node), ...(fallback === undefined ? {} : { fallback }) });
      continue;
    }
    for (let i = node.elements.length - 1; i >= 0; i--) {
      const element = node.elements[i];
      if (element === undefined || !isBindingElement(element)) continue;
      if (element.initializer) perform(walk, element.initializer);
      const step = stepOf(walk, element, i, isArrayBindingPattern(node));
      const plain =
        element.initializer && isIdentifier(element.name) ? fallbackOf(walk, element.initializer) : undefined;
      stack.push({ node: element.name, path: [...path, step], ...(plain === undefined ? {} : { fallback: plain }) });
    }
  }
  return found;
}

/** A constant, `{}`, or a name (`{ db = pool }`): what says something without being run. */
function fallbackOf(walk: Walk, node: ts.Expression): Expr | undefined {
  const plain = plainOf(node);
  if (plain !== undefined) return plain;
  if (isIdentifier(node)) return { kind: 'name', name: resolve(walk, node.text)?.spelled ?? node.text };
  if (!isObjectLiteralExpression(node) || node.properties.length > 0) return undefined;
  return { kind: 'object', entries: [], line: lineOf(walk, node) };
}

function stepOf(walk: Walk, element: ts.BindingElement, position: number, isArray: boolean): string {
  if (element.dotDotDotToken) return '...';
  if (isArray) return String(position);
  const { propertyName: key } = element;
  if (key !== undefined && isComputedPropertyName(key) && !isStringLiteralLike(key.expression)) {
    perform(walk, key.expression);
    return '[]';
  }
  if (key !== undefined) return propertyName(walk, key);
  return isIdentifier(element.name) ? element.name.text : String(position);
}

function readBody(walk: Walk, body: ts.ConciseBody): void {
  if (isBlock(body)) {
    hoist(walk, body.statements, true);
    statements(walk, body.statements);
    return;
  }
  walk.fn.returns.push(performed(walk, body));
}
