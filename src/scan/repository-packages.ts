/**
 * The packages of the repository around the analysed folder, by their manifests: what a package of a workspace has beside
 * it. Reads folder names and manifests only, below the repository's top, to a fixed depth.
 */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Project } from '../model/index.js';
import { field, isObject, type JsonObject, readJsonFile, textField } from './json-file.js';

/** Folders below the top in which a sibling package may lie: `db`, `packages/db`, `libs/data/db`. */
const SIBLING_DEPTH = 3;
const MAX_FOLDERS = 3_000;
const IGNORED = /^(?:node_modules|dist|build|coverage|\..*)$/;

/**
 * The other packages of the repository, by name, or by folder where a library of a workspace has none; `dir` starts with
 * `../`. A package around the folder is none of them.
 */
export function siblingsOf(root: string, boundary: string): NonNullable<Project['siblings']> {
  if (root === boundary) return [];
  return packagesBelow(boundary, root).flatMap((folder) => {
    if (root.startsWith(folder + sep) || folder.startsWith(root + sep)) return [];
    const dir = relative(root, folder).split(sep).join('/');
    return [{ name: nameOf(folder) ?? dir, dir }];
  });
}

/** Folders with a package.json (or Nx's project.json), breadth first, the analysed one left out. */
export function packagesBelow(top: string, root: string): string[] {
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
export function dependenciesOf(root: string, boundary: string): Set<string> {
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

export function nameOf(folder: string): string | undefined {
  const json = manifestOf(folder);
  return json && textField(json, 'name');
}

function manifestOf(folder: string): JsonObject | undefined {
  const read = readJsonFile(join(folder, 'package.json'));
  return read.kind === 'read' ? read.value : undefined;
}

function foldersIn(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory() && !IGNORED.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

export function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
