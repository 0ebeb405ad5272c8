/** Project + FileFacts → SystemGraph: "as written" becomes "is". Opens no file. */
import { type Config, type FileFacts, labelOf, type Project, type SystemGraph, sortedBy } from '../model/index.js';
import { linkModules } from './modules/index.js';

export type { Symbols, SymbolTarget } from './modules/index.js';

/** Asynchronous only because the SQL parser (WebAssembly) loads once. */
export async function link(project: Project, facts: readonly FileFacts[], _config: Config): Promise<SystemGraph> {
  const modules = linkModules(project, facts);
  const edges = sortedBy(modules.edges, ({ from, to, kind }) => [from, to, kind]);
  const ends = new Set(edges.flatMap(({ from, to }) => [labelOf(from), labelOf(to)]));
  return {
    name: project.name,
    nodes: modules.nodes(ends),
    edges,
    calls: [],
    transactions: [],
    entryPoints: modules.entryPoints,
    events: modules.events,
    drift: [],
    coverage: {
      files: project.files.length,
      parsed: facts.length,
      skipped: project.skipped,
      imports: modules.imports,
      dataAccess: { resolved: 0, unresolved: 0 },
      unresolvedImports: modules.unresolvedImports,
      unresolvedAccess: [],
    },
    diagnostics: facts.flatMap(({ diagnostics }) => diagnostics),
  };
}
