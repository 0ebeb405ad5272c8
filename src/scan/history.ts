/** The git history of the analysed files. */
import type { History, Project } from '../model/index.js';

/** Reads the git history of the analysed files; says why when there is none. Never throws for a broken repository. */
export async function readHistory(_root: string, _project: Project): Promise<History> {
  return { available: false, reason: 'not read' };
}
