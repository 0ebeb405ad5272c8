/**
 * Tables and who touches them: declarations of all dialects folded into nodes, accesses of every call, followed
 * through wrappers, subclasses and callers. Input: facts and the module linker's symbols. Output: parts of the graph.
 */
import type {
  AccessEdge,
  CallEdge,
  Config,
  FileFacts,
  Project,
  Role,
  TableEdge,
  TableNode,
  Transaction,
  Unresolved,
} from '../../model/index.js';
import { sortedBy } from '../../model/index.js';
import type { Symbols } from '../modules/index.js';
import { createWorld, DIALECTS } from '../orm/index.js';
import { prismaClientSpecifiers } from '../prisma/index.js';
import { createEvaluator, createLibrary, functionScope } from '../program/index.js';
import { loadSqlReader } from '../sql/index.js';
import { accessEdges } from './edges.js';
import { inlineFunctions, isInline, type Node, type Reader, readNode, type TableIds } from './nodes.js';
import { createRegistry, foreignKeyEdges } from './registry.js';
import { resolverOf } from './resolve.js';

export type LinkedTables = {
  readonly nodes: readonly TableNode[];
  readonly edges: readonly (AccessEdge | TableEdge)[];
  readonly calls: readonly CallEdge[];
  readonly transactions: readonly Transaction[];
  readonly dataAccess: { readonly resolved: number; readonly unresolved: number };
  readonly unresolvedAccess: readonly Unresolved[];
};

export async function linkTables(
  project: Project,
  facts: readonly FileFacts[],
  symbols: Symbols,
  roleOf: (path: string) => Role,
  config: Config,
): Promise<LinkedTables> {
  const library = createLibrary(DIALECTS, families(project, facts, config));
  const ev = createEvaluator(facts, roleOf, resolverOf(symbols), library);
  const declaring = new Set(DIALECTS.flatMap((dialect) => dialect.declaringCalls ?? []));
  const world = createWorld(ev, await loadSqlReader(), declaring, facts);
  const registry = createRegistry();
  const readers: Reader[] = DIALECTS.map((dialect) => ({
    dialect,
    reading: dialect.read(world),
    methods: new Set(dialect.methods),
  }));
  for (const { dialect, reading } of readers) {
    for (const table of reading.tables) registry.declare(dialect.id, table);
  }
  const keys = readers.flatMap(({ dialect, reading }) =>
    reading.foreignKeys.map((key) => ({ technology: dialect.id, key })),
  );
  const tableEdges = foreignKeyEdges(registry, keys);
  const ids: TableIds = (technology, table, path, line) => registry.idOf(technology, table, { path, line });

  const nodes: Node[] = [];
  for (const file of ev.files.values()) {
    const inline = inlineFunctions(file);
    file.program.functions.forEach((_, fn) => {
      if (!isInline(file, fn)) nodes.push(readNode(readers, ids, file, fn, functionScope(ev, file, fn), ev, inline));
    });
  }
  const sites = nodes.flatMap((node) =>
    node.sites.map((site) => ({ path: node.file.path, function: node.label, site })),
  );
  const unresolved = nodes.flatMap((node) =>
    node.unresolved.map((one) => ({ path: node.file.path, line: one.line, what: one.what, reason: one.reason })),
  );
  return {
    nodes: registry.nodes(),
    edges: [...accessEdges(sites), ...tableEdges],
    calls: [],
    transactions: [],
    dataAccess: { resolved: sites.length, unresolved: unresolved.length },
    unresolvedAccess: sortedBy(unresolved, (one) => [one.path, one.line, one.what]),
  };
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
