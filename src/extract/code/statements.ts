/**
 * Statements in source order: what they call or assign goes to the current function's body, what they declare to its
 * locals or to the program's lists. Blocks open scopes; of control flow, `branches.ts` keeps what excludes what.
 */
import type { ts } from 'ts-morph';
import type { Condition, Variable } from '../../model/index.js';
import { type Arm, armOf, branch, earlyExits, endsClause, guards, leavesBlock, loopRange } from './branches.js';
import { classLike } from './classes.js';
import { entityUse, enumDeclaration, interfaceDeclaration, moduleDeclaration, typeAlias } from './declarations.js';
import { exportAssignment, exportDeclaration, exportsOf, localExport } from './exports.js';
import { expression, namedExpression, perform } from './expressions.js';
import { functionLike, overloadOf, variableFacts } from './functions.js';
import { all, any, conditionOf, equality, guard, iteration, MAX_ARMS, not, OPEN } from './guards.js';
import { hoist, hoistVariables } from './hoist.js';
import { countUsesBelow, resolve, scoped } from './scope.js';
import {
  FLAGS,
  isCaseClause,
  isExternalModuleReference,
  isForOfStatement,
  isIdentifier,
  isIfStatement,
  isVariableDeclarationList,
  K,
} from './syntax.js';
import { typeRef } from './types.js';
import type { Draft } from './walk.js';
import { hasModifier, lineAt, lineOf, MAX_DEPTH, report, type Walk } from './walk.js';

/** Answers with its arms when it parts the way. */
type Visit = (walk: Walk, node: never) => unknown;

export function statements(walk: Walk, nodes: readonly ts.Statement[]): void {
  const open: { arms: readonly Arm[]; next: number; activity: number }[] = [];
  nodes.forEach((node, i) => {
    const arms = statement(walk, node);
    if (arms?.some((arm) => arm.leaves)) open.push({ arms, next: i + 1, activity: walk.activity });
  });
  for (const { arms, next, activity } of open) {
    const rest = nodes.slice(next, next + 1).concat(nodes.slice(-1));
    if (next < nodes.length && walk.activity !== activity) earlyExits(walk, arms, armOf(walk, rest, activity, false));
  }
}

/** Answers with the arms when the statement parts the way. */
function statement(walk: Walk, node: ts.Statement): readonly Arm[] | undefined {
  const visit = VISITORS[node.kind] as ((walk: Walk, node: ts.Statement) => readonly Arm[] | undefined) | undefined;
  if (visit === undefined) return undefined;
  if (walk.depth > MAX_DEPTH) {
    tooDeep(walk, node);
    return undefined;
  }
  walk.depth++;
  const arms = visit(walk, node);
  walk.depth--;
  return arms;
}

function tooDeep(walk: Walk, node: ts.Statement): void {
  if (!walk.diagnostics.some((d) => d.code === 'MSA104'))
    report(walk, 'MSA104', 'warning', lineOf(walk, node), 'Nested too deeply; code below this point is not followed.');
  countUsesBelow(walk, node);
}

function block(walk: Walk, node: ts.Block | ts.ModuleBlock): void {
  scoped(walk, () => {
    hoist(walk, node.statements, false);
    statements(walk, node.statements);
  });
}

/** `else if` chains run long in generated code, so they are followed without recursion. */
function ifStatement(walk: Walk, node: ts.IfStatement): Arm[] {
  const arms: Arm[] = [];
  /** What does not hold where the next arm is reached. */
  const passed: Condition[] = [];
  const arm = (inside: ts.Statement, own: readonly Condition[]) => {
    const before = walk.activity;
    statement(walk, inside);
    arms.push(armOf(walk, [inside], before, leavesBlock(inside, false), all([...passed, ...own])));
  };
  let next: ts.Statement | undefined = node;
  while (next !== undefined && isIfStatement(next)) {
    const when = conditionOf(walk, next.expression);
    perform(walk, next.expression);
    arm(next.thenStatement, [when]);
    if (passed.length <= MAX_ARMS) passed.push(passed.length < MAX_ARMS ? not(when) : OPEN);
    next = next.elseStatement;
  }
  if (next !== undefined) arm(next, []);
  branch(walk, arms);
  guards(walk, arms);
  return arms;
}

/** The variables of a list. Their names are in scope already when the list is a statement. */
function variables(walk: Walk, list: ts.VariableDeclarationList): void {
  for (const node of list.declarations) {
    const shared: Draft<Omit<Variable, 'name' | 'path' | 'line'>> = {};
    if (node.type) shared.type = typeRef(walk, node.type);
    if (node.initializer) {
      const name = isIdentifier(node.name) ? (resolve(walk, node.name.text)?.spelled ?? '') : '';
      const before = walk.activity;
      shared.init = namedExpression(walk, node.initializer, name);
      if (walk.activity !== before) walk.fn.body.push(shared.init);
    }
    if ((list.flags & FLAGS.Const) !== 0) shared.isConst = true;
    for (const fact of variableFacts(walk, node.name, shared)) walk.fn.locals.push(fact);
  }
}

function variableStatement(walk: Walk, node: ts.VariableStatement): void {
  variables(walk, node.declarationList);
  if (hasModifier(node, K.ExportKeyword))
    for (const { name } of node.declarationList.declarations) exportsOf(walk, name);
}

function functionDeclaration(walk: Walk, node: ts.FunctionDeclaration): void {
  const isDefault = hasModifier(node, K.DefaultKeyword);
  const name = node.name ? (resolve(walk, node.name.text)?.spelled ?? node.name.text) : isDefault ? 'default' : '';
  if (node.body || hasModifier(node, K.DeclareKeyword) || walk.file.isDeclarationFile)
    functionLike(walk, node, { name, kind: 'function' });
  else overloadOf(walk, node, name);
  localExport(walk, node, name, false);
}

function classDeclaration(walk: Walk, node: ts.ClassDeclaration): void {
  const isDefault = hasModifier(node, K.DefaultKeyword);
  const name = node.name ? (resolve(walk, node.name.text)?.spelled ?? node.name.text) : isDefault ? 'default' : '';
  classLike(walk, node, name);
  localExport(walk, node, name, false);
}

function forStatement(walk: Walk, node: ts.ForStatement): void {
  scoped(walk, () => {
    const { initializer } = node;
    if (initializer !== undefined) {
      if (isVariableDeclarationList(initializer)) {
        hoistVariables(walk, initializer);
        variables(walk, initializer);
      } else perform(walk, initializer);
    }
    if (node.condition) perform(walk, node.condition);
    if (node.incrementor) perform(walk, node.incrementor);
    statement(walk, node.statement);
  });
  loopRange(walk, node);
}

/** `for (const x of xs)`: x is an element of xs. Of `for (k in o)` only the name is known. */
function forEach(walk: Walk, node: ts.ForOfStatement | ts.ForInStatement): void {
  const before = walk.activity;
  const iterated = expression(walk, node.expression);
  if (walk.activity !== before) walk.fn.body.push(iterated);
  scoped(walk, () => {
    const { initializer } = node;
    if (isVariableDeclarationList(initializer)) {
      hoistVariables(walk, initializer);
      const shared = isForOfStatement(node) ? { init: iterated, isElement: true as const } : {};
      for (const { name } of initializer.declarations)
        for (const fact of variableFacts(walk, name, shared)) walk.fn.locals.push(fact);
    } else perform(walk, initializer);
    const inside = walk.activity;
    statement(walk, node.statement);
    const { range, isActive } = armOf(walk, [node.statement], inside, false);
    if (isActive && isForOfStatement(node) && range[0] > lineAt(walk, node.expression.end))
      guard(walk, range, iteration(iterated));
  });
  loopRange(walk, node);
}

/** A clause that runs on into the next one is one arm with it. */
function switchStatement(walk: Walk, node: ts.SwitchStatement): Arm[] {
  perform(walk, node.expression);
  const arms: Arm[] = [];
  scoped(walk, () => {
    const { clauses } = node.caseBlock;
    for (const clause of clauses) hoist(walk, clause.statements, false);
    let group: ts.Node[] = [];
    let before = walk.activity;
    let cases: Condition[] = [];
    const others: Condition[] = [];
    clauses.forEach((clause, i) => {
      if (isCaseClause(clause)) {
        perform(walk, clause.expression);
        const equals = equality(walk, node.expression, clause.expression);
        cases.push(equals);
        if (others.length <= MAX_ARMS) others.push(others.length < MAX_ARMS ? not(equals) : OPEN);
      } else cases.push(all(i === clauses.length - 1 ? others : [...others, OPEN]));
      statements(walk, clause.statements);
      group.push(clause);
      if (!endsClause(clause) && i < clauses.length - 1) return;
      arms.push(armOf(walk, group, before, leavesBlock(clause.statements.at(-1), true), any(cases)));
      group = [];
      cases = [];
      before = walk.activity;
    });
  });
  branch(walk, arms);
  guards(walk, arms);
  return arms;
}

function tryStatement(walk: Walk, node: ts.TryStatement): void {
  block(walk, node.tryBlock);
  const { catchClause } = node;
  if (catchClause)
    scoped(walk, () => {
      if (catchClause.variableDeclaration) catchVariable(walk, catchClause.variableDeclaration);
      block(walk, catchClause.block);
    });
  if (node.finallyBlock) block(walk, node.finallyBlock);
}

function catchVariable(walk: Walk, node: ts.VariableDeclaration): void {
  hoistVariables(walk, { declarations: [node] } as unknown as ts.VariableDeclarationList);
  if (node.type) typeRef(walk, node.type);
  for (const fact of variableFacts(walk, node.name, {})) walk.fn.locals.push(fact);
}

function returnStatement(walk: Walk, node: ts.ReturnStatement): void {
  if (node.expression === undefined) return;
  const before = walk.activity;
  const value = expression(walk, node.expression);
  walk.fn.returns.push(value);
  if (walk.activity !== before) walk.fn.body.push(value);
}

/** `import x = A.B.C`. */
function importAlias(walk: Walk, node: ts.ImportEqualsDeclaration): void {
  if (!isExternalModuleReference(node.moduleReference)) entityUse(walk, node);
  localExport(walk, node, resolve(walk, node.name.text)?.spelled ?? node.name.text, false);
}

function loop(walk: Walk, node: ts.WhileStatement | ts.DoStatement | ts.WithStatement): void {
  perform(walk, node.expression);
  statement(walk, node.statement);
  if (node.kind !== K.WithStatement) loopRange(walk, node);
}

const VISITORS: Partial<Record<ts.SyntaxKind, Visit>> = {
  [K.ExpressionStatement]: (walk, node: ts.ExpressionStatement) => perform(walk, node.expression),
  [K.VariableStatement]: variableStatement,
  [K.ReturnStatement]: returnStatement,
  [K.IfStatement]: ifStatement,
  [K.Block]: block,
  [K.FunctionDeclaration]: functionDeclaration,
  [K.ClassDeclaration]: classDeclaration,
  [K.InterfaceDeclaration]: interfaceDeclaration,
  [K.TypeAliasDeclaration]: typeAlias,
  [K.EnumDeclaration]: enumDeclaration,
  [K.ModuleDeclaration]: moduleDeclaration,
  [K.ImportEqualsDeclaration]: importAlias,
  [K.ExportDeclaration]: exportDeclaration,
  [K.ExportAssignment]: exportAssignment,
  [K.ForStatement]: forStatement,
  [K.ForOfStatement]: forEach,
  [K.ForInStatement]: forEach,
  [K.WhileStatement]: loop,
  [K.DoStatement]: loop,
  [K.WithStatement]: loop,
  [K.SwitchStatement]: switchStatement,
  [K.TryStatement]: tryStatement,
  [K.ThrowStatement]: (walk, node: ts.ThrowStatement) => perform(walk, node.expression),
  [K.LabeledStatement]: (walk, node: ts.LabeledStatement) => statement(walk, node.statement),
};
