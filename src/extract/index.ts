/** files → FileFacts: what each file says, as written. The only stage that parses (ts-morph's compiler). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FileFacts, type Project, type SourceFile, sortedBy } from '../model/index.js';

export type ExtractOptions = {
  readonly jobs?: number;
  readonly cacheDir?: string | undefined;
  readonly onProgress?: (done: number, total: number) => void;
};

/** Facts of every file of the project, by path. Files that cannot be read have a diagnostic instead of facts. */
export async function extract(root: string, project: Project, options: ExtractOptions = {}): Promise<FileFacts[]> {
  const files = sortedBy(project.files, (file) => [file.path]);
  const parser = await import('./file-facts.js');
  const facts: FileFacts[] = [];
  for (const file of files) {
    facts.push(readFacts(root, file, parser));
    options.onProgress?.(facts.length, files.length);
  }
  return facts;
}

function readFacts(root: string, file: SourceFile, parser: typeof import('./file-facts.js')): FileFacts {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(root, file.path));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return parser.emptyFacts(file.path, 0, [parser.warning('MSA105', file.path, `Cannot be read (${reason}).`)]);
  }
  return parser.fileFacts(file, bytes);
}
