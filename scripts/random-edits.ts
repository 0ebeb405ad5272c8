/** Edits of one file as somebody working on it makes them: statements taken away, doubled, brought from a file beside it. */
import ts from 'typescript';
import type { SourceFile } from '../src/model/index.js';

export type Pick = <T>(items: readonly T[]) => T;

/** What may leave the graph as it is, what is inside of functions, imports alone. */
export type EditKind = 'outside' | 'inside' | 'imports';

const MADE = [
  'export const crispness = 1;',
  "const CRISPNESS = 'high';",
  'export type Crispness = { readonly crumbs: number };',
  'export interface Crispness { crumbs(): void }',
  'enum Crispness { Low, High }',
  'export const crispness = () => 1;',
];

const MADE_INSIDE = [
  '// Mind the crust.',
  "console.log('crust');",
  'const crumbs = [1, 2].map((one) => one + 1);',
  'if (process.env.CRUST) return;',
  "throw new Error('burnt');",
];

/** The text of the file with one edit; undefined when there is nothing to edit. */
export function editOf(
  kind: EditKind,
  textOf: (path: string) => string,
  file: SourceFile,
  beside: SourceFile,
  pick: Pick,
): string | undefined {
  const [text, other] = [textOf(file.path), textOf(beside.path)];
  return kind === 'inside' ? insideEdit(file.path, text, pick) : outsideEdit(kind, text, other, pick);
}

function outsideEdit(kind: EditKind, text: string, other: string, pick: Pick): string | undefined {
  const isWanted = kind === 'imports' ? ts.isImportDeclaration : isOfInterest;
  const own = topStatements(text, isWanted);
  const gone = pick(own);
  const come = pick(topStatements(other, isWanted).filter((one) => !own.includes(one)));
  switch (pick(kind === 'imports' ? ['take', 'give'] : ['take', 'give', 'make'])) {
    case 'make':
      return withStatement(text, pick(MADE));
    case 'give':
      return come === undefined ? undefined : withStatement(text, come);
    default:
      return gone === undefined ? undefined : text.replace(gone, () => '');
  }
}

function withStatement(text: string, come: string): string {
  return /^\s*import\b/.test(come) ? `${come}\n${text}` : `${text}\n${come}\n`;
}

function topStatements(text: string, isWanted: (one: ts.Statement) => boolean): string[] {
  const tree = treeOf(text);
  return tree.statements.filter(isWanted).map((one) => one.getText(tree));
}

function isOfInterest(one: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(one) ||
    ts.isInterfaceDeclaration(one) ||
    ts.isTypeAliasDeclaration(one) ||
    ts.isEnumDeclaration(one) ||
    ts.isVariableStatement(one) ||
    ts.isExportDeclaration(one)
  );
}

/** A statement less, more or twice, or another text, number or comment. */
function insideEdit(path: string, text: string, pick: Pick): string | undefined {
  const tree = treeOf(text, path);
  const [statements, literals]: [ts.Statement[], ts.LiteralExpression[]] = [[], []];
  const stack: ts.Node[] = [tree];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (ts.isBlock(node)) statements.push(...node.statements);
    if (ts.isStringLiteral(node) || ts.isNumericLiteral(node)) if (!isSpecifier(node)) literals.push(node);
    ts.forEachChild(node, (child) => void stack.push(child));
  }
  const [one, literal] = [pick(statements), pick(literals)];
  if (pick(['literal', 'statement']) === 'literal' && literal !== undefined)
    return replaced(text, literal, tree, ts.isNumericLiteral(literal) ? '42' : "'crust'");
  if (one === undefined) return undefined;
  const own = one.getText(tree);
  return replaced(text, one, tree, pick(['', `${own}\n${own}`, `${pick(MADE_INSIDE)}\n${own}`]));
}

function replaced(text: string, node: ts.Node, tree: ts.SourceFile, by: string): string {
  return `${text.slice(0, node.getStart(tree))}${by}${text.slice(node.end)}`;
}

function isSpecifier({ parent }: ts.Node): boolean {
  return ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent);
}

function treeOf(text: string, path = 'file.tsx'): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}
