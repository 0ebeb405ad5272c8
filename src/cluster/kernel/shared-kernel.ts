/**
 * The shared kernel: technical modules (logger, config, base classes, database connection) and composition roots, apart
 * from the domain. A big fan-in alone is no reason: `Order` is a hub and belongs to its context. The rules:
 * - a composition root (composition.ts), or a module that declares the tables of many contexts (schema-modules.ts);
 * - a module: touches no table, its name is technical and without a business word, and its neighbours lie in three or
 *   more contexts, none holding half of them;
 * - a community: owns no table and hardly touches any in a system that has tables, and most of its names are technical
 *   and it has next to no entry points, or it is used from three or more contexts and imported by others far more than by itself;
 * - a small community that neither keeps a table nor is asked from outside (libraries.ts);
 * - a smaller community that was hardly ever apart, by its names alone: loaders that were joined to `currencies`;
 * - a module that everybody uses and that says nothing of the business (the request context, a base model);
 * - a folder called shared, a third of which is in the kernel already, and which touches no table: all of it.
 */
import { isAccessEdge, isModuleEdge, labelOf, type SystemGraph } from '../../model/index.js';
import { isBookkeeping, isDomainTable } from '../graph/bookkeeping.js';
import type { Evidence } from '../graph/evidence.js';
import { membersOf, type Partition } from '../graph/partition.js';
import { stemOf } from '../graph/vocabulary.js';
import { TECHNICAL_WORDS } from '../words/layer-words.js';
import { wordsOf } from '../words/words.js';
import { compositionRoots } from './composition.js';
import { keptTables, libraries } from './libraries.js';
import { schemaModules } from './schema-modules.js';
import { usedByAll } from './used-by-all.js';

const LEAST_CONTEXTS = 3;
const MOST_SHARE = 0.5;
/** Imports from outside for each import inside, from which on a community without tables is there for others. */
const MOST_INTO = 2;
/** Share of its members that may touch a table at that many imports; at more, more of them, and so many at the most. */
const MOST_TOUCHING = 0.1;
const MOST_TOUCHING_AT_ALL = 0.15;
/** The same of what bears technical names, for each of those: loaders and a server start touch a table here and there. */
const MOST_TOUCHING_TECHNICAL = 1 / 4;
const MOSTLY = 0.5;
/** Entry points from which on a technical community offers something of its own: more than a health check. */
const LEAST_ENTRIES = 5;
/** Members of a firm group, for its names to tell something. */
const LEAST_FIRM = 5;
/** Share of a shared folder that is in the kernel by the other rules, for the rest to follow. */
const LEAST_IN_KERNEL = 1 / 3;
const SHARED_FOLDERS = new Set([
  'shared',
  'common',
  'kernel',
  'shared-kernel',
  'utils',
  'util',
  'crosscutting',
  'cross-cutting',
]);

export type Kernel = {
  readonly nodes: ReadonlySet<number>;
  readonly roots: ReadonlySet<number>;
  readonly schemas: ReadonlySet<number>;
};

/** Nodes of the shared kernel, and which of them are composition roots and schema modules; `labels` as clustered, below 0 for none; `firm` the same, finer. */
export function kernelOf(graph: SystemGraph, evidence: Evidence, labels: Partition, firm: Partition): Kernel {
  const touching = tableTouchers(graph, evidence);
  const themselves = tableTouchers(graph, evidence, true);
  const roots = compositionRoots(graph, evidence, labels, themselves);
  const schemas = schemaModules(graph, evidence, labels);
  const near = neighboursOf(graph, evidence);
  const apart = without(labels, new Set([...roots, ...schemas]));
  const kernel = new Set([
    ...roots,
    ...schemas,
    ...technicalCommunities(graph, evidence, apart, touching),
    ...libraries(graph, evidence, apart, touching, themselves),
    ...technicallyNamed(graph, evidence, firm, touching),
  ]);
  evidence.nodes.forEach((node, i) => {
    if (node.kind !== 'module' || touching.has(i) || kernel.has(i)) return;
    if (!isTechnicalName(labelOf(node.id), evidence.vocabulary.layer)) return;
    const counts = [...countLabels(near[i]!, labels).values()];
    const all = counts.reduce((sum, count) => sum + count, 0);
    if (counts.length >= LEAST_CONTEXTS && Math.max(...counts) < MOST_SHARE * all) kernel.add(i);
  });
  for (const node of usedByAll(graph, evidence, labels, themselves, touching)) kernel.add(node);
  for (const node of ofSharedFolders(evidence, labels, touching, kernel, near)) kernel.add(node);
  return { nodes: kernel, roots, schemas };
}

function without(labels: Partition, nodes: ReadonlySet<number>): number[] {
  return labels.map((label, node) => (nodes.has(node) ? -1 : label));
}

/**
 * The rest of a folder that says it is shared (`shared/money/money.ts`): without a table, and named after none. The
 * folder is one whose modules are used from three or more contexts, and of which no table is declared or touched.
 */
function ofSharedFolders(
  evidence: Evidence,
  labels: Partition,
  touching: ReadonlySet<number>,
  kernel: ReadonlySet<number>,
  near: readonly ReadonlySet<number>[],
): number[] {
  const folders = new Map<string, number[]>();
  evidence.nodes.forEach((node, i) => {
    const folder = node.kind === 'module' ? sharedFolderOf(labelOf(node.id)) : undefined;
    if (folder !== undefined) folders.set(folder, [...(folders.get(folder) ?? []), i]);
  });
  return [...folders.values()].flatMap((members) => {
    const inKernel = members.filter((node) => kernel.has(node)).length;
    if (members.some((node) => touching.has(node)) || inKernel < LEAST_IN_KERNEL * members.length) return [];
    const own = new Set(members);
    const users = members.flatMap((node) => [...near[node]!].filter((other) => !own.has(other)));
    return countLabels(users, labels).size >= LEAST_CONTEXTS ? members : [];
  });
}

/** The outermost folder of a path that is called shared, or nothing. */
function sharedFolderOf(path: string): string | undefined {
  const folders = path.split('/').slice(0, -1);
  const at = folders.findIndex((folder) => SHARED_FOLDERS.has(folder.toLowerCase()));
  return at < 0 ? undefined : folders.slice(0, at + 1).join('/');
}

function technicalCommunities(
  graph: SystemGraph,
  evidence: Evidence,
  labels: Partition,
  touching: ReadonlySet<number>,
): Set<number> {
  const kernel = new Set<number>();
  if (!evidence.nodes.some(isDomainTable)) return kernel;
  const members = membersOf(labels);
  const { users, inside, into } = leaningOf(graph, evidence, labels, members.length);
  const entries = entriesOf(graph, evidence);
  const keeps = keptTables(graph, evidence);
  members.forEach((nodes, label) => {
    if (nodes.some((node) => keeps.has(node))) return;
    const share = (holds: (node: number) => boolean) => nodes.filter(holds).length / nodes.length;
    const touched = share((node) => touching.has(node));
    const technical = share((node) => isTechnicalPlace(labelOf(evidence.ids[node]!)));
    const isTechnical =
      technical >= MOSTLY && touched <= MOST_TOUCHING_TECHNICAL * technical && !isAskedFor(nodes, entries);
    const leaning = into[label]! / (MOST_INTO * Math.max(1, inside[label]!));
    const isLoose =
      into[label]! > MOST_INTO * inside[label]! &&
      touched <= Math.min(MOST_TOUCHING_AT_ALL, MOST_TOUCHING * Math.max(1, leaning)) &&
      users[label]!.size >= LEAST_CONTEXTS;
    if (isTechnical || isLoose) for (const node of nodes) kernel.add(node);
  });
  return kernel;
}

/** Members of firm groups without a table of which most bear technical names, whatever these were joined to. */
function technicallyNamed(
  graph: SystemGraph,
  evidence: Evidence,
  firm: Partition,
  touching: ReadonlySet<number>,
): number[] {
  const entries = entriesOf(graph, evidence);
  const isApart = (nodes: readonly number[]) => {
    if (nodes.length < LEAST_FIRM || nodes.some((node) => isDomainTable(evidence.nodes[node]!))) return false;
    const technical = nodes.filter((node) => isTechnicalPlace(labelOf(evidence.ids[node]!))).length;
    const hits = nodes.filter((node) => touching.has(node)).length;
    return (
      technical >= MOSTLY * nodes.length && hits <= MOST_TOUCHING_TECHNICAL * technical && !isAskedFor(nodes, entries)
    );
  };
  return evidence.nodes.some(isDomainTable) ? membersOf(firm).filter(isApart).flat() : [];
}

/** A service for files is no technical code, though `file` is a technical word: others ask for what it does. */
function isAskedFor(nodes: readonly number[], entries: ReadonlyMap<number, number>): boolean {
  return nodes.reduce((sum, node) => sum + (entries.get(node) ?? 0), 0) >= LEAST_ENTRIES;
}

/** Entry points per module. */
function entriesOf(graph: SystemGraph, { indexOf }: Evidence): Map<number, number> {
  const entries = new Map<number, number>();
  for (const { module } of graph.entryPoints) {
    const node = indexOf.get(module);
    if (node !== undefined) entries.set(node, (entries.get(node) ?? 0) + 1);
  }
  return entries;
}

type Leaning = {
  readonly users: readonly ReadonlySet<number>[];
  readonly inside: readonly number[];
  readonly into: readonly number[];
};

/**
 * Per community, the others that import one of its modules, its own imports of itself, and those from others. What it
 * imports from others says nothing: in layered code a capability without a table imports configuration, constants and
 * the container many times over, and nobody leans on it.
 */
function leaningOf(graph: SystemGraph, { indexOf }: Evidence, labels: Partition, count: number): Leaning {
  const users = Array.from({ length: count }, () => new Set<number>());
  const inside = new Array<number>(count).fill(0);
  const into = new Array<number>(count).fill(0);
  for (const edge of graph.edges) {
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    if (!isModuleEdge(edge) || from === undefined || to === undefined) continue;
    const [a, b] = [labels[from]!, labels[to]!];
    if (a < 0 || b < 0) continue;
    if (a === b) inside[a]! += 1;
    else {
      users[b]!.add(a);
      into[b]! += 1;
    }
  }
  return { users, inside, into };
}

/** Modules that import the node or that it imports. */
function neighboursOf(graph: SystemGraph, evidence: Evidence): Set<number>[] {
  const near = evidence.nodes.map(() => new Set<number>());
  for (const edge of graph.edges) {
    const from = evidence.indexOf.get(edge.from);
    const to = evidence.indexOf.get(edge.to);
    if (!isModuleEdge(edge) || from === undefined || to === undefined) continue;
    near[from]!.add(to);
    near[to]!.add(from);
  }
  return near;
}

function countLabels(nodes: Iterable<number>, labels: Partition): Map<number, number> {
  const counts = new Map<number, number>();
  for (const node of nodes) {
    const label = labels[node]!;
    if (label >= 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

/** Modules that touch a table or declare one; `directly`: not those that do so through others. */
export function tableTouchers(graph: SystemGraph, evidence: Evidence, directly = false): Set<number> {
  const result = new Set<number>();
  const kept = keptTables(graph, evidence);
  for (const edge of graph.edges) {
    const from = evidence.indexOf.get(edge.from);
    const to = evidence.indexOf.get(edge.to);
    if (!isAccessEdge(edge) || from === undefined || to === undefined || edge.kind === 'ddl') continue;
    if (directly && !edge.direct) continue;
    if (kept.has(to)) result.add(from);
  }
  for (const node of graph.nodes) {
    if (node.kind !== 'table' || isBookkeeping(node)) continue;
    for (const place of node.declaredAt) {
      const module = evidence.indexOf.get(`module:${place.path}`);
      if (module !== undefined) result.add(module);
    }
  }
  return result;
}

/** Names that say no more than "here it begins" or "here is everything". */
const GENERIC = new Set(['index', 'main', 'app', 'application', 'server', 'bootstrap', 'types', 'interfaces', 'mod']);

/**
 * A technical word and no business word in the file name (`logger.ts`), or a generic name in a folder without one
 * (`utils/index.ts`, `app.module.ts`). One more word is allowed below a technical folder (`utils/format-price.ts`).
 */
export function isTechnicalName(path: string, layer: ReadonlySet<string>): boolean {
  const segments = path.split('/');
  const stem = stemOf(segments.pop() ?? '');
  const business = (name: string) => wordsOf(name).filter((word) => !layer.has(word) && !TECHNICAL_WORDS.has(word));
  const own = business(stem);
  const parent = segments[segments.length - 1] ?? '';
  if (own.length === 0)
    return (hasTechnicalWord(stem) || GENERIC.has(stem.split('.')[0]!)) && business(parent).length === 0;
  return own.length === 1 && hasTechnicalWord(stem) && hasTechnicalWord(segments.join('/'));
}

/** File or folder name says a technical job. Not by words that whole systems lie below (`app`, `lib`, `common`, `core`). */
function isTechnicalPlace(path: string): boolean {
  const names = path.split('/').slice(-2).map(stemOf);
  return names.some((name) => wordsOf(name).some((word) => TECHNICAL_WORDS.has(word) && !BROAD.has(word)));
}

const BROAD = new Set(
  'app application main server index lib common shared core base interface type date time string number plugin test'.split(
    ' ',
  ),
);

function hasTechnicalWord(path: string): boolean {
  return wordsOf(stemOf(path)).some((word) => TECHNICAL_WORDS.has(word));
}
