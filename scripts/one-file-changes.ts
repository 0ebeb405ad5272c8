/**
 * Small changes of a code base, made on facts in memory: one file deleted, one added, one renamed. What is on disk stays
 * as it is. Deleting leaves the imports of the file open, as `rm` does; an added file is a copy beside another, so that
 * it imports, calls and queries what that one does; a rename takes the importers along, as an editor does.
 */
import { posix } from 'node:path';
import type { Symbols } from '../src/link/index.js';
import type { FileFacts, Project } from '../src/model/index.js';

export type Code = { readonly project: Project; readonly facts: readonly FileFacts[] };

/** `gone` is the file that the change is about, `come` what there is instead; neither is "another module". */
export type Change = { readonly code: Code; readonly gone?: string; readonly come?: string };

export type Kind = 'delete' | 'add' | 'rename';

export const KINDS: readonly Kind[] = ['delete', 'add', 'rename'];

/** `symbols` are those of the unchanged code; `path` is a file of it. */
export function changeOf(kind: Kind, code: Code, symbols: Symbols, path: string): Change {
  if (kind === 'delete') return { code: without(code, path), gone: path };
  const come = free(code, path, kind === 'add' ? 'extra-' : 'renamed-');
  if (kind === 'add') return { code: withCopy(code, path, come), come };
  return { code: renamed(code, symbols, path, come), gone: path, come };
}

function without({ project, facts }: Code, path: string): Code {
  return {
    project: { ...project, files: project.files.filter((file) => file.path !== path) },
    facts: facts.filter((file) => file.path !== path),
  };
}

function withCopy({ project, facts }: Code, path: string, copy: string): Code {
  return {
    project: {
      ...project,
      files: project.files.flatMap((file) => (file.path === path ? [file, { ...file, path: copy }] : [file])),
    },
    facts: facts.flatMap((file) => (file.path === path ? [file, moved(file, copy)] : [file])),
  };
}

function renamed({ project, facts }: Code, symbols: Symbols, path: string, name: string): Code {
  return {
    project: { ...project, files: project.files.map((file) => (file.path === path ? { ...file, path: name } : file)) },
    facts: facts.map((file) => {
      const own = file.path === path ? moved(file, name) : file;
      const isImporter = file.imports.some(({ specifier }) => symbols.resolveFile(file.path, specifier) === path);
      return isImporter
        ? redirected(own, (specifier) => symbols.resolveFile(file.path, specifier) === path, name)
        : own;
    }),
  };
}

/** Every specifier that leads to the old file leads to the new one. */
function redirected(file: FileFacts, isOld: (specifier: string) => boolean, name: string): FileFacts {
  const relative = posix.relative(posix.dirname(file.path), name);
  const specifier = (relative.startsWith('.') ? relative : `./${relative}`).replace(/\.[cm]?[jt]sx?$/, '');
  return JSON.parse(JSON.stringify(file), (key, value) =>
    key === 'specifier' && typeof value === 'string' && isOld(value) ? specifier : value,
  ) as FileFacts;
}

function moved(file: FileFacts, path: string): FileFacts {
  return { ...file, path, diagnostics: [] };
}

/** A name beside the file that nothing bears. */
function free({ project }: Code, path: string, prefix: string): string {
  const taken = new Set(project.files.map((file) => file.path));
  let name = path;
  do name = posix.join(posix.dirname(name), prefix + posix.basename(name));
  while (taken.has(name));
  return name;
}
