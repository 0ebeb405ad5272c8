/**
 * Tables and who touches them: declarations of all dialects folded into nodes, accesses of every call, followed
 * through wrappers, subclasses and callers. Input: facts and the module linker's symbols. Output: parts of the graph.
 */
import type {
  AccessEdge,
  CallEdge,
  Config,
  Diagnostic,
  Drift,
  EventFlow,
  FileFacts,
  Project,
  Role,
  SystemGraph,
  TableEdge,
  TableNode,
  Transaction,
  Unresolved,
} from '../../model/index.js';
import { sortedBy } from '../../model/index.js';
import type { Symbols } from '../modules/index.js';
import { createWorld, DIALECTS, FRAMEWORKS, TRPC, transactionHosts } from '../orm/index.js';
import { prismaClientSpecifiers } from '../prisma/index.js';
import { createEvaluator, createLibrary, type PartsWatch } from '../program/index.js';
import { loadSqlReader } from '../sql/index.js';
import { unreadTexts } from '../unread.js';
import { buildCallGraph } from './call-graph.js';
import { placing } from './databases.js';
import { accessEdges, callEdges } from './edges.js';
import { effectsOf } from './effects.js';
import { decidingIn } from './given.js';
import type { CallGraph } from './graph-node.js';
import { migratedSchema, SQL_FILES } from './migrations.js';
import { namedQueries } from './named-queries.js';
import { tableNames } from './namers.js';
import type { Reader, TableIds } from './nodes.js';
import { openedScopes } from './openers.js';
import { recordAccesses } from './record-wrappers.js';
import { createRegistry, foreignKeyEdges } from './registry.js';
import { resolverOf } from './resolve.js';
import { toldAccesses } from './told.js';
import { transactionsOf } from './transactions.js';

export type LinkedTables = {
  readonly nodes: readonly TableNode[];
  readonly edges: readonly (AccessEdge | TableEdge)[];
  readonly calls: readonly CallEdge[];
  readonly transactions: readonly Transaction[];
  readonly drift: readonly Drift[];
  readonly dataAccess: { readonly resolved: number; readonly unresolved: number };
  readonly unresolvedAccess: readonly Unresolved[];
  readonly diagnostics: readonly Diagnostic[];
  readonly counted: NonNullable<SystemGraph['counted']>;
};

/** Dialects, and what opens transactions for whichever of them. */
const ASKED = [...DIALECTS, transactionHosts];

/** What is known of tables before any function is read: who is asked about calls, and how tables are called. */
export type TableReading = Awaited<ReturnType<typeof readTables>>;

/** Declarations of all dialects. `watch`: where it is noted who reads what of functions. */
export async function readTables(
  project: Project,
  facts: readonly FileFacts[],
  symbols: Symbols,
  roleOf: (path: string) => Role,
  config: Config,
  watch?: PartsWatch,
) {
  const library = createLibrary([...ASKED, FRAMEWORKS, TRPC], families(project, facts, config));
  const ev = createEvaluator(facts, roleOf, resolverOf(symbols, library, facts), library, watch);
  const declaring = new Set(DIALECTS.flatMap((dialect) => dialect.declaringCalls ?? []));
  const world = createWorld(ev, await loadSqlReader(), declaring, facts, roleOf);
  const readers: Reader[] = ASKED.map((dialect) => {
    const reading = dialect.read(world);
    return { dialect, reading, methods: new Set([...dialect.methods, ...(reading.methods ?? [])]) };
  });
  const migrated = migratedSchema(world);
  const models = readers.flatMap(({ reading }) => reading.tables);
  const registry = createRegistry(roleOf, placing(migrated.databases, models));
  for (const { dialect, reading } of readers) {
    for (const table of reading.tables) registry.declare(dialect.id, table);
  }
  for (const table of migrated.tables) registry.declare(SQL_FILES, table);
  const keys = readers.flatMap(({ dialect, reading }) =>
    reading.foreignKeys.map((key) => ({ technology: dialect.id, key })),
  );
  for (const key of migrated.foreignKeys) keys.push({ technology: SQL_FILES, key });
  const tableEdges = foreignKeyEdges(registry, keys);
  const ids: TableIds = (technology, table, path, line) => registry.idOf(technology, table, { path, line });
  return { ev, world, readers, migrated, models, registry, tableEdges, ids };
}

/** Tables, accesses, foreign keys and transactions of all files, with what could not be decided. */
export async function linkTables(
  project: Project,
  facts: readonly FileFacts[],
  symbols: Symbols,
  roleOf: (path: string) => Role,
  config: Config,
  events: readonly EventFlow[] = [],
  watch?: PartsWatch,
): Promise<LinkedTables> {
  const reading = await readTables(project, facts, symbols, roleOf, config, watch);
  const { ev, world, readers, migrated, models, registry, tableEdges, ids } = reading;
  const graph = buildCallGraph(ev, readers, ids);
  registry.leaveOut(namedQueries(ev, graph, registry.undeclared()));
  const deciding = decidingIn(ev, graph);
  const methods = new Map(readers.map((reader) => [reader.dialect.id, reader.methods]));
  const records = recordAccesses(ev, graph, registry.nodes(), methods);
  const unresolved = unresolvedOf(graph);
  const resolved = new Set(
    [...graph.nodes.values()].flatMap((node) => node.sites.map((site) => `${node.file.path}:${site.line}`)),
  );
  return {
    nodes: registry.nodes(),
    edges: [
      ...accessEdges(graph, effectsOf(graph), records, toldAccesses(ev, graph, tableNames(registry.nodes), deciding)),
      ...tableEdges,
    ].filter(({ from, to }) => registry.isKept(from) && registry.isKept(to)),
    calls: callEdges(graph),
    transactions: transactionsOf(ev, graph, openedScopes(world, ASKED, graph), registry.isKept, deciding, events),
    drift: migrated.driftFrom(models),
    dataAccess: { resolved: resolved.size, unresolved: unresolved.length },
    unresolvedAccess: unresolved,
    diagnostics: unreadTexts(facts, new Set(world.sources.migrations.map(({ path }) => path)), world.reader),
    counted: countedLines(graph),
  };
}

/** How far below the line it is counted from an access stands at most, by file. */
function countedLines({ nodes }: CallGraph): [path: string, below: number][] {
  const found = new Map<string, number>();
  for (const { file, sites } of nodes.values())
    for (const { below = 0 } of sites) if (below > (found.get(file.path) ?? 0)) found.set(file.path, below);
  return sortedBy(found, ([path]) => [path]);
}

/** Data calls of which no context told the table: counted once per place. */
function unresolvedOf({ nodes, settled }: CallGraph): Unresolved[] {
  const found = new Map<string, Unresolved>();
  for (const node of nodes.values()) {
    for (const { line, what, reason } of node.unresolved) {
      const place = `${node.file.path}:${line}`;
      if (!settled.has(place) && !found.has(place)) found.set(place, { path: node.file.path, line, what, reason });
    }
  }
  return sortedBy(found.values(), (one) => [one.path, one.line, one.what]);
}

/** Forks of a library: by configuration, `npm:` aliases in package.json, and folders a Prisma client is generated to. */
function families(project: Project, facts: readonly FileFacts[], config: Config): Map<string, string> {
  const found = new Map<string, string>();
  for (const specifier of prismaClientSpecifiers(facts)) found.set(specifier, '@prisma/client');
  for (const { dependencies } of project.packages) {
    for (const { name, target } of dependencies) if (target !== name) found.set(name, target);
  }
  for (const { family, packages } of config.ormFamilies) for (const name of packages) found.set(name, family);
  return found;
}
