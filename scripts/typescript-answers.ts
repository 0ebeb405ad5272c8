/** What TypeScript says about every imported and re-exported name of a project: the files that declare it. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import type { Project } from '../src/model/index.js';

export type Answer = {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  readonly imported: string;
} & (
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'none'; readonly cause: 'not resolved' | 'no such export' | 'ambient' }
);

/** Our file for a specifier, asked when TypeScript has none. */
type Tell = (path: string, specifier: string) => string | undefined;

export function askTypeScript(root: string, project: Project, tell: Tell): { list: Answer[]; told: number } {
  const files = new Set(
    project.files.filter(({ kind }) => kind !== 'prisma' && kind !== 'sql').map(({ path }) => path),
  );
  const links = new Map((project.links ?? []).map(({ path, target }) => [path, target]));
  const told = new Set<string>();
  const toRoot = (path: string): string => relative(root, path);
  const options: ts.CompilerOptions = {
    allowJs: true,
    noLib: true,
    types: [],
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    resolveJsonModule: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    jsx: ts.JsxEmit.Preserve,
    esModuleInterop: true,
    experimentalDecorators: true,
  };
  const host = ts.createCompilerHost(options);
  const exists = (path: string): boolean => files.has(toRoot(path)) || links.has(toRoot(path));
  const configured = configuredResolution(root, exists, options);
  host.fileExists = exists;
  host.readFile = (path) => (exists(path) ? readFileSync(path, 'utf8') : undefined);
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => {
      const found = configured(text, containing);
      if (found !== undefined) return { resolvedModule: found };
      const path = tell(toRoot(containing), text);
      if (path === undefined) return { resolvedModule: undefined };
      told.add(`${toRoot(containing)}\0${text}`);
      return {
        resolvedModule: {
          resolvedFileName: join(root, path),
          extension: extensionOf(path),
          isExternalLibraryImport: false,
        },
      };
    });
  const code = project.files.filter(({ kind }) => kind === 'code' || kind === 'declaration');
  const program = ts.createProgram({ rootNames: code.map(({ path }) => join(root, path)), options, host });
  const checker = program.getTypeChecker();
  const list: Answer[] = [];
  for (const { path } of code) {
    const source = program.getSourceFile(join(root, path));
    if (source !== undefined) askFile({ source, path, checker, files, toRoot, list });
  }
  return { list, told: told.size };
}

function extensionOf(path: string): string {
  return /\.d\.[cm]?ts$/.exec(path)?.[0] ?? /\.\w+$/.exec(path)?.[0] ?? '';
}

/** Resolution under the nearest tsconfig that TypeScript itself reads, then its variants in the same folder. */
function configuredResolution(
  root: string,
  exists: (path: string) => boolean,
  base: ts.CompilerOptions,
): (specifier: string, containing: string) => ts.ResolvedModuleFull | undefined {
  const host: ts.ModuleResolutionHost = {
    fileExists: (path) =>
      exists(path) || (/\/package\.json$/.test(path) && !path.includes('/node_modules/') && ts.sys.fileExists(path)),
    readFile: (path) => ts.sys.readFile(path),
    directoryExists: (path) => !path.includes('/node_modules') && ts.sys.directoryExists(path),
    realpath: ts.sys.realpath ?? ((path) => path),
  };
  const byFolder = new Map<string, ts.CompilerOptions[]>();
  const optionsIn = (folder: string): ts.CompilerOptions[] => {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const names = ts.sys
      .readDirectory(folder, ['.json'], undefined, undefined, 1)
      .filter((path) => /\/[tj]sconfig[\w.-]*\.json$/.test(path));
    const ordered = names.sort(
      (a, b) => (/\/[tj]sconfig\.json$/.test(b) ? 1 : 0) - (/\/[tj]sconfig\.json$/.test(a) ? 1 : 0),
    );
    const parent = dirname(folder);
    const isTop = folder === '/' || ts.sys.directoryExists(join(folder, '.git'));
    const options =
      ordered.length > 0
        ? ordered.map((path) => readOptions(path, base))
        : isTop || parent === folder
          ? [base]
          : optionsIn(parent);
    byFolder.set(folder, options);
    return options;
  };
  const caches = new Map<ts.CompilerOptions, ts.ModuleResolutionCache>();
  return (specifier, containing) => {
    for (const options of optionsIn(dirname(containing))) {
      const cache = caches.get(options) ?? ts.createModuleResolutionCache(root, (path) => path, options);
      caches.set(options, cache);
      const { resolvedModule } = ts.resolveModuleName(specifier, containing, options, host, cache);
      if (resolvedModule !== undefined && exists(resolvedModule.resolvedFileName)) return resolvedModule;
    }
    return undefined;
  };
}

function readOptions(path: string, base: ts.CompilerOptions): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const host: ts.ParseConfigHost = { ...ts.sys, readDirectory: () => [] };
  const { options } = ts.parseJsonConfigFileContent(config ?? {}, host, dirname(path), undefined, path);
  const wanted = options.moduleResolution;
  return {
    ...options,
    allowJs: true,
    resolveJsonModule: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
    moduleResolution:
      wanted === undefined || wanted === ts.ModuleResolutionKind.Classic ? base.moduleResolution : wanted,
  } as ts.CompilerOptions;
}

type FileQuestion = {
  readonly source: ts.SourceFile;
  readonly path: string;
  readonly checker: ts.TypeChecker;
  readonly files: ReadonlySet<string>;
  readonly toRoot: (path: string) => string;
  readonly list: Answer[];
};

function askFile(question: FileQuestion): void {
  for (const statement of question.source.statements) {
    if (ts.isImportDeclaration(statement)) askImport(question, statement);
    else if (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined)
      askReExport(question, statement);
  }
}

function askImport(question: FileQuestion, statement: ts.ImportDeclaration): void {
  const { importClause: clause, moduleSpecifier } = statement;
  if (clause === undefined) return;
  if (clause.name) answer(question, statement, moduleSpecifier, 'default', clause.name);
  const named = clause.namedBindings;
  if (named === undefined) return;
  if (ts.isNamespaceImport(named)) askMembers(question, statement, moduleSpecifier, named);
  else {
    for (const element of named.elements) {
      answer(question, statement, moduleSpecifier, (element.propertyName ?? element.name).text, element.name);
    }
  }
}

function askReExport(question: FileQuestion, statement: ts.ExportDeclaration): void {
  const { exportClause: clause, moduleSpecifier } = statement;
  if (clause === undefined || ts.isNamespaceExport(clause)) {
    const symbol = moduleSpecifier === undefined ? undefined : question.checker.getSymbolAtLocation(moduleSpecifier);
    push(question, statement, moduleSpecifier as ts.Expression, '*', symbol);
    return;
  }
  for (const element of clause.elements) {
    const imported = (element.propertyName ?? element.name).text;
    answer(question, statement, moduleSpecifier as ts.Expression, imported, element.propertyName ?? element.name);
  }
}

function answer(
  question: FileQuestion,
  statement: ts.Node,
  specifier: ts.Expression,
  imported: string,
  name: ts.Node,
): void {
  push(question, statement, specifier, imported, question.checker.getSymbolAtLocation(name));
}

/** A namespace import is asked for by the members that the file reads through it; used whole, it is the module. */
function askMembers(
  question: FileQuestion,
  statement: ts.Node,
  specifier: ts.Expression,
  named: ts.NamespaceImport,
): void {
  const { checker, source } = question;
  const members = membersRead(source, named.name, checker);
  const module = checker.getSymbolAtLocation(specifier);
  if (members === undefined || members.size === 0 || module === undefined) {
    push(question, statement, specifier, '*', checker.getSymbolAtLocation(named.name));
    return;
  }
  for (const member of members) {
    push(question, statement, specifier, member, checker.tryGetMemberInModuleExports(member, module), module);
  }
}

/** Members read as `ns.x` (value or type); undefined when the namespace is used in another way. */
function membersRead(source: ts.SourceFile, name: ts.Identifier, checker: ts.TypeChecker): Set<string> | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  const members = new Set<string>();
  let isWhole = false;
  const visit = (node: ts.Node): void => {
    if (
      ts.isIdentifier(node) &&
      node !== name &&
      node.text === name.text &&
      (ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node)) === symbol
    ) {
      const { parent } = node;
      if (ts.isPropertyAccessExpression(parent) && parent.expression === node) members.add(parent.name.text);
      else if (ts.isQualifiedName(parent) && parent.left === node) members.add(parent.right.text);
      else isWhole = true;
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return isWhole ? undefined : members;
}

function push(
  { source, path, checker, files, toRoot, list }: FileQuestion,
  statement: ts.Node,
  specifier: ts.Expression,
  imported: string,
  symbol: ts.Symbol | undefined,
  known?: ts.Symbol,
): void {
  const text = ts.isStringLiteralLike(specifier) ? specifier.text : '';
  const line = source.getLineAndCharacterOfPosition(statement.getStart(source)).line + 1;
  const base = { from: path, line, specifier: text, imported };
  const module = known ?? checker.getSymbolAtLocation(specifier);
  if (module === undefined) {
    list.push({ ...base, kind: 'none', cause: 'not resolved' });
    return;
  }
  const isAmbient = !(module.declarations ?? []).some(ts.isSourceFile);
  if (isAmbient) {
    list.push({ ...base, kind: 'none', cause: 'ambient' });
    return;
  }
  const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  const nodes = target?.declarations ?? [];
  const own = nodes.filter((node) => !isInAmbientModule(node));
  if (own.length === 0 && nodes.length > 0) {
    list.push({ ...base, kind: 'none', cause: 'ambient' });
    return;
  }
  const declared = own.map((node) => toRoot(node.getSourceFile().fileName)).filter((file) => files.has(file));
  if (declared.length > 0) list.push({ ...base, kind: 'files', files: [...new Set(declared)] });
  else list.push({ ...base, kind: 'none', cause: 'no such export' });
}

/** Inside `declare module 'x' { … }`: types for a package, or additions to another file's. */
function isInAmbientModule(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isModuleDeclaration(at) && ts.isStringLiteral(at.name)) return true;
  }
  return false;
}
