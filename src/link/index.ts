/** Project + FileFacts → SystemGraph: "as written" becomes "is". Opens no file. */
import type { Config, FileFacts, Project, SystemGraph } from '../model/index.js';

/** Asynchronous only because the SQL parser (WebAssembly) loads once. */
export async function link(project: Project, _facts: readonly FileFacts[], _config: Config): Promise<SystemGraph> {
  return {
    name: project.name,
    nodes: [],
    edges: [],
    calls: [],
    transactions: [],
    entryPoints: [],
    events: [],
    drift: [],
    coverage: {
      files: project.files.length,
      parsed: 0,
      skipped: [],
      imports: { resolved: 0, external: 0, unresolved: 0 },
      dataAccess: { resolved: 0, unresolved: 0 },
      unresolvedImports: [],
      unresolvedAccess: [],
    },
    diagnostics: [],
  };
}
