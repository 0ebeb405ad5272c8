/**
 * Contexts that are no services to extract, in a system that has tables: none of them owns one that code here uses. A package goes along with every service that
 * imports it, a plug-in runs inside of what loads it, a command line at its user's, and code that only reads the tables of others
 * is theirs; an application that shares nothing with the rest is apart already. Calls into them never cross a network: they are ranked last with the reason, and their imports count as neither
 * coupling nor call-backs of the others. A committed map is judged alike, so that declaring what was found changes no rank; what the user
 * gave an impact of its own is a service, whatever it holds.
 */
import { type Aside, type ContextMap, moduleId, type SystemGraph } from '../model/index.js';

/** Words in the name of a package. `extension` and `connector`: what products call their plug-ins. */
const PLUG_INS = new Set('plugin plugins addon addons extension extensions connector connectors'.split(' '));
const TOOLS = new Set('cli devkit codegen generator generators schematic schematics tooling'.split(' '));
/** Share of a context's modules that lie in such packages. */
const MOSTLY = 0.6;

/** Which contexts are set aside, and as what. */
export function findAsides(
  graph: SystemGraph,
  map: ContextMap,
  contextOf: (node: string) => string | undefined,
  /** Contexts that the user gave an impact. */
  valued: ReadonlySet<string>,
  /** Contexts whose code reads tables, those whose code writes any, and those with an import or access over their border. */
  uses: Readonly<Record<'reading' | 'writing' | 'coupled', ReadonlySet<string>>>,
): Map<string, Aside> {
  if (!graph.nodes.some((node) => node.kind === 'table')) return new Map();
  const owners = new Set(map.ownership.map(({ owner }) => owner));
  const { served, commanded } = doorsOf(graph, contextOf);
  const packages = packageShares(graph, contextOf);
  const found = map.contexts.flatMap(({ id, tables, ca }): [string, Aside][] => {
    if (valued.has(id)) return [];
    if (!packages.has(id)) return [[id, 'data']];
    if (tables.length > 0 || owners.has(id)) return [];
    const { plugIns, tools } = packages.get(id) ?? { plugIns: 0, tools: 0 };
    if (plugIns >= MOSTLY) return [[id, 'plug-in']];
    // Screens of the shared kernel count in Ca: what they use is no application of its own.
    if (served.has(id) && ca === 0 && !uses.coupled.has(id)) return [[id, 'apart']];
    if (served.has(id) || uses.writing.has(id)) return [];
    if (tools >= MOSTLY || commanded.has(id)) return [[id, 'tool']];
    return [[id, uses.reading.has(id) ? 'reader' : 'library']];
  });
  return new Map(found);
}

/** Contexts that something outside asks or that take part in events and transactions; those that a shell starts. */
function doorsOf(graph: SystemGraph, contextOf: (node: string) => string | undefined) {
  const served = new Set<string | undefined>();
  const commanded = new Set<string | undefined>();
  for (const entry of graph.entryPoints) (entry.kind === 'cli' ? commanded : served).add(contextOf(entry.module));
  for (const flow of graph.events) {
    for (const { path } of [...flow.publishers, ...flow.consumers]) served.add(contextOf(moduleId(path)));
  }
  for (const { path } of graph.transactions) served.add(contextOf(moduleId(path)));
  return { served, commanded };
}

/** Of each context's runtime modules, the shares that lie in packages called plug-ins and tools. */
function packageShares(graph: SystemGraph, contextOf: (node: string) => string | undefined) {
  const counts = new Map<string, { all: number; plugIns: number; tools: number }>();
  for (const node of graph.nodes) {
    const context = node.kind === 'module' && node.role === 'runtime' ? contextOf(node.id) : undefined;
    if (node.kind !== 'module' || context === undefined) continue;
    const count = counts.get(context) ?? { all: 0, plugIns: 0, tools: 0 };
    counts.set(context, count);
    const words = node.package.toLowerCase().split(/[^a-z\d]+/);
    count.all += 1;
    if (words.some((word) => PLUG_INS.has(word))) count.plugIns += 1;
    else if (words.some((word) => TOOLS.has(word))) count.tools += 1;
  }
  return new Map(
    [...counts].map(([id, { all, plugIns, tools }]) => [id, { plugIns: plugIns / all, tools: tools / all }]),
  );
}
