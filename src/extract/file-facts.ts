/** One file → its FileFacts, from bytes alone. Pure, but for loading the parser. */
import type { Diagnostic, FileFacts, SourceFile } from '../model/index.js';
import { type CodeFacts, readCode } from './code/index.js';
import { emptyFacts, warning } from './empty-facts.js';
import { isGeneratedSource } from './generated.js';
import { type Names, namesOf } from './names/index.js';
import { countLines, plainFacts } from './plain-facts.js';
import { type Signals, signalsOf } from './signals/index.js';
import { tangleOf } from './tangled.js';
import { topWords } from './words.js';

/** Parts of the facts that a reader may have no use for. */
type Parts = { readonly words: boolean; readonly signals: boolean };
const ALL: Parts = { words: true, signals: true };

/** Facts of a file. Whatever is wrong with it is in `diagnostics`. */
export function fileFacts(file: SourceFile, bytes: Buffer, parts: Parts = ALL): FileFacts {
  const { path } = file;
  const plain = plainFacts(file, bytes);
  if (plain.facts !== undefined) return plain.facts;
  const { text, notes } = plain;
  const tangle = tangleOf(text);
  if (tangle !== undefined) {
    const note = warning('MSA109', path, `Cannot be parsed in reasonable time (${tangle}); it is left out.`);
    return emptyFacts(path, countLines(text), [...notes, note]);
  }
  if (file.role === 'test') {
    const names = namesOf(path, text);
    if (names !== undefined) return namesFacts(path, text, names, notes);
  }
  return codeFacts(file, text, readCode(path, text, parts.words), notes, parts.signals);
}

/** Of tests only what they import and export is told: what they call is no coupling of the system. */
function namesFacts(path: string, text: string, names: Names, notes: readonly Diagnostic[]): FileFacts {
  const { lines, imports, exports, words } = names;
  const said = { lines, isGenerated: isGeneratedSource(text), imports, exports, entryPoints: [], events: [] };
  return { path, ...said, words: topWords(words), diagnostics: notes };
}

const SILENT: Signals = { entryPoints: [], mounts: [], events: [] };

function codeFacts(
  { path, role }: SourceFile,
  text: string,
  code: CodeFacts,
  notes: readonly Diagnostic[],
  hasSignals: boolean,
): FileFacts {
  const isTest = role === 'test';
  const isSilent = isTest || !hasSignals;
  const { entryPoints, mounts, events } = isSilent ? SILENT : signalsOf({ path, ...code });
  return {
    path,
    lines: code.lines,
    isGenerated: isGeneratedSource(text),
    imports: code.imports,
    exports: code.exports,
    entryPoints,
    ...(mounts.length === 0 ? {} : { mounts }),
    events,
    words: topWords(code.words),
    ...(isTest ? {} : { program: code.program }),
    diagnostics: [...notes, ...code.diagnostics],
  };
}
