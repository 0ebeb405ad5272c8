/**
 * Communities that are libraries: code that keeps no table, touches next to none and that nobody asks from outside. Drivers
 * of mail, storage or search, a command line and other tools of the developers offer no part of the business and cannot
 * be cut out as a service. Small ones only: an editor of hundreds of modules is a part of the system in its own right.
 */
import { isModuleEdge, type SystemGraph } from '../../model/index.js';
import { isDomainTable } from '../graph/bookkeeping.js';
import type { Evidence } from '../graph/evidence.js';
import { membersOf, type Partition } from '../graph/partition.js';
import { wordsOf } from '../words/words.js';

/** Modules of the system that are asked, without which nothing can be told from a lack of them. */
const LEAST_ENTRIES = 3;
/** Share of the members that may touch a table, and that may be an entry point: `mail` has a queue of its own. */
const MOST_TOUCHING = 0.1;
const MOST_ENTRIES = 0.1;
/** Entry points from which on a community serves, however few modules have them, when it asks tables itself. */
const SERVING = 5;
/** Of all that is clustered. */
const MOST_OF_ALL = 0.05;
/** Words of packages that developers use, whatever their size; of a community, the share that lies in such. */
const TOOLS = new Set('cli devkit codegen generator schematic tooling eslint'.split(' '));
const MOSTLY = 0.6;

/**
 * Node numbers; `labels` are the communities, below 0 for none; `touching` those that touch a table, through others too,
 * `themselves` those that do so without others.
 */
export function libraries(
  graph: SystemGraph,
  evidence: Evidence,
  labels: Partition,
  touching: ReadonlySet<number>,
  themselves: ReadonlySet<number>,
): number[] {
  const asked = askedOf(graph, evidence, labels);
  if (asked === undefined || !evidence.nodes.some(isDomainTable)) return [];
  const keeps = keptTables(graph, evidence);
  const entries = entriesOf(graph, evidence);
  const tools = new Set(
    evidence.nodes.flatMap((node, i) =>
      node.kind === 'module' && wordsOf(node.package).some((word) => TOOLS.has(word)) ? [i] : [],
    ),
  );
  return membersOf(labels)
    .filter((nodes) => {
      const count = (among: ReadonlySet<number>) => nodes.filter((node) => among.has(node)).length;
      const isTool = count(tools) >= MOSTLY * nodes.length;
      return (
        (isTool || nodes.length <= MOST_OF_ALL * labels.length) &&
        count(keeps) === 0 &&
        count(touching) <= MOST_TOUCHING * nodes.length &&
        count(asked) <= MOST_ENTRIES * nodes.length &&
        (isTool || count(themselves) === 0 || entries(nodes) < SERVING)
      );
    })
    .flat();
}

/**
 * Modules that the outside asks; commands are typed by developers. An entry point in a module that only wires (a list of
 * routes, in no community) is one of what it wires. Nothing where next to none are known: then a lack of them tells nothing.
 */
export function askedOf(
  graph: SystemGraph,
  { indexOf }: Pick<Evidence, 'indexOf'>,
  labels: Partition,
): ReadonlySet<number> | undefined {
  const asked = new Set(
    graph.entryPoints.flatMap(({ module, kind }) => {
      const node = indexOf.get(module);
      return node === undefined || kind === 'cli' ? [] : [node];
    }),
  );
  const wiring = new Set([...asked].filter((node) => labels[node]! < 0));
  for (const edge of graph.edges) {
    const to = indexOf.get(edge.to);
    if (to !== undefined && isModuleEdge(edge) && wiring.has(indexOf.get(edge.from)!)) asked.add(to);
  }
  return asked.size < LEAST_ENTRIES ? undefined : asked;
}

/** How many entry points some modules have in all, without what developers type. */
function entriesOf(graph: SystemGraph, { ids }: Evidence): (nodes: readonly number[]) => number {
  const counts = new Map<string, number>();
  for (const { module, kind } of graph.entryPoints)
    if (kind !== 'cli') counts.set(module, (counts.get(module) ?? 0) + 1);
  return (nodes) => nodes.reduce((sum, node) => sum + (counts.get(ids[node]!) ?? 0), 0);
}

/** Share of the tables that are declared, from which on one that no code declares is no table of the system. */
const MOSTLY_DECLARED = 0.75;

/**
 * Tables that may found a context. In a system that declares its tables, one that a single query asks and nothing
 * declares or writes is of something else: a health check, another system, a mistake made on purpose.
 */
export function keptTables(graph: SystemGraph, { nodes, indexOf }: Evidence): Set<number> {
  const tables = nodes.flatMap((node, i) => (node.kind === 'table' && isDomainTable(node) ? [i] : []));
  const isDeclared = (i: number) => {
    const node = nodes[i]!;
    return node.kind === 'table' && node.source !== 'query';
  };
  if (tables.filter(isDeclared).length < MOSTLY_DECLARED * tables.length) return new Set(tables);
  const uses = new Map<number, number>();
  for (const edge of graph.edges) {
    const to = indexOf.get(edge.to);
    if (to === undefined || isModuleEdge(edge) || ('direct' in edge && !edge.direct)) continue;
    uses.set(to, (uses.get(to) ?? 0) + (edge.kind === 'read' ? 1 : 2));
  }
  return new Set(tables.filter((i) => isDeclared(i) || (uses.get(i) ?? 0) > 1));
}
