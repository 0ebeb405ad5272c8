/**
 * Which context each module and table belongs to, by the declared map alone. A module lies in the context whose globs
 * hold it; a table belongs to the context that lists it, else to the one whose code declares it. Ambiguity and names
 * that match nothing are errors of the config: a rule on nothing would look like a rule that holds.
 */
import {
  type Config,
  compileGlob,
  compileGlobs,
  type Diagnostic,
  labelOf,
  type Matcher,
  type ModuleNode,
  SHARED_KERNEL,
  type SystemGraph,
  sortedBy,
  type TableNode,
  UNASSIGNED,
  UserError,
} from '../model/index.js';
import { refuseUnmatched, type Unmatched } from './unmatched.js';

export type Placement = {
  /** Context id, `shared-kernel` or `unassigned` of a node id. */
  readonly contextOf: (node: string) => string;
  /** The same for a path, module or not. */
  readonly contextOfPath: (path: string) => string;
  readonly modules: ReadonlyMap<string, ModuleNode>;
  readonly tables: ReadonlyMap<string, TableNode>;
  readonly diagnostics: readonly Diagnostic[];
};

/** Throws UserError MSA210..MSA213. */
export function placeNodes(graph: SystemGraph, config: Config): Placement {
  if (config.contexts.length === 0) {
    throw new UserError(
      'MSA213',
      'No context is declared, so there is nothing to check',
      'Run `msa-map init` to propose a context map and commit it as msa-map.config.json, or name it with --config.',
    );
  }
  const modules = new Map<string, ModuleNode>();
  const tables = new Map<string, TableNode>();
  for (const node of graph.nodes) {
    if (node.kind === 'module') modules.set(node.id, node);
    else tables.set(node.id, node);
  }
  const paths = new Set([...modules.values()].map((m) => m.path));
  for (const table of tables.values()) for (const place of table.declaredAt) paths.add(place.path);
  const unmatched: Unmatched[] = [];
  const ofPath = placePaths(paths, config, unmatched);
  const owners = placeTables(tables, config, ofPath, modules, unmatched);
  refuseUnmatched(unmatched, paths, tables);
  return {
    contextOf: (node) => owners.of.get(node) ?? ofPath.get(labelOf(node)) ?? UNASSIGNED,
    contextOfPath: (path) => ofPath.get(path) ?? UNASSIGNED,
    modules,
    tables,
    diagnostics: owners.diagnostics,
  };
}

type Area = {
  readonly id: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly where: string;
};

function placePaths(paths: ReadonlySet<string>, config: Config, unmatched: Unmatched[]): Map<string, string> {
  const areas: Area[] = [
    ...config.contexts.map((c) => ({ ...c, where: `contexts.${c.id}.include` })),
    { id: SHARED_KERNEL, include: config.sharedKernel.include, exclude: [], where: 'sharedKernel.include' },
  ];
  const result = new Map<string, string>();
  for (const area of areas) {
    const excluded = compileGlobs(area.exclude);
    for (const glob of area.include) {
      const matches = compileGlob(glob);
      let isUsed = false;
      for (const path of paths) {
        if (!matches(path)) continue;
        isUsed = true;
        if (excluded(path)) continue;
        const other = result.get(path);
        if (other !== undefined && other !== area.id) inTwoContexts(path, other, area.id);
        result.set(path, area.id);
      }
      if (!isUsed) unmatched.push({ where: area.where, name: glob, of: 'module' });
    }
  }
  for (const context of config.contexts) {
    for (const glob of context.public) {
      const where = `contexts.${context.id}.public`;
      if (![...paths].some(compileGlob(glob))) unmatched.push({ where, name: glob, of: 'module' });
    }
  }
  return result;
}

function inTwoContexts(path: string, one: string, other: string): never {
  throw new UserError(
    'MSA211',
    `The module ${path} lies in two contexts: "${one}" and "${other}"`,
    'Narrow one of the globs, or leave the module out of one context with "exclude".',
  );
}

function placeTables(
  tables: ReadonlyMap<string, TableNode>,
  config: Config,
  ofPath: ReadonlyMap<string, string>,
  modules: ReadonlyMap<string, ModuleNode>,
  unmatched: Unmatched[],
): { of: Map<string, string>; diagnostics: Diagnostic[] } {
  const of = listedTables(tables, config, unmatched);
  const diagnostics: Diagnostic[] = [];
  const central = centralFiles(tables, of, ofPath);
  for (const table of sortedBy(tables.values(), (t) => [t.id])) {
    if (of.has(table.id)) continue;
    const runtime = table.declaredAt.filter((p) => (modules.get(`module:${p.path}`)?.role ?? 'runtime') === 'runtime');
    const places = runtime.length > 0 ? runtime : table.declaredAt;
    const contexts = [
      ...new Set(places.map((p) => (central.has(p.path) ? UNASSIGNED : ofPath.get(p.path)) ?? UNASSIGNED)),
    ]
      .filter((c) => c !== UNASSIGNED)
      .sort();
    if (contexts.length > 1) {
      diagnostics.push({
        code: 'MSA232',
        severity: 'warning',
        path: places[0]?.path ?? '',
        line: places[0]?.line ?? 0,
        message: `The table ${labelOf(table.id)} is declared in the contexts ${contexts.join(' and ')}, so its owner is unknown and its accesses are not judged; list it under "tables" of one context.`,
      });
    }
    of.set(table.id, contexts.length === 1 ? contexts[0]! : UNASSIGNED);
  }
  return { of, diagnostics };
}

/**
 * Files of the shared kernel that declare tables which contexts list: the one file with everybody's tables. A table that comes to it
 * belongs to whoever will list it, and not to the kernel.
 */
function centralFiles(
  tables: ReadonlyMap<string, TableNode>,
  listed: ReadonlyMap<string, string>,
  ofPath: ReadonlyMap<string, string>,
): Set<string> {
  const files = new Set<string>();
  for (const table of tables.values()) {
    const owner = listed.get(table.id) ?? SHARED_KERNEL;
    if (owner === SHARED_KERNEL) continue;
    for (const { path } of table.declaredAt) if (ofPath.get(path) === SHARED_KERNEL) files.add(path);
  }
  return files;
}

/** By the most exact naming: `schema.name` before `name` before a glob; two contexts at the same level is an error. */
function listedTables(
  tables: ReadonlyMap<string, TableNode>,
  config: Config,
  unmatched: Unmatched[],
): Map<string, string> {
  const areas = [
    ...config.contexts.map((c) => ({ id: c.id, tables: c.tables, where: `contexts.${c.id}.tables` })),
    { id: SHARED_KERNEL, tables: config.sharedKernel.tables, where: 'sharedKernel.tables' },
  ];
  const levels: ((name: string) => (table: TableNode) => boolean)[] = [
    (name) => (table) => labelOf(table.id) === name,
    (name) => (table) => table.name === name,
    (name) => {
      const matches: Matcher = /[*?{[]/.test(name) ? compileGlob(name) : () => false;
      return (table) => matches(labelOf(table.id)) || matches(table.name);
    },
  ];
  const result = new Map<string, string>();
  const used = new Set<string>();
  for (const level of levels) {
    const found = new Map<string, string>();
    for (const area of areas) {
      for (const entry of area.tables) {
        const matches = level(entry.replace(/^table:/, ''));
        for (const table of tables.values()) {
          if (!matches(table)) continue;
          used.add(`${area.where} ${entry}`);
          const other = found.get(table.id);
          if (other !== undefined && other !== area.id) listedTwice(table, other, area.id);
          found.set(table.id, area.id);
        }
      }
    }
    for (const [table, owner] of found) if (!result.has(table)) result.set(table, owner);
  }
  for (const area of areas) {
    for (const entry of area.tables) {
      if (!used.has(`${area.where} ${entry}`)) unmatched.push({ where: area.where, name: entry, of: 'table' });
    }
  }
  return result;
}

function listedTwice(table: TableNode, one: string, other: string): never {
  throw new UserError(
    'MSA212',
    `The table ${labelOf(table.id)} is listed by two contexts: "${one}" and "${other}"`,
    'Let the context list it that decides its rules; the other one may read it by an allowed relation.',
  );
}
