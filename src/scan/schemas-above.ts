/**
 * Prisma schemas outside the analysed folder, for a package of a repository that has none of its own: without the schema
 * none of its queries has a table. The schema at the top (`prisma/`), as in most Nx workspaces; else that of a sibling
 * package: one that generates its client into this package, one that this package depends on, or the only one there is.
 * Only files, only below the repository's top.
 */
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { SourceFile } from '../model/index.js';
import { dependenciesOf, entriesOf, nameOf, packagesBelow, sizeOf } from './repository-packages.js';
import { smallText } from './small-file.js';

/** Where Prisma looks by itself, and the folders of a schema in several files. */
const FOLDERS = ['', 'prisma', 'prisma/schema', 'prisma/schema/models', 'prisma/models', 'src', 'src/prisma'];

/** The schema files of the nearest place outside that has some; paths start with `../`. */
export function schemasAbove(root: string, boundary: string): SourceFile[] {
  const found = [...atTheTop(root, boundary)];
  const files = found.length > 0 ? found : ofSiblings(root, boundary);
  return files.map(
    (path): SourceFile => ({
      path: relative(root, path).split(sep).join('/'),
      role: 'runtime',
      kind: 'prisma',
      size: sizeOf(path),
    }),
  );
}

function atTheTop(root: string, boundary: string): string[] {
  for (let folder = root; folder !== boundary && folder !== dirname(folder); ) {
    folder = dirname(folder);
    const found = schemaFilesOf(folder);
    if (found.length > 0) return found;
  }
  return [];
}

function ofSiblings(root: string, boundary: string): string[] {
  if (root === boundary) return [];
  const siblings = packagesBelow(boundary, root)
    .map((folder) => ({ name: nameOf(folder), files: schemaFilesOf(folder) }))
    .filter(({ files }) => files.length > 0);
  const generated = siblings.filter(({ files }) => files.some((file) => generatesInto(file, root)));
  if (generated.length > 0) return generated.flatMap(({ files }) => files);
  const wanted = dependenciesOf(root, boundary);
  const depended = siblings.filter(({ name }) => name !== undefined && wanted.has(name));
  const chosen = depended.length > 0 ? depended : siblings.length === 1 ? siblings : [];
  return chosen.flatMap(({ files }) => files);
}

/** A generator of the schema writes its client below the analysed folder. */
function generatesInto(file: string, root: string): boolean {
  for (const [, output] of (smallText(file) ?? '').matchAll(/^[ \t]*output\s*=\s*"([^"]+)"/gm)) {
    if (output !== undefined && resolve(dirname(file), output).startsWith(root + sep)) return true;
  }
  return false;
}

function schemaFilesOf(folder: string): string[] {
  return FOLDERS.flatMap((name) =>
    entriesOf(join(folder, name))
      .filter((entry) => entry.isFile() && entry.name.endsWith('.prisma'))
      .map((entry) => join(folder, name, entry.name))
      .sort(),
  );
}
