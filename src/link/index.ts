/** Project + FileFacts → SystemGraph: "as written" becomes "is". Opens no file. */
import { type Config, type FileFacts, labelOf, type Project, type SystemGraph, sortedBy } from '../model/index.js';
import { linkModules } from './modules/index.js';
import { linkTables } from './tables/index.js';

export type { Symbols, SymbolTarget } from './modules/index.js';

/** Asynchronous only because the SQL parser (WebAssembly) loads once. */
export async function link(project: Project, facts: readonly FileFacts[], config: Config): Promise<SystemGraph> {
  const modules = linkModules(project, facts);
  const roles = new Map(project.files.map(({ path, role }) => [path, role]));
  const tables = await linkTables(project, facts, modules.symbols, (path) => roles.get(path) ?? 'runtime', config);
  const edges = sortedBy([...modules.edges, ...tables.edges], ({ from, to, kind }) => [from, to, kind]);
  const ends = new Set(edges.flatMap(({ from, to }) => [labelOf(from), labelOf(to)]));
  return {
    name: project.name,
    nodes: [...modules.nodes(ends), ...tables.nodes],
    edges,
    calls: tables.calls,
    transactions: tables.transactions,
    entryPoints: modules.entryPoints,
    events: modules.events,
    drift: tables.drift,
    coverage: {
      files: project.files.length,
      parsed: facts.length,
      skipped: project.skipped,
      imports: modules.imports,
      dataAccess: tables.dataAccess,
      unresolvedImports: modules.unresolvedImports,
      unresolvedAccess: tables.unresolvedAccess,
    },
    diagnostics: facts.flatMap(({ diagnostics }) => diagnostics),
  };
}
