/**
 * A map → the declaration that reproduces it, with the smallest globs that say it. A folder whose modules all lie in one
 * context becomes `folder/**`; one whose modules mostly do becomes `folder/**` with the others excluded, when that is
 * shorter than naming files; other files are named. Globs are exact for the modules of the graph: reading the proposal
 * back assigns every module as the map did.
 */
import {
  type ContextMap,
  compareText,
  labelOf,
  SHARED_KERNEL,
  type SystemGraph,
  sortedBy,
  UNASSIGNED,
} from '../model/index.js';

export type ProposedContext = {
  readonly id: string;
  readonly name: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly tables: readonly string[];
  /** What the context is about, for a comment line. */
  readonly comment: string;
};

export type ProposedConfig = {
  readonly contexts: readonly ProposedContext[];
  readonly sharedKernel: { readonly include: readonly string[]; readonly tables: readonly string[] };
  /** Module id → glob of the composition roots, part of the kernel: they wire contexts together and so depend on all of them. */
  readonly composition: ReadonlyMap<string, string>;
};

type Folder = { readonly path: string; readonly folders: Map<string, Folder>; readonly files: Map<string, string> };

export function proposeConfig(graph: SystemGraph, map: ContextMap): ProposedConfig {
  const contextOf = new Map<string, string>();
  for (const { node, context } of map.assignments) contextOf.set(node, context);
  const root: Folder = { path: '', folders: new Map(), files: new Map() };
  for (const node of sortedBy(graph.nodes, (n) => [n.id])) {
    const context = contextOf.get(node.id) ?? UNASSIGNED;
    // Migrations, scripts and loose tests are in no context and may lie below any folder without harm.
    if (node.kind === 'module' && (context !== UNASSIGNED || node.role === 'runtime'))
      insert(root, labelOf(node.id), context);
  }
  const globs: Globs = new Map();
  for (const id of [...map.contexts.map((context) => context.id), SHARED_KERNEL])
    globs.set(id, { include: [], exclude: [] });
  cover(root, globs);
  const named = nameTables(graph);
  const tables = tablesOf(map);
  const contexts = map.contexts.map((context): ProposedContext => {
    const { include, exclude } = globs.get(context.id)!;
    return {
      id: context.id,
      name: context.name,
      include: include.sort(compareText),
      exclude: exclude.sort(compareText),
      tables: tables
        .get(context.id)!
        .map((id) => named.get(id)!)
        .sort(compareText),
      comment: commentOf(context),
    };
  });
  const kernel = map.sharedKernel.tables.map((id) => named.get(id)!).sort(compareText);
  const roots = [...(map.sharedKernel.composition ?? [])].sort(compareText);
  const composition = new Map(roots.map((id) => [id, escapeGlob(labelOf(id))]));
  const include = globs.get(SHARED_KERNEL)!.include.sort(compareText);
  return { contexts, sharedKernel: { include, tables: kernel }, composition };
}

/** Declared where they are owned: from then on that is where they lie, and no rank changes. */
function tablesOf(map: ContextMap): Map<string, string[]> {
  const owners = new Map(map.ownership.map(({ table, owner }) => [table, owner]));
  const tables = new Map(map.contexts.map(({ id }) => [id, [] as string[]]));
  for (const { id, tables: lying } of map.contexts)
    for (const table of lying) (tables.get(owners.get(table) ?? id) ?? tables.get(id)!).push(table);
  return tables;
}

function commentOf(context: ContextMap['contexts'][number]): string {
  const terms = context.terms.length === 0 ? '' : `${context.terms.join(', ')}; `;
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
  return `${terms}${count(context.modules.length, 'module')}, ${count(context.tables.length, 'table')}, confidence ${context.confidence.toFixed(2)}`;
}

/** The bare name where it is unique, else with its schema. */
function nameTables(graph: SystemGraph): Map<string, string> {
  const tables = graph.nodes.filter((node) => node.kind === 'table');
  const counts = new Map<string, number>();
  for (const table of tables) counts.set(table.name, (counts.get(table.name) ?? 0) + 1);
  return new Map(tables.map((table) => [table.id, counts.get(table.name) === 1 ? table.name : labelOf(table.id)]));
}

function insert(root: Folder, path: string, context: string): void {
  let folder = root;
  for (const segment of path.split('/').slice(0, -1)) {
    let next = folder.folders.get(segment);
    if (next === undefined) {
      next = { path: folder.path === '' ? segment : `${folder.path}/${segment}`, folders: new Map(), files: new Map() };
      folder.folders.set(segment, next);
    }
    folder = next;
  }
  folder.files.set(path, context);
}

/** Files of a subtree by context. */
type Content = ReadonlyMap<string, number>;
type Globs = Map<string, { include: string[]; exclude: string[] }>;

/** A folder is claimed as a whole when at most this share of its files belongs elsewhere. */
const MOST_ELSEWHERE = 0.2;

function cover(root: Folder, globs: Globs): void {
  const contents = contentsOf(root);
  const open: { folder: Folder; inside: string }[] = [{ folder: root, inside: '' }];
  while (open.length > 0) {
    const { folder, inside } = open.pop()!;
    const content = contents.get(folder)!;
    if (inside !== '' && content.size === 1 && content.has(inside)) continue;
    const [context, own, elsewhere] = dominant(content);
    const isKernel = context === SHARED_KERNEL;
    // Inside a claimed folder, only what belongs wholly elsewhere is cut out and claimed anew.
    const isFree = inside === '' || !content.has(inside);
    const isWorthIt = own > 1 && elsewhere <= (isKernel ? 0 : MOST_ELSEWHERE * own);
    const glob = `${escapeGlob(folder.path)}/**`;
    if (isFree && inside !== '' && folder.path !== '') globs.get(inside)!.exclude.push(glob);
    const claims = isFree && folder.path !== '' && isWorthIt && globs.has(context);
    if (claims) globs.get(context)!.include.push(glob);
    const holder = claims ? context : isFree ? '' : inside;
    for (const [path, home] of folder.files) {
      if (home === holder) continue;
      if (holder !== '') globs.get(holder)!.exclude.push(escapeGlob(path));
      globs.get(home)?.include.push(escapeGlob(path));
    }
    for (const child of folder.folders.values()) open.push({ folder: child, inside: holder });
  }
}

function contentsOf(root: Folder): Map<Folder, Content> {
  const order: Folder[] = [];
  const stack = [root];
  while (stack.length > 0) {
    const folder = stack.pop()!;
    order.push(folder);
    stack.push(...folder.folders.values());
  }
  const contents = new Map<Folder, Content>();
  for (const folder of order.reverse()) {
    const content = new Map<string, number>();
    const add = (context: string, count: number) => content.set(context, (content.get(context) ?? 0) + count);
    for (const context of folder.files.values()) add(context, 1);
    for (const child of folder.folders.values())
      for (const [context, count] of contents.get(child)!) add(context, count);
    contents.set(folder, content);
  }
  return contents;
}

function dominant(content: Content): [context: string, own: number, elsewhere: number] {
  const [first] = sortedBy(content, ([context, count]) => [-count, context]);
  const all = [...content.values()].reduce((sum, count) => sum + count, 0);
  return first === undefined ? [UNASSIGNED, 0, 0] : [first[0], first[1], all - first[1]];
}

/** Characters with a meaning in globs, as in Next.js routes: `[id]`, `(shop)`, `@modal`. */
function escapeGlob(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@]/g, '\\$&');
}
