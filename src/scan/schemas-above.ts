/**
 * Prisma schemas outside the analysed folder, for a package of a repository that has none of its own: without the schema
 * none of its queries has a table. The schema at the top (`prisma/`), as in most Nx workspaces; else that of a sibling
 * package: one that generates its client into this package, one that this package depends on, or the only one there is.
 * Only files, only below the repository's top.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { SourceFile } from '../model/index.js';
import { field, isObject, type JsonObject, readJsonFile, textField } from './json-file.js';

/** Where Prisma looks by itself, and the folders of a schema in several files. */
const FOLDERS = ['', 'prisma', 'prisma/schema', 'prisma/schema/models', 'prisma/models', 'src', 'src/prisma'];
/** Folders below the top in which a sibling package may lie: `db`, `packages/db`, `libs/data/db`. */
const SIBLING_DEPTH = 3;
const MAX_FOLDERS = 3_000;
const IGNORED = /^(?:node_modules|dist|build|coverage|\..*)$/;

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
  for (const [, output] of textOf(file).matchAll(/^\s*output\s*=\s*"([^"]+)"/gm)) {
    if (output !== undefined && resolve(dirname(file), output).startsWith(root + sep)) return true;
  }
  return false;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Folders with a package.json (or Nx's project.json), breadth first, the analysed one left out. */
function packagesBelow(top: string, root: string): string[] {
  const found: string[] = [];
  let level = [top];
  for (let depth = 0, seen = 0; depth < SIBLING_DEPTH && seen < MAX_FOLDERS; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      for (const name of foldersIn(folder)) {
        const path = join(folder, name);
        if (path === root || ++seen > MAX_FOLDERS) continue;
        next.push(path);
        if (['package.json', 'project.json'].some((name) => sizeOf(join(path, name)) > 0)) found.push(path);
      }
    }
    level = next;
  }
  return found;
}

/** Names in the dependencies of the package.json files from the analysed folder up to the top. */
function dependenciesOf(root: string, boundary: string): Set<string> {
  const names = new Set<string>();
  for (let folder = root; ; folder = dirname(folder)) {
    const json = manifestOf(folder);
    for (const key of ['dependencies', 'devDependencies', 'peerDependencies']) {
      const given = json && field(json, key);
      if (isObject(given)) for (const name of Object.keys(given)) names.add(name);
    }
    if (folder === boundary || folder === dirname(folder)) return names;
  }
}

function nameOf(folder: string): string | undefined {
  const json = manifestOf(folder);
  return json && textField(json, 'name');
}

function manifestOf(folder: string): JsonObject | undefined {
  const read = readJsonFile(join(folder, 'package.json'));
  return read.kind === 'read' ? read.value : undefined;
}

function schemaFilesOf(folder: string): string[] {
  return FOLDERS.flatMap((name) =>
    entriesOf(join(folder, name))
      .filter((entry) => entry.isFile() && entry.name.endsWith('.prisma'))
      .map((entry) => join(folder, name, entry.name))
      .sort(),
  );
}

function foldersIn(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory() && !IGNORED.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
