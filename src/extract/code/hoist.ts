/**
 * Enters a block's names into its scope before the block is read, as JavaScript does: a use may stand before its
 * declaration. `var` is entered at its function. Imports, and `require`/`await import()` bound to names, are met here
 * first, so that uses anywhere in the scope count for them.
 */
import type { ts } from 'ts-morph';
import { importCallOf, importDeclaration, importEquals, namesFromCall } from './imports.js';
import { declare } from './scope.js';
import { FLAGS, forEachChild, isBindingElement, isIdentifier, K } from './syntax.js';
import { hasModifier, type Walk } from './walk.js';

/** Names that a list of statements declares. `isFunctionBody`: `var`s of nested statements belong here too. */
export function hoist(walk: Walk, statements: readonly ts.Statement[], isFunctionBody: boolean): void {
  for (const statement of statements) hoistStatement(walk, statement);
  if (isFunctionBody && walk.hasVar) for (const statement of statements) hoistVars(walk, statement);
}

function hoistStatement(walk: Walk, statement: ts.Statement): void {
  switch (statement.kind) {
    case K.VariableStatement: {
      const list = (statement as ts.VariableStatement).declarationList;
      if ((list.flags & FLAGS.BlockScoped) !== 0) hoistVariables(walk, list);
      return;
    }
    case K.FunctionDeclaration:
    case K.ClassDeclaration:
    case K.EnumDeclaration: {
      const { name } = statement as ts.ClassDeclaration;
      if (name !== undefined) declare(walk, name.text);
      return;
    }
    case K.InterfaceDeclaration:
    case K.TypeAliasDeclaration:
      declare(walk, (statement as ts.InterfaceDeclaration).name.text, true);
      return;
    case K.ModuleDeclaration: {
      const { name } = statement as ts.ModuleDeclaration;
      const isAmbient = hasModifier(statement, K.DeclareKeyword);
      if (isIdentifier(name) && name.text !== 'global') declare(walk, name.text, isAmbient);
      return;
    }
    case K.ImportDeclaration:
      importDeclaration(walk, statement as ts.ImportDeclaration);
      return;
    case K.ImportEqualsDeclaration:
      importEquals(walk, statement as ts.ImportEqualsDeclaration);
  }
}

/** Names of a `let`/`const`/`var` list, those of a module asked for by `require` or `await import()` tied to it. */
export function hoistVariables(walk: Walk, list: ts.VariableDeclarationList): void {
  for (const declaration of list.declarations) {
    const call = declaration.initializer && importCallOf(walk, declaration.initializer);
    if (call !== undefined) namesFromCall(walk, declaration, call);
    else declarePattern(walk, declaration.name);
  }
}

export function declarePattern(walk: Walk, pattern: ts.BindingName): void {
  if (isIdentifier(pattern)) {
    declare(walk, pattern.text);
    return;
  }
  const stack: ts.BindingName[] = [pattern];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (isIdentifier(next)) declare(walk, next.text);
    else
      for (let i = next.elements.length - 1; i >= 0; i--) {
        const element = next.elements[i];
        if (element !== undefined && isBindingElement(element)) stack.push(element.name);
      }
  }
}

/** `var` declarations in a statement and the statements in it; an explicit stack, for code nests deeply. */
function hoistVars(walk: Walk, statement: ts.Statement): void {
  const stack: ts.Node[] = [statement];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.kind === K.VariableDeclarationList) {
      if ((next.flags & FLAGS.BlockScoped) === 0) hoistVariables(walk, next as ts.VariableDeclarationList);
    } else if (holdsStatements(next)) {
      const inner: ts.Node[] = [];
      forEachChild(next, (child) => void inner.push(child));
      for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as ts.Node);
    }
  }
}

function holdsStatements(node: ts.Node): boolean {
  const { kind } = node;
  if (kind === K.CaseBlock || kind === K.CaseClause || kind === K.DefaultClause || kind === K.CatchClause) return true;
  return kind === K.VariableStatement || kind === K.Block || (kind >= K.IfStatement && kind <= K.TryStatement);
}
