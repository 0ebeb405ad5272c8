/** Project + FileFacts → SystemGraph: "as written" becomes "is". Opens no file. */
import { type Config, type FileFacts, labelOf, type Project, type SystemGraph, sortedBy } from '../model/index.js';
import { watchTexts } from './again/read-texts.js';
import { linkModules } from './modules/index.js';
import { type PartsWatch, watchParts } from './program/index.js';
import type { LinkedTables } from './tables/index.js';

export { type Crossed, type Crosses, linkBetween } from './between.js';
export type { Symbols, SymbolTarget } from './modules/index.js';

import { exposedParts } from './again/exposed-parts.js';

export { movedGraph } from './again/moved-graph.js';
export { relinkBetween, withRelinked } from './relink.js';

export type LinkOptions = {
  /** Tables and who touches them are left out, for a reader that asks for imports alone. Facts may then be outlines. */
  readonly isModulesOnly?: boolean;
  /** Whether it is noted which texts are read (`SystemGraph.readTexts`) and what of functions, for the next run. */
  readonly isWatched?: boolean;
};

/** Asynchronous only because the readers of tables, and the SQL parser (WebAssembly), load when they are needed. */
export async function link(
  project: Project,
  facts: readonly FileFacts[],
  config: Config,
  { isModulesOnly = false, isWatched = false }: LinkOptions = {},
): Promise<SystemGraph> {
  const readTexts = isWatched ? watchTexts(facts) : () => [];
  const modules = linkModules(project, facts);
  const watch = isWatched && !isModulesOnly ? watchParts(facts) : undefined;
  const tables = isModulesOnly ? NO_TABLES : await tablesOf(project, facts, modules, config, watch);
  const edges = sortedBy([...modules.edges, ...tables.edges], ({ from, to, kind }) => [from, to, kind]);
  const ends = new Set(edges.flatMap(({ from, to }) => [labelOf(from), labelOf(to)]));
  // Schemas and SQL are part of the monolith, though nothing tells here what they lead to.
  if (isModulesOnly)
    for (const { path, kind } of project.files) if (kind === 'prisma' || kind === 'sql') ends.add(path);
  const texts = readTexts();
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
    diagnostics: [...facts.flatMap(({ diagnostics }) => diagnostics), ...modules.diagnostics, ...tables.diagnostics],
    ...(tables.counted.length === 0 ? {} : { counted: tables.counted }),
    ...(texts.length === 0 ? {} : { readTexts: texts }),
    ...(watch === undefined ? {} : { exposed: exposedParts(watch) }),
  };
}

const NO_TABLES: LinkedTables = {
  nodes: [],
  edges: [],
  calls: [],
  transactions: [],
  drift: [],
  dataAccess: { resolved: 0, unresolved: 0 },
  unresolvedAccess: [],
  diagnostics: [],
  counted: [],
};

async function tablesOf(
  project: Project,
  facts: readonly FileFacts[],
  { symbols, events }: ReturnType<typeof linkModules>,
  config: Config,
  watch?: PartsWatch,
) {
  const { linkTables } = await import('./tables/index.js');
  const roles = new Map(project.files.map(({ path, role }) => [path, role]));
  return linkTables(project, facts, symbols, (path) => roles.get(path) ?? 'runtime', config, events, watch);
}
