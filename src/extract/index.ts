/** files → FileFacts: what each file says, as written. The only stage that parses (ts-morph's compiler). */
import type { FileFacts, Project } from '../model/index.js';

export type ExtractOptions = {
  readonly jobs?: number;
  readonly cacheDir?: string | undefined;
  readonly onProgress?: (done: number, total: number) => void;
};

/** Facts of every file of the project, by path. */
export async function extract(_root: string, _project: Project, _options: ExtractOptions = {}): Promise<FileFacts[]> {
  return [];
}
