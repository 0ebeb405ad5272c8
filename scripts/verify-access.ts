/**
 * Scores the direct table access of a map against a truth file, and names each difference.
 *
 *   npm run verify:access -- <directory | analysis.json> <truth.tsv>
 *
 * A truth file has lines `path <tab> table <tab> read|write|delete` for files labelled completely; a line of a
 * path alone says that the file has no access. A fourth column `?` marks what is right but not asked for (loaded
 * without being named: eager relations, junctions). Only files the truth names are judged. Paths match by their end, so
 * that a package may be analysed alone; tables match by bare name. Definitions (ddl) are not labelled and not judged.
 */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildGraph } from '../src/analyze.js';
import { readConfig } from '../src/config/index.js';
import { type Analysis, compareText } from '../src/model/index.js';

type Graph = Analysis['graph'];
type Fact = { readonly key: string; readonly isAsked: boolean };
type Found = ReadonlyMap<string, { readonly confidence: string; readonly lines: string }>;

const [input, truthPath] = process.argv.slice(2);
if (input === undefined || truthPath === undefined) {
  throw new Error('usage: npm run verify:access -- <directory | analysis.json> <truth.tsv>');
}
main(resolve(input), truthPath).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});

async function main(source: string, truth: string): Promise<void> {
  const rows = readFileSync(truth, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
  const graph = await load(source);
  const judged = new Set(rows.map(([path]) => path!));
  const modules = new Map(
    [...judged].flatMap((path) => {
      const module = moduleOf(graph, path);
      return module === undefined ? [] : [[module.id, path] as const];
    }),
  );
  const missing = [...judged].filter((path) => ![...modules.values()].includes(path));
  for (const path of missing) console.log(`not in the graph: ${path}`);
  const facts = rows.filter((row) => row.length > 1).map(factOf);
  report(facts, directAccess(graph, modules), judged.size);
}

async function load(source: string): Promise<Graph> {
  if (!statSync(source).isDirectory()) return (JSON.parse(readFileSync(source, 'utf8')) as Analysis).graph;
  return (await buildGraph(source, { config: readConfig(source).config })).graph;
}

/** The module a labelled path names: of several ends (`index.ts`, `orders/index.ts`) the longest. */
function moduleOf(graph: Graph, path: string): { readonly id: string } | undefined {
  const alike = graph.nodes.flatMap((node) => (node.kind === 'module' && endsLike(node.path, path) ? [node] : []));
  return alike.sort((a, b) => Math.min(b.path.length, path.length) - Math.min(a.path.length, path.length))[0];
}

function endsLike(path: string, name: string): boolean {
  return path === name || path.endsWith(`/${name}`) || name.endsWith(`/${path}`);
}

function factOf([path, table, op, mark]: readonly string[]): Fact {
  return { key: keyOf(path!, table!, op!), isAsked: mark !== '?' };
}

function keyOf(path: string, table: string, op: string): string {
  return `${path}  ${table}  ${op}`;
}

function directAccess(graph: Graph, modules: ReadonlyMap<string, string>): Found {
  const names = new Map(graph.nodes.flatMap((node) => (node.kind === 'table' ? [[node.id, node.name]] : [])));
  const found = new Map<string, { confidence: string; lines: string }>();
  for (const edge of graph.edges) {
    const path = modules.get(edge.from);
    const table = names.get(edge.to);
    if (path === undefined || table === undefined || !('direct' in edge) || !edge.direct || edge.kind === 'ddl')
      continue;
    const lines = edge.evidence.map(({ line, note }) => (note === undefined ? `${line}` : `${line} ${note}`));
    found.set(keyOf(path, table, edge.kind), { confidence: edge.confidence, lines: lines.join(', ') });
  }
  return found;
}

function report(facts: readonly Fact[], found: Found, files: number): void {
  const known = new Set(facts.map(({ key }) => key));
  const asked = facts.filter(({ isAsked }) => isAsked);
  const missed = asked.filter(({ key }) => !found.has(key)).map(({ key }) => key);
  const wrong = [...found.keys()].filter((key) => !known.has(key));
  const right = asked.length - missed.length;
  const said = right + wrong.length;
  console.log(`${files} files, ${asked.length} facts`);
  console.log(`precision ${share(right, said)}, recall ${share(right, asked.length)}`);
  for (const key of missed.sort(compareText)) console.log(`missed  ${key}`);
  for (const key of wrong.sort(compareText)) {
    const { confidence, lines } = found.get(key)!;
    console.log(`false   ${key}  (${confidence}; ${lines})`);
  }
}

function share(part: number, whole: number): string {
  return `${(whole === 0 ? 1 : part / whole).toFixed(4)} (${part}/${whole})`;
}
