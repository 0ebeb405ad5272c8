/** Modules and what lies between them: imports led to declarations, events, entry points, coverage. */
import type {
  Diagnostic,
  EntryPoint,
  EventFlow,
  FileFacts,
  ModuleEdge,
  ModuleNode,
  Project,
  Unresolved,
} from '../../model/index.js';
import { edgesOf, type Link, linkImports } from './edges.js';
import { linkEntryPoints } from './entry-points.js';
import { erasureOf } from './erasure.js';
import { linkEvents } from './events.js';
import { createSymbols } from './follow.js';
import { moduleNodes, roleOf } from './nodes.js';
import { importsOutside } from './outside.js';
import { createResolver } from './resolve.js';
import type { Symbols } from './symbols.js';
import { traitsOf } from './traits.js';

export type { Link } from './edges.js';
export type { Step, Symbols, SymbolTarget } from './symbols.js';

export type LinkedModules = {
  readonly symbols: Symbols;
  /** One per symbol and statement; the edges are these, gathered. */
  readonly links: readonly Link[];
  /** By from, to, kind. */
  readonly edges: readonly ModuleEdge[];
  readonly entryPoints: readonly EntryPoint[];
  readonly events: readonly EventFlow[];
  readonly imports: { readonly resolved: number; readonly external: number; readonly unresolved: number };
  readonly unresolvedImports: readonly Unresolved[];
  readonly diagnostics: readonly Diagnostic[];
  /** Nodes by id; `alsoReached` adds data files that other edges (a `.sql` file's) start from. */
  readonly nodes: (alsoReached: ReadonlySet<string>) => ModuleNode[];
};

/** Modules and the edges between them, each import at the file that declares what it names. */
export function linkModules(project: Project, facts: readonly FileFacts[]): LinkedModules {
  const resolve = createResolver(project);
  const files = new Map(facts.map((file) => [file.path, file]));
  const symbols = createSymbols(facts, resolve);
  const runtime = runtimePaths(project, facts);
  const imports = linkImports(
    facts,
    resolve,
    symbols,
    erasureOf(project, (path) => files.get(path), symbols),
  );
  const { flows, edges: eventEdges } = linkEvents(facts, symbols, (path) => runtime.has(path));
  const outside = importsOutside(project, facts, resolve);
  const targets = new Set(imports.links.map(({ to }) => to));
  return {
    symbols,
    links: imports.links,
    edges: [...edgesOf(imports.links, traitsOf(facts, symbols)), ...eventEdges],
    entryPoints: linkEntryPoints(facts, symbols, (path) => runtime.has(path)),
    events: flows,
    imports: imports.counts,
    unresolvedImports: imports.unresolved,
    diagnostics: outside === undefined ? [] : [outside],
    nodes: (alsoReached) => moduleNodes(project, facts, (path) => targets.has(path) || alsoReached.has(path)),
  };
}

function runtimePaths(project: Project, facts: readonly FileFacts[]): Set<string> {
  const factsOf = new Map(facts.map((file) => [file.path, file]));
  return new Set(
    project.files.filter((file) => roleOf(file, factsOf.get(file.path)) === 'runtime').map(({ path }) => path),
  );
}
