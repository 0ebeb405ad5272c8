/** A project made of source texts: the extractor reads the facts, nothing touches the disk. */
import { fileFacts } from '../../../src/extract/file-facts.js';
import { type LinkedModules, linkModules } from '../../../src/link/modules/index.js';
import type {
  FileFacts,
  ModuleEdge,
  Project,
  SourceFile,
  TsConfig,
  WorkspacePackage,
} from '../../../src/model/index.js';

export type Sources = Readonly<Record<string, string>>;

export function projectOf(paths: readonly string[], more: Partial<Project> = {}): Project {
  const kindOf = (path: string): SourceFile['kind'] =>
    path.endsWith('.json') ? 'json' : path.endsWith('.d.ts') ? 'declaration' : 'code';
  return {
    name: 'shop',
    files: paths.map((path) => ({ path, kind: kindOf(path), role: 'runtime', size: 1 })),
    packages: [],
    tsConfigs: [],
    stack: { frameworks: [], dataAccess: [] },
    skipped: [],
    diagnostics: [],
    ...more,
  };
}

export function factsOf(sources: Sources): FileFacts[] {
  const { files } = projectOf(Object.keys(sources));
  return files.map((file) => fileFacts(file, Buffer.from(sources[file.path] as string)));
}

export function linked(sources: Sources, more: Partial<Project> = {}): LinkedModules {
  return linkModules(projectOf(Object.keys(sources), more), factsOf(sources));
}

/** `from -> to (kind: symbols)`, without `module:`. */
export function shown({ from, to, kind, symbols }: ModuleEdge): string {
  return `${from.slice(7)} -> ${to.slice(7)} (${kind}: ${symbols.join(' ')})`;
}

export function edgesFrom(path: string, sources: Sources, more: Partial<Project> = {}): string[] {
  return linked(sources, more)
    .edges.filter(({ from }) => from === `module:${path}`)
    .map(shown);
}

export function config(dir: string, more: Partial<TsConfig> = {}): TsConfig {
  const path = dir === '' ? 'tsconfig.json' : `${dir}/tsconfig.json`;
  return { path, dir, paths: [], rootDirs: [], references: [], verbatimModuleSyntax: false, ...more };
}

export function pack(name: string, dir: string, more: Partial<WorkspacePackage> = {}): WorkspacePackage {
  return { name, dir, isWorkspaceMember: true, entries: [], internalImports: [], dependencies: [], ...more };
}
