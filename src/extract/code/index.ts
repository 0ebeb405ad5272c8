/** One code file → imports, exports, condensed program, words: one parse, one walk. The only folder that parses. */
import type { ts } from 'ts-morph';
import type { Diagnostic, ExportFact, FunctionFact, ImportFact, Program } from '../../model/index.js';
import { compiler, wholeCompiler } from './compiler.js';
import { hoist } from './hoist.js';
import { finishImports, jsdocImports } from './imports.js';
import { statements } from './statements.js';
import { isExpressionStatement, isStringLiteral } from './syntax.js';
import { type CodeCall, createWalk, lineAt, report, type Walk } from './walk.js';

export type CodeFacts = {
  readonly lines: number;
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly program: Program;
  readonly words: ReadonlyMap<string, number>;
  readonly calls: readonly CodeCall[];
  /** The file begins with `'use server'`. */
  readonly isServerActions: boolean;
  readonly diagnostics: readonly Diagnostic[];
};

/** Never throws for what the text holds: syntax errors and depth become diagnostics. */
export function readCode(path: string, text: string, hasWords = true): CodeFacts {
  try {
    return readTree(path, text, hasWords);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return readShallow(path, text);
  }
}

function readTree(path: string, text: string, hasWords: boolean): CodeFacts {
  const file = compiler.createSourceFile(path, text, {
    languageVersion: compiler.ScriptTarget.ESNext,
    jsDocParsingMode: compiler.JSDocParsingMode.ParseNone,
  });
  const walk = createWalk(file, path, hasWords);
  const fact = {
    name: '',
    kind: 'module',
    parent: -1,
    ownerClass: -1,
    line: 1,
    endLine: walk.lineStarts.length,
  } as const;
  const { locals, body, returns } = walk.fn;
  walk.functions.push({ ...fact, params: [], locals, body, returns });
  hoist(walk, file.statements, true);
  statements(walk, file.statements);
  if (walk.isJs) jsdocImports(walk);
  reportSyntax(walk);
  // The top level is read like a function's body, and parts its ways like one.
  const { branches, loops } = walk.fn;
  if (branches.length > 0) walk.functions[0] = { ...(walk.functions[0] as FunctionFact), branches };
  if (loops.length > 0) walk.functions[0] = { ...(walk.functions[0] as FunctionFact), loops };
  const { functions, classes, interfaces, types, enums } = walk;
  return {
    lines: walk.lineStarts.length,
    imports: finishImports(walk),
    exports: walk.exports,
    program: { functions, classes, interfaces, types, enums },
    words: walk.words ?? new Map(),
    calls: walk.calls,
    isServerActions: hasDirective(file, 'use server'),
    diagnostics: walk.diagnostics,
  };
}

function hasDirective(file: ts.SourceFile, text: string): boolean {
  const [first] = file.statements;
  return (
    first !== undefined &&
    isExpressionStatement(first) &&
    isStringLiteral(first.expression) &&
    first.expression.text === text
  );
}

/** One diagnostic per file: the first error, and how many more there are. */
function reportSyntax(walk: Walk): void {
  const errors = (walk.file as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics;
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const { messageText: said } = first;
  const message = typeof said === 'string' ? said : said.messageText;
  report(walk, 'MSA101', 'warning', lineAt(walk, first.start), `Syntax error: ${message}${more}`);
}

/** For code nested too deeply to be parsed: the specifiers that the scanner alone can find. */
function readShallow(path: string, text: string): CodeFacts {
  const { importedFiles } = wholeCompiler().preProcessFile(text, true, true);
  return {
    lines: text.split('\n').length,
    imports: importedFiles.map(({ fileName, pos }) => ({
      form: 'import',
      specifier: fileName,
      isLiteral: true,
      line: text.slice(0, pos).split('\n').length,
      isTypeOnly: false,
      bindings: [],
    })),
    exports: [],
    program: { functions: [], classes: [], interfaces: [], types: [], enums: [] },
    words: new Map(),
    calls: [],
    isServerActions: false,
    diagnostics: [
      {
        code: 'MSA104',
        severity: 'warning',
        path,
        line: 0,
        message: 'Nested too deeply to be parsed; only its imports are known.',
      },
    ],
  };
}
