/** files → FileFacts: what each file says, as written. The only stage that parses (ts-morph's compiler). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, type FileFacts, type Project, type SourceFile, sortedBy } from '../model/index.js';
import { type Cache, openCache } from './cache/index.js';
import { emptyFacts, warning } from './empty-facts.js';

export type ExtractOptions = {
  readonly jobs?: number;
  /** Folder to keep facts in from run to run; nothing is kept when it is left out. */
  readonly cacheDir?: string | undefined;
  readonly onProgress?: (done: number, total: number) => void;
  /** Told when the cache could not be used. Facts are the same with and without it. */
  readonly onCacheProblem?: (diagnostic: Diagnostic) => void;
};

type Parser = typeof import('./file-facts.js');

/** Facts of every file of the project, by path. A file that cannot be read has a diagnostic instead of facts. */
export async function extract(root: string, project: Project, options: ExtractOptions = {}): Promise<FileFacts[]> {
  const files = sortedBy(project.files, (file) => [file.path]);
  const cache = options.cacheDir === undefined ? undefined : openCache(options.cacheDir, root);
  const facts: FileFacts[] = [];
  let parser: Parser | undefined;
  for (const file of files) {
    const known = cache?.quick(file) ?? (await readFacts(root, file, cache, load));
    facts.push(known);
    options.onProgress?.(facts.length, files.length);
  }
  const problem = cache?.close();
  if (problem !== undefined) options.onCacheProblem?.(warning('MSA106', '', `The cache of facts ${problem}.`));
  return facts;

  /** Loading the parser takes longer than everything else of a run that finds all facts in the cache. */
  async function load(): Promise<Parser> {
    parser ??= await import('./file-facts.js');
    return parser;
  }
}

async function readFacts(
  root: string,
  file: SourceFile,
  cache: Cache | undefined,
  load: () => Promise<Parser>,
): Promise<FileFacts> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(root, file.path));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return emptyFacts(file.path, 0, [warning('MSA105', file.path, `Cannot be read (${reason}).`)]);
  }
  const known = cache?.known(file, bytes);
  if (known !== undefined) return known;
  const facts = (await load()).fileFacts(file, bytes);
  cache?.keep(file, bytes, facts);
  return facts;
}
