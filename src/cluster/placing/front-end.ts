/**
 * Which modules are the front end of a system that has a back end too. Screens and widgets are no evidence of where one
 * business capability ends and the next begins: a table widget, a landing page or a date picker would found a context of
 * its own. So they take no part in clustering and follow what they talk to (follow.ts). Told by structure: components
 * (by their file type) that the back end does not use, the code that only they use, and packages called a front end
 * that no part of the back end lies in or depends on. A repository without a back end of some size has no front end in this sense: its screens are
 * all there is, and are clustered.
 */
import { type GraphNode, isModuleEdge, type ModuleNode, type SystemGraph } from '../../model/index.js';
import { isDomainTable } from '../graph/bookkeeping.js';
import type { Evidence } from '../graph/evidence.js';
import { wordsOf } from '../words/words.js';

const COMPONENT = /\.(?:[jt]sx|vue|svelte)$/;
/** Angular's components and directives are told by how they are named, where a package has some of them. */
const ANGULAR = /\.(?:component|directive)\.ts$/;
const LEAST_ANGULAR = 5;
/** Words in the name of a package; singular. */
const FRONT = new Set(
  'front frontend client web webapp website portal dashboard desktop mobile electron tauri storefront widget component cli'.split(
    ' ',
  ),
);
const SOURCES = new Set(['src', 'lib', 'source', 'app']);
/** A back end: tables, and this share of the modules. */
const LEAST_TABLES = 3;
const LEAST_BACK = 0.1;
/** A file that nothing links follows its folder, when that holds enough others and nearly all are of the front end. */
const LEAST_IN_FOLDER = 5;
const NEARLY_ALL = 0.8;

const NOT_USING: ReadonlySet<string> = new Set(['type-import', 'event', 're-export']);

type Links = { readonly out: readonly ReadonlySet<number>[]; readonly into: readonly ReadonlySet<number>[] };

/** Node numbers of `evidence`; `touching` are the modules that touch a table. Empty without a back end. */
export function frontEndOf(graph: SystemGraph, evidence: Evidence, touching: ReadonlySet<number>): Set<number> {
  const { nodes, ids } = evidence;
  const isModule = nodes.map((node) => node.kind === 'module');
  const isComponent = componentsOf(nodes);
  if (nodes.filter(isDomainTable).length < LEAST_TABLES) return new Set();
  const links = linksOf(graph, evidence);
  const back = backEndOf(graph, evidence, touching, isComponent, links);
  const front = new Set(ids.flatMap((_, i) => (isComponent[i] && !back.has(i) ? [i] : [])));
  for (const node of packagesApart(nodes, back)) front.add(node);
  if (front.size === 0) return front;
  addWhatServes(front, back, isModule, links);
  for (const node of byFolder(nodes, front, back)) front.add(node);
  const modules = isModule.filter(Boolean).length;
  return modules - front.size < LEAST_BACK * modules ? new Set() : front;
}

function componentsOf(nodes: readonly GraphNode[]): boolean[] {
  const angular = new Map<string, number>();
  for (const node of nodes) {
    if (node.kind !== 'module' || !ANGULAR.test(node.path)) continue;
    angular.set(node.package, (angular.get(node.package) ?? 0) + 1);
  }
  return nodes.map(
    (node) =>
      node.kind === 'module' &&
      (COMPONENT.test(node.path) || (ANGULAR.test(node.path) && angular.get(node.package)! >= LEAST_ANGULAR)),
  );
}

/**
 * What touches a table or is an entry point, and all that it uses. A component (a mail template, a page rendered on the
 * server) is of the back end when it touches a table itself or most of its users are of the back end.
 */
function backEndOf(
  graph: SystemGraph,
  { indexOf }: Evidence,
  touching: ReadonlySet<number>,
  isComponent: readonly boolean[],
  { out, into }: Links,
): Set<number> {
  const direct = new Set(graph.edges.flatMap((edge) => ('direct' in edge && edge.direct ? [edge.from] : [])));
  const back = new Set<number>();
  const waiting: number[] = [];
  const add = (node: number) => {
    if (back.has(node)) return;
    back.add(node);
    waiting.push(node);
  };
  for (const node of touching) if (!isComponent[node]) add(node);
  for (const { module } of graph.entryPoints) {
    const node = indexOf.get(module);
    if (node !== undefined && !isComponent[node]) add(node);
  }
  while (waiting.length > 0) {
    for (const target of out[waiting.pop()!]!) {
      if (back.has(target)) continue;
      const users = [...into[target]!];
      if (!isComponent[target] || users.filter((user) => back.has(user)).length * 2 > users.length) add(target);
    }
  }
  // A page that asks the database itself is code of its feature, but what it shows is not.
  for (const id of direct) {
    const node = indexOf.get(id);
    if (node !== undefined) back.add(node);
  }
  return back;
}

/**
 * Modules of packages that are called a front end, or lie in a folder that is, and have no part in the back end: the scripts of one whose screens are
 * in files of another kind, a command line. A worker without a table is neither.
 */
function packagesApart(nodes: readonly GraphNode[], back: ReadonlySet<number>): number[] {
  const inBack = new Set<string>();
  for (const i of back) {
    const node = nodes[i]!;
    if (node.kind === 'module') inBack.add(node.package);
  }
  const folders = packageFolders(nodes);
  const isCalledFront = (name: string) => wordsOf(`${name} ${folders.get(name) ?? ''}`).some((word) => FRONT.has(word));
  return nodes.flatMap((node, i) =>
    node.kind === 'module' && !inBack.has(node.package) && isCalledFront(node.package) ? [i] : [],
  );
}

/** Per package the folder that all of its modules lie in, without what code lies in by custom: `web` of `web/src/…`. */
function packageFolders(nodes: readonly GraphNode[]): Map<string, string> {
  const common = new Map<string, readonly string[]>();
  for (const node of nodes) {
    if (node.kind !== 'module') continue;
    const folders = node.path.split('/').slice(0, -1);
    const known = common.get(node.package) ?? folders;
    const differs = known.findIndex((folder, i) => folder !== folders[i]);
    common.set(node.package, differs < 0 ? known : known.slice(0, differs));
  }
  return new Map(
    [...common].map(([name, folders]) => [name, folders.findLast((folder) => !SOURCES.has(folder)) ?? '']),
  );
}

/**
 * Adds what uses screens, and what is used by the front end for the most part, until nothing is left to add. What uses
 * the latter alone is not of the front end: a gateway may share the types that mostly screens import.
 */
function addWhatServes(
  front: Set<number>,
  back: ReadonlySet<number>,
  isModule: readonly boolean[],
  { out, into }: Links,
): void {
  const screens = new Set(front);
  const count = (nodes: ReadonlySet<number>, among: ReadonlySet<number>) =>
    [...nodes].filter((node) => among.has(node)).length;
  const isMostlyFront = (used: ReadonlySet<number>) => count(used, front) >= count(used, back);
  const waiting = [...front];
  const consider = (node: number, uses: boolean) => {
    if (front.has(node) || back.has(node) || !isModule[node]) return;
    const users = into[node]!;
    if (uses ? !isMostlyFront(out[node]!) : count(users, front) * 2 <= users.size) return;
    front.add(node);
    if (uses) screens.add(node);
    waiting.push(node);
  };
  while (waiting.length > 0) {
    const node = waiting.pop()!;
    if (screens.has(node)) for (const user of into[node]!) consider(user, true);
    for (const used of out[node]!) consider(used, false);
  }
}

/** Modules of neither, by the nearest folder around them, in the same package, with enough known ones. */
function byFolder(nodes: readonly GraphNode[], front: ReadonlySet<number>, back: ReadonlySet<number>): number[] {
  const known = new Map<string, { front: number; all: number }>();
  for (const [of, isFront] of [
    [front, 1],
    [back, 0],
  ] as const) {
    for (const i of of) {
      const node = nodes[i]!;
      if (node.kind !== 'module') continue;
      for (const folder of foldersOf(node)) {
        const count = known.get(folder) ?? { front: 0, all: 0 };
        count.front += isFront;
        count.all += 1;
        known.set(folder, count);
      }
    }
  }
  return nodes.flatMap((node, i) => {
    if (node.kind !== 'module' || front.has(i) || back.has(i)) return [];
    const folder = foldersOf(node).find((name) => (known.get(name)?.all ?? 0) >= LEAST_IN_FOLDER);
    const count = folder === undefined ? undefined : known.get(folder)!;
    return count !== undefined && count.front >= NEARLY_ALL * count.all ? [i] : [];
  });
}

/** Folders around a module, each with its package, nearest first, without the root. */
function foldersOf({ path, package: name }: ModuleNode): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => `${name}:${parts.slice(0, parts.length - i).join('/')}`);
}

/** Dependencies that exist at run time; not those of barrels, since what is imported through one is seen as it is. */
function linksOf(graph: SystemGraph, { nodes, indexOf }: Evidence): Links {
  const links = { out: nodes.map(() => new Set<number>()), into: nodes.map(() => new Set<number>()) };
  for (const edge of graph.edges) {
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    if (!isModuleEdge(edge) || NOT_USING.has(edge.kind)) continue;
    if (from === undefined || to === undefined || from === to) continue;
    links.out[from]!.add(to);
    links.into[to]!.add(from);
  }
  return links;
}
