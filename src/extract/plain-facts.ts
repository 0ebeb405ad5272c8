/** What a file says without being parsed: all of it for data and schemas, whether it is text at all for code. */
import type { Diagnostic, FileFacts, SourceFile } from '../model/index.js';
import { emptyFacts, warning } from './empty-facts.js';
import { decodeSource } from './read-source.js';

export type Plain =
  | { readonly facts: FileFacts }
  | { readonly facts?: undefined; readonly text: string; readonly notes: readonly Diagnostic[] };

/** The facts of a file that is no code; of code its text, and what is wrong with its bytes. */
export function plainFacts({ path, kind }: SourceFile, bytes: Buffer): Plain {
  const { text, problem } = decodeSource(bytes);
  if (problem === 'binary') {
    return { facts: emptyFacts(path, 0, [warning('MSA103', path, 'Not a text file; it is left out.')]) };
  }
  const notes: Diagnostic[] =
    problem === undefined ? [] : [warning('MSA102', path, 'Not valid UTF-8; odd bytes were replaced.')];
  if (kind === 'json') return { facts: emptyFacts(path, countLines(text), notes) };
  if (kind === 'prisma') return { facts: { ...emptyFacts(path, countLines(text), notes), prisma: text } };
  if (kind === 'sql') return { facts: { ...emptyFacts(path, countLines(text), notes), sqlText: text } };
  return { text, notes };
}

export function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
