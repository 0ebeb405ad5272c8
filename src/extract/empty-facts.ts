/** Facts of a file that is no code, or that could not be read. Apart from the parser, so that they do not load it. */
import type { Diagnostic, FileFacts } from '../model/index.js';

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
