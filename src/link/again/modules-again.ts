/**
 * The graph after an edit of imports that no table rests on (see `idle-imports`): modules are linked again, which takes the
 * outlines of all files where another file may be touched by it (`own-imports`); tables, calls and transactions are those of
 * the last graph in new places.
 */
import { type FileFacts, isModuleEdge, labelOf, type Project, type SystemGraph, sortedBy } from '../../model/index.js';
import { type LinkedModules, linkModules } from '../modules/index.js';
import { isComeUpon, withoutIdleImports } from './idle-imports.js';
import { type Changed, inNewPlaces, withoutAllUnasked, withTextsAfter } from './moved-graph.js';
import { graphWithOwnImports } from './own-imports.js';
import { withoutUnread } from './read-texts.js';

/** Told by the readers of schemas and SQL texts (unread.ts). */
const OF_TABLES = new Set(['MSA107', 'MSA108']);

export type Changes = {
  readonly changed: readonly Changed[];
  /** Whether the facts of any other file hold the text. */
  readonly isAsked: (name: string) => boolean;
  /** Of all files, as they are now. */
  readonly outlines: () => readonly FileFacts[] | undefined;
  /** Of one that did not change. */
  readonly outlineOf: (path: string) => FileFacts | undefined;
};

/** Undefined when tables may be others. */
export function graphWithModulesAgain(
  project: Project,
  last: SystemGraph,
  { changed, isAsked, outlines, outlineOf }: Changes,
): SystemGraph | undefined {
  const read = changed.map((change) => withoutUnread(change, last.readTexts));
  const changes = withoutAllUnasked(read, isAsked);
  const idle = changes.map(withoutIdleImports);
  const [change, ...others] = changed;
  if (change !== undefined && others.length === 0 && idle[0] !== undefined) {
    const graph = graphWithOwnImports(project, last, change, idle[0], { isAsked, outlineOf });
    if (graph !== undefined) return withTextsAfter(graph, changed);
  }
  const seen = idle.flatMap((one) => (one === undefined ? [] : [one.seen]));
  const tables = seen.length === idle.length ? inNewPlaces(tablesIn(last), seen) : undefined;
  const facts = tables === undefined ? undefined : outlines();
  if (tables === undefined || facts === undefined) return undefined;
  const modules = linkModules(project, facts);
  const isOpen = changes.some((change, i) => isComeUpon(change, idle[i]?.changed ?? [], facts, modules));
  if (isOpen || !isSameEvents(modules, last)) return undefined;
  return withTextsAfter(graphOfParts(project, modules, tables, facts), changed);
}

/** Modules as they are linked now, and the rest of another graph. */
export function graphOfParts(
  project: Project,
  modules: LinkedModules,
  tables: SystemGraph,
  facts: readonly FileFacts[],
): SystemGraph {
  const edges = sortedBy([...modules.edges, ...tables.edges], ({ from, to, kind }) => [from, to, kind]);
  const ends = new Set(edges.flatMap(({ from, to }) => [labelOf(from), labelOf(to)]));
  return {
    ...tables,
    name: project.name,
    nodes: [...modules.nodes(ends), ...tables.nodes],
    edges,
    entryPoints: modules.entryPoints,
    events: modules.events,
    coverage: { ...tables.coverage, imports: modules.imports, unresolvedImports: modules.unresolvedImports },
    diagnostics: [...facts.flatMap(({ diagnostics }) => diagnostics), ...modules.diagnostics, ...tables.diagnostics],
  };
}

/** What is linked after the modules. */
export function tablesIn(graph: SystemGraph): SystemGraph {
  return {
    ...graph,
    nodes: graph.nodes.filter(({ kind }) => kind === 'table'),
    edges: graph.edges.filter((edge) => !isModuleEdge(edge)),
    entryPoints: [],
    events: [],
    coverage: { ...graph.coverage, unresolvedImports: [] },
    diagnostics: graph.diagnostics.filter(({ code }) => OF_TABLES.has(code)),
  };
}

/** Transactions see the same flows of events, wherever they stand in their files. */
export function isSameEvents({ events }: LinkedModules, last: SystemGraph): boolean {
  return textOf(events) === textOf(last.events);
}

/** Flows of events as transactions see them, wherever they stand in their files. */
function textOf(events: SystemGraph['events']): string {
  return JSON.stringify(events, (key, value) => (key === 'line' ? undefined : value));
}
