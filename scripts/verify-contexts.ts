/**
 * Scores a map against a truth file, beside plain Louvain and folders, and measures how steady it is.
 *
 *   npm run verify:contexts -- <directory | analysis.json | graph.json> [--truth FILE.tsv] [--no-path-evidence]
 *     [--resolution R] [--set cluster.names=1] [--stability DRAWS] [--series SEED] [--changes DRAWS] [--list] [--errors]
 *
 * A truth file has lines `file|table <tab> path or name <tab> context`; `?` and `-` are left out. A graph.json may carry
 * its own `truth`. `--stability` drops 5 % of the edges at random, `--series` other ones; `--changes` deletes, adds and renames one file.
 * `--errors` counts the pairs of files and of tables that are apart and should not be, and together and should not be.
 */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildGraph } from '../src/analyze.js';
import { ari, cluster, type Labels, mojoFm, nmi, plainLouvain } from '../src/cluster/index.js';
import { readConfig } from '../src/config/index.js';
import { readGraph } from '../src/import/index.js';
import {
  type Analysis,
  type Config,
  type ContextMap,
  contextOfNode,
  EMPTY_CONFIG,
  type GraphNode,
  labelOf,
  SHARED_KERNEL,
  type SystemGraph,
  UNASSIGNED,
} from '../src/model/index.js';

type Truth = { readonly files: Labels; readonly tables: Labels };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    truth: { type: 'string' },
    'no-path-evidence': { type: 'boolean', default: false },
    resolution: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    stability: { type: 'string' },
    changes: { type: 'string' },
    series: { type: 'string', default: '7' },
    list: { type: 'boolean', default: false },
    errors: { type: 'boolean', default: false },
  },
});

const input = positionals[0];
if (input === undefined) throw new Error('name a directory, an analysis.json or a graph.json');
const config: Config = {
  ...EMPTY_CONFIG,
  weights: Object.fromEntries(values.set.map((pair) => [pair.split('=')[0]!, Number(pair.split('=')[1])])),
};
const options = {
  usePathEvidence: !values['no-path-evidence'],
  ...(values.resolution === undefined ? {} : { resolution: Number(values.resolution) }),
};
const mapOf = (graph: SystemGraph) => cluster(graph, config, options);

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});

async function main(): Promise<void> {
  const { graph, own } = await load(resolve(input!));
  const truth = values.truth === undefined ? own : readTruth(values.truth, graph);
  const started = performance.now();
  const map = mapOf(graph);
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  console.log(`${graph.name}: ${map.contexts.length} contexts, resolution ${map.resolution}, ${seconds} s`);
  console.log(`modularity ${fixed(map.metrics.modularity)}, stability over seeds ${fixed(map.metrics.stability)}`);
  if (values.list) list(map);
  if (truth !== undefined) score(graph, map, truth);
  if (truth !== undefined && values.errors) {
    errors('files', labelsOf(map), truth.files);
    errors('tables', labelsOf(map), truth.tables);
  }
  if (values.stability !== undefined) dropEdges(graph, map, Number(values.stability));
  if (values.changes !== undefined) changeFiles(graph, map, Number(values.changes));
}

async function load(path: string): Promise<{ graph: SystemGraph; own?: Truth }> {
  if (statSync(path).isDirectory()) {
    return { graph: (await buildGraph(path, { config: readConfig(path).config })).graph };
  }
  const text = readFileSync(path, 'utf8');
  const data = JSON.parse(text);
  if (typeof data.schemaVersion === 'string') {
    const { graph, transactions, project, coverage, diagnostics } = data as Analysis;
    return { graph: { name: project.name, ...graph, transactions, coverage, diagnostics } };
  }
  const graph = readGraph(text);
  if (typeof data.truth !== 'object') return { graph };
  const files = Object.entries(data.truth).map(([id, label]) => [`module:${id}`, String(label)] as const);
  return { graph, own: { files: new Map(files), tables: new Map() } };
}

/** Paths match by their end, so that a package may be analysed alone; tables match by bare name or with their schema. */
function readTruth(file: string, graph: SystemGraph): Truth {
  const files = new Map<string, string>();
  const tables = new Map<string, string>();
  const modules = graph.nodes.filter((node) => node.kind === 'module');
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const [kind, name, context] = line.split('\t');
    if (name === undefined || context === undefined || context === '?' || context === '-') continue;
    if (kind === 'table') {
      const table = graph.nodes.find(
        (node) => node.kind === 'table' && (node.name === name || labelOf(node.id) === name),
      );
      tables.set(table?.id ?? `missing ${name}`, context);
    } else if (kind === 'file') {
      const module = modules.find(
        ({ path }) => path === name || path.endsWith(`/${name}`) || name.endsWith(`/${path}`),
      );
      files.set(module?.id ?? `missing ${name}`, context);
    }
  }
  return { files, tables };
}

function score(graph: SystemGraph, map: ContextMap, truth: Truth): void {
  const missing = [...truth.files.keys(), ...truth.tables.keys()].filter((id) => id.startsWith('missing '));
  if (missing.length > 0) console.log(`not in the graph: ${missing.map((id) => id.slice(8)).join(', ')}`);
  const plain = plainLouvain(graph);
  const baseline = new Map(plain.ids.map((id, node) => [id, String(plain.partition[node])]));
  const folders = new Map(plain.ids.map((id) => [id, labelOf(id).split('/').slice(0, -1).join('/')]));
  console.log('                  ARI     NMI   MoJoFM');
  row('files: msa-map', labelsOf(map), truth.files);
  row('files: plain', baseline, truth.files);
  row('files: folders', folders, truth.files);
  if (truth.tables.size > 0) row('tables: msa-map', labelsOf(map), truth.tables);
}

function row(title: string, found: Labels, truth: Labels): void {
  const known = new Map([...truth].filter(([id]) => found.has(id)));
  console.log(
    `${title.padEnd(16)} ${fixed(ari(found, known))}  ${fixed(nmi(found, known))}  ${mojoFm(found, truth).toFixed(1)}`,
  );
}

const MOST_ERRORS = 12;

/** Pairs of one true context in two found ones, and of two true contexts in one found: the most numerous first. */
function errors(title: string, found: Labels, truth: Labels): void {
  const known = [...truth].flatMap(([id, context]) => (found.has(id) ? [[context, found.get(id)!] as const] : []));
  const pairs = (what: string, group: 0 | 1) => {
    const cells = new Map<string, Map<string, number>>();
    for (const pair of known) {
      const row = cells.get(pair[group]) ?? new Map<string, number>();
      cells.set(pair[group], row.set(pair[1 - group]!, (row.get(pair[1 - group]!) ?? 0) + 1));
    }
    const all = [...cells].flatMap(([name, row]) => {
      const parts = [...row];
      return parts.flatMap(([a, n], i) => parts.slice(i + 1).map(([b, m]) => ({ count: n * m, name, a, b })));
    });
    const total = all.reduce((sum, { count }) => sum + count, 0);
    console.log(`${title} ${what}: ${total} pairs`);
    for (const { count, name, a, b } of all.sort((x, y) => y.count - x.count).slice(0, MOST_ERRORS))
      console.log(`  ${String(count).padStart(6)}  ${name}: ${a} | ${b}`);
  };
  pairs('apart, of one context', 0);
  pairs('together, of two contexts', 1);
}

/** Every unassigned node is a cluster of its own; the shared kernel is one. */
function labelsOf(map: ContextMap): Map<string, string> {
  return new Map(
    [...contextOfNode(map)].map(([id, context]) => [id, context === UNASSIGNED ? `alone ${id}` : context]),
  );
}

function dropEdges(graph: SystemGraph, map: ContextMap, draws: number): void {
  const random = randomOf(Number(values.series));
  const base = runtimeLabels(graph, map);
  const kept = Array.from({ length: draws }, () => {
    const edges = graph.edges.filter(() => random() >= 0.05);
    return ari(base, runtimeLabels(graph, mapOf({ ...graph, edges })));
  });
  kept.sort((a, b) => a - b);
  console.log(`5 % of edges dropped, ${draws} draws: median ARI ${fixed(median(kept))}, worst ${fixed(kept[0] ?? 1)}`);
}

/** Deletes, adds and renames one random runtime file at a time: names kept, share of other runtime nodes that moved. */
function changeFiles(graph: SystemGraph, map: ContextMap, draws: number): void {
  const random = randomOf(11);
  const modules = graph.nodes.filter((node) => node.kind === 'module' && node.role === 'runtime');
  for (const [what, change] of Object.entries({ deleted: without, added: withCopy, renamed })) {
    const moved: number[] = [];
    let renamedContexts = 0;
    for (let i = 0; i < draws; i++) {
      const node = modules[Math.floor(random() * modules.length)]!;
      const after = mapOf(change(graph, node));
      const names = new Set(after.contexts.map((context) => context.id));
      renamedContexts += map.contexts.filter((context) => !names.has(context.id)).length;
      const base = runtimeLabels(graph, map);
      const now = contextOfNode(after);
      const others = [...base.keys()].filter((id) => id !== node.id && now.has(id));
      moved.push(others.filter((id) => now.get(id) !== base.get(id)).length / others.length);
    }
    moved.sort((a, b) => a - b);
    const worst = moved[moved.length - 1] ?? 0;
    console.log(
      `one file ${what}, ${draws} draws: moved median ${percent(median(moved))}, worst ${percent(worst)}, ` +
        `${moved.filter((share) => share > 0.02).length} above 2 %; names lost in all ${renamedContexts}`,
    );
  }
}

function without(graph: SystemGraph, gone: GraphNode): SystemGraph {
  const edges = graph.edges.filter((edge) => edge.from !== gone.id && edge.to !== gone.id);
  return { ...graph, nodes: graph.nodes.filter((node) => node !== gone), edges };
}

/** A new file beside the given one, that depends on what it depends on. */
function withCopy(graph: SystemGraph, like: GraphNode): SystemGraph {
  const copy = moved(like, 'new-');
  const edges = graph.edges.filter((edge) => edge.from === like.id).map((edge) => ({ ...edge, from: copy.id }));
  return { ...graph, nodes: [...graph.nodes, copy], edges: [...graph.edges, ...edges] };
}

function renamed(graph: SystemGraph, old: GraphNode): SystemGraph {
  const copy = moved(old, 'the-');
  const id = (end: string) => (end === old.id ? copy.id : end);
  const edges = graph.edges.map((edge) => ({ ...edge, from: id(edge.from), to: id(edge.to) }));
  return { ...graph, nodes: graph.nodes.map((node) => (node === old ? copy : node)), edges };
}

function moved(node: GraphNode, prefix: string): GraphNode {
  const path = labelOf(node.id).replace(/[^/]*$/, (name) => prefix + name);
  return node.kind === 'module' ? { ...node, id: `module:${path}`, path } : node;
}

function runtimeLabels(graph: SystemGraph, map: ContextMap): Map<string, string> {
  const labels = contextOfNode(map);
  const nodes = graph.nodes.filter((node) => node.kind === 'table' || node.role === 'runtime');
  return new Map(nodes.map((node) => [node.id, labels.get(node.id) ?? UNASSIGNED]));
}

function list(map: ContextMap): void {
  for (const { id, modules, tables, confidence, terms } of map.contexts) {
    console.log(`${id}: ${modules.length} modules, confidence ${confidence.toFixed(2)}, ${terms.join(' ')}`);
    console.log(`  ${tables.map(labelOf).join(' ')}`);
  }
  console.log(`${SHARED_KERNEL}: ${map.sharedKernel.modules.map(labelOf).join(' ')}`);
}

/** mulberry32: small, seeded, the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function median(sorted: readonly number[]): number {
  return sorted.length === 0 ? 1 : (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
function fixed(value: number): string {
  return value.toFixed(3);
}
function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
