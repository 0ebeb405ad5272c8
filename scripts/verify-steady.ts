/**
 * How much of the map one file moves: deletes, adds and renames random files, one at a time and in memory, and compares
 * the map that comes out with the one before. No map is committed or remembered, so nothing holds names and modules but
 * the code.
 *
 *   npm run verify:steady -- <directory> [seed] [files of each kind] [--no-path-evidence] [--all]
 *
 * Moved = share of the other runtime modules and tables that lie in another context, contexts matched so that most stay;
 * a name is lost when no context bears it any more. Exit code 1 when a change moves more than 2 % or loses a name.
 */
import { cluster } from '../src/cluster/index.js';
import { readConfig } from '../src/config/index.js';
import { extract } from '../src/extract/index.js';
import { link } from '../src/link/index.js';
import { linkModules } from '../src/link/modules/index.js';
import { type ContextMap, contextOfNode, type SystemGraph, sortedBy } from '../src/model/index.js';
import { scan } from '../src/scan/index.js';
import { randomOf } from './fuzz/random.js';
import { changeOf, KINDS } from './one-file-changes.js';
import { runVerification } from './verify-arguments.js';

const MOST_MOVED = 0.02;

await runVerification({
  name: 'verify:steady',
  draws: 'files of each kind',
  count: 20,
  flags: ['no-path-evidence', 'all'],
  verify,
});

async function verify(
  root: string,
  seed: number,
  count: number,
  is: Readonly<Record<'no-path-evidence' | 'all', boolean>>,
): Promise<number> {
  const { config } = readConfig(root);
  const project = await scan(root, { config });
  const facts = await extract(root, project);
  const { symbols } = linkModules(project, facts);
  const mapOf = (graph: SystemGraph) => cluster(graph, config, { usePathEvidence: !is['no-path-evidence'] });
  const graph = await link(project, facts, config);
  const before = mapOf(graph);
  const paths = graph.nodes.flatMap((node) => (node.kind === 'module' && node.role === 'runtime' ? [node.path] : []));
  console.log(`${project.name}: ${paths.length} runtime modules, ${before.contexts.length} contexts`);
  let bad = 0;
  let lostInAll = 0;
  for (const kind of KINDS) {
    const moved: number[] = [];
    for (const path of drawn(paths, seed, count)) {
      const { code, gone, come } = changeOf(kind, { project, facts }, symbols, path);
      const after = mapOf(await link(code.project, code.facts, config));
      const other = (id: string) => id !== `module:${gone}` && id !== `module:${come}`;
      const share = movedShare(runtimeContexts(graph, before), contextOfNode(after), other);
      const lost = namesLost(before, after);
      moved.push(share);
      lostInAll += lost.length;
      if (share > MOST_MOVED || lost.length > 0) bad++;
      if (is.all || share > MOST_MOVED || lost.length > 0)
        console.log(`  ${kind} ${path}: moved ${percent(share)}${lost.length > 0 ? `, lost ${lost.join(', ')}` : ''}`);
    }
    moved.sort((a, b) => a - b);
    const above = moved.filter((share) => share > MOST_MOVED).length;
    console.log(
      `${kind}: ${moved.length} files, median ${percent(moved[moved.length >> 1] ?? 0)}, worst ${percent(moved.at(-1) ?? 0)}, ${above} above 2 %`,
    );
  }
  console.log(
    `names lost in all: ${lostInAll}; changes above 2 % or with a name lost: ${bad} of ${count * KINDS.length}`,
  );
  return bad === 0 ? 0 : 1;
}

/** The same files for each kind of change. */
function drawn(paths: readonly string[], seed: number, count: number): string[] {
  const random = randomOf(seed);
  return sortedBy(
    paths.map((path) => ({ path, at: random() })),
    ({ at, path }) => [at, path],
  )
    .slice(0, count)
    .map(({ path }) => path);
}

function runtimeContexts(graph: SystemGraph, map: ContextMap): Map<string, string> {
  const contexts = contextOfNode(map);
  const nodes = graph.nodes.filter((node) => node.kind === 'table' || node.role === 'runtime');
  return new Map(nodes.flatMap(({ id }) => (contexts.has(id) ? [[id, contexts.get(id)!] as const] : [])));
}

/** Contexts of both maps are matched greedily, most in common first: a context with another name has not moved. */
function movedShare(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  isOther: (id: string) => boolean,
): number {
  const others = [...before.keys()].filter((id) => isOther(id) && after.has(id));
  const common = new Map<string, { from: string; to: string; count: number }>();
  for (const id of others) {
    const [from, to] = [before.get(id)!, after.get(id)!];
    const pair = common.get(`${from}\n${to}`) ?? { from, to, count: 0 };
    common.set(`${from}\n${to}`, pair);
    pair.count++;
  }
  const [used, reached] = [new Set<string>(), new Set<string>()];
  let stayed = 0;
  for (const { from, to, count } of sortedBy(common.values(), (pair) => [-pair.count, pair.from, pair.to])) {
    if (used.has(from) || reached.has(to)) continue;
    used.add(from);
    reached.add(to);
    stayed += count;
  }
  return others.length === 0 ? 0 : 1 - stayed / others.length;
}

function namesLost(before: ContextMap, after: ContextMap): string[] {
  const names = new Set(after.contexts.map(({ id }) => id));
  return before.contexts.flatMap(({ id }) => (names.has(id) ? [] : [id]));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
