/**
 * Prisma schemas above the analysed folder: a package of a repository whose schema lies at the top (`prisma/`), as in
 * most Nx workspaces. Without it none of the package's queries has a table. Only files, only up to the repository's top.
 */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { SourceFile } from '../model/index.js';

/** Where Prisma looks by itself, and the folder of a schema in several files. */
const FOLDERS = ['', 'prisma', 'prisma/schema', 'prisma/schema/models', 'prisma/models'];

/** The schema files of the nearest folder above that has some; paths start with `../`. */
export function schemasAbove(root: string, boundary: string): SourceFile[] {
  for (let folder = root; folder !== boundary && folder !== dirname(folder); ) {
    folder = dirname(folder);
    const found = FOLDERS.flatMap((name) => prismaFilesIn(join(folder, name)));
    if (found.length > 0)
      return found.map(({ path, size }) => ({
        path: relative(root, path).split(sep).join('/'),
        role: 'runtime',
        kind: 'prisma',
        size,
      }));
  }
  return [];
}

function prismaFilesIn(folder: string): { path: string; size: number }[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.prisma'))
      .map(({ name }) => join(folder, name))
      .sort()
      .map((path) => ({ path, size: statSync(path).size }));
  } catch {
    return [];
  }
}
