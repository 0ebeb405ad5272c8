/** One file → its FileFacts, from bytes alone. Pure, but for loading the parser. */
import type { Diagnostic, FileFacts, SourceFile } from '../model/index.js';
import { type CodeFacts, readCode } from './code/index.js';
import { isGeneratedSource } from './generated.js';
import { decodeSource } from './read-source.js';
import { signalsOf } from './signals/index.js';
import { topWords } from './words.js';

/** Facts of a file. Whatever is wrong with it is in `diagnostics`. */
export function fileFacts(file: SourceFile, bytes: Buffer): FileFacts {
  const { path } = file;
  const { text, problem } = decodeSource(bytes);
  if (problem === 'binary') return emptyFacts(path, 0, [warning('MSA103', path, 'Not a text file; it is left out.')]);
  const notes: Diagnostic[] =
    problem === undefined ? [] : [warning('MSA102', path, 'Not valid UTF-8; odd bytes were replaced.')];
  if (file.kind === 'json') return emptyFacts(path, countLines(text), notes);
  if (file.kind === 'prisma') return { ...emptyFacts(path, countLines(text), notes), prisma: text };
  if (file.kind === 'sql') return { ...emptyFacts(path, countLines(text), notes), sqlText: text };
  return codeFacts(path, text, readCode(path, text), notes);
}

function codeFacts(path: string, text: string, code: CodeFacts, notes: readonly Diagnostic[]): FileFacts {
  return {
    path,
    lines: code.lines,
    isGenerated: isGeneratedSource(text),
    imports: code.imports,
    exports: code.exports,
    ...signalsOf({ path, ...code }),
    words: topWords(code.words),
    program: code.program,
    diagnostics: [...notes, ...code.diagnostics],
  };
}

/** Facts of a file that is not code, or could not be read. */
export function emptyFacts(path: string, lines: number, diagnostics: readonly Diagnostic[]): FileFacts {
  return {
    path,
    lines,
    isGenerated: false,
    imports: [],
    exports: [],
    entryPoints: [],
    events: [],
    words: [],
    diagnostics,
  };
}

export function warning(code: string, path: string, message: string): Diagnostic {
  return { code, severity: 'warning', path, line: 0, message };
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
