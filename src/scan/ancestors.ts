/**
 * Manifests above the analysed folder, when it is a package inside a repository: up to the folder that holds `.git`,
 * or, without git, up to the nearest folder that declares workspaces. Beyond that nothing is read.
 */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifestKindOf } from './file-kinds.js';
import { readJsonFile } from './json-file.js';
import { workspacePatterns } from './packages.js';

/** Absolute paths of manifests in the folders above `root`, and the highest of these folders. */
export function manifestsAbove(root: string, top: string | undefined): { files: string[]; boundary: string } {
  const folders: { folder: string; files: string[] }[] = [];
  for (let folder = dirname(root); top !== root && folder !== dirname(folder); folder = dirname(folder)) {
    const files = manifestsIn(folder);
    folders.push({ folder, files });
    if (folder === top || (top === undefined && files.some(declaresWorkspace))) {
      return { files: folders.flatMap((item) => item.files), boundary: folder };
    }
  }
  return { files: [], boundary: root };
}

function manifestsIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && manifestKindOf(entry.name) !== undefined)
      .map((entry) => join(folder, entry.name))
      .sort();
  } catch {
    return [];
  }
}

function declaresWorkspace(file: string): boolean {
  if (file.endsWith('pnpm-workspace.yaml') || file.endsWith('lerna.json')) return true;
  if (!file.endsWith('package.json')) return false;
  const json = readJsonFile(file);
  return json.kind === 'read' && workspacePatterns(json.value).length > 0;
}
