/** directory → Project (files, aliases, workspaces, stack) and History (git). The only stage that walks the disk. */
import type { Config, History, Project } from '../model/index.js';

export type ScanOptions = { readonly config: Config; readonly maxFileSize?: number };

/** Finds what belongs to the monolith below `root` (absolute path). Throws UserError when there is nothing to analyse. */
export async function scan(_root: string, _options: ScanOptions): Promise<Project> {
  return {
    name: '',
    files: [],
    packages: [],
    tsConfigs: [],
    stack: { frameworks: [], dataAccess: [] },
    skipped: [],
    diagnostics: [],
  };
}

/** Reads the git history of the analysed files; says why when there is none. Never throws for a broken repository. */
export async function readHistory(_root: string, _project: Project): Promise<History> {
  return { available: false, reason: 'not read' };
}
